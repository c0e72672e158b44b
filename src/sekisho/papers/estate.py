"""The report on an estate, as bytes by file name: a page to read and print, a workbook, the audit as JSON, and tables as CSV."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..desk.audit_estate import SHOWN, EstateAudit
from ..desk.removal_plan import PlanRow
from ..feeds.csv_out import STARTERS, csv_octets
from ..findings import Verdict
from .estate_view import EstatePaper, estate_view, group_rules
from .estate_xlsx import estate_workbook, plan_cells, plan_heads
from .fonts import fonts_here, with_glyphs
from .html import html_papers
from .pictures import picture_of
from .render import LANGUAGES
from .texts import each_text, without_variations
from .view_findings import View

DEVICES_IN_JSON = 5_000
_STARTS = "^[" + "".join("\\" + char if char in "-+=@" else char for char in STARTERS) + "]"


def render_estate(paper: EstatePaper) -> Mapping[str, bytes]:
    """`report.<ja|en>.html`, `estate.<ja|en>.xlsx`, `audit.json`, `findings.csv`, `plan.csv`, `unread.csv`; devices are a table of their own."""
    views = {lang: estate_view(paper, lang) for lang in LANGUAGES}
    made: dict[str, bytes] = {}
    made |= html_papers({f"report.{lang}.html": ("estate.html", _printable(view)) for lang, view in views.items()})
    made |= {f"estate.{lang}.xlsx": estate_workbook(paper, view, paper.audit.facts_as_of, lang) for lang, view in views.items()}
    made["audit.json"] = (json.dumps(estate_json(paper), ensure_ascii=False) + "\n").encode()
    made["findings.csv"] = csv_octets(
        [("finding", "rule", "verdict", "devices", "because_ja", "because_en", "ask_ja", "ask_en"), *_finding_rows(paper.audit)]
    )
    made["plan.csv"] = b"\xef\xbb\xbf" + csv_octets([plan_heads("ja"), *(plan_cells(row) for row in paper.plan)])
    made["unread.csv"] = csv_octets([("file", "where", "rule"), *((one.file, one.where, one.rule) for one in paper.unread)])
    return made


def _printable(view: View) -> View:
    shown: View = each_text(view, without_variations)
    if fonts_here():
        shown = each_text(shown, with_glyphs)
    for found in shown["findings"]:
        found["picture"] = picture_of(found["links"]) if found["links"] else None
    return shown


def _finding_rows(audit: EstateAudit) -> list[tuple[str, ...]]:
    counted: dict[str, int] = {}
    found = {}
    for group in audit.groups:
        for one in group.findings:
            found[one.id] = one
            counted[one.id] = counted.get(one.id, 0) + group.devices
    ordered = sorted(found.values(), key=lambda one: (-one.standing, one.rule, one.id))
    return [
        (one.id, one.rule, one.standing.word, str(counted[one.id]), one.because.ja, one.because.en,
         one.ask.text.ja if one.ask else "", one.ask.text.en if one.ask else "")
        for one in ordered
    ]  # fmt: skip


def devices_table(audit: EstateAudit) -> Any:
    """Every device as a row of an Arrow table of texts: verdict, rules, known maker, facts, marks; fit for a spreadsheet program."""
    words = pa.array([verdict.word for verdict in Verdict])
    rules = pa.array([group_rules(group) for group in audit.groups] or [""])
    known = pa.array([group.about.known_maker for group in audit.groups] or [""])
    findings = pa.array([" ".join(one.id for one in group.findings) for group in audit.groups] or [""])
    group = pa.array(audit.group_of)
    told = {
        "device": audit.facts["device"],
        "verdict": words.take(pa.array(audit.verdicts())),
        "rules": rules.take(group),
        "known_maker": known.take(group),
        **{name: audit.facts[name] for name in SHOWN},
        "mac": audit.facts["mac"],
        "sysobjectid": audit.facts["sysobjectid"],
        "sightings": pa.array(np.diff(audit.devices.starts)).cast(pa.string()),
        "seen_in": audit.facts["seen_in"],
        "findings": findings.take(group),
    }
    if not len(audit.devices):
        told = {name: pa.array([], pa.string()) for name in told}
    return pa.table({name: _harmless(column) for name, column in told.items()})


def _harmless(column: Any) -> Any:
    """Texts that a spreadsheet program would compute, after an apostrophe."""
    if not pc.any(pc.match_substring_regex(column, _STARTS)).as_py():
        return column
    return pc.if_else(pc.match_substring_regex(column, _STARTS), pc.binary_join_element_wise("'", column, ""), column)


def estate_json(paper: EstatePaper) -> dict[str, Any]:
    """The audit as data; of very many devices, which stand in devices.csv, the gravest are listed."""
    audit = paper.audit
    counts = audit.counts()
    return {
        "policy": audit.pack.id,
        "facts_as_of": audit.facts_as_of.isoformat(),
        "engine": audit.engine,
        "digest": audit.digest,
        "stale": audit.stale,
        "sightings": len(audit.devices.sightings),
        "device_count": len(audit.devices),
        "verdicts": {verdict.word: counts[verdict] for verdict in Verdict},
        "coverage": {"devices": len(audit.devices), "devices_with_maker": audit.with_maker()},
        "read": [one.as_json() for one in audit.read],
        "tables": [{**card.as_json(), "old": card in audit.old_cards} for card in audit.cards],
        "files": [
            {"path": one.path, "format": one.format, "digest": one.digest, "sightings": one.sightings, "unread": one.unread} for one in paper.files
        ],
        "unread": len(paper.unread),
        "warnings": [one.as_json() for one in paper.warnings],
        "groups": [_group(number, audit) for number in range(len(audit.groups))],
        "devices": _devices(audit),
        "devices_listed": min(len(audit.devices), DEVICES_IN_JSON),
        "plan": [_planned(row) for row in paper.plan[:DEVICES_IN_JSON]],
    }


def _planned(row: PlanRow) -> dict[str, Any]:
    own = {"device": row.device, "verdict": row.verdict, "site": row.site, "maker": row.maker, "model": row.model}
    return {**own, "keys": list(row.keys), "findings": list(row.why), **row.filled}


def _group(number: int, audit: EstateAudit) -> dict[str, Any]:
    group = audit.groups[number]
    about = group.about
    return {
        "group": number,
        "devices": group.devices,
        "verdict": group.verdict.word,
        "known_maker": about.known_maker or None,
        "declared": list(about.makers),
        "inferred": list(about.vendors),
        "models": list(about.models),
        "kind": about.kind,
        "purpose": about.purpose,
        "makers": [one.as_json() for one in about.identified.makers] if about.identified else [],
        "findings": [one.as_json() for one in group.findings],
    }


def _devices(audit: EstateAudit) -> list[dict[str, Any]]:
    order = np.argsort(-audit.verdicts().astype(np.int64), kind="stable")[:DEVICES_IN_JSON]
    if not len(order):
        return []
    verdicts = audit.verdicts()
    devices = audit.devices.several([int(one) for one in order])
    return [
        {
            "device": device.id,
            "verdict": Verdict(int(verdicts[number])).word,
            "group": int(audit.group_of[number]),
            "keys": list(device.keys),
            "facts": {name: list(told) for name in SHOWN if (told := device.told(name))},
            "marks": [{"family": mark.family, "value": mark.value} for mark in device.marks],
            "conflicts": [{"fact": one.fact, "values": list(one.values)} for one in device.conflicts],
            "sightings": [
                {"file": one.file, "where": one.where, "format": one.format, "seen_at": str(one.seen_at or "")} for one in device.sightings
            ],
        }
        for number, device in zip(order, devices, strict=True)
    ]
