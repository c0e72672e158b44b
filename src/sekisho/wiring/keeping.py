"""Keeping the register: which edition counts, on whose signatures; proposals, second signatures, activation, withdrawal, and the list guard."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import resources
from ..faults import Fault, InputRefused, RegisterRefused, fault, refuse
from .registers import read_edition
from .surroundings import home, today

if TYPE_CHECKING:
    from ..engines.embedded.keys import KeyPair
    from ..register.approval import Approval
    from ..register.diff import EditionDiff
    from ..register.keyring import Keyholder, Keyring
    from ..register.model import Edition

APPROVAL = ".approval"


def configured_keyring() -> "Keyring | None":
    """The keyring of this machine: the file that `SEKISHO_KEYRING` names, else `keyring.yaml` in its home; None where neither is there.

    A file that is named and is not there, or cannot be read, leaves nothing to be judged by: RegisterRefused.
    """
    named = os.environ.get("SEKISHO_KEYRING")
    path = Path(named) if named else home() / "keyring.yaml"
    if not named and not path.exists():
        return None
    return keyring_in(path)


def keyring_in(path: Path) -> "Keyring":
    """The keyring in a file; RegisterRefused where it is not there or cannot be read."""
    from ..engines.embedded.sealing import NotSealed, read_recipient
    from ..feeds.keyring import read_keyring

    def holds(text: str) -> bool:
        try:
            return bool(read_recipient(text))
        except NotSealed:
            return False

    try:
        return read_keyring(path, recipient_holds=holds)
    except InputRefused as error:
        raise RegisterRefused(error.faults) from error


def signing_keyring() -> "Keyring | None":
    """The keyring whose keyholders sign editions; None where none is configured, or it names nodes alone."""
    found = configured_keyring()
    return found if found is not None and found.signing else None


def edition_to_judge_by(path: Path, *, as_of: date | None = None) -> "Edition":
    """The edition at a path, to be used on a day (default today): of a shelf the one in force; signed by two where a keyring is configured."""
    from ..engines.embedded.shelf import STATE, Shelf, check_in_force, checked_approval

    day = as_of or today()
    keyring = None if _packaged(path) else signing_keyring()
    if (path / STATE).is_file():
        return Shelf(path, keyring).in_force(day)
    edition = read_edition(path)
    if keyring is None:
        return edition
    approval = checked_approval(approval_path(path), edition.digest, keyring)
    check_in_force(approval, day, str(path))
    return replace(edition, approval=approval)


def _packaged(path: Path) -> bool:
    """Whether the edition is that of a sample of this installation, which is no more trusted or less than the program itself."""
    return any(path.resolve().is_relative_to(resources.sample_folder(name).resolve()) for name in resources.SAMPLES)


def approval_path(edition: Path) -> Path:
    """Where the signed approval of an edition lies: beside its file, or in its folder."""
    return edition / "approval" if edition.is_dir() else edition.with_name(edition.name + APPROVAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What to propose: an edition after another (None = the first), its dossiers, from when, by which key."""

    edition: Path
    previous: Path | None
    dossiers: tuple[Path, ...]
    effective_from: date
    signing_key: Path
    out: Path | None = None


def propose(asked: Proposal) -> dict[str, Any]:
    """Write the approval of an edition with the proposer's signature; every change of what is designated needs a dossier."""
    from ..feeds.dossier_words import read_dossiers
    from ..register.approval import Approval, key_label
    from ..register.diff import diff
    from ..register.dossier import uncovered
    from ..register.guard import gone

    keyring, keys = _needed_keyring(), _key(asked.signing_key)
    holder = _holder(keyring, keys)
    edition = read_edition(asked.edition)
    before = read_edition(asked.previous) if asked.previous else replace(edition, digest="", entities={})
    dossiers = read_dossiers(asked.dossiers)
    changes = diff(before, edition)
    missing = uncovered(changes, before, edition, dossiers)
    if missing:
        raise InputRefused([_no_dossier(entity) for entity in missing])
    approval = Approval(
        act="activate",
        edition=edition.digest,
        previous=before.digest,
        gone=len(gone(edition, before)),
        effective_from=asked.effective_from,
        proposed_by=key_label(keys.key),
        proposed_at=today(),
        dossiers=tuple(sorted(one.digest for one in dossiers)),
    )
    out = asked.out or approval_path(asked.edition)
    _write_note(approval, keys, out)
    return {**_told(approval, (holder.holder,)), "changes": _counts(changes), "reviews": [_review(one) for one in dossiers], "out": str(out)}


