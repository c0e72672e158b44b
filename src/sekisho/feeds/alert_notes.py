"""The signed notes of `alerts/` in a case folder, and the book of alerts that were ever raised there (`alerts/raised.json`)."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ..canonical import sha256_hex
from ..desk.alerts import Raised
from ..faults import Fault, InputRefused, fault
from ..findings import Matter
from ..ledger.notes import NoteRefused
from ..ledger.signed_note import MOST_OCTETS, read_note
from ..screening.alerts import parse_decision
from ..tenders.alerts import AlertNote
from .fields import Fields
from .raw.jail import RawJob, read_raw

FOLDER = "alerts"
BOOK = "raised.json"
MOST_NOTES = 1_000


def alert_notes(case: Path, faults: list[Fault]) -> tuple[AlertNote, ...]:
    """Every note of a case, in the order of their names; what cannot be read is noted in `faults`."""
    folder = case / FOLDER
    paths = sorted(folder.glob("*.note"))[: MOST_NOTES + 1] if folder.is_dir() else []
    if len(paths) > MOST_NOTES:
        faults.append(
            fault(
                f"{FOLDER}/",
                "alert.too-many",
                what=("決定の書面が多すぎる", "there are too many decisions on alerts"),
                remedy=("失効したものを別のフォルダに移す", "move those that have expired to another folder"),
                shown=str(MOST_NOTES),
            )
        )
        return ()
    return tuple(note for path in paths if (note := read_alert_note(path, faults)) is not None)


def read_alert_note(path: Path, faults: list[Fault]) -> AlertNote | None:
    """One note, strictly; a link, a folder or anything that is no decision is a fault."""
    label = f"{FOLDER}/{path.name}"
    try:
        if path.is_symlink() or not path.is_file():
            raise NoteRefused("not a regular file")
        with path.open("rb") as file:
            octets = file.read(MOST_OCTETS + 1)
        parse_decision(read_note(octets).text)
    except (OSError, NoteRefused) as error:
        faults.append(
            fault(
                label,
                "alert.note",
                what=("決定の書面として読めないか、署名が合わない", "this is no decision on an alert, or a signature does not verify"),
                remedy=("届け直してもらうか、フォルダから除く", "have it delivered again, or take it out of the folder"),
                shown=str(error),
            )
        )
        return None
    return AlertNote(file=label, octets=octets, digest=sha256_hex(octets))


def read_book(case: Path) -> tuple[Raised, ...]:
    """The alerts that were ever raised in the case; () where there is no book yet. InputRefused lists every fault."""
    path = case / FOLDER / BOOK
    if not path.exists():
        return ()
    (raw,) = read_raw([RawJob(kind="json", path=path, label=f"{FOLDER}/{BOOK}")])
    faults: list[Fault] = list(raw.faults)
    value = raw.value if raw.value else {}
    top = Fields(file=raw.label, value=value if isinstance(value, Mapping) else {}, lines={}, faults=faults)
    found = tuple(_raised(one) for one in top.each("raised") or ())
    if any(not one.warning for one in faults):
        raise InputRefused(faults)
    return found


def _raised(fields: Fields) -> Raised:
    words = {key: fields.text(key, required=True) for key in ("alert", "bid", "rule", "subject", "entry", "matter_rule", "ja", "en")}
    return Raised(
        alert=words["alert"],
        bid=words["bid"],
        rule=words["rule"],
        matter=Matter(subject=words["subject"], entry=words["entry"], rule=words["matter_rule"]),
        ja=words["ja"],
        en=words["en"],
        raised_at=fields.day("raised_at", required=True) or date.min,
    )


def book_json(raised: tuple[Raised, ...]) -> dict[str, Any]:
    """The book as it is written."""
    return {
        "raised": [
            {
                "alert": one.alert,
                "bid": one.bid,
                "rule": one.rule,
                "subject": one.matter.subject,
                "entry": one.matter.entry,
                "matter_rule": one.matter.rule,
                "ja": one.ja,
                "en": one.en,
                "raised_at": one.raised_at.isoformat(),
            }
            for one in raised
        ]
    }
