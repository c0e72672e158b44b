"""Days in both calendars: every spelling means the same day, and a wrong era is refused with the right one named."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.feeds.wareki import ERAS, GREGORIAN_SINCE, WEEKDAYS, DayRefused, era_of, parse_day, wareki_text

LAST = date(2060, 12, 31)
DAYS = st.dates(min_value=GREGORIAN_SINCE, max_value=LAST)
FULL_WIDTH = str.maketrans("0123456789./-", "０１２３４５６７８９．／－")


def spellings(day: date) -> list[str]:
    """Sixteen ways to write a day."""
    era = era_of(day)
    year = day.year - era.start.year + 1
    first = "元" if year == 1 else str(year)
    numbers = f"{day.month}.{day.day}"
    return [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{numbers}",
        f"{day.year}年{day.month}月{day.day}日",
        f"西暦{day.year}年{day.month}月{day.day}日",
        day.strftime("%Y%m%d") if day.year >= 1000 else day.isoformat(),
        wareki_text(day),
        f"{era.name}{year}年{day.month}月{day.day}日",
        f"{era.letter}{year}.{numbers}",
        f"{era.letter.lower()}{first}.{numbers}",
        f"{era.letter}{year:02d}/{day.month:02d}/{day.day:02d}",
        f"{era.short}{year}.{numbers}",
        f"{era.name} {year} 年 {day.month} 月 {day.day} 日".translate(FULL_WIDTH),
        f"{day.year}/{day.month}/{day.day}".translate(FULL_WIDTH),
        f"{era.name}{first}年({day.year}年){day.month}月{day.day}日",
        f"{wareki_text(day)}({WEEKDAYS[day.weekday()]})",
    ]


def days_at_the_boundaries() -> list[date]:
    starts = [era.start for era in ERAS if era.start > GREGORIAN_SINCE] + [GREGORIAN_SINCE]
    around = {start + timedelta(days=shift) for start in starts for shift in range(-40, 400)}
    return sorted(day for day in around if day >= GREGORIAN_SINCE)


def test_every_day_since_1873_survives_the_japanese_calendar_and_back() -> None:
    day, wrong = GREGORIAN_SINCE, []
    while day <= LAST:
        if parse_day(wareki_text(day)) != day:
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


@pytest.mark.parametrize("day", [*days_at_the_boundaries()[::7], date(2024, 2, 29), date(1900, 2, 28)])
def test_every_spelling_of_a_day_near_a_change_of_era_means_that_day(day: date) -> None:
    assert {parse_day(text) for text in spellings(day)} == {day}


@given(DAYS)
def test_every_spelling_of_any_day_means_that_day(day: date) -> None:
    assert [text for text in spellings(day) if parse_day(text) != day] == []


@pytest.mark.parametrize("era", ERAS[:4])
def test_the_last_day_of_an_era_is_the_eve_of_the_next(era: object) -> None:
    start = era.start  # type: ignore[attr-defined]
    assert era_of(start) is era
    assert era_of(start - timedelta(days=1)) is ERAS[ERAS.index(era) + 1]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("平成31年5月1日", "令和元年5月1日"),
        ("平成32年4月1日", "令和2年4月1日"),
        ("昭和64年1月8日", "平成元年1月8日"),
        ("大正15年12月25日", "昭和元年12月25日"),
        ("明治45年7月30日", "大正元年7月30日"),
        ("R1.4.30", "平成31年4月30日"),
        ("S1.12.24", "大正15年12月24日"),
    ],
)
def test_a_day_in_the_wrong_era_is_refused_and_the_right_one_named(text: str, right: str) -> None:
    with pytest.raises(DayRefused) as refused:
        parse_day(text)
    assert right in refused.value.hint.ja
    assert right in refused.value.hint.en


@given(DAYS, st.sampled_from(ERAS))
def test_only_the_era_of_the_day_is_accepted(day: date, era: object) -> None:
    start = era.start  # type: ignore[attr-defined]
    year = day.year - start.year + 1
    text = f"{era.name}{year}年{day.month}月{day.day}日"  # type: ignore[attr-defined]
    if era is era_of(day):
        assert parse_day(text) == day
    else:
        with pytest.raises(DayRefused):
            parse_day(text)


@pytest.mark.parametrize(
    "text",
    ["", "不明", "26.4.1", "令和0年1月1日", "2026-02-29", "2026-4月1", "令和8年13月1日", "明治5年12月2日", "2026-04-01 10:30:00", "十十年", "R8.4",
     "8年4月1日", "令和8年(2025年)4月1日", "令和8年4月1日(木)", "2026年４月", "9" * 400, "\x00", "令和八十十年一月一日"],
)  # fmt: skip
def test_what_is_no_certain_day_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(DayRefused) as refused:
        parse_day(text)
    assert refused.value.hint.ja
    assert refused.value.hint.en


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_refusal(text: str) -> None:
    try:
        assert isinstance(parse_day(text), date)
    except DayRefused as refused:
        assert refused.hint.en


def test_kanji_numerals_the_square_era_and_midnight_are_read() -> None:
    assert parse_day("令和八年十二月三十一日") == date(2026, 12, 31)
    assert parse_day("㋿8年4月1日") == date(2026, 4, 1)
    assert parse_day("2026-04-01T00:00:00") == date(2026, 4, 1)


def test_before_the_change_of_calendar_there_is_no_japanese_date() -> None:
    with pytest.raises(ValueError, match="calendar"):
        wareki_text(date(1872, 12, 31))
