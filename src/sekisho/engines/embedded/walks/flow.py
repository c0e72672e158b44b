"""Down or up a graph of parts from some nodes: who is met first by which way, and how many pieces come together over all ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from .csr import Flags, Ints, distinct, of_groups

WIDEST = float(2**62)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """`targets[starts[node]:starts[node + 1]]` in their order, and which of `quantities` each edge carries."""

    starts: Ints
    targets: Ints
    amounts: Ints
    quantities: Sequence[Fraction]

    def of(self, nodes: Ints) -> tuple[Ints, Ints, Ints]:
        """The edges of some nodes: from, to, which quantity."""
        edges = of_groups(self.starts, nodes)
        lengths = self.starts[nodes + 1].astype(np.int64) - self.starts[nodes]
        return np.repeat(nodes, lengths), self.targets[edges].astype(np.int64), self.amounts[edges]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What was met, nearest first: `nodes` in the order in which they were met, `depth` of each, and the place of the one it was met from (or -1)."""

    nodes: Ints
    depth: Ints
    before: Ints

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
    count, depth = len(fresh), 0
    while len(fresh):
        depth += 1
        sources, targets, _ = edges.of(fresh)
        new = np.flatnonzero(~seen[targets])
        _, first = np.unique(targets[new], return_index=True)
        first.sort()
        fresh, come_from = targets[new[first]], sources[new[first]]
        seen[fresh] = True
        places[fresh] = np.arange(count, count + len(fresh))
        nodes.append(fresh)
        depths.append(np.full(len(fresh), depth, dtype=np.int32))
        before.append(places[come_from])
        count += len(fresh)
    return Flow(nodes=np.concatenate(nodes), depth=np.concatenate(depths), before=np.concatenate(before))


def totals(edges: Edges, flow: Flow, seen: Flags, places: Ints, starts: Sequence[Any]) -> tuple[Ints, Flags]:
    """The pieces that come to each node met, over all ways among them, and whether that is settled: nodes on or below a cycle never are.

    `starts` are what comes to the first nodes. Whole numbers where all are and none grows beyond what a word holds, else exact fractions.
    """
    sources, targets, amounts = edges.of(flow.nodes)
    inside = seen[targets]
    sources, targets, amounts = places[sources[inside]], places[targets[inside]], amounts[inside]
    count = len(flow.nodes)
    for kind in (np.float64, np.int64) if _whole(edges.quantities, amounts, starts) else ():
        found = _poured(count, sources, targets, _lut(edges.quantities, kind)[amounts], _column(starts, count, kind))
        if kind is np.int64:
            return found
        if float(found[0].max(initial=0)) >= WIDEST:
            break
    return _poured(count, sources, targets, _lut(edges.quantities, object)[amounts], _column(starts, count, object))


def _whole(quantities: Sequence[Fraction], amounts: Ints, starts: Sequence[Any]) -> bool:
    used = (quantities[at] for at in distinct(amounts).tolist())
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


def _poured(count: int, sources: Ints, targets: Ints, weights: Ints, pieces: Ints) -> tuple[Ints, Flags]:
    """In topological order, all that are free at once."""
    order = np.argsort(sources, kind="stable")
    targets, weights = targets[order], weights[order]
    begins = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(sources, minlength=count), out=begins[1:])
    waiting = np.bincount(targets, minlength=count)
    settled: Flags = np.zeros(count, dtype=np.bool_)
    free = np.flatnonzero(waiting == 0)
    while len(free):
        settled[free] = True
        edges = of_groups(begins, free)
        to = targets[edges]
        come = np.repeat(pieces[free], begins[free + 1] - begins[free]) * weights[edges]
        np.add.at(pieces, to, come)
        np.subtract.at(waiting, to, 1)
        free = distinct(to[waiting[to] == 0])
    return pieces, settled
