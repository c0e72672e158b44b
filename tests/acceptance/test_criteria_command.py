"""Criteria from notice to award, as officers and evaluators work: show, form, fill in, evaluate, and a notice that changed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from case_kit import write_case

TENDER = """\
tender: {id: T-9, title: 例題システム, agency: 例省, notice_date: 2026-04-01, policy: none}
ceiling: {amount: "1000", currency: JPY, tax: excluded}
evaluation: {preset: add-1, technical_points: 40, price_points: 100}
criteria:
  members: [委員1, 委員2, 委員3]
  absent: leave-out
  items:
    - {id: "1", title: 基本要件, mandatory: true}
    - id: "2"
      title: 実施計画
      items: [{id: "2.1", title: 体制, points: 25}, {id: "2.2", title: 工程, points: 15}]
"""
BID = """\
bid: {bidder: {name: %s}}
price: {amount: "%s", currency: JPY, tax: excluded}
evaluations: {委員1: e/1.xlsx, 委員2: e/2.xlsx, 委員3: e/3.csv}
"""
CSV = "項目,評価,所見\n1,適,\n2.1,A,経験が豊富\n2.2,C,\n"


@pytest.fixture
def case(sekisho, tmp_path: Path) -> Path:
    """A case whose evaluators filled in the forms that the command wrote."""
    bids = {name: {"bid.yaml": BID % (f"{name}社", price), "e/3.csv": CSV} for name, price in (("A", "700"), ("B", "600"))}
    folder = write_case(tmp_path / "case", TENDER, bids)
    ran = sekisho("criteria", "form", folder, "-o", tmp_path / "sheets", "--lang", "ja")
    assert ran.code == 0, ran.err
    for bid, marks in (("A", ("適", "A", "B")), ("B", ("否", "D", "D"))):
        for number in (1, 2):
            sheet = tmp_path / "sheets" / bid / f"0{number}-委員{number}.xlsx"
            book = openpyxl.load_workbook(sheet)
            for row, mark in enumerate(marks, start=6):
                book.active.cell(row, 4).value = mark
            book.save(folder / "bids" / bid / "e" / f"{number}.xlsx")
    return folder


def test_evaluators_sheets_make_the_technical_score(sekisho, case: Path) -> None:
    ran = sekisho("evaluate", case, "--json")
    assert ran.code == 0, ran.err
    a, b = ran.json["bids"]
    assert (ran.json["winner"], a["technical_score"], a["total"]) == ("A", "34", "64")
    assert b["reason"]["code"] == "mandatory-unmet"
    assert [(one["item"], one["mean"], one["met"]) for one in a["items"]] == [("1", None, True), ("2.1", "25", None), ("2.2", "9", None)]
    assert a["items"][2]["by_member"] == {"委員1": "10.5", "委員2": "10.5", "委員3": "6"}


def test_the_forms_hold_no_price_and_are_not_written_over(sekisho, case: Path, tmp_path: Path) -> None:
    form = tmp_path / "sheets" / "A" / "01-委員1.xlsx"
    texts = [str(cell) for row in openpyxl.load_workbook(form).active.iter_rows(values_only=True) for cell in row if cell]
    assert not any("700" in text for text in texts)
    form.write_bytes(b"filled in")
    ran = sekisho("criteria", "form", case, "-o", tmp_path / "sheets", "--json")
    assert len(ran.json["kept"]) == 6
    assert form.read_bytes() == b"filled in"


def test_the_notice_is_shown_with_the_digest_to_publish_and_a_change_is_refused(sekisho, case: Path) -> None:
    shown = sekisho("criteria", "show", case, "--json").json
    assert (shown["points"], [one["id"] for one in shown["items"]]) == ("40", ["1", "2.1", "2.2"])
    tender = case / "tender.yaml"
    first = shown["notice_digest"]
    versions = f"policy: none, notices: [{{version: 1, at: 2026-04-01, digest: {first}}}]}}"
    tender.write_text(TENDER.replace("policy: none}", versions), encoding="utf-8")
    assert sekisho("evaluate", case, "--json").code == 0
    changed = tender.read_text(encoding="utf-8").replace("工程, points: 15", "工程の管理, points: 15")
    tender.write_text(changed, encoding="utf-8")
    ran = sekisho("evaluate", case, "--json")
    assert (ran.code, [one["rule"] for one in ran.json["faults"]]) == (2, ["evaluation.not-as-noticed"])
    again = sekisho("criteria", "show", case, "--json").json["notice_digest"]
    for sent, code in (("[A]", 2), ("[A, B]", 0), ("all", 0)):
        more = f", {{version: 2, at: 2026-04-20, digest: {again}, sent_to: {sent}}}]"
        tender.write_text(changed.replace(f"digest: {first}}}]", f"digest: {first}}}{more}"), encoding="utf-8")
        ran = sekisho("evaluate", case, "--json")
        assert ran.code == code, ran.out
        assert code == 0 or [one["rule"] for one in ran.json["faults"]] == ["evaluation.notice-not-sent"]
    assert first != again


def test_a_mark_that_does_not_fit_is_told_with_the_sheet(sekisho, case: Path) -> None:
    (case / "bids" / "A" / "e" / "3.csv").write_text(CSV.replace("2.2,C", "2.2,Z").replace("2.1,A", "9.9,A"), encoding="utf-8")
    ran = sekisho("evaluate", case, "--json")
    assert ran.code == 2
    assert {(one["rule"], one["shown"]) for one in ran.json["faults"]} == {("evaluation.mark-unfit", "Z"), ("evaluation.mark-unknown", "9.9")}
