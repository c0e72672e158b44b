"""What `sekisho match` reads: names by the million, in CSV, Parquet or Arrow IPC, as Arrow batches in the order of the file.

Column `name` is needed, `id` and `country` understood, others are left alone. A row without an id goes by its number: 1 is the first row below the
header that is not empty (in Parquet and Arrow: of all rows). The file is read twice, in constant memory: `read_names` checks every row,
`NameList.batches` gives them.
"""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from ..countries import country_code
from ..faults import Fault, InputRefused
from .complaints import Complaints, Words
from .raw import arrow_stream, csv_stream

NAMES = pa.schema([("id", pa.string()), ("name", pa.string()), ("country", pa.string())])
"""A batch of names: `id` names the row in the output, `country` is ISO 3166-1 alpha-2 or blank. A row whose `name` is blank has no hit."""
COLUMNS = tuple(NAMES.names)
ARROW = (".parquet", ".arrow", ".feather", ".ipc")

WORDS = {
    "match.empty": Words(("見出しの行がありません", "there is no header row"), ("一行目に name と書いてください", "write name in line 1")),
    "match.column-missing": Words(
        ("必要な列がありません", "a needed column is missing"),
        ("名称の列の見出しを name としてください", "head the column of names with name"),
    ),
    "match.column-twice": Words(
        ("同じ列が二つあります", "a column stands there twice"), ("一つを消すか、名前を変えてください", "remove or rename one of them")
    ),
    "match.too-many-cells": Words(
        ("列の数より欄が多い行です", "the row has more cells than the header"),
        ('読点を含む名称は引用符(")で囲んでください', 'put quotation marks (") around a name that holds a comma'),
    ),
    "match.name-missing": Words(
        ("名称が空であり、照合していません", "the name is empty: nothing was matched"),
        ("名称を書いて照合し直すか、行を消してください", "write the name and match again, or remove the row"),
        warning=True,
    ),
    "match.id-missing": Words(
        ("id が空であり、行の番号を使いました", "the id is empty: the row's number was used"),
        ("id を書いてください", "write an id"),
        warning=True,
    ),
    "match.country-unknown": Words(
        ("知らない国名であり、使っていません", "this country is not known and was not used"),
        ("ISO 3166 の二文字の記号で書いてください", "write its two-letter code (ISO 3166)"),
        warning=True,
    ),
    "match.list-changed": Words(
        ("照合している間にファイルが書き換えられました", "the file was changed while it was matched"),
        ("書き換えが終わってから、もう一度照合してください", "match it again when nothing writes to it"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NameList:
    """A file whose rows were checked: how many they are, how many have no name, its SHA-256, and what it was warned about."""

    source: "csv_stream.Survey | arrow_stream.Survey"
    rows: int
    blank: int
    warnings: tuple[Fault, ...] = ()

    @property
    def digest(self) -> str:
        return self.source.digest

    def batches(self, size: int) -> Iterator[pa.RecordBatch]:
        """The rows, so many a batch. InputRefused after the last one where the file is no longer what was checked."""
        held: list[tuple[str, str, str]] = []
        for row in _Reading(source=self.source).rows():
            held.append(row)
            if len(held) == size:
                yield _batch(held)
                held = []
        if held:
            yield _batch(held)
        if _surveyed(self.source.path).digest != self.digest:
            raise changed(self.source.label)


def read_names(path: Path) -> NameList:
    """Check every row of a file. InputRefused lists every fault; warnings stop nothing."""
    reading = _Reading(source=_surveyed(path))
    rows = blank = 0
    for _, name, _ in reading.rows():
        rows, blank = rows + 1, blank + (not name)
    faults = reading.complaints.faults()
    if any(not one.warning for one in faults):
        raise InputRefused(faults)
    return NameList(source=reading.source, rows=rows, blank=blank, warnings=faults)


def changed(label: str) -> InputRefused:
    """The refusal of a file that was changed while it was matched."""
    return Complaints(file=label, words=WORDS).refused("match.list-changed")


def _surveyed(path: Path) -> "csv_stream.Survey | arrow_stream.Survey":
    return arrow_stream.survey(path, str(path)) if path.suffix.lower() in ARROW else csv_stream.survey(path, str(path))


def _batch(rows: Sequence[tuple[str, str, str]]) -> pa.RecordBatch:
    return pa.record_batch([pa.array(column, pa.string()) for column in zip(*rows, strict=True)], schema=NAMES)


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One pass over a file; what is wrong joins the complaints."""

    source: "csv_stream.Survey | arrow_stream.Survey"
    complaints: Complaints = field(init=False)

    def __post_init__(self) -> None:
        self.complaints = Complaints(file=self.source.label, words=WORDS)

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """(id, name, country) of each row that is not empty."""
        full = arrow_stream.rows(self.source, COLUMNS) if isinstance(self.source, arrow_stream.Survey) else _full(csv_stream.rows(self.source))
        line, header = next(full, (0, None))
        if header is None:
            raise self.complaints.refused("match.empty")
        places = self._places(header, self._where(line))
        for number, (line, cells) in enumerate(full, start=1):
            yield self._row(cells, places, number, line, len(header))

    def _places(self, header: Sequence[str], where: str) -> tuple[int, int, int]:
        """Where id, name and country stand; -1 for one that is not there."""
        known = [cell.strip().lower() for cell in header]
        for name in COLUMNS:
            if known.count(name) > 1:
                self.complaints.add("match.column-twice", where, name)
        if "name" not in known:
            raise self.complaints.refused("match.column-missing", where, "name")
        places = [known.index(name) if name in known else -1 for name in COLUMNS]
        return places[0], places[1], places[2]

    def _row(self, cells: Sequence[str], places: tuple[int, int, int], number: int, line: int, width: int) -> tuple[str, str, str]:
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            self.complaints.add("match.too-many-cells", self._where(line), str(len(cells)))
        one, name, country = (cells[place].strip() if 0 <= place < len(cells) else "" for place in places)
        if not name:
            self.complaints.add("match.name-missing", self._where(line), one)
        if not one and places[0] >= 0:
            self.complaints.add("match.id-missing", self._where(line), name)
        code = _code(country) if country else ""
        if code is None:
            self.complaints.add("match.country-unknown", self._where(line), country)
        return one or str(number), name, code or ""

    def _where(self, line: int) -> str:
        return f"line {line}" if isinstance(self.source, csv_stream.Survey) else f"row {line}"


def _full(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    return ((line, cells) for line, cells in rows if any(cell.strip(" \t\x1a") for cell in cells))


_code = functools.lru_cache(maxsize=10_000)(country_code)
