"""Deadlines, kinds of event and means of proof from their data file into values. A fault in our own file is our fault, and stops."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from .. import resources
from ..faults import OurFault
from ..terms import Source, Text
from .counting import Rule, Unit

PATH = "award/deadlines.yaml"
Kind = Literal["duty", "window", "not-before", "keep"]
For = Literal["tender", "bid", "loser"]
From = Literal["at", "known", "next-fiscal-year"]
Covers = Literal["gpa", "domestic", "any"]
Urgent = Literal["yes", "no", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """A kind of event: what it concerns, whether it is a letter to somebody, and which kind must have happened before ("" = none)."""

    id: str
    title: Text
    of: Literal["tender", "bid"]
    letter: bool
    follows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """A means of proof; `proves`: it shows that the addressee knew, and not only that something was sent."""

    id: str
    title: Text
    proves: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEnd:
    """Days that the law closes every year beside the national holidays, as (month, day) from and to, over the turn of the year."""

    start: tuple[int, int]
    end: tuple[int, int]
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRule:
    """What closes an office: the national holidays of a country, and a closing of its own."""

    id: str
    title: Text
    country: str
    year_end: YearEnd | None
    clause: str
    source: Source
    start: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One deadline. `rule` None = the agency sets the last day (`until` of the event). `awaited`: it is told of before it has started.

    `counting_clause` and `counting_source` are those of the way it is counted.
    """

    id: str
    title: Text
    kind: Kind
    of: For
    who: Text
    starts: tuple[str, ...]
    counted_from: From
    rule: Rule | None
    calendar: str
    met_by: tuple[str, ...]
    then: tuple[str, ...]
    lasts_until: tuple[str, ...]
    waits_for: tuple[str, ...]
    paused_by: tuple[str, str] | None
    group: str
    awaited: bool
    covers: Covers
    urgent: Urgent
    clause: str
    source: Source
    counting_clause: str
    counting_source: Source
    effective_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The data file as values, by id."""

    version: str
    calendars: Mapping[str, CalendarRule]
    events: Mapping[str, EventKind]
    proofs: Mapping[str, Means]
    deadlines: tuple[Deadline, ...]


@functools.cache
def timetable() -> Timetable:
    """The deadlines of procurement."""
    return read_timetable(PATH)


def read_timetable(path: str) -> Timetable:
    """A data file in the form of `award/deadlines.yaml`; words that nothing defines stop."""
    try:
        return _timetable(resources.read_yaml(path))
    except (KeyError, ValueError, TypeError) as error:
        raise OurFault(f"{path}: {error!r}") from error


def _timetable(raw: Mapping[str, Any]) -> Timetable:
    sources = {key: _source(one) for key, one in raw["sources"].items()}
    events = {one["id"]: _event(one) for one in raw["events"]}
    calendars = {one["id"]: _calendar(one, sources) for one in raw["calendars"]}
    found = tuple(_deadline(one, sources) for one in raw["deadlines"])
    ids = {one.id for one in found}
    for one in found:
        named = (*one.starts, *one.met_by, *one.then, *one.lasts_until, *(one.paused_by or ()))
        if set(named) - events.keys() or set(one.waits_for) - ids or one.calendar not in calendars:
            raise ValueError(f"{one.id} names what is not there")
    return Timetable(
        version=raw["version"],
        calendars=calendars,
        events=events,
        proofs={one["id"]: Means(id=one["id"], title=_text(one), proves=_yes(one["proves"])) for one in raw.get("proofs", ())},
        deadlines=found,
    )


def _text(raw: Mapping[str, str]) -> Text:
    return Text(ja=raw["ja"], en=raw["en"])


def _yes(word: str) -> bool:
    return bool(_one_of(word, ("false", "true")) == "true")


def _one_of(word: str, words: tuple[str, ...]) -> Any:
    if word not in words:
        raise ValueError(f"{word!r} is none of {words}")
    return word


def _source(raw: Mapping[str, str]) -> Source:
    return Source(name=raw["name"], retrieved_at=date.fromisoformat(raw["retrieved_at"]), verified=_yes(raw["verified"]))


def _event(raw: Mapping[str, str]) -> EventKind:
    return EventKind(
        id=raw["id"],
        title=_text(raw),
        of=_one_of(raw["of"], ("tender", "bid")),
        letter=_yes(raw.get("letter", "false")),
        follows=raw.get("follows", ""),
    )


def _calendar(raw: Mapping[str, Any], sources: Mapping[str, Source]) -> CalendarRule:
    each = raw.get("each_year")
    return CalendarRule(
        id=raw["id"],
        title=_text(raw),
        country=raw["holidays"],
        year_end=YearEnd(start=_month_day(each["from"]), end=_month_day(each["to"]), title=_text(each)) if each else None,
        clause=raw["clause"],
        source=sources[raw["source"]],
        start=date.fromisoformat(raw["effective_from"]),
    )


def _month_day(text: str) -> tuple[int, int]:
    month, _, day = text.partition("-")
    return int(month), int(day)


def _deadline(raw: Mapping[str, Any], sources: Mapping[str, Source]) -> Deadline:
    counting, paused = raw["counting"], raw.get("paused_by")
    return Deadline(
        id=raw["id"],
        title=_text(raw),
        kind=_one_of(raw["kind"], get_args(Kind)),
        of=_one_of(raw["for"], get_args(For)),
        who=_text(raw["who"]),
        starts=tuple(raw["starts"]),
        counted_from=_one_of(raw.get("counted_from", "at"), get_args(From)),
        rule=_rule(raw),
        calendar=raw["calendar"],
        met_by=tuple(raw.get("met_by", ())),
        then=tuple(raw.get("then", ())),
        lasts_until=tuple(raw.get("lasts_until", ())),
        waits_for=tuple(raw.get("waits_for", ())),
        paused_by=(paused["from"], paused["to"]) if paused else None,
        group=raw.get("group", ""),
        awaited=_yes(raw.get("awaited", "true")),
        covers=_one_of(raw["covers"], get_args(Covers)),
        urgent=_one_of(raw.get("urgent", "any"), get_args(Urgent)),
        clause=raw["clause"],
        source=sources[raw["source"]],
        counting_clause=counting["clause"],
        counting_source=sources[counting["source"]],
        effective_from=date.fromisoformat(raw["effective_from"]),
    )


def _rule(raw: Mapping[str, Any]) -> Rule | None:
    first = _one_of(raw["first_day"], ("excluded", "included")) == "included"
    moves = _one_of(raw["on_holiday"], ("stands", "next-working-day")) == "next-working-day"
    if "length" not in raw:
        return None
    ((unit, number),) = raw["length"].items()
    return Rule(number=int(number), unit=_one_of(unit, get_args(Unit)), first_day_counts=first, moves=moves)
