"""`events` of a tender: what is read, and what is refused."""

from datetime import date
from typing import Any

from sekisho.award.deadlines import timetable
from sekisho.faults import Fault
from sekisho.feeds.event_words import clock_facts_from, events_from
from sekisho.feeds.fields import Fields
from sekisho.tenders.events import ClockFacts, Event, Proof


def fields_of(value: Any, faults: list[Fault]) -> Fields:
    return Fields(file="tender.yaml", value=value, lines={}, faults=faults)


def read(*events: Any) -> tuple[tuple[Event, ...], list[Fault]]:
    faults: list[Fault] = []
    return events_from(fields_of({"events": list(events)}, faults), ["A", "B"]), faults


def rules(*events: Any) -> list[str]:
    return [one.rule for one in read(*events)[1]]


LETTER = {
    "event": "loser-notified", "bid": "B", "at": "令和8年6月15日", "known": "2026-06-16",
    "proof": {"means": "registered-mail", "reference": "配達証明第1号"},
}  # fmt: skip


def test_a_letter_with_its_proof_is_read() -> None:
    (found,), faults = read(LETTER)
    assert faults == []
    assert (found.kind, found.bid, found.at, found.known) == ("loser-notified", "B", date(2026, 6, 15), date(2026, 6, 16))
    assert found.proof == Proof(means="registered-mail", reference="配達証明第1号")


def test_events_stand_in_the_order_of_their_days() -> None:
    found, faults = read({"event": "contract", "at": "2026-07-01"}, {"event": "award", "at": "2026-06-12"})
    assert (faults, [one.kind for one in found]) == ([], ["award", "contract"])


def test_what_cannot_be_used_is_named() -> None:
    assert rules({"event": "party", "at": "2026-06-12"}) == ["case.event-unknown"]
    assert rules({"event": "award"}) == ["case.missing"]
    assert rules({**LETTER, "bid": "Z"}) == ["case.event-bid"]
    assert rules({"event": "award", "at": "2026-06-12", "bid": "A"}) == ["case.event-bid"]
    assert rules({**LETTER, "known": "2026-06-14"}) == ["case.event-day-before"]
    assert rules({**LETTER, "proof": {"means": "hearsay", "reference": "x"}}) == ["case.choice"]
    assert rules({**LETTER, "proof": {"means": "receipt"}}) == ["case.missing"]
    assert rules({"event": "award", "at": "2026-06-12", "known": "2026-06-13"}) == ["case.event-no-letter"]
    assert rules({"event": "advice-requested", "at": "2026-04-20", "until": "2026-04-19"}) == ["case.event-day-before"]
    assert rules({"event": "award", "at": "2026-06-12", "unto": "x"}) == ["case.unknown-key"]


def test_an_acceptance_follows_a_complaint_of_the_same_bid() -> None:
    accepted = {"event": "complaint-accepted", "bid": "B", "at": "2026-07-01"}
    filed = {"event": "complaint-filed", "bid": "B", "at": "2026-06-25"}
    assert rules(accepted) == ["case.event-order"]
    assert rules(accepted, {**filed, "bid": "A"}) == ["case.event-order"]
    assert rules(accepted, {**filed, "at": "2026-07-02"}) == ["case.event-order"]
    assert rules(accepted, filed) == []


def test_what_decides_which_deadlines_apply_is_read() -> None:
    faults: list[Fault] = []
    assert clock_facts_from(fields_of({}, faults)) == ClockFacts()
    assert clock_facts_from(fields_of({"clocks": {"gpa_covered": "いいえ", "urgent": "true"}}, faults)) == ClockFacts(gpa_covered=False, urgent=True)
    assert faults == []


def test_every_kind_that_must_come_first_is_a_kind() -> None:
    table = timetable()
    assert {one.follows for one in table.events.values() if one.follows} <= set(table.events)
    assert {one.of for one in table.events.values()} == {"tender", "bid"}
