"""`sekisho clocks` as an officer runs it: the days, the exit codes, the calendar file."""

from __future__ import annotations

from pathlib import Path

import icalendar
import pytest
from case_kit import EX_1_BIDS, EX_1_TENDER, write_case

AWARDED = """
publication:
  opened_at: 2026-05-25
  award: {winner: C, at: 2026-06-12, by: 契約担当官, authority: 会計法29条の6}
clocks: {gpa_covered: true}
events:
  - {event: loser-notified, bid: A, at: 2026-06-15, known: 2026-06-16, proof: {means: registered-mail, reference: 配達証明第1号}}
  - {event: loser-notified, bid: B, at: 2026-06-15}
"""


@pytest.fixture
def sekisho(in_process):
    return in_process


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path / "case", EX_1_TENDER + AWARDED, EX_1_BIDS)


def test_a_case_shows_every_deadline_with_its_clause(sekisho, case: Path) -> None:
    ran = sekisho("clocks", case, "--as-of", "2026-06-20", "--json")
    assert ran.code == 0, ran.err
    found = {(one["id"], one["bid"]): one for one in ran.json["clocks"]}
    assert found["challenge", "A"]["due"] == "2026-06-26"
    assert found["challenge", "A"]["days_left"] == 6
    assert found["challenge", "A"]["by"] == {"event": "loser-notified", "at": "2026-06-15", "known": "2026-06-16", "proof": "registered-mail"}
    assert found["challenge", "B"]["state"] == "not-started"
    assert found["challenge", "D"]["state"] == "not-started"
    assert found["standstill", None]["due"] is None
    assert found["award-notice", None]["clause"] == "GPA XVI:2"
    assert found["award-notice", None]["source"]["verified"] is True
    assert found["retention-gpa", None]["due"] == "2029-06-12"
    assert all(one["source"]["name"] and one["counting"]["clause"] for one in ran.json["clocks"])


def test_what_is_late_or_broken_exits_1(sekisho, case: Path, tmp_path: Path) -> None:
    assert sekisho("clocks", case, "--as-of", "2026-08-24", "--json").code == 1
    early = AWARDED + "  - {event: contract, at: 2026-06-18}\n"
    ran = sekisho("clocks", write_case(tmp_path / "early", EX_1_TENDER + early, EX_1_BIDS), "--as-of", "2026-06-20", "--json")
    assert ran.code == 1
    assert next(one for one in ran.json["clocks"] if one["id"] == "standstill")["state"] == "broken"


SHOWN = {
    "ja": ["令和8年6月26日(2026-06-26)", "苦情申立ての期間 A 甲社", "未確認"],
    "en": ["2026-06-26 (Reiwa 8)", "period for a complaint A 甲社", "unverified"],
}


@pytest.mark.parametrize(("lang", "shown"), SHOWN.items())
def test_days_are_told_in_both_calendars_and_both_languages(sekisho, case: Path, lang: str, shown: list[str]) -> None:
    ran = sekisho("clocks", case, "--as-of", "2026-06-20", lang=lang)
    assert ran.code == 0, ran.err
    assert [one for one in shown if one not in ran.out] == []


def test_a_calendar_program_can_read_what_still_runs(sekisho, case: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.ics", tmp_path / "two.ics"
    for path in (one, two):
        assert sekisho("clocks", case, "--as-of", "2026-06-20", "--ics", path, "--json").code == 0
    assert one.read_bytes() == two.read_bytes()
    calendar = icalendar.Calendar.from_ical(one.read_bytes())
    events = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    assert len(events) == 2
    assert {event.decoded("dtstart").isoformat() for event in events.values()} == {"2026-06-26", "2026-08-23"}
    assert all(event.walk("VALARM") for event in events.values())


def test_bad_events_are_all_told_at_once(sekisho, tmp_path: Path) -> None:
    bad = AWARDED + "  - {event: party, at: 2026-06-18}\n  - {event: complaint-accepted, bid: A, at: 2026-07-01}\n"
    ran = sekisho("clocks", write_case(tmp_path / "bad", EX_1_TENDER + bad, EX_1_BIDS), "--json")
    assert ran.code == 2
    assert {one["rule"] for one in ran.json["faults"]} == {"case.event-unknown", "case.event-order"}


def test_events_change_no_outcome(sekisho, case: Path, tmp_path: Path) -> None:
    plain = write_case(tmp_path / "plain", EX_1_TENDER, EX_1_BIDS)
    assert sekisho("evaluate", case, "--json").json == sekisho("evaluate", plain, "--json").json
