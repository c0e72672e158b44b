"""Tables of devices: asset registers and exports as CSV of any length, XLSX sheets and records of JSON, read in blocks of rows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress, zip_longest
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from ...estate.keys import imei_key
from ...estate.sightings import Notebook
from ..complaints import Complaints
from ..lists.cells import clean_column
from .columns import LEDGER, Layout, headers, layout_of
from .mapping import EstateMapping
from .values import day_text, macs_in

T = TypeVar("T")
Row = tuple[str, Sequence[object]]
"""Where the row stands (`line 12`, `sheet!A12`, `[3]`), and its cells."""
Block = tuple[list[str], list[Sequence[object]]]
"""Where many rows stand, and their cells."""
BLOCK = 50_000
HEADER_WITHIN = 60
"""A header stands in the first so many rows."""
IDENTIFYING = ("hostname", "address", "serial", "asset_tag", "imei", "maker", "model", "vendor")
"""A row that tells none of these, no name and no mark tells of no device."""
LONGEST = 2_000
UNSEEN = "\u115f\u1160\u3164\uffa0\u2800\ufffd"
"""What `str.isprintable` lets through although nobody sees it."""
_PLAIN_MAC = r"^\s*[0-9A-Fa-f]{2}([:-]?[0-9A-Fa-f]{2}){5}\s*$"
_FOLDED = re.compile(r"\s+")


@dataclass(slots=True, kw_only=True)
class Reading:
    """What readers of one file share: where sightings go, what is wrong, rows that told nothing, and what holds where a row does not say."""

    label: str
    notebook: Notebook
    complaints: Complaints
    mapping: EstateMapping | None = None
    site: str = ""
    unread: list[tuple[str, str]] = field(default_factory=list)
    mapped: set[str] = field(default_factory=set)
    """The columns of the mapping that were found."""

    def leave(self, where: str, rule: str, shown: str = "") -> None:
        """Note a row that is not used."""
        self.unread.append((where, rule))
        self.complaints.add(rule, where, shown)


def read_table(blocks: Iterable[Block], reading: Reading) -> str:
    """Note every device of a table; the format by which it was read, "" where no header tells of a device."""
    source = iter(blocks)
    top: list[Row] = []
    held: list[Block] = []
    while len(top) < HEADER_WITHIN and (block := next(source, None)) is not None:
        held.append(block)
        top += zip(*(part[: HEADER_WITHIN - len(top)] for part in block), strict=True)
    found = _header(top, reading)
    if found is None:
        return ""
    at, layout = found
    for column in layout.twice:
        reading.complaints.add("estate.column-twice", top[at][0], column)
    skip = at + 1
    for where, rows in chain(held, source):
        for start in range(min(skip, len(rows)), len(rows), BLOCK):
            _note_block(where[start : start + BLOCK], rows[start : start + BLOCK], layout, reading)
        skip = max(skip - len(rows), 0)
    return layout.format


def block_of(rows: Iterable[Row]) -> Iterator[Block]:
    """Rows that are at hand as one block."""
    several = list(rows)
    yield [where for where, _ in several], [cells for _, cells in several]


def _header(top: Sequence[Row], reading: Reading) -> tuple[int, Layout] | None:
    """The row among the first that names most, as (place, layout); the mapping may say which row it is."""
    mapping = reading.mapping
    if mapping and mapping.header_row:
        places: Iterable[int] = [mapping.header_row - 1] if mapping.header_row <= len(top) else []
    else:
        places = range(len(top))
    best: tuple[int, Layout] | None = None
    for place in places:
        cells = [_text(cell) for cell in top[place][1]]
        wanted = mapping.places(cells) if mapping else {}
        layout = layout_of(cells, wanted)
        told = [column for column in layout.columns if column not in ("remarks", "status", "seen_at", "site", "place")]
        if (len(told) > 1 or wanted) and (best is None or layout.score > best[1].score):
            best = (place, layout)
            reading.mapped |= set(wanted)
    return best


def _note_block(where: Sequence[str], rows: Sequence[Sequence[object]], layout: Layout, reading: Reading) -> None:
    filled = list(map(any, rows))
    if not all(filled):
        where, rows = _kept(where, filled), _kept(rows, filled)
    across = list(zip_longest(*rows))
    columns = {column: _column(across, places[0], len(rows)) for column, places in layout.columns.items() if column in headers().facts}
    marks = {
        family: [_column(across, place, len(rows)) for place in places] for family, places in layout.columns.items() if family in headers().marks
    }
    told = _telling(columns, marks, len(rows))
    if not all(told):
        for place, cells, tells in zip(where, rows, told, strict=True):
            if not tells:
                reading.leave(place, "estate.nothing-told", " ".join(filter(None, map(_text, cells)))[:80])
        where = _kept(where, told)
        columns = {name: _kept(values, told) for name, values in columns.items()}
        marks = {name: [_kept(values, told) for values in several] for name, several in marks.items()}
    if not where:
        return
    size = len(where)
    columns |= {"where": list(where), "file": [reading.label] * size, "format": [layout.format] * size}
    _settle(columns, layout, where, reading)
    reading.notebook.note_columns(columns, {family: _marks(family, several, where, reading) for family, several in marks.items()}, size)


def _settle(columns: dict[str, list[str]], layout: Layout, where: Sequence[str], reading: Reading) -> None:
    """Days read, IMEIs checked, what a machine inferred put apart, the site that holds where none is told."""
    days = columns.get("seen_at")
    default = reading.mapping.seen_at if reading.mapping else ""
    if days is not None:
        columns["seen_at"] = [day_text(day) or default for day in days]
        for place, day in enumerate(days):
            if day and not columns["seen_at"][place]:
                reading.complaints.add("estate.day-unreadable", where[place], day)
    elif default:
        columns["seen_at"] = [default] * len(where)
    for place, imei in enumerate(columns.get("imei", ())):
        if imei and not imei_key(imei):
            reading.complaints.add("estate.imei-wrong", where[place], imei)
    if not layout.machine and "vendor" in columns and layout.format == LEDGER and "maker" not in columns:
        columns["maker"] = columns.pop("vendor")
    site = (reading.mapping.site if reading.mapping else "") or reading.site
    if site:
        columns["site"] = [told or site for told in columns.get("site", [""] * len(where))]


def _telling(columns: Mapping[str, Sequence[str]], marks: Mapping[str, Sequence[Sequence[str]]], size: int) -> list[bool]:
    """Of each row, whether it tells of a device."""
    said = [columns[name] for name in (*IDENTIFYING, "name") if name in columns] + [values for several in marks.values() for values in several]
    if any(all(values) for values in said):
        return [True] * size
    return list(map(any, zip(*said, strict=True))) if said else [False] * size


def _marks(family: str, several: Sequence[Sequence[str]], where: Sequence[str], reading: Reading) -> tuple[list[int], list[str]]:
    places: list[int] = []
    values: list[str] = []
    for column in several:
        if family == "mac":
            _macs(column, where, reading, places, values)
        elif all(column):
            places += range(len(column))
            values += column
        else:
            places += compress(range(len(column)), column)
            values += filter(None, column)
    return places, values


def _macs(column: Sequence[str], where: Sequence[str], reading: Reading, places: list[int], values: list[str]) -> None:
    told = pc.match_substring_regex(pa.array(column, pa.string()), _PLAIN_MAC)
    if pc.all(told).as_py():
        places += range(len(column))
        values += column
        return
    plain = told.to_pylist()
    for place, (value, sound) in enumerate(zip(column, plain, strict=True)):
        if sound:
            places.append(place)
            values.append(value)
        elif value:
            found = macs_in(value)
            places += [place] * len(found)
            values += found
            if not found and ":" in value:
                reading.complaints.add("estate.mac-unreadable", where[place], value)


def _column(across: Sequence[Sequence[object]], place: int, size: int) -> list[str]:
    """A column's texts. Most are plain as they are; the others are cleaned as cells of a list are."""
    if place >= len(across):
        return [""] * size
    cells = across[place]
    try:
        joined = "|" + "|".join(cells) + "|"  # type: ignore[arg-type]  # TypeError where a cell is no text
    except TypeError:
        return clean_column(cells, LONGEST).texts
    if joined.isprintable() and not any(sign in joined for sign in ("| ", " |", "  ", *UNSEEN)):
        return list(cells)  # type: ignore[arg-type]
    return clean_column(cells, LONGEST).texts


