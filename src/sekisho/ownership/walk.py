"""The aggregate cascade (OFAC FAQ 398/401 semantics): does a designated holder hold an entity at or above a threshold, surely or possibly?

A cascade, never a product: an entity in which designated owners together hold the threshold passes on *all* that it holds itself.
*Surely* is the least fixpoint on minima, *possibly* the least fixpoint on maxima (each capped at 100 − the other owners' minima, even where
contradictory rows press it below the owner's own minimum: such an entity has the gap `contradictory`). Owners that a source says exist and does
not name count as possibly designated; a remainder that no row states counts as undesignated and is shown as a gap.
Both fixpoints are work lists that touch each stake once; cycles end because a holder enters at most once.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from ..terms import HUNDRED, Share
from .controllers import Reach, control_over
from .holdings import Amount, Holding, Holdings, holdings_on
from .model import Chart, Designated, Held
from .paths import Routes, Weight, gaps_above, paths_to, routes, share_of


def held(
    chart: Chart,
    entity: str,
    designated: frozenset[str],
    *,
    possibly_designated: frozenset[str] = frozenset(),
    as_of: date,
    threshold: Fraction,
    strictly: bool = False,
    alone: bool = False,
) -> Held:
    """How surely designated holders hold `entity` at or above `threshold` percent on the day `as_of`.

    `designated` and `possibly_designated` are holder ids; the latter (a name that may be a listed one) never make anything sure. ValueError where the
    threshold is not above 0 and at most 100. `strictly`: above the threshold, not at it; `alone`: one holder by itself. The
    answer does not depend on the order of the chart's rows.
    """
    several = held_all(
        chart, (entity,), designated, possibly_designated=possibly_designated, as_of=as_of, threshold=threshold, strictly=strictly, alone=alone
    )
    return several[entity]


def held_all(
    chart: Chart,
    entities: Iterable[str],
    designated: frozenset[str],
    *,
    possibly_designated: frozenset[str] = frozenset(),
    as_of: date,
    threshold: Fraction,
    strictly: bool = False,
    alone: bool = False,
) -> dict[str, Held]:
    """`held` for many entities over one chart: the fixpoints are computed once, in O(stakes)."""
    bar = Bar(threshold=Fraction(threshold), strictly=strictly, alone=alone)
    cascade = cascade_on(chart, designated, possibly_designated, as_of=as_of, bar=bar)
    return {entity: answer(entity, cascade) for entity in dict.fromkeys(entities)}


def check_threshold(threshold: Fraction) -> None:
    """ValueError where it is not above 0 and at most 100 percent."""
    if not 0 < threshold <= HUNDRED:
        raise ValueError(f"a threshold is above 0 and at most 100 percent, not {threshold}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What members must hold of somebody for it to become a member: the threshold or more, `strictly` more, one of them `alone` or all together."""

    threshold: Fraction
    strictly: bool = False
    alone: bool = False

    def needed(self, scale: int) -> Amount:
        """The threshold in 1/`scale` percent, a whole number where it is one: comparisons are many."""
        needed = self.threshold * scale
        return needed.numerator if needed.denominator == 1 else needed

    def reached(self, one: Amount, together: Amount, needed: Amount) -> bool:
        """Whether a member's own holding, or that of all together, is enough; `needed` is that of the scale."""
        amount = one if self.alone else together
        return amount > needed or (amount == needed and not self.strictly)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cascade:
    """Both fixpoints over one day's holdings, and the ways that lead from their members up to designated holders.

    Engines fill one from a compiled chart and ask `answer`, so that a chart of any size is told in the same words.
    """

    holdings: Holdings
    designated: frozenset[str]
    possible: frozenset[str]
    threshold: Fraction
    surely: Container[str]
    possibly: Container[str]
    sure_ways: Routes
    possible_ways: Routes
    strictly: bool = False
    alone: bool = False
    kept: list[Reach] = field(default_factory=list)
    """What `controllers.reach_of` has worked out, once it was asked."""

    @property
    def bar(self) -> Bar:
        return Bar(threshold=self.threshold, strictly=self.strictly, alone=self.alone)


