"""A writer killed with SIGKILL at a random moment, again and again: is any acknowledged entry lost, is anything half-written, how soon does it go on?

The child appends in small groups through `GroupCommit` and tells of each entry only when it is acknowledged. The parent kills it after 0 to 200 ms,
opens the log as any writer does, and looks for every entry that was told. The first verifier looks at the whole log each time, both look at its end.
"""

import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.inside.card import SEED, Plan, Row, at_most, equal, shown

from sekisho.engines.embedded.keys import KeyPair
from sekisho.engines.embedded.log_book import GroupCommit, LogBook
from sekisho.engines.embedded.log_place import LogPlace, find_log, make_log
from sekisho.ledger.envelope import Act, read_disclosure, read_envelope, vault_name
from sekisho.ledger.verify import verify_record

from .made import NAME, second

KILLS, KILLS_A_LOG, LONGEST = 1_000, 50, 0.2
KEYS = KeyPair(name=NAME, seed=b"k" * 32)


@dataclass(slots=True, kw_only=True)
class Found:
    """What came of the kills."""

    kills: int = 0
    told: int = 0
    lost: int = 0
    broken: int = 0
    dropped: int = 0
    restarts: list[float] = field(default_factory=list)


def rows(plan: Plan) -> Iterator[Row]:
    kills = plan.size(KILLS)
    for store in ("folder", "database"):
        found = killed(kills, database=store == "database", seed=SEED)
        detail = {"acknowledged": found.told, "kills that left something behind": found.dropped}
        yield equal(f"acknowledged entries lost in {kills:,} kills, {store}", found.lost, 0, detail=detail)
        yield equal(f"restarts after which the log does not hold, {store}", found.broken, 0)
        yield at_most(f"longest restart, {store}", max(found.restarts), 5, unit="s")
        yield shown(f"entries acknowledged before the kills, {store}", found.told)


def killed(kills: int, *, database: bool, seed: int) -> Found:
    """Kill a writer so many times."""
    chance, found = random.Random(seed), Found()
    while found.kills < kills:
        with tempfile.TemporaryDirectory() as folder:
            place = make_log(Path(folder) / "log", database=database)
            with LogBook(place, KEYS) as book:
                book.begin({})
            place.close()
            _one_log(Path(folder) / "log", min(KILLS_A_LOG, kills - found.kills), chance, found)
    return found


def _one_log(folder: Path, kills: int, chance: random.Random, found: Found) -> None:
    told: dict[int, str] = {}
    for _ in range(kills):
        fresh = _killed_once(folder, chance.random() * LONGEST, f"{found.kills}")
        found.kills += 1
        found.told += len(fresh)
        found.lost += len(told.keys() & fresh.keys())  # an index is given once
        told |= fresh
        place = find_log(folder, writing=True)
        found.dropped += len(place.record.recover())
        began = time.perf_counter()
        with LogBook(place, KEYS) as book:
            found.restarts.append(time.perf_counter() - began)
            size = book.size
        found.lost += sum(not _is_there(place, index, size, token) for index, token in fresh.items())
        found.broken += not verify_record(place.record, key=KEYS.key).holds
        place.close()
    place = find_log(folder)
    found.lost += sum(not _is_there(place, index, size, token) for index, token in told.items())
    place.close()
    answer = second.verify(second.record_at(folder), pinned=second.parse_key(KEYS.key.line), vault=second.vault_at(None, second.record_at(folder)))
    found.broken += bool(answer.faults)


def _killed_once(folder: Path, after: float, name: str) -> dict[int, str]:
    """Let a child write, kill it, and return the entries that it told of: index and token."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            _write(folder, writing, name)
        finally:
            os._exit(1)
    os.close(writing)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        lines = pipe.read().decode().split("\n")[:-1]
    os.waitpid(child, 0)
    return {int(index): token for index, token in (line.split(" ") for line in lines)}


def _write(folder: Path, pipe: int, name: str) -> None:
    with LogBook(find_log(folder, writing=True), KEYS) as book, GroupCommit(book) as commit:
        number = 0
        while True:
            tokens = [f"{name}-{number + at}" for at in range(3)]
            number += 3
            waiting = [(token, commit.submit([Act(kind="outcome", claims={"token": token})])) for token in tokens]
            os.write(pipe, "".join(f"{told.result()} {token}\n" for token, told in waiting).encode())


def _is_there(place: LogPlace, index: int, size: int, token: str) -> bool:
    """Whether the entry at an index discloses the token."""
    if index >= size or place.vault is None:
        return False
    envelope = read_envelope(place.tree(size).bundle(index // 256)[index % 256], index)
    bodies = (place.vault.body(vault_name(digest)) for digest in envelope["_sd"])
    return any(body is not None and read_disclosure(body) == ("token", token) for body in bodies)
