"""Signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature) with Ed25519, read strictly."""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from .merkle import HASH_SIZE

ED25519 = b"\x01"
COSIGNATURE = b"\x04"
LONGEST_NOTE, MOST_SIGNATURES = 1 << 16, 64
_NAME = r"[^\s+\x00-\x1f\x7f-\x9f]+"
_SIGNATURE = re.compile(rf"— ({_NAME}) ([A-Za-z0-9+/]+={{0,2}})")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


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


def is_key_name(text: str) -> bool:
    """Whether a key (and with it a log or a witness) may bear this name: no white space, no plus, nothing that does not print."""
    return re.fullmatch(_NAME, text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """A public Ed25519 key under its name (`<name>+<id>+<base64>`): `kind` says whether it signs notes or cosigns checkpoints as a witness."""

    name: str
    public: bytes
    kind: bytes = ED25519

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:4]

    @property
    def line(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(self.kind + self.public).decode('ascii')}"

    @classmethod
    def parse(cls, line: str, kind: bytes = ED25519) -> "VerifierKey":
        """The key of this kind that a line says; NoteRefused where it says none."""
        parts = line.strip().split("+", 2)
        if len(parts) != 3 or not is_key_name(parts[0]):
            raise NoteRefused("a key reads name+id+base64")
        octets = unbase64(parts[2])
        if len(octets) != 33 or octets[:1] != kind:
            raise NoteRefused("the key is not an Ed25519 key" if kind == ED25519 else "the key is not a witness's key")
        key = cls(name=parts[0], public=octets[1:], kind=kind)
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
class Signature:
    """One signature line of a note: whose it says it is, and its bytes."""

    name: str
    key_id: bytes
    octets: bytes

    @property
    def line(self) -> str:
        return f"— {self.name} {base64.b64encode(self.key_id + self.octets).decode('ascii')}\n"

    def is_of(self, key: VerifierKey) -> bool:
        return (self.name, self.key_id) == (key.name, key.key_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text and its signatures, as read, none of them verified."""

    text: str
    signatures: tuple[Signature, ...]

    def verify(self, key: VerifierKey) -> None:
        """Raise NoteRefused unless `key` signed; other keys' signatures are ignored, and one of this key that does not verify refuses the note."""
        own = [one for one in self.signatures if one.is_of(key)]
        if not own:
            raise NoteRefused(f"no signature by key `{key.name}+{key.key_id.hex()}`")
        for one in own:
            key.verify(self.text.encode(), one.octets)


def read_note(octets: bytes, *, longest: int = LONGEST_NOTE) -> Note:
    """A signed note (C2SP signed-note): text, an empty line, 1 to 64 signature lines."""
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NoteRefused("not UTF-8") from error
    body, empty, tail = text.rpartition("\n\n")
    if len(octets) > longest or not empty or not tail.endswith("\n") or re.search(r"[\x00-\x09\x0b-\x1f]", text):
        raise NoteRefused("a note is a text, an empty line and signature lines, without control characters")
    lines = tail[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteRefused(f"more than {MOST_SIGNATURES} signatures")
    return Note(text=body + "\n", signatures=tuple(_signature(line) for line in lines))


def _signature(line: str) -> Signature:
    match = _SIGNATURE.fullmatch(line)
    octets = unbase64(match[2]) if match else b""
    if match is None or len(octets) < 5:
        raise NoteRefused("a signature line is malformed")
    return Signature(name=match[1], key_id=octets[:4], octets=octets[4:])


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
        own = Signature(name=signer.key.name, key_id=signer.key.key_id, octets=signer.sign(self.body))
        return self.body + f"\n{own.line}".encode()

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """The checkpoint that a note's text is, without extension lines; NoteRefused where it is none."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3]:
            raise NoteRefused("a checkpoint has three lines")
        if not is_key_name(lines[0]):
            raise NoteRefused("the origin is empty or holds white space or +")
        if not _SIZE.fullmatch(lines[1]) or int(lines[1]) >= 1 << 63:
            raise NoteRefused("the size is not a decimal number without leading zeros")
        root = unbase64(lines[2])
        if len(root) != HASH_SIZE:
            raise NoteRefused("the root has the wrong length")
        return cls(origin=lines[0], size=int(lines[1]), root=root)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCheckpoint:
    """A checkpoint as read, with its signatures, not yet verified."""

    checkpoint: Checkpoint
    note: Note

    @property
    def signature(self) -> Signature:
        """The log's own: the first line."""
        return self.note.signatures[0]

    def verify(self, key: VerifierKey) -> None:
        """Raise NoteRefused unless `key` signed this checkpoint."""
        self.note.verify(key)


def read_checkpoint(octets: bytes) -> SignedCheckpoint:
    """A record's checkpoint, exactly as `docs/reference/record.md` has it: one signature, in the origin's name. NoteRefused says what is wrong."""
    signed = read_cosigned(octets)
    if len(signed.note.signatures) != 1 or signed.signature.name != signed.checkpoint.origin or len(signed.signature.octets) != 64:
        raise NoteRefused("a record's checkpoint has one signature, in the name of its origin")
    return signed


def read_cosigned(octets: bytes) -> SignedCheckpoint:
    """A checkpoint that others may have cosigned (C2SP tlog-checkpoint)."""
    note = read_note(octets)
    return SignedCheckpoint(checkpoint=Checkpoint.parse(note.text), note=note)


def cosigned_message(text: bytes, at: int) -> bytes:
    """What a witness signs (C2SP tlog-cosignature): when, in POSIX seconds, and the whole text of the checkpoint."""
    return f"cosignature/v1\ntime {at}\n".encode() + text


def cosignature(witness: Signer, checkpoint: Checkpoint, at: int) -> Signature:
    """A witness's signature line; `witness.key` is of kind COSIGNATURE."""
    octets = at.to_bytes(8, "big") + witness.sign(cosigned_message(checkpoint.body, at))
    return Signature(name=witness.key.name, key_id=witness.key.key_id, octets=octets)


def cosigned_at(signed: SignedCheckpoint, witness: VerifierKey) -> int:
    """When `witness` cosigned, in POSIX seconds; NoteRefused unless it did."""
    own = [one for one in signed.note.signatures if one.is_of(witness)]
    if not own:
        raise NoteRefused(f"not cosigned by `{witness.name}+{witness.key_id.hex()}`")
    for one in own:
        at = int.from_bytes(one.octets[:8], "big")
        if len(one.octets) != 8 + 64 or at >= 1 << 63:
            raise NoteRefused("a cosignature is a time and a signature of 64 bytes")
        witness.verify(cosigned_message(signed.note.text.encode(), at), one.octets[8:])
    return max(int.from_bytes(one.octets[:8], "big") for one in own)


def with_signatures(checkpoint: bytes, more: Sequence[Signature]) -> bytes:
    """The note with further signature lines after its own."""
    return checkpoint + "".join(one.line for one in more).encode()
