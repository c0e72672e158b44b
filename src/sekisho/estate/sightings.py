"""Sightings by the million, column by column: a notebook takes them in, and what it closes to gives a column, a row or the marks.

Texts lie in Arrow columns, so that a million rows take some hundred megabytes and no object each; a row becomes a `Sighting` when somebody asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..terms import MARK_FAMILIES, Mark
from .model import FACTS, Sighting

COLUMNS = ("file", "where", "format", "seen_at", *FACTS)
_ONCE = {"where", "address", "hostname", "serial", "asset_tag", "imei", "name", "place", "within", "remarks"}
FEW = frozenset(COLUMNS) - _ONCE
"""Columns whose values repeat: kept as codes from the start."""
BLOCK = 65_536
Codes = np.ndarray[Any, np.dtype[np.int32]]


@dataclass(slots=True)
class Notebook:
    """Takes sightings in; `close` gives them as columns. Rows are numbered in the order in which they came."""

    rows: int = 0
    _open: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    _closed: dict[str, list[pa.Array]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    _marks: tuple[list[int], list[str], list[str]] = field(default_factory=lambda: ([], [], []))
    _marked: list[pa.RecordBatch] = field(default_factory=list)

    def note(self, seen: Sighting) -> None:
        """One sighting."""
        for name in COLUMNS:
            value = getattr(seen, name)
            self._open[name].append(value if name != "seen_at" else value.isoformat() if value else "")
        for mark in seen.marks:
            self._mark(self.rows, mark.family, mark.value)
        self.rows += 1
        if len(self._open["file"]) >= BLOCK:
            self._flush()

    def note_columns(self, columns: Mapping[str, Sequence[str]], marks: Mapping[str, tuple[Sequence[int], Sequence[str]]], size: int) -> None:
        """So many sightings at once: columns by name (one that is left out is blank), marks by family as (places among these rows, values)."""
        self._flush()
        for name in COLUMNS:
            given = columns.get(name)
            self._closed[name].append(_packed(name, given) if given is not None else _blank(name, size))
        for family, (places, values) in marks.items():
            if len(values):
                rows = np.asarray(places, np.int32) + np.int32(self.rows)
                self._marked.append(_batch(pa.array(rows), pa.array([family]).take(pa.array(np.zeros(len(rows), np.int32))), values))
        self.rows += size

    def close(self) -> "Sightings":
        """Everything noted so far."""
        self._flush()
        arrays = [pa.chunked_array(self._closed[name], type=_type(name)) for name in COLUMNS]
        marks = pa.Table.from_batches(self._marked, schema=_MARKS)
        return Sightings(table=pa.table(arrays, names=list(COLUMNS)).unify_dictionaries(), marked=marks.unify_dictionaries())

    def _mark(self, row: int, family: str, value: str) -> None:
        self._marks[0].append(row)
        self._marks[1].append(family)
        self._marks[2].append(value)

    def _flush(self) -> None:
        if self._open["file"]:
            for name, values in self._open.items():
                self._closed[name].append(_packed(name, values))
                values.clear()
        if self._marks[0]:
            self._marked.append(_batch(*self._marks))
            for held in self._marks:
                held.clear()


_MARKS = pa.schema([("row", pa.int32()), ("family", pa.dictionary(pa.int32(), pa.string())), ("value", pa.string())])


def _type(name: str) -> Any:
    return pa.dictionary(pa.int32(), pa.string()) if name in FEW else pa.string()


def _packed(name: str, values: Sequence[str]) -> Any:
    array = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
    return array.dictionary_encode() if name in FEW else array


def _blank(name: str, size: int) -> Any:
    """A column in which nothing is told."""
    if name not in FEW:
        return pa.repeat(pa.scalar("", pa.string()), size)
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(size, np.int32)), pa.array([""], pa.string()))


def _batch(rows: Any, families: Any, values: Any) -> pa.RecordBatch:
    columns = [pa.array(rows, pa.int32()), pa.array(families, pa.string()).dictionary_encode(), pa.array(values, pa.string())]
    return pa.record_batch(columns, schema=_MARKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A column as codes into its distinct values; `values[codes[row]]` is the row's text."""

    codes: Codes
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightings:
    """Sightings as columns: `table` has a row a sighting, `marked` a row a mark with the number of its sighting."""

    table: Any
    marked: Any

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def texts(self, name: str) -> Any:
        """A column as an Arrow array of strings."""
        column = self.table.column(name)
        return column.cast(pa.string()) if name in FEW else column

    def coded(self, name: str) -> Coded:
        """A column as codes into its distinct values, in the order in which they first occur."""
        return coded(self.table.column(name))

    def sighting(self, row: int) -> Sighting:
        """One row as a value."""
        return self.several([row])[0]

    def several(self, rows: Sequence[int], columns: Sequence[str] = COLUMNS) -> list[Sighting]:
        """Rows as values, in the order asked for; with `columns`, of those alone (file, where and format are always told)."""
        at = pa.array(rows, pa.int64())
        names = list(dict.fromkeys(("file", "where", "format", *columns)))
        told = [self.table.column(name).take(at).cast(pa.string()).to_pylist() for name in names]
        marks = self._marks_of(rows)
        found = []
        for row, values in zip(rows, zip(*told, strict=True), strict=True):
            facts = dict(zip(names, values, strict=True))
            if "seen_at" in facts:
                facts["seen_at"] = _day(facts["seen_at"])
            found.append(Sighting(**facts, marks=marks.get(row, ())))
        return found

    def _marks_of(self, rows: Sequence[int]) -> dict[int, tuple[Mark, ...]]:
        wanted = self.marked.filter(pc.is_in(self.marked.column("row"), value_set=pa.array(sorted(set(rows)), pa.int32())))
        found: dict[int, list[Mark]] = {}
        for one in wanted.to_pylist():
            found.setdefault(one["row"], []).append(Mark(family=one["family"], value=one["value"]))
        return {row: tuple(marks) for row, marks in found.items()}

    def marks(self, family: str) -> tuple[Codes, Any]:
        """The rows that have a mark of a family, with the marks as an Arrow array of strings; a row stands there once a mark."""
        if family not in MARK_FAMILIES:
            raise ValueError(f"`{family}` is no family of marks")
        kept = self.marked.filter(pc.equal(self.marked.column("family").cast(pa.string()), family))
        return kept.column("row").to_numpy().astype(np.int32), kept.column("value").combine_chunks()


def coded(column: Any) -> Coded:
    """An Arrow column of strings as codes; an empty column has none."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], pa.string())
    if not pa.types.is_dictionary(whole.type):
        whole = whole.dictionary_encode()
    return Coded(codes=whole.indices.to_numpy(zero_copy_only=False).astype(np.int32), values=tuple(whole.dictionary.to_pylist()))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
