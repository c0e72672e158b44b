"""Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint) with Ed25519, read strictly."""

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import Protocol

from .merkle import HASH_SIZE

ED25519 = b"\x01"
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


class NoteRefused(ValueError):
    """A note or key that is not exactly in its format, or whose signature does not verify."""


def unbase64(text: str) -> bytes:
    """Standard base64, canonical only: bits that decode to nothing are refused."""
    try:
        octets = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise NoteRefused("not base64") from error
    if base64.b64encode(octets).decode("ascii") != text:
        raise NoteRefused("base64 is not canonical")
    return octets


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """A public Ed25519 key under its name (`<name>+<id>+<base64>`)."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    @property
    def line(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.public).decode('ascii')}"

    @classmethod
    def parse(cls, line: str) -> "VerifierKey":
        parts = line.strip().split("+", 2)
        if len(parts) != 3 or not parts[0] or re.search(r"\s", parts[0]):
            raise NoteRefused("a key reads name+id+base64")
        octets = unbase64(parts[2])
        if len(octets) != 33 or octets[:1] != ED25519:
            raise NoteRefused("the key is not an Ed25519 key")
        key = cls(name=parts[0], public=octets[1:])
        if key.key_id.hex() != parts[1]:
            raise NoteRefused("the key id does not belong to the key")
        return key

    def verify(self, message: bytes, signature: bytes) -> None:
        """Raise NoteRefused unless `signature` is this key's over `message`."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError) as error:
            raise NoteRefused("the signature does not verify") from error


class Signer(Protocol):
    """Holds a private key outside the ledger."""

    @property
    def key(self) -> VerifierKey: ...

    def sign(self, message: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A signed tree head: origin, size and root."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> bytes:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode('ascii')}\n".encode()

    def signed_by(self, signer: Signer) -> bytes:
        """The note: body, empty line, one signature line."""
        signature = base64.b64encode(signer.key.key_id + signer.sign(self.body)).decode("ascii")
        return self.body + f"\n— {signer.key.name} {signature}\n".encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCheckpoint:
    """A checkpoint as read, with its one signature, not yet verified."""

    checkpoint: Checkpoint
    key_name: str
    key_id: bytes
    signature: bytes

    def verify(self, key: VerifierKey) -> None:
        """Raise NoteRefused unless `key` signed this checkpoint."""
        if (self.key_name, self.key_id) != (key.name, key.key_id):
            raise NoteRefused(f"signed by key `{self.key_name}+{self.key_id.hex()}`, not by `{key.name}+{key.key_id.hex()}`")
        key.verify(self.checkpoint.body, self.signature)


def read_checkpoint(octets: bytes) -> SignedCheckpoint:
    """Read a signed checkpoint of exactly the form in `docs/reference/record.md`; NoteRefused says what is wrong."""
    try:
        lines = octets.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise NoteRefused("not UTF-8") from error
    if len(lines) != 6 or lines[3] or lines[5]:
        raise NoteRefused("a checkpoint has three lines, an empty one and one signature line")
    origin, size, root, _, signature, _ = lines
    if not origin or re.search(r"[\s+]", origin):
        raise NoteRefused("the origin is empty or holds white space or +")
    if not re.fullmatch(r"0|[1-9][0-9]{0,17}", size):
        raise NoteRefused("the size is not a decimal number without leading zeros")
    match = _SIGNATURE.fullmatch(signature)
    if not match:
        raise NoteRefused("the signature line is malformed")
    head, signed = unbase64(root), unbase64(match[2])
    if len(head) != HASH_SIZE or len(signed) != 4 + 64:
        raise NoteRefused("root or signature has the wrong length")
    if match[1] != origin:
        raise NoteRefused("the signing key is not named as the origin")
    return SignedCheckpoint(
        checkpoint=Checkpoint(origin=origin, size=int(size), root=head), key_name=match[1], key_id=signed[:4], signature=signed[4:]
    )
