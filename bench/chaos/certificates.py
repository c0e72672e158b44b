"""Changed certificates against both verifiers, and how long each takes to verify one.

    rows(100_000)      mutations found, as rows of `make chaos`
    bench_rows()       verification time, as rows of `make bench-record`
"""

import base64
import importlib
import itertools
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sekisho.ledger.certificate_check import check_certificate
from sekisho.ledger.certificates import Certified, certificate, key_name_of, placed_at, redacted, state
from sekisho.ledger.envelope import Act, seal
from sekisho.ledger.notes import Checkpoint, VerifierKey
from sekisho.ledger.sd_jwt import SdJwt, read_sd_jwt, sign_jwt
from sekisho.ledger.tree import Edge, TileTree

ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """A signing key in memory."""

    private: Ed25519PrivateKey
    name: str = "sekisho/chaos"

    @property
    def key(self) -> VerifierKey:
        return VerifierKey(name=self.name, public=self.private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


def second_verifier() -> ModuleType:
    """The independent verifier's module for certificates."""
    if str(ROOT / "verifier") not in sys.path:
        sys.path.insert(0, str(ROOT / "verifier"))
    return importlib.import_module("verifying.certificate")


def mutated(whole: bytes, chance: random.Random) -> Iterator[bytes]:
    """Changed copies without end: flip, drop, insert, swap, truncate, key swap, clock back; none of them is a redaction of the whole."""
    ways: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _letter, _drop, _insert, _swap, _parts, _truncate, _key, _clock)
    for way in itertools.cycle(ways):
        changed = way(whole, chance)
        if changed != whole and not is_redaction(whole, changed):
            yield changed


def is_redaction(whole: bytes, changed: bytes) -> bool:
    """Whether a copy only leaves disclosures out, which any reader may do."""
    parts, kept = whole.split(b"~"), changed.split(b"~")
    rest = iter(parts[1:-1])
    return kept[0] == parts[0] and len(kept) > 1 and kept[-1] == b"" and all(one in rest for one in kept[1:-1])


def _flip(whole: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(whole))
    return whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :]


def _letter(whole: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(whole))
    return whole[:place] + bytes([chance.choice(ALPHABET)]) + whole[place + 1 :]


def _drop(whole: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(whole))
    return whole[:place] + whole[place + chance.choice((1, 1, 2, 4, 43, 300)) :]


def _insert(whole: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(whole) + 1)
    return whole[:place] + bytes(chance.choice(ALPHABET) for _ in range(chance.choice((1, 1, 2, 4, 43)))) + whole[place:]


def _swap(whole: bytes, chance: random.Random) -> bytes:
    one, other = sorted(chance.sample(range(len(whole)), 2))
    return whole[:one] + whole[other : other + 1] + whole[one + 1 : other] + whole[one : one + 1] + whole[other + 1 :]


def _parts(whole: bytes, chance: random.Random) -> bytes:
    """Two parts between tildes or dots change places, or one comes twice."""
    mark = chance.choice((b"~", b"."))
    parts = whole.split(mark)
    one, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    parts[one], parts[other] = parts[other], parts[one]
    return mark.join([*parts, parts[one]] if chance.random() < 0.2 else parts)


def _truncate(whole: bytes, chance: random.Random) -> bytes:
    return whole[: chance.randrange(len(whole))]


def _claims(whole: bytes) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    head, _, rest = whole.partition(b"~")
    header, payload, _ = (json.loads(base64.urlsafe_b64decode(one + b"==")) if at < 2 else None for at, one in enumerate(head.split(b".")))
    return header, payload, rest


def _key(whole: bytes, chance: random.Random) -> bytes:
    """Signed anew, whole and consistent, under another key of the same name."""
    header, payload, rest = _claims(whole)
    forger = Keys(private=Ed25519PrivateKey.from_private_bytes(chance.randbytes(32)), name=str(payload["iss"]))
    if chance.random() < 0.5:
        payload["key"], header["kid"] = forger.key.line, key_name_of(forger.key)
    return sign_jwt(header, payload, forger.sign).issued.encode() + b"~" + rest


def _clock(whole: bytes, chance: random.Random) -> bytes:
    """The time of issue or the judging date set back, under the old signature."""
    header, payload, rest = _claims(whole)
    if chance.random() < 0.5:
        payload["iat"] -= chance.randrange(1, 10**7)
    else:
        payload["facts_as_of"] = f"20{chance.randrange(10, 26)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    signature = whole.split(b"~")[0].rpartition(b".")[2]
    signed = sign_jwt(header, payload, lambda _: b"\0").signed
    return signed + b"." + signature + b"~" + rest


