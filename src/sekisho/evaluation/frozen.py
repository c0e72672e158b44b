"""What a notice froze, as one digest: what was published is what is reckoned, and a change is another notice (GPA X:7(c), X:11)."""

from collections.abc import Mapping
from fractions import Fraction

from ..canonical import digest_of
from ..terms import decimal_text
from .criteria import Criteria, Criterion
from .model import Terms

NUMBERS = ("technical_points", "price_points", "base_points", "minimum_score", "tax_rate")


def notice_digest(terms: Terms) -> str:
    """The SHA-256 that names what the notice froze: formula, points, rounding, tie rule, minimum, security's role, criteria and weights.

    The ceiling is no part of it (it is secret before opening), nor is a lottery.
    """
    return digest_of(
        {
            "preset": terms.preset.lower(),
            "numbers": {name: _text(getattr(terms, name)) for name in NUMBERS},
            "parameters": {name: _text(number) for name, number in sorted(terms.parameters.items())},
            "formulas": dict(terms.formulas),
            "rounding": [terms.rounding.mode, terms.rounding.places, terms.rounding.applies_to] if terms.rounding else None,
            "security": terms.security,
            "tie": terms.tie,
            "criteria": _criteria(terms.criteria) if terms.criteria else None,
            **({"unit_items": [[one.id, _text(one.quantity), one.unit] for one in terms.unit_prices.items]} if terms.unit_prices else {}),
        }
    )


def lots_digest(lots: Mapping[str, Terms], *, most: int | None) -> str:
    """The SHA-256 that names what the notice froze of a tender with lots: every lot in its order, and the most that one bidder may win."""
    return digest_of({"lots": [[lot, notice_digest(terms)] for lot, terms in lots.items()], "most": most})


def _criteria(criteria: Criteria) -> dict[str, object]:
    return {
        "items": [_item(one) for one in criteria.items],
        "grades": {grade: _text(percent) for grade, percent in sorted(criteria.grades.items())},
        "absent": criteria.absent,
        "mandatory_by": criteria.mandatory_by,
    }


def _item(one: Criterion) -> dict[str, object]:
    security = {verdict.word: _text(percent) for verdict, percent in sorted(one.security.items())} if one.security else None
    return {
        "id": one.id,
        "title": one.title,
        "mandatory": one.mandatory,
        "points": _text(one.points),
        "security": security,
        "items": [_item(inner) for inner in one.items],
    }


def _text(number: Fraction | None) -> str | None:
    return None if number is None else decimal_text(number) if number.denominator == 1 else f"{number.numerator}/{number.denominator}"
