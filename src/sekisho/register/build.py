"""Rows of a source into entities: rows with one `entity` are one entity, each row a name, and the rows that state a designation state one.

A row states a designation where any of designates, covers, purpose, affiliates, authority, clause or a date stands in it. An entity that a source
names without stating one is designated as an entity, for everything, always, on its source's authority: a bare list of names restricts whom it names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..terms import Identifier, Period, Source
from .model import LABEL, Affiliates, Designates, Designation, Entity, NamedAs, SourceCard

COLUMNS = (
    "entity", "name", "lang", "name_kind", "country", "parent", "scheme", "identifier", "designates", "covers", "purpose", "affiliates",
    "authority", "clause", "source", "effective_from", "effective_to", "classification", "unverified",
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


def entities_from(rows: Iterable[SourceRow]) -> tuple[Entity, ...]:
    """Entities in order of their first row."""
    grouped: dict[str, list[SourceRow]] = {}
    for row in rows:
        grouped.setdefault(row.cells["entity"], []).append(row)
    return tuple(_entity(entity_id, members) for entity_id, members in grouped.items())


def _entity(entity_id: str, rows: Sequence[SourceRow]) -> Entity:
    designations = tuple(dict.fromkeys(one for of_source in _by_source(rows) for one in _designations(of_source)))
    identifiers = (
        Identifier.of(row.cells["scheme"], row.cells["identifier"]) for row in rows if row.cells.get("scheme") and row.cells.get("identifier")
    )
    return Entity(
        id=entity_id,
        names=tuple(dict.fromkeys(_named(row) for row in rows)),
        country=next((row.cells["country"].upper() for row in rows if row.cells.get("country") and row.cells.get("designates") != "place"), ""),
        parent=next((row.cells["parent"] for row in rows if row.cells.get("parent")), ""),
        identifiers=tuple(dict.fromkeys(identifiers)),
        designations=tuple(one for one in designations if one.designates != "none"),
    )


def _by_source(rows: Sequence[SourceRow]) -> Iterable[Sequence[SourceRow]]:
    """The entity's rows source by source: what one source leaves unsaid, another cannot take back."""
    grouped: dict[SourceCard, list[SourceRow]] = {}
    for row in rows:
        grouped.setdefault(row.card, []).append(row)
    return grouped.values()


def _designations(rows: Sequence[SourceRow]) -> Sequence[Designation]:
    """What one source states of the entity; a source that names it and states nothing restricts it for everything."""
    stated = [_designation(row, rows) for row in rows if any(row.cells.get(column) for column in STATING)]
    return stated or [_designation(rows[0], rows)]


def _named(row: SourceRow) -> NamedAs:
    cells = row.cells
    return NamedAs(
        name=cells["name"],
        lang=cells.get("lang", ""),
        kind=LABEL if cells.get("designates") in ("product", "class", "place") else cells.get("name_kind") or "legal",
        source=_source(row),
        classification=_classification(row),
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
        models=tuple(one.cells["name"] for one in rows if one.cells.get("designates") == "product") if designates == "product" else (),
        country=cells.get("country", "").upper() if designates == "place" else "",
        period=Period(start=row.effective_from, end=row.effective_to),
        classification=_classification(row),
        source=_source(row),
    )


def _classification(row: SourceRow) -> str:
    return row.cells.get("classification") or row.card.classification


def _source(row: SourceRow) -> Source:
    return Source(
        name=row.cells.get("source") or row.card.title or row.card.path,
        retrieved_at=row.card.retrieved_at,
        verified=row.cells.get("unverified", "").lower() not in ("yes", "true", "1"),
        clause=row.cells.get("clause", ""),
        url=row.cells.get("url", ""),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.replace(",", ";").split(";") if word.strip()))
