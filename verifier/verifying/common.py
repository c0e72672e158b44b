"""What every step shares: the report, the one exception, and bytes made safe to read and to print."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .notes import Note

FAULTS_SHOWN = 200


class Broken(Exception):
    """Bytes that are not what the reference page prescribes; the message is the reason, "Japanese / English"."""


@dataclass(slots=True, kw_only=True)
class Report:
    """What is established so far. `faults`: (file, entry or None) -> why, in order of discovery; the first reason for a place is kept."""

    note: "Note | None" = None
    signed: bool = False
    proven: bool = False
    witnessed_at: int | None = None
    disclosed: dict[str, int] = field(default_factory=lambda: {"present": 0, "total": 0})
    faults: dict[tuple[str, int | None], str] = field(default_factory=dict)

    def fault(self, file: str, entry: int | None, why: str) -> None:
        """Record what is wrong in one place."""
        self.faults.setdefault((plain(file), entry), why)

    @contextmanager
    def naming(self, file: str, entry: int | None = None) -> Iterator[None]:
        """Whatever is Broken (or cannot be read) inside is a fault of this place, and the procedure goes on."""
        try:
            yield
        except Broken as why:
            self.fault(file, entry, str(why))
        except OSError:
            self.fault(file, entry, "読めない / cannot be read")


def plain(text: str) -> str:
    """Hostile names made safe to print: what is not printable is escaped."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def decode_base64(text: str, length: int) -> bytes:
    """`length` bytes from canonical standard base64 with padding; Broken otherwise."""
    try:
        octets = base64.b64decode(text, validate=True)
    except ValueError:
        octets = b""
    if len(octets) != length or base64.b64encode(octets).decode() != text:
        raise Broken(f"{length}バイトの正規のbase64ではない / not canonical base64 of {length} bytes")
    return octets


def as_json(report: Report) -> dict[str, object]:
    """The report as the reference page's JSON object."""
    note, faults = report.note, [{"file": file, "entry": entry, "why": why} for (file, entry), why in report.faults.items()]
    head = {"size": note and note.size, "root": note and note.root.hex(), "origin": note and note.origin}
    signer = "proven" if report.proven and not faults else "unproven"
    told = {"signer": signer, "witnessed_at": report.witnessed_at, "faults": faults, "disclosed": report.disclosed}
    return {"holds": not faults, **head, **told}


def as_text(report: Report) -> str:
    """The report in a few plain lines, Japanese and English."""
    lines = ["記録は壊れている。 / The record is BROKEN." if report.faults else "記録は成り立っている。 / The record holds."]
    if note := report.note:
        lines += [f"  原簿 / log: {plain(note.origin)}", f"  件数 / size: {note.size}", f"  ルート / root: {note.root.hex()}"]
    lines.append("  開示 / disclosed: {present} / {total}".format(**report.disclosed))
    if report.proven:
        lines.append("  署名者は指定の鍵の持ち主。 / signer proven by the pinned key.")
    else:
        lines.append("  署名者は証明されていない(別の道で得た鍵を --key で示す)。 / signer unproven (pin a key got another way: --key).")
    if report.witnessed_at is not None:
        lines.append(f"  立会人の連署の時刻 / cosigned by the witness at: {report.witnessed_at}")
    for (file, entry), why in islice(report.faults.items(), FAULTS_SHOWN):
        lines.append(f"- {file}{'' if entry is None else f', 項目 / entry {entry}'}: {why}")
    more = len(report.faults) - FAULTS_SHOWN
    return "\n".join(lines + [f"- 残り{more}件は --json で / {more} more with --json"] * (more > 0))
