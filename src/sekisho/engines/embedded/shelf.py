"""The shelf (登録簿の棚): the editions that passed the list guard, in the order in which they came, with what their keyholders signed.

    SHELF/shelf.json                     {"format", "taken": [{"digest", "effective_from", "taken_at"}], "refused": null or {at, delivery, faults}}
    SHELF/editions/<digest>              the edition
    SHELF/editions/<digest>.approval     the signed note that activates it, where there is one
    SHELF/editions/<digest>.withdrawal   the signed note that withdraws it

A file is there whole before `shelf.json` names it. While a delivery stands refused the last good edition serves, and nothing is clear by it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ...canonical import canonical_json
from ...faults import Fault, RegisterRefused, fault
from ...register.approval import Approval, read_approval, verified
from ...register.edition import decode
from ...register.keyring import Keyring
from ...register.model import Edition
from ...terms import Text
from .disk import write_durably

FORMAT = "sekisho-shelf/1"
STATE = "shelf.json"
HELD = Text(
    ja="最後に届いた登録簿が一覧の番人に拒まれている。届け直されるまで、懸念なしとはいえない。",
    en="The register that was delivered last was refused by the list guard; nothing is clear until it is delivered again.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An edition on the shelf; `effective_from` is what its approval says, or the day it was taken in."""

    digest: str
    effective_from: date
    taken_at: date


class Shelf:
    """One folder. `keyring` None = signatures are not asked for."""

    def __init__(self, folder: Path, keyring: Keyring | None) -> None:
        self.folder, self.keyring = folder, keyring

    def taken(self) -> tuple[Taken, ...]:
        """Every edition taken in, the last one last; () on a new shelf."""
        return tuple(
            Taken(
                digest=str(one["digest"]),
                effective_from=date.fromisoformat(one["effective_from"]),
                taken_at=date.fromisoformat(one["taken_at"]),
            )
            for one in self._state()["taken"]
        )

    def refused(self) -> dict[str, Any] | None:
        """What was refused last and has not been delivered again: {"at", "delivery", "faults"}."""
        found: dict[str, Any] | None = self._state()["refused"]
        return found

    def last(self) -> Edition | None:
        """The last edition that was taken in."""
        held = self.taken()
        return self._edition(held[-1].digest) if held else None

    def take_in(self, octets: bytes, *, day: date, approval: bytes | None, effective_from: date) -> None:
        """Keep an edition that the guard let pass; what was refused before is done with. The same edition is kept once."""
        digest = decode(octets, label="edition").digest
        write_durably(self._path(digest), octets)
        if approval is not None:
            write_durably(self._path(digest, ".approval"), approval)
        fresh = Taken(digest=digest, effective_from=effective_from, taken_at=day)
        self._write([*(one for one in self.taken() if one.digest != digest), fresh], refused=None)

    def refuse(self, *, day: date, delivery: str, faults: Sequence[Fault]) -> None:
        """Remember that a delivery was refused; the editions stay as they are."""
        self._write(self.taken(), refused={"at": day.isoformat(), "delivery": delivery, "faults": [one.as_json() for one in faults]})

    def withdraw(self, digest: str, note: bytes) -> None:
        """Keep the signed note that withdraws an edition of the shelf."""
        write_durably(self._path(digest, ".withdrawal"), note)

    def in_force(self, day: date) -> Edition:
        """The edition that counts on a day: the last one to take effect by then, unless it was withdrawn. RegisterRefused where there is none."""
        known = {one.digest: self._effective(one) for one in self.taken()}
        starting = [(start, place, digest) for place, (digest, start) in enumerate(known.items()) if start <= day]
        if not starting:
            raise RegisterRefused([_none_in_force(str(self.folder), day)])
        digest = self._standing(max(starting)[2], day, known)
        edition = replace(self._edition(digest), approval=self._approval(digest))
        return replace(edition, held=HELD) if self.refused() is not None else edition

    def _standing(self, digest: str, day: date, known: dict[str, date]) -> str:
        """The edition itself, or the one that its withdrawal puts in its place."""
        seen: set[str] = set()
        while digest not in seen:
            seen.add(digest)
            note = self._withdrawal(digest)
            if note is None or note.effective_from > day:
                return digest
            if note.previous not in known:
                break
            digest = note.previous
        raise RegisterRefused(
            [
                fault(
                    str(self.folder),
                    "register.withdrawn",
                    what=("効力のある版が取り下げられ、代わりの版がない", "the edition in force was withdrawn, and none stands in its place"),
                    remedy=("新しい版を提案し、署名を得て発効させる", "propose a new edition, have it signed, and activate it"),
                    shown=digest[:16],
                )
            ]
        )

    def _effective(self, one: Taken) -> date:
        approval = self._approval(one.digest)
        return approval.effective_from if approval else one.effective_from

    def _approval(self, digest: str) -> Approval | None:
        """The approval of an edition, verified under the keyring; without a keyring none is asked for."""
        if self.keyring is None:
            return None
        return checked_approval(self._path(digest, ".approval"), digest, self.keyring)

    def _withdrawal(self, digest: str) -> Approval | None:
        path = self._path(digest, ".withdrawal")
        if not path.is_file():
            return None
        octets, label = path.read_bytes(), path.name
        found = verified(octets, self.keyring, label=label) if self.keyring else read_approval(octets, label=label)[0]
        if found.act != "withdraw" or found.edition != digest:
            raise RegisterRefused([other_edition(label, digest)])
        return found

    def _edition(self, digest: str) -> Edition:
        path = self._path(digest)
        if not path.is_file():
            raise RegisterRefused([_broken(str(self.folder), digest[:16])])
        found = decode(path.read_bytes(), label=path.name)
        if found.digest != digest:
            raise RegisterRefused([_broken(str(self.folder), digest[:16])])
        return found

    def _path(self, digest: str, suffix: str = "") -> Path:
        return self.folder / "editions" / f"{digest}{suffix}"

    def _state(self) -> dict[str, Any]:
        path = self.folder / STATE
        if not path.exists():
            return {"taken": [], "refused": None}
        try:
            found = json.loads(path.read_bytes())
            if found["format"] != FORMAT or canonical_json(found) != path.read_bytes() or not isinstance(found["taken"], list):
                raise ValueError("not a shelf")
            for one in found["taken"]:
                _check_taken(one)
            return {"taken": found["taken"], "refused": found["refused"]}
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise RegisterRefused([_broken(str(self.folder), STATE)]) from error

    def _write(self, taken: Sequence[Taken], *, refused: dict[str, Any] | None) -> None:
        rows = [{"digest": one.digest, "effective_from": one.effective_from.isoformat(), "taken_at": one.taken_at.isoformat()} for one in taken]
        write_durably(self.folder / STATE, canonical_json({"format": FORMAT, "taken": rows, "refused": refused}))


