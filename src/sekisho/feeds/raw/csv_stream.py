"""CSV of any length: a row at a time and in constant memory, so that a file far beyond `limits.file_octets` can be read.

No jail is needed: nothing is held but the row at hand, each row is capped as a whole, and the standard library's reader runs in Python's own memory.
Encoding, delimiter and quotes are judged as `csv_text` judges them. A file is read twice: `survey` finds its encoding and SHA-256, `rows` gives rows.
"""

import codecs
import csv
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
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

    text: TextIO
    label: str
    line: int = 0
    spent: int = 0
    """Characters of the row at hand."""
    starts_at: int = field(default=1)

    def __iter__(self) -> Iterator[str]:
        while line := self.text.readline(ROW_CHARACTERS + 1):
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
        lines = _Lines(text, known.label)
        reader = csv.reader(lines, delimiter=known.delimiter, strict=True)
        try:
            for row in reader:
                if len(row) > limits.columns:
                    raise _too_long(known.label, lines.starts_at)
                yield lines.starts_at, row
                lines.next_row()
        except csv.Error as error:
            raise broken(str(error), lines.starts_at, known.label, limits) from None


def _too_long(label: str, line: int) -> InputRefused:
    return refuse(
        label,
        "csv.row-too-long",
        where=f"line {line}",
        what=("一行が長すぎます。引用符が閉じていないかもしれません", "a row is too long; perhaps a quotation mark never closes"),
        remedy=('その行の引用符(")と区切りを確かめてください', 'check the quotation marks (") and delimiters of that row'),
    )
