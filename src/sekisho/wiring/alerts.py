"""Alerts of a case: list them, propose a decision, have another person approve it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..desk.office import Asked
from ..faults import InputRefused, RegisterRefused, fault, refuse
from .judging import screen
from .keeping import configured_keyring
from .surroundings import today, write_json

if TYPE_CHECKING:
    from ..desk.alerts import AlertBook
    from ..engines.embedded.keys import KeyPair
    from ..faults import Fault
    from ..register.keyring import Keyring
    from ..screening.alerts import CheckedNote


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalAsked:
    """What a person proposes about one alert of a case; `until` None = as long as the reason allows."""

    case: Asked
    alert: str
    reason: str
    facts: Mapping[str, str]
    by: str
    authority: str
    because: str
    until: date | None
    signing_key: Path


def alerts(asked: Asked, *, keep: bool = False) -> "AlertBook":
    """Every alert of a case as of a day; with `keep`, those that are new are written into the case's book."""
    from ..desk.alerts import alert_book
    from ..feeds.alert_notes import BOOK, FOLDER, book_json, read_book
    from ..screening.alerts import check_notes

    judgement = screen(asked)
    if judgement.screening is None or judgement.edition is None:
        raise refuse(
            "tender.yaml",
            "alert.no-policy",
            where="tender.policy",
            what=("確認の対象でない案件である(policy: none)", "nothing is screened in this case (policy: none)"),
            remedy=("調達方針を書く", "name a policy pack"),
        )
    submission, case = judgement.submission, Path(asked.case)
    notes = check_notes(submission.alerts, configured_keyring(), case=submission.tender.id, as_of=judgement.facts_as_of)
    book = alert_book(judgement.screening, judgement.edition.digest, notes, read_book(case), as_of=judgement.facts_as_of)
    if keep:
        write_json(case / FOLDER / BOOK, book_json(book.raised))
    return book


def propose(asked: ProposalAsked) -> "tuple[Path, CheckedNote]":
    """Write a proposal, signed by whoever proposes; it settles nothing."""
    from ..desk.alerts import Proposing
    from ..desk.alerts import propose as proposed
    from ..engines.embedded.disk import write_durably
    from ..engines.embedded.keys import KeyPair
    from ..feeds.alert_notes import FOLDER
    from ..ledger.signed_note import SignedNote

    book = alerts(asked.case, keep=True)
    keys = KeyPair.read(asked.signing_key)
    at = asked.case.as_of or today()
    _known_key(keys, at, asked.signing_key)
    found = proposed(
        book,
        Proposing(
            alert=asked.alert,
            reason=asked.reason,
            facts=asked.facts,
            by=asked.by,
            authority=asked.authority,
            because=asked.because,
            at=at,
            until=asked.until,
            key=keys.key,
        ),
    )
    path = _free(Path(asked.case.case) / FOLDER, found.alert)
    write_durably(path, SignedNote(text=found.text).signed_by(keys).octets)
    return path, _checked(path, asked.case, at)


def approve(asked: Asked, note: Path, signing_key: Path) -> "tuple[Path, CheckedNote]":
    """Another person signs a proposal of the case, if nothing has changed since."""
    from ..desk.alerts import check_approval
    from ..engines.embedded.disk import write_durably
    from ..engines.embedded.keys import KeyPair
    from ..ledger.signed_note import read_note

    book, keys = alerts(asked, keep=True), KeyPair.read(signing_key)
    at = asked.as_of or today()
    _known_key(keys, at, signing_key)
    checked = _checked(note, asked, at)
    check_approval(book, checked, keys.key)
    before = len(checked.holders)
    octets = read_note(checked.note.octets).signed_by(keys).octets
    after = _checked_octets(octets, note, asked, at)
    if len(after.holders) <= max(before, 1):
        raise refuse(
            str(note),
            "alert.same-person",
            what=("提案した者の鍵である", "this is the key of whoever proposed it"),
            remedy=("別の者が自分の鍵で承認する", "have another person approve it with a key of their own"),
            shown=keys.name,
        )
    write_durably(note, octets)
    return note, after


def _free(folder: Path, alert: str) -> Path:
    """A name for a new note that nobody has taken."""
    number = 1
    while (folder / f"{alert[:16]}-{number}.note").exists():
        number += 1
    return folder / f"{alert[:16]}-{number}.note"


def _checked(path: Path, asked: Asked, at: date) -> "CheckedNote":
    from ..feeds.alert_notes import read_alert_note

    faults: list[Fault] = []
    found = read_alert_note(path, faults)
    if found is None:
        raise InputRefused(faults)
    return _checked_octets(found.octets, path, asked, at)


def _checked_octets(octets: bytes, path: Path, asked: Asked, at: date) -> "CheckedNote":
    from ..canonical import sha256_hex
    from ..feeds.alert_notes import FOLDER
    from ..screening.alerts import check_notes
    from ..tenders.alerts import AlertNote
    from .offices import office

    case = office().cases.read(asked.case).submission.tender.id
    note = AlertNote(file=f"{FOLDER}/{path.name}", octets=octets, digest=sha256_hex(octets))
    (found,) = check_notes([note], configured_keyring(), case=case, as_of=at)
    return found


def _known_key(keys: "KeyPair", at: date, path: Path) -> None:
    """Only a keyholder of this node's keyring proposes or approves."""
    keyring: Keyring | None = configured_keyring()
    if keyring is None:
        raise RegisterRefused(
            [
                fault(
                    "keyring.yaml",
                    "alert.no-keyring",
                    what=("この計算機に鍵束がなく、誰の署名も効力を持たない", "this node has no keyring, so nobody's signature counts"),
                    remedy=("鍵束を置く(docs/reference/register-keeping.md)", "put a keyring in place (docs/reference/register-keeping.md)"),
                )
            ]
        )
    if not any(one.key == keys.key and one.counts_on(at) for one in keyring.keyholders):
        raise refuse(
            str(path),
            "alert.not-a-keyholder",
            what=("鍵束にない鍵か、効力のない鍵である", "this key is not in the keyring, or does not count on this day"),
            remedy=("鍵束にある鍵で署名する", "sign with a key of the keyring"),
            shown=keys.name,
        )