def checked_approval(path: Path, digest: str, keyring: Keyring) -> Approval:
    """The approval in a file, signed by two keyholders and about this edition; RegisterRefused where it is not."""
    if not path.is_file():
        raise RegisterRefused(
            [
                fault(
                    str(path),
                    "register.unsigned",
                    what=("鍵束が設定されているのに、この版に承認の署名がない", "a keyring is configured, and this edition has no signed approval"),
                    remedy=("`sekisho register propose` と `sign` で署名を得る", "have it signed: `sekisho register propose`, then `sign`"),
                )
            ]
        )
    found = verified(path.read_bytes(), keyring, label=path.name)
    if found.act != "activate" or found.edition != digest:
        raise RegisterRefused([other_edition(path.name, digest)])
    return found


def other_edition(label: str, digest: str) -> Fault:
    """What is wrong with an approval of something else."""
    return fault(
        label,
        "register.other-edition",
        what=("承認の書面は、この版についてのものではない", "the approval is not about this edition"),
        remedy=("この版の承認を届けてもらう", "have the approval of this edition delivered"),
        shown=digest[:16],
    )


def _none_in_force(label: str, day: date) -> Fault:
    return fault(
        label,
        "register.not-in-force",
        what=("この日に効力のある版がない", "no edition is in force on that day"),
        remedy=("発効日を確かめるか、その日に効力のあった版を使う", "check from when it takes effect, or use the edition of that day"),
        shown=day.isoformat(),
    )


def check_in_force(approval: Approval, day: date, label: str) -> None:
    """RegisterRefused where an approved edition does not yet count on the day."""
    if approval.effective_from > day:
        raise RegisterRefused([_none_in_force(label, day)])


def _broken(label: str, shown: str) -> Fault:
    return fault(
        label,
        "register.shelf-broken",
        what=("登録簿の棚が壊れているか、書き換えられている", "the shelf of editions is damaged or was altered"),
        remedy=("控えから戻すか、版を届け直してもらう", "restore it from a copy, or have the editions delivered again"),
        shown=shown,
    )


def _check_taken(one: dict[str, str]) -> None:
    """ValueError and the like where a row of the shelf is not of its form: a digest names a file, and no other path."""
    date.fromisoformat(one["effective_from"])
    date.fromisoformat(one["taken_at"])
    if len(bytes.fromhex(one["digest"])) != 32:
        raise ValueError("no digest")
