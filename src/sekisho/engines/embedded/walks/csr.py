"""The two moves of every walk over arrays: from groups to their members, and from members to the starts of their groups."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]
Flags = NDArray[np.bool_]


def spans(starts: Ints, ends: Ints) -> Ints:
    """The whole numbers from start to end (exclusive) of each pair, one range after the other."""
    lengths = ends.astype(np.int64) - starts
    stops = np.cumsum(lengths)
    if not len(stops) or not stops[-1]:
        return np.zeros(0, dtype=np.int64)
    numbers: Ints = np.arange(stops[-1], dtype=np.int64)
    numbers += np.repeat(starts - (stops - lengths), lengths)
    return numbers


def firsts(lengths: Ints) -> Ints:
    """Where each group begins in members laid one group after the other."""
    begins: Ints = np.cumsum(lengths) - lengths
    return begins


def starts_of(groups: Ints, count: int) -> Ints:
    """For members sorted by group: `count` + 1 places, so that group g has the members start[g] to start[g + 1]."""
    places = np.zeros(count + 1, dtype=np.uint32 if len(groups) < 2**32 else np.uint64)
    np.cumsum(np.bincount(groups, minlength=count), out=places[1:])
    return places


def of_groups(starts: Ints, groups: Ints) -> Ints:
    """The members of some groups."""
    return spans(starts[groups].astype(np.int64), starts[groups + 1].astype(np.int64))


def distinct(numbers: Ints) -> Ints:
    """Ascending, each once."""
    return np.unique(numbers)


def least_whole(bits: int) -> type[np.unsignedinteger[Any]]:
    """The smallest type of whole numbers from 0 that holds so many bits."""
    return np.uint8 if bits <= 8 else np.uint16 if bits <= 16 else np.uint32 if bits <= 32 else np.uint64
