"""Days as American lists write them: `10/16/2017`, `March 12, 2021`, `03 Jun 2021`, and ISO 8601."""

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?:T[0-9:.]+(?:Z|[+-][0-9:]+)?)?")
_AMERICAN = re.compile(r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4})")
_WORDED = re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?P<day>[0-9]{1,2}), ?(?P<year>[0-9]{4})")
_SHORT = re.compile(r"(?P<day>[0-9]{1,2}) (?P<month>[A-Za-z]{3,9}) (?P<year>[0-9]{4})")


def read_day(text: str) -> date | None:
    """The day, or None for a blank text. ValueError where it is no day."""
    clean = " ".join(text.split())
    if not clean:
        return None
    for shape in (_ISO, _AMERICAN, _WORDED, _SHORT):
        if match := shape.fullmatch(clean):
            return date(int(match["year"]), _month(match["month"]), int(match["day"]))
    raise ValueError(f"`{clean[:40]}` is not a day")


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return _MONTHS.index(text[:3].lower()) + 1
