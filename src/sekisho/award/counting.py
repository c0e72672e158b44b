"""How a period is counted (期間の計算): the first day left out (民法140条), years by the calendar (143条), days that do not count, an end on a
holiday (142条; 行政機関の休日に関する法律2条). Which of these hold is data of each deadline.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..terms import Period
from .calendar import ONE_DAY, Calendar

Unit = Literal["days", "working-days", "months", "years"]
MONTHS = {"months": 1, "years": 12}
FIRST_MONTH_OF_FISCAL_YEAR = 4
DECEMBER = 11
"""Months are counted from 0 while they are added up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A length and how it is counted. `moves`: an end on a closed day moves to the next working day."""

    number: int
    unit: Unit
    first_day_counts: bool
    moves: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The last day as counted (`plain`), and the last day that holds (`due`), which may be later where the plain one is closed."""

    plain: date
    due: date


def count(rule: Rule, start: date, calendar: Calendar, pauses: Sequence[Period] = ()) -> Counted:
    """The end of a period that starts on `start`. Days within `pauses` do not count. BeyondCalendar where working days are not known."""
    plain = _months(rule, start) if rule.unit in MONTHS else _days(rule, start, calendar, pauses)
    return Counted(plain=plain, due=calendar.open_on_or_after(plain) if rule.moves else plain)


def _days(rule: Rule, start: date, calendar: Calendar, pauses: Sequence[Period]) -> date:
    day = start if rule.first_day_counts else start + ONE_DAY
    left = rule.number
    while True:
        held = any(pause.holds(day) for pause in pauses)
        if not held and (rule.unit == "days" or calendar.is_open(day)):
            left -= 1
        if left <= 0:
            return day
        day += ONE_DAY


def _months(rule: Rule, start: date) -> date:
    """The day before the one that corresponds to the first day counted; where the month has no such day, its last day (民法143条2項)."""
    first = start if rule.first_day_counts else start + ONE_DAY
    years, month = divmod(first.month - 1 + rule.number * MONTHS[rule.unit], 12)
    try:
        return first.replace(year=first.year + years, month=month + 1) - ONE_DAY
    except ValueError:
        return date(first.year + years + (month == DECEMBER), (month + 1) % 12 + 1, 1) - ONE_DAY


def next_fiscal_year(day: date) -> date:
    """The first day of the Japanese fiscal year after the one in which `day` lies."""
    return date(day.year + (day.month >= FIRST_MONTH_OF_FISCAL_YEAR), FIRST_MONTH_OF_FISCAL_YEAR, 1)
