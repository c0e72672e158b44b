"""What a witness keeps: its own key, and of every log that it watches the last checkpoint that it cosigned, one file a log."""

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path

from ...faults import RecordBroken
from ...ledger.notes import COSIGNATURE, NoteRefused, VerifierKey, read_checkpoint, read_cosigned
from ...ledger.verify import verify_record
from ...ledger.witness import CosignatureRefused, Seen, cosign, first_seen
from .durable import locked, sync_folder, write_durably
from .keys import KeyPair
from .log_place import LogPlace

FORMAT = "sekisho-witness/1"


class WitnessBook:
    """A witness's state under one folder. Its key is made at the first use."""

    def __init__(self, folder: Path, name: str, *, clock: Callable[[], float] = time.time) -> None:
        self.folder, self.clock = folder, clock
        path = folder / "witness.skey"
        if not path.exists():
            keys = KeyPair.new(name, kind=COSIGNATURE)
            keys.write(path)
            write_durably(folder / "witness.vkey", (keys.key.line + "\n").encode())
        self.keys = KeyPair.read(path, kind=COSIGNATURE)

    def cosign(self, place: LogPlace, pinned: VerifierKey | None) -> bytes:
        """The log's checkpoint with this witness's cosignature; remembered durably first. `pinned` is needed for a log seen for the first time."""
        octets = place.record.checkpoint()
        if octets is None:
            raise RecordBroken("record/checkpoint", "it is missing")
        try:
            signed = read_checkpoint(octets)
        except NoteRefused as error:
            raise RecordBroken("record/checkpoint", str(error)) from error
        path = self._path(signed.checkpoint.origin)
        with locked(self.folder / ".lock"):
            at = int(self.clock())
            seen = self._seen(path)
            if seen is None:
                note, now = first_seen(octets, self._verified(place, octets, pinned), witness=self.keys, at=at)
            else:
                note, now = cosign(octets, place.tree(signed.checkpoint.size), seen, witness=self.keys, at=at)
            write_durably(path, json.dumps({"format": FORMAT, "key": now.key.line, "at": now.at, "checkpoint": note.decode()}).encode())
            sync_folder(path.parent)
        return note

    def _verified(self, place: LogPlace, octets: bytes, pinned: VerifierKey | None) -> VerifierKey:
        """The key in force of a log that holds as a whole under the pinned key."""
        if pinned is None:
            raise CosignatureRefused("this log is seen for the first time: pin its public key")
        answer = verify_record(place.record, key=pinned, kept=octets)
        if not answer.holds or answer.key is None:
            first = answer.faults[0]
            raise RecordBroken(f"record/{first.file}", first.why, first.entry)
        return answer.key

    def _path(self, origin: str) -> Path:
        return self.folder / f"{hashlib.sha256(origin.encode()).hexdigest()}.json"

    def _seen(self, path: Path) -> Seen | None:
        if not path.exists():
            return None
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            checkpoint = read_cosigned(kept["checkpoint"].encode()).checkpoint
            return Seen(checkpoint=checkpoint, key=VerifierKey.parse(kept["key"]), at=int(kept["at"]))
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise RecordBroken(path.name, "what this witness remembers cannot be read") from error
