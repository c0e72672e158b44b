"""The stakes that count on one day, merged to one holding for each owner and owned.

Rules (contract: `owners`): periods include both ends; identical rows count once; differing rows for the same owner and owned that are active
at once give [the largest minimum, min(100, the sum of the maxima)]; holdings in oneself are left out; a maximum is capped at 100 − the *other*
owners' minima. Amounts are exact: whole numbers of 1/`scale` percent where the shares have a modest common denominator, else fractions with
`scale` 1.
"""

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ..terms import Period, Share
from .model import Chart, Control, HolderKind, Stake

Amount = int | Fraction
_WIDEST_SCALE_BITS = 2048


class Holding(NamedTuple):
    """What one owner holds of one owned, in 1/`scale` percent; `capped` is `high` after the other owners' minima. `rows` are the distinct stakes."""

    low: Amount
    high: Amount
    capped: Amount
    rows: Sequence[Stake]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """A chart as of a day. `owners_of[owned][owner]` and `owned_by[owner]` hold the same holdings.

    `ever_owned` are the holders that a row of any date names as owned, `self_held` those that hold themselves. `controls` are those of the day by
    the entity that they are over, `stated` the codes of the gaps that sources state on the day, by holder, `states`
    whether any holder is a state.
    """

    scale: int
    owners_of: Mapping[str, Mapping[str, Holding]]
    owned_by: Mapping[str, tuple[tuple[str, Holding], ...]]
    ever_owned: Container[str]
    self_held: Container[str]
    kinds: Mapping[str, HolderKind]
    controls: Mapping[str, tuple[Control, ...]] = field(default_factory=dict)
    stated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    states: bool = False

    @property
    def hundred(self) -> int:
        return 100 * self.scale

    def knows(self, holder: str) -> bool:
        """Whether an active row names the holder."""
        return holder in self.owned_by or holder in self.owners_of


def holdings_on(chart: Chart, as_of: date) -> Holdings:
    """The holdings of `chart` on a day, in one pass over its rows."""
    scale = _scale(stake.share for stake in chart.stakes)
    active: dict[str, dict[str, list[Stake]]] = {}
    ever: set[str] = set()
    self_held: set[str] = set()
    for stake in chart.stakes:
        if stake.owner == stake.owned:
            self_held.add(stake.owned)
            continue
        ever.add(stake.owned)
        if stake.period.holds(as_of):
            active.setdefault(stake.owned, {}).setdefault(stake.owner, []).append(stake)
    owners_of = {owned: _merged(by_owner, scale) for owned, by_owner in active.items()}
    owned_by: dict[str, list[tuple[str, Holding]]] = {}
    for owned, by_owner in owners_of.items():
        for owner, holding in by_owner.items():
            owned_by.setdefault(owner, []).append((owned, holding))
    return Holdings(
        scale=scale,
        owners_of=owners_of,
        owned_by={owner: tuple(held) for owner, held in owned_by.items()},
        ever_owned=frozenset(ever),
        self_held=frozenset(self_held),
        kinds={holder.id: holder.kind for holder in chart.holders},
        controls=controls_on(chart, as_of),
        stated=stated_on(chart, as_of),
        states=any(holder.kind == "state" for holder in chart.holders),
    )


def controls_on(chart: Chart, as_of: date) -> dict[str, tuple[Control, ...]]:
    """The control of a day by the entity it is over: what is said twice once, in an order that does not depend on the files' order."""
    by_entity: dict[str, dict[tuple[object, ...], Control]] = {}
    for control in sorted(chart.controls, key=_control_order):
        if control.period.holds(as_of) and control.holder != control.entity:
            said = (control.holder, control.kind, control.share, control.period)
            by_entity.setdefault(control.entity, {}).setdefault(said, control)
    return {entity: tuple(said.values()) for entity, said in by_entity.items()}


def stated_on(chart: Chart, as_of: date) -> dict[str, tuple[str, ...]]:
    """The codes of the gaps that sources state on a day, by holder."""
    by_holder: dict[str, set[str]] = {}
    for gap in chart.stated_gaps:
        if gap.period.holds(as_of):
            by_holder.setdefault(gap.holder, set()).add(gap.code)
    return {holder: tuple(sorted(codes)) for holder, codes in by_holder.items()}


def shown(holding: Holding, scale: int) -> Stake:
    """One stake that stands for a holding: the row itself, or where rows differ a stake with the merged share and every source."""
    first = holding.rows[0]
    if len(holding.rows) == 1:
        return first
    starts = [row.period.start for row in holding.rows if row.period.start]
    ends = [row.period.end for row in holding.rows if row.period.end]
    names = sorted({row.source.name for row in holding.rows})
    return replace(
        first,
        share=Share(minimum=Fraction(holding.low, scale), maximum=Fraction(holding.high, scale)),
        period=Period(start=max(starts, default=None), end=min(ends, default=None)),
        source=replace(first.source, name="; ".join(names), verified=all(row.source.verified for row in holding.rows)),
    )


def _merged(by_owner: Mapping[str, list[Stake]], scale: int) -> dict[str, Holding]:
    hundred = 100 * scale
    ranges: dict[str, tuple[Amount, Amount, tuple[Stake, ...]]] = {}
    for owner, stakes in by_owner.items():
        if len(stakes) == 1:
            share = stakes[0].share
            ranges[owner] = _amount(share.minimum, scale), _amount(share.maximum, scale), tuple(stakes)
            continue
        rows = _distinct(stakes)
        low = max(_amount(row.share.minimum, scale) for row in rows)
        high = min(hundred, sum(_amount(row.share.maximum, scale) for row in rows))
        ranges[owner] = low, high, rows
    room = hundred - sum([low for low, _, _ in ranges.values()])
    return {owner: Holding(low, high, min(high, max(0, room + low)), rows) for owner, (low, high, rows) in ranges.items()}


def _distinct(stakes: Iterable[Stake]) -> tuple[Stake, ...]:
    """Rows that say the same (share and period) once, in an order that does not depend on the files' order."""
    said: dict[tuple[object, ...], Stake] = {}
    for stake in sorted(stakes, key=_order):
        said.setdefault((stake.share, stake.period), stake)
    return tuple(said.values())


def _order(stake: Stake) -> tuple[object, ...]:
    start, end = stake.period.start or date.min, stake.period.end or date.max
    return stake.share.minimum, stake.share.maximum, start, end, stake.source.name, stake.source.sha256, stake.source.url


def _control_order(control: Control) -> tuple[object, ...]:
    start, end, source = control.period.start or date.min, control.period.end or date.max, control.source
    share = control.share
    return control.holder, control.kind, share.minimum, share.maximum, start, end, source.name, source.sha256, source.url


def _scale(shares: Iterable[Share]) -> int:
    denominators = {number.denominator for share in shares for number in (share.minimum, share.maximum)}
    scale = 1
    for denominator in denominators:
        scale = math.lcm(scale, denominator)
        if scale.bit_length() > _WIDEST_SCALE_BITS:
            return 1
    return scale


def _amount(number: Fraction, scale: int) -> Amount:
    if number.denominator == 1:
        return number.numerator * scale
    whole, rest = divmod(scale, number.denominator)
    return number * scale if rest else number.numerator * whole
