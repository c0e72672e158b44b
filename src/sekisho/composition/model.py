"""Components, assemblies, alternates and bills of materials (CycloneDX and SPDX words)."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ..terms import Mark, Party

Completeness = Literal["complete", "incomplete", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A part. `ref` is unique within its BOM; `where` is the place it was read from; `maker` None means that the BOM names none.

    `type` is CycloneDX's word for it, "" where the BOM says none. `cpe` and `purl` stand as the BOM gives them; `marks` are what it says besides that
    betrays a maker (USB and PCI ids, MAC addresses …). `co_makers` are further makers where the BOM names several; `makers` has them all.
    """

    ref: str
    name: str
    type: str = "device"
    version: str = ""
    part_number: str = ""
    maker: Party | None = None
    supplier: Party | None = None
    country: str = ""
    where: str = ""
    cpe: str = ""
    purl: str = ""
    marks: tuple[Mark, ...] = ()
    co_makers: tuple[Party, ...] = ()

    @property
    def makers(self) -> tuple[Party, ...]:
        """Everybody who is named as a maker."""
        return (*((self.maker,) if self.maker else ()), *self.co_makers)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOf:
    """`child` is a part of `parent`, `quantity` pieces each."""

    parent: str
    child: str
    quantity: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """`alternate` (代替部品) may stand in the place of `primary` wherever that one is used: as many pieces, and never both at once."""

    primary: str
    alternate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bom:
    """One bill of materials. `root` is the ref of the product itself; `digest` is the SHA-256 of the file."""

    file: str
    digest: str
    format: str
    root: str
    components: tuple[Component, ...]
    parts: tuple[PartOf, ...]
    completeness: Completeness = "unknown"
    alternates: tuple[Alternate, ...] = ()
