"""Calendars of working days: national holidays from the `holidays` package (MIT), and the closing that a law adds, by the rules of a data file.

The package reckons Japan from 1949 to 2099 (equinoxes ahead of their announcement) and the United States further than anybody plans.
Outside its years the calendar ends, and whoever counts is told so; no year is guessed.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from ..award.calendar import Calendar
from ..award.deadlines import CalendarRule, Timetable

LAST_YEAR = 2099
LANGUAGES = {"JP": "ja", "US": "en_US"}
"""The language of a country's names of holidays; without it the package would take the machine's."""


def calendars_of(table: Timetable, first_year: int, last_year: int) -> Mapping[str, Calendar]:
    """Every calendar that the data name, from `first_year` to `last_year` as far as both the law and the package reach."""
    return {one.id: calendar_of(one, first_year, last_year) for one in table.calendars.values()}


def calendar_of(rule: CalendarRule, first_year: int, last_year: int) -> Calendar:
    """The calendar of one rule; it starts no earlier than the law that closes offices in this way, and ends no later than the package's years."""
    first = max(rule.start, date(min(first_year, LAST_YEAR), 1, 1))
    last = date(max(first.year, min(last_year, LAST_YEAR)), 12, 31)
    closed = dict(_year_ends(rule, first.year, last.year)) | _national(rule.country, first.year, last.year)
    return Calendar(id=rule.id, first=first, last=last, closed=closed)


def _national(country: str, first_year: int, last_year: int) -> dict[date, str]:
    import holidays

    found: Any = holidays.country_holidays(country, years=range(first_year, last_year + 1), language=LANGUAGES[country])
    return {day: str(name) for day, name in found.items()}


def _year_ends(rule: CalendarRule, first_year: int, last_year: int) -> Iterator[tuple[date, str]]:
    """The closing over each turn of a year, the one before the first year included."""
    if rule.year_end is None:
        return
    for year in range(first_year - 1, last_year + 1):
        day, last = date(year, *rule.year_end.start), date(year + 1, *rule.year_end.end)
        while day <= last:
            yield day, rule.year_end.title.ja
            day += timedelta(days=1)
