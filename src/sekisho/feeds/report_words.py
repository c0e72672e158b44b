"""A report of what was identified (889, FASCSA), from its YAML file to its value."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import cast, get_args

from ..award.duties import ReportKind, duties
from ..desk.reporting import REPORTS, How, Identification, Report
from ..faults import Fault, InputRefused
from .fields import Fields
from .raw.jail import RawJob, read_raw

ONE_LINE = 2_000
FINDING = re.compile(r"[0-9a-f]{32}")


def read_report(path: Path) -> Report:
    """A report file; InputRefused lists every fault."""
    (raw,) = read_raw([RawJob(kind="yaml", path=path, label=str(path))])
    faults: list[Fault] = list(raw.faults)
    if raw.value is None:
        raise InputRefused(faults)
    value = raw.value["value"]
    fields = Fields(file=raw.label, value=value if isinstance(value, dict) else {}, lines=raw.value["lines"], faults=faults)
    found = report_from(fields)
    if found is None or any(not one.warning for one in faults):
        raise InputRefused(faults)
    return found


def report_from(fields: Fields) -> Report | None:
    """The report; faults are collected in `fields`, and None where nobody identified anything."""
    inner = fields.under("identification")
    if inner is None:
        fields.wrong(
            "identification",
            "missing",
            ("特定の記載がない", "nothing says what was identified"),
            ("identification: {regime, at, by, how, what} を書く", "add identification: {regime, at, by, how, what}"),
        )
        return None
    identification = _identification(inner)
    given: dict[ReportKind, Mapping[str, str]] = {kind: _given(fields, kind, identification) for kind in REPORTS}
    sent = _sent(fields, identification)
    fields.unknown(())
    return Report(identification=identification, given=given, sent=sent) if identification else None


def _identification(inner: Fields) -> Identification | None:
    regime = inner.choice("regime", tuple(duties().regimes), default="") if inner.text("regime", required=True) else ""
    at = _moment(inner)
    how = inner.choice("how", get_args(How), default="identified")
    words = {key: _one_line(inner, key) for key in ("by", "what")}
    source = inner.text("source", required=how == "notified")
    findings = _findings(inner)
    inner.unknown(())
    if not regime or at is None or not all(words.values()):
        return None
    return Identification(regime=regime, at=at, how=cast("How", how), source=" ".join(source.split()), findings=findings, **words)


def _findings(inner: Fields) -> tuple[str, ...]:
    found = inner.texts("findings") or ()
    for one in found:
        if not FINDING.fullmatch(one):
            inner.wrong(
                "findings",
                "finding-id",
                ("所見の番号の形でない", "this is not a finding's id"),
                ("32桁の16進数を書く", "write the 32 hexadecimal digits that the paper shows"),
                one,
            )
    return found


def _one_line(inner: Fields, key: str) -> str:
    return " ".join(inner.text(key, required=True).split())[:ONE_LINE]


def _moment(inner: Fields) -> datetime | None:
    """A moment with its offset: without one nobody could say on which day it was."""
    text = inner.text("at", required=True)
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        found = None
    if text and (found is None or found.utcoffset() is None):
        inner.wrong(
            "at",
            "moment",
            ("日時と時差として読めない", "this is not a moment with its offset from UTC"),
            ("2026-07-02T15:30:00-04:00 の形で書く", "write it like 2026-07-02T15:30:00-04:00"),
            text,
        )
        return None
    return found


def _given(fields: Fields, kind: ReportKind, identification: Identification | None) -> dict[str, str]:
    inner = fields.under(kind)
    if inner is None or identification is None:
        return {}
    asked = [one.id for one in duties().regimes[identification.regime].fields if one.report == kind]
    found = {name: inner.text(name) for name in asked}
    inner.unknown(())
    return {name: value for name, value in found.items() if value}


def _sent(fields: Fields, identification: Identification | None) -> dict[ReportKind, date]:
    inner = fields.under("sent")
    if inner is None or identification is None:
        return {}
    found: dict[ReportKind, date] = {}
    earliest = identification.at.date()
    for kind in REPORTS:
        day = inner.day(kind)
        if day is not None and (day < earliest or (kind == "further" and "initial" not in found)):
            inner.wrong(
                kind,
                "report-order",
                ("特定又は最初の報告より前の日である", "this day is before the identification, or no first report was sent"),
                ("日付を確かめる", "check the days"),
                day.isoformat(),
            )
        elif day is not None:
            found[kind] = earliest = day
    inner.unknown(())
    return found
