"""Signing keys on disk: one line `PRIVATE+KEY+<name>+<id>+<base64 of 0x01 ‖ seed>`, readable by its owner alone."""

import base64
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...faults import InputRefused, fault
from ...ledger.notes import ED25519, NoteRefused, VerifierKey, is_key_name, unbase64
from .secret_file import write_secret

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PREFIX = "PRIVATE+KEY+"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """A log's key: signs checkpoints under `name`. `seed` is 32 secret bytes."""

    name: str
    seed: bytes
    kind: bytes = ED25519

    @classmethod
    def new(cls, name: str, *, kind: bytes = ED25519) -> "KeyPair":
        """A fresh key, a witness's where `kind` says so; the name takes no white space and no plus sign."""
        if not is_key_name(name):
            raise InputRefused(
                [
                    fault(
                        "--name",
                        "record.key-name",
                        what=("鍵の名前に空白か + がある", "a key's name has no white space and no +"),
                        remedy=("例: sekisho/rei-sho", "for instance sekisho/rei-sho"),
                        shown=name,
                    )
                ]
            )
        return cls(name=name, seed=os.urandom(32), kind=kind)

    @property
    def key(self) -> VerifierKey:
        return VerifierKey(name=self.name, public=self._private().public_key().public_bytes_raw(), kind=self.kind)

    def sign(self, message: bytes) -> bytes:
        return self._private().sign(message)

    def _private(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @property
    def line(self) -> str:
        return f"{PREFIX}{self.name}+{self.key.key_id.hex()}+{base64.b64encode(self.kind + self.seed).decode('ascii')}"

    @classmethod
    def read(cls, path: Path, *, kind: bytes = ED25519) -> "KeyPair":
        """Read a key file; InputRefused where it is none, or holds a key of another kind."""
        try:
            rest = path.read_text(encoding="utf-8").strip().removeprefix(PREFIX)
            name, key_id, secret = rest.split("+", 2)
            octets = unbase64(secret)
            pair = cls(name=name, seed=octets[1:], kind=octets[:1])
            if len(octets) != 33 or octets[:1] != kind or pair.key.key_id.hex() != key_id:
                raise NoteRefused("the key id does not belong to the key")
        except (OSError, ValueError) as error:
            raise InputRefused(
                [
                    fault(
                        str(path),
                        "record.signing-key",
                        what=("署名鍵として読めない", "this is not a signing key"),
                        remedy=("`sekisho keys new` で作った鍵を指定する", "name a key made by `sekisho keys new`"),
                    )
                ]
            ) from error
        return pair

    def write(self, path: Path) -> None:
        """Write the key for its owner alone; an existing file is never overwritten."""
        there = fault(
            str(path),
            "record.key-exists",
            what=("同じ名前の鍵が既にある", "there is a key of this name already"),
            remedy=("別の名前にするか、古い鍵を別の場所に保管する", "choose another name, or keep the old key elsewhere"),
        )
        write_secret(path, self.line + "\n", exists=there)
