"""Reporting what was identified (889, FASCSA): the clocks run from a person's signed word alone, and the form says which fields are still missing.

1. Somebody identifies covered equipment, or is notified of it, and signs: what, when, by which role. Nothing else starts a clock: no screening, no
   audit and no nightly run writes such a note.
2. The note must say exactly what the report says, so that no date is moved afterwards.
3. From its day the first report is due, from the first report the further one, by working days of the Federal Government.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from ..award.calendar import Calendar
from ..award.clocks import Clock, clocks
from ..award.duties import Duties, Duty, FieldAsked, ReportKind
from ..tenders.events import Event
from ..terms import Text
from .clocks import BAD, clock_json

HEAD = "sekisho/identification"
How = Literal["identified", "notified"]
REPORTS: tuple[ReportKind, ...] = ("initial", "further")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """Who identified what, and when: `at` with its offset from UTC; `by` a role; `source` whoever notified ("" = nobody); findings by their ids."""

    regime: str
    at: datetime
    by: str
    how: How
    source: str
    what: str
    findings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What the person signs (a C2SP note's text)."""
        lines = [
            HEAD,
            f"regime {self.regime}",
            f"at {self.at.isoformat()}",
            f"by {self.by}",
            f"how {self.how}",
            f"source {self.source or '-'}",
            f"what {self.what}",
            *(f"finding {one}" for one in self.findings),
        ]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as far as it is filled in: fields given (report -> field -> value), and the days on which the reports were sent."""

    identification: Identification
    given: Mapping[ReportKind, Mapping[str, str]]
    sent: Mapping[ReportKind, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The key, pinned by the reader, whose signature of the identification was verified."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledIn:
    """One field of the form: its value, or why it is missing ("" = it is not)."""

    field: FieldAsked
    value: str
    missing: Literal["", "needed", "one-of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSheet:
    """The report as of a day: its clocks (none run before a person signed), the form, and what is to be done next."""

    report: Report
    duty: Duty
    signed: Signed | None
    as_of: date
    clocks: tuple[Clock, ...]
    form: tuple[FilledIn, ...]
    tasks: tuple[Text, ...]

    @property
    def kept(self) -> bool:
        return not any(one.state in BAD for one in self.clocks)

    @property
    def complete(self) -> bool:
        return not any(one.missing for one in self.form)


def report_sheet(report: Report, signed: Signed | None, all_duties: Duties, calendars: Mapping[str, Calendar], *, as_of: date) -> ReportSheet:
    """The sheet of one report; without a signature every clock stands still."""
    duty = all_duties.regimes[report.identification.regime]
    wanted = (duty.initial, duty.further)
    events = tuple(_events(report)) if signed is not None else ()
    found = clocks(events, all_duties.timetable, calendars, as_of=as_of, notice_date=report.identification.at.date())
    running = tuple(one for one in found if one.id in wanted)
    form = tuple(_filled_in(duty, report))
    tasks = tuple(_tasks(duty, signed, running, form))
    return ReportSheet(report=report, duty=duty, signed=signed, as_of=as_of, clocks=running, form=form, tasks=tasks)


def recheck(regime: str, last: date | None, all_duties: Duties, calendars: Mapping[str, Calendar], *, as_of: date) -> Clock:
    """The clock of the next quarterly check; without a last one it has not begun, and the check is due at once."""
    duty = all_duties.regimes[regime]
    events = [Event(kind="checked", at=last)] if last is not None and last <= as_of else []
    found = clocks(events, all_duties.timetable, calendars, as_of=as_of, notice_date=last or as_of)
    return next(one for one in found if one.id == duty.recheck)


def _events(report: Report) -> Iterator[Event]:
    yield Event(kind="identified", at=report.identification.at.date())
    kinds = {"initial": "initial-report", "further": "further-report"}
    yield from (Event(kind=kinds[one], at=day) for one, day in report.sent.items())


def _filled_in(duty: Duty, report: Report) -> Iterator[FilledIn]:
    for asked in duty.fields:
        value = report.given.get(asked.report, {}).get(asked.id, "")
        group = [one for one in duty.fields if asked.group and one.group == asked.group]
        one_given = any(report.given.get(one.report, {}).get(one.id) for one in group)
        if value:
            yield FilledIn(field=asked, value=value, missing="")
        elif asked.needed == "one-of":
            yield FilledIn(field=asked, value="", missing="" if one_given else "one-of")
        else:
            yield FilledIn(field=asked, value="", missing="needed" if asked.needed == "always" else "")


def _tasks(duty: Duty, signed: Signed | None, running: tuple[Clock, ...], form: tuple[FilledIn, ...]) -> Iterator[Text]:
    if signed is None:
        yield Text(
            ja="特定した者が署名する(sekisho reporting identify)。署名があるまで期限は始まらない。",
            en="Whoever identified it signs (sekisho reporting identify). No clock runs before that.",
        )
        return
    ids: dict[str, ReportKind] = {duty.initial: "initial", duty.further: "further"}
    for clock in running:
        if clock.done is None and clock.due is not None:
            lacking = [one.field.title for one in form if one.missing and one.field.report == ids[clock.id]]
            yield Text(
                ja=f"{clock.title.ja}を{clock.due}までに出す。" + (f"未記入: {'、'.join(one.ja for one in lacking)}" if lacking else ""),
                en=f"Send the {clock.title.en} by {clock.due}." + (f" Still missing: {', '.join(one.en for one in lacking)}" if lacking else ""),
            )


def report_json(sheet: ReportSheet) -> dict[str, Any]:
    """`reporting show --json`."""
    found = sheet.report.identification
    return {
        "regime": sheet.duty.id,
        "as_of": sheet.as_of.isoformat(),
        "identification": {
            "at": found.at.isoformat(),
            "by": found.by,
            "how": found.how,
            "source": found.source or None,
            "what": found.what,
            "findings": list(found.findings),
        },
        "signed_by": sheet.signed.key if sheet.signed else None,
        "kept": sheet.kept,
        "complete": sheet.complete,
        "clocks": [clock_json(one, sheet.as_of) for one in sheet.clocks],
        "fields": [_field_json(one) for one in sheet.form],
        "tasks": [one.as_json() for one in sheet.tasks],
        "unverified": sheet.duty.unverified.as_json(),
    }


def _field_json(one: FilledIn) -> dict[str, Any]:
    asked = one.field
    return {
        "id": asked.id,
        "report": asked.report,
        "title": asked.title.as_json(),
        "needed": asked.needed,
        "value": one.value or None,
        "missing": bool(one.missing),
        "source": asked.source.as_json(),
    }
