"""A paper as a workbook: a sheet a section, its blocks one below another. Every cell is a string, as in `papers.xlsx`."""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from ..view_findings import View
from ..xlsx import CELL_LONGEST

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
NAME_LONGEST = 31
WIDEST = 60.0


def xlsx_document(view: View, made_on: date) -> bytes:
    """The workbook of a document's view."""
    import xlsxwriter

    octets = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(octets, options)
    book.set_properties({"title": f"{view['title']} {view['tender_id']}", "author": "Sekisho", "created": datetime.combine(made_on, time())})
    forms = _forms(book)
    taken: set[str] = set()
    for name, blocks in _sections(view):
        _sheet(book, _sheet_name(name, taken), view, blocks, forms)
    book.close()
    return octets.getvalue()


def _forms(book: Any) -> dict[str, Any]:
    base = {"font_name": "Yu Gothic", "font_size": 10, "valign": "top", "text_wrap": True, "num_format": "@"}
    made = {
        "plain": book.add_format(base),
        "cell": book.add_format(base | {"border": 1}),
        "strong": book.add_format(base | {"border": 1, "bold": True, "bg_color": "#F4F4F4"}),
        "head": book.add_format(base | {"border": 1, "bold": True, "bg_color": "#E6E6E6"}),
        "title": book.add_format(base | {"bold": True, "font_size": 14, "text_wrap": False}),
        "heading": book.add_format(base | {"bold": True, "font_size": 11, "text_wrap": False}),
        "note": book.add_format(base | {"bold": True, "text_wrap": False}),
    }
    for one in ("plain", "cell", "strong"):
        made[one].set_quote_prefix()
    return made


def _sections(view: View) -> Iterator[tuple[str, list[View]]]:
    """The blocks before the first heading of level 2 under the paper's title, then those of each section."""
    name: str = view["title"]
    blocks: list[View] = []
    for block in view["blocks"]:
        if block["kind"] == "heading" and block["level"] == "2":
            if blocks:
                yield name, blocks
            name, blocks = block["text"], []
        else:
            blocks.append(block)
    yield name, blocks


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that workbooks take, and that no other sheet has."""
    plain = _NOT_IN_NAMES.sub(" ", wanted).strip() or "-"
    name, place = plain[:NAME_LONGEST], 1
    while name.casefold() in taken:
        place += 1
        name = f"{plain[: NAME_LONGEST - 4]} {place}"
    taken.add(name.casefold())
    return name


def _sheet(book: Any, name: str, view: View, blocks: Sequence[View], forms: dict[str, Any]) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    for column, width in enumerate(_widths(blocks)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, f"{view['title']}  {view['tender_id']}", forms["title"])
    place = 1
    for said in (view["handling"], view["draft"]):
        if said:
            sheet.write_string(place, 0, said, forms["note"])
            place += 1
    place += 1
    for block in blocks:
        place = _block(sheet, place, block, forms) + 1


def _widths(blocks: Sequence[View]) -> list[float]:
    """The widest that any block wants of each column, in characters."""
    wanted: list[float] = [18.0]
    for block in blocks:
        for place, width in enumerate(_wanted(block)):
            wanted += [0.0] * (place + 1 - len(wanted))
            wanted[place] = max(wanted[place], width)
    return [min(one or 12.0, WIDEST) for one in wanted]


def _wanted(block: View) -> list[float]:
    if block["kind"] == "table":
        return [int(column["width"]) / 1.8 or 46.0 for column in block["columns"]]
    return [26.0, 46.0] if block["kind"] in ("rows", "blanks") else []


def _block(sheet: Any, place: int, block: View, forms: dict[str, Any]) -> int:
    """Writes a block from this row on; the row after it."""
    kind = block["kind"]
    if kind in ("heading", "para"):
        return _row(sheet, place, [block["text"]], forms["heading" if kind == "heading" else "note"])
    if kind in ("points", "chart"):
        texts = block["points"] if kind == "points" else [block["alt"]]
        for text in texts:
            place = _row(sheet, place, [text], forms["note"])
        return place
    if kind == "rows":
        for name, text in block["rows"]:
            sheet.write_string(place, 0, name, forms["head"])
            place = _row(sheet, place, [text], forms["cell"], first=1)
        return place
    if kind == "table":
        place = _row(sheet, place, [column["head"] for column in block["columns"]], forms["head"])
        for row in block["rows"]:
            place = _row(sheet, place, row["cells"], forms["strong" if row["strong"] else "cell"])
        return place
    for label in block["labels"] if kind == "blanks" else block["roles"]:
        place = _row(sheet, place, [label, ""], forms["cell"])
    return place


def _row(sheet: Any, place: int, cells: Sequence[str], form: Any, *, first: int = 0) -> int:
    for column, text in enumerate(cells, start=first):
        if text:
            sheet.write_string(place, column, text[:CELL_LONGEST], form)
        else:
            sheet.write_blank(place, column, None, form)
    return place + 1
