"""A table of any length as columns of text: for each column the distinct texts, trimmed, and which of them each row has.

CSV without quotes below its header is taken apart by Arrow, a few octets a cell; any other, or one whose rows are not all of one length, row by row
as `csv_stream` reads it, with the same answer. Parquet and Arrow come in batches. Nothing but the distinct texts and a number a cell is held.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from numpy.typing import NDArray

from . import arrow_stream, csv_stream
from .limits import MIB

TABLES = (".parquet", ".arrow", ".feather")
ROWS = 50_000
_AWKWARD = (b'"', b"\0", b"\x1b")
Choose = Callable[[Sequence[str]], Sequence[str]]
"""From the header row to the name of each column by its place, "" for one that is not read; what it raises refuses the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextColumn:
    """`texts[codes[row]]` is the cell; no two texts are equal."""

    codes: NDArray[np.int32]
    texts: Any
    """An Arrow array of strings."""

    def text(self, row: int) -> str:
        found: str = self.texts[int(self.codes[row])].as_py()
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class TextColumns:
    """The chosen columns of a table by name. `lines` are the physical lines of a CSV on which rows start, else row numbers from 1."""

    label: str
    digest: str
    columns: Mapping[str, TextColumn]
    lines: NDArray[np.int64]
    too_long: Sequence[tuple[int, str]] = ()
    """The rows with text beyond the header's columns: the line, and the row's cells with commas."""

    def __len__(self) -> int:
        return len(self.lines)


def read_text_columns(path: Path, label: str, choose: Choose) -> TextColumns:
    """Every row that has any text in a chosen column. InputRefused: `file.…`, `csv.…`, `arrow.…`, or what `choose` raises."""
    if path.suffix.lower() in TABLES:
        known = arrow_stream.survey(path, label)
        names, batches = arrow_stream.text_batches(known, choose)
        return _gathered(label, known.digest, names, batches)
    surveyed = csv_stream.survey(path, label)
    rows = csv_stream.rows(surveyed)
    line, header = next(rows, (1, []))
    chosen = choose(header)
    if _is_simple(surveyed) and line == 1:
        try:
            return _gathered(label, surveyed.digest, chosen, _by_arrow(surveyed, len(header)))
        except pa.ArrowInvalid:
            pass  # rows of several lengths, or an empty line among them: row by row
    too_long: list[tuple[int, str]] = []
    found = _gathered(label, surveyed.digest, chosen, _row_by_row(rows, len(header), too_long))
    return replace(found, too_long=too_long)


Batch = tuple[NDArray[np.int64], Sequence[Any]]
"""The lines, and an Arrow array of strings for each column of the header."""


def _is_simple(known: csv_stream.Survey) -> bool:
    if known.encoding not in ("utf-8", "utf-8-sig"):
        return False
    with csv_stream.opened(known.path, known.label) as stream:
        if stream.readline(MIB).count(b'"') % 2:  # quotes around the names of columns do no harm; a name of two lines would
            return False
        return not any(awkward in block for block in iter(lambda: stream.read(MIB), b"") for awkward in _AWKWARD)


def _by_arrow(known: csv_stream.Survey, width: int) -> Iterator[Batch]:
    names = [str(place) for place in range(width)]
    reader = pyarrow.csv.open_csv(
        known.path,
        read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=8 * MIB, skip_rows=1, column_names=names),
        parse_options=pyarrow.csv.ParseOptions(delimiter=known.delimiter, quote_char=False, ignore_empty_lines=False),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, quoted_strings_can_be_null=False
        ),
    )
    done = 0
    for batch in reader:
        yield np.arange(done + 2, done + 2 + len(batch), dtype=np.int64), batch.columns
        done += len(batch)


def _row_by_row(rows: Iterator[tuple[int, list[str]]], width: int, too_long: list[tuple[int, str]]) -> Iterator[Batch]:
    while some := list(islice(rows, ROWS)):
        too_long += [(line, ",".join(map(str.strip, cells))) for line, cells in some if any(cell.strip() for cell in cells[width:])]
        full = [cells[:width] + [""] * (width - len(cells)) for _, cells in some]
        yield np.array([line for line, _ in some], dtype=np.int64), [pa.array(column, pa.string()) for column in zip(*full, strict=True)]


def _gathered(label: str, digest: str, names: Sequence[str], batches: Iterator[Batch]) -> TextColumns:
    chosen = [(place, name) for place, name in enumerate(names) if name]
    chunks: dict[str, list[Any]] = {name: [] for _, name in chosen}
    lines: list[NDArray[np.int64]] = []
    for numbers, columns in batches:
        texts = {name: pc.utf8_trim_whitespace(pc.fill_null(columns[place], "")) for place, name in chosen}
        kept = np.zeros(len(numbers), dtype=np.bool_)
        for column in texts.values():
            kept |= pc.not_equal(column, "").to_numpy(zero_copy_only=False)
        lines.append(numbers[kept])
        for name, column in texts.items():
            chunks[name].append((column if kept.all() else column.filter(pa.array(kept))).dictionary_encode())
    whole = np.concatenate(lines) if lines else np.zeros(0, dtype=np.int64)
    return TextColumns(label=label, digest=digest, columns={name: _one(parts) for name, parts in chunks.items()}, lines=whole)


def _one(parts: list[Any]) -> TextColumn:
    """The parts of a column under one dictionary."""
    if not parts:
        return TextColumn(codes=np.zeros(0, dtype=np.int32), texts=pa.array([], pa.string()))
    whole = pa.chunked_array(parts).unify_dictionaries()
    codes = np.concatenate([chunk.indices.to_numpy(zero_copy_only=False) for chunk in whole.chunks]).astype(np.int32)
    return TextColumn(codes=codes, texts=whole.chunk(whole.num_chunks - 1).dictionary)
