"""Exports of installed devices, each recognised by what it holds and not by its name, into one set of sightings.

    read_estate([Path("netbox.csv"), Path("scan.xml"), …], …) -> EstateRead

CSV of any length is streamed; everything else goes through the jail. Every fault of every file is told at once; rows that tell nothing are kept.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...estate.sightings import Notebook, Sightings
from ...faults import Fault, InputRefused
from ..complaints import Complaints
from ..raw import csv_stream
from ..raw.csv_text import delimiter_of
from ..raw.jail import Kind, RawFile, RawJob, read_raw
from .captures import is_capture, read_captures
from .columns import layout_of
from .leases import is_leases, read_leases
from .mapping import EstateMapping, read_mapping
from .nmap import is_nmap, read_nmap
from .snmp import is_walk, read_walk
from .tabular import Reading, Row, block_of, read_table, records
from .words import WORDS

HEAD = 8_192
Say = Callable[[str, str], None]
_LISTS = ("results", "devices", "assets", "hosts", "rows", "data", "items", "value")
"""Keys under which tools put their records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EstateFile:
    """A file that was read: the format found in it, its SHA-256, how many sightings it gave and how many rows told nothing."""

    path: str
    format: str
    digest: str
    sightings: int
    unread: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A row that told nothing: where, and the rule that says why."""

    file: str
    where: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EstateRead:
    """All that was read."""

    sightings: Sightings
    files: tuple[EstateFile, ...]
    unread: tuple[Unread, ...] = ()
    warnings: tuple[Fault, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Shared:
    notebook: Notebook
    mapping: EstateMapping | None
    site: str
    files: list[EstateFile] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    mapped: set[str] = field(default_factory=set)


def read_estate(paths: Sequence[Path], *, mapping: Path | None = None, site: str = "", say: Say | None = None) -> EstateRead:
    """Read every file. InputRefused lists the faults of all of them."""
    files = list(dict.fromkeys(_expanded(paths)))
    shared = _Shared(notebook=Notebook(), mapping=_mapping(mapping) if mapping else None, site=site)
    for path in files:
        if say:
            say(f"{path} を読み込んでいます", f"reading {path}")
        _read(path, shared)
    if shared.mapping:
        log = Complaints(file=shared.mapping.file, words=WORDS)
        for column, said in shared.mapping.columns.items():
            if said and column not in shared.mapped:
                log.add("estate.mapping-header", f"columns.{column}", said)
        shared.faults += log.faults()
    if any(not one.warning for one in shared.faults):
        raise InputRefused(shared.faults)
    return EstateRead(sightings=shared.notebook.close(), files=tuple(shared.files), unread=tuple(shared.unread), warnings=tuple(shared.faults))


def _expanded(paths: Sequence[Path]) -> Iterator[Path]:
    """Files as they are, folders as the files in them, by name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
        else:
            yield path


def _mapping(path: Path) -> EstateMapping:
    (raw,) = read_raw([RawJob(kind="yaml", path=path, label=str(path))])
    if raw.faults:
        raise InputRefused(raw.faults)
    return read_mapping(raw.value["value"], str(path))


def _read(path: Path, shared: _Shared) -> None:
    log = Complaints(file=str(path), words=WORDS)
    reading = Reading(label=str(path), notebook=shared.notebook, complaints=log, mapping=shared.mapping, site=shared.site)
    before = shared.notebook.rows
    try:
        found, digest = _understood(path, reading)
    except InputRefused as refusal:
        shared.faults += refusal.faults
        return
    if not found:
        log.add("estate.unrecognised")
    elif shared.notebook.rows == before and not reading.unread:
        log.add("estate.nothing-seen")
    shared.mapped |= reading.mapped
    shared.faults += log.faults()
    shared.unread += [Unread(file=str(path), where=where, rule=rule) for where, rule in reading.unread]
    seen = shared.notebook.rows - before
    shared.files.append(EstateFile(path=str(path), format=found, digest=digest, sightings=seen, unread=len(reading.unread)))


