"""Reports of what was identified: what starts the clocks, when they end, which fields are missing."""

from datetime import date, datetime
from typing import Any

import pytest

from sekisho.award.duties import duties
from sekisho.desk.reporting import Identification, Report, ReportSheet, Signed, recheck, report_json, report_sheet
from sekisho.faults import Fault
from sekisho.feeds.calendars import calendars_of
from sekisho.feeds.fields import Fields
from sekisho.feeds.report_form import blank_octets
from sekisho.feeds.report_words import report_from

CALENDARS = calendars_of(duties().timetable, 2025, 2030)
SIGNED = Signed(key="compliance")
WHOLE = {
    "contract_number": "EX-0001", "supplier_name": "Example, Inc.", "brand": "Example", "oem_number": "CAM-1", "item_description": "camera",
    "mitigation": "disconnected",
}  # fmt: skip


def report(at: str = "2026-07-02T15:30:00-04:00", *, regime: str = "us-889", given: dict[str, str] | None = None, **sent: date) -> Report:
    found = Identification(regime=regime, at=datetime.fromisoformat(at), by="officer", how="identified", source="", what="camera")
    return Report(identification=found, given={"initial": given or {}, "further": {}}, sent=sent)  # type: ignore[arg-type]


def sheet(of: Report, signed: Signed | None = SIGNED, as_of: str = "2026-07-03") -> ReportSheet:
    return report_sheet(of, signed, duties(), CALENDARS, as_of=date.fromisoformat(as_of))


def due(of: ReportSheet) -> dict[str, date | None]:
    return {one.id: one.due for one in of.clocks}


def test_one_business_day_over_a_federal_holiday_and_a_weekend() -> None:
    """Identified on Thursday 2 July 2026; Independence Day is observed on Friday 3 July."""
    found = sheet(report())
    assert due(found)["us-889-initial"] == date(2026, 7, 6)
    assert [one.state for one in found.clocks] == ["running", "not-started"]


def test_the_day_is_that_of_the_place_where_it_was_identified() -> None:
    assert due(sheet(report("2026-07-08T23:30:00-04:00")))["us-889-initial"] is None
    assert due(sheet(report("2026-07-08T23:30:00-04:00"), as_of="2026-07-09"))["us-889-initial"] == date(2026, 7, 9)


def test_ten_business_days_run_from_the_first_report() -> None:
    found = sheet(report(initial=date(2026, 7, 6)), as_of="2026-07-10")
    assert due(found)["us-889-further"] == date(2026, 7, 20)
    assert found.clocks[0].state == "met"


def test_late_is_late() -> None:
    assert not sheet(report(), as_of="2026-07-07").kept
    assert sheet(report(initial=date(2026, 7, 7)), as_of="2026-07-07").clocks[0].state == "late"


def test_nothing_runs_before_a_person_has_signed() -> None:
    found = sheet(report(initial=date(2026, 7, 6)), signed=None, as_of="2027-07-10")
    assert {one.state for one in found.clocks} == {"not-started"}
    assert found.kept
    assert "署名" in found.tasks[0].ja


def test_the_form_says_what_is_missing_and_one_model_number_is_enough() -> None:
    empty = {one.field.id for one in sheet(report()).form if one.missing}
    assert {"contract_number", "oem_number", "manufacturer_part_number", "wholesaler_number", "further_mitigation"} <= empty
    assert not {"order_numbers", "supplier_uei", "supplier_cage"} & empty
    left = {one.field.id for one in sheet(report(given=WHOLE)).form if one.missing}
    assert left == {"further_mitigation", "efforts_undertaken", "future_efforts"}
    assert "contract number" in sheet(report()).tasks[0].en


def test_the_fields_are_those_of_the_clause() -> None:
    fields = duties().regimes["us-889"].fields
    assert [one.id for one in fields if one.report == "initial"] == [
        "contract_number", "order_numbers", "supplier_name", "supplier_uei", "supplier_cage", "brand", "oem_number", "manufacturer_part_number",
        "wholesaler_number", "item_description", "mitigation",
    ]  # fmt: skip
    assert [one.id for one in fields if one.report == "further"] == ["further_mitigation", "efforts_undertaken", "future_efforts"]


def test_an_unread_clause_is_told_as_such() -> None:
    found = report_json(sheet(report(regime="fascsa"), as_of="2026-07-03"))
    assert found["clocks"][0]["source"]["verified"] is False
    assert found["fields"] == []
    assert found["unverified"]["en"]


def test_a_check_is_due_every_three_months() -> None:
    clock = recheck("fascsa", date(2026, 7, 1), duties(), CALENDARS, as_of=date(2026, 9, 30))
    assert (clock.due, clock.state, clock.deadline.source.verified) == (date(2026, 10, 1), "running", True)
    assert recheck("fascsa", date(2026, 7, 1), duties(), CALENDARS, as_of=date(2026, 10, 2)).state == "late"
    assert recheck("us-889", None, duties(), CALENDARS, as_of=date(2026, 10, 2)).state == "not-started"


def rules(value: Any) -> list[str]:
    faults: list[Fault] = []
    report_from(Fields(file="report.yaml", value=value, lines={}, faults=faults))
    return [one.rule for one in faults]


def test_what_cannot_be_used_is_named() -> None:
    whole = {"regime": "us-889", "at": "2026-07-02T15:30:00-04:00", "by": "officer", "what": "camera"}
    assert rules({"identification": whole}) == []
    assert rules({}) == ["case.missing"]
    assert rules({"identification": {**whole, "at": "2026-07-02"}}) == ["case.moment"]
    assert rules({"identification": {**whole, "how": "notified"}}) == ["case.missing"]
    assert rules({"identification": {**whole, "findings": ["x"]}}) == ["case.finding-id"]
    assert rules({"identification": whole, "sent": {"initial": "2026-07-01"}}) == ["case.report-order"]
    assert rules({"identification": whole, "sent": {"further": "2026-07-08"}}) == ["case.report-order"]
    assert rules({"identification": whole, "initial": {"colour": "red"}}) == ["case.unknown-key"]


@pytest.mark.parametrize("regime", ["us-889", "fascsa"])
def test_a_blank_form_names_every_field(regime: str) -> None:
    text = blank_octets(duties().regimes[regime]).decode()
    assert all(f"  {one.id}: " in text for one in duties().regimes[regime].fields)


def test_a_signed_text_holds_one_fact_a_line() -> None:
    lines = report().identification.text.splitlines()
    assert lines[0] == "sekisho/identification"
    assert [line.split(" ")[0] for line in lines[1:]] == ["regime", "at", "by", "how", "source", "what"]
