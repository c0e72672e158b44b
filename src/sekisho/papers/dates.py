"""Days as an officer writes them: the Japanese era (和暦) with the Western date (西暦) beside it."""

from datetime import date

from ..terms import Lang, Period
from .words import word

ERAS = (
    (date(2019, 5, 1), "令和", "Reiwa"),
    (date(1989, 1, 8), "平成", "Heisei"),
    (date(1926, 12, 25), "昭和", "Showa"),
    (date(1912, 7, 30), "大正", "Taisho"),
    (date(1868, 1, 25), "明治", "Meiji"),
)


def day_text(day: date, lang: Lang) -> str:
    """`令和8年4月1日(2026-04-01)`, or `2026-04-01 (Reiwa 8)`; a day before Meiji has its ISO form alone."""
    for start, japanese, roman in ERAS:
        if day >= start:
            year = day.year - start.year + 1
            if lang == "ja":
                return f"{japanese}{'元' if year == 1 else year}年{day.month}月{day.day}日({day.isoformat()})"
            return f"{day.isoformat()} ({roman} {year})"
    return day.isoformat()


def period_text(period: Period, lang: Lang) -> str:
    """An open end is left unsaid; a period without any end is a dash."""
    parts = []
    if period.start:
        parts.append(word(lang, "since", start=day_text(period.start, lang)))
    if period.end:
        parts.append(word(lang, "until", end=day_text(period.end, lang)))
    return " ".join(parts) or word(lang, "dash")
