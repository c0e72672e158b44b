"""The compiled loop behind `Postings.probe` for many queries. Imported only then: the compiler takes a moment to start."""

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numba
import numpy as np
from numpy.typing import NDArray

from ...names.clues import Bounds, Weighted

if TYPE_CHECKING:
    from .postings import Postings

Ints = NDArray[Any]
ROOM, BLOCK = 1 << 16, 256
compiled = numba.njit(cache=True, nogil=True)


def probe_many(postings: "Postings", queries: Sequence[Weighted], bounds: Bounds) -> list[list[int]]:
    """For each query the numbers of the names that share enough, ascending."""
    sizes = np.fromiter((len(query.weights) for query in queries), dtype=np.int64, count=len(queries))
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    every = int(starts[-1])
    clues = np.fromiter(chain.from_iterable([query.weights for query in queries]), dtype=np.uint64, count=every)
    weights = np.fromiter(chain.from_iterable([query.weights.values() for query in queries]), dtype=np.int64, count=every)
    totals = np.fromiter((query.total for query in queries), dtype=np.int64, count=len(queries))
    asked = (starts, postings.places(clues), weights, totals)
    held = (postings.offsets, postings.names, postings.weights, postings.totals)
    limits = (bounds.least, bounds.share, bounds.of_longer)
    count, longest = len(postings.totals), int(sizes.max())
    scratch = (np.empty(longest, dtype=np.int64), np.zeros(count, dtype=np.int32))
    met: list[list[int]] = [[] for _ in queries]
    room = max(ROOM, count)
    found = (np.empty(room, dtype=np.uint32), np.empty(room, dtype=np.int64))
    query = 0
    while query < len(queries):
        query, filled = _probe(query, asked, held, limits, scratch, found)
        for owner, number in zip(found[1][:filled].tolist(), postings.numbers[found[0][:filled]].tolist(), strict=True):
            met[owner].append(number)
    return [sorted(one) for one in met]


@compiled
def _probe(query, asked, held, limits, scratch, found):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """From this query on, until there might be no room for the next one's names: (the next query, how many were found)."""
    totals, sizes = asked[3], held[3]
    least, share, of_longer = limits
    shared = scratch[1]
    names, owners = found
    filled = 0
    while query < len(totals) and filled + len(sizes) <= len(names):
        known, left = _rarest_first(query, asked, held, scratch[0])
        taken, left = _add_up(known, left, least, asked, held, scratch)
        enough = max(1, least - left)
        for start in range(0, len(shared), BLOCK):
            end = min(start + BLOCK, len(shared))
            if _none(shared, start, end, enough):
                continue
            for name in range(start, end):
                have = np.int64(shared[name])
                if have < enough:
                    continue
                small, large = min(totals[query], sizes[name]), max(totals[query], sizes[name])
                need = max(1000 * least, share * small, of_longer * large)
                if 1000 * (have + left) >= need and _passes(name, have, left, need, taken, known, asked, held, scratch[0]):
                    names[filled] = name
                    owners[filled] = query
                    filled += 1
        shared[:] = 0
        query += 1
    return query, filled


@compiled
def _none(shared, start, end, enough):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """Whether no name of a block has enough: a loop without a branch, which the compiler makes wide."""
    found = 0
    for name in range(start, end):
        found += shared[name] >= enough
    return found == 0


@compiled
def _rarest_first(query, asked, held, order):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """The places of a query's known clues by the length of their postings: (how many, what they weigh together)."""
    starts, at, weights, _ = asked
    offsets = held[0]
    known, whole = 0, 0
    for place in range(starts[query], starts[query + 1]):
        if at[place] < 0:
            continue
        length = offsets[at[place] + 1] - offsets[at[place]]
        slot = known
        while slot > 0 and offsets[at[order[slot - 1]] + 1] - offsets[at[order[slot - 1]]] > length:
            order[slot] = order[slot - 1]
            slot -= 1
        order[slot] = place
        known += 1
        whole += weights[place]
    return known, whole


@compiled
def _add_up(known, left, least, asked, held, scratch):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """Add up postings as long as what is left could make a new name pass, and half as far again, which spares looking up: (taken, weight left)."""
    _, at, weights, _ = asked
    offsets, names, theirs, _ = held
    order, shared = scratch
    taken = 0
    while taken < known and 2 * left >= least:
        clue, weight = at[order[taken]], weights[order[taken]]
        for posting in range(offsets[clue], offsets[clue + 1]):
            shared[names[posting]] += min(weight, theirs[posting])
        left -= weight
        taken += 1
    return taken, left


@compiled
def _passes(name, have, left, need, taken, known, asked, held, order):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """Look a name up in the lists that were not added up, until it can no longer pass."""
    _, at, weights, _ = asked
    offsets, names, theirs, _ = held
    for rest in range(taken, known):
        weight = weights[order[rest]]
        left -= weight
        low, end = offsets[at[order[rest]]], offsets[at[order[rest]] + 1]
        high = end
        while low < high:
            middle = (low + high) // 2
            if names[middle] < name:
                low = middle + 1
            else:
                high = middle
        if low < end and names[low] == name:
            have += min(weight, theirs[low])
        if 1000 * (have + left) < need:
            return False
    return 1000 * have >= need
