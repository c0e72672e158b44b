"""An .xlsx list: octets in, cells at their absolute positions out. Runs inside the jail (`jail_child`); nothing here opens a file.

Pre-check, before any parser (each refusal says the way out):
1. What it is: legacy .xls, a password (encrypted OOXML), .ods, .xlsb, macros, or no workbook at all.
2. The archive (`zip_parts`): number, sizes, ratio, names; every part inflated under a cap.
3. Every XML part: UTF-8, no DOCTYPE, no ENTITY (entity expansion and external entities cannot even be declared).
4. How far the cells reach (`sheet_bounds`): at most 2,000,000 cells from A1, all sheets together.
Then python-calamine reads a rebuilt archive that holds the checked parts alone.

Cells: text as it stands; whole numbers up to 2^53 as int; other numbers as exact decimal text, the shortest that gives the stored double; dates
ISO 8601 (`2026-04-01`, `2026-04-01T10:30:00`, `10:30:00`, lengths of time `36:00:00`); TRUE and FALSE as text; an empty or error cell is None.
A formula counts as its cached value, so one that was never computed is None. Merged regions are filled with their top-left value, within the
sheet's reach.

`pack_workbook` gives the compact form that crosses the pipe (each distinct value once, cells as 32-bit indexes); `unpack_workbook` turns it into
`{"sheets": [{"name": str, "hidden": bool, "rows": [[cell, …], …], "merged": [[row, column, row, column], …]}]}`, zero-based, row 0 = sheet row 1,
all rows of a sheet equally long. `parse_workbook` does both in one process, for tests and tools.
"""

import io
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, count
from typing import Any

from ...faults import InputRefused, refuse
from .limits import DEFAULT, Limits
from .sheet_bounds import bounds_of
from .zip_parts import Entry, bomb, inflate, read_directory, rebuild

Cell = str | int | None

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_XML_PART = re.compile(r"\.(xml|rels|vml)$")
_UNREAD = re.compile(r"^(docprops/|customxml/|xl/(media|drawings|charts|theme|embeddings|printersettings|activex|ctrlprops|diagrams)/|xl/calcchain)")
_ENCODING = re.compile(rb"^(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{0,40})")
_EXACT_WHOLE = 2**53

_SAVE_ANEW = ("表計算ソフトで開き、.xlsx 形式で保存し直してください", "open it in your spreadsheet program and save it anew as .xlsx")
_KINDS = {
    "xlsx.empty": (("ファイルが空です", "the file is empty"), ("一覧の入ったファイルを渡してください", "hand in the file that holds the list")),
    "xlsx.password": (
        ("ブックにパスワードがかかっています", "the workbook is protected with a password"),
        ("パスワードを外して保存し直してください", "remove the password and save it again"),
    ),
    "xlsx.legacy-xls": (("旧形式(.xls)のブックです", "this is a workbook in the old .xls format"), _SAVE_ANEW),
    "xlsx.ods": (("OpenDocument(.ods)の表です", "this is an OpenDocument spreadsheet (.ods)"), _SAVE_ANEW),
    "xlsx.xlsb": (("バイナリ形式(.xlsb)のブックです", "this is a workbook in the binary .xlsb format"), _SAVE_ANEW),
    "xlsx.macros": (
        ("マクロの入ったブックです", "the workbook holds macros"),
        ("「Excel ブック(.xlsx)」として保存し直してください。マクロは除かれます", "save it as “Excel Workbook (.xlsx)”, which leaves the macros out"),
    ),
    "xlsx.not-a-workbook": (("Excel のブック(.xlsx)ではありません", "this is not an Excel workbook (.xlsx)"), _SAVE_ANEW),
    "xlsx.doctype": (
        ("ブックの XML に DOCTYPE か ENTITY の宣言があります", "an XML part declares a DOCTYPE or an ENTITY, which no sound workbook does"),
        _SAVE_ANEW,
    ),
    "xlsx.encoding": (("ブックの XML が UTF-8 ではありません", "an XML part is not UTF-8"), _SAVE_ANEW),
    "xlsx.unreadable": (("ブックとして読めません", "the workbook cannot be read"), _SAVE_ANEW),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedSheet:
    """`codes` index the book's table, row by row, `height` × `width` of them; `merged` is zero-based and inclusive."""

    name: str
    hidden: bool
    height: int
    width: int
    merged: tuple[tuple[int, int, int, int], ...]
    codes: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedBook:
    """Each distinct value of the workbook once, and its sheets."""

    table: Sequence[Cell]
    sheets: tuple[PackedSheet, ...]


def parse_workbook(octets: bytes, label: str, limits: Limits = DEFAULT) -> dict[str, Any]:
    """The sheets of a workbook, read in this process: for files that are trusted not to exhaust it. InputRefused as `pack_workbook`."""
    return unpack_workbook(pack_workbook(octets, label, limits))


def pack_workbook(octets: bytes, label: str, limits: Limits = DEFAULT) -> PackedBook:
    """Checks and reads a workbook. InputRefused: `xlsx.…` and `zip.…`, each with the way out."""
    checked = check_workbook(octets, label, limits)
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    table: dict[Any, int] = defaultdict(count().__next__)
    sheets = []
    room = limits.cells
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(checked))
        for meta in book.sheets_metadata:
            if meta.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(meta.name)
                packed = _packed(sheet, meta.name, meta.visible != SheetVisibleEnum.Visible, table, room, label, limits)
                room -= packed.height * packed.width
                sheets.append(packed)
    except CalamineError as error:
        raise _refused(label, "xlsx.unreadable", shown=str(error)) from None
    return PackedBook(table=[_cell(value) for value in table], sheets=tuple(sheets))


