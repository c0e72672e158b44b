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
ROOM = 1 << 16
CHEAPER = 16
"""So many postings are read through in the time in which one name is looked up in them."""
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
    orders = (np.empty(longest, dtype=np.int64), np.empty(longest, dtype=np.int64))
    scratch = (np.zeros(count, dtype=np.int32), np.empty(count, dtype=np.uint32))
    met: list[list[int]] = [[] for _ in queries]
    room = max(ROOM, count)
    found = (np.empty(room, dtype=np.uint32), np.empty(room, dtype=np.int64))
    query = 0
    while query < len(queries):
        query, filled = _probe(query, asked, held, limits, orders, scratch, found)
        for owner, number in zip(found[1][:filled].tolist(), postings.numbers[found[0][:filled]].tolist(), strict=True):
            met[owner].append(number)
    return [sorted(one) for one in met]


@compiled
def _probe(query, asked, held, limits, orders, scratch, found):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """From this query on, until there might be no room for the next one's names: (the next query, how many were found)."""
    totals, sizes = asked[3], held[3]
    least, share, of_longer = limits
    shared, touched = scratch
    names, owners = found
    filled = 0
    while query < len(totals) and filled + len(sizes) <= len(names):
        known, whole = _rarest_first(query, asked, held, orders[0])
        met, left = _add_up(known, whole, totals[query], limits, asked, held, orders, scratch)
        for number in range(met):
            name = touched[number]
            have = shared[name]
            shared[name] = 0
            if have + left < least:
                continue
            small, large = min(totals[query], sizes[name]), max(totals[query], sizes[name])
            need = max(1000 * least, share * small, of_longer * large)
            if 1000 * (have + left) >= need and _passes(name, have, left, need, known, asked, held, orders):
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
def _add_up(known, left, total, limits, asked, held, orders, scratch):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """Add up postings as long as what is left can still make a new name pass: (names met, weight of the clues not added up in full).

    Names are ranked by their totals, so where the weight that is left can only carry smaller names, a list is read no further than to those, unless
    reading on is cheaper than looking up in it the names that were met.
    """
    _, at, weights, _ = asked
    offsets, names, theirs, sizes = held
    least, share, _ = limits
    order, cuts = orders
    shared, touched = scratch
    met, rest = 0, 0
    for taken in range(known):
        clue, weight = at[order[taken]], weights[order[taken]]
        start, end = offsets[clue], offsets[clue + 1]
        cut = end
        if left < least or 1000 * left < share * total:
            reach = 0 if left < least or share == 0 else np.searchsorted(sizes, 1000 * left // share + 1)
            cut = start + np.searchsorted(names[start:end], reach)
            if end - cut <= CHEAPER * met:
                cut = end
        for posting in range(start, cut):
            name = names[posting]
            if shared[name] == 0:
                touched[met] = name
                met += 1
            shared[name] += min(weight, theirs[posting])
        cuts[taken] = cut
        rest += weight if cut < end else 0
        left -= weight
    return met, rest


@compiled
def _passes(name, have, left, need, known, asked, held, orders):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """Look a name up in the lists that were not read as far as it, until it passes or can no longer pass."""
    _, at, weights, _ = asked
    offsets, names, theirs, _ = held
    order, cuts = orders
    for rest in range(known):
        low, end = cuts[rest], offsets[at[order[rest]] + 1]
        if low == end:
            continue
        weight = weights[order[rest]]
        left -= weight
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
