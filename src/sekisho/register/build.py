"""Rows of a source into entities: rows with one `entity` are one entity, each row a name, and the rows that state a designation state one.

A row states a designation where any of designates, covers, purpose, affiliates, authority, clause or a date stands in it. An entity that a source
names without stating one is designated as an entity, for everything, always, on its source's authority: a bare list of names restricts whom it names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..terms import Identifier, Period, Source
from .model import LABEL, Affiliates, Designates, Designation, Entity, NamedAs, SourceCard
from .provenance import layer_of

COLUMNS = (
    "entity", "name", "lang", "name_kind", "country", "parent", "scheme", "identifier", "designates", "covers", "purpose", "affiliates",
    "authority", "clause", "source", "effective_from", "effective_to", "classification", "unverified", "said_by", "said_at", "level", "caveat",
)  # fmt: skip
STATING = ("designates", "covers", "purpose", "affiliates", "authority", "clause", "effective_from", "effective_to")
AFFILIATES: Mapping[str, Affiliates] = {
    "": "unstated", "unstated": "unstated", "included": "included", "excluded": "excluded", "yes": "included", "true": "included",
    "no": "excluded", "false": "excluded",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One row of a source, cleaned and checked by the reader: cells by column, its dates parsed, and where it stood."""

    cells: Mapping[str, str]
    effective_from: date | None
    effective_to: date | None
    where: str
    card: SourceCard
    said_at: date | None = None

    @property
    def layer(self) -> str:
        """In which layer of an edition the row stands, by its own words and, where it has none, its card's; the strictest of them counts."""
        cells, card = self.cells, self.card
        return layer_of(
            classification=cells.get("classification") or card.classification,
            level=cells.get("level") or card.level,
            caveat=cells.get("caveat") or card.caveat,
        )


def named_in_public(rows: Sequence[SourceRow]) -> tuple[str, ...]:
    """Entities that a source names in public rows that state nothing, and designates in protected ones: a bare name restricts whom it names."""
    said: dict[tuple[SourceCard, str], set[tuple[str, bool]]] = {}
    for row in rows:
        stating = any(row.cells.get(column) for column in STATING)
        said.setdefault((row.card, row.cells["entity"]), set()).add((row.layer, stating))
    bare = {("public", False), ("protected", True)}
    return tuple(entity for (_, entity), found in said.items() if bare <= found and ("public", True) not in found)


def entities_from(rows: Iterable[SourceRow]) -> tuple[Entity, ...]:
    """Entities in order of their first row."""
    grouped: dict[str, list[SourceRow]] = {}
    for row in rows:
        grouped.setdefault(row.cells["entity"], []).append(row)
    return tuple(_entity(entity_id, members) for entity_id, members in grouped.items())


def _entity(entity_id: str, rows: Sequence[SourceRow]) -> Entity:
    designations = tuple(dict.fromkeys(one for of_source in _by_source(rows) for one in _designations(of_source)))
    named = sorted(rows, key=lambda row: row.layer != "public")
    country = next((row for row in named if row.cells.get("country") and row.cells.get("designates") != "place"), None)
    parent = next((row for row in named if row.cells.get("parent")), None)
    numbers = {_number(row): row for row in reversed(named)}
    identifiers = tuple(dict.fromkeys(number for row in rows if (number := _number(row)) is not None))
    hidden = [("country", country), ("parent", parent), *((f"{known.scheme} {known.value}", numbers[known]) for known in identifiers)]
    return Entity(
        id=entity_id,
        names=tuple(dict.fromkeys(_named(row) for row in rows)),
        country=country.cells["country"].upper() if country else "",
        parent=parent.cells["parent"] if parent else "",
        identifiers=identifiers,
        designations=tuple(one for one in designations if one.designates != "none"),
        protected=tuple(fact for fact, row in hidden if row is not None and row.layer != "public"),
    )


def _number(row: SourceRow) -> Identifier | None:
    cells = row.cells
    return Identifier.of(cells["scheme"], cells["identifier"]) if cells.get("scheme") and cells.get("identifier") else None


def _by_source(rows: Sequence[SourceRow]) -> Iterable[Sequence[SourceRow]]:
    """The entity's rows source by source: what one source leaves unsaid, another cannot take back."""
    grouped: dict[SourceCard, list[SourceRow]] = {}
    for row in rows:
        grouped.setdefault(row.card, []).append(row)
    return grouped.values()


def _designations(rows: Sequence[SourceRow]) -> Sequence[Designation]:
    """What one source states of the entity; a source that names it and states nothing restricts it for everything."""
    stated = [_designation(row, rows) for row in rows if any(row.cells.get(column) for column in STATING)]
    return stated or [_designation(min(rows, key=lambda row: row.layer != "public"), rows)]


def _named(row: SourceRow) -> NamedAs:
    cells = row.cells
    return NamedAs(
        name=cells["name"],
        lang=cells.get("lang", ""),
        kind=LABEL if cells.get("designates") in ("product", "class", "place") else cells.get("name_kind") or "legal",
        source=_source(row),
        classification=row.layer,
    )


def _designation(row: SourceRow, rows: Sequence[SourceRow]) -> Designation:
    cells = row.cells
    designates: Designates = cells.get("designates") or "entity"  # type: ignore[assignment]  # the reader has checked the word
    return Designation(
        designates=designates,
        authority=cells.get("authority") or row.card.authority,
        clause=cells.get("clause", ""),
        covers=_words(cells.get("covers", "")),
        purposes=_words(cells.get("purpose", "")),
        affiliates=AFFILIATES[cells.get("affiliates", "")],
        models=_models(row, rows) if designates == "product" else (),
        country=cells.get("country", "").upper() if designates == "place" else "",
        period=Period(start=row.effective_from, end=row.effective_to),
        classification=row.layer,
        source=_source(row),
    )


def _models(row: SourceRow, rows: Sequence[SourceRow]) -> tuple[str, ...]:
    """The models that the entity's product rows name; what a public row designates holds no protected name."""
    products = (one for one in rows if one.cells.get("designates") == "product")
    return tuple(one.cells["name"] for one in products if row.layer != "public" or one.layer == "public")


def _source(row: SourceRow) -> Source:
    return Source(
        name=_source_name(row),
        retrieved_at=row.card.retrieved_at,
        verified=row.cells.get("unverified", "").lower() not in ("yes", "true", "1"),
        clause=row.cells.get("clause", ""),
        url=row.cells.get("url", ""),
        said_by=row.cells.get("said_by") or row.card.said_by,
        said_at=row.said_at or row.card.said_at,
        level=row.cells.get("level") or row.card.level,
        caveat=row.cells.get("caveat") or row.card.caveat,
    )


def _source_name(row: SourceRow) -> str:
    """The source that the row names, else its card; a public row of a protected source is known by its card, whose days it keeps to."""
    known = row.card.title or row.card.path
    own = row.cells.get("source", "")
    return known if row.layer == "public" and row.card.layer != "public" else own or known


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.replace(",", ";").split(";") if word.strip()))
