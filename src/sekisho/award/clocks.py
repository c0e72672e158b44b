"""Clocks: which deadlines run, since when and until when, by the events of a case, the data of deadlines and the calendar, as of a day.

1. What happened is what the case says had happened by that day; a date of knowledge counts only once it has come.
2. Each event that starts a deadline starts one clock. A period that runs from knowledge starts no clock before the day of knowledge is recorded, and
   its end is certain only where that day is proven.
3. A period is counted as the data of its deadline say; days of a consultation do not count, and while one is open the clock is suspended.
4. A step that waits (the contract) waits for every clock that it names.
5. Of several periods of keeping the longest applies.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ..tenders.events import ClockFacts, Event
from ..tenders.model import Submission
from ..terms import Period, Source, Text
from .calendar import BeyondCalendar, Calendar
from .clock_words import NOTES, both
from .counting import Counted, count, next_fiscal_year
from .deadlines import Deadline, Timetable
from .happened import events_of, losers_of

State = Literal["not-started", "running", "suspended", "met", "late", "ended", "broken"]
OPEN: tuple[State, ...] = ("not-started", "running", "suspended")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One deadline of one case. `bid` "" = the tender's. `started` is the day counted from (None = not started) by the event `by`.

    `plain_end` is the last day as counted, `due` the last day that holds, `act_by` the last working day up to it; None where they cannot be told.
    `done` is the day on which it was met or the next step taken. `group` names clocks of which one applies. `notes` say what is not certain.
    """

    deadline: Deadline
    state: State
    bid: str = ""
    by: Event | None = None
    started: date | None = None
    plain_end: date | None = None
    due: date | None = None
    act_by: date | None = None
    done: date | None = None
    proven: bool = True
    governs: bool = True
    notes: tuple[Text, ...] = ()

    @property
    def id(self) -> str:
        return self.deadline.id

    @property
    def title(self) -> Text:
        return self.deadline.title

    @property
    def unverified(self) -> tuple[Source, ...]:
        """Sources of the deadline and of its counting that nobody confirmed."""
        return tuple(dict.fromkeys(one for one in (self.deadline.source, self.deadline.counting_source) if not one.verified))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What clocks are read from: every event of the case, those that had happened by `as_of`, and the bids that lost by then."""

    planned: tuple[Event, ...]
    happened: tuple[Event, ...]
    losers: tuple[str, ...]
    calendars: Mapping[str, Calendar]
    as_of: date

    def first(self, kinds: Iterable[str], bid: str, since: date, *, planned: bool = False) -> Event | None:
        """The earliest event of one of the kinds about the bid (or about the tender), on or after `since`."""
        wanted = set(kinds)
        found = [one for one in (self.planned if planned else self.happened) if one.kind in wanted and one.at >= since and one.bid in (bid, "")]
        return min(found, key=lambda one: (one.at, one.kind), default=None)


def clocks_of(submission: Submission, table: Timetable, calendars: Mapping[str, Calendar], *, as_of: date) -> tuple[Clock, ...]:
    """Every clock of a case in the order of the data file, bid by bid. `calendars` by id, as `feeds.calendars` makes them."""
    return clocks(
        events_of(submission),
        table,
        calendars,
        as_of=as_of,
        facts=submission.clock_facts,
        notice_date=submission.tender.notice_date,
        losers=losers_of(submission, as_of),
    )


def clocks(
    events: Sequence[Event],
    table: Timetable,
    calendars: Mapping[str, Calendar],
    *,
    as_of: date,
    notice_date: date,
    facts: ClockFacts | None = None,
    losers: Sequence[str] = (),
) -> tuple[Clock, ...]:
    """The same from bare events; `losers` are the bids that did not win what was awarded by then."""
    case = _Case(
        planned=tuple(events),
        happened=tuple(_as_known(one, as_of) for one in events if one.at <= as_of),
        losers=tuple(losers),
        calendars=calendars,
        as_of=as_of,
    )
    known = facts or ClockFacts()
    held = [one for one in table.deadlines if one.effective_from <= notice_date and _applies(one, known)]
    alone = {one.id: _of(one, case, table) for one in held if not one.waits_for}
    found = [clock for one in held for clock in (_waiting(one, case, alone) if one.waits_for else alone[one.id])]
    return tuple(_presumed(one, known) for one in _governing(found))


def _as_known(event: Event, as_of: date) -> Event:
    return replace(event, known=None, proof=None) if event.known and event.known > as_of else event


def _applies(deadline: Deadline, facts: ClockFacts) -> bool:
    covered = facts.gpa_covered is not False
    fits = deadline.covers == "any" or covered == (deadline.covers == "gpa")
    return fits and (deadline.urgent == "any" or facts.urgent == (deadline.urgent == "yes"))


def _presumed(clock: Clock, facts: ClockFacts) -> Clock:
    """A deadline of the agreement that applies because nobody said whether the procurement is covered."""
    presumed = facts.gpa_covered is None and clock.deadline.covers == "gpa"
    return replace(clock, notes=(*clock.notes, NOTES["presumed-covered"])) if presumed else clock


def _of(deadline: Deadline, case: _Case, table: Timetable) -> list[Clock]:
    starts = [one for one in case.happened if one.kind in deadline.starts]
    found = [_clock(deadline, one, case, table) for one in starts]
    if deadline.of == "loser":
        told = {one.bid for one in starts}
        found += [_not_started(deadline, bid, "not-notified") for bid in case.losers if bid not in told]
    elif deadline.of == "tender" and deadline.awaited and not found:
        found.append(_not_started(deadline, "", "awaits-event"))
    return found


def _not_started(deadline: Deadline, bid: str, why: str) -> Clock:
    return Clock(deadline=deadline, state="not-started", bid=bid, notes=(NOTES[why],))


def _clock(deadline: Deadline, start: Event, case: _Case, table: Timetable) -> Clock:
    begun = _begun(deadline, start)
    if begun is None:
        return replace(_not_started(deadline, start.bid, "not-known"), by=start)
    means = table.proofs.get(start.proof.means) if start.proof else None
    proven = deadline.counted_from != "known" or (means is not None and means.proves)
    clock = Clock(deadline=deadline, state="running", bid=start.bid, by=start, started=begun, proven=proven)
    clock = _ended(clock, start, case)
    if deadline.lasts_until:
        return _suspension(clock, case)
    return _noted(_judged(clock, case), case)


def _begun(deadline: Deadline, start: Event) -> date | None:
    if deadline.counted_from == "known":
        return start.known
    return next_fiscal_year(start.at) if deadline.counted_from == "next-fiscal-year" else start.at


def _ended(clock: Clock, start: Event, case: _Case) -> Clock:
    """The clock with its last days, as far as they can be told."""
    calendar, rule = case.calendars[clock.deadline.calendar], clock.deadline.rule
    if start.until is not None:
        counted: Counted | None = Counted(plain=start.until, due=start.until)
    elif rule is None:
        return clock if clock.deadline.lasts_until else replace(clock, notes=(NOTES["no-day-set"],))
    else:
        counted = _counted(clock, calendar, case)
    if counted is None:
        return replace(clock, notes=(both(NOTES["beyond-calendar"], first=calendar.first.year, last=calendar.last.year),))
    return replace(clock, plain_end=counted.plain, due=counted.due, act_by=_act_by(counted.due, calendar))


def _counted(clock: Clock, calendar: Calendar, case: _Case) -> Counted | None:
    rule, started = clock.deadline.rule, clock.started
    if rule is None or started is None:
        return None
    try:
        return count(rule, started, calendar, _pauses(clock, case))
    except BeyondCalendar:
        return None


def _act_by(due: date, calendar: Calendar) -> date | None:
    try:
        return calendar.open_on_or_before(due)
    except BeyondCalendar:
        return None


def _pauses(clock: Clock, case: _Case) -> list[Period]:
    """The days of each consultation, from its first to its last; an open one runs to the day asked about."""
    if clock.deadline.paused_by is None:
        return []
    begin, end = clock.deadline.paused_by
    found = []
    for one in case.happened:
        if one.kind == begin and one.bid == clock.bid:
            over = case.first([end], clock.bid, one.at)
            found.append(Period(start=one.at, end=over.at if over else case.as_of))
    return found


def _paused(clock: Clock, case: _Case) -> bool:
    if clock.deadline.paused_by is None or clock.due is None:
        return False
    begin, end = clock.deadline.paused_by
    open_since = [one.at for one in case.happened if one.kind == begin and one.bid == clock.bid and case.first([end], clock.bid, one.at) is None]
    return any(day <= clock.due for day in open_since)


def _judged(clock: Clock, case: _Case) -> Clock:
    """The state, from the last day and from what was done."""
    deadline = clock.deadline
    since = clock.by.at if clock.by else date.min
    if deadline.kind == "not-before":
        return _step(clock, case.first(deadline.then, clock.bid, since, planned=True), case)
    done = case.first(deadline.met_by, clock.bid, since)
    if done is not None:
        return replace(clock, state="late" if clock.due and done.at > clock.due else "met", done=done.at)
    if _paused(clock, case):
        return replace(clock, state="suspended", due=None, plain_end=None, act_by=None, notes=(*clock.notes, NOTES["consultation"]))
    if clock.due is None or case.as_of <= clock.due:
        return clock
    if deadline.kind == "duty":
        return replace(clock, state="late")
    return replace(clock, state="ended") if clock.proven else clock


def _step(clock: Clock, step: Event | None, case: _Case) -> Clock:
    """A step that may not be taken before the end: the opening of bids, the contract."""
    if step is not None:
        kept = clock.due is not None and step.at > clock.due
        notes = clock.notes if kept else (*clock.notes, both(NOTES["too-early"], day=step.at))
        return replace(clock, state="met" if kept else "broken", done=step.at, notes=notes)
    over = clock.due is not None and case.as_of > clock.due
    return replace(clock, state="ended" if over else "running")


def _suspension(clock: Clock, case: _Case) -> Clock:
    lifted = case.first(clock.deadline.lasts_until, clock.bid, clock.started or date.min)
    if lifted is None:
        return replace(clock, state="suspended", notes=(*clock.notes, NOTES["suspended"]))
    return replace(clock, state="ended", due=lifted.at, plain_end=lifted.at, done=lifted.at)


def _waiting(deadline: Deadline, case: _Case, alone: Mapping[str, Sequence[Clock]]) -> list[Clock]:
    """The one clock of a step that waits for others."""
    start = next((one for one in case.happened if one.kind in deadline.starts), None)
    if start is None:
        return [_not_started(deadline, "", "awaits-event")]
    awaited = [clock for named in deadline.waits_for for clock in alone.get(named, ())]
    unsure = [one for one in awaited if one.state in OPEN]
    ends = [start.at, *(one.due for one in awaited if one.due is not None)]
    due = None if any(one.due is None or not one.proven for one in unsure) else max(ends)
    clock = Clock(deadline=deadline, state="running", by=start, started=start.at, plain_end=due, due=due)
    if any(not one.proven or one.started is None for one in unsure):
        clock = replace(clock, notes=(NOTES["wait-unproven"],))
    step = case.first(deadline.then, "", start.at, planned=True)
    if step is None and any(one.state == "suspended" for one in unsure):
        return [replace(clock, state="suspended")]
    return [_step(clock, step, case)]


def _noted(clock: Clock, case: _Case) -> Clock:
    """What is not certain of the end."""
    notes = list(clock.notes)
    if not clock.proven:
        notes.append(NOTES["unproven"])
    if clock.plain_end and clock.due and clock.plain_end != clock.due:
        notes.append(both(NOTES["moved"], plain=clock.plain_end))
    return replace(clock, notes=tuple(notes))


def _governing(found: Sequence[Clock]) -> Iterator[Clock]:
    """Of the clocks of a group the one that ends last applies."""
    for clock in found:
        group = [one for one in found if clock.deadline.group and one.deadline.group == clock.deadline.group and one.due is not None]
        last = max((one.due for one in group if one.due), default=None)
        if clock.deadline.group:
            governs = clock.due is not None and clock.due == last
            clock = replace(clock, governs=governs, notes=(*clock.notes, NOTES["longest"]) if governs and len(group) > 1 else clock.notes)
        yield clock