def propose_withdrawal(edition: Path, *, instead: Path | None, effective_from: date, signing_key: Path, out: Path) -> dict[str, Any]:
    """Write the withdrawal of an edition, from a day on, with the proposer's signature; `instead` is the edition that counts then."""
    from ..register.approval import Approval, key_label

    keys = _key(signing_key)
    holder = _holder(_needed_keyring(), keys)
    approval = Approval(
        act="withdraw",
        edition=read_edition(edition).digest,
        previous=read_edition(instead).digest if instead else "",
        effective_from=effective_from,
        proposed_by=key_label(keys.key),
        proposed_at=today(),
    )
    _write_note(approval, keys, out)
    return {**_told(approval, (holder.holder,)), "out": str(out)}


def sign(note: Path, *, edition: Path, signing_key: Path) -> dict[str, Any]:
    """Add another keyholder's signature to a proposal, once it is seen to be about this edition."""
    from ..engines.embedded.disk import write_durably
    from ..engines.embedded.shelf import other_edition
    from ..register.approval import holders_of, key_label, read_approval, verified

    keyring, keys = _needed_keyring(), _key(signing_key)
    holder = _holder(keyring, keys)
    approval, signed = read_approval(_octets(note), label=note.name)
    if approval.edition != read_edition(edition).digest:
        raise RegisterRefused([other_edition(note.name, approval.edition)])
    known = {one.key: one for one in keyring.keyholders}
    holders = holders_of(approval, [known[key] for key in signed.signers(known)])
    if not holders or holder.holder in holders or key_label(keys.key) == approval.proposed_by:
        raise refuse(
            note.name,
            "register.same-keyholder",
            what=(
                "提案者の署名がないか、既に署名した鍵保持者である",
                "the proposer has not signed, or this keyholder has signed already",
            ),
            remedy=("提案者とは別の鍵保持者が署名する", "another keyholder than the proposer signs"),
            shown=holder.holder,
        )
    octets = signed.signed_by(keys).octets
    done = verified(octets, keyring, label=note.name)
    write_durably(note, octets)
    return _told(done, done.holders)