def sample(keys: Keys, entries: int = 700) -> SdJwt:
    """A certificate in a log of some hundred entries."""
    about = Certified(
        shown={
            "bid": "A", "case": "T-1", "engine": "sekisho/0", "examined": {"items": 200, "items_with_maker": 200}, "facts_as_of": "2026-04-15",
            "kind": "no-concern", "line": None, "lot": None,
            "policy": {"id": "jp-2018", "kind": "policy", "sha256": "ab" * 32}, "policy_as_of": "2026-03-01",
            "public_edition": "cd" * 32, "rehearsal": False, "sample": False, "tables": [{"id": "tables", "kind": "names", "sha256": "ef" * 32}],
        },
        hidden={"bidder": {"name": "甲社"}, "findings": [{"because": {"ja": "架空の所見" * 20}}], "edition": {"sha256": "01" * 32}},
    )  # fmt: skip
    stated = state(about, keys, issued_at=1_776_300_000, salt=lambda: os.urandom(16))
    log = [seal(Act(kind="open", shown={"log_key": keys.key.line}), 0, lambda: os.urandom(16)).entry]
    acts = [*(Act(kind="paper", claims={"paper": at}) for at in range(entries)), stated.act]
    log += [seal(act, at, lambda: os.urandom(16)).entry for at, act in enumerate(acts, start=1)]
    edge, files = Edge().grown(log)
    by_path = {name.path: octets for name, octets in files.items()}
    head = Checkpoint(origin=keys.key.name, size=len(log), root=edge.root).signed_by(keys)
    return certificate(stated, placed_at(TileTree(read=by_path.__getitem__, size=len(log)), len(log) - 1, head), keys)


def rows(count: int = 100_000, *, seed: int = 20_260_415) -> list[dict[str, Any]]:
    """`count` changed certificates, whole and public ones in turn, under the pinned key."""
    keys, second, chance = Keys(private=Ed25519PrivateKey.generate()), second_verifier(), random.Random(seed)
    token = sample(keys)
    wholes = [token.text.encode(), redacted(token, ("bidder",)).text.encode(), redacted(token, ()).text.encode()]
    streams = [mutated(whole, chance) for whole in wholes]
    missed = [0, 0]
    for at in range(count):
        changed = next(streams[at % len(streams)])
        missed[0] += check_certificate(changed, file="c", key=keys.key).holds
        missed[1] += bool(second.examine(changed, keys.key.line)["holds"])
    return [
        {"name": f"certificates: {count:,} mutations found by {who}", "figure": f"{count - lost:,}", "goal": f"{count:,}", "holds": lost == 0}
        for who, lost in zip(("sekisho", "the second verifier"), missed, strict=True)
    ]


def bench_rows(repeats: int = 200) -> list[dict[str, Any]]:
    """Seconds to verify one certificate of a log of 20,000 entries, in a running program; the slowest of `repeats`."""
    keys, second = Keys(private=Ed25519PrivateKey.generate()), second_verifier()
    octets = sample(keys, entries=20_000).text.encode()
    assert read_sd_jwt(octets.decode()).text.encode() == octets
    ways: dict[str, Callable[[], object]] = {
        "sekisho": lambda: check_certificate(octets, file="c", key=keys.key).holds,
        "the second verifier": lambda: second.examine(octets, keys.key.line)["holds"],
    }
    found = []
    for who, verify in ways.items():
        spent = [_seconds(verify) for _ in range(repeats)]
        figure = f"{1000 * statistics.median(spent):.2f} ms (slowest {1000 * max(spent):.1f} ms)"
        row = {"name": f"one certificate verified by {who}", "figure": figure, "goal": "<= 1 s", "holds": max(spent) <= 1}
        found.append({**row, "slowest": max(spent)})
    return found


def _seconds(verify: Callable[[], object]) -> float:
    start = time.perf_counter()
    if not verify():
        raise AssertionError("the certificate does not hold")
    return time.perf_counter() - start


if __name__ == "__main__":
    for row in [*rows(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000), *bench_rows()]:
        print(f"{'ok ' if row['holds'] else 'NO '} {row['name']}: {row['figure']} (goal {row['goal']})")
