"""Who controls an entity, or has a say in it, without or beside shares: evidence apart from the aggregate, as far up as a chart goes.

Control is passed down as the aggregate is: a holder that is designated, or that designated holders hold at the threshold, or that they control,
passes on its control and all that it holds. *Surely* counts minima and control that decides; *possibly* maxima and control that influences, too.
A mere link (a relative, an agent, a minority of the shares) is shown, passes nothing on, and stands at most once on a way down to the entity.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..terms import Share
from .control import strength_of
from .holdings import Amount, Holdings, shown
from .model import Control, Designated, Evidence, Stake, Strength

if TYPE_CHECKING:
    from .walk import Bar, Cascade

STATE_HOLDING = "stateHolding"
MOST_CLIMBED = 2_000
MOST_EVIDENCE = 100
_RANK: Mapping[Strength, int] = {"linked": 1, "influences": 2, "decides": 3}
_WORD: Mapping[int, Strength] = {rank: word for word, rank in _RANK.items()}


def control_over(entity: str, cascade: "Cascade") -> tuple[tuple[Evidence, ...], Designated, bool]:
    """The evidence of control over an entity, how surely designated holders have it, and whether the climb was cut short (then never `no`)."""
    holdings = cascade.holdings
    if not holdings.controls and not holdings.states:
        return (), "no" if entity in holdings.ever_owned else "unknown", False
    above = _Above(entity=entity, cascade=cascade, reach=reach_of(cascade), bar=cascade.bar, needed=cascade.bar.needed(holdings.scale))
    above.tie()
    found = sorted(above.evidence(), key=_order)
    controlled: Designated = "no" if entity in holdings.ever_owned or entity in holdings.controls else "unknown"
    weighed = [one for one in found if one.kind != STATE_HOLDING]
    if above.cut or any(one.designated in ("surely", "possibly") and one.strength != "linked" for one in weighed):
        controlled = "possibly"
    if any(one.designated == "surely" and one.strength == "decides" for one in weighed):
        controlled = "surely"
    return tuple(found[:MOST_EVIDENCE]), controlled, above.cut or len(found) > MOST_EVIDENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whom designated holders reach by control where shares alone do not: each with the member above it, surely and possibly."""

    surely: Mapping[str, str]
    possibly: Mapping[str, str]


def reach_of(cascade: "Cascade") -> Reach:
    """Worked out once for a cascade: in O(control, and the stakes of whom it reaches)."""
    if not cascade.kept:
        surely = _spread(cascade, {}, sure=True)
        cascade.kept.append(Reach(surely=surely, possibly=_spread(cascade, surely, sure=False)))
    return cascade.kept[0]


def _spread(cascade: "Cascade", surely: Mapping[str, str], *, sure: bool) -> dict[str, str]:
    """Everybody whom members control, or hold at the threshold, beyond those whom the aggregate has already."""
    holdings, least = cascade.holdings, 3 if sure else 2
    bar, needed = cascade.bar, cascade.bar.needed(cascade.holdings.scale)
    reached: dict[str, str] = {}
    down = _controlled(holdings, least)

    def member(holder: str) -> bool:
        return holder in reached or _has(holder, cascade, surely, sure=sure)

    def total(owned: str) -> Amount:
        owners = holdings.owners_of.get(owned, {})
        return sum(holding.low if sure else holding.capped for owner, holding in owners.items() if member(owner))

    new = [holder for holder in surely if not _has(holder, cascade, {}, sure=False)]
    work = deque(sorted({*(holder for holder in down if member(holder)), *new}))
    while work:
        upper = work.popleft()
        owned_by = holdings.owned_by.get(upper, ()) if upper in reached or upper in surely else ()
        owned = [(lower, holding.low if sure else holding.capped) for lower, holding in owned_by]
        over = [lower for lower, own in owned if bar.reached(own, total(lower), needed)]
        for lower in sorted({*down.get(upper, ()), *over}):
            if not member(lower):
                reached[lower] = upper
                work.append(lower)
    return reached


def _controlled(holdings: Holdings, least: int) -> dict[str, list[str]]:
    """Holder -> whom it controls at least so strongly."""
    down: dict[str, list[str]] = {}
    for entity in holdings.controls:
        for control in holdings.controls[entity]:
            if _RANK[strength_of(control)] >= least:
                down.setdefault(control.holder, []).append(entity)
    return down


def _has(holder: str, cascade: "Cascade", surely: Mapping[str, str], *, sure: bool) -> bool:
    """Whether a holder is a member by its own name, by the aggregate, or surely by control."""
    if holder in cascade.designated or holder in cascade.surely or holder in surely:
        return True
    return not sure and (holder in cascade.possible or holder in cascade.possibly or cascade.holdings.kinds.get(holder) == "unknown")


def _uppers(holder: str, holdings: Holdings) -> list[str]:
    owners = (owner for owner, holding in holdings.owners_of.get(holder, {}).items() if holding.high > 0)
    return sorted({*owners, *(control.holder for control in holdings.controls.get(holder, ()))})