def activate(note: Path, *, edition: Path, shelf: Path, as_of: date | None = None) -> dict[str, Any]:
    """Put a proposal that two keyholders signed into effect from its day: an edition onto the shelf past the guard, or a withdrawal."""
    from ..engines.embedded.shelf import Shelf, other_edition
    from ..register.approval import verified

    keyring = _needed_keyring()
    octets = _octets(note)
    approval = verified(octets, keyring, label=note.name)
    found = read_edition(edition)
    if approval.edition != found.digest:
        raise RegisterRefused([other_edition(note.name, approval.edition)])
    kept = Shelf(shelf, keyring)
    if approval.act == "withdraw":
        if found.digest not in {one.digest for one in kept.taken()}:
            raise RegisterRefused([other_edition(str(shelf), found.digest)])
        kept.withdraw(found.digest, octets)
    else:
        _take_in(kept, found, edition, approval, octets, as_of or today())
    return _told(approval, approval.holders)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What was delivered to a shelf: one edition with its approval, or sources with their cards; `out` is where an edition built of sources goes."""

    files: tuple[Path, ...]
    shelf: Path
    approval: Path | None = None
    out: Path | None = None
    as_of: date | None = None


def guard(asked: Delivery) -> dict[str, Any]:
    """Let a delivery pass or refuse it. Refused: RegisterRefused with every reason, the last good edition is kept, and nothing is clear by it."""
    from ..engines.embedded.shelf import Shelf

    day = asked.as_of or today()
    keyring = signing_keyring()
    shelf = Shelf(asked.shelf, keyring)
    try:
        return _guarded(asked, shelf, keyring, day)
    except (InputRefused, RegisterRefused) as error:
        faults = tuple(one for one in error.faults if not one.warning)
        if (asked.shelf / "shelf.json").exists():
            shelf.refuse(day=day, delivery=", ".join(path.name for path in asked.files), faults=faults)
        raise RegisterRefused(faults) from error


def _guarded(asked: Delivery, shelf: Any, keyring: "Keyring | None", day: date) -> dict[str, Any]:
    from ..feeds.register_source import card_path

    if any(card_path(path) is not None for path in asked.files if path.is_file()) or len(asked.files) > 1:
        return _guarded_sources(asked, shelf, keyring, day)
    (path,) = asked.files
    edition = read_edition(path)
    approval, octets = None, None
    if keyring is not None:
        from ..engines.embedded.shelf import checked_approval

        beside = asked.approval or approval_path(path)
        approval = checked_approval(beside, edition.digest, keyring)
        octets = beside.read_bytes()
    _take_in(shelf, edition, path, approval, octets, day)
    return {"edition": edition.digest, "taken": True, "signed_by": list(approval.holders) if approval else []}


def _guarded_sources(asked: Delivery, shelf: Any, keyring: "Keyring | None", day: date) -> dict[str, Any]:
    """Sources are built and guarded; where signatures are asked for the edition waits for them at `out`, else it is taken in."""
    from ..engines.embedded.disk import write_durably
    from ..feeds.register_source import BareCard, build_edition
    from ..register.guard import guard as reasons

    last = shelf.last()
    layer = last.layer if last is not None else "full"
    built = build_edition(asked.files, BareCard(retrieved_at=None, good_for_days=None), layer=layer)
    faults = reasons(built.edition, last, as_of=day)
    if faults:
        raise RegisterRefused(faults)
    if asked.out is not None:
        write_durably(asked.out, built.octets)
    if keyring is None:
        shelf.take_in(built.octets, day=day, approval=None, effective_from=day)
    return {"edition": built.edition.digest, "taken": keyring is None, "signed_by": []}


def _take_in(shelf: Any, edition: "Edition", path: Path, approval: "Approval | None", octets: bytes | None, day: date) -> None:
    from ..register.guard import guard as reasons

    faults = reasons(edition, shelf.last(), as_of=day, approval=approval)
    if faults:
        raise RegisterRefused(faults)
    start = approval.effective_from if approval else day
    shelf.take_in(_edition_octets(path), day=day, approval=octets, effective_from=start)


def _edition_octets(path: Path) -> bytes:
    return (path / "edition" if path.is_dir() else path).read_bytes()


def _needed_keyring() -> "Keyring":
    found = signing_keyring()
    if found is None:
        raise RegisterRefused(
            [
                fault(
                    "keyring.yaml",
                    "register.no-keyring",
                    what=("鍵束が設定されておらず、誰の署名が有効か分からない", "no keyring is configured, so nobody's signature counts"),
                    remedy=("SEKISHO_KEYRING か SEKISHO_HOME/keyring.yaml に置く", "set SEKISHO_KEYRING, or write SEKISHO_HOME/keyring.yaml"),
                )
            ]
        )
    return found


def _key(path: Path) -> "KeyPair":
    from ..engines.embedded.keys import KeyPair

    return KeyPair.read(path)


def _holder(keyring: "Keyring", keys: "KeyPair") -> "Keyholder":
    """The keyholder of a key whose signatures count today."""
    found = next((one for one in keyring.keyholders if one.key == keys.key and one.counts_on(today())), None)
    if found is None:
        raise refuse(
            "--signing-key",
            "register.not-a-keyholder",
            what=("この鍵は鍵束にないか、今日は有効でない", "this key is not in the keyring, or does not count today"),
            remedy=("鍵束にある鍵を使うか、鍵束を改める", "use a key of the keyring, or have the keyring renewed"),
            shown=keys.key.name,
        )
    return found


def _no_dossier(entity: str) -> Fault:
    return fault(
        "--dossier",
        "register.no-dossier",
        where=entity,
        what=(
            "指定が新しいか変わるか消えるのに、それを述べる調書がない",
            "its designation is new, changed or withdrawn, and no dossier says why",
        ),
        remedy=(
            "その者の調書か、一覧を引き継ぐ調書(act: take-over)を --dossier で付ける",
            "add its dossier with --dossier, or one that takes its list over (act: take-over)",
        ),
    )


def _write_note(approval: "Approval", keys: "KeyPair", out: Path) -> None:
    from ..engines.embedded.disk import write_durably
    from ..ledger.signed_note import SignedNote

    write_durably(out, SignedNote(text=approval.text).signed_by(keys).octets)


def _octets(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refuse(str(path), "file.unreadable", what=("読めない", "it cannot be read"), remedy=("道順を確かめる", "check the path")) from error


def _told(approval: "Approval", holders: Sequence[str]) -> dict[str, Any]:
    return {
        "act": approval.act,
        "edition": approval.edition,
        "previous": approval.previous or None,
        "gone": approval.gone,
        "effective_from": approval.effective_from.isoformat(),
        "proposed_at": approval.proposed_at.isoformat(),
        "dossiers": list(approval.dossiers),
        "signed_by": list(holders),
        "complete": len(holders) >= 2,
    }


def _counts(changes: "EditionDiff") -> dict[str, int]:
    return {word: len(getattr(changes, word)) for word in ("new", "changed", "withdrawn")}


def _review(dossier: Any) -> dict[str, str]:
    return {"dossier": dossier.id, "act": dossier.act, "review_by": dossier.review_by.isoformat(), "sha256": dossier.digest}