def cascade_on(chart: Chart, designated: frozenset[str], possible: frozenset[str], *, as_of: date, bar: Bar) -> Cascade:
    """The cascade of a day, to be asked by `answer` about any number of entities. ValueError where the threshold is none."""
    check_threshold(bar.threshold)
    return _cascade(holdings_on(chart, as_of), designated, possible, bar)


def _cascade(holdings: Holdings, designated: frozenset[str], possible: frozenset[str], bar: Bar) -> Cascade:
    sure_seeds = frozenset(filter(holdings.knows, designated))
    unnamed = frozenset(holder for holder, kind in holdings.kinds.items() if kind == "unknown")
    maybe_seeds = sure_seeds | frozenset(filter(holdings.knows, possible | unnamed))
    surely = _over(holdings, sure_seeds, bar, _low)
    possibly = _over(holdings, maybe_seeds | surely, bar, _capped)
    return Cascade(
        holdings=holdings,
        designated=designated,
        possible=possible,
        threshold=bar.threshold,
        strictly=bar.strictly,
        alone=bar.alone,
        surely=surely,
        possibly=possibly,
        sure_ways=routes(holdings, sure_seeds, surely, _low),
        possible_ways=routes(holdings, maybe_seeds, possibly, _high),
    )


def _over(holdings: Holdings, seeds: frozenset[str], bar: Bar, weight: Weight) -> frozenset[str]:
    """The least set that holds the seeds and every holder in which its members weigh what the bar asks for."""
    needed = bar.needed(holdings.scale)
    over, work = set(seeds), list(seeds)
    gathered: dict[str, Amount] = {}
    while work:
        for owned, holding in holdings.owned_by.get(work.pop(), ()):
            if owned in over:
                continue
            gathered[owned] = total = gathered.get(owned, 0) + weight(holding)
            if bar.reached(weight(holding), total, needed):
                over.add(owned)
                work.append(owned)
    return frozenset(over)


def answer(entity: str, cascade: Cascade) -> Held:
    """What the cascade says of one entity, with the paths and gaps of that entity alone."""
    designated = _certainty(entity, cascade)
    ways = cascade.sure_ways if designated == "surely" else cascade.possible_ways
    control, controlled, cut = control_over(entity, cascade)
    gaps = gaps_above(entity, cascade.holdings, cascade.designated)
    return Held(
        entity=entity,
        designated=designated,
        aggregate=_aggregate(entity, cascade),
        threshold=cascade.threshold,
        paths=paths_to(entity, cascade.holdings, ways),
        gaps=(*gaps, ("more", entity)) if cut and ("more", entity) not in gaps else gaps,
        control=control,
        controlled=controlled,
    )


def _certainty(entity: str, cascade: Cascade) -> Designated:
    if entity in cascade.designated or entity in cascade.surely:
        return "surely"
    if entity in cascade.possible:
        return "possibly"
    if entity not in cascade.holdings.ever_owned:
        return "unknown"
    return "possibly" if entity in cascade.possibly else "no"


def _aggregate(entity: str, cascade: Cascade) -> Share:
    """Σ minima of surely designated owners to Σ capped maxima of possibly designated ones; 0–100 where nothing is known of a holder not listed."""
    if entity not in cascade.holdings.ever_owned and entity not in cascade.designated:
        return Share()
    owners = cascade.holdings.owners_of.get(entity, {})
    low: Amount = sum(holding.low for owner, holding in owners.items() if owner in cascade.surely)
    high: Amount = sum(holding.capped for owner, holding in owners.items() if owner in cascade.possibly)
    minimum = share_of(low, cascade.holdings.scale)
    return Share(minimum=minimum, maximum=max(minimum, share_of(high, cascade.holdings.scale)))


def _low(holding: Holding) -> Amount:
    return holding.low


def _high(holding: Holding) -> Amount:
    return holding.high


def _capped(holding: Holding) -> Amount:
    return holding.capped
