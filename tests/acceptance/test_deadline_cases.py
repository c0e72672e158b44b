"""Runs `cases/deadlines/*.yaml`: events in the words of `tender.yaml` -> deadlines, each with its source."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from sekisho.award.clocks import clocks
from sekisho.award.deadlines import timetable
from sekisho.faults import Fault
from sekisho.feeds.calendars import calendars_of
from sekisho.feeds.event_words import events_from
from sekisho.feeds.fields import Fields
from sekisho.tenders.events import ClockFacts, Event

FOLDER = Path(__file__).resolve().parents[2] / "cases" / "deadlines"
BIDS = ("A", "B", "C")


def cases() -> list[Any]:
    return [
        pytest.param(case, id=case["about"])
        for file in sorted(FOLDER.glob("*.yaml"))
        for case in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["cases"]
    ]


@pytest.fixture(scope="module")
def calendars() -> Any:
    return calendars_of(timetable(), 2023, 2033)


@pytest.mark.parametrize("case", cases())
def test_the_events_of_a_case_lead_to_its_deadlines(case: Any, calendars: Any) -> None:
    assert case["source"]
    faults: list[Fault] = []
    stated = events_from(Fields(file="tender.yaml", value={"events": case["events"]}, lines={}, faults=faults), BIDS)
    assert faults == []
    notice = date.fromisoformat(case.get("notice", "2026-04-01"))
    awarded = any(one.kind == "award" for one in stated)
    found = clocks(
        [Event(kind="notice", at=notice), *stated], timetable(), calendars, as_of=date.fromisoformat(case["as_of"]), notice_date=notice,
        facts=ClockFacts(gpa_covered=True), losers=BIDS[1:] if awarded else (),
    )  # fmt: skip
    told = {f"{one.id}/{one.bid}" if one.bid else one.id: [one.state, str(one.due or "")] for one in found}
    assert {key: told.get(key) for key in case["expect"]} == case["expect"]
