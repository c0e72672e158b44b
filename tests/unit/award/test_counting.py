"""How periods are counted: the articles of the Civil Code, the holidays of offices, and what no calendar knows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.award.calendar import BeyondCalendar, Calendar
from sekisho.award.counting import Rule, count, next_fiscal_year
from sekisho.award.deadlines import timetable
from sekisho.award.duties import duties
from sekisho.feeds.calendars import calendar_of, calendars_of
from sekisho.terms import Period

JP = calendar_of(timetable().calendars["jp-administrative"], 2018, 2040)
US = calendar_of(duties().timetable.calendars["us-federal"], 2024, 2030)


def rule(number: int, unit: str = "days", *, first: bool = False, moves: bool = False) -> Rule:
    return Rule(number=number, unit=unit, first_day_counts=first, moves=moves)  # type: ignore[arg-type]


def test_the_first_day_is_left_out() -> None:
    assert count(rule(10), date(2026, 6, 1), JP).due == date(2026, 6, 11)
    assert count(rule(10, first=True), date(2026, 6, 1), JP).due == date(2026, 6, 10)


def test_an_end_on_a_closed_day_moves_only_where_the_deadline_says_so() -> None:
    known = date(2026, 12, 22)
    assert count(rule(10), known, JP).due == date(2027, 1, 1)
    moved = count(rule(10, moves=True), known, JP)
    assert (moved.plain, moved.due) == (date(2027, 1, 1), date(2027, 1, 4))


def test_offices_are_closed_from_29_december_to_3_january_though_no_holiday_says_so() -> None:
    closed = [date(2025, 12, 29) + timedelta(days=at) for at in range(6)]
    assert not any(JP.is_open(day) for day in closed)
    assert JP.is_open(date(2025, 12, 26)) and not JP.is_open(date(2026, 1, 3)) and JP.is_open(date(2026, 1, 5))


def test_ten_working_days_over_a_golden_week() -> None:
    assert count(rule(10, "working-days"), date(2026, 4, 24), JP).due == date(2026, 5, 14)


@pytest.mark.parametrize(
    "day",
    ["2019-05-01", "2019-10-22", "2020-07-24", "2021-08-09", "2024-02-12", "2025-02-24", "2026-05-06", "2026-09-22", "2027-03-22"],
)
def test_days_that_lists_of_holidays_get_wrong(day: str) -> None:
    """Enthronement, moved Olympics holidays, substitutes, the day between two holidays."""
    assert not JP.is_open(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2019-12-23", "2020-10-12", "2020-07-20", "2021-08-11", "2026-09-24"])
def test_days_that_are_no_longer_holidays(day: str) -> None:
    assert JP.is_open(date.fromisoformat(day))


def test_years_end_the_day_before_the_corresponding_one() -> None:
    assert count(rule(3, "years"), date(2026, 6, 12), JP).due == date(2029, 6, 12)
    assert count(rule(5, "years", first=True), date(2027, 4, 1), JP).due == date(2032, 3, 31)


def test_years_over_a_leap_day() -> None:
    assert count(rule(3, "years"), date(2028, 2, 28), JP).due == date(2031, 2, 28)
    assert count(rule(3, "years"), date(2025, 2, 28), JP).due == date(2028, 2, 29)
    assert count(rule(1, "years", first=True), date(2028, 2, 29), JP).due == date(2029, 2, 28)


def test_months_end_the_day_before_the_corresponding_one_or_with_their_month() -> None:
    assert count(rule(3, "months"), date(2026, 6, 12), JP).due == date(2026, 9, 12)
    assert count(rule(1, "months", first=True), date(2027, 1, 30), JP).due == date(2027, 2, 28)
    assert count(rule(3, "months"), date(2026, 11, 29), JP).due == date(2027, 2, 28)
    assert count(rule(1, "months", first=True), date(2026, 11, 30), JP).due == date(2026, 12, 29)


def test_the_fiscal_year_starts_in_april() -> None:
    assert (next_fiscal_year(date(2027, 3, 31)), next_fiscal_year(date(2027, 4, 1))) == (date(2027, 4, 1), date(2028, 4, 1))


def test_a_day_observed_closes_federal_offices() -> None:
    assert count(rule(1, "working-days"), date(2026, 7, 2), US).due == date(2026, 7, 6)
    assert count(rule(1, "working-days"), date(2026, 11, 25), US).due == date(2026, 11, 27)


def test_beyond_the_years_that_are_known_nothing_is_counted() -> None:
    with pytest.raises(BeyondCalendar):
        count(rule(10, "working-days"), date(2040, 12, 20), JP)
    calendars = calendars_of(timetable(), 1900, 3000)
    assert (calendars["jp-administrative"].first, calendars["jp-administrative"].last) == (date(1992, 5, 1), date(2099, 12, 31))
    with pytest.raises(BeyondCalendar):
        calendars["jp-administrative"].is_open(date(2100, 1, 4))


DAYS = st.dates(date(2019, 1, 1), date(2035, 1, 1))


@given(start=DAYS, number=st.integers(1, 60))
def test_between_start_and_end_lie_exactly_the_working_days(start: date, number: int) -> None:
    due = count(rule(number, "working-days"), start, JP).due
    between = [start + timedelta(days=at) for at in range(1, (due - start).days + 1)]
    assert sum(JP.is_open(day) for day in between) == number
    assert JP.is_open(due)


@given(start=DAYS, number=st.integers(1, 100), begun=st.integers(-5, 100), length=st.integers(0, 30))
def test_days_that_do_not_count_put_the_end_off_and_never_forward(start: date, number: int, begun: int, length: int) -> None:
    pause = Period(start=start + timedelta(days=begun), end=start + timedelta(days=begun + length))
    without, held = count(rule(number), start, JP).plain, count(rule(number), start, JP, [pause]).plain
    assert without <= held <= without + timedelta(days=length + 1)
    assert not pause.holds(held)


@given(start=DAYS, number=st.integers(1, 100))
def test_an_end_that_moves_is_a_working_day_and_nothing_open_lies_before_it(start: date, number: int) -> None:
    found = count(rule(number, moves=True), start, JP)
    assert JP.is_open(found.due)
    assert not any(JP.is_open(found.plain + timedelta(days=at)) for at in range((found.due - found.plain).days))


def test_a_calendar_is_a_value() -> None:
    own = Calendar(id="own", first=date(2026, 1, 1), last=date(2026, 12, 31), closed={date(2026, 6, 3): "創立記念日"})
    assert own.open_on_or_after(date(2026, 6, 3)) == date(2026, 6, 4)
    assert own.open_on_or_before(date(2026, 6, 7)) == date(2026, 6, 5)
