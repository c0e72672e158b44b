"""Down or up a graph of parts from some nodes: who is met first by which way, and how many pieces come together over all ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from .csr import Flags, Ints, of_groups, spans

EXACT, WIDEST = float(2**53), float(2**62)
"""Below the one, sums and products of whole numbers are exact in a float; below the other, they fit a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """`targets[starts[node]:starts[node + 1]]` in their order, and which of `quantities` each edge carries."""

    starts: Ints
    targets: Ints
    amounts: Ints
    quantities: Sequence[Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What was met, nearest first: `nodes` in the order in which they were met, `depth` of each, and the place of the one it was met from (or -1).

    `sources`, `targets` (places among the nodes, the sources ascending) and `amounts` are all the edges among them.
    """

    nodes: Ints
    depth: Ints
    before: Ints
    sources: Ints
    targets: Ints
    amounts: Ints

    def way(self, place: int) -> list[int]:
        """The nodes of a shortest way, from a start to the node at a place."""
        way = []
        while place >= 0:
            way.append(int(self.nodes[place]))
            place = int(self.before[place])
        return way[::-1]


def met(edges: Edges, starts: Ints, seen: Flags, places: Ints) -> Flow:
    """Breadth first from the starts, in the order of the edges. `seen` (all false) and `places` are scratch as long as the graph has nodes.

    `seen` holds the nodes that were met, and `places` where each stands, when it is done.
    """
    fresh = starts.astype(np.int64)
    seen[fresh] = True
    places[fresh] = np.arange(len(fresh))
    nodes, depths, before = [fresh], [np.zeros(len(fresh), dtype=np.int32)], [np.full(len(fresh), -1, dtype=np.int64)]
    walked: list[tuple[Ints, Ints, Ints]] = []
    count, depth = len(fresh), 0
    while len(fresh):
        depth += 1
        begins, ends = edges.starts[fresh], edges.starts[fresh + 1]
        along = spans(begins.astype(np.int64), ends)
        sources = np.repeat(np.arange(count - len(fresh), count), ends - begins)
        targets = edges.targets[along]
        walked.append((sources, targets, edges.amounts[along]))
        new = ~seen[targets]
        sources, targets = sources[new], targets[new]
        numbers = np.arange(len(targets))
        places[targets[::-1]] = numbers[::-1]  # of equal targets the first one stays
        first = places[targets] == numbers
        fresh = targets[first].astype(np.int64)
        seen[fresh] = True
        places[fresh] = np.arange(count, count + len(fresh))
        nodes.append(fresh)
        depths.append(np.full(len(fresh), depth, dtype=np.int32))
        before.append(sources[first])
        count += len(fresh)
    whole = [np.concatenate(parts) for parts in zip(*walked, strict=True)] if walked else [np.zeros(0, dtype=np.int64)] * 3
    return Flow(
        nodes=np.concatenate(nodes),
        depth=np.concatenate(depths),
        before=np.concatenate(before),
        sources=whole[0],
        targets=places[whole[1]],
        amounts=whole[2],
    )


def totals(quantities: Sequence[Fraction], flow: Flow, starts: Sequence[Any]) -> tuple[Ints, Flags]:
    """The pieces that come to each node met, over all ways among them, and whether that is settled: nodes on or below a cycle never are.

    `starts` are what comes to the first nodes. Whole numbers where all are and none grows beyond what a word holds, else exact fractions.
    """
    if _whole(quantities, flow.amounts, starts):
        pieces, settled = _poured(flow, _lut(quantities, np.float64)[flow.amounts], _column(starts, len(flow.nodes), np.float64))
        most = float(pieces.max(initial=0))
        if most < EXACT:
            return pieces.astype(np.int64), settled
        if most < WIDEST:
            return _poured(flow, _lut(quantities, np.int64)[flow.amounts], _column(starts, len(flow.nodes), np.int64))
    return _poured(flow, _lut(quantities, object)[flow.amounts], _column(starts, len(flow.nodes), object))


def _whole(quantities: Sequence[Fraction], amounts: Ints, starts: Sequence[Any]) -> bool:
    used = (quantities[at] for at in np.flatnonzero(np.bincount(amounts)).tolist())
    return all(one.denominator == 1 for one in used) and all(Fraction(one).denominator == 1 for one in starts)


def _lut(quantities: Sequence[Fraction], kind: Any) -> Ints:
    """Each quantity as a number of a kind; one that is not whole or does not fit stands for nothing where whole ones are asked for."""
    if kind is object:
        return np.array([*quantities, None], dtype=object)[:-1]
    return np.array([int(one) if one.denominator == 1 and one < WIDEST else 0 for one in quantities], dtype=kind)


def _column(starts: Sequence[Any], count: int, kind: Any) -> Ints:
    column = np.zeros(count, dtype=kind)
    if kind is object:
        column[:] = Fraction(0)
    column[: len(starts)] = [Fraction(one) if kind is object else int(one) for one in starts]
    return column


def _poured(flow: Flow, weights: Ints, pieces: Ints) -> tuple[Ints, Flags]:
    """In topological order, all that are free at once."""
    count = len(flow.nodes)
    begins = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(flow.sources, minlength=count), out=begins[1:])
    waiting = np.bincount(flow.targets, minlength=count)
    settled: Flags = np.zeros(count, dtype=np.bool_)
    free = np.flatnonzero(waiting == 0)
    while len(free):
        settled[free] = True
        along = of_groups(begins, free)
        to = flow.targets[along]
        np.add.at(pieces, to, pieces[flow.sources[along]] * weights[along])
        np.subtract.at(waiting, to, 1)
        freed = np.zeros(count, dtype=np.bool_)
        freed[to[waiting[to] == 0]] = True
        free = np.flatnonzero(freed)
    return pieces, settled
