"""The record and its vault in databases: one row a file, one row a body. Plain SQL behind DB-API 2.0, for SQLite and its likes.

`publish` is one transaction that also compares the checkpoint with the one it grew from: of two writers one is refused, and the log never forks.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ...canonical import sha256_hex
from ...faults import RecordBroken
from ...ledger.tiles import TILE_WIDTH, TileName

CHECKPOINT = "checkpoint"
PATIENCE = 30.0
"""Seconds to wait for another process to let go of a database."""


class Connection(Protocol):
    """What is asked of a DB-API 2.0 connection: transactions that begin with their first statement."""

    def cursor(self) -> Any: ...

    def commit(self) -> None: ...

    def rollback(self) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """Where databases differ: the mark of a parameter, the type of octets, and the query for whatever else lies in the schema."""

    parameter: str
    octets: str
    foreign: str = ""

    def sql(self, text: str) -> str:
        return text.replace("?", self.parameter).replace("OCTETS", self.octets)


SQLITE = Dialect(
    parameter="?",
    octets="BLOB",
    foreign="SELECT type || ' ' || name FROM sqlite_master WHERE name NOT IN ('sekisho_record', 'sqlite_autoindex_sekisho_record_1')",
)
POSTGRESQL = Dialect(parameter="%s", octets="BYTEA")


def open_sqlite(path: Path, *, new: bool = False) -> sqlite3.Connection:
    """A SQLite file whose commits are durable when they return, and whose erased bytes are overwritten."""
    mode = "rwc" if new else "rw"
    base = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level="IMMEDIATE", check_same_thread=False, timeout=PATIENCE)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "wal_autocheckpoint=4000"):
        base.execute(f"PRAGMA {pragma}")
    return base


def read_sqlite(path: Path) -> sqlite3.Connection:
    """A SQLite file for reading alone, as it is at this moment; without a journal beside it, it may lie on a medium that takes no writing."""
    journal = path.with_name(f"{path.name}-wal").exists()
    base = sqlite3.connect(f"{path.resolve().as_uri()}?{'mode=ro' if journal else 'immutable=1'}", uri=True, isolation_level=None, timeout=PATIENCE)
    base.execute("BEGIN")
    return base


class VaultRead(OSError):
    """Erased bytes are gone from the vault, and not yet from its journal, since somebody reads it."""


class RecordTable:
    """A record as a table of files: a `TileStore`, and the bytes that verification reads."""

    def __init__(self, base: Connection, dialect: Dialect = SQLITE) -> None:
        self.base, self.dialect = base, dialect
        self._seen: bytes | None = None

    def create(self) -> None:
        """Make the table where there is none."""
        _execute(self, "CREATE TABLE IF NOT EXISTS sekisho_record (path TEXT NOT NULL PRIMARY KEY, octets OCTETS NOT NULL)")
        self.base.commit()

    def paths(self) -> list[str]:
        """Every file of the record, and whatever else lies in the schema: that belongs to no record."""
        found = [str(path) for (path,) in self._rows("SELECT path FROM sekisho_record")]
        return found + ([str(name) for (name,) in self._rows(self.dialect.foreign)] if self.dialect.foreign else [])

    def read(self, path: str) -> bytes:
        row = self._rows("SELECT octets FROM sekisho_record WHERE path = ?", path)
        if not row or not isinstance(row[0][0], bytes | memoryview):
            raise OSError(f"no file {path}")
        return bytes(row[0][0])

    def checkpoint(self) -> bytes | None:
        held = [bytes(octets) for (octets,) in self._rows("SELECT octets FROM sekisho_record WHERE path = ?", CHECKPOINT)]
        self._seen = held[0] if held else None
        return self._seen

    def publish(self, files: Mapping[str, bytes], checkpoint: bytes) -> None:
        """One transaction: the tiles in, their narrower forms out, and the checkpoint in the place of the one that was read."""
        try:
            for path, octets in files.items():
                put = "INSERT INTO sekisho_record (path, octets) VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET octets = excluded.octets"
                _execute(self, put, path, octets)
                self._drop_narrower(path)
            self._replace_checkpoint(checkpoint)
            self.base.commit()
        except BaseException:
            self.base.rollback()
            raise
        self._seen = checkpoint

    def recover(self) -> list[str]:
        """Nothing: what a killed append left behind was never committed."""
        return []

    def _drop_narrower(self, path: str) -> None:
        name = TileName.parse(path)
        if name is None:
            return
        whole = TileName(level=name.level, index=name.index, width=TILE_WIDTH).path
        _execute(self, "DELETE FROM sekisho_record WHERE path >= ? AND path < ? AND path <> ?", f"{whole}.p/", f"{whole}.p0", path)

    def _replace_checkpoint(self, checkpoint: bytes) -> None:
        if self._seen is None:
            _execute(self, "INSERT INTO sekisho_record (path, octets) VALUES (?, ?)", CHECKPOINT, checkpoint)
            return
        done = _execute(self, "UPDATE sekisho_record SET octets = ? WHERE path = ? AND octets = ?", checkpoint, CHECKPOINT, self._seen)
        if done.rowcount != 1:
            raise RecordBroken("record/checkpoint", "another writer has gone on from the checkpoint that this one grew from")

    def _rows(self, text: str, *values: Any) -> list[Any]:
        try:
            return list(_execute(self, text, *values).fetchall())
        except sqlite3.DatabaseError as error:
            raise OSError(f"the database cannot be read: {error}") from error


class VaultTable:
    """Bodies as rows, in a database of their own: what is erased there leaves the record as it is."""

    def __init__(self, base: Connection, dialect: Dialect = SQLITE) -> None:
        self.base, self.dialect = base, dialect

    def create(self) -> None:
        """Make the table where there is none."""
        _execute(self, "CREATE TABLE IF NOT EXISTS sekisho_body (digest TEXT NOT NULL PRIMARY KEY, octets OCTETS NOT NULL)")
        self.base.commit()

    def keep(self, bodies: Sequence[bytes]) -> None:
        put = "INSERT INTO sekisho_body (digest, octets) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING"
        try:
            self.base.cursor().executemany(self.dialect.sql(put), [(sha256_hex(body), body) for body in bodies])
            self.base.commit()
        except BaseException:
            self.base.rollback()
            raise

    def body(self, digest: str) -> bytes | None:
        """The body of this digest; None where it is absent or has been erased."""
        row = _execute(self, "SELECT octets FROM sekisho_body WHERE digest = ?", digest).fetchone()
        return None if row is None else bytes(row[0])

    def erase(self, digests: Sequence[str]) -> int:
        """Overwrite and remove bodies, out of the journal too; how many were there."""
        there: int = sum(_execute(self, "DELETE FROM sekisho_body WHERE digest = ?", digest).rowcount for digest in digests)
        self.base.commit()
        if isinstance(self.base, sqlite3.Connection) and self.base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise VaultRead("the vault is being read: what was erased still stands in its journal")
        return there

    def bodies(self) -> Iterator[tuple[str, bytes]]:
        """(path, bytes) of every body, as a folder would hold it."""
        for digest, octets in _execute(self, "SELECT digest, octets FROM sekisho_body ORDER BY digest"):
            yield f"{str(digest)[:2]}/{digest}", octets if isinstance(octets, bytes) else b""


def _execute(table: RecordTable | VaultTable, text: str, *values: Any) -> Any:
    cursor = table.base.cursor()
    cursor.execute(table.dialect.sql(text), values)
    return cursor


def is_database(path: Path) -> bool:
    """Whether a file is a SQLite database."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return os.read(handle, 16) == b"SQLite format 3\0"
    except OSError:
        return False
    finally:
        os.close(handle)
