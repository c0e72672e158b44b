"""Reading tables of marks, users' and packaged ones alike, through the strict readers."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from ...faults import InputRefused
from ..complaints import Complaints
from ..raw.jail import Kind as RawKind
from ..raw.jail import RawFile, RawJob, read_raw
from .forms import NOBODY, Row, key_of, rows_of_table, rows_of_text, rows_of_values
from .model import TableRead, TableSource
from .words import WORDS

_DATED = re.compile(rb"(?:Date:|last updated|generated on)\s*\(?([0-9]{4}-[0-9]{2}-[0-9]{2})", re.IGNORECASE)
HEAD = 4_096
"""Octets in which a table's date is looked for."""


def read_tables(sources: Sequence[TableSource]) -> list[TableRead]:
    """Every table, in order. InputRefused lists every fault of all of them."""
    answers = read_raw([RawJob(kind=_raw_kind(one), path=one.path, label=str(one.path)) for one in sources])
    faults = [fault for answer in answers for fault in answer.faults]
    read = []
    for source, answer in zip(sources, answers, strict=True):
        if answer.value is not None:
            try:
                read.append(_read(source, answer))
            except InputRefused as refusal:
                faults += refusal.faults
    if faults:
        raise InputRefused(faults)
    return read


def _raw_kind(source: TableSource) -> RawKind:
    kinds: dict[str, RawKind] = {".csv": "csv", ".json": "json", ".yaml": "yaml", ".yml": "yaml"}
    return "yaml" if source.form == "sig" else kinds.get(source.path.suffix.lower(), "text")


def _read(source: TableSource, answer: RawFile) -> TableRead:
    complaints = Complaints(file=answer.label, words=WORDS)
    rows = _rows(source, answer)
    if rows is None:
        raise complaints.refused("table.column-missing" if answer.kind == "csv" else "table.not-a-table")
    makers, left_out, twice = _makers(source, rows, complaints)
    for rule, many in (("table.left-out", left_out), ("table.key-twice", twice)):
        if many:
            complaints.add(rule, "", str(many))
    if not makers and not complaints.seen[False]:
        complaints.add("table.empty")
    faults = complaints.faults()
    if complaints.seen[False]:
        raise InputRefused(faults)
    return TableRead(source=source, dated=day_of(source, answer.octets), digest=answer.digest, rows=makers, warnings=faults)


def _rows(source: TableSource, answer: RawFile) -> Iterator[Row] | None:
    if answer.kind == "csv":
        return rows_of_table(answer.value["rows"], answer.value["lines"])
    if answer.kind == "text":
        return rows_of_text(source.form or _form(source, answer.value["lines"]), answer.value["lines"])
    return rows_of_values(answer.value["value"] if answer.kind == "yaml" else answer.value)


def _form(source: TableSource, lines: Sequence[str]) -> str:
    """The form of a user's text: by its kind, and for enterprise numbers by whether names stand on lines of their own."""
    if source.kind in ("pci", "usb"):
        return "ids"
    if source.kind == "enterprise" and not any("\t" in line for line in lines[:2_000] if re.match(r"[0-9]", line)):
        return "iana"
    return "manuf" if source.kind == "oui" else "tsv"


def _makers(source: TableSource, rows: Iterator[Row], complaints: Complaints) -> tuple[dict[str, str], int, int]:
    """Key -> maker, how many rows name nobody, how many keys stand there twice with different makers."""
    makers: dict[str, str] = {}
    left_out = twice = 0
    for where, given, name in rows:
        maker = " ".join(name.split())
        key = key_of(source.kind, given)
        if maker.casefold() in NOBODY or (source.kind == "oui" and key is None and re.search(r"/[0-9]{1,2}$", given)):
            left_out += 1
        elif key is None or not maker:
            complaints.add("table.row-unreadable", where, f"{given} {name}")
        elif makers.setdefault(key, maker) != maker:
            twice += 1
    return makers, left_out, twice


def day_of(source: TableSource, octets: bytes | None = None) -> date | None:
    """The day that the file's head names, else the source's, else the day of the file; None where none of them is known."""
    named = _DATED.search(_head(source.path) if octets is None else octets[:HEAD])
    if named:
        return date.fromisoformat(named[1].decode("ascii"))
    return source.dated if source.dated or not source.by_file else file_day(source.path)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(HEAD)
    except OSError:
        return b""


def file_day(path: Path) -> date | None:
    """The day (UTC) on which a file was last written, or None where it cannot be asked."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()
    except OSError:
        return None
