"""Where the bytes come from: folders, or SQLite databases. Every byte is hostile: links are not followed, no size is believed before it is seen."""

import hashlib
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

from .common import Broken, Report

DEEPEST = 12
NO_FILE = "通常のファイルではない / not a regular file"


class Source(Protocol):
    """A record's files by path (`checkpoint`, `tile/…`)."""

    def paths(self, report: Report) -> Iterator[str]: ...

    def read(self, path: str, longest: int) -> bytes: ...


class Vault(Protocol):
    """Bodies: each (path, digest of its bytes), and the bytes by digest."""

    def bodies(self, report: Report) -> Iterator[tuple[str, bytes]]: ...

    def body(self, digest: bytes) -> bytes: ...


def survey(folder: Path, label: str, report: Report, *, may_be_empty: bool, depth: int = 0) -> Iterator[str]:
    """Paths (`label`/…) of the regular files under `folder`; links, special files, empty and too deep folders become faults."""
    members: list[Path] = []
    with report.naming(label):
        members = sorted(folder.iterdir())
        if depth and not members and not may_be_empty:
            raise Broken("記録に属さないフォルダ / a folder that does not belong to the record")
    for member in members:
        path = f"{label}/{member.name}"
        with report.naming(path):
            about = member.lstat()
            link = stat.S_ISLNK(about.st_mode) or getattr(about, "st_file_attributes", 0) & 0x400  # Windows: a reparse point
            if stat.S_ISREG(about.st_mode) and not link:
                yield path
            elif stat.S_ISDIR(about.st_mode) and not link and depth < DEEPEST:
                yield from survey(member, path, report, may_be_empty=may_be_empty, depth=depth + 1)
            else:
                raise Broken(NO_FILE)


def read_bytes(file: Path, longest: int) -> bytes:
    """The bytes of a file of at most `longest` bytes; Broken or OSError otherwise."""
    if file.stat().st_size > longest:
        raise Broken(f"長すぎる / longer than {longest} bytes")
    with file.open("rb") as stream:
        return stream.read(longest)


class Folder:
    """A record as a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def paths(self, report: Report) -> Iterator[str]:
        return survey(self.folder, "record", report, may_be_empty=False)

    def read(self, path: str, longest: int) -> bytes:
        return read_bytes(self.folder / path, longest)


class VaultFolder:
    """A vault as a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def bodies(self, report: Report) -> Iterator[tuple[str, bytes]]:
        for path in survey(self.folder, "vault", report, may_be_empty=True):
            with report.naming(path), Path(f"{self.folder}{path.removeprefix('vault')}").open("rb") as stream:
                yield path, hashlib.file_digest(stream, "sha256").digest()

    def body(self, digest: bytes) -> bytes:
        name = digest.hex()
        return read_bytes(self.folder / name[:2] / name, 1 << 30)


def connect(file: Path) -> sqlite3.Connection:
    """The database as it is at this moment, for reading alone."""
    journal = os.path.lexists(f"{file}-wal")
    base = sqlite3.connect(f"{file.resolve().as_uri()}?{'mode=ro' if journal else 'immutable=1'}", uri=True, isolation_level=None)
    base.execute("BEGIN")
    return base


class Database:
    """A record as a table: one row a file."""

    def __init__(self, file: Path) -> None:
        self.base = connect(file)

    def paths(self, report: Report) -> Iterator[str]:
        """The files' paths; whatever else lies in the schema becomes a fault."""
        own = ("sekisho_record", "sqlite_autoindex_sekisho_record_1")
        with report.naming("record"), closing(self.base.cursor()) as cursor:
            try:
                for kind, name in cursor.execute("SELECT type, name FROM sqlite_master").fetchall():
                    if name not in own:
                        report.fault(f"record/{kind} {name}", None, "記録に属さない / does not belong to a record")
                rows = cursor.execute("SELECT path FROM sekisho_record ORDER BY path").fetchall()
            except sqlite3.Error as error:
                raise Broken("データベースとして読めない / not readable as a database") from error
            yield from (f"record/{path}" for (path,) in rows)

    def read(self, path: str, longest: int) -> bytes:
        try:
            row = self.base.execute("SELECT octets FROM sekisho_record WHERE path = ?", (path,)).fetchone()
        except sqlite3.Error as error:
            raise OSError from error
        if row is None or not isinstance(row[0], bytes) or len(row[0]) > longest:
            raise OSError
        return row[0]


class VaultDatabase:
    """A vault as a table: one row a body."""

    def __init__(self, file: Path) -> None:
        self.base = connect(file)

    def bodies(self, report: Report) -> Iterator[tuple[str, bytes]]:
        with report.naming("vault"):
            try:
                for name, octets in self.base.execute("SELECT digest, octets FROM sekisho_body ORDER BY digest"):
                    yield f"vault/{str(name)[:2]}/{name}", hashlib.sha256(octets if isinstance(octets, bytes) else b"").digest()
            except sqlite3.Error as error:
                raise Broken("データベースとして読めない / not readable as a database") from error

    def body(self, digest: bytes) -> bytes:
        row = self.base.execute("SELECT octets FROM sekisho_body WHERE digest = ?", (digest.hex(),)).fetchone()
        if row is None:
            raise OSError
        return bytes(row[0])


def is_database(file: Path) -> bool:
    """Whether a file begins as SQLite's do."""
    if not file.is_file():
        return False
    with file.open("rb") as stream:
        return stream.read(16) == b"SQLite format 3\0"
