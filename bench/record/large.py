"""A log of 10,000,000 entries in a folder: proofs from its tiles, and how soon a writer is ready to go on (what it may have left behind included).

*As it comes* is one try an entry: its tiles may lie on the disk alone, and other programs may have the processor. *Best of three* is its own time.
"""

import random
import statistics
import time
from collections.abc import Iterator

from bench.inside.card import SEED, Plan, Row, at_most, shown

from sekisho.engines.embedded.log_book import LogBook
from sekisho.engines.embedded.log_place import LogPlace, find_log
from sekisho.ledger.merkle import check_consistency, check_inclusion
from sekisho.ledger.notes import read_checkpoint

from . import made

ENTRIES, ASKED = 10_000_000, 500


def _once(place: LogPlace, size: int, index: int) -> float:
    began = time.perf_counter()
    place.tree(size).inclusion(index)
    return time.perf_counter() - began


def rows(plan: Plan) -> Iterator[Row]:
    size = plan.size(ENTRIES)
    began = time.perf_counter()
    folder = made.log(size, 1)
    making = time.perf_counter() - began
    place = find_log(folder, writing=True)
    root = read_checkpoint(place.record.checkpoint() or b"").checkpoint.root
    chance = random.Random(SEED)
    seconds, hashes, own, again = [], [], [], []
    for index in [0, size - 1, *(chance.randrange(size) for _ in range(ASKED))]:
        began, worked = time.perf_counter(), time.process_time()
        tree = place.tree(size)
        proof, leaf = tree.inclusion(index), tree.leaf(index)
        seconds.append(time.perf_counter() - began)
        own.append(time.process_time() - worked)
        again.append(min(_once(place, size, index) for _ in range(3)))
        hashes.append(len(proof))
        check_inclusion(leaf, index, size, proof, root)
    yield at_most("hashes of an inclusion proof, the most", max(hashes), 24, detail={"entries": size, "asked": len(seconds)})
    yield at_most("an inclusion proof, 99 of 100, as it comes", 1000 * sorted(seconds)[int(len(seconds) * 0.99)], 5, unit="ms")
    yield at_most("an inclusion proof, 99 of 100 entries, best of three", 1000 * sorted(again)[int(len(again) * 0.99)], 5, unit="ms")
    yield shown("an inclusion proof, half of them", 1000 * statistics.median(seconds), unit="ms")
    yield shown("an inclusion proof, processor time of 99 of 100", 1000 * sorted(own)[int(len(own) * 0.99)], unit="ms")
    seconds, hashes = [], []
    for old in [1, size // 2, size - 1, *(chance.randrange(1, size) for _ in range(ASKED))]:
        began = time.perf_counter()
        tree = place.tree(size)
        proof = tree.consistency(old)
        seconds.append(time.perf_counter() - began)
        hashes.append(len(proof))
        check_consistency(old, size, tree.root_between(0, old), root, proof)
    yield shown("a consistency proof, 99 of 100", 1000 * sorted(seconds)[int(len(seconds) * 0.99)], unit="ms", detail={"hashes": max(hashes)})
    began = time.perf_counter()
    with LogBook(place, made.KEYS) as book:
        ready = time.perf_counter() - began
        if book.size != size:
            raise RuntimeError("entries were lost")
    yield at_most("a writer ready to go on", ready, 5, unit="s")
    yield shown("making the log", making, unit="s")
    place.close()
