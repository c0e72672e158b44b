"""A NetBox device type as the bill of materials of that product."""

import pytest

from sekisho.composition.model import Bom
from sekisho.composition.walk import reach
from sekisho.faults import InputRefused
from sekisho.feeds.boms.device_type import bom_from_device_type, is_device_type
from sekisho.feeds.raw.strict_yaml import parse_yaml
from sekisho.terms import Party

ROUTER = """\
---
manufacturer: 甲社
model: RT-1
part_number: RT-1-JP
interfaces:
  - name: ge0
    type: 1000base-t
module-bays:
  - name: PSU1
  - name: LTE
device-bays:
  - {name: Slot 1}
inventory-items:
  - {name: 基板, manufacturer: 乙社, part_id: B-1}
  - {name: チップ, manufacturer: 丙社, part_id: C-1, parent: 基板}
modules:
  - {bay: LTE, module_type: {manufacturer: {name: 丁社}, model: EM-5, part_number: EM-5-X}}
"""


def read(text: str) -> tuple[Bom, list[tuple[str, str]]]:
    document = parse_yaml(text.encode(), "a.yaml")
    bom, faults = bom_from_device_type(document.value, document.lines, label="a.yaml", digest="d7" * 32)
    return bom, [(one.rule, one.where) for one in faults]


def test_items_bays_and_modules_are_parts_and_ports_are_the_product_itself() -> None:
    bom, faults = read(ROUTER)
    assert faults == []
    assert (bom.components[0].name, bom.components[0].maker, bom.components[0].part_number) == ("RT-1", Party(name="甲社"), "RT-1-JP")
    told = {one.component.name: (one.depth, one.component.type, one.component.maker, one.component.part_number) for one in reach(bom)}
    assert told == {
        "PSU1": (1, "module-bay", None, ""),
        "LTE": (1, "module-bay", None, ""),
        "Slot 1": (1, "device-bay", None, ""),
        "基板": (1, "device", Party(name="乙社"), "B-1"),
        "チップ": (2, "device", Party(name="丙社"), "C-1"),
        "EM-5": (2, "device", Party(name="丁社"), "EM-5-X"),
    }
    assert {one.component.where for one in reach(bom) if one.component.name == "LTE"} == {"line 10 (module-bays[1])"}


def test_a_bay_that_nothing_is_said_of_makes_the_list_incomplete() -> None:
    assert read(ROUTER)[0].completeness == "incomplete"
    assert (
        read("manufacturer: 甲社\nmodel: A\nmodule_bays: [{name: LTE}]\nmodules: [{bay: LTE, manufacturer: 乙社, model: B}]\n")[0].completeness
        == "unknown"
    )
    assert read("manufacturer: 甲社\nmodel: A\ninterfaces: [{name: a}]\n")[0].completeness == "unknown"


def test_what_is_put_nowhere_or_in_itself_is_in_the_product() -> None:
    items = "[{name: a, parent: b}, {name: b, parent: a}, {name: c, parent: c}, {name: d, parent: x}]"
    bom, faults = read(f"manufacturer: 甲社\nmodel: A\ninventory-items: {items}\nmodules: [{{bay: a, model: m}}]\n")
    assert {one.component.name: one.depth for one in reach(bom)} == {"a": 1, "b": 2, "c": 1, "d": 1, "m": 1}
    assert [rule for rule, _ in faults] == ["netbox.parent-unknown"] * 4


def test_a_maker_that_is_not_named_is_unknown_and_a_model_is_needed() -> None:
    bom, faults = read("manufacturer: ''\nmodel: ''\ninventory-items: [{name: ''}, x, {name: a}, {name: a}]\nmodule-bays: {a: b}\n")
    assert bom.components[0].maker is None
    assert sorted(faults) == [
        ("netbox.model-missing", "line 2 (model)"),
        ("netbox.name-missing", "line 3 (inventory-items[0])"),
        ("netbox.name-twice", "line 3 (inventory-items[3])"),
        ("netbox.shape", "line 3 (inventory-items[1])"),
        ("netbox.shape", "line 4 (module-bays)"),
    ]


def test_a_chain_deeper_than_any_product_is_refused() -> None:
    chain = [f"{{name: n{level}, parent: n{level - 1}}}" for level in range(90)]
    for items in (chain, chain[::-1]):
        with pytest.raises(InputRefused) as refused:
            read(f"manufacturer: 甲社\nmodel: A\ninventory-items: [{', '.join(items)}]\n")
        assert refused.value.faults[-1].rule == "netbox.too-large"


@pytest.mark.parametrize(("value", "wanted"), [({"manufacturer": "a", "model": "b"}, True), ({"model": "b"}, False), ([], False), ("", False)])
def test_a_device_type_names_a_manufacturer_and_a_model(value: object, wanted: bool) -> None:
    assert is_device_type(value) is wanted
