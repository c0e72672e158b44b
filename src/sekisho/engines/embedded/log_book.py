"""A standing log: opened once, appended to for years, by one writer at a time. What is acknowledged is durable and in the tree.

Many threads may append: the acts of all that wait go into the log together, under one checkpoint, and each is told its entries' indexes afterwards.
"""

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from ...faults import RecordBroken
from ...ledger.log import Act, Appended, append, edge_of
from ...ledger.notes import NoteRefused, VerifierKey, read_checkpoint
from ...ledger.succession import succession
from ...ledger.tree import Edge, TilesBroken
from .disk import check_signer
from .durable import locked, write_durably
from .keys import KeyPair
from .log_place import LogPlace

MOST_TOGETHER = 4_000


def utc_now() -> str:
    """This machine's time, to the second, as the record writes it."""
    return datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _salt() -> bytes:
    return os.urandom(16)


class LogBook:
    """A log opened for writing under `keys`; use as a context. Opening drops what a killed writer left behind, and checks the tree's right edge."""

    def __init__(self, place: LogPlace, keys: KeyPair, *, clock: Callable[[], str] = utc_now) -> None:
        self.place, self.keys, self.clock = place, keys, clock
        self._edge: Edge | None = None
        self._latest = ""
        self._open = ExitStack()

    def __enter__(self) -> "LogBook":
        self._open.enter_context(locked(self.place.folder / ".lock"))
        try:
            self._reopen()
        except BaseException:
            self._open.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._open.close()

    @property
    def size(self) -> int:
        return self._known().size

    def append(self, acts: Sequence[Act], bodies: Sequence[bytes] = ()) -> Appended:
        """Append and return when the entries are durable and in the tree. Where that fails the log stays as it was, and can be tried again."""
        edge = self._known()
        if self.place.vault is None:
            raise RecordBroken("vault", "a log cannot grow without its vault")
        self._latest = max(self._latest, self.clock())
        try:
            if bodies:
                self.place.vault.keep(bodies)
            done = append(self.place.record, self.place.vault, acts, signer=self.keys, salt=_salt, edge=edge, recorded_at=self._latest)
        except BaseException:
            self._edge = None  # what is on the disk is read again before the next append
            raise
        self._edge = done.edge
        return done

    def begin(self, claims: Mapping[str, Any]) -> Appended:
        """Entry 0 of a new log."""
        done = self.append([Act(kind="decision", claims=claims)] if claims else [])
        self._write_key(self.keys.key)
        return done

    def rotate(self, new: KeyPair, claims: Mapping[str, Any]) -> Appended:
        """Pass the log on: an entry in which the key in force signs its successor, under a checkpoint that the successor signs."""
        act = succession(self.keys, new.key, self.size, claims)
        old, self.keys = self.keys, new
        try:
            done = self.append([act])
        except BaseException:
            self.keys = old
            raise
        self._write_key(new.key)
        return done

    def _known(self) -> Edge:
        if self._edge is None:
            self._reopen()
        assert self._edge is not None
        return self._edge

    def _reopen(self) -> None:
        held = self.place.record.checkpoint()
        if held is not None:
            check_signer(held, self.keys.key, str(self.place.folder))
        self.place.record.recover()
        try:
            edge = edge_of(self.place.record)
        except (TilesBroken, NoteRefused) as error:
            raise RecordBroken(self.place.name, str(error)) from error
        if held is not None and edge.root != read_checkpoint(held).checkpoint.root:
            raise RecordBroken(f"{self.place.name}/checkpoint", "the tiles at the log's right edge have another root")
        self._edge = edge

    def _write_key(self, key: VerifierKey) -> None:
        write_durably(self.place.folder / "key.vkey", (key.line + "\n").encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    acts: Sequence[Act]
    bodies: Sequence[bytes]
    told: "Future[int]"


class GroupCommit:
    """Appends of many threads, together. `submit` gives a future of the first entry's index: done when the entries are durable and in the tree."""

    def __init__(self, book: LogBook) -> None:
        self.book = book
        self._wake = threading.Condition()
        self._waiting: list[_Waiting] = []
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="sekisho-log", daemon=True)

    def __enter__(self) -> "GroupCommit":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join()

    def submit(self, acts: Sequence[Act], bodies: Sequence[bytes] = ()) -> "Future[int]":
        one = _Waiting(acts=acts, bodies=bodies, told=Future())
        with self._wake:
            if self._closed:
                raise RuntimeError("the log is closed")
            self._waiting.append(one)
            self._wake.notify()
        return one.told

    def _run(self) -> None:
        while batch := self._next():
            try:
                self._append(batch)
            except (ValueError, TypeError):  # an act that cannot be written fails alone
                for one in batch:
                    self._alone(one)
            except BaseException as error:  # each who waits is told; the next batch begins from what is on the disk
                for one in batch:
                    one.told.set_exception(error)

    def _append(self, batch: Sequence[_Waiting]) -> None:
        done = self.book.append([act for one in batch for act in one.acts], [body for one in batch for body in one.bodies])
        first = done.first
        for one in batch:
            one.told.set_result(first)
            first += len(one.acts)

    def _alone(self, one: _Waiting) -> None:
        try:
            self._append([one])
        except BaseException as error:
            one.told.set_exception(error)

    def _next(self) -> list[_Waiting]:
        with self._wake:
            while not self._waiting and not self._closed:
                self._wake.wait()
            taken, count = 0, 0
            while taken < len(self._waiting) and (not taken or count + len(self._waiting[taken].acts) <= MOST_TOGETHER):
                count += len(self._waiting[taken].acts)
                taken += 1
            batch, self._waiting = self._waiting[:taken], self._waiting[taken:]
            return batch
