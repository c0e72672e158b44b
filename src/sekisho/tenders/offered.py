"""What evaluators and investigators say of an offer: technical score, marks, the record of a low-price investigation."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Technical:
    """The technical evaluation (技術評価): the score before rounding and whether every mandatory item (必須) is met."""

    score: Fraction | None
    mandatory_met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What one evaluator (評価委員) gave one item: a grade, points as a decimal, or met / unmet, and why. `where` is the place in the file."""

    item: str
    given: str
    comment: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LowPriceRecord:
    """The record of a low-price investigation (低入札価格調査): when, by whom, whether the bid can be performed at its price, and why."""

    at: date
    by: str
    accepted: bool
    reason: str
