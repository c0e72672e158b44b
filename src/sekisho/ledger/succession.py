"""One log, several keys in turn: the key in force signs its successor, in an entry that everybody can read."""

import base64
from collections.abc import Mapping
from typing import Any

from .envelope import KEY, Act
from .notes import NoteRefused, Signer, VerifierKey, unbase64

STATEMENT = "sekisho-key-succession/1"


def statement(old: VerifierKey, new: VerifierKey, seq: int) -> bytes:
    """What the old key signs: that from entry `seq` on the new key signs this log's checkpoints."""
    return f"{STATEMENT}\n{old.name}\n{seq}\n{old.line}\n{new.line}\n".encode()


def succession(old: Signer, new: VerifierKey, seq: int, claims: Mapping[str, Any]) -> Act:
    """The act by which `old` names `new` its successor in entry `seq`; NoteRefused where the names differ or the key is the same."""
    if new.name != old.key.name or new.public == old.key.public:
        raise NoteRefused("a successor has the log's name and another key")
    signature = base64.b64encode(old.sign(statement(old.key, new, seq))).decode("ascii")
    return Act(kind=KEY, claims=claims, shown={"log_key": new.line, "signature": signature})


def successor(old: VerifierKey, envelope: Mapping[str, Any]) -> VerifierKey:
    """The key that an envelope of type `key` names, where `old` signed it; NoteRefused otherwise."""
    new = VerifierKey.parse(envelope["log_key"])
    if new.line != envelope["log_key"] or new.name != old.name or new.public == old.public:
        raise NoteRefused("the successor key is not written canonically, or is no successor of this log's key")
    old.verify(statement(old, new, envelope["seq"]), unbase64(envelope["signature"]))
    return new
