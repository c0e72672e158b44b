"""The compiled loop behind `Postings.probe` for many queries. Imported only then: the compiler takes a moment to start."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numba
import numpy as np
from numpy.typing import NDArray

from ...names.clues import Bounds, Flat, Weighted

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
    met: list[list[int]] = [[] for _ in queries]
    for owners, names, _ in _found(postings, (starts, postings.places(clues), weights, totals), bounds):
        for owner, number in zip(owners.tolist(), postings.numbers[names].tolist(), strict=True):
            met[owner].append(number)
    return [sorted(one) for one in met]


def shares_many(postings: "Postings", queries: Flat, bounds: Bounds) -> list[dict[int, float]]:
    """For each query the numbers of the names that share enough, with the shares of both that are shared, in hundredths."""
    sizes, clues = np.array(queries.sizes, dtype=np.int64), np.array(queries.clues, dtype=np.uint64)
    starts, clues, weights, totals = _merged(sizes, clues, np.repeat(np.array(queries.weights, dtype=np.int64), queries.runs))
    met: list[dict[int, float]] = [{} for _ in queries.sizes]
    for owners, names, have in _found(postings, (starts, postings.places(clues), weights, totals), bounds):
        shares = 100 * have / np.maximum(1, totals[owners]) + 100 * have / np.maximum(1, postings.totals[names])
        for owner, number, share in zip(owners.tolist(), postings.numbers[names].tolist(), shares.tolist(), strict=True):
            met[owner][number] = share
    return met


def _found(postings: "Postings", asked: tuple[Ints, Ints, Ints, Ints], bounds: Bounds) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Queries, names that share enough with them, and how much they share, a part at a time."""
    starts, _, _, totals = asked
    held = (postings.offsets, postings.names, postings.weights, postings.totals)
    limits = (bounds.least, bounds.share, bounds.of_longer)
    count, longest = len(postings.totals), int(np.diff(starts).max(initial=0))
    scratch = (np.empty(longest, dtype=np.int64), np.zeros(count, dtype=np.int32))
    room = max(ROOM, count)
    found = (np.empty(room, dtype=np.uint32), np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64))
    query = 0
    while query < len(totals):
        query, filled = _probe(query, asked, held, limits, scratch, found)
        yield found[1][:filled], found[0][:filled], found[2][:filled]


@compiled
def _merged(sizes, clues, weights):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """Each query's clues once, with the heaviest of their weights: (starts, clues, weights, totals)."""
    starts, totals = np.zeros(len(sizes) + 1, np.int64), np.zeros(len(sizes), np.int64)
    once, heaviest = np.empty_like(clues), np.empty_like(weights)
    read = 0
    for query in range(len(sizes)):
        first = starts[query]
        end = first
        for at in range(read, read + sizes[query]):
            slot = first
            while slot < end and once[slot] != clues[at]:
                slot += 1
            if slot == end:
                once[end], heaviest[end] = clues[at], weights[at]
                end += 1
            elif heaviest[slot] < weights[at]:
                heaviest[slot] = weights[at]
        for slot in range(first, end):
            totals[query] += heaviest[slot]
        read += sizes[query]
        starts[query + 1] = end
    return starts, once[: starts[-1]], heaviest[: starts[-1]], totals


@compiled
def _probe(query, asked, held, limits, scratch, found):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """From this query on, until there might be no room for the next one's names: (the next query, how many were found)."""
    totals, sizes = asked[3], held[3]
    least, share, of_longer = limits
    shared = scratch[1]
    names, owners, shares = found
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
                if 1000 * (have + left) < need:
                    continue
                whole = _passes(name, have, left, need, taken, known, asked, held, scratch[0])
                if whole >= 0:
                    names[filled], owners[filled], shares[filled] = name, query, whole
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
    """Look a name up in the lists that were not added up, until it can no longer pass (-1): how much it shares."""
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
            return -1
    return have if 1000 * have >= need else -1
