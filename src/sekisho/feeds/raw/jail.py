"""The only way in for user files: the parent reads the octets once, one child process (`jail_child`) makes sense of them.

    read_raw([RawJob(kind="xlsx", path=Path("list.xlsx"), label="bids/A/list.xlsx"), …]) -> (RawFile, …)        in the same order

The parent opens each file once, as a regular file of at most 64 MiB, and hashes it: what is judged is what was hashed. The octets go to a child with
capped memory (640 MiB), processor time (10 s a file), no files to write, no network and no further process; the parent's clock allows 20 s a file.
A child that dies or overstays costs exactly the file in flight, which becomes a Fault with a way out; a new child reads on. Nothing from the child is
unpickled, and everything is checked for shape. Where the platform has no `resource` (Windows) memory and processor time are bounded by the
pre-checks and the clock.

`RawFile.value`, None where `faults` is not empty:

    xlsx  {"sheets": [{"name": str, "hidden": bool, "rows": [[str | int | None, …], …], "merged": [[row, column, row, column], …]}]}
          zero-based, rows[0] is the sheet's row 1; see `workbook` for how dates and numbers are written
    csv   {"rows": [[str, …], …], "lines": [int, …], "encoding": "utf-8" | "utf-16" | "cp932"}
    json  the value, numbers with a point or an exponent as Decimal
    yaml  {"value": dict | list | str, "lines": {"bid.identifiers[0].value": 12, …}}
    text  {"lines": [str, …]}
    jsonl {"records": [value, …], "lines": [int, …]}; blank lines are left out
    xml   {"names", "tags", "depths", "texts", "lines", "attributes"}: the elements in document order, see `strict_xml`
"""

import gc
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from ...canonical import sha256_hex
from ...faults import Fault, OurFault, fault
from .frames import read_frame, write_frame
from .jail_child import too_demanding, unreadable
from .limits import DEFAULT, MIB, Limits
from .strict_json import load_checked
from .strict_lines import load_checked_lines
from .workbook import PackedBook, PackedSheet, unpack_workbook

Kind = Literal["xlsx", "csv", "json", "yaml", "text", "jsonl", "xml"]
Frame = tuple[dict[str, Any], list[bytes]]

_SECONDS_TO_START = 60.0
_ENVIRONMENT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What the interpreter may need in order to start; the child learns nothing else of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawJob:
    """A file to read: what it should be, where it lies, and the name by which faults call it."""

    kind: Kind
    path: Path
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """What was read: the octets, their SHA-256 (hexadecimal; "" where the file could not be opened), and the value or the faults."""

    label: str
    kind: Kind
    octets: bytes
    digest: str
    value: Any
    faults: tuple[Fault, ...] = ()


def read_raw(jobs: Sequence[RawJob], *, limits: Limits = DEFAULT) -> tuple[RawFile, ...]:
    """Reads every file, each by itself: faults are in the RawFile. OurFault only where the reading process cannot be started at all."""
    kinds = sorted({job.kind for job in jobs})
    with _jail(kinds, limits) as jail:
        return tuple(_read(job, jail, limits) for job in jobs)


def _read(job: RawJob, jail: "_Jail", limits: Limits) -> RawFile:
    opened = _octets(job, limits)
    if isinstance(opened, Fault):
        return RawFile(label=job.label, kind=job.kind, octets=b"", digest="", value=None, faults=(opened,))
    answer = jail.ask(job, opened)
    try:
        value, faults = (None, (too_demanding(job.label),)) if answer is None else _understood(answer, opened, job)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        jail.close()
        value, faults = None, (unreadable(job.label),)
    return RawFile(label=job.label, kind=job.kind, octets=opened, digest=sha256_hex(opened), value=value, faults=faults)


def _octets(job: RawJob, limits: Limits) -> bytes | Fault:
    try:
        if not job.path.is_file():
            return not_there(job.path, job.label)
        with job.path.open("rb") as stream:
            octets = stream.read(limits.file_octets + 1)
    except (OSError, ValueError):
        return no_access(job.label)
    if len(octets) > limits.file_octets:
        size = limits.file_octets // MIB
        return fault(
            job.label,
            "file.too-large",
            what=(f"ファイルが {size} MiB を超えています", f"the file is larger than {size} MiB"),
            remedy=("いくつかのファイルに分けてください", "split it into several files"),
        )
    return octets


def read_whole(path: Path, label: str, *, limits: Limits = DEFAULT) -> tuple[bytes, str] | Fault:
    """The octets of a document that is kept and never understood, and their SHA-256 (hexadecimal)."""
    opened = _octets(RawJob(kind="text", path=path, label=label), limits)
    return opened if isinstance(opened, Fault) else (opened, sha256_hex(opened))


def no_access(label: str) -> Fault:
    """What is wrong with a file that is there and cannot be opened."""
    return fault(
        label,
        "file.no-access",
        what=("ファイルを開けません", "the file cannot be opened"),
        remedy=("読み取りの権限と、他のソフトで開いていないかを確かめてください", "check its permissions and whether another program holds it"),
    )


def not_there(path: Path, label: str) -> Fault:
    """What is wrong with a path that is no file."""
    if path.exists():
        return fault(
            label,
            "file.not-regular",
            what=("ファイルではありません(フォルダか装置です)", "this is no regular file but a folder or a device"),
            remedy=("ファイルの名前を指定してください", "give the name of a file"),
        )
    return fault(
        label,
        "file.missing",
        what=("ファイルがありません", "the file is not there"),
        remedy=("名前と置き場所を確かめてください", "check its name and folder"),
    )


