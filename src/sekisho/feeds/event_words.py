"""From `events` and `clocks` of `tender.yaml` to their values."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from ..award.deadlines import EventKind, timetable
from ..tenders.events import ClockFacts, Event, Proof
from ..tenders.interests import Interest
from .fields import Fields
from .interest_words import interests_from


class Happenings(TypedDict):
    """The fields of a Submission that this module reads."""

    events: tuple[Event, ...]
    clock_facts: ClockFacts
    interests: tuple[Interest, ...]


def happenings_from(fields: Fields | None, bids: Sequence[str]) -> Happenings:
    """What happened, and which deadlines apply; nothing where the tender cannot be read."""
    if fields is None:
        return Happenings(events=(), clock_facts=ClockFacts(), interests=())
    return Happenings(events=events_from(fields, bids), clock_facts=clock_facts_from(fields), interests=interests_from(fields))


def events_from(fields: Fields, bids: Sequence[str]) -> tuple[Event, ...]:
    """The events that the tender states, in order of their days; faults are collected in `fields`. `bids` are the ids that an event may name."""
    found = [(one, event) for one in fields.each("events") or () if (event := _event(one, bids)) is not None]
    for one, event in found:
        _check_order(one, event, [other for _, other in found])
    return tuple(sorted((event for _, event in found), key=lambda event: (event.at, event.kind, event.bid)))


def clock_facts_from(fields: Fields) -> ClockFacts:
    """`clocks`: what decides which deadlines apply."""
    inner = fields.under("clocks")
    if inner is None:
        return ClockFacts()
    found = ClockFacts(gpa_covered=inner.yes("gpa_covered"), urgent=bool(inner.yes("urgent")))
    inner.unknown(())
    return found


def _event(fields: Fields, bids: Sequence[str]) -> Event | None:
    kind = timetable().events.get(fields.text("event", required=True))
    if kind is None:
        _unknown_event(fields)
        fields.unknown(tuple(fields.value))
        return None
    at, known, until = fields.day("at", required=True), fields.day("known"), fields.day("until")
    found = Event(
        kind=kind.id,
        at=at or date.min,
        bid=_bid(fields, kind, bids),
        known=known,
        proof=_proof(fields),
        until=until,
        reference=fields.text("reference"),
        where=fields.path,
    )
    _check_days(fields, kind, found)
    fields.unknown(())
    return found if at is not None else None


def _unknown_event(fields: Fields) -> None:
    if fields.text("event"):
        fields.wrong(
            "event",
            "event-unknown",
            ("知らない種類の事実である", "this is not a known kind of event"),
            (f"次から選ぶ: {', '.join(timetable().events)}", f"choose from: {', '.join(timetable().events)}"),
            fields.text("event"),
        )


def _bid(fields: Fields, kind: EventKind, bids: Sequence[str]) -> str:
    bid = fields.text("bid", required=kind.of == "bid")
    if bid and (bid not in bids or kind.of != "bid"):
        fields.wrong(
            "bid",
            "event-bid",
            ("この事実の応札者としてない記号である", "this event concerns no such bid"),
            ("応札者の記号を書くか、案件についての事実なら除く", "write the id of a bid, or leave it out where the event is the tender's"),
            bid,
        )
        return ""
    return bid


def _proof(fields: Fields) -> Proof | None:
    inner = fields.under("proof")
    if inner is None:
        return None
    means = inner.choice("means", tuple(timetable().proofs), default="") if inner.text("means", required=True) else ""
    found = Proof(means=means, reference=inner.text("reference", required=True))
    inner.unknown(())
    return found if found.means and found.reference else None


def _check_days(fields: Fields, kind: EventKind, found: Event) -> None:
    """Nobody knows of a letter before it is sent, or answers by a day before it; only letters have an addressee."""
    if (found.known is not None or found.proof is not None) and not kind.letter:
        fields.wrong(
            "known" if found.known else "proof",
            "event-no-letter",
            ("相手方に送るものではなく、到達の記録は要らない", "this is no letter, so nothing of its delivery is recorded"),
            ("known と proof を除く", "take known and proof out"),
        )
    for key, day in (("known", found.known), ("until", found.until)):
        if day is not None and day < found.at:
            fields.wrong(
                key,
                "event-day-before",
                ("事実のあった日より前の日である", "this day is before the event itself"),
                ("日付を確かめる", "check the days"),
                day.isoformat(),
            )


def _check_order(fields: Fields, found: Event, others: Sequence[Event]) -> None:
    """What must have happened before stands in the case, and earlier. The award may stand under `publication`."""
    before = timetable().events[found.kind].follows
    if not before or before in ("award", "contract") or any(one.kind == before and one.bid == found.bid and one.at <= found.at for one in others):
        return
    fields.wrong(
        "event",
        "event-order",
        ("前に必要な事実が、同じ日か前の日に記録されていない", "what must come before it is not recorded on that day or an earlier one"),
        (f"{before} を events に書くか、日付を確かめる", f"write {before} among the events, or check the days"),
        found.kind,
    )
