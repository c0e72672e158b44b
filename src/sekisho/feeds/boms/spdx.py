"""From the elements and relationships of an SPDX document, of whatever version and form, to a bill of materials.

- The product is the one element that the document describes (DESCRIBES, `documentDescribes`, `rootElement`). Where it describes none or several, the
  document stands for the product and they are its parts.
- "Contains" and "links statically" make parts. Every package that nothing contains is a part of the product itself, as a top-level component is in
  CycloneDX: that one package depends on another (`DEPENDS_ON`, `DYNAMIC_LINK` …) says what needs what, not what contains what, and is left out.
- What an element originates from is its maker (`originator`, `originatedBy`), who supplied it its supplier; one never stands in for the other.
  NOASSERTION and NONE name nobody.
- A file or snippet is no part of its own, unless the document describes it, it contains something, or it names a maker or supplier.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ...composition.model import Bom, Completeness, Component, PartOf
from ..complaints import Complaints
from .cyclonedx_words import MOST_COMPONENTS, MOST_LEVELS

NOBODY = frozenset({"", "NOASSERTION", "NONE"})
_MOST_CHARACTERS = 2_000


@dataclass(slots=True, kw_only=True)
class Elements:
    """What an SPDX document says, in the order in which it says so."""

    document: Component
    components: dict[str, Component] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    """Refs of components that are files or snippets."""
    described: list[str] = field(default_factory=list)
    contains: list[tuple[str, str]] = field(default_factory=list)
    """(container, contained)"""
    completeness: Completeness = "unknown"


def bom_of(elements: Elements, form: str, digest: str, complaints: Complaints) -> Bom:
    """The bill of materials. InputRefused where it is larger than 500,000 components or 64 levels."""
    pairs = [(parent, child) for parent, child in dict.fromkeys(elements.contains) if parent != child]
    described = [ref for ref in dict.fromkeys(elements.described) if ref in elements.components]
    parents = {parent for parent, _ in pairs}
    plain = {ref for ref in elements.files if not (ref in parents or ref in described or _names_somebody(elements.components[ref]))}
    components = {ref: one for ref, one in elements.components.items() if ref not in plain}
    if len(components) > MOST_COMPONENTS:
        raise complaints.refused("spdx.too-large")
    if len(described) == 1:
        root = described[0]
    else:
        root = elements.document.ref
        components = {root: elements.document, **components}
        pairs += [(root, ref) for ref in described]
    edges = [(parent, child) for parent, child in dict.fromkeys(pairs) if child != root and child not in plain]
    edges += _loose(root, components, edges)
    _check_levels(root, edges, complaints)
    return Bom(
        file=complaints.file,
        digest=digest,
        format=form,
        root=root,
        components=tuple(sorted(components.values(), key=lambda one: one.ref != root)),
        parts=tuple(PartOf(parent=parent, child=child) for parent, child in edges),
        completeness=elements.completeness,
    )


def clean(given: object) -> str:
    """A text on one line; "" for anything that is none."""
    return " ".join(given[:_MOST_CHARACTERS].split()) if isinstance(given, str) else ""


def type_of(purpose: str) -> str:
    """The purpose of a package in CycloneDX's words: OPERATING_SYSTEM, operatingSystem -> operating-system."""
    apart = "".join(f"-{letter}" if letter.isupper() and not purpose.isupper() else letter for letter in purpose.replace("_", "-"))
    return apart.strip("-").lower()


def _names_somebody(component: Component) -> bool:
    return component.maker is not None or component.supplier is not None


def _loose(root: str, components: Mapping[str, Component], edges: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The product contains whatever nothing else contains; of what contains only itself in a circle, the first."""
    children: dict[str, list[str]] = {}
    for parent, child in edges:
        children.setdefault(parent, []).append(child)
    contained = {child for _, child in edges}
    reached = _reach([root], children, set())
    loose = []
    for ref in (*(ref for ref in components if ref not in contained), *components):
        if ref not in reached:
            loose.append((root, ref))
            _reach([ref], children, reached)
    return loose


def _reach(starts: Iterable[str], children: Mapping[str, Sequence[str]], reached: set[str]) -> set[str]:
    queue = list(starts)
    reached.update(queue)
    while queue:
        for child in children.get(queue.pop(), ()):
            if child not in reached:
                reached.add(child)
                queue.append(child)
    return reached


def _check_levels(root: str, edges: Sequence[tuple[str, str]], complaints: Complaints) -> None:
    children: dict[str, list[str]] = {}
    for parent, child in edges:
        children.setdefault(parent, []).append(child)
    level = {root: 0}
    queue = deque([root])
    while queue:
        parent = queue.popleft()
        for child in children.get(parent, ()):
            if child not in level:
                level[child] = level[parent] + 1
                queue.append(child)
                if level[child] > MOST_LEVELS:
                    raise complaints.refused("spdx.too-large", shown=child)
