"""Components, assemblies and bills of materials (CycloneDX words)."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ..terms import Party

Completeness = Literal["complete", "incomplete", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A part. `ref` is unique within its BOM; `where` is the JSON path it was read from; `maker` None means that the BOM names none."""

    ref: str
    name: str
    type: str = "device"
    version: str = ""
    part_number: str = ""
    maker: Party | None = None
    supplier: Party | None = None
    country: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOf:
    """`child` is a part of `parent`, `quantity` pieces each."""

    parent: str
    child: str
    quantity: Fraction = Fraction(1)


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
