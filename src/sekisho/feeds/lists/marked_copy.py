"""The corrected copy of a bidder's list: the same sheets with an error column, the faulty cells coloured and commented, and a sheet of all faults.

A formula in the original becomes its last value; links, macros and external connections stay behind. Whatever is written is a string with the
leading-quote style, never a formula. Call it only after the pre-checked raw read of the same octets has succeeded.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ...faults import Fault
from ..csv_out import STARTERS
from ..raw.csv_text import parse_csv
from ..raw.workbook import parse_workbook
from .cells import cell_text
from .columns import Grid, column_index, column_letters, find_header, grids_of, normal_header

ERROR_HEADER = "エラー / Errors"
FAULT_SHEET = "エラー一覧 Faults"
FAULT_HEADERS = ("場所 / Where", "規則 / Rule", "程度 / Weight", "内容", "What", "直し方", "Remedy", "入力 / Input")

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_CHARACTERS = 32_000
HEAVY_OCTETS = 30 * 1024 * 1024
"""Sheets of more XML than this are rebuilt from their values: keeping their styles would cost a gigabyte of memory."""

MANY_FAULTS = 5_000
"""So too where more faults than anybody mends by hand would each get a colour and a comment."""

_CELL = re.compile(r"(?P<sheet>.*)!(?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})", re.DOTALL)
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RED, _YELLOW = "FFC7CE", "FFEB9C"

Marks = Mapping[int, Mapping[int, Sequence[Fault]]]
"""Row -> column -> faults, zero-based."""


def corrected_copy(octets: bytes, faults: Sequence[Fault], label: str) -> bytes:
    """An XLSX with the faults written in. InputRefused where `octets` cannot be read at all."""
    if not octets.startswith(b"PK"):
        rows = parse_csv(octets, label)
        return _rebuilt((Grid(rows=rows.rows, lines=rows.lines),), faults)
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        heavy = sum(entry.file_size for entry in archive.infolist() if entry.filename.startswith("xl/worksheets/"))
    if heavy <= HEAVY_OCTETS and len(faults) <= MANY_FAULTS:
        copy = _annotated(octets, faults)
        if copy is not None:
            return copy
    return _rebuilt(grids_of(parse_workbook(octets, label)), faults)


def _annotated(octets: bytes, faults: Sequence[Fault]) -> bytes | None:
    """The original workbook, styles and all, with the faults; None where its styles cannot be carried over."""
    import openpyxl

    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(octets), data_only=True, keep_vba=False, keep_links=False)
            _disarm(book)
            for sheet in book.worksheets:
                _annotate(sheet, _marks(faults, sheet.title))
            _fault_sheet(book, faults)
            book.save(stream)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, zipfile.BadZipFile):
            return None
    return stream.getvalue()


def _disarm(book: Any) -> None:
    """Names that compute, links and texts that start like a formula."""
    for name in [name for name, entry in book.defined_names.items() if re.search(r"[(|\[]|auto_", f"{name}{entry.value}".lower())]:
        del book.defined_names[name]
    for sheet in book.worksheets:
        for cell in _cells(sheet):
            if cell.hyperlink is not None:
                cell.hyperlink = None
            if cell.data_type == "s" and str(cell.value).startswith(STARTERS):
                cell.quotePrefix = True


def _annotate(sheet: Any, marks: Marks) -> None:
    rows = [list(row) for row in sheet.iter_rows(max_row=min(sheet.max_row, 101), values_only=True)]
    header = find_header(Grid(name=sheet.title, rows=rows))
    top = header.row if header else 0
    column = _error_column(sheet, header.texts if header else {})
    for row in range(top + 2, sheet.max_row + 1):
        if sheet.cell(row, column).value is not None:
            sheet.cell(row, column).value = None
    if not marks or column > MOST_COLUMNS:
        return
    _write(sheet.cell(top + 1, column), ERROR_HEADER)
    sheet.column_dimensions[column_letters(column - 1)].width = 60
    for row, by_column in marks.items():
        found = [fault for faults in by_column.values() for fault in faults]
        if row != top:
            _write(sheet.cell(row + 1, column), _told(by_column))
            _fill(sheet.cell(row + 1, column), found)
        for index, faults in by_column.items():
            cell = _anchor(sheet, row + 1, index + 1)
            _fill(cell, faults)
            _comment(cell, faults)


def _error_column(sheet: Any, headers: Mapping[int, str]) -> int:
    """One-based: the error column of an earlier copy, or the first column to the right of everything."""
    known = [index + 1 for index, text in headers.items() if normal_header(text) == normal_header(ERROR_HEADER)]
    return known[0] if known else 1 + max((cell.column for cell in _cells(sheet) if cell.value is not None), default=0)


def _cells(sheet: Any) -> Iterable[Any]:
    from openpyxl.cell.cell import Cell

    return (cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell))


def _anchor(sheet: Any, row: int, column: int) -> Any:
    """The cell itself, or the top left of the merged area that it lies in."""
    from openpyxl.cell.cell import MergedCell

    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        for area in sheet.merged_cells.ranges:
            if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
                return sheet.cell(area.min_row, area.min_col)
    return cell


def _write(cell: Any, text: str) -> None:
    cell.value = _safe(text)
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.alignment = _wrapped()


def _fill(cell: Any, faults: Sequence[Fault]) -> None:
    cell.fill = _filled(_colour(faults))


@lru_cache(maxsize=1)
def _wrapped() -> Any:
    from openpyxl.styles import Alignment

    return Alignment(wrap_text=True, vertical="top")


@lru_cache(maxsize=2)
def _filled(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill(start_color=colour, end_color=colour, fill_type="solid")


def _comment(cell: Any, faults: Sequence[Fault]) -> None:
    from openpyxl.comments import Comment

    text = "\n".join(_sentence(fault) for fault in faults)
    old = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment(_safe(old if text in old else old + text)[:2_000], "Sekisho", height=120, width=420)


def _fault_sheet(book: Any, faults: Sequence[Fault]) -> None:
    if FAULT_SHEET in book.sheetnames:
        del book[FAULT_SHEET]
    sheet = book.create_sheet(FAULT_SHEET)
    for row, texts in enumerate(_fault_rows(faults), 1):
        for column, text in enumerate(texts, 1):
            _write(sheet.cell(row, column), text)
    for letter, width in zip("ABCDEFGH", (18, 34, 12, 50, 50, 50, 50, 30), strict=True):
        sheet.column_dimensions[letter].width = width


def _rebuilt(grids: Sequence[Grid], faults: Sequence[Fault]) -> bytes:
    """A new workbook of the values alone, for CSV and for workbooks whose styles are too heavy or too odd."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    looks = {"bg_color": "", "text_wrap": True, "quote_prefix": True, "valign": "top"}
    styles = {colour: book.add_format({**looks, "bg_color": f"#{colour}"} if colour else {"quote_prefix": True}) for colour in ("", _RED, _YELLOW)}
    for grid in grids:
        _rebuild(book.add_worksheet(grid.name or None), grid, _marks(faults, grid.name, grid.lines), styles)
    names = {grid.name for grid in grids}
    sheet = book.add_worksheet(FAULT_SHEET if FAULT_SHEET not in names else None)
    for row, texts in enumerate(_fault_rows(faults)):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, _safe(text), styles[""])
    book.close()
    return stream.getvalue()


