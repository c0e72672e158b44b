"""CSV of any length: a row at a time and in constant memory, so that a file far beyond `limits.file_octets` can be read.

No jail is needed: nothing is held but the row at hand, each row is capped as a whole, and the standard library's reader runs in Python's own memory.
Encoding, delimiter and quotes are judged as `csv_text` judges them. A file is read twice: `survey` finds its encoding and SHA-256, `rows` gives rows.
"""

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from ...faults import InputRefused, refuse
from .csv_text import FULL_WIDTH, HALF_KANA, NOT_CP932, UNPRINTED, broken, delimiter_of, strange_character, undecided
from .jail import no_access, not_there
from .limits import DEFAULT, KIB, MIB, Limits

BLOCK = MIB
ROW_CHARACTERS = 2 * MIB
"""Of one row with all of its lines."""
_NOTHING = 64 * KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What must be known of a file before its rows are read."""

    path: Path
    label: str
    digest: str
    encoding: str
    delimiter: str


def survey(path: Path, label: str) -> Survey:
    """Encoding, delimiter and SHA-256. InputRefused: `file.…` where it cannot be opened, `csv.encoding`."""
    with opened(path, label) as stream:
        head = stream.read(4)
        stream.seek(0)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            candidates = ["utf-16"]
        elif head.startswith(codecs.BOM_UTF8):
            candidates = ["utf-8-sig"]
        else:
            candidates = ["utf-8", "cp932"]
        digest, failed_line = _hashed(stream, candidates[0])
        encoding = candidates[0]
        if failed_line and (len(candidates) == 1 or not _is_cp932(stream)):
            raise undecided(label, failed_line)
        if failed_line:
            encoding = candidates[1]
    with path.open(encoding=encoding, newline="") as text:
        delimiter = delimiter_of(text.read(_NOTHING))
    return Survey(path=path, label=label, digest=digest, encoding=encoding, delimiter=delimiter)


@contextmanager
def opened(path: Path, label: str) -> Iterator[Any]:
    """The octets of a regular file that may be read from its start more than once."""
    if not path.is_file():
        raise InputRefused([not_there(path, label)])
    try:
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise InputRefused([no_access(label)]) from error


def _hashed(stream: Any, encoding: str) -> tuple[str, int]:
    """The SHA-256, and the line from which the octets are not of the encoding (0 where all are)."""
    decoder = codecs.getincrementaldecoder(encoding)()
    digest, line, failed = hashlib.sha256(), 1, 0
    for block in iter(lambda: stream.read(BLOCK), b""):
        digest.update(block)
        if not failed:
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                failed = line + error.object.count(b"\n", 0, error.start)
            line += block.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        failed = failed or line
    return digest.hexdigest(), failed


def _is_cp932(stream: Any) -> bool:
    """As `csv_text` decides, over the whole file."""
    stream.seek(0)
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ("cp932", "euc_jp")}
    half = full = 0
    for block in (*iter(lambda: stream.read(BLOCK), b""), None):
        for name, decoder in list(decoders.items()):
            try:
                text = decoder.decode(block or b"", final=block is None)
            except UnicodeDecodeError:
                if name == "cp932":
                    return False
                del decoders[name]
                continue
            if name == "cp932":
                if NOT_CP932.search(text):
                    return False
                half, full = half + len(HALF_KANA.findall(text)), full + len(FULL_WIDTH.findall(text))
    return half <= full or "euc_jp" not in decoders


@dataclass(slots=True)
class _Lines:
    """The physical lines of a text, held to what one row may take."""

    text: Iterator[str]
    label: str
    line: int = 0
    spent: int = 0
    """Characters of the row at hand."""
    starts_at: int = field(default=1)

    def __iter__(self) -> Iterator[str]:
        for line in self.text:
            self.line += 1
            self.spent += len(line)
            if self.spent > ROW_CHARACTERS:
                raise _too_long(self.label, self.starts_at)
            strange = UNPRINTED.search(line)
            if strange:
                raise strange_character(line[strange.start()], self.line, self.label)
            yield line

    def next_row(self) -> None:
        self.starts_at, self.spent = self.line + 1, 0


def rows(known: Survey, limits: Limits = DEFAULT) -> Iterator[tuple[int, list[str]]]:
    """(physical line on which it starts, cells) of each row, empty ones included. InputRefused: `csv.…` with the line."""
    csv.field_size_limit(limits.field_characters)
    with known.path.open(encoding=known.encoding, newline="", errors="replace") as text:
        yield from _one_by_one(known, chain_text("", text), 1, limits)


def _one_by_one(known: Survey, text: Iterator[str], first: int, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    lines = _Lines(text, known.label, first - 1, starts_at=first)
    reader = csv.reader(lines, delimiter=known.delimiter, strict=True)
    try:
        for row in reader:
            if len(row) > limits.columns:
                raise _too_long(known.label, lines.starts_at)
            yield lines.starts_at, row
            lines.next_row()
    except csv.Error as error:
        raise broken(str(error), lines.starts_at, known.label, limits) from None


def blocks(known: Survey, limits: Limits = DEFAULT, size: int = 4 * MIB) -> Iterator[tuple[list[int], list[list[str]]]]:
    """The same as `rows`, many at a time: (lines on which they start, rows). From the first quotation mark on, rows are read one by one."""
    csv.field_size_limit(limits.field_characters)
    with known.path.open(encoding=known.encoding, newline="", errors="replace") as text:
        first = 1
        while block := text.read(size):
            block += text.readline(ROW_CHARACTERS + 1)
            if '"' in block:
                yield from _in_lists(_one_by_one(known, chain_text(block, text), first, limits))
                return
            numbers, held = _plain_block(block, known, first, limits)
            yield numbers, held
            first += len(held)


def chain_text(block: str, text: TextIO) -> Iterator[str]:
    """The lines of a block and of what follows it."""
    yield from io.StringIO(block, newline="")
    while line := text.readline(ROW_CHARACTERS + 1):
        yield line


def _plain_block(block: str, known: Survey, first: int, limits: Limits) -> tuple[list[int], list[list[str]]]:
    """Rows of a block without quotation marks: each line is one."""
    lines = list(io.StringIO(block, newline=""))
    strange = UNPRINTED.search(block)
    if strange:
        before = sum(1 for _ in io.StringIO(block[: strange.start()] + "x", newline=""))
        raise strange_character(strange[0], first + before - 1, known.label)
    for place, line in enumerate(lines) if max(map(len, lines)) > ROW_CHARACTERS else ():
        if len(line) > ROW_CHARACTERS:
            raise _too_long(known.label, first + place)
    held: list[list[str]] = []
    try:
        held.extend(csv.reader(lines, delimiter=known.delimiter, strict=True))
    except csv.Error as error:
        raise broken(str(error), first + len(held), known.label, limits) from None
    for place, row in enumerate(held) if max(map(len, held)) > limits.columns else ():
        if len(row) > limits.columns:
            raise _too_long(known.label, first + place)
    return list(range(first, first + len(held))), held


def _in_lists(found: Iterator[tuple[int, list[str]]], size: int = 20_000) -> Iterator[tuple[list[int], list[list[str]]]]:
    while several := list(islice(found, size)):
        yield [line for line, _ in several], [row for _, row in several]


def _too_long(label: str, line: int) -> InputRefused:
    return refuse(
        label,
        "csv.row-too-long",
        where=f"line {line}",
        what=("一行が長すぎます。引用符が閉じていないかもしれません", "a row is too long; perhaps a quotation mark never closes"),
        remedy=('その行の引用符(")と区切りを確かめてください', 'check the quotation marks (") and delimiters of that row'),
    )
