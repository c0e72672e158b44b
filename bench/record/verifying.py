"""Verifying a log of 1,000,000 entries with three digests each, by both programs, in processes of their own, the key pinned; no vault beside it.

The peer hashes the same number of leaves and nodes and does nothing else.
"""

import hashlib
import time
from collections.abc import Iterator

from bench.inside import cold
from bench.inside.card import Plan, Row, at_most, shown

from . import made

ENTRIES = 1_000_000
GIGA = 10**9


def rows(plan: Plan) -> Iterator[Row]:
    size = plan.size(ENTRIES)
    folder = made.log(size, 3)
    record, key = folder / "record", folder / "key.vkey"
    peers = {"bare hashing": hashing(size)} if plan.with_peers else {}
    for name, arguments in {"sekisho verify": ("-m", "sekisho", "verify"), "verifier/verify.py": ("verifier/verify.py",)}.items():
        ran = cold.run(*arguments, record, "--key", key, "--json")
        answer = ran.json
        if ran.code or not answer["holds"] or answer["size"] != size or answer["signer"] != "proven":
            raise RuntimeError(f"{name}: exit {ran.code}: {ran.err[-300:]}")
        yield at_most(f"{name}, {size:,} entries", ran.seconds, 60 * size / ENTRIES, unit="s", peers=peers)
        yield shown(f"{name}, peak memory", ran.peak / GIGA, unit="GB")


def hashing(size: int) -> float:
    """Seconds to hash as many leaves of an envelope's length, and as many nodes."""
    leaf, node = b"\0" + bytes(260), b"\1" + bytes(64)
    began = time.perf_counter()
    for _ in range(size):
        hashlib.sha256(leaf).digest()
        hashlib.sha256(node).digest()
    return time.perf_counter() - began