def _rebuild(sheet: Any, grid: Grid, marks: Marks, styles: Mapping[str, Any]) -> None:
    header = find_header(grid)
    top = header.row if header else 0
    known = [index for index, text in header.texts.items() if normal_header(text) == normal_header(ERROR_HEADER)] if header else []
    column = min(known[0] if known else max(map(len, grid.rows), default=0), MOST_COLUMNS - 1)
    for row, cells in enumerate(grid.rows[:MOST_ROWS]):
        found = marks.get(row, {})
        for index, cell in enumerate(cells[:MOST_COLUMNS]):
            if (text := cell_text(cell)) and index != column:
                sheet.write_string(row, index, _safe(text), styles[_colour(found.get(index, ()))])
        if row == top:
            sheet.write_string(row, column, ERROR_HEADER, styles[""])
        elif found:
            every = [fault for faults in found.values() for fault in faults]
            sheet.write_string(row, column, _safe(_told(found)), styles[_colour(every)])


def _colour(faults: Sequence[Fault]) -> str:
    return "" if not faults else _YELLOW if all(fault.warning for fault in faults) else _RED


def _marks(faults: Sequence[Fault], sheet: str, lines: Sequence[int] | None = None) -> dict[int, dict[int, list[Fault]]]:
    """The faults of one sheet by row and column; those of a CSV stand in the row of their line, column 0."""
    rows = {f"line {line}": row for row, line in enumerate(lines)} if lines is not None else {}
    marks: dict[int, dict[int, list[Fault]]] = {}
    for fault in faults:
        match = _CELL.fullmatch(fault.where)
        if lines is not None and fault.where in rows:
            marks.setdefault(rows[fault.where], {}).setdefault(0, []).append(fault)
        elif match and match["sheet"] == sheet and 0 < int(match["row"]) <= MOST_ROWS:
            marks.setdefault(int(match["row"]) - 1, {}).setdefault(column_index(match["column"]) or 0, []).append(fault)
    return marks


def _told(by_column: Mapping[int, Sequence[Fault]]) -> str:
    return "\n".join(f"{column_letters(index)}: {_sentence(fault)}" for index, faults in by_column.items() for fault in faults)


def _sentence(fault: Fault) -> str:
    return f"{fault.what_ja} → {fault.remedy_ja} / {fault.what_en} → {fault.remedy_en} [{fault.rule}]"


def _fault_rows(faults: Sequence[Fault]) -> Iterable[tuple[str, ...]]:
    yield FAULT_HEADERS
    for fault in faults:
        weight = "注意 / warning" if fault.warning else "誤り / fault"
        yield fault.where, fault.rule, weight, fault.what_ja, fault.what_en, fault.remedy_ja, fault.remedy_en, fault.shown


def _safe(text: str) -> str:
    """What a cell can hold, at most 32,000 characters: control characters and lone surrogates become U+FFFD, which the next check finds again."""
    return _UNWRITABLE.sub("\ufffd", text[:MOST_CHARACTERS])
