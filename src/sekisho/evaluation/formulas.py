"""The scores of the bids that remain after the gates, exactly as the notice's formulas say, each with every step of its arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from ..terms import Text
from .language import AGGREGATES, Expression, Undefined, divisors_in, names_in, told, value_of
from .model import Rounding, Step

PARTS = ("technical", "price", "total")
"""The scores, in the order in which they are reckoned; each may use those before it, as `technical_score` and `price_score`."""
LABELS: Mapping[str, Text] = {
    "technical": Text(ja="技術点", en="Technical points"),
    "price": Text(ja="価格点", en="Price points"),
    "total": Text(ja="総合評価点", en="Total"),
}
VALUE = Text(ja="評価値", en="Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """A bid that passed the gates: technical score as the evaluators gave it, price on the tender's tax basis."""

    bid: str
    technical: Fraction
    price: Fraction


@dataclass(frozen=True, kw_only=True)
class Formulas:
    """What a notice reckons: a formula for each of PARTS that it has, and whether bids are ranked by their total or by their price alone."""

    of: Mapping[str, Expression] = field(default_factory=dict)
    by_price: bool = False

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that any of the formulas uses."""
        return frozenset(name for formula in self.of.values() for name in names_in(formula))

    @cached_property
    def aggregates(self) -> tuple[str, ...]:
        """The names that rest on the other bids that remain."""
        return tuple(name for name in AGGREGATES if name in self.names)

    @cached_property
    def divisors(self) -> frozenset[str]:
        """The names that a formula divides by."""
        return frozenset(name for formula in self.of.values() for name in divisors_in(formula))


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the notice fixed: the formulas, their rounding, and the value of every name that is the same for all bids."""

    formulas: Formulas
    rounding: Rounding
    constants: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """One bid's scores. `order` is what bids are ranked by, greater first; a score is None where the notice has no formula for it."""

    bid: str
    technical: Fraction
    price: Fraction | None
    total: Fraction | None
    unrounded: Fraction | None
    order: Fraction
    steps: tuple[Step, ...]


class UndefinedFor(ArithmeticError):
    """A bid for which a formula has no value: which bid, which score, and what of it divides by nought."""

    def __init__(self, bid: str, part: str, divisor: str) -> None:
        super().__init__(f"{bid}: {part} divides by {divisor}, which is 0")
        self.bid, self.part, self.divisor = bid, part, divisor


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


def score(entrants: Sequence[Entrant], frame: Frame, *, shown: bool = True) -> dict[str, Points]:
    """The scores of these bids among themselves; `shown` False leaves the steps out. UndefinedFor where a formula has no value for one of them."""
    if not entrants:
        return {}
    among = aggregates(entrants)
    return {one.bid: points(one, frame, among, shown=shown) for one in entrants}


class Scorer:
    """`score` for trials by the thousand: what a bid came to among bids that are together the same is not reckoned again."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._known: dict[tuple[Fraction, ...], dict[str, tuple[Entrant, Points]]] = {}

    def score(self, entrants: Sequence[Entrant]) -> dict[str, Points]:
        """The scores of these bids among themselves, without steps."""
        return self.score_among(entrants, aggregates(entrants)) if entrants else {}

    def score_among(self, entrants: Sequence[Entrant], among: Mapping[str, Fraction]) -> dict[str, Points]:
        """The scores of bids where those that remain are together as `among` says."""
        known = self._known.setdefault(tuple(among[name] for name in self.frame.formulas.aggregates), {})
        return {one.bid: self._points(one, known, among) for one in entrants}

    def _points(self, one: Entrant, known: dict[str, tuple[Entrant, Points]], among: Mapping[str, Fraction]) -> Points:
        held = known.get(one.bid)
        if held is None or held[0] is not one:
            held = known[one.bid] = one, points(one, self.frame, among, shown=False)
        return held[1]


def aggregates(entrants: Sequence[Entrant]) -> dict[str, Fraction]:
    """What the bids that remain are, taken together."""
    prices = [one.price for one in entrants]
    return {"lowest_bid": min(prices), "highest_bid": max(prices), "best_technical": max(one.technical for one in entrants)}


def sets_further(name: str, one: Entrant, among: Mapping[str, Fraction]) -> bool:
    """Whether a bid would make the aggregate `name` another than it is `among` those that remain without it."""
    if name == "best_technical":
        return one.technical > among[name]
    return one.price < among[name] if name == "lowest_bid" else one.price > among[name]


def points(one: Entrant, frame: Frame, among: Mapping[str, Fraction], *, shown: bool = True) -> Points:
    """One bid's scores, where the bids that remain are together as `among` says."""
    exact = {**frame.constants, **among, "bid": one.price, "technical": one.technical}
    rounding_off = exact
    steps: dict[str, Step] = {}
    for part in PARTS:
        formula = frame.formulas.of.get(part)
        if formula is None:
            continue
        try:
            number = exact[f"{part}_score"] = value_of(formula, exact)
            if rounding_off is not exact:
                number = value_of(formula, rounding_off)
        except Undefined as error:
            raise UndefinedFor(one.bid, part, error.part) from error
        cut = rounded(number, frame.rounding) if rounds(frame.rounding, part) else number
        if rounding_off is exact and cut != number:
            rounding_off = dict(exact)
        if rounding_off is not exact:
            rounding_off[f"{part}_score"] = cut
        steps[part] = Step(label=_label(part, frame), sum=told(formula, rounding_off) if shown else "", exact=number, rounded=cut)
    return _points(one, frame, steps, exact.get("total_score"))


def _points(one: Entrant, frame: Frame, steps: Mapping[str, Step], unrounded: Fraction | None) -> Points:
    technical, price, total = (steps.get(part) for part in PARTS)
    ranked_by_price = frame.formulas.by_price or total is None
    return Points(
        bid=one.bid,
        technical=technical.rounded if technical else one.technical,
        price=price.rounded if price else None,
        total=total.rounded if total else None,
        unrounded=unrounded,
        order=-one.price if ranked_by_price or total is None else total.rounded,
        steps=tuple(steps.values()),
    )


def _label(part: str, frame: Frame) -> Text:
    """A total without price points is a value (評価値)."""
    return VALUE if part == "total" and "price" not in frame.formulas.of else LABELS[part]
