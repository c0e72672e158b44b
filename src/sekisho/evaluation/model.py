"""What the notice said about evaluation, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from ..findings import Finding
from ..tenders.shape import UnitPrices
from ..terms import Money, Text
from .assess import Assessed
from .criteria import Criteria
from .tax import TaxRate

RoundingMode = Literal["down", "half-up", "half-even", "none"]
AppliesTo = Literal["each", "price", "technical", "total"]
SecurityRole = Literal["gate", "scored", "both", "advice"]
TieRule = Literal["none", "higher-technical"]
Status = Literal["ranked", "pending", "excluded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """How, to how many decimal places, and what is rounded. `none` rounds nothing."""

    mode: RoundingMode
    places: int = 0
    applies_to: AppliesTo = "each"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lottery:
    """A lottery (くじ) that was held: who won, when, before whom."""

    winner: str
    at: date
    witnesses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The evaluation part of a tender (落札者の決定方法). Absent values take the preset's own.

    `formulas` are the notice's own, by part, where `preset` is `own`. `parameters` are the further numbers that a preset or its own formulas name.
    `low_price_line` (調査基準価格) is on the ceiling's tax basis: a bid below it waits for its investigation.
    `tax` is the row of the table of rates that `tax_rate` is from, None where the notice gives a number of its own.
    `priced`: every bid needs a price, whether or not a formula names it (a competition of proposals may do without).
    `unit_prices`: what a unit-price contract asks for; a bid's price is then the sum over its items.
    """

    preset: str
    technical_points: Fraction | None = None
    price_points: Fraction | None = None
    base_points: Fraction | None = None
    rounding: Rounding | None = None
    minimum_score: Fraction | None = None
    security: SecurityRole = "gate"
    tie: TieRule | None = None
    lottery: Lottery | None = None
    tax_rate: Fraction | None = None
    tax: TaxRate | None = None
    ceiling: Money | None = None
    low_price_line: Fraction | None = None
    parameters: Mapping[str, Fraction] = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)
    criteria: Criteria | None = None
    priced: bool = True
    unit_prices: UnitPrices | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of arithmetic, shown and kept: `label`, the sum as text, the exact value before and the value after rounding."""

    label: Text
    sum: str
    exact: Fraction
    rounded: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One bid's outcome. Scores are None where excluded; `rank` counts pending bids in, `rank_without_pending` leaves them out.

    `assessed` is the technical evaluation by items, where the tender has criteria.
    """

    bid: str
    status: Status
    technical_score: Fraction | None = None
    price_score: Fraction | None = None
    total: Fraction | None = None
    unrounded_total: Fraction | None = None
    rank: int | None = None
    rank_without_pending: int | None = None
    reason_code: str = ""
    reason: Text | None = None
    steps: tuple[Step, ...] = ()
    assessed: Assessed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The ranking. `winner` is None while a pending bid could win, on a tie that nothing settles, and where no bid remains (`why_no_winner`).

    `notice_digest` names what the notice froze: formula, criteria, weights.
    """

    preset: str
    formula: Text
    rounding: Rounding
    terms: Terms
    bids: tuple[Scored, ...]
    winner: str | None
    tie: tuple[str, ...] = ()
    why_no_winner: Text | None = None
    could_win: tuple[str, ...] = ()
    notice_digest: str = ""
    findings: tuple[Finding, ...] = field(default=())
