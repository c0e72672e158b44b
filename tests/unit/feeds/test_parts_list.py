"""Hardware bills of materials in spreadsheets: lines, alternates, designators, levels, in English and Japanese."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from sekisho.composition.model import Bom
from sekisho.composition.walk import reach
from sekisho.faults import InputRefused
from sekisho.feeds.boms.parts_columns import column_of
from sekisho.feeds.boms.parts_list import bom_from_parts
from sekisho.feeds.raw.csv_text import parse_csv
from sekisho.terms import Party

DIGEST = "b0" * 32


def csv(text: str) -> dict[str, Any]:
    return parse_csv(text.encode(), "b.csv").as_value()


def sheet(name: str, *rows: Sequence[object], merged: tuple[tuple[int, int, int, int], ...] = (), hidden: bool = False) -> dict[str, Any]:
    return {"name": name, "hidden": hidden, "rows": [list(row) for row in rows], "merged": [list(area) for area in merged]}


def read(value: dict[str, Any]) -> Bom:
    bom, faults = bom_from_parts(value, label="boms/基板A.csv", digest=DIGEST, form="parts list CSV")
    assert [found.line() for found in faults if not found.warning] == []
    return bom


def rules(value: dict[str, Any]) -> list[tuple[str, str]]:
    return [(found.rule, found.where) for found in bom_from_parts(value, label="b", digest=DIGEST, form="x")[1]]


def told(bom: Bom) -> list[tuple[str, str, str, Fraction | None, str]]:
    """(name, maker, part number, pieces, name of the part that it may replace) of everything below the product, in the order of the file."""
    names = {one.ref: one.name for one in bom.components}
    order = {one.ref: at for at, one in enumerate(bom.components)}
    below = sorted(reach(bom), key=lambda one: order[one.component.ref])
    return [
        (
            one.component.name,
            one.component.maker.name if one.component.maker else "",
            one.component.part_number,
            one.quantity,
            names.get(one.alternate_for, ""),
        )
        for one in below
    ]


def test_alternate_rows_below_a_line_stand_for_its_part_and_add_no_pieces() -> None:
    bom = read(
        csv(
            "QTY,REFERENCE,DESCRIPTION,MANU,PART NUMBER,REV\n"
            '2,"C1,C2",CAP 10UF,甲社,C-10,\n,,,乙社,K-10,old\n,,,丙社,,\n'
            "1,,ESD Bag,丁社,10035,\n"
            "1,U1,MCU,戊社,M1,\n,,MCU second source,己社,M2,\n"
        )
    )
    assert told(bom) == [
        ("CAP 10UF", "甲社", "C-10", 2, ""),
        ("CAP 10UF", "乙社", "K-10", 2, "CAP 10UF"),
        ("CAP 10UF", "丙社", "", 2, "CAP 10UF"),
        ("ESD Bag", "丁社", "10035", 1, ""),
        ("MCU", "戊社", "M1", 1, ""),
        ("MCU second source", "己社", "M2", 1, "MCU"),
    ]
    assert sum(part.quantity for part in bom.parts) == 4
    assert [(one.primary, one.alternate) for one in bom.alternates] == [("line 2", "line 3"), ("line 2", "line 4"), ("line 6", "line 7")]
    assert (bom.components[0].name, bom.root, bom.components[1].where) == ("基板A", "product", "line 2 (C1, C2)")


def test_rows_of_text_are_no_alternates_and_end_the_line_above() -> None:
    given = csv(
        "Qty,Ref,Description,Manufacturer,MPN\n1,U1,MCU,甲社,M1\n,DO NOT INSTALL THE COMPONENTS BELOW.,,,\n"
        ",,,乙社,X1\n,R9,,丙社,X2\n2,R1,RES,丁社,X3\n合計,,,,\n3,,Total,,\n"
    )
    assert rules(given) == [
        ("parts.row-without-part", "line 3"),
        ("parts.quantity-differs", "line 6"),
        ("parts.row-without-part", "line 7"),
        ("parts.row-without-part", "line 8"),
    ]
    assert told(read(given)) == [
        ("MCU", "甲社", "M1", 1, ""),
        ("X1", "乙社", "X1", 0, ""),
        ("X2", "丙社", "X2", 0, ""),
        ("RES", "丁社", "X3", 2, ""),
    ]


def test_a_row_without_a_quantity_and_with_another_description_is_an_alternate_and_is_said() -> None:
    given = csv("Qty,Description,Manufacturer,MPN\n1,MCU,甲社,A\n,MCU,乙社,B\n,はんだ,丙社,S\n")
    assert rules(given) == [("parts.alternate-named-apart", "line 4")]
    assert [stands for *_, stands in told(read(given))] == ["", "MCU", "MCU"]


def test_a_row_that_repeats_the_item_number_of_its_line_is_an_alternate() -> None:
    given = csv("Item,Qty,Description,Manufacturer,MPN\n1,2,抵抗,甲社,A\n1,2,抵抗,乙社,B\n2,2,抵抗,乙社,B\n")
    assert told(read(given)) == [("抵抗", "甲社", "A", 2, ""), ("抵抗", "乙社", "B", 2, "抵抗"), ("抵抗", "乙社", "B", 2, "")]
    kinds = csv("Item,Qty,Manufacturer,MPN\n抵抗,2,甲社,A\n抵抗,2,乙社,B\n")
    assert [stands for *_, stands in told(read(kinds))] == ["", ""]


def test_makers_side_by_side_are_alternates_of_their_row() -> None:
    bom = read(
        csv(
            "Item,Qty,Designator,Description,Manufacturer 1,MPN 1,Manufacturer 2,MPN 2,Mfr C,P/N C\n"
            "1,1,U1,MCU,甲社,A,乙社,B,丙社,C\n2,1,U2,PHY,,,丁社,D,,\n"
        )
    )
    assert told(bom) == [
        ("MCU", "甲社", "A", 1, ""),
        ("MCU", "乙社", "B", 1, "MCU"),
        ("MCU", "丙社", "C", 1, "MCU"),
        ("PHY", "丁社", "D", 1, ""),
    ]


def test_japanese_headers_and_a_column_that_says_which_rows_are_alternates() -> None:
    bom = read(
        csv(
            "部品表,,,,,,\n機種:例,,,,,,\n項番,部品記号,品名,メーカー,型番,員数,代替\n"
            "1,R1〜R3,抵抗,甲社,A-1,3,\n1,R1〜R3,抵抗,乙社,B-1,3,代替\n2,C1,コンデンサ,各社,C-1,１個,\n"
            "3,C2,コンデンサ,丙社 又は同等品,C-2,1,主\n"
        )
    )
    assert told(bom) == [
        ("抵抗", "甲社", "A-1", 3, ""),
        ("抵抗", "乙社", "B-1", 3, "抵抗"),
        ("コンデンサ", "", "C-1", 1, ""),
        ("コンデンサ", "丙社", "C-2", 1, ""),
    ]


def test_a_row_that_repeats_the_designators_of_its_line_is_an_alternate() -> None:
    given = csv('Ref Des,Quantity,Manufacturer,Manufacturer Part Number\n"R1, R2",2,甲社,A\n"R2,R1",2,乙社,B\nR3,1,乙社,B\n')
    assert told(read(given)) == [("A", "甲社", "A", 2, ""), ("B", "乙社", "B", 2, "A"), ("B", "乙社", "B", 1, "")]


def test_alternates_in_one_cell_and_in_columns_of_their_own() -> None:
    bom = read(csv('Qty,Description,Manufacturer,MPN,代替メーカー,代替品番\n1,MCU,"甲社\n乙社","A\nB",丙社,C\n1,PHY,丁社 / 戊社,P,,\n'))
    assert [(maker, number, stands) for _, maker, number, _, stands in told(bom)] == [
        ("甲社", "A", ""),
        ("乙社", "B", "MCU"),
        ("丙社", "C", "MCU"),
        ("丁社", "P", ""),
        ("戊社", "P", "PHY"),
    ]


def test_cells_merged_downwards_count_once() -> None:
    head = ("Qty", "Reference", "Description", "Manufacturer", "MPN")
    rows = (head, (2, "U1,U2", "MCU", "甲社", "A"), (2, "U1,U2", "MCU", "乙社", "B"), (1, "U3", "PHY", "丙社", "C"))
    bom = read({"sheets": [sheet("BOM", *rows, merged=((1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2)))]})
    assert told(bom) == [("MCU", "甲社", "A", 2, ""), ("MCU", "乙社", "B", 2, "MCU"), ("PHY", "丙社", "C", 1, "")]
    assert bom.components[2].where == "BOM!A3 (U1, U2)"


def test_a_design_programs_row_for_each_part_is_one_component_of_many_pieces() -> None:
    bom = read(
        csv(
            "Reference,Value,Manufacturer,MPN,Footprint,DNP\nR1,10k,甲社,A,x:R,\nR2,10k,甲社,A,x:R,\n"
            "R3,10k,甲社,A,x:R,DNP\nU1,MCU,乙社,M,x:U,\nU1,MCU,乙社,M,x:U,\nTP1,TP,,,x:T,\n"
        )
    )
    assert told(bom) == [("10k", "甲社", "A", 2, ""), ("10k", "甲社", "A", 0, ""), ("MCU", "乙社", "M", 1, ""), ("TP", "", "", 1, "")]
    assert bom.components[1].where == "line 2 (R1, R2)"


def test_grouped_references_count_where_no_quantity_is_stated() -> None:
    given = csv('Reference(s),Value,MPN,Mfr\n"R1-R4, R7",10k,A,甲社\nC1 C2,1u,B,甲社\n')
    assert [pieces for *_, pieces, _ in told(read(given))] == [5, 2]


def test_levels_make_assemblies_and_level_0_is_the_product_itself() -> None:
    bom = read(
        csv(
            "Level,Part Name,Manufacturer,MPN,Qty\n0,ルータ,甲社,RT-1,1\n1,基板,乙社,B-1,2\n2,チップ,丙社,C-1,3\n"
            "2,チップ,,,\n.1,電源,丁社,D-1,1\n1.1,線,戊社,E-1,4\n"
        )
    )
    paths = {one.component.part_number: (one.depth, one.quantity) for one in reach(bom)}
    assert paths["C-1"] == (2, 6)
    assert paths["D-1"] == (1, 1)
    assert paths["E-1"] == (2, 4)
    assert (bom.components[0].name, bom.components[0].maker, bom.components[0].part_number) == ("ルータ", Party(name="甲社"), "RT-1")


def test_several_sheets_are_assemblies_and_what_is_not_read_is_said() -> None:
    head = ("Qty", "Manufacturer", "MPN")
    value = {
        "sheets": [
            sheet("表紙", ("部品表",)),
            sheet("Main", head, (1, "甲社", "A")),
            sheet("Power", head, (2, "乙社", "B"), hidden=True),
            sheet("Empty", (None,)),
        ]
    }
    assert [(one.component.name, one.depth) for one in reach(read(value))] == [("Main", 1), ("Power", 1), ("A", 2), ("B", 2)]
    assert rules(value) == [("parts.sheet-unread", "表紙"), ("parts.hidden-sheet", "Power")]


def test_the_supplier_is_no_maker_and_placeholders_name_nobody() -> None:
    bom = read(
        csv("Qty,Description,Supplier,Manufacturer,MPN,Country of Origin\n1,a,商社A,Various,X,Taiwan\n1,b,商社A,,Y,Atlantis\n1,c,,Generic,-,\n")
    )
    assert [(one.maker, one.supplier, one.part_number, one.country) for one in bom.components[1:]] == [
        (None, Party(name="商社A"), "X", "TW"),
        (None, Party(name="商社A"), "Y", ""),
        (None, None, "", ""),
    ]


@pytest.mark.parametrize(("text", "pieces"), [("two", 1), ("-1", 1), ("1.5", Fraction(3, 2)), ("1,000 pcs", 1000), ("２", 2), ("0", 0), ("1e9", 1)])
def test_quantities(text: str, pieces: Fraction) -> None:
    given = csv(f'Qty,Description,Manufacturer,MPN\n"{text}",a,甲社,A\n')
    assert read(given).parts[0].quantity == pieces
    assert bool(rules(given)) is (text in ("two", "-1", "1e9"))


def test_a_second_listing_of_the_same_parts_is_not_read() -> None:
    legacy = (
        "Source:,x.sch\nComponent Count:,2\n\nCollated Components:\n\nItem,Qty,Reference(s),Value,MPN,Manufacturer\n"
        '1,2,"R1, R2",10k,A,甲社\n\nIndividual Components:\n\nItem,Qty,Reference(s),Value,MPN,Manufacturer\n'
        "1,1,R1,10k,A,甲社\n"
    )
    assert told(read(csv(legacy))) == [("10k", "甲社", "A", 2, "")]


def test_columns_that_mean_designators_in_one_program_and_part_numbers_in_another() -> None:
    eagle = read(csv("Part;Value;Device;Package;MF;MPN\nC1;10u;C-EU;0402;甲社;A\nC2;10u;C-EU;0402;甲社;A\n"))
    assert (told(eagle), eagle.components[1].where) == ([("10u", "甲社", "A", 2, "")], "line 2 (C1, C2)")
    grouped = read(csv('Qty;Value;Device;Parts;MF;MPN\n2;10u;C-EU;"C1, C2";甲社;A\n'))
    assert told(grouped) == [("10u", "甲社", "A", 2, "")]
    orcad = read(csv("Item,Quantity,Reference,Part\n1,2,C1-C2,GRM155R61H104\n2,1,U1,TPS65217\n"))
    assert [(number, pieces) for _, _, number, pieces, _ in told(orcad)] == [("GRM155R61H104", 2), ("TPS65217", 1)]
    japanese = read(csv("部品番号,品名,メーカー,型番,員数\nR1,抵抗,甲社,A-1,1\n"))
    assert (told(japanese), japanese.components[1].where) == ([("抵抗", "甲社", "A-1", 1, "")], "line 2 (R1)")


def test_alternates_named_in_a_column_of_their_own() -> None:
    bom = read(csv('Qty,Description,Manufacturer,MPN,Alternates,Alternate 1\n1,MCU,甲社,A,"B; C",D\n1,PHY,乙社,E,,\n1,LED,,,F,\n'))
    assert told(bom) == [
        ("MCU", "甲社", "A", 1, ""),
        ("MCU", "", "D", 1, "MCU"),
        ("MCU", "", "B", 1, "MCU"),
        ("MCU", "", "C", 1, "MCU"),
        ("PHY", "乙社", "E", 1, ""),
        ("LED", "", "", 1, ""),
        ("LED", "", "F", 1, "LED"),
    ]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "Qty,Remarks\n1,x\n", "Manufacturer\n甲社\n"])
def test_a_sheet_that_no_row_heads_is_refused(text: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read(csv(text))
    assert refused.value.faults[-1].rule == "parts.no-header"


def test_a_header_without_parts_is_refused() -> None:
    with pytest.raises(InputRefused) as refused:
        read(csv("Qty,Manufacturer,MPN\n,,\n"))
    assert refused.value.faults[-1].rule == "parts.nothing"


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("Manufacturer Part Number 2", ("part_number", (0, 2))),
        ("MPN B", ("part_number", (0, 2))),
        ("Alt. Manufacturer 2", ("maker", (1, 2))),
        ("2nd Source MPN", ("part_number", (1, 0))),
        ("第2メーカー", ("maker", (0, 2))),
        ("型番②", ("part_number", (0, 2))),
        ("代替品番2", ("part_number", (1, 2))),
        ("代替品メーカー名", ("maker", (1, 0))),
        ("Alternate", ("standing", (0, 0))),
        ("P/N", ("part_number", (0, 0))),
        ("Qty/Board", ("quantity", (0, 0))),
        ("Supplier Part Number 1", None),
        ("備考", None),
        ("Alternate 1", ("part_number", (1, 1))),
        ("AVL 2 Manufacturer", ("maker", (1, 2))),
        ("Part #", ("either", (0, 0))),
        ("部品番号", ("either", (0, 0))),
    ],
)
def test_headers_name_a_field_and_a_group(header: str, wanted: object) -> None:
    assert column_of(header) == wanted
