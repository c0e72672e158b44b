"""A stand-in for the name index while there is none: votes by exact keys and by the triples of what is heard, then the comparer on the best.

It promises no recall; it shows what the comparer alone would find of the names that share a sound.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

BEST = 15
MOST_SHARED = 2_000

Compare = Callable[[Any, Any], Any]


class Probe:
    """Prepared names of a register and where each of their features stands; `match` gives for each query (entity, comparison) of the best."""

    def __init__(self, names: Sequence[tuple[str, str]], prepare: Callable[[str], Any], compare: Compare) -> None:
        self.names = [(entity, prepare(name)) for entity, name in names]
        self.prepare, self.compare = prepare, compare
        self.postings: dict[str, list[int]] = defaultdict(list)
        for place, (_, prepared) in enumerate(self.names):
            for feature in _features(prepared):
                self.postings[feature].append(place)

    def match(self, queries: Sequence[str]) -> Iterator[list[tuple[str, Any]]]:
        for query in queries:
            prepared = self.prepare(query)
            yield [(self.names[place][0], self.compare(prepared, self.names[place][1])) for place in self._best(prepared)]

    def _best(self, prepared: Any) -> list[int]:
        votes: dict[int, float] = defaultdict(float)
        for feature in _features(prepared):
            found = self.postings.get(feature, ())
            if len(found) <= MOST_SHARED:
                weight = math.log(1 + len(self.names) / len(found)) if found else 0.0
                for place in found:
                    votes[place] += weight
        return heapq.nlargest(BEST, votes, key=votes.__getitem__)


def _features(prepared: Any) -> set[str]:
    keys = set(prepared.exact_keys)
    heard = {key[2:] for key in keys if key[0] in "sb"}
    return keys | {"3:" + sound[place : place + 3] for sound in heard for place in range(len(sound) - 2)}
