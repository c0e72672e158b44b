"""Headers without a mapping, with one, and the proposal of one."""

from typing import Any

import pytest
import yaml

from sekisho.feeds.lists.columns import Grid, column_index, column_letters, find_header, propose_mapping, recognise, synonyms
from sekisho.feeds.lists.equipment_list import read_equipment_list
from sekisho.tenders.model import LIST_COLUMNS


def grid(*rows: list[Any], merged: tuple[tuple[int, int, int, int], ...] = ()) -> Grid:
    return Grid(name="機器", rows=rows, merged=merged)


def book(**sheets: list[list[Any]]) -> dict[str, Any]:
    return {"sheets": [{"name": name, "hidden": False, "rows": rows, "merged": []} for name, rows in sheets.items()]}


def check(value: dict[str, Any], **more: Any) -> tuple[list[Any], list[str]]:
    listed, faults = read_equipment_list(value, label="list.xlsx", digest="0" * 64, **more)
    return list(listed.items), [fault.rule for fault in faults]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("製造業者(メーカー)名", "maker"),
        ("ﾒｰｶｰ名", "maker"),
        ("メーカ名", "maker"),
        ("※製造業者の名称", "maker"),
        ("Manufacturer", "maker"),
        ("製造業者名\nMaker", "maker"),
        ("製造業者名 / Maker", "maker"),
        ("型番・バージョン", "model"),
        ("①型番", "model"),
        ("Part No.", "model"),
        ("型　番", "model"),
        ("法人番号（13桁）", "maker_id"),
        ("数量（台）", "quantity"),
        ("№", "line"),
        ("#", "line"),
        ("Ｎｏ．", "line"),
        ("機器等の種別", "kind"),
        ("開発・製造国", "origin"),
        ("設置場所・用途", "purpose"),
        ("提供事業者(販売代理店)", "supplier"),
        ("備 考", "remarks"),
        ("リージョン", "cloud_region"),
        ("Version", "version"),
        ("製品名【必須】", "name"),
        ("設置場所*1", "place"),
        ("主要構成品", "role"),
    ],
)
def test_a_header_is_recognised_whatever_its_width_case_notes_and_punctuation(text: str, column: str) -> None:
    found = recognise(text)
    assert found is not None
    assert found[0] == column


@pytest.mark.parametrize("text", ["", "会社名", "名称/型番", "担当者", "メーカー名または型番", "x" * 500])
def test_a_header_that_names_nothing_or_two_things_is_not_guessed(text: str) -> None:
    assert recognise(text) is None


def test_every_canonical_name_is_its_own_spelling_and_no_spelling_names_two_columns() -> None:
    assert {column: recognise(column) and recognise(column)[0] for column in LIST_COLUMNS} == {column: column for column in LIST_COLUMNS}  # type: ignore[index]
    assert len(synonyms().columns) > 300
    assert not set(synonyms().columns) & set(synonyms().sensitive)


def test_the_header_is_found_below_title_rows() -> None:
    found = find_header(grid(["機器等リスト"], [], ["令和8年4月1日", None, "甲社"], ["No", "メーカー", "型番"], ["1", "乙社", "X"]))
    assert found is not None
    assert (found.row, dict(found.columns)) == (3, {"line": 0, "maker": 1, "model": 2})


def test_a_richer_header_further_down_does_not_hide_the_rows_between() -> None:
    rows = [["メーカー", "型番"], ["甲社", "A"], ["No", "メーカー", "型番", "数量", "製品名"], ["1", "乙社", "B", "2", "c"]]
    items, rules = check(book(機器=rows))
    assert [item.model for item in items] == ["A"]
    assert "list.second-header" in rules


def test_a_two_line_header_under_merged_headings_is_read_together() -> None:
    rows = [
        ["No", "製造業者", "製造業者", "製品", "製品"],
        ["No", "名称", "法人番号", "型番", "名称"],
        ["1", "甲社", "", "X-1", "ルータ"],
    ]
    merged = ((1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5))
    found = find_header(grid(*rows, merged=merged))
    assert found is not None
    assert (found.row, dict(found.columns)) == (1, {"line": 0, "maker": 1, "maker_id": 2, "model": 3, "name": 4})


def test_two_columns_that_could_both_be_the_maker_are_a_fault_and_a_mapping_settles_it() -> None:
    value = book(機器=[["メーカー", "製造元", "型番"], ["甲社", "乙社", "X"]])
    assert check(value)[1] == ["list.column-twice"]
    items, rules = check(value, mapping={"columns": {"maker": "B"}})
    assert (items[0].maker.name, rules) == ("乙社", [])


def test_an_ambiguous_column_of_less_weight_is_read_by_precedence_and_said_so() -> None:
    items, rules = check(book(機器=[["メーカー", "型番", "区分", "種別"], ["甲社", "X", "機器", "端末"]]))
    assert items[0].kind == "端末"
    assert rules == ["list.column-passed-over"]


