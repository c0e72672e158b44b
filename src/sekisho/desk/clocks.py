"""The officer's deadlines: every clock of a case as of a day, as a value and as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..award.calendar import Calendar
from ..award.clocks import Clock, clocks_of
from ..award.deadlines import CalendarRule, Timetable
from ..tenders.model import Submission

BAD = ("late", "broken")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSheet:
    """The clocks of one case (`bidders`: bid -> name), and by which calendars they were counted."""

    case: str
    title: str
    as_of: date
    clocks: tuple[Clock, ...]
    bidders: Mapping[str, str]
    calendars: tuple[CalendarRule, ...]
    version: str

    @property
    def kept(self) -> bool:
        """Whether nothing is late and no step was taken too early."""
        return not any(one.state in BAD for one in self.clocks)


def clock_sheet(submission: Submission, table: Timetable, calendars: Mapping[str, Calendar], *, as_of: date) -> ClockSheet:
    """Every deadline of the case as of a day."""
    found = clocks_of(submission, table, calendars, as_of=as_of)
    used = {one.deadline.calendar for one in found}
    return ClockSheet(
        case=submission.tender.id,
        title=submission.tender.title,
        as_of=as_of,
        clocks=found,
        bidders={bid.id: bid.bidder.name for bid in submission.bids},
        calendars=tuple(rule for name, rule in table.calendars.items() if name in used),
        version=table.version,
    )


def clock_sheet_json(sheet: ClockSheet) -> dict[str, Any]:
    """`clocks --json`; days in ISO 8601, null where they cannot be told."""
    return {
        "case": sheet.case,
        "as_of": sheet.as_of.isoformat(),
        "kept": sheet.kept,
        "deadlines_version": sheet.version,
        "calendars": [{"id": one.id, "title": one.title.as_json(), "clause": one.clause, "source": one.source.as_json()} for one in sheet.calendars],
        "clocks": [clock_json(one, sheet.as_of) for one in sheet.clocks],
    }


def clock_json(clock: Clock, as_of: date) -> dict[str, Any]:
    """One clock; `days_left` counts from `as_of` to the last day, negative once it is past."""
    deadline, by = clock.deadline, clock.by
    return {
        "id": clock.id,
        "bid": clock.bid or None,
        "lot": (by.lot or None) if by else None,
        "title": clock.title.as_json(),
        "kind": deadline.kind,
        "who": deadline.who.as_json(),
        "state": clock.state,
        "by": {"event": by.kind, "at": by.at.isoformat(), "known": _iso(by.known), "proof": by.proof.means if by.proof else None} if by else None,
        "started": _iso(clock.started),
        "length": {"number": deadline.rule.number, "unit": deadline.rule.unit} if deadline.rule else None,
        "plain_end": _iso(clock.plain_end),
        "due": _iso(clock.due),
        "act_by": _iso(clock.act_by),
        "days_left": (clock.due - as_of).days if clock.due and clock.state in ("running", "late") and not clock.done else None,
        "done": _iso(clock.done),
        "proven": clock.proven,
        "governs": clock.governs,
        "clause": deadline.clause,
        "source": deadline.source.as_json(),
        "counting": {"clause": deadline.counting_clause, "source": deadline.counting_source.as_json()},
        "notes": [note.as_json() for note in clock.notes],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