@dataclass(slots=True, kw_only=True)
class _Above:
    """What stands above one entity: how strongly each is tied to it, and by which next step down."""

    entity: str
    cascade: "Cascade"
    reach: Reach
    bar: "Bar"
    needed: Amount
    cut: bool = False
    down: dict[str, tuple[int, str | None]] = field(default_factory=dict)
    """Holder -> how strong its strongest tie to the entity is, and the next holder on that way."""

    def tie(self) -> None:
        """The strongest way from everybody down to the entity: strong ties first, then one weak tie at most."""
        self.down[self.entity] = (3, None)
        self._climb(self.down, 3, 3)
        self._climb(self.down, 2, 2)
        for lower in list(self.down):
            self._take(lower, 1, 1)
        self._climb((holder for holder, (rank, _) in self.down.items() if rank == 1), 2, 1)

    def _climb(self, start: Iterable[str], least: int, strength: int) -> None:
        """Everybody who is tied at least so strongly to those at the start, or to somebody who is."""
        queue = deque(list(start))
        while queue and not self.cut:
            queue.extend(self._take(queue.popleft(), least, strength))

    def _take(self, lower: str, least: int, strength: int) -> list[str]:
        """Those directly above `lower` who are tied to it at least so strongly and not met yet."""
        found = []
        for upper in _uppers(lower, self.cascade.holdings):
            if upper not in self.down and self._rank(upper, lower) >= least:
                if len(self.down) > MOST_CLIMBED:
                    self.cut = True
                    break
                self.down[upper] = (strength, lower)
                found.append(upper)
        return found

    def _control_rank(self, upper: str, lower: str) -> int:
        controls = self.cascade.holdings.controls.get(lower, ())
        return max((_RANK[strength_of(one)] for one in controls if one.holder == upper), default=0)

    def _rank(self, upper: str, lower: str) -> int:
        """How strong the tie of two neighbours is: 3 decides, 2 influences, 1 is linked."""
        cascade = self.cascade
        rank = self._control_rank(upper, lower)
        holding = cascade.holdings.owners_of.get(lower, {}).get(upper)
        if holding is None or holding.high <= 0:
            return rank
        bar, needed = self.bar, self.needed
        if bar.reached(holding.low, holding.low, needed) or (holding.low > 0 and self._both(upper, lower, sure=True)):
            return 3
        return max(rank, 2 if bar.reached(holding.capped, holding.capped, needed) or self._both(upper, lower, sure=False) else 1)

    def _both(self, upper: str, lower: str, *, sure: bool) -> bool:
        wanted = ("surely",) if sure else ("surely", "possibly")
        return self._designated(upper) in wanted and self._designated(lower) in wanted

    def evidence(self) -> Iterator[Evidence]:
        """Every piece at the entity itself, and above it those of holders that may be designated and of states."""
        holdings = self.cascade.holdings
        for lower in self.down:
            for control in holdings.controls.get(lower, ()):
                if lower == self.entity or self._designated(control.holder) != "no" or holdings.kinds.get(control.holder) == "state":
                    yield self._found(control, strength_of(control), control.share)
            for owner, holding in holdings.owners_of.get(lower, {}).items():
                if holdings.kinds.get(owner) == "state" and holding.high > 0:
                    stake = shown(holding, holdings.scale)
                    yield self._found(stake, _WORD[max(2, self._rank(owner, lower))], stake.share)

    def _designated(self, holder: str) -> Designated:
        if _has(holder, self.cascade, self.reach.surely, sure=True):
            return "surely"
        return "possibly" if holder in self.reach.possibly or _has(holder, self.cascade, {}, sure=False) else "no"

    def _found(self, said: Stake | Control, strength: Strength, share: Share) -> Evidence:
        holder, entity = (said.owner, said.owned) if isinstance(said, Stake) else (said.holder, said.entity)
        return Evidence(
            kind=STATE_HOLDING if isinstance(said, Stake) else said.kind,
            strength=_WORD[min(_RANK[strength], self.down[entity][0])],
            holder=holder,
            holder_kind=self.cascade.holdings.kinds.get(holder, "entity"),
            entity=entity,
            designated=self._designated(holder),
            share=share,
            period=said.period,
            source=said.source,
            path=(*self._from_above(holder, entity), said, *self._to_entity(entity)),
        )

    def _from_above(self, holder: str, lower: str) -> tuple[Stake | Control, ...]:
        """The way from somebody designated down to the holder, nothing where it is itself designated or nobody is."""
        sure = self._designated(holder) == "surely"
        steps: list[Stake | Control] = []
        seen = {holder, lower}
        while (upper := self._upper(holder, sure=sure)) is not None and upper not in seen:
            seen.add(upper)
            steps.append(self._step(upper, holder))
            holder = upper
        return tuple(reversed(steps))

    def _upper(self, holder: str, *, sure: bool) -> str | None:
        if holder in self.cascade.designated or holder in self.cascade.possible:
            return None
        found = self.reach.surely.get(holder) if sure else self.reach.possibly.get(holder, self.reach.surely.get(holder))
        return found or (self.cascade.sure_ways if sure else self.cascade.possible_ways).upward.get(holder)

    def _to_entity(self, holder: str) -> Iterator[Stake | Control]:
        while (lower := self.down[holder][1]) is not None:
            yield self._step(holder, lower)
            holder = lower

    def _step(self, upper: str, lower: str) -> Stake | Control:
        """The stake between two neighbours, or where control ties them more strongly, the strongest control."""
        holdings = self.cascade.holdings
        holding = holdings.owners_of.get(lower, {}).get(upper)
        controls = sorted((one for one in holdings.controls.get(lower, ()) if one.holder == upper), key=lambda one: -_RANK[strength_of(one)])
        if holding is not None and (not controls or self._rank(upper, lower) > _RANK[strength_of(controls[0])]):
            return shown(holding, holdings.scale)
        return controls[0]


def _order(one: Evidence) -> tuple[object, ...]:
    """The most telling first; then by the holders' ids, so that the order of files does not matter."""
    certainty = {"surely": 0, "possibly": 1, "no": 2, "unknown": 3}[one.designated]
    said = one.kind, str(one.period.start), str(one.period.end), one.share.minimum, one.share.maximum, one.source.name
    return certainty, -_RANK[one.strength], len(one.path), one.holder, one.entity, *said
