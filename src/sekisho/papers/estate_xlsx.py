"""The audit of an estate as a workbook: summary, devices, findings, removal plan, unread rows. Every cell is a string, as in the other papers."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time

import numpy as np

from ..desk.audit_estate import SHOWN
from ..desk.removal_plan import FILLED, PlanRow
from ..feeds.estate.plan import APART
from ..feeds.estate.plan import COLUMNS as PLAN_COLUMNS
from ..findings import Verdict
from ..terms import Lang
from .estate_view import EstatePaper, device_rows, group_rules, standing_findings, told_columns
from .estate_words import word, words
from .view_findings import View
from .xlsx import Sheets

MOST_DEVICES = 5_000
"""Devices of a workbook, the gravest; devices.csv has all."""
MOST_PLANNED = 5_000
SHEET_FACTS = tuple(name for name in SHOWN if name not in ("os",))


def estate_workbook(paper: EstatePaper, view: View, made_on: date, lang: Lang) -> bytes:
    """Five sheets."""
    import xlsxwriter

    octets = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(octets, options)
    book.set_properties({"title": view["title"], "author": "Sekisho", "created": datetime.combine(made_on, time())})
    sheets = Sheets(book, {**view, "w": words(lang)})
    _summary(sheets, view, lang)
    _devices(sheets, paper, lang)
    _findings(sheets, paper, lang)
    _plan(sheets, paper, lang)
    unread = sheets.sheet("unread", (60, 20, 60))
    sheets.table(unread, sheets.words("file", "where", "reason"), _unread_rows(paper, lang))
    book.close()
    return octets.getvalue()


def _summary(sheets: Sheets, view: View, lang: Lang) -> None:
    made = sheets.sheet("summary", (44, 18, 18, 18, 18))
    made.write_string(0, 0, view["title"], sheets.title)
    made.write_string(1, 0, view["headline"], sheets.note)
    place = sheets.table(made, [word(lang, "summary"), ""], view["summary"], 3, freeze=False)
    for one in view["sums"]:
        heads = [one["title"], *(word(lang, name) for name in ("bar", "refer", "clear", "total"))]
        place = sheets.table(made, heads, one["rows"], place + 1, freeze=False)
    place = sheets.table(
        made,
        sheets.words("question", "asked_of", "example"),
        [[q["text"], q["count"], q["example"]] for q in view["questions"]],
        place + 1,
        freeze=False,
    )
    sheets.table(made, sheets.words("table", "table_date", "table_rows", "state"), view["sources"]["tables"], place + 1, freeze=False)


def _devices(sheets: Sheets, paper: EstatePaper, lang: Lang) -> None:
    audit = paper.audit
    order = np.argsort(-audit.verdicts().astype(np.int64), kind="stable")[:MOST_DEVICES]
    signs = [word(lang, f"sign.{verdict.word}") for verdict in Verdict]
    verdicts = audit.verdicts()
    facts = told_columns(audit, order, SHEET_FACTS)
    told = device_rows(audit, order, facts)
    made = sheets.sheet("devices", (8, 28, 28, *(16 for _ in facts)))
    rows = (
        [signs[int(verdicts[number])], row[0], group_rules(audit.groups[int(audit.group_of[number])]), *row[1:]]
        for number, row in zip(order, told, strict=True)
    )
    top = 0
    if len(order) < len(audit.devices):
        made.write_string(0, 0, word(lang, "sheet.devices_cut", count=f"{len(order):,}", total=f"{len(audit.devices):,}"), sheets.note)
        top = 1
    sheets.table(made, [word(lang, "verdict"), word(lang, "device"), word(lang, "why"), *(word(lang, name) for name in facts)], rows, top)


def _findings(sheets: Sheets, paper: EstatePaper, lang: Lang) -> None:
    audit = paper.audit
    made = sheets.sheet("findings", (34, 14, 28, 60, 60, 50, 12))
    rows = [
        [one.id, one.rule, word(lang, f"verdict.{one.standing.word}"), one.because.pick(lang),
         " → ".join(f"{link.subject} [{link.relation}] {link.target}" for link in one.evidence), one.ask.text.pick(lang) if one.ask else "",
         f"{sum(audit.groups[number].devices for number in numbers):,}"]
        for one, numbers in standing_findings(audit)
    ]  # fmt: skip
    sheets.table(made, sheets.words("finding_id", "rule", "verdict", "because", "chain", "question", "asked_of"), rows)


def _plan(sheets: Sheets, paper: EstatePaper, lang: Lang) -> None:
    """The sheet is read back by `--plan`: its headers begin with the names of the columns."""
    made = sheets.sheet("plan", (28, 30, 8, 16, 16, 20, 20, 16, 16, 12, 20, *(18 for _ in FILLED)))
    sheets.table(made, plan_heads(lang), (plan_cells(row) for row in paper.plan[:MOST_PLANNED]))


def plan_heads(lang: Lang) -> list[str]:
    """`by_when (期限)`: the column's own name, and what it is."""
    told = {name: word(lang, f"plan.{name}") for name in FILLED} | {"keys": word(lang, "plan.keys"), "why": word(lang, "plan.findings")}
    return [f"{name} ({told.get(name) or word(lang, name)})" for name in PLAN_COLUMNS]


def plan_cells(row: PlanRow) -> list[str]:
    """A row of the plan in the order of its columns."""
    own = {"device": row.device, "keys": APART.join(row.keys), "why": " ".join(row.why)}
    return [own.get(name) or row.filled.get(name, "") if name in own or name in FILLED else getattr(row, name) for name in PLAN_COLUMNS]


def _unread_rows(paper: EstatePaper, lang: Lang) -> list[Sequence[str]]:
    from ..feeds.estate.words import WORDS

    return [[one.file, one.where, WORDS[one.rule].what[0 if lang == "ja" else 1]] for one in paper.unread[:MOST_DEVICES]]
