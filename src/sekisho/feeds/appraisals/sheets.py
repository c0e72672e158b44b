"""An evaluator's sheet (採点表): the form out (XLSX), and filled-in sheets in (XLSX or CSV) with every mistake at once.

A row an item: its id, the mark, and why. The form shows title and points beside them; it shows no price, and no other evaluator's marks.
"""

import io
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from ...evaluation.criteria import MET, UNMET, Criteria
from ...faults import Fault, fault
from ...tenders.model import Marked
from ...terms import decimal_text

HEADERS = {
    "item": ("item", "id", "no", "no.", "項目", "項番", "項目番号", "番号"),
    "mark": ("mark", "grade", "score", "評価", "採点", "等級", "評点", "得点"),
    "comment": ("comment", "comments", "reason", "所見", "コメント", "理由", "備考"),
}
WORDS = {
    **dict.fromkeys(("met", "適", "合", "合格", "○", "〇", "yes"), MET),
    **dict.fromkeys(("unmet", "否", "不合格", "×", "no"), UNMET),
}
_LOOKED_AT = 20
_MOST_CHARACTERS = 4_000
Rows = list[tuple[str, list[str]]]


def marks_from(value: Mapping[str, Any], *, kind: str, label: str, criteria: Criteria | None) -> tuple[dict[str, Marked], tuple[Fault, ...]]:
    """Item -> mark of one filled-in sheet, read raw as `csv` or `xlsx`; an empty mark is none. Every fault is returned."""
    rows = _rows(value, kind)
    header = next((at for at, (_, cells) in enumerate(rows[:_LOOKED_AT]) if {"item", "mark"} <= set(_columns(cells))), None)
    if header is None:
        return {}, (_no_header(label),)
    columns = _columns(rows[header][1])
    found: dict[str, Marked] = {}
    faults: list[Fault] = []
    for where, cells in rows[header + 1 :]:
        told = {column: cells[at].strip() for column, at in columns.items() if at < len(cells)}
        item, given = told.get("item", ""), told.get("mark", "")
        if not item:
            if given:
                faults.append(_row_fault(label, where, "evaluation.sheet-item", ("項目の番号がない", "the row names no item"), given))
        elif item in found:
            faults.append(_row_fault(label, where, "evaluation.sheet-twice", ("同じ項目が二度ある", "the item stands twice"), item))
        elif given:
            comment = told.get("comment", "")[:_MOST_CHARACTERS]
            found[item] = Marked(item=item, given=_mark(given, criteria), comment=comment, where=f"{label} {where}")
    return found, tuple(faults)


def sheet_form(criteria: Criteria, *, title: str, member: str, bid: str, lang: str) -> bytes:
    """A blank sheet (XLSX) for one evaluator and one bid, with the grades as choices."""
    import xlsxwriter

    ja = lang == "ja"
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "header": book.add_format({"bold": True, "border": 1, "bg_color": "#E8F1FE", "text_wrap": True}),
        "fixed": book.add_format({"num_format": "@", "border": 1, "text_wrap": True, "valign": "top", "bg_color": "#F4F4F4"}),
        "open": book.add_format({"num_format": "@", "border": 1, "text_wrap": True, "valign": "top"}),
    }
    sheet = book.add_worksheet("採点表" if ja else "Marks")
    sheet.write_string(0, 0, f"{'採点表' if ja else 'Evaluation sheet'}: {title}", styles["title"])
    sheet.write_string(1, 0, f"{'応札者の記号' if ja else 'Bid'}: {bid}    {'委員' if ja else 'Evaluator'}: {member}")
    asked = ("等級か点数、必須の項目は適・否を記入してください。", "Give a grade or points; for a mandatory item, met or unmet.")
    sheet.write_string(2, 0, asked[0 if ja else 1])
    heads = ("項目", "評価項目", "配点", "評価", "所見") if ja else ("item", "criterion", "points", "mark", "comment")
    for column, (head, width) in enumerate(zip(heads, (10, 48, 10, 10, 60), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(4, column, head, styles["header"])
    for row, one in enumerate((leaf for leaf in criteria.leaves() if leaf.security is None), start=5):
        points = ("必須" if ja else "mandatory") if one.points is None else decimal_text(one.points)
        for column, text in enumerate((one.id, one.title, points)):
            sheet.write_string(row, column, text, styles["fixed"])
        for column in (3, 4):
            sheet.write_blank(row, column, None, styles["open"])
        choices = (["適", "否"] if ja else [MET, UNMET]) if one.mandatory else list(criteria.grades)
        sheet.data_validation(row, 3, row, 3, {"validate": "list", "source": choices, "error_type": "information" if not one.mandatory else "stop"})
    sheet.freeze_panes(5, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return stream.getvalue()


def _rows(value: Mapping[str, Any], kind: str) -> Rows:
    if kind == "csv":
        return [(f"line {line}", [str(cell) for cell in row]) for row, line in zip(value["rows"], value["lines"], strict=True)]
    sheet = next((one for one in value["sheets"] if not one["hidden"]), {"name": "", "rows": []})
    return [(f"{sheet['name']}!A{at}", ["" if cell is None else str(cell) for cell in row]) for at, row in enumerate(sheet["rows"], start=1)]


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Column -> its place; the first header that fits."""
    known = {word: column for column, words in HEADERS.items() for word in words}
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        column = known.get(unicodedata.normalize("NFKC", cell).strip().casefold())
        if column:
            found.setdefault(column, at)
    return found


def _mark(given: str, criteria: Criteria | None) -> str:
    """A grade of the tree, met or unmet, or the text as it stands, in plain width."""
    clean = unicodedata.normalize("NFKC", given).strip()
    grades = {grade.casefold(): grade for grade in (criteria.grades if criteria else ())}
    return grades.get(clean.casefold()) or WORDS.get(given.strip()) or WORDS.get(clean.casefold(), clean)


def _no_header(label: str) -> Fault:
    return fault(
        label,
        "evaluation.sheet-header",
        what=("項目と評価の見出しがない", "there is no row of headers with item and mark"),
        remedy=(
            "見出し(項目、評価、所見)の行を置く。様式: sekisho criteria form",
            "give a header row (item, mark, comment); a form: `sekisho criteria form`",
        ),
    )


def _row_fault(label: str, where: str, code: str, what: tuple[str, str], shown: str) -> Fault:
    return fault(label, code, where=where, what=what, remedy=("行を直す", "mend the row"), shown=shown)
