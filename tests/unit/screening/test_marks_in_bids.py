"""MARK: makers that nobody declared and that a part number, an id or a device's own words point to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from nouns import JUDGED, Told, basis, bid, bom, item, row, submission
from sekisho.findings import Finding, Verdict
from sekisho.screening.model import Screening
from sekisho.screening.screen import screen
from sekisho.terms import Mark

LISTED = "例題無線有限公司"


def screened(*parts: Mapping[str, Any], tables: Told, marks: Mapping[str, tuple[Mark, ...]] | None = None) -> Screening:
    boms = {"1": bom({name: told for part in parts for name, told in part.items()})} if parts else {}
    made = bid(item("1", "例示電機株式会社", model="RT-9"), boms=boms, marks=marks or {})
    return screen(submission(made), replace(basis(row("x", LISTED, authority="JP-DECISION")), tables=tables), as_of=JUDGED)


def of_marks(found: Screening) -> list[Finding]:
    return [one for one in found.bids[0].items[0].findings if one.rule == "MARK"]


def part(name: str, number: str = "", cpe: str = "", maker: str = "") -> dict[str, Any]:
    return {name: {"part_number": number, "cpe": cpe, "maker": maker}}


def test_a_part_without_a_maker_is_told_by_its_part_number_and_is_a_question() -> None:
    (found,) = of_marks(screened(part("無線モジュール", "RJ-25E"), tables=Told({("part", "RJ-25E"): LISTED})))
    assert found.verdict is Verdict.REFER
    assert found.ask is not None
    assert found.ask.fact == "true-maker"
    steps = [(link.relation, link.subject, link.target) for link in found.evidence]
    assert ("contains", "#1 RT-9", "無線モジュール") in steps
    assert ("bears", "無線モジュール", "part RJ-25E") in steps
    assert ("points-to", "part RJ-25E", LISTED) in steps
    assert steps[-1][0] == "designated-by"
    (pointed,) = [link for link in found.evidence if link.relation == "points-to"]
    assert (pointed.source, pointed.retrieved_at) == ("observed table", date(2026, 5, 1))


def test_two_independent_marks_of_a_part_without_a_maker_are_as_good_as_its_name() -> None:
    known = {("part", "RJ-25E"): LISTED, ("cpe", "cpe:2.3:h:rei:rj-25e"): LISTED}
    (found,) = of_marks(screened(part("無線モジュール", "RJ-25E", cpe="cpe:2.3:h:rei:rj-25e"), tables=Told(known)))
    assert found.verdict is Verdict.BAR


def test_a_maker_that_was_declared_and_that_the_marks_confirm_is_told_once() -> None:
    found = screened(part("無線モジュール", "RJ-25E", maker=LISTED), tables=Told({("part", "RJ-25E"): LISTED}))
    assert of_marks(found) == []
    assert [one.rule for one in found.bids[0].items[0].findings] == ["COMPONENT"]


def test_a_part_under_another_brand_is_told_with_the_name_that_was_declared() -> None:
    (found,) = of_marks(screened(part("無線モジュール", "RJ-25E", maker="例示部品"), tables=Told({("part", "RJ-25E"): LISTED})))
    assert "例示部品" in found.because.ja


def test_a_mark_of_somebody_who_is_not_restricted_says_nothing() -> None:
    found = screened(part("無線モジュール", "RJ-25E"), tables=Told({("part", "RJ-25E"): "例示部品"}))
    assert found.bids[0].verdict is Verdict.CLEAR


def test_the_model_of_a_line_may_betray_its_maker() -> None:
    (found,) = of_marks(screened(tables=Told({("part", "RT-9"): LISTED})))
    assert found.verdict is Verdict.REFER
    assert {"component", "path"}.isdisjoint(found.subject)


def test_an_inspected_sample_that_answers_and_whose_address_agrees_is_a_concern() -> None:
    marks = {"1": (Mark.of("mac", "00:11:22:33:44:55"), Mark.of("sysdescr", "例題無線 router"))}
    known = {("mac", "00:11:22:33:44:55"): LISTED, ("sysdescr", "例題無線 router"): LISTED}
    (found,) = of_marks(screened(tables=Told(known), marks=marks))
    assert found.verdict is Verdict.BAR
    assert {link.source for link in found.evidence if link.relation == "bears"} == {"bids/A/bid.yaml marks.1"}


def test_an_old_table_is_told_with_the_finding() -> None:
    tables = Told({("mac", "00:11:22:33:44:55"): LISTED}, dated=date(2022, 8, 1))
    (found,) = of_marks(screened(tables=tables, marks={"1": (Mark.of("mac", "00:11:22:33:44:55"),)}))
    assert any("2022-08-01" in note.en for note in found.notes)


def test_only_tables_that_were_asked_are_what_the_outcome_rests_on() -> None:
    found = screened(part("無線モジュール", "RJ-25E"), tables=Told({}))
    assert [(one.kind, one.id) for one in found.read if one.kind == "marks"] == [("marks", "observed table")]


def test_the_same_part_in_many_bills_is_asked_once() -> None:
    tables = Told({})
    screened(part("甲", "RJ-1"), part("乙", "RJ-1"), part("丙", "RJ-1"), tables=tables)
    assert tables.asked.count(Mark.of("part", "RJ-1")) == 1
