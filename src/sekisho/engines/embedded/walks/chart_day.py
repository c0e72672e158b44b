"""A compiled chart on one day: which holdings count, for how much, and what flows down them. Everything is worked out where a walk comes by, once.

The rules are those of `sekisho.ownership.holdings`: differing rows of one pair give [the largest minimum, min(100, the sum of the maxima)], and a
maximum is capped at 100 − the *other* owners' minima.
"""

from datetime import date
from typing import Literal

import numpy as np

from .chart_rows import hundred
from .csr import Flags, Ints, distinct, firsts, of_groups, spans

Weight = Literal["low", "high", "capped"]
COLUMNS: tuple[Weight, ...] = ("low", "high", "capped")


class ChartDay:
    """The holdings of a chart as of a day, in 1/`scale` percent, filled in by `settle` for the holders that a walk touches."""

    def __init__(self, arrays: dict[str, Ints], scale: int, as_of: date) -> None:
        day = as_of.toordinal()
        self.as_of = as_of
        self.arrays, self.hundred = arrays, hundred(scale)
        self.holders = len(arrays["flags"])
        self.in_force: Flags = (arrays["starts"] <= day) & (day <= arrays["ends"])
        # a walk comes by few holders, far apart: what is worked out lies close together, a block a holder, and a page of memory holds many
        self._table = np.zeros((1024, 4), dtype=arrays["low"].dtype)
        self._used = 0
        self._blocks = np.zeros(self.holders, dtype=np.uint32)  # where the block of a holder begins, and one; 0 for one that is not worked out

    def settle(self, owned: Ints) -> None:
        """Work out every holding of these holders (places, in any order)."""
        fresh = distinct(owned[self._blocks[owned] == 0])
        counts = self.arrays["owners"][fresh + 1].astype(np.int64) - self.arrays["owners"][fresh]
        self._blocks[fresh] = self._used + firsts(counts) + 1
        fresh, counts = fresh[counts > 0], counts[counts > 0]
        if not len(fresh):
            return
        low, high, active = self._merged(of_groups(self.arrays["owners"], fresh))
        room = self.hundred - np.repeat(np.add.reduceat(low, firsts(counts)), counts)
        self._keep(np.stack((low, high, np.minimum(high, np.maximum(0, room + low)), active), axis=1))

    def _keep(self, rows: Ints) -> None:
        """Append rows to the table, which doubles where it has to grow."""
        end = self._used + len(rows)
        if end > len(self._table):
            grown = np.zeros((max(end, 2 * len(self._table)), 4), dtype=self._table.dtype)
            grown[: self._used] = self._table[: self._used]
            self._table = grown
        self._table[self._used : end] = rows
        self._used = end

    def _rows(self, holdings: Ints) -> Ints:
        """Where holdings, worked out before, lie in the table."""
        owned = self.arrays["owned"][holdings]
        rows: Ints = self._blocks[owned].astype(np.int64) - 1 + holdings - self.arrays["owners"][owned]
        return rows

    def weight(self, weight: Weight, holdings: Ints) -> Ints:
        """What holdings, worked out before, weigh, in 1/`scale` percent."""
        weighs: Ints = self._table[self._rows(holdings), COLUMNS.index(weight)]
        return weighs

    def active(self, holdings: Ints) -> Flags:
        """Which of the holdings, worked out before, have a row in force."""
        live: Flags = self._table[self._rows(holdings), 3] > 0
        return live

    def _merged(self, holdings: Ints) -> tuple[Ints, Ints, Flags]:
        """Minimum and maximum of each holding over its rows in force, and whether any is."""
        start = self.arrays["rows"][holdings].astype(np.int64)
        lengths = self.arrays["rows"][holdings + 1].astype(np.int64) - start
        rows = spans(start, start + lengths)
        live: Flags = self.in_force[self.arrays["period"][rows]]
        low = np.where(live, self.arrays["low"][rows], 0).astype(np.int64)
        high = np.where(live, self.arrays["high"][rows], 0).astype(np.int64)
        if len(rows) == len(holdings):
            return low, high, live
        first = firsts(lengths)
        merged = np.minimum(self.hundred, np.add.reduceat(high, first))
        return np.maximum.reduceat(low, first), merged, np.logical_or.reduceat(live, first)

    def downward(self, owners: Ints) -> tuple[Ints, Ints]:
        """The holdings of some owners and whom they hold, worked out; those of no weight today included."""
        holdings = self.arrays["holdings"][of_groups(self.arrays["held"], owners)]
        owned = self.arrays["owned"][holdings]
        self.settle(owned)
        return holdings, owned

    def known(self, holders: Ints) -> Ints:
        """Those of the holders that a row in force names."""
        self.settle(holders)
        named = np.zeros(self.holders, dtype=np.bool_)
        above = of_groups(self.arrays["owners"], holders)
        named[self.arrays["owned"][above[self.active(above)]]] = True
        below, _ = self.downward(holders)
        named[self.arrays["owner"][below[self.active(below)]]] = True
        return holders[named[holders]]

    def over(self, seeds: Ints, needed: int, weight: Weight, *, alone: bool = False) -> Flags:
        """The least set that holds the seeds and every holder in which its members together, or one `alone`, weigh at least `needed` (above 0)."""
        members: Flags = np.zeros(self.holders, dtype=np.bool_)
        members[seeds] = True
        gathered = np.zeros(0, dtype=np.int64)  # by where a holder's block begins
        fresh = seeds
        while len(fresh):
            holdings, owned = self.downward(fresh)
            outside = ~members[owned]
            holdings, owned = holdings[outside], owned[outside]
            weighs = self.weight(weight, holdings)
            if not alone:
                gathered = np.concatenate((gathered, np.zeros(self._used - len(gathered), dtype=np.int64)))
                blocks = self._blocks[owned].astype(np.int64) - 1
                np.add.at(gathered, blocks, weighs)
                weighs = gathered[blocks]
            fresh = distinct(owned[weighs >= needed])
            members[fresh] = True
        return members

    def levels(self, seeds: Ints, over: Flags, weight: Weight) -> Ints:
        """How many stakes of weight lie between each member of `over` and the nearest seed; -1 where none leads there."""
        level = np.full(self.holders, -1, dtype=np.int32)
        level[seeds] = 0
        fresh, depth = seeds, 0
        while len(fresh):
            depth += 1
            holdings, owned = self.downward(fresh)
            fresh = distinct(owned[over[owned] & (level[owned] < 0) & (self.weight(weight, holdings) > 0)])
            level[fresh] = depth
        return level

    def above(self, holders: Ints) -> Ints:
        """The holders, and all that stand above them by rows in force or by control at any date, ascending."""
        seen: Flags = np.zeros(self.holders, dtype=np.bool_)
        seen[holders] = True
        fresh = holders
        while len(fresh):
            self.settle(fresh)
            holdings = of_groups(self.arrays["owners"], fresh)
            owners = self.arrays["owner"][holdings[self.active(holdings)]]
            controllers = self.arrays["controllers"][of_groups(self.arrays["controlled"], fresh)]
            owners = np.concatenate((owners, controllers))
            fresh = distinct(owners[~seen[owners]])
            seen[fresh] = True
        return np.flatnonzero(seen)