def unpack_workbook(book: PackedBook) -> dict[str, Any]:
    """The RawFile value of a workbook. IndexError or ValueError where the packed form does not hold together."""
    look_up = book.table.__getitem__
    sheets = []
    for sheet in book.sheets:
        codes = array("I")
        codes.frombytes(sheet.codes)
        if len(codes) != sheet.height * sheet.width:
            raise ValueError("codes do not fill the sheet")
        cells, width = list(map(look_up, codes)), sheet.width
        rows = [cells[start : start + width] for start in range(0, len(cells), width)] if width else []
        sheets.append({"name": sheet.name, "hidden": sheet.hidden, "rows": rows, "merged": [list(region) for region in sheet.merged]})
    return {"sheets": sheets}


def check_workbook(octets: bytes, label: str, limits: Limits = DEFAULT) -> bytes:
    """The pre-check of the module's docstring; gives the rebuilt archive that a parser may read."""
    _check_signature(octets, label)
    entries = read_directory(octets, label, limits)
    _check_kind({entry.name.lower() for entry in entries}, label)
    room, cells = limits.zip_octets, limits.cells
    wanted: list[Entry] = []
    for entry in entries:
        part = inflate(octets, entry, room, label, limits)
        room -= len(part)
        name = entry.name.lower()
        if not _XML_PART.search(name) or name.startswith("xl/media/"):
            continue
        _check_xml(part, entry.name, label)
        if _UNREAD.match(name):
            continue
        cells -= _check_reach(part, entry.name, cells, label, limits)
        wanted.append(entry)
    return rebuild(octets, wanted)


def _check_signature(octets: bytes, label: str) -> None:
    if not octets:
        raise _refused(label, "xlsx.empty")
    if octets.startswith(_OLE2):
        raise _refused(label, "xlsx.password" if _ENCRYPTED_PACKAGE in octets else "xlsx.legacy-xls")
    if not octets.startswith(b"PK\x03\x04"):
        raise _refused(label, "xlsx.not-a-workbook")


def _check_kind(names: set[str], label: str) -> None:
    if any(name.rpartition("/")[2].startswith("vbaproject") or name.startswith("xl/macrosheets/") for name in names):
        raise _refused(label, "xlsx.macros")
    if any(name.endswith("workbook.bin") for name in names):
        raise _refused(label, "xlsx.xlsb")
    if "mimetype" in names or "content.xml" in names:
        raise _refused(label, "xlsx.ods")
    if "[content_types].xml" not in names or not any(name.startswith("xl/workbook") for name in names):
        raise _refused(label, "xlsx.not-a-workbook")


