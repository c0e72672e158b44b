"""Working days: which days an office is open, for the years that are known. Made by `feeds.calendars`; a value here, so that clocks replay."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class BeyondCalendar(ValueError):
    """A day outside the years for which the calendar knows the holidays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The days on which an office is closed from `first` to `last`, both included: Saturdays, Sundays and `closed` (day -> name of the holiday)."""

    id: str
    first: date
    last: date
    closed: Mapping[date, str]

    def is_open(self, day: date) -> bool:
        """Whether the office is open; BeyondCalendar where its holidays are not known."""
        if not self.first <= day <= self.last:
            raise BeyondCalendar(f"the holidays of {day.year} are not known")
        return day.weekday() < SATURDAY and day not in self.closed

    def open_on_or_after(self, day: date) -> date:
        while not self.is_open(day):
            day += ONE_DAY
        return day

    def open_on_or_before(self, day: date) -> date:
        while not self.is_open(day):
            day -= ONE_DAY
        return day
