"""Signed notes (C2SP signed-note): a text, an empty line, and a signature line for each signer, read strictly.

The text is UTF-8, ends in a line feed and holds no other control character. A signature line reads `— <name> <base64 of key id ‖ signature>`.
A signature by a key that the reader does not know is passed over; one by a known key that does not verify refuses the whole note.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

from .notes import NoteRefused, Signer, VerifierKey, unbase64

MOST_OCTETS = 1 << 20
MOST_SIGNATURES = 16
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature line, not yet verified."""

    name: str
    key_id: bytes
    octets: bytes

    @property
    def line(self) -> str:
        return f"— {self.name} {base64.b64encode(self.key_id + self.octets).decode('ascii')}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedNote:
    """A text with its signatures; `text` ends in a line feed."""

    text: str
    signatures: tuple[Signature, ...] = ()

    @property
    def octets(self) -> bytes:
        return (self.text + "\n" + "".join(one.line for one in self.signatures)).encode()

    def signed_by(self, signer: Signer) -> "SignedNote":
        """The note with one more signature; a key that has signed already signs once."""
        key = signer.key
        mine = Signature(name=key.name, key_id=key.key_id, octets=signer.sign(checked_text(self.text).encode()))
        others = tuple(one for one in self.signatures if (one.name, one.key_id) != (key.name, key.key_id))
        return SignedNote(text=self.text, signatures=(*others, mine))

    def signers(self, known: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
        """The known keys that signed, in the order of their lines. NoteRefused where a known key's signature does not verify."""
        keys = {(key.name, key.key_id): key for key in known}
        found = []
        for one in self.signatures:
            key = keys.get((one.name, one.key_id))
            if key is not None:
                key.verify(self.text.encode(), one.octets)
                found.append(key)
        return tuple(dict.fromkeys(found))


def checked_text(text: str) -> str:
    """The text itself; NoteRefused where a note cannot carry it."""
    if not text.endswith("\n") or any((char < " " and char != "\n") or char == "\x7f" for char in text):
        raise NoteRefused("a note's text ends in a line feed and holds no other control character")
    return text


def read_note(octets: bytes) -> SignedNote:
    """Read a note of exactly the form above; NoteRefused says what is wrong."""
    if len(octets) > MOST_OCTETS:
        raise NoteRefused("the note is too long")
    try:
        whole = octets.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NoteRefused("not UTF-8") from error
    text, gap, lines = whole.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise NoteRefused("a note has a text, an empty line and signature lines")
    signatures = tuple(_signature(line) for line in lines.removesuffix("\n").split("\n"))
    if len(signatures) > MOST_SIGNATURES or len({(one.name, one.key_id) for one in signatures}) != len(signatures):
        raise NoteRefused("there are too many signatures, or two of one key")
    return SignedNote(text=checked_text(text + "\n"), signatures=signatures)


def _signature(line: str) -> Signature:
    match = _LINE.fullmatch(line)
    if match is None:
        raise NoteRefused("a signature line is malformed")
    signed = unbase64(match[2])
    if len(signed) <= 4:
        raise NoteRefused("a signature is too short")
    return Signature(name=match[1], key_id=signed[:4], octets=signed[4:])
