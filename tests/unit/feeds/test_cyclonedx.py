"""Bills of materials in CycloneDX JSON."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from sekisho.composition.model import Bom
from sekisho.composition.walk import reach
from sekisho.countries import country_code
from sekisho.faults import InputRefused
from sekisho.feeds.boms.cyclonedx import bom_from_cyclonedx
from sekisho.terms import Party

DIGEST = "cd" * 32


def document(*components: object, version: str = "1.6", metadata: object = None, **more: object) -> Any:
    product = {"component": {"type": "device", "bom-ref": "product", "name": "製品"}}
    value = {"bomFormat": "CycloneDX", "specVersion": version, "metadata": metadata or product, "components": list(components), **more}
    return json.loads(json.dumps(value), parse_float=Decimal)


def part(name: str, *below: object, **more: object) -> dict[str, object]:
    return {"type": "device", "name": name, **({"components": list(below)} if below else {}), **more}


def prop(name: str, value: object) -> dict[str, object]:
    return {"properties": [{"name": name, "value": value}]}


def read(value: object) -> Bom:
    bom, faults = bom_from_cyclonedx(value, label="boms/router.cdx.json", digest=DIGEST)
    assert [found.line() for found in faults if not found.warning] == []
    return bom


def rules(value: object) -> list[tuple[str, str]]:
    return [(found.rule, found.where) for found in bom_from_cyclonedx(value, label="b.json", digest=DIGEST)[1]]


def test_nested_components_are_parts_of_parts() -> None:
    bom = read(document(part("board", part("chip", **{"bom-ref": "c1"}))))
    assert [(found.component.name, found.depth, found.component.where) for found in reach(bom)] == [
        ("board", 1, "components[0]"),
        ("chip", 2, "components[0].components[0]"),
    ]
    assert [component.ref for component in bom.components] == ["product", "components[0]", "c1"]
    assert (bom.root, bom.format, bom.digest, bom.file) == ("product", "CycloneDX 1.6 JSON", DIGEST, "boms/router.cdx.json")


def test_dependencies_are_not_containment() -> None:
    needs = [{"ref": "a", "dependsOn": ["b"]}]
    bom = read(document(part("a", **{"bom-ref": "a"}), part("b", **{"bom-ref": "b"}), dependencies=needs))
    assert [found.depth for found in reach(bom)] == [1, 1]


def test_parts_within_the_product_itself_are_found() -> None:
    metadata = {"component": {"name": "製品", "type": "device", "components": [part("inside")]}}
    bom = read(document(metadata=metadata))
    assert [found.component.where for found in reach(bom)] == ["metadata.component.components[0]"]


def test_maker_and_supplier_stay_apart_and_an_author_is_neither() -> None:
    bom = read(
        document(
            part("a", manufacturer={"name": "甲社", "address": {"country": "China"}}, supplier={"name": "乙社", "address": {"country": "jp"}}),
            part("b", supplier={"name": "乙社"}, author="丙社", publisher="丁社", authors=[{"name": "戊社"}]),
        )
    )
    a, b = bom.components[1:]
    assert (a.maker, a.supplier) == (Party(name="甲社", country="CN"), Party(name="乙社", country="JP"))
    assert (b.maker, b.supplier) == (None, Party(name="乙社"))


def test_who_made_the_document_did_not_make_the_product() -> None:
    product = {"type": "device", "name": "製品"}
    metadata = {"component": product, "manufacturer": {"name": "文書の作成者"}, "supplier": {"name": "乙社"}}
    assert read(document(metadata=metadata)).components[0].maker is None
    assert read(document(metadata=metadata)).components[0].supplier == Party(name="乙社")
    old = {"component": product, "manufacture": {"name": "甲社"}}
    assert read(document(metadata=old)).components[0].maker == Party(name="甲社")
    both = {"component": {**product, "manufacturer": {"name": "丙社"}}, "manufacture": {"name": "甲社"}}
    assert read(document(metadata=both)).components[0].maker == Party(name="丙社")


def test_quantity_part_number_and_origin_come_from_properties() -> None:
    properties = [
        {"name": "cdx:device:quantity", "value": "8"},
        {"name": "cdx:device:sku", "value": "SKU-1"},
        {"name": "internal:MPN", "value": "47155-4001"},
        {"name": "country-of-origin", "value": "TWN"},
        {"name": "value-is-optional"},
    ]
    bom = read(document(part("a", part("b", **prop("cdx:device:quantity", "2.5")), properties=properties), part("c", **prop("cdx:device:sku", "S"))))
    by_name = {found.component.name: found for found in reach(bom)}
    assert (by_name["a"].quantity, by_name["b"].quantity) == (8, 20)
    assert (by_name["a"].component.part_number, by_name["a"].component.country) == ("47155-4001", "TW")
    assert by_name["c"].component.part_number == "S"
    assert by_name["c"].quantity == Fraction(1)


@pytest.mark.parametrize("value", ["eight", "-1", "", "1e9"])
def test_a_quantity_that_cannot_be_read_is_said(value: str) -> None:
    given = document(part("a", **prop("cdx:device:quantity", value)))
    assert rules(given) == [("cyclonedx.quantity-unreadable", "components[0].properties")]
    assert read(given).parts[0].quantity == 1


def test_a_country_that_is_not_understood_is_left_open_and_said() -> None:
    given = document(part("a", manufacturer={"name": "甲社", "address": {"country": "Atlantis"}}))
    assert rules(given) == [("cyclonedx.country-unreadable", "components[0].manufacturer.address.country")]


def test_the_same_ref_twice_is_a_fault() -> None:
    given = document(part("a", **{"bom-ref": "x"}), part("b", **{"bom-ref": "x"}), part("c", **{"bom-ref": "components[3]"}), part("d"))
    assert rules(given) == [("cyclonedx.ref-twice", "components[1].bom-ref")]
    bom = bom_from_cyclonedx(given, label="b", digest=DIGEST)[0]
    assert [component.ref for component in bom.components] == ["product", "x", "components[1]", "components[3]", "./components[3]"]


def test_a_bill_without_a_product_gets_one_of_its_files_name() -> None:
    given = document(part("a"), metadata={"timestamp": "2026-04-01T00:00:00Z"})
    assert rules(given) == [("cyclonedx.root-missing", "metadata.component")]
    assert read(given).components[0].name == "router.cdx.json"
    assert len(reach(read(given))) == 1


@pytest.mark.parametrize(
    ("compositions", "wanted"),
    [
        ([], "unknown"),
        ([{"aggregate": "complete", "assemblies": ["product"]}], "complete"),
        ([{"aggregate": "complete", "assemblies": ["urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#product"]}], "complete"),
        ([{"aggregate": "complete", "assemblies": ["a"]}], "unknown"),
        ([{"aggregate": "complete", "dependencies": ["product"]}], "unknown"),
        ([{"aggregate": "complete", "assemblies": ["product"]}, {"aggregate": "incomplete_first_party_only", "assemblies": ["a"]}], "incomplete"),
        ([{"aggregate": "complete", "assemblies": ["product"]}, {"aggregate": "unknown", "assemblies": ["a"]}], "unknown"),
        ([{"aggregate": "complete", "assemblies": ["product"]}, {"aggregate": "not_specified", "assemblies": ["product"]}], "unknown"),
        ([{"aggregate": "incomplete", "assemblies": ["product"]}], "incomplete"),
        ([{"aggregate": "incomplete", "assemblies": ["elsewhere"]}], "unknown"),
    ],
)
def test_what_a_bill_says_of_its_own_completeness(compositions: list[object], wanted: str) -> None:
    assert read(document(part("a", **{"bom-ref": "a"}), compositions=compositions)).completeness == wanted


@pytest.mark.parametrize(
    ("value", "rule", "shown"),
    [
        (document(version="1.3"), "cyclonedx.version", "CycloneDX 1.3"),
        (document(version="2.0"), "cyclonedx.version", "CycloneDX 2.0"),
        ({"bomFormat": "CycloneDX"}, "cyclonedx.version", "CycloneDX None"),
        ([], "cyclonedx.not-cyclonedx", ""),
        ({"a": 1}, "cyclonedx.not-cyclonedx", ""),
        (None, "cyclonedx.not-cyclonedx", ""),
    ],
)
def test_what_is_not_read_is_refused_by_name_with_the_way_out(value: object, rule: str, shown: str) -> None:
    with pytest.raises(InputRefused) as refused:
        bom_from_cyclonedx(value, label="b", digest=DIGEST)
    (found,) = refused.value.faults
    assert found.rule == rule
    assert found.shown.startswith(shown)
    assert "1.4" in found.remedy_en


def test_values_of_a_wrong_form_are_all_told() -> None:
    given = document(5, part(""), part("a", supplier="甲社"), part("b", manufacturer={"name": "x", "address": []}), part("c", **{"bom-ref": 7}))
    given["components"][3]["components"] = {}
    assert sorted(rules(given)) == [
        ("cyclonedx.name-missing", "components[1]"),
        ("cyclonedx.shape", "components[0]"),
        ("cyclonedx.shape", "components[2].supplier"),
        ("cyclonedx.shape", "components[3].components"),
        ("cyclonedx.shape", "components[3].manufacturer.address"),
        ("cyclonedx.shape", "components[4].bom-ref"),
    ]


def test_sixty_four_levels_are_read_and_one_more_is_refused() -> None:
    def nested(levels: int) -> dict[str, object]:
        inner = part("innermost")
        for level in range(levels - 1):
            inner = part(f"level {level}", inner)
        return inner

    assert reach(read(document(nested(64))))[-1].depth == 64
    with pytest.raises(InputRefused) as refused:
        read(document(nested(65)))
    assert refused.value.faults[0].rule == "cyclonedx.too-large"


def test_more_than_half_a_million_components_are_refused() -> None:
    value = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"name": "x"}] * 500_001}
    with pytest.raises(InputRefused) as refused:
        read(value)
    assert refused.value.faults[-1].rule == "cyclonedx.too-large"


@pytest.mark.parametrize(
    ("text", "code"), [("JP", "JP"), (" jp ", "JP"), ("CHN", "CN"), ("中国", "CN"), ("ＣＮ", "CN"), ("UK", "GB"), ("", ""), ("Atlantis", None)]
)
def test_country_texts_become_codes(text: str, code: str | None) -> None:
    assert country_code(text) == code
