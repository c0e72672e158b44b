"""Appends: acts of many threads, sealed, their disclosures durable in the vault, their entries durable and in the tree before each is told so.

*Integration* is from the moment an act is handed in to the moment it is told its index. The peer is a plain table of the same bytes (SQLite,
write-ahead log, full synchronisation), committed in groups of the same size: no hashing, no sealing, no tree, no proof.
"""

import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from bench.inside.card import Plan, Row, at_least, at_most, shown
from bench.inside.places import ROOT

from sekisho.engines.embedded.keys import KeyPair
from sekisho.engines.embedded.log_book import GroupCommit, LogBook
from sekisho.engines.embedded.log_place import make_log
from sekisho.ledger.envelope import Act

APPENDS, THREADS, IN_FLIGHT = 60_000, 4, 250
ROUNDS = 3


def rows(plan: Plan) -> Iterator[Row]:
    count = plan.size(APPENDS)
    (ROOT / "build").mkdir(exist_ok=True)
    for store in ("folder", "database"):
        found = sorted(appended(count, database=store == "database") for _ in range(ROUNDS))
        rate, late = found[ROUNDS // 2]
        peers = {"plain table": plain(count, round(rate * late))} if plan.with_peers else {}
        detail = {"appends": count, "rounds": [list(one) for one in found]}
        yield at_least(f"durable appends a second, {store}", rate, 3000, unit="/s", peers=peers, detail=detail)
        yield at_most(f"integration p99, {store}", late, 1, unit="s")
        if peers:
            yield shown(f"appends a second, of the plain table's, {store}", rate / peers["plain table"], unit="×")


def appended(count: int, *, database: bool) -> tuple[float, float]:
    """Appends a second, and the 99th percentile of seconds to integration."""
    waited: list[float] = []
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
        place = make_log(Path(folder) / "log", database=database)
        with LogBook(place, KeyPair.new("sekisho/bench")) as book:
            book.begin({})
            began = time.perf_counter()
            with GroupCommit(book) as commit:
                threads = [threading.Thread(target=_hand_in, args=(commit, number, count // THREADS, waited)) for number in range(THREADS)]
                for one in threads:
                    one.start()
                for one in threads:
                    one.join()
            seconds = time.perf_counter() - began
        place.close()
    return len(waited) / seconds, sorted(waited)[int(len(waited) * 0.99)]


def _hand_in(commit: GroupCommit, thread: int, count: int, waited: list[float]) -> None:
    flight: list[Future[int]] = []
    for number in range(count):
        told = commit.submit([Act(kind="outcome", claims={"case": f"T-{thread}-{number}", "verdict": "clear"})])
        told.add_done_callback(partial(_told, waited, time.perf_counter()))
        flight.append(told)
        if len(flight) >= IN_FLIGHT:
            flight.pop(0).result()
    for told in flight:
        told.result()


def _told(waited: list[float], handed_in: float, told: "Future[int]") -> None:
    told.result()
    waited.append(time.perf_counter() - handed_in)


def plain(count: int, together: int) -> float:
    """Rows a second of a plain table, an entry and its three disclosures a row, so many committed together."""
    octets = bytes(330 + 3 * 100)
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
        base = sqlite3.connect(Path(folder) / "plain.db", isolation_level="IMMEDIATE")
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=FULL")
        base.execute("CREATE TABLE entry (seq INTEGER PRIMARY KEY, octets BLOB NOT NULL)")
        began = time.perf_counter()
        for start in range(0, count, max(together, 1)):
            base.executemany("INSERT INTO entry (octets) VALUES (?)", [(octets,)] * min(max(together, 1), count - start))
            base.commit()
        seconds = time.perf_counter() - began
        base.close()
    return count / seconds
