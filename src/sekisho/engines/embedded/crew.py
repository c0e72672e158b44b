"""Processes that match batches, each with the mapped index open, one batch at a time. A worker ends when its parent does, however that ends."""

import contextlib
import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from ...faults import OurFault
from .bulk import as_batch, forget, found_in, hits_csv
from .name_index import NameIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A batch's hits as lines of CSV, and how many there are: `hits`, `matched` names, `alerts`, and by class."""

    number: int
    octets: bytes
    counts: Mapping[str, int]


class Crew(Protocol):
    """Takes batches and gives what it has finished, in any order; never holds more than `room` of them."""

    def give(self, number: int, batch: pa.RecordBatch) -> None: ...

    def full(self) -> bool: ...

    def busy(self) -> bool: ...

    def take(self) -> Matched: ...

    def close(self) -> None: ...


def matched(number: int, batch: pa.RecordBatch, index: NameIndex) -> Matched:
    """Match a batch and count its hits. OurFault with the name that could not be matched."""
    try:
        found = found_in(batch, index)
    except Exception as error:
        raise OurFault(f"{_culprit(batch, index)} could not be matched ({type(error).__name__}: {error})") from error
    hits = as_batch(batch, found)
    forget()
    counts: Counter[str] = Counter(hits.column("class").to_pylist())
    counts["hits"] = hits.num_rows
    counts["alerts"] = sum(hits.column("alert").to_pylist())
    counts["matched"] = len(found)
    return Matched(number=number, octets=hits_csv(hits), counts=dict(counts))


def _culprit(batch: pa.RecordBatch, index: NameIndex) -> str:
    """The first name at which matching fails, with its id."""
    for at in range(batch.num_rows):
        try:
            found_in(batch.slice(at, 1), index)
        except Exception:
            row = batch.slice(at, 1).to_pylist()[0]
            return f"`{row['name']}` (id {row.get('id')})"
    return "a batch of names"


class Alone:
    """A crew of this process alone."""

    def __init__(self, index: Path) -> None:
        self._index = NameIndex.open(index)
        self._done: list[Matched] = []

    def give(self, number: int, batch: pa.RecordBatch) -> None:
        self._done.append(matched(number, batch, self._index))

    def full(self) -> bool:
        return bool(self._done)

    def busy(self) -> bool:
        return bool(self._done)

    def take(self) -> Matched:
        return self._done.pop()

    def close(self) -> None:
        return None


class Workers:
    """A crew of processes, started as they are needed. Each is sent a batch only while it waits for one, so neither side can block the other."""

    def __init__(self, index: Path, jobs: int) -> None:
        self._index, self._jobs = index, jobs
        self._context = multiprocessing.get_context("spawn")
        self._idle: list[Any] = []
        self._at_work: list[Any] = []
        self._processes: list[Any] = []

    def give(self, number: int, batch: pa.RecordBatch) -> None:
        worker = self._idle.pop() if self._idle else self._start()
        try:
            worker.send((number, batch))
        except OSError as error:
            raise _ended() from error
        self._at_work.append(worker)

    def full(self) -> bool:
        return len(self._at_work) >= self._jobs

    def busy(self) -> bool:
        return bool(self._at_work)

    def take(self) -> Matched:
        worker: Any = connection.wait(self._at_work)[0]
        try:
            answer = worker.recv()
        except (EOFError, OSError) as error:
            raise _ended() from error
        if not isinstance(answer, Matched):
            raise OurFault(str(answer))
        self._at_work.remove(worker)
        self._idle.append(worker)
        return answer

    def close(self) -> None:
        for worker in (*self._idle, *self._at_work):
            worker.close()
        for process in self._processes:
            process.terminate()
            process.join()

    def _start(self) -> Any:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, str(self._index)), daemon=True)
        process.start()
        theirs.close()
        self._processes.append(process)
        return ours


def _serve(parent: Any, index: str) -> None:
    """What a worker does: match what it is sent until its parent closes the line or is gone. An interrupt is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        opened = NameIndex.open(Path(index))
        while True:
            number, batch = parent.recv()
            try:
                answer: Matched | str = matched(number, batch, opened)
            except OurFault as error:  # told to the parent, which stops the run
                answer = str(error)
            parent.send(answer)


def crew_of(index: Path, jobs: int) -> Crew:
    """So many processes; this one alone where one is enough."""
    return Workers(index, jobs) if jobs > 1 else Alone(index)


def cores() -> int:
    """How many cores this process may use."""
    with contextlib.suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _ended() -> OurFault:
    return OurFault("a worker process ended in the middle (out of memory?); what is finished is kept: run the same command again, with fewer --jobs")
