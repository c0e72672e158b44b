"""The deadlines of a case, with the calendars of this installation."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .offices import office
from .surroundings import today

if TYPE_CHECKING:
    from ..award.calendar import Calendar
    from ..award.deadlines import Timetable
    from ..desk.clocks import ClockSheet

YEARS_AHEAD = 12
"""Longer than any period of the data, so that no end lies beyond the years that were laid out."""


def clocks(case: str, *, as_of: date | None = None) -> "ClockSheet":
    """Every deadline of the case in the folder, as of a day (default today)."""
    from ..award.deadlines import timetable
    from ..award.happened import events_of
    from ..desk.clocks import clock_sheet

    submission = office().cases.read(case).submission
    day, table = as_of or today(), timetable()
    return clock_sheet(submission, table, calendars(table, [day, *(one.at for one in events_of(submission))]), as_of=day)


def calendars(table: "Timetable", days: Iterable[date]) -> "Mapping[str, Calendar]":
    """The calendars of the data file for the years around `days`."""
    from ..feeds.calendars import calendars_of

    years = [day.year for day in days]
    return calendars_of(table, min(years) - 1, max(years) + YEARS_AHEAD)


def write_ical(sheet: "ClockSheet", path: Path, lang: str) -> None:
    """Write the deadlines that still run as an iCalendar file, whole or not at all."""
    from ..engines.embedded.disk import write_durably
    from ..feeds.csv_out import unwritable
    from ..feeds.exports.ical import ical_octets

    try:
        write_durably(path, ical_octets(sheet, lang))
    except OSError as error:
        raise unwritable(path) from error
