"""Days as Japanese papers write them: 令和8年4月1日, R8.4.1, 元年, full-width digits, ISO 8601 and the spellings in between.

An era holds from the day it was proclaimed, that day included. Before 1873-01-01 (明治6年) the calendar was another one: such a date has no
reading here. Serves every date in a list or case; neighbours: `case_folder` and the registers' readers.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from ..terms import Text

WEEKDAYS = "月火水木金土日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GREGORIAN_SINCE = date(1873, 1, 1)
_KANJI = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Era:
    """An era name (元号), its initials, its first day and the year that is its 元年."""

    name: str
    short: str
    letter: str
    start: date


ERAS = (
    Era(name="令和", short="令", letter="R", start=date(2019, 5, 1)),
    Era(name="平成", short="平", letter="H", start=date(1989, 1, 8)),
    Era(name="昭和", short="昭", letter="S", start=date(1926, 12, 25)),
    Era(name="大正", short="大", letter="T", start=date(1912, 7, 30)),
    Era(name="明治", short="明", letter="M", start=date(1868, 10, 23)),
)
_BY_SIGN = {sign: era for era in ERAS for sign in (era.name, era.short, era.letter)}
_SIGNS = "|".join(sorted(_BY_SIGN, key=len, reverse=True))
_TAIL = rf"(?:\((?P<weekday>[{WEEKDAYS}])(?:曜日?)?\))?"
_NUMBER = r"[0-9〇零一二三四五六七八九十]{1,4}"
_ERA_DAY = re.compile(
    rf"(?P<era>{_SIGNS})(?P<year>元|[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:\((?P<west>[0-9]{{4}})年?\))?(?P<sep>[年./-])"
    rf"(?:\((?P<west2>[0-9]{{4}})年?\))?(?P<month>{_NUMBER})(?P<sep2>[月./-])(?P<day>{_NUMBER})日?{_TAIL}",
    re.IGNORECASE,
)
_WEST_DAY = re.compile(
    rf"(?:西暦)?(?P<year>[0-9〇零一二三四五六七八九]{{4}})(?P<sep>[年./-])(?P<month>{_NUMBER})(?P<sep2>[月./-])(?P<day>{_NUMBER})日?{_TAIL}"
)
_COMPACT = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{1,2}")


class DayRefused(ValueError):
    """Text that is not one day for certain; `hint` says why and what to write, in both languages."""

    def __init__(self, ja: str, en: str) -> None:
        self.hint = Text(ja=ja, en=en)
        super().__init__(en)


def parse_day(text: str) -> date:
    """The day that `text` names: `2026-04-01`, `2026/4/1`, `2026年4月1日`, `令和8年4月1日`, `R8.4.1`, `令8.4.1`, `令和元年5月1日`, `20260401`.

    Full-width digits, kanji numerals, spaces, a weekday in brackets and both calendars at once (`令和8年(2026年)4月1日`) are read; what is
    stated twice must agree. Raises DayRefused, with a hint that names the right era where the era is wrong.
    """
    if len(text) > 60:
        raise DayRefused("日付として長すぎます。2026-04-01 のように書いてください", "too long for a date; write it like 2026-04-01")
    clean = _MIDNIGHT.sub("", unicodedata.normalize("NFKC", text).strip())
    clean = re.sub(r"\s+", "", clean).replace("−", "-").replace("‐", "-")
    if (match := _ERA_DAY.fullmatch(clean)) and _one_style(match):
        return _checked_weekday(_era_day(match), match["weekday"])
    if (match := _WEST_DAY.fullmatch(clean)) and _one_style(match):
        return _checked_weekday(_calendar_day(_number(match["year"]), match), match["weekday"])
    if match := _COMPACT.fullmatch(clean):
        return _calendar_day(int(match["year"]), match)
    if _SHORT_YEAR.fullmatch(clean):
        raise DayRefused(
            f"`{clean}` は年が2桁で、西暦か和暦か分かりません。2026-04-01 または 令和8年4月1日 のように書いてください",
            f"`{clean}` has a year of two digits: the calendar is unclear. Write 2026-04-01 or 令和8年4月1日",
        )
    shown = clean[:40]
    raise DayRefused(
        f"`{shown}` は日付として読めません。2026-04-01 または 令和8年4月1日 のように書いてください",
        f"`{shown}` is not a date that can be read. Write 2026-04-01 or 令和8年4月1日",
    )


def era_of(day: date) -> Era:
    """The era that holds on `day`; ValueError before 1873-01-01."""
    if day < GREGORIAN_SINCE:
        raise ValueError("before 1873-01-01 Japan used another calendar")
    return next(era for era in ERAS if era.start <= day)


def wareki_text(day: date) -> str:
    """`day` in the Japanese calendar, first years as 元年: `令和8年4月1日`. ValueError before 1873-01-01."""
    era = era_of(day)
    year = day.year - era.start.year + 1
    return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def _one_style(match: re.Match[str]) -> bool:
    """年 goes with 月, and `/`, `.` and `-` with themselves."""
    return match["sep2"] == ("月" if match["sep"] == "年" else match["sep"])


def _era_day(match: re.Match[str]) -> date:
    era = _BY_SIGN[match["era"].upper()]
    ordinal = 1 if match["year"] == "元" else _number(match["year"])
    if ordinal < 1:
        raise DayRefused(f"`{match[0]}`: 元号の年は元年(1年)から数えます", f"`{match[0]}`: the years of an era start at 元年 (1)")
    year = era.start.year - 1 + ordinal
    stated = match["west"] or match["west2"]
    if stated and int(stated) != year:
        raise DayRefused(
            f"`{match[0]}` は和暦と西暦が一致しません({era.name}の年は西暦{year}年です)",
            f"`{match[0]}` states two different years: the {era.name} year is {year}",
        )
    day = _calendar_day(year, match)
    if day < GREGORIAN_SINCE:
        raise DayRefused(
            "1873年(明治6年)1月1日より前は暦が異なるため、読み替えられません。西暦で書いてください",
            "before 1873-01-01 (明治6年) the calendar was another one; write the Gregorian date",
        )
    right = era_of(day)
    if right is not era:
        raise DayRefused(
            f"`{match[0]}` は{era.name}ではありません。正しくは {wareki_text(day)}({day.isoformat()})です",
            f"`{match[0]}` is not in {era.name}; the right era is {wareki_text(day)} ({day.isoformat()})",
        )
    return day


def _calendar_day(year: int, match: re.Match[str]) -> date:
    try:
        return date(year, _number(match["month"]), _number(match["day"]))
    except ValueError:
        raise DayRefused(
            f"`{match[0]}` という日は暦にありません。年月日を確かめてください",
            f"`{match[0]}` is not a day of the calendar; check year, month and day",
        ) from None


def _checked_weekday(day: date, weekday: str | None) -> date:
    right = WEEKDAYS[day.weekday()]
    if weekday and weekday != right:
        raise DayRefused(
            f"{day.isoformat()} は{right}曜日で、{weekday}曜日ではありません。日付か曜日を直してください",
            f"{day.isoformat()} is a {_WEEKDAYS_EN[day.weekday()]}, not the weekday in brackets; mend the date or the weekday",
        )
    return day


def _number(text: str) -> int:
    """Digits, or kanji numerals below one hundred (三十一) or by place (二〇二六). A form such as 十十 is a ValueError-free 0: no month or day."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1 or tens == "十" or ones == "十":
            return 0
        return (_KANJI.get(tens, 0) if tens else 1) * 10 + (_KANJI.get(ones, 0) if ones else 0)
    if text.isascii() or any(char not in _KANJI for char in text):
        return 0
    return int("".join(str(_KANJI[char]) for char in text))
