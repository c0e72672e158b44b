"""The compiled loop behind `Postings.probe` for many queries. Imported only then: the compiler takes a moment to start."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numba
import numpy as np
from numpy.typing import NDArray

from ...names.clues import Bounds, Weighted

if TYPE_CHECKING:
    from .postings import Postings

Ints = NDArray[Any]
ROOM = 1 << 16
compiled = numba.njit(cache=True, nogil=True)


def probe_many(postings: "Postings", queries: Sequence[Weighted], bounds: Bounds) -> list[list[int]]:
    """For each query the numbers of the names that share enough, ascending."""
    sizes = np.fromiter((len(query.weights) for query in queries), dtype=np.int64, count=len(queries))
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    clues = np.fromiter((clue for query in queries for clue in query.weights), dtype=np.uint64, count=int(starts[-1]))
    weights = np.fromiter((weight for query in queries for weight in query.weights.values()), dtype=np.int64, count=int(starts[-1]))
    totals = np.fromiter((query.total for query in queries), dtype=np.int64, count=len(queries))
    asked = (starts, postings.places(clues), weights, totals)
    held = (postings.offsets, postings.names, postings.weights, postings.totals)
    limits = (bounds.least, bounds.share, bounds.of_longer)
    count = len(postings.totals)
    scratch = (np.empty(sizes.max(), dtype=np.int64), np.zeros(count, dtype=np.int64), np.empty(count, dtype=np.int32))
    met: list[list[int]] = [[] for _ in queries]
    room = max(ROOM, count)
    found = (np.empty(room, dtype=np.int32), np.empty(room, dtype=np.int64))
    query = 0
    while query < len(queries):
        query, filled = _probe(query, asked, held, limits, scratch, found)
        for owner, name in zip(found[1][:filled].tolist(), found[0][:filled].tolist(), strict=True):
            met[owner].append(name)
    return [sorted(one) for one in met]


@compiled
def _probe(query, asked, held, limits, scratch, found):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """From this query on, until there might be no room for the next one's names: (the next query, how many were found)."""
    totals, sizes = asked[3], held[3]
    least, share, of_longer = limits
    order, shared, touched = scratch
    names, owners = found
    filled = 0
    while query < len(totals) and filled + len(sizes) <= len(names):
        known, left = _rarest_first(query, asked, held, order)
        taken, left, met = _add_up(known, left, least, asked, held, scratch)
        for number in range(met):
            name = touched[number]
            have = shared[name]
            shared[name] = 0
            small, large = min(totals[query], sizes[name]), max(totals[query], sizes[name])
            need = max(1000 * least, share * small, of_longer * large)
            if 1000 * (have + left) >= need:
                have += _looked_up(name, taken, known, asked, held, order)
                if 1000 * have >= need:
                    names[filled] = name
                    owners[filled] = query
                    filled += 1
        query += 1
    return query, filled


@compiled
def _rarest_first(query, asked, held, order):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """The places of a query's known clues by the length of their postings: (how many, what they weigh together)."""
    starts, at, weights, _ = asked
    offsets = held[0]
    known, left = 0, 0
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
        left += weights[place]
    return known, left


@compiled
def _add_up(known, left, least, asked, held, scratch):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """Add up postings until what is left cannot make a new name pass: (clues taken, weight left, names met)."""
    _, at, weights, _ = asked
    offsets, names, theirs, _ = held
    order, shared, touched = scratch
    taken, met = 0, 0
    while taken < known and left >= least:
        clue, weight = at[order[taken]], weights[order[taken]]
        for posting in range(offsets[clue], offsets[clue + 1]):
            name = names[posting]
            if shared[name] == 0:
                touched[met] = name
                met += 1
            shared[name] += min(weight, theirs[posting])
        left -= weight
        taken += 1
    return taken, left, met


@compiled
def _looked_up(name, taken, known, asked, held, order):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """What the clues that were not added up give to one name."""
    _, at, weights, _ = asked
    offsets, names, theirs, _ = held
    more = 0
    for rest in range(taken, known):
        clue, weight = at[order[rest]], weights[order[rest]]
        low, end = offsets[clue], offsets[clue + 1]
        high = end
        while low < high:
            middle = (low + high) // 2
            if names[middle] < name:
                low = middle + 1
            else:
                high = middle
        if low < end and names[low] == name:
            more += min(weight, theirs[low])
    return more
