"""What is below a product, each component once: how deep, by which shortest path, how many pieces in all.

Breadth first without recursion; shared sub-assemblies are counted through every parent, cycles end and leave the quantity open.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .model import Bom, Component


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A component below the root. `depth` 1 is a direct part; `path` runs from the root's ref to the component's own.

    `quantity` is the pieces in one product over all paths; None where a cycle lies on a way to it, so that no number is right.
    """

    component: Component
    depth: int
    path: tuple[str, ...]
    quantity: Fraction | None


def reach(bom: Bom) -> tuple[Reached, ...]:
    """Every distinct component below the root once, nearest first and then in the BOM's own order.

    A part that the BOM uses and does not describe is reached too, as a component with no maker. O(components + parts), plus the paths' lengths.
    """
    described = {component.ref: component for component in bom.components}
    children = _children(bom)
    above = _breadth_first(bom.root, children)
    pieces = _pieces(bom.root, children, above)
    paths: dict[str, tuple[str, ...]] = {bom.root: (bom.root,)}
    reached: list[Reached] = []
    for ref, parent in above.items():
        if parent is None:
            continue
        paths[ref] = path = (*paths[parent], ref)
        component = described.get(ref) or Component(ref=ref, name=ref)
        reached.append(Reached(component=component, depth=len(path) - 1, path=path, quantity=pieces.get(ref)))
    return tuple(reached)


def depth_of(bom: Bom) -> int:
    """How many levels the BOM shows below the root (by shortest paths); 0 where it shows none."""
    return max((part.depth for part in reach(bom)), default=0)


def _children(bom: Bom) -> dict[str, dict[str, Fraction]]:
    """Parent -> child -> pieces; two rows for the same part add up."""
    children: dict[str, dict[str, Fraction]] = {}
    for part in bom.parts:
        below = children.setdefault(part.parent, {})
        below[part.child] = below.get(part.child, Fraction(0)) + part.quantity
    return children


def _breadth_first(root: str, children: Mapping[str, Mapping[str, Fraction]]) -> dict[str, str | None]:
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


def _pieces(root: str, children: Mapping[str, Mapping[str, Fraction]], reachable: Mapping[str, object]) -> dict[str, Fraction]:
    """Total pieces in topological order; refs on or below a cycle never come free and so have no entry."""
    waiting = dict.fromkeys(reachable, 0)
    for parent in reachable:
        for child in children.get(parent, ()):
            waiting[child] += 1
    totals = {root: Fraction(1)}
    free = [root] if waiting[root] == 0 else []
    settled: dict[str, Fraction] = {}
    while free:
        parent = free.pop()
        settled[parent] = totals[parent]
        for child, quantity in children.get(parent, {}).items():
            totals[child] = totals.get(child, Fraction(0)) + totals[parent] * quantity
            waiting[child] -= 1
            if waiting[child] == 0:
                free.append(child)
    return settled
