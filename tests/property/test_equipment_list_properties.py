"""Arbitrary cells never crash the reader, and no row disappears: each ends as an item, a fault or a note."""

import unicodedata
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sekisho.feeds.lists.columns import propose_mapping
from sekisho.feeds.lists.equipment_list import read_equipment_list
from sekisho.tenders.model import LIST_COLUMNS

HEAD = list(LIST_COLUMNS)
WORDS = [
    "",
    "甲社",
    "不明",
    "-",
    "同上",
    "※ 注",
    "合計",
    "1",
    "１２台",
    "=1+1",
    "maker",
    "型番",
    "\u202e",
    "\x00",
    "\ud800",
    "1000000000012",
    "a" * 600,
    " ",
    "例",
    "(1)",
]
CELLS = st.one_of(st.none(), st.sampled_from(WORDS), st.text(max_size=8), st.integers(), st.floats(), st.booleans(), st.dates(date(1900, 1, 1)))
ROWS = st.lists(st.lists(CELLS, max_size=17), max_size=12)
KEYS = st.sampled_from(["sheet", "columns", "kinds", "header_row", "maker", "model"])
MAPPINGS = st.one_of(st.none(), st.recursive(CELLS, lambda inner: st.dictionaries(KEYS, inner, max_size=4)))
AREAS = st.lists(st.lists(st.integers(0, 20), min_size=4, max_size=4), max_size=4)


def ends(rows: list[list[Any]], merged: list[list[int]]) -> tuple[set[int], set[int]]:
    """Row numbers that became items, and those that a fault or warning names."""
    value = {"sheets": [{"name": "S", "hidden": False, "rows": [HEAD, *rows], "merged": merged}]}
    listed, faults = read_equipment_list(value, label="x", digest="")
    named = {int("".join(filter(str.isdigit, fault.where.rpartition("!")[2]))) for fault in faults if "!" in fault.where}
    return {int(item.where.removeprefix("S!A")) for item in listed.items}, named


def has_text(cell: object) -> bool:
    return cell is not None and "".join(char for char in str(cell) if char.isprintable()).strip() != ""


@given(ROWS)
def test_every_row_with_text_ends_as_an_item_or_in_the_report(rows: list[list[Any]]) -> None:
    items, named = ends(rows, [])
    second = min((number for number in named if _is_header(rows, number)), default=10**6)
    for number, cells in enumerate(rows, 2):
        only_a_number = all(not has_text(cell) for cell in cells[1:])
        if any(map(has_text, cells)) and not only_a_number and number < second:
            assert number in items | named


@given(ROWS, AREAS)
def test_merged_areas_of_any_shape_never_crash_it_and_items_stand_in_the_sheet(rows: list[list[Any]], merged: list[list[int]]) -> None:
    items, _ = ends(rows, [[min(a, c), min(b, d), max(a, c), max(b, d)] for a, b, c, d in merged])
    assert items <= set(range(1, len(rows) + 2))


@given(st.lists(st.lists(CELLS, max_size=6), max_size=8), MAPPINGS)
def test_any_grid_with_any_mapping_gives_a_list_and_faults(rows: list[list[Any]], mapping: Any) -> None:
    listed, faults = read_equipment_list({"rows": rows, "lines": list(range(1, len(rows) + 1))}, label="x", digest="", mapping=mapping)
    assert listed.items or faults
    assert all(fault.what_ja and fault.what_en and fault.remedy_ja and fault.remedy_en for fault in faults)
    assert not {unicodedata.category(char) for fault in faults for char in fault.shown} & {"Cc", "Cf", "Cs", "Co"}


@given(st.lists(st.sampled_from(["甲社", "乙社", "丙社"]), min_size=1, max_size=30), st.randoms())
def test_the_order_of_rows_and_columns_changes_no_item(makers: list[str], chance: Any) -> None:
    columns = [("line", [str(line) for line in range(len(makers))]), ("maker", makers), ("model", [f"M{line}" for line in range(len(makers))])]
    straight = _items(columns)
    chance.shuffle(columns)
    assert _items(columns) == straight


@given(st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_a_proposed_mapping_is_always_yaml(rows: list[list[Any]]) -> None:
    import yaml

    read = yaml.safe_load(propose_mapping(rows, sheet="S: 'x'"))
    assert set(read["columns"]) <= set(LIST_COLUMNS)


def _items(columns: list[tuple[str, list[str]]]) -> list[tuple[str, str, str]]:
    rows = [[name for name, _ in columns], *map(list, zip(*(texts for _, texts in columns), strict=True))]
    listed, faults = read_equipment_list({"rows": rows, "lines": list(range(1, len(rows) + 1))}, label="x", digest="")
    assert faults == ()
    return [(item.line, item.maker.name if item.maker else "", item.model) for item in listed.items]


def _is_header(rows: list[list[Any]], number: int) -> bool:
    words = [cell for cell in rows[number - 2] if isinstance(cell, str)] if number >= 2 else []
    return len({"maker", "型番"} & set(words)) == 2
