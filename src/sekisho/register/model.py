"""Entities, names, designations, sources and editions (contract: *Register sources and editions*)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from ..terms import Identifier, Period, Source, Text
from .provenance import layer_of

if TYPE_CHECKING:
    from .approval import Approval

DESIGNATES = ("entity", "product", "class", "place", "none")
Designates = Literal["entity", "product", "class", "place", "none"]
CLASSIFICATIONS = ("public", "protected")
NAME_KINDS = ("legal", "former", "brand", "translation", "acronym", "weak")
LABEL = "label"
"""The kind of a name that labels a product, class or place and names nobody: never compared with a party's name."""
Affiliates = Literal["included", "excluded", "unstated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAs:
    """One name of an entity: script and kind say how much it proves (`weak` and `acronym` never prove identity alone)."""

    name: str
    lang: str = ""
    kind: str = "legal"
    source: Source
    classification: str = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Designation:
    """What an authority restricts, and on which conditions.

    `covers` holds kinds or groups of kinds (empty = everything); `purposes` purposes of use (empty = any); `models` the model names of a product
    designation; `country` of a place designation is ISO 3166-1 alpha-2, or `!US` for any country but that one.
    """

    designates: Designates
    authority: str
    clause: str = ""
    covers: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    affiliates: Affiliates = "unstated"
    models: tuple[str, ...] = ()
    country: str = ""
    period: Period = field(default_factory=Period)
    classification: str = "public"
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A restricted or related entity; `parent` is another entity's id or "".

    `protected` names the facts that stand in protected rows alone: `country`, `parent`, an identifier as `SCHEME VALUE`.
    """

    id: str
    names: tuple[NamedAs, ...]
    country: str = ""
    parent: str = ""
    identifiers: tuple[Identifier, ...] = ()
    designations: tuple[Designation, ...] = ()
    protected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCard:
    """What must hold of a source before a row of it is believed; `said_by`, `said_at`, `level` and `caveat` stand for rows that state none."""

    path: str
    format: str = "sekisho-csv"
    authority: str = ""
    title: str = ""
    retrieved_at: date
    good_for_days: int
    rows: int | None = None
    sha256: str = ""
    classification: str = "public"
    demo: bool = False
    said_by: str = ""
    said_at: date | None = None
    level: str = ""
    caveat: str = ""

    @property
    def layer(self) -> str:
        """In which layer of an edition the source stands."""
        return layer_of(classification=self.classification, level=self.level, caveat=self.caveat)

    def stale_on(self, day: date) -> bool:
        """Stale = the day lies beyond `retrieved_at + good_for_days`."""
        return day > self.retrieved_at + timedelta(days=self.good_for_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An immutable register edition; `digest` (hexadecimal SHA-256 of its sources and entity lines) names it.

    `layer` is `full`, or `public` where the protected layer lies elsewhere. `approval` (who signed it, as it was checked when it was opened) and
    `held` (why nothing may be clear by it at present) are no part of the file.
    """

    digest: str
    cards: tuple[SourceCard, ...]
    entities: Mapping[str, Entity]
    layer: str = "full"
    approval: "Approval | None" = None
    held: Text | None = None

    @property
    def demo(self) -> bool:
        return any(card.demo for card in self.cards)

    def stale_cards(self, day: date) -> tuple[SourceCard, ...]:
        """The sources that are past their time; all of them where the edition is held."""
        return tuple(card for card in self.cards if self.held is not None or card.stale_on(day))

    def lineage(self, entity_id: str) -> tuple[Entity, ...]:
        """The entity's parents, nearest first; a cycle ends the walk."""
        seen, found = {entity_id}, []
        here = self.entities.get(entity_id)
        while here is not None and here.parent and here.parent not in seen:
            seen.add(here.parent)
            here = self.entities.get(here.parent)
            if here is not None:
                found.append(here)
        return tuple(found)
