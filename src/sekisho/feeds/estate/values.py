"""Values in exports: days as tools write them, and MAC addresses, several of which may stand in one cell."""

import re
import unicodedata
from datetime import UTC, date, datetime
from functools import lru_cache

from ...estate.keys import mac_text
from ..wareki import parse_day

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?")
_EPOCH = re.compile(r"1[0-9]{9}(?:\.[0-9]+)?")
_APART = re.compile(r"[;,|/\s]+")


@lru_cache(maxsize=65_536)
def day_text(text: str) -> str:
    """A day or moment as `YYYY-MM-DD`; "" where it is none. Seconds since 1970 are understood; where month and day could be either, it is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        if match := _ISO.fullmatch(plain):
            return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        if match := _AMERICAN.fullmatch(plain):
            first, second = int(match[1]), int(match[2])
            month, day = (second, first) if first > 12 else (first, second)
            return date(int(match[3]), month, day).isoformat() if first > 12 or second > 12 or first == second else ""
        if _EPOCH.fullmatch(plain):
            return datetime.fromtimestamp(int(plain.partition(".")[0]), UTC).date().isoformat()
        return parse_day(plain).isoformat() if plain else ""
    except (ValueError, OverflowError):
        return ""


def macs_in(text: str) -> tuple[str, ...]:
    """The MAC addresses of a cell, each as it is written; () where there is none."""
    if mac_text(text):
        return (text.strip(),)
    return tuple(part for part in _APART.split(text.strip()) if mac_text(part))
