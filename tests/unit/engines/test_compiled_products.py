"""Products compiled into a file, and the tables of uses that they are made from."""

from fractions import Fraction
from pathlib import Path

import pytest

from sekisho.composition.joined import join
from sekisho.composition.model import Bom, Component, PartOf
from sekisho.engines.embedded.walks.part_file import CompiledProducts, build
from sekisho.engines.embedded.walks.part_reading import read_rows
from sekisho.engines.embedded.walks.part_rows import component_of, rows_of, told_component
from sekisho.engines.embedded.walks.part_verbs import exploded, number_of, opened
from sekisho.faults import InputRefused
from sekisho.terms import Identifier, Mark, Party


def table(folder: Path, text: str) -> CompiledProducts:
    (folder / "uses.csv").write_text(text, encoding="utf-8")
    return opened([folder / "uses.csv"])


def pieces(products: CompiledProducts, asked: str = "") -> dict[str, Fraction | None]:
    return {one.component.ref: one.quantity for one in products.reached(number_of(products, asked))}


def rules(refused: pytest.ExceptionInfo[InputRefused]) -> list[tuple[str, str]]:
    return [(one.rule, one.where) for one in refused.value.faults]


def test_rows_that_say_one_use_twice_add_up_exactly(tmp_path: Path) -> None:
    products = table(tmp_path, "parent,child,quantity\nR,a,0.1\nR,a,0.2\nR,b,\na,c,10\nb,c,2\n")
    assert pieces(products) == {"a": Fraction(3, 10), "b": 1, "c": 5}


def test_quantities_beyond_a_machine_word_stay_exact(tmp_path: Path) -> None:
    rows = "\n".join(f"{level},{level + 1},1000000" for level in range(6))
    assert pieces(table(tmp_path, f"parent,child,quantity\n{rows}\n"))["6"] == 10**36


def test_a_part_on_or_below_a_cycle_has_no_quantity(tmp_path: Path) -> None:
    products = table(tmp_path, "parent,child\nR,a\na,b\nb,a\nb,c\nR,d\n")
    assert pieces(products) == {"a": None, "d": 1, "b": None, "c": None}


def test_a_product_is_a_parent_that_is_nobodys_child(tmp_path: Path) -> None:
    products = table(tmp_path, "親部品,子部品,数量,製造者,型番\nR,a,1,丙無線,WM-5\nS,a,2,,\na,b,3,,\n")
    assert [product.ref for product in products.products()] == ["R", "S"]
    assert [(one.product.ref, one.quantity, one.path) for one in products.where_used(products.nodes_of("b"))] == [
        ("R", 3, ("R", "a", "b")), ("S", 6, ("S", "a", "b")),
    ]  # fmt: skip
    assert products.nodes_of("ＷＭ-5") == products.nodes_of("wm-5", "丙無線株式会社") == products.nodes_of("a")
    assert (products.coverage(0).parts, products.coverage(0).with_maker) == (2, 1)


def test_every_fault_of_a_table_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        table(tmp_path, "parent,child,quantity\nR,,1\nR,a,many\n,b,2\nR,c,-1\nR,d,1,x\n")
    assert sorted(rules(refused)) == [
        ("uses.part-missing", "line 2"), ("uses.part-missing", "line 4"), ("uses.quantity-unreadable", "line 3"),
        ("uses.quantity-unreadable", "line 5"), ("uses.row-too-long", "line 6"),
    ]  # fmt: skip


def test_a_table_stands_alone(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text("parent,child\nR,a\n", encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read_rows([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert [rule for rule, _ in rules(refused)] == ["uses.table-alone"]


def test_a_compiled_file_gives_what_it_was_made_from_and_refuses_an_altered_one(tmp_path: Path) -> None:
    (tmp_path / "uses.csv").write_text("parent,child,quantity\nR,a,2\n", encoding="utf-8")
    build(read_rows([tmp_path / "uses.csv"])[0], tmp_path / "products")
    assert pieces(opened([tmp_path / "products"])) == {"a": 2}
    whole = (tmp_path / "products").read_bytes()
    (tmp_path / "altered").write_bytes(whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:])
    with pytest.raises(InputRefused) as refused:
        opened([tmp_path / "altered"])
    assert [rule for rule, _ in rules(refused)] == ["compiled.broken"]
    with pytest.raises(InputRefused) as refused:
        opened([tmp_path / "products", tmp_path / "uses.csv"])
    assert [rule for rule, _ in rules(refused)] == ["compiled.beside"]


def test_a_product_that_is_not_there_or_not_the_only_one_is_asked_about(tmp_path: Path) -> None:
    products = table(tmp_path, "parent,child\nR,a\nS,a\n")
    for asked, rule in (("", "products.ambiguous"), ("T", "products.unknown")):
        with pytest.raises(InputRefused) as refused:
            exploded(products, asked)
        assert [one for one, _ in rules(refused)] == [rule]


def test_a_component_comes_back_with_all_that_its_bill_says() -> None:
    maker = Party(name="丙無線", country="JP", identifiers=(Identifier.of("LEI", "5493001KJTIIGC8Y1R12"),))
    marks = (Mark.of("usb", "12d1:1506"),)
    whole = Component(ref="1#m", name="radio", type="firmware", version="2", part_number="W", maker=maker, supplier=maker, country="JP", where="c[0]",
                      cpe="cpe:2.3:h:x", purl="pkg:a/b", marks=marks, co_makers=(maker,))  # fmt: skip
    for component in (whole, Component(ref="1#m", name="m"), Component(ref="m", name="m")):
        assert component_of(component.ref, told_component(component)) == component


def test_a_products_path_begins_at_its_own_bill_and_runs_into_the_suppliers() -> None:
    radio = Party(name="丙無線")
    router = Bom(file="r.json", digest="1" * 64, format="x", root="R", parts=(PartOf(parent="R", child="m", quantity=Fraction(2)),),
                 components=(Component(ref="R", name="router"), Component(ref="m", name="radio", maker=radio, part_number="W")))  # fmt: skip
    supplied = Bom(file="w.json", digest="2" * 64, format="x", root="W", parts=(PartOf(parent="W", child="s", quantity=Fraction(3)),),
                   components=(Component(ref="W", name="radio", maker=radio, part_number="W"), Component(ref="s", name="chip")))  # fmt: skip
    products = CompiledProducts.of(rows_of(join([router, supplied])))
    used = products.where_used(products.nodes_of("chip"))
    assert [(one.product.file, one.depth, one.quantity) for one in used] == [("w.json", 1, 3), ("r.json", 2, 6)]
