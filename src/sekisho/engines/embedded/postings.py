"""Which names of a register hold a clue, and which of them share enough of a query's clues (the gate of one space of `sekisho.names.clues`).

The guarantee: `probe` gives every name for which `Bounds.enough(shared, …)` holds, and no other. With few queries NumPy adds up all postings;
with many, a compiled loop takes a query's rarest clues first. As soon as the clues that are left weigh less than the least that must be shared, no
name that was not met so far can pass any more; only those already met are looked up in what is left. Both ways equal the plain definition in tests.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...names.clues import Bounds, Flat, Weighted

FEW = 64
"""Up to so many queries the compiled loop is not worth its start."""
Ints = NDArray[Any]
PARTS = ("clues", "offsets", "names", "weights", "totals", "numbers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """The names of a space, counted from 0: their `totals`, and their `numbers` in the register.

    `clues` are sorted; the names `names[offsets[i]:offsets[i+1]]`, ascending, hold `clues[i]` with these `weights`.
    """

    clues: Ints
    offsets: Ints
    names: Ints
    weights: Ints
    totals: Ints
    numbers: Ints

    def __len__(self) -> int:
        return len(self.clues)

    def probe(self, queries: Sequence[Weighted], bounds: Bounds) -> list[list[int]]:
        """For each query the numbers of the names that share enough with it, ascending."""
        if not len(self) or not queries:
            return [[] for _ in queries]
        if len(queries) <= FEW:
            return [self._added_up(query, bounds).tolist() for query in queries]
        from .probing import probe_many

        return probe_many(self, queries, bounds)

    def shares(self, queries: Flat, bounds: Bounds) -> list[dict[int, float]]:
        """For each query the numbers of the names that share enough, with the shares of both names' clues that are shared, in hundredths."""
        if not len(self) or not queries.sizes:
            return [{} for _ in queries.sizes]
        if len(queries.sizes) > FEW:
            from .probing import shares_many

            return shares_many(self, queries, bounds)
        return [self._shares(query, bounds) for query in queries.one_by_one()]

    def _shares(self, query: Weighted, bounds: Bounds) -> dict[int, float]:
        names, have = self._enough(query, bounds)
        shares = 100 * have / max(1, query.total) + 100 * have / np.maximum(1, self.totals[names])
        return dict(zip(self.numbers[names].tolist(), shares.tolist(), strict=True))

    def places(self, clues: Ints) -> Ints:
        """Where each clue stands in the vocabulary; -1 for one that no name has."""
        at = np.searchsorted(self.clues, clues)
        at[at == len(self.clues)] = 0
        return np.where(self.clues[at] == clues, at, -1)

    def _added_up(self, query: Weighted, bounds: Bounds) -> Ints:
        return np.sort(self.numbers[self._enough(query, bounds)[0]])

    def _enough(self, query: Weighted, bounds: Bounds) -> tuple[Ints, Ints]:
        """The names that share enough, and how much."""
        wanted = np.fromiter(query.weights.keys(), dtype=np.uint64, count=len(query.weights))
        mine = np.fromiter(query.weights.values(), dtype=np.int64, count=len(query.weights))
        at = self.places(wanted)
        shared = np.zeros(len(self.totals), dtype=np.int64)
        for place, weight in zip(at[at >= 0].tolist(), mine[at >= 0].tolist(), strict=True):
            start, end = self.offsets[place], self.offsets[place + 1]
            shared[self.names[start:end]] += np.minimum(self.weights[start:end], weight)
        totals = self.totals.astype(np.int64)
        small, large = np.minimum(totals, query.total), np.maximum(totals, query.total)
        enough = (shared >= bounds.least) & (1000 * shared >= bounds.share * small) & (1000 * shared >= bounds.of_longer * large) & (shared > 0)
        names = np.flatnonzero(enough)
        return names, shared[names]


def compiled(names: Iterable[tuple[int, Weighted]]) -> dict[str, Ints]:
    """The arrays of Postings for (number of the name, its clues)."""
    rows = list(names)
    sizes = np.fromiter((len(held.weights) for _, held in rows), dtype=np.int64, count=len(rows))
    every = int(sizes.sum())
    clues = np.fromiter(chain.from_iterable(held.weights for _, held in rows), dtype=np.uint64, count=every)
    weights = np.fromiter(chain.from_iterable(held.weights.values() for _, held in rows), dtype=np.uint16, count=every)
    order = np.argsort(clues, kind="stable")
    vocabulary, starts = np.unique(clues[order], return_index=True)
    return {
        "clues": vocabulary,
        "offsets": np.append(starts, every).astype(np.int64),
        "names": np.repeat(np.arange(len(rows), dtype=np.uint32), sizes)[order],
        "weights": weights[order],
        "totals": np.fromiter((held.total for _, held in rows), dtype=np.int32, count=len(rows)),
        "numbers": np.fromiter((number for number, _ in rows), dtype=np.int32, count=len(rows)),
    }