def test_missing_columns_name_the_headers_seen_and_the_remedy() -> None:
    _, faults = read_equipment_list(book(機器=[["No", "会社", "型番"], ["1", "甲社", "X"]]), label="list.xlsx", digest="")
    assert [(fault.rule, fault.where) for fault in faults] == [("list.column-missing", "機器!A1")]
    assert "`会社`" in faults[0].what_ja
    assert "sekisho list map" in faults[0].remedy_en


def test_a_file_without_any_header_says_what_was_seen() -> None:
    _, faults = read_equipment_list(book(機器=[["こんにちは"], ["世界", 3]]), label="list.xlsx", digest="")
    assert [fault.rule for fault in faults] == ["list.no-header"]
    assert "世界" in faults[0].what_en


def test_every_sheet_with_a_header_is_read_and_restarted_numbers_are_told_apart() -> None:
    head = ["No", "メーカー", "型番"]
    items, rules = check(book(機器=[head, ["1", "甲社", "A"]], ソフトウェア=[head, ["1", "乙社", "B"]], 記入例=[head, ["1", "丙社", "例"]]))
    assert [item.line for item in items] == ["1", "ソフトウェア!1"]
    assert rules == ["list.sheet-not-read"]


def test_a_hidden_sheet_with_a_list_is_read_and_pointed_out() -> None:
    value = book(機器=[["メーカー", "型番"], ["甲社", "A"]])
    value["sheets"][0]["hidden"] = True
    items, rules = check(value)
    assert len(items) == 1
    assert rules == ["list.sheet-hidden"]


def test_a_mapping_by_header_letter_sheet_and_kind() -> None:
    value = book(表紙=[["甲社"]], 一覧=[["題"], ["会社", "品", "数", "種"], ["甲社", "X-1", 3, "パソコン"]])
    mapping = {
        "sheet": "一覧",
        "header_row": "2",
        "columns": {"maker": "会社", "model": "B", "quantity": "数", "kind": "D"},
        "kinds": {"パソコン": "端末"},
    }
    items, rules = check(value, mapping=mapping)
    assert rules == []
    assert (items[0].maker.name, items[0].model, items[0].quantity, items[0].kind, items[0].where) == ("甲社", "X-1", 3, "端末", "一覧!A3")


def test_a_list_without_a_header_is_read_by_letters_alone() -> None:
    value = {"rows": [["甲社", "X"], ["乙社", "Y"]], "lines": [1, 2], "encoding": "utf-8"}
    items, rules = check(value, mapping={"header_row": 0, "columns": {"maker": "A", "model": "B"}})
    assert rules == []
    assert [item.where for item in items] == ["line 1", "line 2"]


def test_every_fault_of_a_mapping_is_listed_in_one_pass() -> None:
    columns = {"maker": "無い見出し", "modell": "B", "model": {"a": "b"}, "name": "A", "line": "A"}
    mapping = {"sheets": "x", "sheet": "無い", "header_row": "三", "kinds": ["a"], "columns": columns}
    _, rules = check(book(機器=[["メーカー", "型番"], ["甲社", "A"]]), mapping=mapping)
    assert {"mapping.unknown-key", "mapping.unknown-column", "mapping.header-row", "mapping.not-a-mapping", "mapping.sheet-missing"} <= set(rules)
    _, rules = check(book(機器=[["メーカー", "型番"], ["甲社", "A"]]), mapping={"header_row": 99, "columns": {"maker": "A"}})
    assert rules == ["mapping.header-row"]
    _, rules = check(book(機器=[["メーカー", "型番"], ["甲社", "A"]]), mapping={"columns": {"maker": "無", "model": "ZZ", "name": "A", "line": "A"}})
    assert {"mapping.header-not-found", "mapping.column-twice"} <= set(rules)
    assert check({"rows": [["a"]]}, mapping=["x"])[1] == ["mapping.not-a-mapping"]


def test_a_proposed_mapping_is_yaml_that_reads_the_list_once_its_gap_is_filled() -> None:
    rows = [["題"], ["No", "会社(メーカー)の名", "Model", "数"], [1, "甲社", "X", 3]]
    text = propose_mapping(rows, sheet="Bob's: 一覧")
    assert "#   B: '会社(メーカー)の名'  # maker?" in text
    mapping = yaml.safe_load(text)
    assert (mapping["sheet"], mapping["header_row"], mapping["columns"]["maker"]) == ("Bob's: 一覧", 2, "")
    mapping["columns"]["maker"] = "B"
    items, rules = check({"sheets": [{"name": "Bob's: 一覧", "hidden": False, "rows": rows, "merged": []}]}, mapping=mapping)
    assert rules == []
    assert items[0].maker.name == "甲社"


def test_column_letters_and_indices_are_inverse_up_to_the_last_column() -> None:
    assert [column_index(column_letters(index)) for index in (0, 25, 26, 701, 702, 16_383)] == [0, 25, 26, 701, 702, 16_383]
    assert [column_index(text) for text in ("XFE", "", "A1", "ABCD", "あ")] == [None] * 5
