"""Which header of an export means which fact or mark, and whose export it is. The spellings are data (`tables/estate_columns.yaml`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ... import resources
from ..lists.columns import normal_header

LEDGER = "ledger"
"""The format of a table that is no known tool's: somebody's register of assets (台帳)."""
BESIDE = ("seen_at", "vendor", "status")
"""Columns that are read and are no fact of a sighting by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A known tool's export: the headers by which it is told, and headers that mean something else there (blank = nothing)."""

    id: str
    needs: frozenset[str]
    any: frozenset[str]
    columns: Mapping[str, str]
    machine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """The spellings in their normal form: header -> (column, precedence)."""

    columns: Mapping[str, tuple[str, int]]
    formats: tuple[Format, ...]
    facts: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the columns of one table mean: column -> indices (only marks have several), the format, and headers that were not taken."""

    format: str
    columns: Mapping[str, tuple[int, ...]]
    machine: bool = False
    twice: tuple[str, ...] = ()
    unknown: tuple[str, ...] = field(default=())

    @property
    def score(self) -> int:
        """How many of its columns tell a device."""
        return len(self.columns)


@cache
def headers() -> Headers:
    """The table in normal form."""
    data: dict[str, Any] = resources.read_yaml("feeds/estate/tables/estate_columns.yaml")
    columns: dict[str, tuple[str, int]] = {}
    for group in ("facts", "marks"):
        for column, spellings in data[group].items():
            for rank, spelling in enumerate(spellings):
                columns.setdefault(normal_header(spelling), (column, rank))
    return Headers(columns=columns, formats=tuple(map(_format, data["formats"])), facts=tuple(data["facts"]), marks=tuple(data["marks"]))


def layout_of(cells: Sequence[str], wanted: Mapping[str, int] | None = None) -> Layout:
    """What a header row means; `wanted` are columns that a mapping names (column -> index), which nothing overrules."""
    known, texts = headers(), [normal_header(cell) for cell in cells]
    fits = next((one for one in known.formats if one.needs <= set(texts) and (not one.any or one.any & set(texts))), None)
    found: dict[str, list[tuple[int, int]]] = {}
    unknown = []
    for index, text in enumerate(texts):
        if not text or (wanted and index in wanted.values()):
            continue
        said = fits.columns.get(text) if fits else None
        column, rank = (said, -1) if said is not None else known.columns.get(text, ("", 0))
        if column and not (wanted and column in wanted):
            found.setdefault(column, []).append((rank, index))
        elif not column:
            unknown.append(cells[index].strip())
    chosen = {column: _chosen(column, sorted(places), known) for column, places in found.items()}
    chosen |= {column: (index,) for column, index in (wanted or {}).items()}
    twice = tuple(column for column, places in found.items() if len(places) > 1 and column in known.facts and _tied(places))
    return Layout(format=fits.id if fits else LEDGER, columns=chosen, machine=fits is not None and fits.machine, twice=twice, unknown=tuple(unknown))


def _chosen(column: str, places: Sequence[tuple[int, int]], known: Headers) -> tuple[int, ...]:
    """Marks are taken from all their columns (a device has several interfaces), facts from the best one."""
    return tuple(sorted(index for _, index in places)) if column in known.marks else (places[0][1],)


def _tied(places: Sequence[tuple[int, int]]) -> bool:
    ranks = sorted(rank for rank, _ in places)
    return ranks[0] == ranks[1]


def _format(raw: Mapping[str, Any]) -> Format:
    return Format(
        id=raw["id"],
        needs=frozenset(map(normal_header, raw["needs"])),
        any=frozenset(map(normal_header, raw.get("any", ()))),
        columns={normal_header(header): column for header, column in raw["columns"].items()},
        machine=bool(raw.get("machine")),
    )
