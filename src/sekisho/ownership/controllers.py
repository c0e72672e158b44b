"""Who controls an entity, or has a say in it, without or beside shares: evidence apart from the aggregate, as far up as a chart goes.

Control is passed down as the aggregate is: a holder that is designated, or that designated holders hold at the threshold, or that they control,
passes on its control and all that it holds. *Surely* counts minima and control that decides; *possibly* maxima and control that influences, too.
A mere link (a relative, an agent, a membership) is shown and passes nothing on. All of it is worked out among those above the entity alone.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..terms import Share
from .control import strength_of
from .holdings import Amount, Holding, Holdings, shown
from .model import Control, Designated, Evidence, Stake, Strength

if TYPE_CHECKING:
    from .walk import Cascade

STATE_HOLDING = "stateHolding"
MOST_CLIMBED = 5_000
MOST_EVIDENCE = 100
_RANK: Mapping[Strength, int] = {"linked": 1, "influences": 2, "decides": 3}
_WORD: Mapping[int, Strength] = {rank: word for word, rank in _RANK.items()}


def control_over(entity: str, cascade: "Cascade") -> tuple[tuple[Evidence, ...], Designated, bool]:
    """The evidence of control over an entity, how surely designated holders have it, and whether the climb was cut short (then never `no`)."""
    holdings = cascade.holdings
    if not holdings.controls and not holdings.states:
        return (), "no" if entity in holdings.ever_owned else "unknown", False
    above = _Above.of(entity, cascade)
    found = sorted(above.evidence(), key=_order)
    controlled: Designated = "no" if entity in holdings.ever_owned or entity in holdings.controls else "unknown"
    weighed = [one for one in found if one.kind != STATE_HOLDING]
    if above.cut or any(one.designated in ("surely", "possibly") and one.strength != "linked" for one in weighed):
        controlled = "possibly"
    if any(one.designated == "surely" and one.strength == "decides" for one in weighed):
        controlled = "surely"
    return tuple(found[:MOST_EVIDENCE]), controlled, above.cut or len(found) > MOST_EVIDENCE


def _climb(entity: str, holdings: Holdings) -> tuple[dict[str, None], bool]:
    """Everybody above an entity by stakes or control, breadth first, and whether there were too many."""
    seen: dict[str, None] = {entity: None}
    queue = deque([entity])
    while queue:
        holder = queue.popleft()
        for upper in _uppers(holder, holdings):
            if upper not in seen:
                if len(seen) > MOST_CLIMBED:
                    return seen, True
                seen[upper] = None
                queue.append(upper)
    return seen, False


def _uppers(holder: str, holdings: Holdings) -> list[str]:
    owners = (owner for owner, holding in holdings.owners_of.get(holder, {}).items() if holding.high > 0)
    return sorted({*owners, *(control.holder for control in holdings.controls.get(holder, ()))})


@dataclass(slots=True, kw_only=True)
class _Above:
    """What stands above one entity: who has it surely and possibly, how strongly each is tied to it, and by which next step down and up."""

    entity: str
    cascade: "Cascade"
    holders: Mapping[str, None]
    cut: bool
    surely: dict[str, str | None] = field(default_factory=dict)
    possibly: dict[str, str | None] = field(default_factory=dict)
    down: dict[str, tuple[int, str | None]] = field(default_factory=dict)
    """Holder -> how strong its strongest tie to the entity is, and the next holder on that way."""

    @classmethod
    def of(cls, entity: str, cascade: "Cascade") -> "_Above":
        holders, cut = _climb(entity, cascade.holdings)
        above = cls(entity=entity, cascade=cascade, holders=holders, cut=cut)
        kinds = cascade.holdings.kinds
        sure = [one for one in holders if one in cascade.designated or one in cascade.surely]
        maybe = [one for one in holders if one in cascade.possible or one in cascade.possibly or kinds.get(one) == "unknown"]
        above.surely = above._closure(sure, lambda holding: holding.low, 3)
        above.possibly = above._closure([*above.surely, *maybe], lambda holding: holding.capped, 2)
        above._tie()
        return above

    def _closure(self, seeds: list[str], weight: Callable[[Holding], Amount], least: int) -> dict[str, str | None]:
        """The seeds and everybody whom members hold at the threshold or control at least so strongly; each with a member above it."""
        holdings, bar = self.cascade.holdings, self.cascade.bar
        below = self._below()
        members: dict[str, str | None] = dict.fromkeys(sorted(seeds))
        work = deque(members)
        gathered: dict[str, Amount] = {}
        while work:
            upper = work.popleft()
            for lower in below.get(upper, ()):
                if lower in members:
                    continue
                holding = holdings.owners_of.get(lower, {}).get(upper)
                own = weight(holding) if holding else 0
                gathered[lower] = gathered.get(lower, 0) + own
                if bar.reached(own, gathered[lower], holdings.scale) or self._control_rank(upper, lower) >= least:
                    members[lower] = upper
                    work.append(lower)
        return members

    def _below(self) -> dict[str, list[str]]:
        below: dict[str, list[str]] = {}
        for lower in self.holders:
            for upper in _uppers(lower, self.cascade.holdings):
                if upper in self.holders:
                    below.setdefault(upper, []).append(lower)
        return below

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
        bar, scale = cascade.bar, cascade.holdings.scale
        together = upper in self.surely and lower in self.surely and holding.low > 0
        if bar.reached(holding.low, holding.low, scale) or together:
            return 3
        maybe = upper in self.possibly and lower in self.possibly
        return max(rank, 2 if bar.reached(holding.capped, holding.capped, scale) or maybe else 1)

    def _tie(self) -> None:
        """The strongest way from everybody down to the entity, strong ties first."""
        self.down[self.entity] = (3, None)
        for least in (3, 2, 1):
            queue = deque(self.down)
            while queue:
                lower = queue.popleft()
                for upper in _uppers(lower, self.cascade.holdings):
                    if upper in self.holders and upper not in self.down and self._rank(upper, lower) >= least:
                        self.down[upper] = (least, lower)
                        queue.append(upper)

    def evidence(self) -> Iterator[Evidence]:
        """Every piece at the entity itself, and above it those of holders that may be designated and of states."""
        holdings = self.cascade.holdings
        for lower in self.holders:
            if lower not in self.down:
                continue
            for control in holdings.controls.get(lower, ()):
                if lower == self.entity or self._designated(control.holder) != "no" or holdings.kinds.get(control.holder) == "state":
                    yield self._found(control, strength_of(control), control.share)
            for owner, holding in holdings.owners_of.get(lower, {}).items():
                if holdings.kinds.get(owner) == "state" and holding.high > 0:
                    stake = shown(holding, holdings.scale)
                    yield self._found(stake, _WORD[max(2, self._rank(owner, lower))], stake.share)

    def _designated(self, holder: str) -> Designated:
        return "surely" if holder in self.surely else "possibly" if holder in self.possibly else "no"

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
        members = self.surely if holder in self.surely else self.possibly
        steps: list[Stake | Control] = []
        seen = {holder, lower}
        while (upper := self._upper(holder, members)) is not None and upper not in seen:
            seen.add(upper)
            steps.append(self._step(upper, holder))
            holder = upper
        return tuple(reversed(steps))

    def _upper(self, holder: str, members: Mapping[str, str | None]) -> str | None:
        if holder in self.cascade.designated or holder in self.cascade.possible:
            return None
        if members.get(holder) is not None:
            return members[holder]
        ways = self.cascade.sure_ways if members is self.surely else self.cascade.possible_ways
        return ways.upward.get(holder)

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
