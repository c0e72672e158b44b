"""Keys, checkpoints, cosignatures and successions of keys (C2SP signed-note, tlog-checkpoint, tlog-cosignature), from the reference page."""

import base64
import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .common import Broken, decode_base64

LONGEST_NOTE, MOST_SIGNATURES = 1 << 16, 64
LOG, WITNESS = 1, 4  # signature types of signed-note
NAME = r"[^\s+\x00-\x1f\x7f-\x9f]+"  # a signed-note key name: no white space, no plus
NOTE = re.compile(rf"({NAME})\n([1-9][0-9]{{0,18}})\n([^\n]+)\n\n((?:— {NAME} [^\n]+\n)+)")
LINE = re.compile(rf"— ({NAME}) ([^\n]+)\n")
VKEY = re.compile(rf"({NAME})\+([0-9a-f]{{8}})\+([A-Za-z0-9+/=]+)")


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether Ed25519 says so."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


class Key(NamedTuple):
    """A public key: `line` as in `key.vkey` without newline, 4-byte `key_id`, 32-byte Ed25519 `public`."""

    line: str
    name: str
    key_id: bytes
    public: bytes


class Note(NamedTuple):
    """A parsed checkpoint; `signatures` as (name, key id, bytes)."""

    origin: str
    size: int
    root: bytes
    signatures: tuple[tuple[str, bytes, bytes], ...]

    @property
    def text(self) -> bytes:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n".encode()

    def by(self, key: Key) -> list[bytes]:
        """The signatures that bear a key's name and id."""
        return [octets for name, key_id, octets in self.signatures if (name, key_id) == (key.name, key.key_id)]

    def signed_by(self, key: Key) -> bool:
        """Whether `key` bears this note's origin and every signature under its name and id is its own over the text."""
        own = self.by(key)
        return self.origin == key.name and bool(own) and all(signed_by(key.public, self.text, one) for one in own)

    def cosigned_by(self, witness: Key) -> int | None:
        """When this witness cosigned (POSIX seconds); None where it did not."""
        own = self.by(witness)
        for one in own:
            at = int.from_bytes(one[:8], "big")
            message = f"cosignature/v1\ntime {at}\n".encode() + self.text
            if len(one) != 8 + 64 or at >= 1 << 63 or not signed_by(witness.public, message, one[8:]):
                return None
        return max((int.from_bytes(one[:8], "big") for one in own), default=None)


def parse_note(octets: bytes, *, alone: bool = True) -> Note:
    """A checkpoint of exactly origin, size (entry 0 is always there), root, an empty line and signature lines; Broken otherwise.

    `alone`: as in a record, with one signature of 64 bytes in the origin's name; else as others may have cosigned it.
    """
    match = NOTE.fullmatch(octets.decode("utf-8", "replace")) if len(octets) <= LONGEST_NOTE else None
    if not match or match[0].encode() != octets or int(match[2]) >= 1 << 63:
        raise Broken("チェックポイントの形ではない / not in the form of a checkpoint")
    root, lines = decode_base64(match[3], 32), LINE.findall(match[4])
    if alone and (len(lines) != 1 or lines[0][0] != match[1]):
        raise Broken("署名は原簿の名前で1つだけ / exactly one signature, in the name of the origin")
    if len(lines) > MOST_SIGNATURES:
        raise Broken("署名が多すぎる / too many signatures")
    signatures = tuple((name, *split_signature(text, 4 + 64 if alone else None)) for name, text in lines)
    return Note(origin=match[1], size=int(match[2]), root=root, signatures=signatures)


def split_signature(text: str, length: int | None) -> tuple[bytes, bytes]:
    """Key id and signature of a signature line; Broken unless canonical base64 of `length` bytes (None: of 5 or more)."""
    wanted = length or max(5, len(text) // 4 * 3 - text.count("="))
    octets = decode_base64(text, wanted)
    return octets[:4], octets[4:]


def parse_key(line: str, kind: int = LOG) -> Key:
    """A public key from `<name>+<key id>+<base64 of type ‖ key>`; Broken otherwise."""
    if not (match := VKEY.fullmatch(line)):
        raise Broken("公開鍵の形ではない / not in the form of a public key")
    octets = decode_base64(match[3], 1 + 32)
    key_id = hashlib.sha256(match[1].encode() + b"\n" + octets).digest()[:4]
    if octets[0] != kind or key_id.hex() != match[2]:
        raise Broken("公開鍵とその番号が合わない、又は種類が違う / the public key does not have its key id, or is of another type")
    return Key(line=line, name=match[1], key_id=key_id, public=octets[1:])


class Chain(NamedTuple):
    """The log's keys in turn, each with the entry that names it. `refused`: the entry that claims a succession which does not hold, and the key."""

    keys: tuple[tuple[int, Key], ...] = ()
    refused: tuple[int, str, Key | None] | None = None

    def at(self, size: int) -> Key | None:
        """The key that signs checkpoints of this size."""
        return next((key for since, key in reversed(self.keys) if since < size), None)

    def has(self, key: Key) -> bool:
        return any(key.line == one.line for _, one in self.keys)


def chain_of(named: Sequence[tuple[int, str, str]]) -> Chain:
    """The chain from (entry, log_key, signature) of the entries that name keys: entry 0, then the successions."""
    keys: list[tuple[int, Key]] = []
    for entry, line, signature in named:
        new: Key | None = None
        try:
            new = parse_key(line)
            if entry:
                check_succession(keys[-1][1] if keys else None, new, entry, signature)
        except Broken as why:
            return Chain(tuple(keys), (entry, str(why), new))
        keys.append((entry, new))
    return Chain(tuple(keys))


def check_succession(old: Key | None, new: Key, entry: int, signature: str) -> None:
    """Broken unless `old` signed, in this entry, that `new` follows it."""
    if old is None or new.name != old.name or new.public == old.public:
        raise Broken("後継になれない鍵 / a key that cannot succeed")
    statement = f"sekisho-key-succession/1\n{old.name}\n{entry}\n{old.line}\n{new.line}\n".encode()
    if not signed_by(old.public, statement, decode_base64(signature, 64)):
        raise Broken("前の鍵の署名ではない / not signed by the key before it")
