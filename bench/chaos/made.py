"""Logs in hand: a record's files as a dict, in the forms in which either verifier reads them."""

import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.inside.places import ROOT

from sekisho.engines.embedded.keys import KeyPair
from sekisho.ledger.envelope import Act, seal
from sekisho.ledger.log import opening_act
from sekisho.ledger.notes import COSIGNATURE, Checkpoint, VerifierKey, cosignature, with_signatures
from sekisho.ledger.succession import succession
from sekisho.ledger.tree import Edge
from sekisho.ledger.verify import verify_record
from sekisho.ledger.verify_vault import disclosure_faults

sys.path.insert(0, str(ROOT / "verifier"))
import verify as second
from verifying.common import Report

NAME = "sekisho/chaos"
WITNESS = KeyPair(name="witness.example/w1", seed=b"w" * 32, kind=COSIGNATURE)
OLD, NEW, THIEF = (KeyPair(name=NAME, seed=bytes([number]) * 32) for number in (1, 2, 3))
Files = dict[str, bytes]


class Held:
    """A record's files for the first verifier."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def paths(self) -> list[str]:
        return list(self.files)

    def read(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path]


class HeldForSecond(Held):
    """The same for the second, which asks for them otherwise."""

    def paths(self, report: Report) -> Iterator[str]:  # type: ignore[override]
        return (f"record/{path}" for path in sorted(self.files))

    def read(self, path: str, longest: int) -> bytes:  # type: ignore[override]
        return super().read(path)[: longest + 1]


class Bodies:
    """A vault for the second verifier."""

    def __init__(self, bodies: Mapping[str, bytes]) -> None:
        self.held = bodies

    def bodies(self, report: Report) -> Iterator[tuple[str, bytes]]:
        return ((f"vault/{name[:2]}/{name}", hashlib.sha256(body).digest()) for name, body in self.held.items())

    def body(self, digest: bytes) -> bytes:
        return self.held[digest.hex()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """A log in hand: its entries, its files now and at some earlier size, what a witness cosigned there, and its vault."""

    entries: tuple[bytes, ...]
    files: Files
    earlier: Files
    kept: bytes
    pinned: VerifierKey
    vault: Mapping[str, bytes]
    signer: KeyPair
    witnessed: int


def files_of(entries: Sequence[bytes], signer: KeyPair, steps: Sequence[int] = ()) -> Files:
    """The files of a log that grew to these sizes in turn, partial tiles of earlier sizes included."""
    edge, files, grown = Edge(), Files(), [*steps, len(entries)]
    for size in grown:
        edge, new = edge.grown(entries[edge.size : size])
        files |= {name.path: octets for name, octets in new.items()}
    return files | {"checkpoint": Checkpoint(origin=NAME, size=edge.size, root=edge.root).signed_by(signer)}


def sealed(acts: Sequence[Act], salt: Callable[[], bytes]) -> tuple[list[bytes], dict[str, bytes]]:
    """The entries of these acts, and the disclosures behind them by digest."""
    found = [seal(act, seq, salt) for seq, act in enumerate(acts)]
    return [one.entry for one in found], {hashlib.sha256(body).hexdigest(): body for one in found for body in one.disclosures}


def log_of(size: int, *, witnessed: int, rotated: int, salt: Callable[[], bytes]) -> Log:
    """A log of `size` entries, passed on to another key at `rotated`, cosigned at `witnessed` and shown as it was at a third of that."""
    acts = [opening_act(OLD)]
    for seq in range(1, size):
        claims = {"case": f"T-{seq}", "recorded_at": f"2026-04-{1 + seq * 27 // size:02d}T00:00:00Z"}
        acts.append(succession(OLD, NEW.key, seq, claims) if seq == rotated else Act(kind="outcome", claims=claims))
    entries, vault = sealed(acts, salt)
    first = max(1, witnessed // 3)
    cosigned = files_of(entries[:witnessed], NEW if witnessed > rotated else OLD)["checkpoint"]
    checkpoint = Checkpoint(origin=NAME, size=witnessed, root=_root(entries[:witnessed]))
    return Log(
        entries=tuple(entries),
        files=files_of(entries, NEW, (first, witnessed)),
        earlier=files_of(entries[:first], NEW if first > rotated else OLD),
        kept=with_signatures(cosigned, [cosignature(WITNESS, checkpoint, 1_800_000_000)]),
        pinned=OLD.key,
        vault=vault,
        signer=NEW,
        witnessed=witnessed,
    )


def _root(entries: Sequence[bytes]) -> bytes:
    return Edge().grown(entries)[0].root


def asked(files: Mapping[str, bytes], kept: bytes, pinned: VerifierKey, vault: Mapping[str, bytes] | None = None) -> tuple[Any, Any]:
    """Whether the record holds, by the first verifier and by the second, each with the places of its faults."""
    ours = verify_record(Held(files), key=pinned, kept=kept, witness=WITNESS.key)
    belied = disclosure_faults(ours, vault.get)[1] if vault is not None and ours.holds else []
    first = (not ours.faults and not belied, {(f"record/{one.file}", one.entry) for one in ours.faults})
    told = second.verify(
        HeldForSecond(files),
        pinned=second.parse_key(pinned.line),
        earlier=("kept", kept),
        witness=second.parse_key(WITNESS.key.line, second.WITNESS),
        vault=None if vault is None else Bodies(vault),
    )
    return first, (not told.faults, set(told.faults))