def _understood(answer: Frame, octets: bytes, job: RawJob) -> tuple[Any, tuple[Fault, ...]]:
    """Value and faults of one answer; ValueError and the like where it does not have the agreed shape."""
    head, blobs = answer
    kind = head["answer"]
    if kind == "refused":
        faults = tuple(_fault(noted) for noted in head["faults"])
        return None, faults or (unreadable(job.label),)
    with without_collection():
        if kind == "checked" and job.kind == "json":
            return load_checked(octets), ()
        if kind == "checked" and job.kind == "jsonl":
            return load_checked_lines(octets), ()
        if kind == "value" and job.kind == "text":
            return {"lines": _texts(json.loads(blobs[0]))}, ()
        if kind == "value" and job.kind == "xml":
            return _columns(json.loads(blobs[0])), ()
        if kind == "value" and job.kind == "csv":
            return _rows(json.loads(blobs[0])), ()
        if kind == "value" and job.kind == "yaml":
            document = json.loads(blobs[0])
            return {"value": document["value"], "lines": document["lines"]}, ()
        if kind == "book" and job.kind == "xlsx":
            return _book(head["sheets"], blobs), ()
    raise ValueError("no such answer")


def _book(sheets: list[dict[str, Any]], blobs: list[bytes]) -> dict[str, Any]:
    table, *codes = blobs
    packed = [PackedSheet(**sheet, codes=code) for sheet, code in zip(sheets, codes, strict=True)]
    values = json.loads(table)
    if not set(map(type, values)) <= {str, int, type(None)}:
        raise ValueError("cells are text, whole numbers or nothing")
    return unpack_workbook(PackedBook(table=values, sheets=tuple(packed)))


def _rows(value: dict[str, Any]) -> dict[str, Any]:
    if set(map(type, chain.from_iterable(value["rows"]))) - {str} or len(value["rows"]) != len(value["lines"]):
        raise ValueError("rows are text, each with its line")
    return {"rows": value["rows"], "lines": value["lines"], "encoding": str(value["encoding"])}


def _texts(value: list[str]) -> list[str]:
    if not isinstance(value, list) or set(map(type, value)) - {str}:
        raise ValueError("lines are text")
    return value


def _columns(value: dict[str, Any]) -> dict[str, Any]:
    names, tags, depths, lines = _texts(value["names"]), value["tags"], value["depths"], value["lines"]
    texts, attributes = _texts(value["texts"]), value["attributes"]
    whole = all(set(map(type, column)) <= {int} and len(column) == len(texts) for column in (tags, depths, lines))
    known = all(0 <= tag < len(names) for tag in set(tags))
    told = all(set(map(type, pairs.values())) <= {str} for pairs in attributes.values())
    if not (whole and known and told):
        raise ValueError("columns of one length, tags that have names, attributes that are text")
    return {"names": names, "tags": tags, "depths": depths, "texts": texts, "lines": lines, "attributes": attributes}


def _fault(noted: dict[str, Any]) -> Fault:
    what, remedy = noted["what"], noted["remedy"]
    return fault(
        str(noted["file"]),
        str(noted["rule"]),
        where=str(noted["where"]),
        what=(str(what["ja"]), str(what["en"])),
        remedy=(str(remedy["ja"]), str(remedy["en"])),
        shown=str(noted["shown"]),
        warning=noted["warning"] is True,
    )


@contextmanager
def without_collection() -> Iterator[None]:
    """A workbook is a million small objects and no cycle: the collector would walk them over and over while they are built."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _jail(kinds: Sequence[str], limits: Limits) -> Iterator["_Jail"]:
    jail = _Jail(kinds, limits)
    try:
        yield jail
    finally:
        jail.close()


class _Jail:
    """One child at a time, started when the first file needs it and again after one has died."""

    def __init__(self, kinds: Sequence[str], limits: Limits) -> None:
        self.kinds, self.limits = list(kinds), limits
        self.child: Any = None

    def ask(self, job: RawJob, octets: bytes) -> Frame | None:
        """The child's answer, or None where it died or overstayed."""
        if self.child is None:
            self._start()
        answer = self._exchange({"kind": job.kind, "label": job.label}, [octets], self.limits.wall_seconds)
        if answer is None:
            self.close()
        return answer

    def close(self) -> None:
        """Ends the child, at once: it holds nothing that could be lost."""
        if self.child is not None:
            self.child.kill()
            self.child.communicate()
            self.child = None

    def _start(self) -> None:
        try:
            self.child = _spawn()
            greeting = self._exchange({"limits": asdict(self.limits), "kinds": self.kinds}, [], _SECONDS_TO_START)
        except OSError:
            greeting = None
        if greeting is None or greeting[0].get("answer") != "ready":
            self.close()
            raise OurFault("the process that reads files did not start; `python -I -m sekisho.feeds.raw.jail_child` should wait for input")

    def _exchange(self, head: dict[str, Any], blobs: list[bytes], seconds: float) -> Frame | None:
        import threading

        watch = threading.Timer(seconds, self.child.kill)
        watch.start()
        try:
            write_frame(self.child.stdin, head, blobs)
            return read_frame(self.child.stdout, self.limits.answer_octets)
        except (OSError, ValueError, RecursionError):
            return None
        finally:
            watch.cancel()


def _spawn() -> Any:
    """Our own interpreter and module: no shell, nothing of the user's on the command line or in the environment."""
    import subprocess

    return subprocess.Popen(
        [sys.executable, "-I", "-m", "sekisho.feeds.raw.jail_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
