"""Reports of what was identified: a blank form, a person's signature, the sheet, and the quarterly check."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..faults import refuse
from .clocks import calendars
from .surroundings import today

if TYPE_CHECKING:
    from ..award.clocks import Clock
    from ..desk.reporting import Report, ReportSheet, Signed

MOST_OCTETS = 1 << 16


def blank_report(regime: str, path: Path) -> None:
    """Write a blank report of a regime; an existing file stays."""
    from ..award.duties import duties
    from ..engines.embedded.disk import write_durably
    from ..feeds.report_form import blank_octets

    if path.exists():
        raise refuse(
            str(path),
            "reporting.exists",
            what=("同じ名前のファイルが既にある", "there is a file of this name already"),
            remedy=("別の名前にする", "choose another name"),
        )
    write_durably(path, blank_octets(duties().regimes[regime]))


def sign_identification(path: Path, key: Path, out: Path) -> "Report":
    """A person signs what the report says was identified, and when. There is no default key: the word is a person's."""
    from ..engines.embedded.disk import write_durably
    from ..engines.embedded.keys import KeyPair
    from ..feeds.report_words import read_report
    from ..ledger.signed_note import SignedNote

    report = read_report(path)
    if report.identification.at.date() > today():
        raise refuse(
            str(path),
            "reporting.future",
            where="identification.at",
            what=("まだ来ていない日時である", "this moment has not come yet"),
            remedy=("特定した日時を書く", "write when it was identified"),
            shown=report.identification.at.isoformat(),
        )
    write_durably(out, SignedNote(text=report.identification.text).signed_by(KeyPair.read(key)).octets)
    return report


def report_of(path: Path, *, note: Path | None, key: str, as_of: date | None) -> "ReportSheet":
    """The report as of a day (default today). Without a note that says the same, nothing runs."""
    from ..award.duties import duties
    from ..desk.reporting import report_sheet
    from ..feeds.report_words import read_report

    report, day = read_report(path), as_of or today()
    signed = _signed(report, note, key) if note is not None else None
    days = calendars(duties().timetable, [day, report.identification.at.date()])
    return report_sheet(report, signed, duties(), days, as_of=day)


def quarterly(regime: str, last: date | None, *, as_of: date | None) -> "Clock":
    """The next quarterly check of a regime."""
    from ..award.duties import duties
    from ..desk.reporting import recheck

    day = as_of or today()
    return recheck(regime, last, duties(), calendars(duties().timetable, [day, last or day]), as_of=day)


def _signed(report: "Report", note: Path, key: str) -> "Signed":
    from ..desk.reporting import Signed
    from ..engines.embedded.disk import read_key
    from ..ledger.notes import NoteRefused
    from ..ledger.signed_note import read_note

    pinned = read_key(key)
    try:
        found = read_note(note.read_bytes()[: MOST_OCTETS + 1])
        if found.text != report.identification.text:
            raise NoteRefused("it says something else than the report")
        if not found.signers([pinned]):
            raise NoteRefused("the pinned key has not signed it")
    except (OSError, NoteRefused) as error:
        raise refuse(
            str(note),
            "reporting.note",
            what=("特定の署名として認められない", "this is no signature of the identification in the report"),
            remedy=("sekisho reporting identify で署名し直す", "sign it again with `sekisho reporting identify`"),
            shown=str(error),
        ) from error
    return Signed(key=pinned.name)
