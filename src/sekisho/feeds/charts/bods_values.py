"""The single values of BODS 0.4: shares, percentages, days, texts and lists, each of them possibly anything at all."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ...terms import HUNDRED, Share


def share_of(given: object) -> Share:
    """The closed range of a `share` object; unknown where it is absent. ValueError where it is none."""
    if given is None:
        return Share()
    if not isinstance(given, dict):
        raise ValueError
    exact = percent_of(given.get("exact"))
    if exact is not None:
        return Share(minimum=exact, maximum=exact)
    lows = [percent_of(given.get(key)) for key in ("minimum", "exclusiveMinimum")]
    highs = [percent_of(given.get(key)) for key in ("maximum", "exclusiveMaximum")]
    return Share(
        minimum=max((low for low in lows if low is not None), default=Fraction(0)),
        maximum=min((high for high in highs if high is not None), default=HUNDRED),
    )


def percent_of(given: object) -> Fraction | None:
    """A number from 0 to 100; ValueError else. Bounds are checked before the exact fraction is made: `1E+999999999` is a short text."""
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | Decimal):
        raise ValueError
    if isinstance(given, Decimal) and not given.is_finite():
        raise ValueError
    if not given:
        return Fraction(0)
    if not 0 <= given <= 100 or (isinstance(given, Decimal) and (given.adjusted() < -60 or len(given.as_tuple().digits) > 60)):
        raise ValueError
    return Fraction(given)


def day_of(given: object) -> date | None:
    """A date or the date of a timestamp; None where absent; ValueError where it is neither."""
    if given is None or given == "":
        return None
    parts = re.match(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?=T|\Z)", given) if isinstance(given, str) else None
    if parts is None:
        raise ValueError
    return date(*map(int, parts.groups()))


def text_of(given: object) -> str:
    """A text with its white space folded; "" for anything else."""
    return " ".join(given.split()) if isinstance(given, str) else ""


def list_of(given: object) -> list[Any]:
    """A list; empty for anything else."""
    return given if isinstance(given, list) else []
