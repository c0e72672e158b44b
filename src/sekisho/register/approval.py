"""Who stands behind an edition: a signed note in which two keyholders of the keyring activate or withdraw it.

    sekisho/register-approval
    act activate
    edition <digest>
    previous <digest of the edition that it follows, or ->
    gone <how many entities of that edition it has no more>
    effective_from 2026-12-01
    proposed_by <key name>+<key id>
    proposed_at 2026-11-22
    dossier <SHA-256>                      (none or more)

In a withdrawal `previous` is the edition that counts instead, or `-` for none. Steps of the check, in this order:
1. the note verifies and says nothing but the above; 2. it is about this edition; 3. the key that proposed has signed;
4. another keyholder has signed, too; 5. it counts from its day on.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ..faults import Fault, RegisterRefused, fault
from ..ledger.notes import NoteRefused, VerifierKey
from ..ledger.signed_note import SignedNote, read_note
from .keyring import Keyholder, Keyring

HEAD = "sekisho/register-approval"
NONE = "-"
Act = Literal["activate", "withdraw"]
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"[^\s+]+\+[0-9a-f]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What is approved, and by whom: `holders` are those whose signatures were verified, the proposer first; () = nothing was verified yet."""

    act: Act
    edition: str
    previous: str = ""
    gone: int = 0
    effective_from: date
    proposed_by: str
    proposed_at: date
    dossiers: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = [
            HEAD,
            f"act {self.act}",
            f"edition {self.edition}",
            f"previous {self.previous or NONE}",
            f"gone {self.gone}",
            f"effective_from {self.effective_from.isoformat()}",
            f"proposed_by {self.proposed_by}",
            f"proposed_at {self.proposed_at.isoformat()}",
            *(f"dossier {one}" for one in self.dossiers),
        ]
        return "\n".join(lines) + "\n"


def key_label(key: VerifierKey) -> str:
    """A key's name and id, as a note and an approval call it."""
    return f"{key.name}+{key.key_id.hex()}"


def parse_approval(text: str) -> Approval:
    """The approval in a note's text; NoteRefused where it is not exactly of the form above."""
    head, *lines = text.removesuffix("\n").split("\n")
    pairs = [(word, value) for word, _, value in (line.partition(" ") for line in lines)]
    stated = dict(pairs[:7])
    try:
        found = Approval(
            act="withdraw" if stated["act"] == "withdraw" else "activate",
            edition=stated["edition"],
            previous=stated["previous"].removeprefix(NONE),
            gone=int(stated["gone"]),
            effective_from=date.fromisoformat(stated["effective_from"]),
            proposed_by=stated["proposed_by"],
            proposed_at=date.fromisoformat(stated["proposed_at"]),
            dossiers=tuple(value for _, value in pairs[7:]),
        )
    except (KeyError, ValueError) as error:
        raise NoteRefused("the approval lacks a line, or has one that cannot be read") from error
    digests = (found.edition, *((found.previous,) if found.previous else ()), *found.dossiers)
    if found.text != text or head != HEAD or not all(map(_SHA256.fullmatch, digests)) or not _KEY.fullmatch(found.proposed_by):
        raise NoteRefused("the approval is not written as it must be")
    return found


def read_approval(octets: bytes, *, label: str) -> tuple[Approval, SignedNote]:
    """The approval and its note, signatures not yet verified; RegisterRefused where it is none."""
    try:
        note = read_note(octets)
        return parse_approval(note.text), note
    except NoteRefused as error:
        raise RegisterRefused([_unreadable(label, str(error))]) from error


def verified(octets: bytes, keyring: Keyring, *, label: str) -> Approval:
    """The approval with the keyholders that signed it. RegisterRefused unless the proposer and another keyholder did."""
    found, note = read_approval(octets, label=label)
    known = {one.key: one for one in keyring.keyholders}
    try:
        signers = [known[key] for key in note.signers(known)]
    except NoteRefused as error:
        raise RegisterRefused([_unreadable(label, str(error))]) from error
    holders = holders_of(found, signers)
    if len(holders) < 2:
        raise RegisterRefused(
            [
                fault(
                    label,
                    "register.two-signatures",
                    what=(
                        "提案者と、別の鍵保持者の、二人の署名が揃っていない",
                        "it is not signed by its proposer and by another keyholder",
                    ),
                    remedy=("別の鍵保持者が `sekisho register sign` で署名する", "have another keyholder sign it with `sekisho register sign`"),
                    shown=", ".join(holders),
                )
            ]
        )
    return replace(found, holders=holders)


def holders_of(approval: Approval, signers: Iterable[Keyholder]) -> tuple[str, ...]:
    """The different keyholders whose signatures count, the proposer first; () where the proposer is not among them."""
    counting = [one for one in signers if one.counts_on(approval.proposed_at)]
    proposer = next((one.holder for one in counting if key_label(one.key) == approval.proposed_by), None)
    if proposer is None:
        return ()
    return tuple(dict.fromkeys((proposer, *(one.holder for one in counting))))


def _unreadable(label: str, why: str) -> Fault:
    return fault(
        label,
        "register.signature",
        what=("承認の書面を読めないか、署名が合わない", "the approval cannot be read, or its signature does not verify"),
        remedy=("届け直してもらう。直らなければ鍵束の管理者に知らせる", "have it delivered again, or tell whoever keeps the keyring"),
        shown=why,
    )
