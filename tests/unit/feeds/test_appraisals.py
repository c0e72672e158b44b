"""Criteria from a tender, and evaluators' sheets out and in."""

import io
from typing import Any

import openpyxl
import pytest

from sekisho.feeds.appraisals.criteria import GRADES, criteria_from
from sekisho.feeds.appraisals.sheets import marks_from, sheet_form
from sekisho.feeds.fields import Fields
from sekisho.findings import Verdict

TREE: dict[str, Any] = {
    "members": ["委員1", "委員2"],
    "items": [
        {"id": "1", "title": "基本要件", "mandatory": "true"},
        {"id": "2", "title": "実施計画", "items": [{"id": "2.1", "title": "体制", "points": "25"}, {"id": "2.2", "title": "工程", "points": "15"}]},
        {"id": "3", "title": "リスクの低減", "points": "10", "security": {"clear": "100", "refer": "0", "bar": "0"}},
    ],
}


def read(criteria: dict[str, Any]) -> tuple[Any, list[tuple[str, str]]]:
    fields = Fields(file="tender.yaml", value={"criteria": criteria}, lines={}, faults=[])
    found = criteria_from(fields)
    return found, [(one.rule, one.where) for one in fields.faults]


def test_a_tree_is_read_with_its_rules() -> None:
    found, faults = read(TREE)
    assert faults == []
    assert ([one.id for one in found.leaves()], found.points) == (["1", "2.1", "2.2", "3"], 50)
    assert (found.members, found.grades) == (("委員1", "委員2"), GRADES)
    assert found.items[2].security == {Verdict.CLEAR: 100, Verdict.REFER: 0, Verdict.BAR: 0}
    assert (found.absent, found.mandatory_by) == ("refuse", "majority")


def test_every_fault_of_a_tree_is_told_at_once() -> None:
    broken = {
        "grades": {"A": "120"},
        "absent": "shrug",
        "items": [
            {"id": "1", "title": "甲"},
            {"id": "1", "points": "0"},
            {"id": "2", "points": "5", "items": [{"id": "2.1", "points": "5"}]},
            {"id": "3", "points": "5", "security": {"clear": "100", "refer": "x"}},
            {"id": "4", "points": "5", "security": {"clear": "100", "refer": "0", "bar": "0"}, "colour": "red"},
        ],
    }
    _, faults = read(broken)
    assert {rule for rule, _ in faults} == {
        "case.grade-range", "case.choice", "case.criteria-points", "case.criteria-heading", "case.criteria-twice", "case.criteria-security",
        "case.missing", "case.unknown-key",
    }  # fmt: skip


def test_a_tree_is_not_deeper_than_a_notice_would_be() -> None:
    items: list[dict[str, Any]] = [{"id": "x", "points": "1"}]
    for level in range(10):
        items = [{"id": str(level), "items": items}]
    assert "case.criteria-depth" in {rule for rule, _ in read({"members": ["甲"], "items": items})[1]}


def rows(*given: list[str]) -> dict[str, Any]:
    return {"rows": list(given), "lines": list(range(1, len(given) + 1))}


def test_a_sheet_is_read_under_headers_of_either_language() -> None:
    found, _ = read(TREE)
    for header in (["項目", "評価項目", "配点", "評価", "所見"], ["item", "criterion", "points", "mark", "comment"]):
        sheet = rows(["採点表"], [], header, ["1", "", "", "適", ""], ["2.1", "", "25", "ａ", "よい"])
        marks, faults = marks_from(sheet, kind="csv", label="s", criteria=found)
        assert faults == ()
        assert {item: (mark.given, mark.comment) for item, mark in marks.items()} == {"1": ("met", ""), "2.1": ("A", "よい")}


@pytest.mark.parametrize(
    ("given", "read_as"), [("適", "met"), ("○", "met"), ("×", "unmet"), ("否", "unmet"), ("Ｂ", "B"), ("１２．５", "12.5"), ("高い", "高い")]
)
def test_a_mark_is_read_in_the_words_of_evaluators(given: str, read_as: str) -> None:
    found, _ = read(TREE)
    marks, _ = marks_from(rows(["item", "mark"], ["2.1", given]), kind="csv", label="s", criteria=found)
    assert marks["2.1"].given == read_as


def test_a_sheet_s_mistakes_are_told_row_by_row() -> None:
    _, faults = marks_from(rows(["item", "mark"], ["1", "A"], ["1", "B"], ["", "C"], ["2.1", ""]), kind="csv", label="s.csv", criteria=None)
    assert [(one.rule, one.where) for one in faults] == [("evaluation.sheet-twice", "line 3"), ("evaluation.sheet-item", "line 4")]


def test_a_sheet_without_headers_says_where_to_get_one() -> None:
    _, (fault,) = marks_from(rows(["1", "A"]), kind="csv", label="s.csv", criteria=None)
    assert fault.rule == "evaluation.sheet-header"
    assert "criteria form" in fault.remedy_en


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_form_comes_back_as_it_was_filled_in_and_shows_no_security_item(lang: str) -> None:
    found, _ = read(TREE)
    book = openpyxl.load_workbook(io.BytesIO(sheet_form(found, title="例題", member="委員1", bid="A", lang=lang)))
    sheet = book.active
    assert [sheet.cell(row, 1).value for row in range(6, 10)] == ["1", "2.1", "2.2", None]
    for row, mark in ((6, "適"), (7, "B"), (8, "12")):
        sheet.cell(row, 4).value = mark
    value = {"sheets": [{"name": sheet.title, "hidden": False, "rows": [list(cells) for cells in sheet.iter_rows(values_only=True)]}]}
    marks, faults = marks_from(value, kind="xlsx", label="a.xlsx", criteria=found)
    assert faults == ()
    assert {item: mark.given for item, mark in marks.items()} == {"1": "met", "2.1": "B", "2.2": "12"}
    assert marks["2.2"].where == f"a.xlsx {sheet.title}!A8"