def _understood(path: Path, reading: Reading) -> tuple[str, str]:
    """(format, SHA-256): a table is tried as a table first, then as text. The format is "" where nothing fits."""
    kind = _kind(path)
    if kind == "csv":
        survey = csv_stream.survey(path, str(path))
        found = read_table((([f"line {line}" for line in lines], list(rows)) for lines, rows in csv_stream.blocks(survey)), reading)
        return found, survey.digest
    (raw,) = read_raw([RawJob(kind=kind, path=path, label=str(path))])
    if raw.faults:
        raise InputRefused(raw.faults)
    return _of_raw(raw, reading), raw.digest


def _kind(path: Path) -> Kind:
    """What the first octets are: a workbook, XML, JSON (of one value, or a value a line), a table of text, or text."""
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError:
        return "text"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if (start.startswith(b"<") and start.startswith(b"<?xml")) or start.startswith((b"<nmaprun", b"<!DOCTYPE nmaprun")):
        return "xml"
    if start.startswith(b"{") and _is_json_line(start.partition(b"\n")[0]) and len(start.splitlines()) > 1:
        return "jsonl"
    if start.startswith((b"{", b"[")) and _opens_json(start):
        return "json"
    return "csv" if _is_table(path, head) else "text"


def _is_json_line(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _opens_json(start: bytes) -> bool:
    """`[` and `{` also open prompts (`[Switch]display arp`): JSON goes on with a quotation mark, a bracket or a value."""
    return start[1:].lstrip()[:1] in (b'"', b"{", b"[", b"]", b"}", b"")


def _is_table(path: Path, head: bytes) -> bool:
    """Whether one of the first rows names columns that are known, or the file ends in .csv or .tsv."""
    if path.suffix.lower() in (".csv", ".tsv"):
        return True
    text = head.decode("utf-8", "replace")
    delimiter = delimiter_of(text)
    return any(_is_header(line.split(delimiter)) for line in text.splitlines()[:10] if delimiter in line)


def _is_header(cells: Sequence[str]) -> bool:
    """Whether three of the cells name columns, or two and half of all."""
    score = layout_of(cells).score
    return score > 2 or (score == 2 and len(cells) <= 4)


def _of_raw(raw: RawFile, reading: Reading) -> str:
    if raw.kind == "xlsx":
        return _workbook(raw.value, reading)
    if raw.kind == "xml":
        return read_nmap(raw.value, reading) if is_nmap(raw.value) else ""
    if raw.kind == "jsonl":
        return read_table(block_of(records(raw.value["records"])), reading)
    if raw.kind == "json":
        return _json(raw.value, reading)
    lines: Sequence[str] = raw.value["lines"]
    for fits, read in ((is_walk, read_walk), (is_leases, read_leases), (is_capture, read_captures)):
        if fits(lines):
            return read(lines, reading)
    return ""


def _json(value: Any, reading: Reading) -> str:
    held = value
    if isinstance(value, Mapping):
        held = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), None)
    if not isinstance(held, list):
        raise reading.complaints.refused("estate.record-shape")
    return read_table(block_of(records(held)), reading) if held else "ledger"


def _workbook(value: Mapping[str, Any], reading: Reading) -> str:
    """Every sheet whose header tells of devices; a mapping may name the sheet."""
    wanted = reading.mapping.sheet if reading.mapping else ""
    found = ""
    for sheet in value["sheets"]:
        if not sheet.get("hidden") and (not wanted or sheet["name"] == wanted):
            found = read_table(block_of(_sheet(sheet)), reading) or found
    if not found:
        raise reading.complaints.refused("estate.no-columns")
    return found


def _sheet(sheet: Mapping[str, Any]) -> Iterator[Row]:
    return ((f"{sheet['name']}!A{number}", cells) for number, cells in enumerate(sheet["rows"], 1))
