"""The published formulas, exactly: scores of the bids that remain after the gates, each with every step of its arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..terms import Text, decimal_text
from .model import Rounding, Step
from .presets import Formula

TECHNICAL = Text(ja="技術点", en="Technical points")
PRICE = Text(ja="価格点", en="Price points")
TOTAL = Text(ja="総合評価点", en="Total")
VALUE = Text(ja="評価値", en="Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """A bid that passed the gates: technical score before rounding, price on the tender's tax basis."""

    bid: str
    technical: Fraction
    price: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the notice fixed: the formula, its points, base points of a division, rounding, and the ceiling (or None)."""

    formula: Formula
    price_points: Fraction
    base_points: Fraction
    rounding: Rounding
    ceiling: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """One bid's scores. `order` is what bids are ranked by, greater first; `price` is None where the formula gives no price points."""

    bid: str
    technical: Fraction
    price: Fraction | None
    total: Fraction | None
    unrounded: Fraction | None
    order: Fraction
    steps: tuple[Step, ...]


def rounded(number: Fraction, rounding: Rounding) -> Fraction:
    """Round to the places, in the mode; `down` cuts towards zero."""
    if rounding.mode == "none":
        return number
    scaled = number * 10**rounding.places
    if rounding.mode == "down":
        whole = abs(scaled).__floor__() * (1 if scaled >= 0 else -1)
    elif rounding.mode == "half-up":
        whole = (abs(scaled) + Fraction(1, 2)).__floor__() * (1 if scaled >= 0 else -1)
    else:
        whole = round(scaled)
    return Fraction(whole, 10**rounding.places)


def rounds(rounding: Rounding, part: str) -> bool:
    """Whether the preset rounds this part (`technical`, `price` or `total`)."""
    return rounding.mode != "none" and (rounding.applies_to == part or (rounding.applies_to == "each" and part in ("technical", "price")))


def score(entrants: Sequence[Entrant], frame: Frame) -> dict[str, Points]:
    """The scores of these bids among themselves (the lowest-price ratio looks at no other bid)."""
    if not entrants:
        return {}
    lowest = min(one.price for one in entrants)
    return {one.bid: _points(one, frame, lowest) for one in entrants}


def _points(one: Entrant, frame: Frame, lowest: Fraction) -> Points:
    if frame.formula == "division":
        return _division(one, frame)
    if frame.formula == "lowest-price":
        return Points(bid=one.bid, technical=one.technical, price=None, total=None, unrounded=None, order=-one.price, steps=())
    return _additive(one, frame, lowest)


def _additive(one: Entrant, frame: Frame, lowest: Fraction) -> Points:
    technical = _step(TECHNICAL, decimal_text(one.technical), one.technical, frame.rounding, "technical")
    weight, price = decimal_text(frame.price_points), decimal_text(one.price)
    if frame.formula == "ceiling-ratio":
        ceiling = frame.ceiling or Fraction(0)
        exact = frame.price_points * (1 - one.price / ceiling)
        shown = f"{weight} × (1 − {price} ÷ {decimal_text(ceiling)})"
    else:
        exact = frame.price_points * lowest / one.price
        shown = f"{weight} × {decimal_text(lowest)} ÷ {price}"
    priced = _step(PRICE, shown, exact, frame.rounding, "price")
    added = technical.rounded + priced.rounded
    unrounded = one.technical + exact
    total = _step(TOTAL, f"{decimal_text(technical.rounded)} + {decimal_text(priced.rounded)}", added, frame.rounding, "total")
    return Points(
        bid=one.bid,
        technical=technical.rounded,
        price=priced.rounded,
        total=total.rounded,
        unrounded=unrounded,
        order=total.rounded,
        steps=(technical, priced, total),
    )


def _division(one: Entrant, frame: Frame) -> Points:
    summed = frame.base_points + one.technical
    shown = decimal_text(one.technical) if not frame.base_points else f"{decimal_text(frame.base_points)} + {decimal_text(one.technical)}"
    technical = _step(TECHNICAL, shown, summed, frame.rounding, "technical")
    exact = technical.rounded / one.price
    value = _step(VALUE, f"{decimal_text(technical.rounded)} ÷ {decimal_text(one.price)}", exact, frame.rounding, "total")
    return Points(
        bid=one.bid,
        technical=technical.rounded,
        price=None,
        total=value.rounded,
        unrounded=summed / one.price,
        order=value.rounded,
        steps=(technical, value),
    )


def _step(label: Text, shown: str, exact: Fraction, rounding: Rounding, part: str) -> Step:
    return Step(label=label, sum=shown, exact=exact, rounded=rounded(exact, rounding) if rounds(rounding, part) else exact)
