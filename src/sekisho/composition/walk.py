"""What is below a product, each component once: how deep, by which shortest path, how many pieces in all.

Breadth first without recursion; shared sub-assemblies are counted through every parent, cycles end and leave the quantity open. An alternate is
reached in the place of the part it may replace, and adds no pieces: what is in the product anyway is walked first, alternates and their parts after.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from .model import Bom, Component

Edges = Mapping[str, Mapping[str, Fraction]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A component below the root. `depth` 1 is a direct part; `path` runs from the root's ref to the component's own, part by part.

    `quantity` is the pieces in one product over all paths; None where a cycle lies on a way to it, so that no number is right.
    `alternate_for` is "" for what is in the product. For an alternate, and for what is inside one, it is the ref of the part that the alternate may
    replace; then `quantity` is what there would be if it did so everywhere, and `path` leads through the alternate and not through that part.
    """

    component: Component
    depth: int
    path: tuple[str, ...]
    quantity: Fraction | None
    alternate_for: str = ""


def reach(bom: Bom) -> tuple[Reached, ...]:
    """Every distinct component below the root once, nearest first, then what is in the product, then in the BOM's own order.

    A part that the BOM uses and does not describe is reached too, as a component with no maker. O(components + parts), plus the paths' lengths.
    """
    children, instead = _children(bom), _alternates(bom)
    above = _breadth_first(bom.root, children)
    pieces = _pieces({bom.root: Fraction(1)}, children, above)
    paths: dict[str, tuple[str, ...]] = {bom.root: (bom.root,)}
    for ref, parent in above.items():
        if parent is not None:
            paths[ref] = (*paths[parent], ref)
    beyond = _breadth_first_beyond(above, children, instead) if instead else {}
    for ref, (before, stands_for) in beyond.items():
        paths[ref] = (*(paths[before][:-1] if before == stands_for else paths[before]), ref)
    reachable = {ref: others for ref, others in instead.items() if ref in above or ref in beyond}
    pieces |= pieces_beyond(pieces, children, reachable, beyond) if beyond else {}
    described = {component.ref: component for component in bom.components}
    del paths[bom.root]
    reached = [
        Reached(
            component=described.get(ref) or Component(ref=ref, name=ref),
            depth=len(path) - 1,
            path=path,
            quantity=pieces.get(ref),
            alternate_for=beyond[ref][1] if ref in beyond else "",
        )
        for ref, path in paths.items()
    ]
    return tuple(sorted(reached, key=lambda one: one.depth))


def depth_of(bom: Bom) -> int:
    """How many levels the BOM shows below the root (by shortest paths), alternates aside; 0 where it shows none."""
    return max((part.depth for part in reach(bom) if not part.alternate_for), default=0)


def _children(bom: Bom) -> dict[str, dict[str, Fraction]]:
    """Parent -> child -> pieces; two rows for the same part add up."""
    children: dict[str, dict[str, Fraction]] = {}
    for part in bom.parts:
        below = children.setdefault(part.parent, {})
        below[part.child] = below.get(part.child, Fraction(0)) + part.quantity
    return children


def _alternates(bom: Bom) -> dict[str, dict[str, Fraction]]:
    """Part -> what may stand in its place, piece for piece. Nothing replaces the product itself."""
    instead: dict[str, dict[str, Fraction]] = {}
    for one in bom.alternates:
        if bom.root not in (one.primary, one.alternate) and one.primary != one.alternate:
            instead.setdefault(one.primary, {})[one.alternate] = Fraction(1)
    return instead


def _breadth_first(root: str, children: Edges) -> dict[str, str | None]:
    """Every ref at or below the root in breadth-first order -> the parent on a shortest path."""
    above: dict[str, str | None] = {root: None}
    queue = deque([root])
    while queue:
        parent = queue.popleft()
        for child in children.get(parent, ()):
            if child not in above:
                above[child] = parent
                queue.append(child)
    return above


def _breadth_first_beyond(inside: Iterable[str], children: Edges, instead: Edges) -> dict[str, tuple[str, str]]:
    """What is reached only by way of an alternate -> (the ref before it, the part in whose place the alternate stands)."""
    inside = dict.fromkeys(inside)
    found: dict[str, tuple[str, str]] = {}
    queue = deque((ref, "") for ref in inside)
    while queue:
        ref, stands_for = queue.popleft()
        steps = [(other, ref) for other in instead.get(ref, ())]
        if stands_for:
            steps += [(child, stands_for) for child in children.get(ref, ())]
        for other, primary in steps:
            if other not in inside and other not in found:
                found[other] = (ref, primary)
                queue.append((other, primary))
    return found


def _pieces(starts: Mapping[str, Fraction], children: Edges, reachable: Iterable[str]) -> dict[str, Fraction]:
    """Total pieces in topological order; refs on or below a cycle never come free and so have no entry."""
    waiting = dict.fromkeys(reachable, 0)
    for parent in waiting:
        for child in children.get(parent, ()):
            if child in waiting:
                waiting[child] += 1
    totals = dict(starts)
    free = [ref for ref, before in waiting.items() if before == 0]
    settled: dict[str, Fraction] = {}
    while free:
        parent = free.pop()
        settled[parent] = totals.get(parent, Fraction(0))
        for child, quantity in children.get(parent, {}).items():
            if child in waiting:
                totals[child] = totals.get(child, Fraction(0)) + settled[parent] * quantity
                waiting[child] -= 1
                if waiting[child] == 0:
                    free.append(child)
    return settled


def pieces_beyond(pieces: Mapping[str, Fraction], children: Edges, instead: Edges, beyond: Mapping[str, object]) -> dict[str, Fraction]:
    """The pieces of what is reached only by way of an alternate, if it stood in every place it may. `instead` starts at refs that are reached."""
    starts: dict[str, Fraction] = {}
    open_ended: set[str] = set()
    for primary, alternates in instead.items():
        for alternate in alternates if primary not in beyond else ():
            if primary in pieces:
                starts[alternate] = starts.get(alternate, Fraction(0)) + pieces[primary]
            else:
                open_ended.add(alternate)
    edges: dict[str, dict[str, Fraction]] = {ref: dict(children.get(ref, {})) for ref in beyond}
    for ref in beyond:
        for alternate, one in instead.get(ref, {}).items():
            edges[ref][alternate] = edges[ref].get(alternate, Fraction(0)) + one
    unsettled = _below(open_ended, edges)
    return {ref: quantity for ref, quantity in _pieces(starts, edges, beyond).items() if ref not in unsettled}


def _below(starts: Iterable[str], edges: Edges) -> set[str]:
    """The starts and everything below them."""
    found = set(starts)
    queue = list(found)
    while queue:
        for child in edges.get(queue.pop(), ()):
            if child not in found:
                found.add(child)
                queue.append(child)
    return found
