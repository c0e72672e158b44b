"""Why an entity is held: shortest paths from designated holders down to it, and what the chart leaves open above it."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from .holdings import Amount, Holding, Holdings, shown
from .model import Stake

MOST_PATHS = 20
MOST_STAKES_TRIED = 2_000
MOST_GAPS = 50
MOST_HOLDERS_CLIMBED = 1_000

Weight = Callable[[Holding], Amount]


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """`upward[holder]` is the owner to climb to on a shortest way to a seed (None for a seed), for every holder over the threshold."""

    upward: Mapping[str, str | None]
    weight: Weight


def routes(holdings: Holdings, seeds: frozenset[str], over: frozenset[str], weight: Weight) -> Routes:
    """Shortest ways from every holder in `over` up to a seed, breadth first; among equals the owner whose id sorts first. O(stakes)."""
    upward: dict[str, str | None] = dict.fromkeys(sorted(seeds))
    level = list(upward)
    while level:
        reached: list[str] = []
        for owner in level:
            for owned, holding in holdings.owned_by.get(owner, ()):
                if owned in over and owned not in upward and weight(holding) > 0:
                    upward[owned] = owner
                    reached.append(owned)
        level = sorted(reached)
    return Routes(upward=upward, weight=weight)


def paths_to(entity: str, holdings: Holdings, ways: Routes) -> tuple[tuple[Stake, ...], ...]:
    """At most 20 simple paths, shortest first, that together show every stake that counts (nearest to the entity first)."""
    found: list[tuple[str, ...]] = []
    covered: set[tuple[str, str]] = set()
    downward: dict[str, str | None] = {entity: None}
    for tried, (owner, owned) in enumerate(_climb(entity, holdings, ways, downward)):
        if tried == MOST_STAKES_TRIED or len(found) == MOST_PATHS:
            break
        if (owner, owned) in covered:
            continue
        holders = (*reversed(_follow(owner, ways.upward)), *_follow(owned, downward))
        if len(set(holders)) == len(holders):
            found.append(holders)
            covered.update(pairwise(holders))
    found.sort(key=lambda holders: (len(holders), holders))
    return tuple(tuple(shown(holdings.owners_of[owned][owner], holdings.scale) for owner, owned in pairwise(holders)) for holders in found)


def _climb(entity: str, holdings: Holdings, ways: Routes, downward: dict[str, str | None]) -> Iterator[tuple[str, str]]:
    """Every stake between holders over the threshold above `entity`, breadth first; fills `downward` on the way."""
    queue = deque([entity])
    while queue:
        owned = queue.popleft()
        by_owner = holdings.owners_of.get(owned, {})
        for owner in sorted(owner for owner, holding in by_owner.items() if owner in ways.upward and ways.weight(holding) > 0):
            yield owner, owned
            if owner not in downward:
                downward[owner] = owned
                if ways.upward[owner] is not None:
                    queue.append(owner)


def _follow(start: str, steps: Mapping[str, str | None]) -> list[str]:
    walked = [start]
    step = steps[start]
    while step is not None:
        walked.append(step)
        step = steps[step]
    return walked


def gaps_above(entity: str, holdings: Holdings, designated: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """What is not known at `entity` and above it, breadth first up to designated holders: (code, holder id).

    Codes: `no-chart` no row names it as owned at any date; `out-of-date` all its rows are; `remainder` its owners' maxima do not reach 100;
    `contradictory` their minima pass 100; `self-holding` it holds itself; `unknown-owner` an owner that nobody names; `more` the list was cut here.
    Sources state others: `share-unstated`, `lapsed`, `record-closed`, `no-beneficial-owners`, `direct-parent:REASON`,
    `ultimate-parent:REASON`; and joining files, `several-of-this-name`.
    """
    gaps: list[tuple[str, str]] = []
    queue, seen = deque([entity]), {entity}
    while queue:
        if len(gaps) >= MOST_GAPS or len(seen) > MOST_HOLDERS_CLIMBED:
            return (*gaps[:MOST_GAPS], ("more", queue[0]))
        holder = queue.popleft()
        if holder in designated and holder != entity:
            continue
        gaps.extend((code, holder) for code in _codes(holder, holdings, asked=holder == entity, listed=holder in designated))
        for owner in sorted(holdings.owners_of.get(holder, ())):
            if owner not in seen:
                seen.add(owner)
                queue.append(owner)
    return tuple(gaps)


def _codes(holder: str, holdings: Holdings, *, asked: bool, listed: bool) -> Iterator[str]:
    kind = holdings.kinds.get(holder, "entity")
    owners = holdings.owners_of.get(holder, {})
    if kind == "unknown":
        yield "unknown-owner"
    if holder in holdings.self_held:
        yield "self-holding"
    yield from holdings.stated.get(holder, ())
    if not owners:
        if holder in holdings.ever_owned:
            yield "out-of-date"
        elif (asked or kind == "entity") and not listed:
            yield "no-chart"
        return
    if sum(holding.low for holding in owners.values()) > holdings.hundred:
        yield "contradictory"
    if sum(holding.high for holding in owners.values()) < holdings.hundred:
        yield "remainder"


def share_of(amount: Amount, scale: int) -> Fraction:
    """An amount in 1/`scale` percent as percent, held within 0 to 100."""
    return min(Fraction(100), max(Fraction(0), Fraction(amount, scale)))