def _check_xml(part: bytearray, name: str, label: str) -> None:
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise _refused(label, "xlsx.doctype", shown=name)
    declared = _ENCODING.match(part)
    if b"\0" in part or (declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii")):
        raise _refused(label, "xlsx.encoding", shown=name)


def _check_reach(part: bytearray, name: str, room: int, label: str, limits: Limits) -> int:
    rows, columns = bounds_of(part, room)
    if rows * columns > room:
        raise _too_far(label, name, rows, columns, limits)
    return rows * columns


def _too_far(label: str, name: str, rows: int, columns: int, limits: Limits) -> InputRefused:
    return refuse(
        label,
        "xlsx.too-many-cells",
        what=(
            f"シートの範囲が広すぎます({rows:,} 行 × {columns:,} 列、上限はブック全体で {limits.cells:,} セル)",
            f"the sheets reach too far ({rows:,} rows × {columns:,} columns here; at most {limits.cells:,} cells in the workbook)",
        ),
        remedy=(
            "一覧の下と右にある空の行と列を削除して保存し直すか、一覧を分けてください",
            "delete the empty rows below and columns to the right of the list and save again, or split the list",
        ),
        shown=name,
    )


def _packed(sheet: Any, name: str, hidden: bool, table: dict[Any, int], room: int, label: str, limits: Limits) -> PackedSheet:
    """One sheet as codes; the table grows by the values it did not know."""
    if sheet.end is None:
        return PackedSheet(name=name, hidden=hidden, height=0, width=0, merged=(), codes=b"")
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    if height * width > room:
        raise _too_far(label, name, height, width, limits)
    codes = array("I", map(table.__getitem__, _values(sheet.iter_rows(), width)))
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    _fill(codes, merged, height, width, label, limits)
    return PackedSheet(name=name, hidden=hidden, height=height, width=width, merged=merged, codes=codes.tobytes())


def _values(rows: Iterable[list[Any]], width: int) -> Iterator[Any]:
    """Every cell from column A, and True apart from 1 (as a dictionary key it is the same)."""
    iterator = iter(rows)
    first = next(iterator, [])
    lead = [""] * (width - len(first))
    every: Iterator[list[Any]] = chain([first], iterator)
    padded = (lead + row for row in every) if lead else every
    return chain.from_iterable(map(_told_apart, padded))


def _told_apart(row: list[Any]) -> list[Any]:
    return row if bool not in set(map(type, row)) else [str(value).upper() if value.__class__ is bool else value for value in row]


def _fill(codes: "array[int]", merged: Sequence[tuple[int, int, int, int]], height: int, width: int, label: str, limits: Limits) -> None:
    """Gives every cell of a merged region, as far as the sheet reaches, its top-left value."""
    filled = 0
    for top, left, bottom, right in merged:
        bottom, right = min(bottom, height - 1), min(right, width - 1)
        if top > bottom or left > right:
            continue
        filled += (bottom - top + 1) * (right - left + 1)
        if filled > limits.cells:
            raise bomb(label, "mergeCells", limits)
        run = array("I", [codes[top * width + left]]) * (right - left + 1)
        for row in range(top, bottom + 1):
            codes[row * width + left : row * width + right + 1] = run


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, int):
        return value
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    seconds = round(value.total_seconds())
    return f"{'-' if seconds < 0 else ''}{abs(seconds) // 3600}:{abs(seconds) // 60 % 60:02}:{abs(seconds) % 60:02}"


def _number(value: float) -> Cell:
    if value.is_integer() and abs(value) < _EXACT_WHOLE:
        return int(value)
    return format(Decimal(repr(value)), "f")


def _refused(label: str, rule: str, shown: str = "") -> InputRefused:
    what, remedy = _KINDS[rule]
    return refuse(label, rule, what=what, remedy=remedy, shown=shown)
