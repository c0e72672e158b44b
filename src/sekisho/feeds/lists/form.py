"""The blank form of an equipment list (機器等リスト様式). It reads back without a mapping, and holds no merged cell and no formula.

Neighbours: `list_columns` recognises its headers, `list_copy` writes faults into what bidders hand in.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from ...tenders.model import LIST_COLUMNS
from .faults import table

FORM_ROWS = 1_000
"""Rows that are checked while they are filled in."""

RULED_ROWS = 200
"""Rows that are ruled and printed."""

_HEADER_ROW = 3
_A4 = 9


def blank_form(lang: str, kinds: Sequence[tuple[str, str]], roles: Sequence[str]) -> bytes:
    """An XLSX form with sheets for equipment, subcontractors (再委託先), instructions and choices; `lang` is `ja` or `en`.

    `kinds` are (id, text to show) of a pack's kinds, `roles` the texts of its roles; both become drop-down lists.
    """
    import xlsxwriter

    words = table("list_form.yaml")
    said = words["ja" if lang == "ja" else "en"]
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "note": book.add_format({"font_color": "#444444"}),
        "header": book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E8F1FE", "valign": "vcenter"}),
        "text": book.add_format({"num_format": "@", "border": 1, "text_wrap": True, "valign": "top"}),
        "plain": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    sheets = {name: book.add_worksheet(said["sheets"][name]) for name in ("equipment", "subcontractors", "instructions", "choices")}
    widths = [float(words["widths"][column]) for column in LIST_COLUMNS]
    _table(sheets["equipment"], styles, (said["title"], said["note"]), [words["columns"][column]["header"] for column in LIST_COLUMNS], widths)
    _table(sheets["subcontractors"], styles, (said["subcontractors_title"], said["subcontractors_note"]), words["subcontractors"], [30.0] * 5)
    _instructions(sheets["instructions"], styles, words, "ja" if lang == "ja" else "en")
    choices = ([text for _, text in kinds], list(roles))
    _choices(sheets["choices"], styles, said, choices)
    _checks(sheets["equipment"], said, choices)
    book.close()
    return stream.getvalue()


def _table(sheet: Any, styles: Mapping[str, Any], heading: tuple[str, str], headers: Sequence[str], widths: Sequence[float]) -> None:
    sheet.write_string(0, 0, heading[0], styles["title"])
    sheet.write_string(1, 0, heading[1], styles["note"])
    sheet.set_row(_HEADER_ROW, 32)
    for column, (header, width) in enumerate(zip(headers, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEADER_ROW, column, header, styles["header"])
        for row in range(_HEADER_ROW + 1, _HEADER_ROW + 1 + RULED_ROWS):
            sheet.write_blank(row, column, None, styles["text"])
    sheet.freeze_panes(_HEADER_ROW + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)
    sheet.print_area(0, 0, _HEADER_ROW + RULED_ROWS, len(headers) - 1)
    sheet.set_footer("&C&P / &N")


def _instructions(sheet: Any, styles: Mapping[str, Any], words: Mapping[str, Any], lang: str) -> None:
    columns = [f"{words['columns'][column]['header']}: {words['columns'][column][lang]}".replace("\n", " / ") for column in LIST_COLUMNS]
    sheet.set_column(0, 0, 110)
    sheet.set_paper(_A4)
    for row, line in enumerate([*words[lang]["instructions"], *columns]):
        sheet.write_string(row, 0, line, styles["title"] if row == 0 else styles["plain"])


def _choices(sheet: Any, styles: Mapping[str, Any], said: Mapping[str, Any], choices: Sequence[Sequence[str]]) -> None:
    sheet.set_column(0, 1, 40)
    for column, (header, texts) in enumerate(zip(said["choices"], choices, strict=True)):
        sheet.write_string(0, column, header, styles["header"])
        for row, text in enumerate(texts, 1):
            sheet.write_string(row, column, text, styles["plain"])


def _checks(sheet: Any, said: Mapping[str, Any], choices: Sequence[Sequence[str]]) -> None:
    """Kinds and roles from the choices sheet (a warning: a list may need a word of its own), quantities as whole numbers."""
    first, last = _HEADER_ROW + 1, _HEADER_ROW + FORM_ROWS
    for name, letter, texts in zip(("kind", "role"), "AB", choices, strict=True):
        if texts:
            column = LIST_COLUMNS.index(name)
            source = f"='{said['sheets']['choices']}'!${letter}$2:${letter}${len(texts) + 1}"
            warning = {"error_type": "warning", "error_title": said["choice_title"], "error_message": said["choice_error"]}
            sheet.data_validation(first, column, last, column, {"validate": "list", "source": source, **warning})
    quantity = LIST_COLUMNS.index("quantity")
    error = {"error_title": said["quantity_title"], "error_message": said["quantity_error"]}
    sheet.data_validation(first, quantity, last, quantity, {"validate": "integer", "criteria": ">=", "value": 1, **error})
