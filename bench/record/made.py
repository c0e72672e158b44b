"""Logs of any size, made once under `build/bench-record` from a seed: sound to the last byte, but sealed without salt and written without fsync."""

import base64
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from bench.inside.places import ROOT

from sekisho.engines.embedded.durable import write_durably
from sekisho.engines.embedded.keys import KeyPair
from sekisho.engines.embedded.log_place import LogPlace, make_log
from sekisho.ledger.notes import Checkpoint
from sekisho.ledger.tree import Edge

MADE = ROOT / "build" / "bench-record"
KEYS = KeyPair(name="sekisho/bench", seed=bytes(31) + b"\x06")
AT_ONCE = 1 << 16


def entry(seq: int, disclosures: int) -> bytes:
    """The entry at an index, as canonical JSON."""
    digests = sorted(_digest(f"{seq}-{number}".encode()) for number in range(disclosures))
    listed = ",".join(f'"{one}"' for one in digests)
    shown = f'"log_key":"{KEYS.key.line}",' if seq == 0 else ""
    kind = "outcome" if seq else "open"
    return f'{{"_sd":[{listed}],"_sd_alg":"sha-256","format":"sekisho-envelope/1",{shown}"seq":{seq},"type":"{kind}"}}'.encode()


def _digest(octets: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(octets).digest()).decode().rstrip("=")


def _edges(size: int, disclosures: int) -> Iterator[tuple[Edge, dict[str, bytes]]]:
    edge = Edge()
    while edge.size < size:
        upto = min(size, edge.size + AT_ONCE)
        edge, files = edge.grown([entry(seq, disclosures) for seq in range(edge.size, upto)])
        yield edge, {name.path: octets for name, octets in files.items()}


def log(size: int, disclosures: int) -> Path:
    """A log in a folder of `size` entries with so many digests each."""
    folder = MADE / f"log-{size}-{disclosures}"
    if (folder / "record" / "checkpoint").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    place: LogPlace = make_log(folder, database=False)
    record = folder / "record"
    edge = Edge()
    for edge, files in _edges(size, disclosures):  # noqa: B007 (the last one counts)
        for path, octets in files.items():
            (record / path).parent.mkdir(parents=True, exist_ok=True)
            (record / path).write_bytes(octets)
    checkpoint = Checkpoint(origin=KEYS.name, size=edge.size, root=edge.root)
    write_durably(folder / "key.vkey", (KEYS.key.line + "\n").encode())
    write_durably(record / "checkpoint", checkpoint.signed_by(KEYS))
    place.close()
    (folder / "vault.db").unlink()
    return folder
