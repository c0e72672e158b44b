"""Many bills of materials as one: which components of different bills are one part, and where a bill goes on in another one.

A component is one part with another where both name the same maker and part number, or the same purl, or the same CPE. The bills stay as they are;
but a component that its own bill does not open, and that is the product of exactly one other bill, has that bill's parts within it.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .model import Alternate, Bom, Component, PartOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """The product of one bill: the ref of its component among the joined ones, the bill's file, digest and what it says of its completeness."""

    ref: str
    file: str
    digest: str
    completeness: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Bills of materials under refs of their own: `BILL#REF`, where BILL is the start of its digest (a single bill keeps its refs as they are)."""

    products: tuple[Product, ...]
    components: tuple[Component, ...]
    parts: tuple[PartOf, ...]
    alternates: tuple[Alternate, ...]

    def bom(self, product: Product) -> Bom:
        """What a product is made of, as one bill that goes on through the others."""
        return Bom(
            file=product.file,
            digest=product.digest,
            format="joined",
            root=product.ref,
            components=self.components,
            parts=self.parts,
            alternates=self.alternates,
        )


def join(boms: Iterable[Bom]) -> Joined:
    """The bills as one; one that comes twice counts once."""
    once = list({bom.digest: bom for bom in boms}.values())
    scoped = [_scoped(bom) for bom in once] if len(once) > 1 else once
    return Joined(
        products=tuple(Product(ref=bom.root, file=bom.file, digest=bom.digest, completeness=bom.completeness) for bom in scoped),
        components=tuple(component for bom in scoped for component in _all_of(bom)),
        parts=(*(part for bom in scoped for part in bom.parts), *_onward(scoped)),
        alternates=tuple(one for bom in scoped for one in bom.alternates),
    )


def identity(component: Component) -> str:
    """What makes a component one part with another: maker and part number, else purl, else CPE; "" where nothing does."""
    if component.maker and component.part_number:
        return part_word(component.maker.name, component.part_number)
    return f"purl {component.purl}" if component.purl else f"cpe {component.cpe}" if component.cpe else ""


def part_word(maker: str, part_number: str) -> str:
    """A maker's part number, however either is written."""
    from ..names.normalise import name_key

    return f"part {name_key(maker).key or maker} {folded(part_number)}"


def folded(text: str) -> str:
    """A part number or name without width, case and spaces at its ends."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def words_of(component: Component, ref: str) -> Iterator[str]:
    """What a component is asked for by: its ref, part number, purl, CPE, name, and its maker's part number."""
    said = (ref, component.ref, component.part_number, component.purl, component.cpe, component.name)
    yield from dict.fromkeys(folded(text) for text in said if text)
    if component.maker and component.part_number:
        yield part_word(component.maker.name, component.part_number)


def _scoped(bom: Bom) -> Bom:
    def own(ref: str) -> str:
        return f"{bom.digest[:12]}#{ref}"

    return replace(
        bom,
        root=own(bom.root),
        components=tuple(replace(component, ref=own(component.ref)) for component in bom.components),
        parts=tuple(PartOf(parent=own(part.parent), child=own(part.child), quantity=part.quantity) for part in bom.parts),
        alternates=tuple(Alternate(primary=own(one.primary), alternate=own(one.alternate)) for one in bom.alternates),
    )


def _all_of(bom: Bom) -> Iterator[Component]:
    """The components, and those that parts alone name."""
    described = {component.ref: component for component in bom.components}
    yield from described.values()
    named = (ref for ref in (bom.root, *(ref for part in bom.parts for ref in (part.parent, part.child))))
    yield from (Component(ref=ref, name=ref.partition("#")[2] or ref) for ref in dict.fromkeys(named) if ref not in described)


def _onward(boms: Sequence[Bom]) -> Iterator[PartOf]:
    """The parts of a bill again, below each component of another one that is that bill's product and is not opened there."""
    products: dict[str, list[Bom]] = {}
    for bom in boms:
        word = next((identity(component) for component in bom.components if component.ref == bom.root), "")
        if word:
            products.setdefault(word, []).append(bom)
    for bom in boms:
        opened = {part.parent for part in bom.parts}
        for component in bom.components:
            others = products.get(identity(component), []) if component.ref not in opened and component.ref != bom.root else []
            if len(others) == 1 and others[0] is not bom:
                yield from (replace(part, parent=component.ref) for part in others[0].parts if part.parent == others[0].root)
