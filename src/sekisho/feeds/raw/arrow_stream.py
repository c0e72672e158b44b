"""Parquet and Arrow IPC of any length: a few thousand rows at a time, text and whole numbers as text.

Each batch is checked in full by Arrow before a value is read from it: offsets, lengths, UTF-8. What it does not hold together for is refused.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet
import pyarrow.types

from ...faults import refuse
from .csv_stream import BLOCK, opened

ROWS = 8_192


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What must be known of a file before its rows are read."""

    path: Path
    label: str
    digest: str


def survey(path: Path, label: str) -> Survey:
    """The SHA-256 of a file that can be opened. InputRefused: `file.…`."""
    digest = hashlib.sha256()
    with opened(path, label) as stream:
        for block in iter(lambda: stream.read(BLOCK), b""):
            digest.update(block)
    return Survey(path=path, label=label, digest=digest.hexdigest())


def rows(known: Survey, wanted: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """(0, header) and then (number from 1, cells) of each row: the columns whose names, in small letters, are wanted. InputRefused: `arrow.…`."""
    with _refusing(known.label):
        schema, batches = _opened(known.path)
        places = [at for at, name in enumerate(schema.names) if name.strip().lower() in wanted]
        yield 0, [schema.names[at] for at in places]
        for at in places:
            if not _is_text(schema.field(at).type):
                raise _not_text(known.label, schema.names[at], str(schema.field(at).type))
        number = 0
        for batch in batches:
            batch.validate(full=True)
            columns = [_texts(batch.column(at)) for at in places]
            for cells in zip(*columns, strict=True):
                number += 1
                yield number, list(cells)


def text_batches(known: Survey, choose: Callable[[Sequence[str]], Sequence[str]]) -> tuple[Sequence[str], Iterator[tuple[Any, list[Any]]]]:
    """What `choose` calls each column, and batches of (row numbers from 1, Arrow strings of each column, None where it is called "").

    Numbers and dates come as text too: decimals and whole numbers exactly, floating ones as the shortest text that means them.
    InputRefused: `arrow.…`.
    """
    with _refusing(known.label):
        schema, batches = _opened(known.path)
        names = choose(schema.names)
        return names, _batches(known.label, names, batches)


def _batches(label: str, names: Sequence[str], batches: Iterator[Any]) -> Iterator[tuple[Any, list[Any]]]:
    done = 0
    with _refusing(label):
        for batch in batches:
            batch.validate(full=True)
            yield np.arange(done + 1, done + 1 + len(batch)), [_as_text(batch.column(at)) if name else None for at, name in enumerate(names)]
            done += len(batch)


def _as_text(column: Any) -> Any:
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_timestamp(kind):
        column = column.cast(pa.date32())
    return column.cast(pa.string())


def _opened(path: Path) -> tuple[Any, Iterator[Any]]:
    if path.suffix.lower() == ".parquet":
        file = pa.parquet.ParquetFile(path, buffer_size=BLOCK, pre_buffer=False)
        return file.schema_arrow, file.iter_batches(batch_size=ROWS, use_threads=False)
    mapped = pa.memory_map(str(path))
    try:
        reader = pa.ipc.open_file(mapped)
    except pa.ArrowInvalid:
        mapped.seek(0)
        stream = pa.ipc.open_stream(mapped)
        return stream.schema, iter(stream)
    return reader.schema, (reader.get_batch(at) for at in range(reader.num_record_batches))


def _is_text(kind: Any) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_integer(kind) or pa.types.is_null(kind))


def _texts(column: Any) -> list[str]:
    return ["" if value is None else str(value) for value in column.to_pylist()]


@contextmanager
def _refusing(label: str) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        raise refuse(
            label,
            "arrow.unreadable",
            what=("Parquet か Arrow として読めません", "it cannot be read as Parquet or Arrow"),
            remedy=("書き出し直すか、CSV にしてください", "write it again, or as CSV"),
            shown=str(error),
        ) from error


def _not_text(label: str, column: str, kind: str) -> Exception:
    return refuse(
        label,
        "arrow.not-text",
        where=column,
        what=("この列は文字列ではありません", "this column is not text"),
        remedy=("文字列の列にしてください", "make it a column of strings"),
        shown=kind,
    )
