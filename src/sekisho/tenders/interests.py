"""Statements on conflicts of interest (利益相反の申告): who stated what, and when. Nothing here changes an outcome."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """What one role stated: `conflict` whether it has one, `statement` in its own words, `handling` what was done about it."""

    by: str
    at: date
    conflict: bool
    statement: str = ""
    handling: str = ""
