"""The judgement paper as a workbook. Every cell is a string: a product named `=cmd()` stays a name."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from .view_findings import View

Row = Sequence[str]
CELL_LONGEST = 32_000


def xlsx_paper(view: View, made_on: date) -> bytes:
    """Six sheets: outcome, items, findings, questions, arithmetic, sources."""
    import xlsxwriter

    octets = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(octets, options)
    made_at = datetime.combine(made_on, time())
    book.set_properties({"title": f"{view['title']} {view['tender_id']}", "author": "Sekisho", "created": made_at})
    sheets = Sheets(book, view)
    _outcome(sheets)
    _items(sheets)
    _findings(sheets)
    _questions(sheets)
    _sums(sheets)
    _sources(sheets)
    book.close()
    return octets.getvalue()


class Sheets:
    """The workbook with its few formats; writes tables of strings."""

    def __init__(self, book: Any, view: View) -> None:
        self.book, self.view, self.w = book, view, view["w"]
        base = {"font_name": "Yu Gothic", "font_size": 10, "valign": "top", "text_wrap": True, "border": 1, "num_format": "@"}
        quoted = book.add_format(base)
        quoted.set_quote_prefix()
        self.cell = quoted
        self.head = book.add_format(base | {"bold": True, "bg_color": "#E6E6E6"})
        self.title = book.add_format({"font_name": "Yu Gothic", "font_size": 14, "bold": True})
        self.note = book.add_format({"font_name": "Yu Gothic", "font_size": 10, "bold": True})

    def sheet(self, name: str, widths: Sequence[float], *, landscape: bool = True) -> Any:
        made = self.book.add_worksheet(self.w[f"sheet.{name}"])
        for column, width in enumerate(widths):
            made.set_column(column, column, width)
        made.set_paper(9)
        if landscape:
            made.set_landscape()
        made.fit_to_pages(1, 0)
        made.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        made.set_footer("&C&P / &N")
        return made

    def table(self, made: Any, head: Row, rows: Iterable[Row], top: int = 0, *, freeze: bool = True) -> int:
        """Writes the table from row `top` and returns the row after it; its head stays in view and repeats in print."""
        self.row(made, top, head, self.head)
        after = top + 1
        for row in rows:
            self.row(made, after, row, self.cell)
            after += 1
        if freeze:
            made.freeze_panes(top + 1, 0)
            made.repeat_rows(top)
            if after > top + 1:
                made.autofilter(top, 0, after - 1, len(head) - 1)
        return after

    def row(self, made: Any, place: int, row: Row, form: Any) -> None:
        for column, text in enumerate(row):
            if text:
                made.write_string(place, column, text[:CELL_LONGEST], form)
            else:
                made.write_blank(place, column, None, form)

    def words(self, *keys: str) -> list[str]:
        return [self.w[key] for key in keys]


def _outcome(sheets: Sheets) -> None:
    view, outcome = sheets.view, sheets.view["outcome"]
    made = sheets.sheet("outcome", (9, 22, 22, 30, 12, 12, 16, 18, 70))
    made.write_string(0, 0, f"{view['title']}  {view['tender_id']}", sheets.title)
    place = 1
    more = (f"{one['label']} {one['text']}" for one in outcome["more"])
    for said in (*view["banners"], outcome["label"], outcome["headline"], outcome["reason"], *more):
        if said:
            made.write_string(place, 0, said[:CELL_LONGEST].strip(), sheets.note)
            place += 1
    head = [*sheets.words("rank", "bidder", "price", "verdict", "technical", "price_points"), outcome["total"]]
    rows = [row for lot in view["lots"] for row in (_heading(lot), *_ranked(lot["outcome"]))] or _ranked(outcome)
    place = sheets.table(made, [*head, sheets.w["state"], sheets.w["status_reason"]], rows, place + 1)
    for row in view["tender"]:
        place += 1
        made.write_string(place, 0, f"{row[0]}: {row[1]}"[:CELL_LONGEST], sheets.note)
    made.write_string(place + 1, 0, sheets.w["advises"], sheets.note)


def _heading(lot: View) -> list[str]:
    return [lot["name"], lot["outcome"]["headline"], "", "", "", "", "", "", lot["outcome"]["reason"]]


def _ranked(outcome: View) -> list[list[str]]:
    return [
        [
            " ".join(part for part in (one["rank"], one["rank_without"]) if part), one["bidder"],
            " ".join(part for part in (one["price"], one["tax"], one["lowest"]) if part), f"{one['sign']} {one['verdict_text']}", one["technical"],
            one["price_points"], one["total"], " ".join(part for part in (one["status"], one["winner"]) if part), one["reason"],
        ]
        for one in outcome["ranking"]
    ]  # fmt: skip


def _items(sheets: Sheets) -> None:
    columns = ("line", "where", "kind", "maker", "model", "name", "version", "quantity", "role", "purpose", "supplier", "origin")
    made = sheets.sheet("items", (18, 8, 16, 14, 24, 24, 26, 10, 8, 12, 14, 20, 12, 34, 14))
    keys = [{"name": "item_name"}.get(column, column) for column in columns]
    rows = [
        [bid["label"], *(item[column] for column in columns), f"{item['sign']} {item['verdict_text']}", item["findings"]]
        for bid in sheets.view["bids"]
        for item in bid["items"]
    ]
    sheets.table(made, [sheets.w["bidder"], *sheets.words(*keys), sheets.w["verdict"], sheets.w["findings"]], rows)


def _findings(sheets: Sheets) -> None:
    made = sheets.sheet("findings", (18, 9, 14, 30, 34, 60, 70, 40, 40, 34))
    head = sheets.words("bidder", "no", "rule", "verdict", "place", "because", "chain", "notes", "decided", "finding_id")
    rows = [_finding(bid["label"], found) for bid in sheets.view["bids"] for found in bid["findings"]]
    rows += [_finding(sheets.w["evaluation_findings"], found) for found in sheets.view["sums"]["findings"]]
    sheets.table(made, head, rows)


def _finding(label: str, found: View) -> list[str]:
    chain = [" ".join(part for part in (link["sentence"], link["share_text"], link["source"], link["unverified"]) if part) for link in found["links"]]
    notes = [*found["notes"], *([found["protected"]] if found["protected"] else [])]
    return [
        label, found["no"], found["rule"], f"{found['sign']} {found['verdict_text']}", found["place"], found["because"],
        "\n".join(f"{place}. {said}" for place, said in enumerate(chain, start=1)), "\n".join(notes), found["decision"], found["id"],
    ]  # fmt: skip


def _questions(sheets: Sheets) -> None:
    made = sheets.sheet("questions", (18, 8, 80, 20, 20, 50))
    rows = [
        [f"{letter['bidder']} ({letter['bid']})", asked["no"], asked["text"], asked["lines"], asked["findings"], ""]
        for letter in sheets.view["letters"]
        for asked in letter["questions"]
    ]
    sheets.table(made, sheets.words("bidder", "no", "question", "lines", "settles", "answer"), rows)


def _sums(sheets: Sheets) -> None:
    made = sheets.sheet("sums", (22, 8, 40, 60, 36, 18))
    place = 0
    for lot in sheets.view["lots"] or [{"name": "", "sums": sheets.view["sums"]}]:
        if lot["name"]:
            made.write_string(place, 0, lot["name"], sheets.title)
            place += 1
        place = _arithmetic(sheets, made, lot["sums"], place) + 2


def _arithmetic(sheets: Sheets, made: Any, sums: View, place: int) -> int:
    """Terms and steps from a row on; the row after them."""
    for row in sums["terms"]:
        sheets.row(made, place, row[:1], sheets.head)
        made.merge_range(place, 1, place, 5, "", sheets.cell)
        made.write_string(place, 1, row[1][:CELL_LONGEST], sheets.cell)
        place += 1
    rows = [[bid["label"], step["no"], step["label"], step["sum"], step["exact"], step["rounded"]] for bid in sums["bids"] for step in bid["steps"]]
    place = sheets.table(made, sheets.words("bidder", "no", "step", "sum", "exact", "rounded"), rows, place + 1, freeze=not sheets.view["lots"])
    marks = [
        [bid["label"], item["item"], item["title"], "\n".join(_marked(bid["members"], item["given"])), item["mean"], item["points"]]
        for bid in sums["bids"]
        for item in bid["items"]
    ]
    if not marks:
        return place
    head = [*sheets.words("bidder", "criterion_id", "criterion"), sheets.w["sheet.marks"], *sheets.words("mean", "criterion_points")]
    return sheets.table(made, head, marks, place + 1, freeze=False)


def _marked(members: Sequence[str], given: Sequence[str]) -> list[str]:
    """What each evaluator gave, a line each."""
    return [f"{member}: {mark}" for member, mark in zip(members, given, strict=True)]


def _sources(sheets: Sheets) -> None:
    made = sheets.sheet("sources", (22, 60, 24, 16, 16, 24))
    sources = sheets.view["sources"]
    place = sheets.table(made, sheets.words("field", "value"), sources["versions"], freeze=False)
    inputs = [[one["kind"], one["id"], one["digest"]] for one in sources["inputs"]]
    place = sheets.table(made, sheets.words("input_kind", "input_id", "digest"), inputs, place + 1, freeze=False)
    cards = [[one["authority"], one["name"], one["digest"], one["retrieved_at"], one["good_for"], one["state"]] for one in sources["register"]]
    head = sheets.words("authority", "register_sources", "digest", "retrieved_at", "good_for", "state")
    place = sheets.table(made, head, cards, place + 1, freeze=False)
    pack = [[one["clause"], one["name"], "", one["retrieved_at"], "", one["state"]] for one in sources["pack"]]
    head = [sheets.w["clause"], sheets.w["pack_sources"], "", sheets.w["retrieved_at"], "", sheets.w["state"]]
    place = sheets.table(made, head, pack, place + 1, freeze=False)
    unverified = [[sheets.w["unverified"], text] for text in sources["unverified"]]
    place = sheets.table(made, sheets.words("state", "pack_unverified"), unverified, place + 1, freeze=False)
    sheets.table(made, sheets.words("no", "reading_notes"), [[str(at), one] for at, one in enumerate(sources["reading"], 1)], place + 1, freeze=False)
