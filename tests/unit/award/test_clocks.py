"""Clocks: what starts, stops, holds and ends them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nouns
from sekisho.award.clocks import Clock, clocks, clocks_of
from sekisho.award.deadlines import timetable
from sekisho.feeds.calendars import calendars_of
from sekisho.tenders.events import ClockFacts, Event, Proof
from sekisho.tenders.publication import AwardDecision, Publication
from sekisho.tenders.rounds import AskedFact, Round
from sekisho.tenders.shape import BidShape, LotBid

CALENDARS = calendars_of(timetable(), 2014, 2040)
PROVEN = Proof(means="registered-mail", reference="配達証明第1号")
AWARD = Event(kind="award", at=date(2026, 6, 12))
NOTICE = Event(kind="notice", at=date(2026, 4, 1))


def event(kind: str, at: str, **more: Any) -> Event:
    return Event(kind=kind, at=date.fromisoformat(at), **more)


def told(at: str = "2026-06-15", known: str | None = "2026-06-16", proof: Proof | None = PROVEN, bid: str = "B") -> Event:
    return event("loser-notified", at, bid=bid, known=date.fromisoformat(known) if known else None, proof=proof)


def run(*events: Event, as_of: str = "2026-06-20", bids: tuple[str, ...] = ("A", "B"), facts: ClockFacts | None = None) -> dict[str, Clock]:
    """Clocks by id, or id/bid; A has won wherever there is an award."""
    day = date.fromisoformat(as_of)
    awarded = any(one.kind == "award" and one.at <= day for one in events)
    found = clocks(
        [NOTICE, *events], timetable(), CALENDARS, as_of=day, notice_date=NOTICE.at, facts=facts or ClockFacts(gpa_covered=True),
        losers=[bid for bid in bids if bid != "A"] if awarded else [],
    )  # fmt: skip
    return {f"{one.id}/{one.bid}" if one.bid else one.id: one for one in found}


def test_ten_days_run_from_the_day_the_bidder_knew() -> None:
    clock = run(AWARD, told())["challenge/B"]
    assert (clock.state, clock.started, clock.due) == ("running", date(2026, 6, 16), date(2026, 6, 26))
    assert run(AWARD, told(), as_of="2026-06-26")["challenge/B"].state == "running"
    assert run(AWARD, told(), as_of="2026-06-27")["challenge/B"].state == "ended"


def test_a_letter_that_was_sent_and_is_not_known_of_starts_nothing() -> None:
    clock = run(AWARD, told(known=None, proof=None), as_of="2026-12-01")["challenge/B"]
    assert (clock.state, clock.started, clock.due) == ("not-started", None, None)
    assert "到達" in clock.notes[0].ja


@pytest.mark.parametrize("proof", [None, Proof(means="sent-mail", reference="発信簿1"), Proof(means="posted", reference="掲示")])
def test_without_proof_of_knowledge_the_period_never_ends_for_certain(proof: Proof | None) -> None:
    clock = run(AWARD, told(proof=proof), as_of="2026-12-01")["challenge/B"]
    assert (clock.state, clock.proven, clock.due) == ("running", False, date(2026, 6, 26))
    assert run(AWARD, told(proof=proof), as_of="2026-12-01")["standstill"].due is None


def test_a_loser_who_was_told_nothing_is_shown() -> None:
    found = run(AWARD, told(), bids=("A", "B", "C"))
    assert found["challenge/C"].state == "not-started"
    assert "challenge/A" not in found


def test_the_case_that_the_committee_dismissed_as_late_is_late() -> None:
    """検委事第29号 (April 2025): known on 2024-12-26, filed on 2025-01-07, late."""
    day = date(2024, 12, 26)
    events = [
        event("notice", "2024-10-01"), event("award", "2024-12-26"), event("complaint-filed", "2025-01-07", bid="B"),
        Event(kind="loser-notified", at=day, bid="B", known=day, proof=PROVEN),
    ]  # fmt: skip
    found = clocks(events, timetable(), CALENDARS, as_of=date(2025, 1, 17), notice_date=date(2024, 10, 1), losers=("B",))
    clock = next(one for one in found if one.id == "challenge")
    assert (clock.plain_end, clock.due, clock.state) == (date(2025, 1, 5), date(2025, 1, 6), "late")


def test_days_of_consultation_do_not_count_and_an_open_one_suspends() -> None:
    begun = event("consultation-begun", "2026-06-18", bid="B")
    assert run(AWARD, told(), begun, as_of="2026-07-20")["challenge/B"].state == "suspended"
    assert run(AWARD, told(), begun, as_of="2026-07-20")["standstill"].state == "suspended"
    ended = run(AWARD, told(), begun, event("consultation-ended", "2026-06-24", bid="B"), as_of="2026-06-25")["challenge/B"]
    assert (ended.state, ended.due) == ("running", date(2026, 7, 3))


def test_a_consultation_begun_after_the_period_opens_it_no_more() -> None:
    late = event("consultation-begun", "2026-07-01", bid="B")
    assert run(AWARD, told(), late, as_of="2026-07-02")["challenge/B"].state == "ended"


def test_the_contract_waits_for_the_last_bidder() -> None:
    both = (told(), told(known="2026-06-19", bid="C"))
    found = run(AWARD, *both, bids=("A", "B", "C"))["standstill"]
    assert (found.state, found.due) == ("running", date(2026, 6, 29))
    contract = event("contract", "2026-06-30")
    assert run(AWARD, *both, contract, as_of="2026-07-01", bids=("A", "B", "C"))["standstill"].state == "met"
    early = run(AWARD, *both, event("contract", "2026-06-29"), as_of="2026-07-01", bids=("A", "B", "C"))["standstill"]
    assert (early.state, early.done) == ("broken", date(2026, 6, 29))


def test_a_complaint_starts_the_committees_clocks_and_a_suspension_holds_the_contract() -> None:
    filed = event("complaint-filed", "2026-06-25", bid="B")
    asked = event("suspension-requested", "2026-07-01", bid="B")
    found = run(AWARD, told(), filed, asked, as_of="2026-07-05")
    assert found["challenge/B"].state == "met"
    assert found["committee-examination/B"].due == date(2026, 7, 9)
    assert found["committee-report/B"].due == date(2026, 9, 23)
    assert (found["suspension/B"].state, found["standstill"].state) == ("suspended", "suspended")
    report = event("report-received", "2026-09-10", bid="B")
    after = run(AWARD, told(), filed, asked, report, as_of="2026-09-11")
    assert (after["suspension/B"].state, after["committee-report/B"].state) == ("ended", "met")
    assert (after["standstill"].due, after["standstill"].state) == (date(2026, 9, 10), "ended")


def test_a_contract_under_suspension_is_broken() -> None:
    events = (AWARD, told(), event("complaint-filed", "2026-06-25", bid="B"), event("suspension-requested", "2026-07-01", bid="B"))
    found = run(*events, event("contract", "2026-07-03"), as_of="2026-07-05")
    assert found["standstill"].state == "broken"


def test_the_award_notice_has_72_days_and_is_late_on_the_73rd() -> None:
    assert run(AWARD)["award-notice"].due == date(2026, 8, 23)
    assert run(AWARD, as_of="2026-08-24")["award-notice"].state == "late"
    on_time = run(AWARD, event("award-notice", "2026-08-23"), as_of="2026-09-01")["award-notice"]
    late = run(AWARD, event("award-notice", "2026-08-24"), as_of="2026-09-01")["award-notice"]
    assert (on_time.state, late.state) == ("met", "late")
    assert run(AWARD)["award-notice"].act_by == date(2026, 8, 21)


@pytest.mark.parametrize(("opening", "state"), [("2026-05-21", "broken"), ("2026-05-22", "met")])
def test_bids_may_be_opened_once_fifty_days_of_notice_are_over(opening: str, state: str) -> None:
    assert run(event("opening", opening))["notice-period-gpa"].state == state


def test_what_is_not_covered_has_the_domestic_period_and_no_challenge() -> None:
    found = run(AWARD, told(), facts=ClockFacts(gpa_covered=False))
    assert {"notice-period", "retention-archives"} <= set(found)
    assert not {"challenge/B", "award-notice", "notice-period-gpa", "retention-gpa"} & set(found)
    assert found["notice-period"].due == date(2026, 4, 11)
    assert run(facts=ClockFacts(gpa_covered=False, urgent=True))["notice-period-urgent"].due == date(2026, 4, 6)
    assert run(facts=ClockFacts(gpa_covered=True, urgent=True))["notice-period-gpa-urgent"].due == date(2026, 4, 11)


def test_coverage_that_is_not_stated_is_presumed_and_said() -> None:
    clock = run(AWARD, facts=ClockFacts())["award-notice"]
    assert any("gpa_covered" in note.en for note in clock.notes)


def test_of_several_periods_of_keeping_the_longest_applies() -> None:
    ended = event("contract-ended", "2027-03-31")
    found = run(AWARD, event("contract", "2026-07-01"), ended, as_of="2027-04-01")
    assert (found["retention-gpa"].due, found["retention-gpa"].governs) == (date(2029, 6, 12), False)
    assert (found["retention-archives"].due, found["retention-archives"].governs) == (date(2032, 3, 31), True)
    own = event("retention-set", "2026-07-01", until=date(2036, 3, 31))
    more = run(AWARD, event("contract", "2026-07-01"), ended, own, as_of="2027-04-01")
    assert (more["retention-agency"].governs, more["retention-archives"].governs) == (True, False)


def test_days_that_the_agency_sets_hold_as_they_are() -> None:
    asked = event("replacement-asked", "2026-04-20", bid="B", until=date(2026, 5, 9))
    assert run(asked, as_of="2026-05-09")["replacement/B"].state == "running"
    assert run(asked, as_of="2026-05-10")["replacement/B"].state == "late"
    assert run(asked, event("replacement-declined", "2026-05-01", bid="B"), as_of="2026-05-10")["replacement/B"].state == "met"
    unset = run(event("advice-requested", "2026-04-20"), as_of="2026-05-10")["advice"]
    assert (unset.state, unset.due) == ("running", None)
    assert unset.notes


def test_what_had_not_happened_by_the_day_asked_about_is_not_known() -> None:
    assert run(AWARD, told(), as_of="2026-06-14")["award-notice"].state == "running"
    assert run(AWARD, told(), as_of="2026-06-11")["award-notice"].state == "not-started"
    assert run(AWARD, told(known="2026-06-18"), as_of="2026-06-17")["challenge/B"].state == "not-started"


def test_a_period_over_the_new_year_ends_when_offices_open_again() -> None:
    award, letter = event("award", "2027-12-20"), told(at="2027-12-22", known="2027-12-22")
    complaint = event("complaint-filed", "2027-12-29", bid="B")
    found = run(award, letter, complaint, as_of="2027-12-29")
    assert (found["challenge/B"].plain_end, found["challenge/B"].due) == (date(2028, 1, 1), date(2028, 1, 4))
    assert found["committee-examination/B"].due == date(2028, 1, 18)


def test_beyond_the_calendar_the_end_is_not_told() -> None:
    short = calendars_of(timetable(), 2026, 2026)
    known = date(2026, 12, 28)
    events = [event("award", "2026-12-20"), Event(kind="loser-notified", at=known, bid="B", known=known, proof=PROVEN)]
    found = clocks(events, timetable(), short, as_of=known, notice_date=NOTICE.at, losers=("B",))
    clock = next(one for one in found if one.id == "challenge")
    assert (clock.state, clock.due) == ("running", None)
    assert "2026" in clock.notes[0].en


def test_every_deadline_shows_what_nobody_confirmed() -> None:
    table = timetable()
    assert all(one.source.name and one.counting_source.name and one.clause for one in table.deadlines)
    found = run(AWARD, told())
    assert found["award-notice"].unverified == ()
    assert found["notice-period-gpa"].unverified


def test_rounds_start_the_clocks_of_questions_and_replacements() -> None:
    asked = AskedFact(fact="maker", lines=("1",), round="Q1", asked_at=date(2026, 4, 20), state="answered", at=date(2026, 4, 28))
    rounds = (
        Round(id="Q1", kind="questions", opened_at=date(2026, 4, 20), due=date(2026, 4, 27), extended={"B": date(2026, 5, 1)}),
        Round(id="R1", kind="replacement", opened_at=date(2026, 5, 2), due=date(2026, 5, 9), sent={"B": date(2026, 5, 2)}),
    )
    bids = (nouns.bid(id="A"), replace(nouns.bid(id="B"), questions=(asked,)))
    found = clocks_of(nouns.submission(*bids, rounds=rounds), timetable(), CALENDARS, as_of=date(2026, 5, 10))
    told = {(one.id, one.bid): (one.state, one.due) for one in found if one.id in ("questions", "replacement")}
    assert told == {("questions", "B"): ("met", date(2026, 5, 1)), ("replacement", "B"): ("late", date(2026, 5, 9))}


def test_with_lots_each_award_has_its_notice_and_who_lost_any_lot_is_a_loser() -> None:
    won = (("1", "A", 10), ("2", "B", 12))
    awards = tuple(AwardDecision(winner=bid, at=date(2026, 6, at), by="契約担当官", authority="会計法", lot=lot) for lot, bid, at in won)
    shapes = {"A": BidShape(lots={"1": LotBid()}), "B": BidShape(lots={"1": LotBid(), "2": LotBid()})}
    bids = tuple(replace(nouns.bid(id=bid), shape=shape) for bid, shape in shapes.items())
    held = replace(nouns.submission(*bids), publication=Publication(awards=awards))
    found = clocks_of(held, timetable(), CALENDARS, as_of=date(2026, 6, 20))
    notices = {one.by.lot: one.due for one in found if one.id == "award-notice" and one.by}
    assert notices == {"1": date(2026, 8, 21), "2": date(2026, 8, 23)}
    assert [one.bid for one in found if one.id == "challenge"] == ["B"]


@given(shift=st.integers(0, 400), later=st.integers(0, 60))
def test_a_clock_that_has_ended_stays_ended(shift: int, later: int) -> None:
    day = date(2026, 6, 16) + timedelta(days=shift)
    now = run(AWARD, told(), as_of=day.isoformat())["challenge/B"].state
    then = run(AWARD, told(), as_of=(day + timedelta(days=later)).isoformat())["challenge/B"].state
    assert now != "ended" or then == "ended"


@given(st.permutations([AWARD, told(), told(known="2026-06-19", bid="C"), event("complaint-filed", "2026-06-25", bid="B")]))
def test_the_order_in_which_events_are_written_changes_nothing(events: list[Event]) -> None:
    first = run(AWARD, told(), told(known="2026-06-19", bid="C"), event("complaint-filed", "2026-06-25", bid="B"), bids=("A", "B", "C"))
    assert run(*events, bids=("A", "B", "C")) == first