def _kept(values: Sequence[T], told: Sequence[bool]) -> list[T]:
    return list(compress(values, told))


def _text(cell: object) -> str:
    return "" if cell is None else _FOLDED.sub(" ", str(cell)).strip()


def records(values: Sequence[object]) -> Iterator[Row]:
    """Records of JSON as rows under one header: nested keys are joined by dots; of a list of objects their names are."""
    flat = [_flat(value) if isinstance(value, Mapping) else {} for value in values]
    names = list(dict.fromkeys(name for one in flat for name in one))
    yield "", names
    for place, one in enumerate(flat):
        yield f"[{place}]", [one.get(name, "") for name in names]


def _flat(value: Mapping[str, object], path: str = "", depth: int = 0) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, held in value.items():
        name = f"{path}{key}"
        if isinstance(held, Mapping):
            shown = next((held[one] for one in ("display", "name", "label", "value", "address") if isinstance(held.get(one), str)), "")
            if shown and depth < 3:
                found[name] = str(shown)
            if depth < 3:
                found |= _flat(held, f"{name}.", depth + 1)
        elif isinstance(held, list | tuple):
            found[name] = "; ".join(str(one.get("name", "")) if isinstance(one, Mapping) else str(one) for one in held)
        elif held is not None:
            found[name] = str(held)
    return found
