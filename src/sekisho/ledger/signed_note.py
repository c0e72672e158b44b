"""Notes that several keyholders sign one after another, and packages between nodes: what approvals, requests and answers are written in.

The format is that of `notes` (C2SP signed-note). A signature by a key that the reader does not know is passed over; one by a known key that does not
verify refuses the whole note, and so does a key that signed twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .notes import Note, NoteRefused, Signature, Signer, VerifierKey
from .notes import read_note as read_any_note

MOST_OCTETS = 32 << 20
"""Octets: a request may ask about every line of a large estate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedNote(Note):
    """A text with the signatures that it has so far; `text` ends in a line feed."""

    signatures: tuple[Signature, ...] = ()

    @property
    def octets(self) -> bytes:
        return (self.text + "\n" + "".join(one.line for one in self.signatures)).encode()

    def signed_by(self, signer: Signer) -> "SignedNote":
        """The note with one more signature; a key that has signed already signs once."""
        key = signer.key
        mine = Signature(name=key.name, key_id=key.key_id, octets=signer.sign(checked_text(self.text).encode()))
        return SignedNote(text=self.text, signatures=(*(one for one in self.signatures if not one.is_of(key)), mine))

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
    """Read a note whose keys each sign once; NoteRefused says what is wrong."""
    note = read_any_note(octets, longest=MOST_OCTETS)
    if len({(one.name, one.key_id) for one in note.signatures}) != len(note.signatures):
        raise NoteRefused("two signatures of one key")
    return SignedNote(text=checked_text(note.text), signatures=note.signatures)
