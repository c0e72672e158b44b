"""The rows below a header: which are equipment, and which are blank, numbered in advance, notes (注・※), totals (合計) or repeated headers.

A row is passed over only where it names neither maker nor model, or repeats the header or its numbering; whatever text is passed over is
said in a warning, so that nothing can hide in a note. Neighbours: `list_cells` cleans, `equipment_list` makes items of what is left.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Literal

from .cells import LIMIT, REMARK_LIMIT, Column, Mark, clean_column, clean_text, seen_text
from .columns import HEADER_WITHIN, Grid, Header, header_at, recognise
from .faults import FaultLog, rules

Sort = Literal["item", "blank", "note", "nothing", "second-header"]

MOST_COVERED = 2_000_000
"""Merged cells that are taken apart; a file with more is not one that people filled in."""

_RULE_OF: Mapping[Sort, str] = {
    "note": "list.row-read-as-note",
    "nothing": "list.row-names-nothing",
    "second-header": "list.second-header",
}
_NOTE = re.compile(
    r"※|\*(?!\w)|注(?:[0-9一二三]|意|記|釈|[:.,、)\s]|$)|\(注|備考(?:欄|[:\s]|$)|notes?(?:[:.\s]|$)|remarks?(?:[:\s]|$)", re.IGNORECASE
)
_TOTAL = re.compile(r"(?:総?合計|小計|総計|計|総額|以上|以下余白|余白|(?:grand |sub)?total)(?:\([^()]*\))?[:。]?", re.IGNORECASE)
_EXAMPLE = re.compile(r"\(?(?:記入|記載)?例\)?[0-9]{0,2}|examples?", re.IGNORECASE)
_NUMBER_ONLY = re.compile(r"(?:no\.?)?[(]?[0-9]{1,7}[)]?[.)]?", re.IGNORECASE)
_GUIDE = re.compile(r"\(?(?:[0-9]{1,2}|[a-z]|必須(?:項目)?|任意(?:項目)?|required|optional|mandatory|自由記述|文字列|数値)\)?", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+)?")
_DATELESS = ("maker", "maker_id", "model")
_IDENTITY = frozenset({"maker", "maker_id", "model", "name", "version", "supplier"})
_COLUMNS_OF = {"list.text-became-date": _IDENTITY, "list.version-is-number": frozenset({"model", "version"})}
"""In other columns a day, or a number with decimals, is in order."""
NAMES = ("maker", "supplier", "name")
_HIDING = frozenset({"list.bidi-controls", "list.invisible-characters"})
"""In a name these are a warning here and a finding of screening (SPOOF): one bidder's trick does not keep the others from being judged."""


@dataclass(slots=True)
class Rows:
    """The rows below the header by column: clean texts, one a row. `faulty` are rows (from 0) that cannot become an item.

    `written` holds, by column and row, names as they were written where they hold characters that hide or reorder; `texts` has them without.
    """

    grid: Grid
    header: Header
    log: FaultLog
    texts: dict[str, list[str]]
    size: int
    covered: Mapping[int, set[int]]
    faulty: set[int] = field(default_factory=set)
    written: dict[str, dict[int, str]] = field(default_factory=dict)

    @property
    def start(self) -> int:
        return self.header.row + 1

    def where(self, row: int, column: str | None = None) -> str:
        return self.grid.where(self.start + row, self.header.columns[column] if column else None)

    def add(self, rule: str, row: int, column: str | None = None, shown: str = "", **words: object) -> None:
        """Log a fault of a row; unless it is a warning, the row cannot become an item."""
        if not rules()[rule].warning:
            self.faulty.add(row)
        self.log.add(rule, self.where(row, column), shown, **words)

    def cells_of(self, row: int) -> dict[int, str]:
        """Index -> text of the row's filled cells, without those that a merged area repeats."""
        cells = self.grid.rows[self.start + row]
        filled = {}
        for index, cell in enumerate(cells):
            if cell is None or cell == "" or index in self.header.passed_over or row in self.covered.get(index, ()):
                continue
            if text := clean_text(cell):
                filled[index] = text
        return filled


def rows_below(grid: Grid, header: Header, log: FaultLog) -> Rows:
    """Clean every recognised column below the header, and log what its cells break."""
    body = grid.rows[header.row + 1 :]
    rows = Rows(grid=grid, header=header, log=log, texts={}, size=len(body), covered=_covered(grid, header))
    width = min(map(len, body), default=0)
    for column, index in header.columns.items():
        read = itemgetter(index)
        cells: list[object] = list(map(read, body)) if index < width else [read(row) if index < len(row) else None for row in body]
        for row in rows.covered.get(index, ()):
            cells[row] = None
        limit = REMARK_LIMIT if column in ("remarks", "purpose") else LIMIT
        cleaned: Column = clean_column(cells, limit)
        rows.texts[column] = cleaned.texts
        _log_marks(rows, column, cleaned.marks, limit)
        if grid.lines is None and column in _DATELESS:
            _log_days(rows, column)
    _say_above(grid, header, log)
    return rows


def sorted_out(rows: Rows) -> list[int]:
    """The rows that are equipment, in order; notes are logged as warnings, rows that name nothing as faults.

    Below a second header with other columns nothing is read: its rows would be taken for something else.
    """
    left_out: set[int] = set()
    end = rows.size
    for row in sorted(_doubtful(rows)):
        sort, shown = _sort_of(rows, row)
        if sort in _RULE_OF:
            rows.add(_RULE_OF[sort], row, None, shown)
        if sort != "item":
            left_out.add(row)
        if sort == "second-header":
            end = row
            break
    return [row for row in range(end) if row not in left_out]


def is_example(line: str) -> bool:
    """Whether the line number says 例 or 記入例."""
    return bool(_EXAMPLE.fullmatch(unicodedata.normalize("NFKC", line)))


def _doubtful(rows: Rows) -> set[int]:
    """Rows that may be something else than equipment; all others name a maker or model of their own."""
    makers, models = rows.texts["maker"], rows.texts["model"]
    doubtful = {row for row, (maker, model) in enumerate(zip(makers, models, strict=True)) if not (maker or model)}
    headings = {text for text in {*makers, *models} if len(text) < 40 and not text[-1:].isdigit() and recognise(text)}
    if headings:
        doubtful.update(row for row, (maker, model) in enumerate(zip(makers, models, strict=True)) if maker in headings or model in headings)
    doubtful.update(range(min(2, rows.size)))
    maker, model = rows.header.columns["maker"], rows.header.columns["model"]
    for r1, c1, r2, c2 in rows.grid.merged:
        if c1 <= min(maker, model) + 1 and c2 > max(maker, model) and c2 - c1 >= 2 and r1 == r2 > rows.start:
            doubtful.add(r1 - 1 - rows.start)
    return {row for row in doubtful if row < rows.size}


def _sort_of(rows: Rows, row: int) -> tuple[Sort, str]:
    filled = rows.cells_of(row)
    if not filled:
        return "blank", ""
    texts = list(filled.values())
    shown = " | ".join(texts)[:200]
    plain = unicodedata.normalize("NFKC", texts[0])
    maker, model, name = (rows.texts[column][row] if column in rows.texts else "" for column in ("maker", "model", "name"))
    if maker or model:
        return _sort_of_named(rows, row, texts), shown
    if _NOTE.match(plain) or _TOTAL.fullmatch(plain):
        return "note", shown
    if len(filled) == 1:
        if list(filled) == [rows.header.columns.get("line")] and _NUMBER_ONLY.fullmatch(plain):
            return "blank", ""
        return ("item" if name else "note"), shown
    return ("item" if name else "nothing"), shown


def _sort_of_named(rows: Rows, row: int, texts: Sequence[str]) -> Sort:
    """A row with a text under maker or model: equipment, unless it is a header again, its numbering, or one merged heading."""
    if recognise(rows.texts["maker"][row]) or recognise(rows.texts["model"][row]):
        again = header_at(Grid(rows=[rows.grid.rows[rows.start + row]]), 0)
        if again.score >= (2, 2):
            same = all(again.columns.get(column) == index for column, index in rows.header.columns.items() if column in ("maker", "model"))
            return "note" if same else "second-header"
    if row < 2 and len(texts) > 2 and all(_GUIDE.fullmatch(unicodedata.normalize("NFKC", text)) for text in texts):
        return "note"
    return "note" if len(texts) == 1 and _is_wide(rows, row) else "item"


def _is_wide(rows: Rows, row: int) -> bool:
    columns = rows.header.columns
    index = columns["model"] if columns["maker"] < columns["model"] else columns["maker"]
    return row in rows.covered.get(index, ())


def _covered(grid: Grid, header: Header) -> dict[int, set[int]]:
    """Column -> rows (from 0, below the header) whose cell only repeats the one to its left, merged with it."""
    covered: dict[int, set[int]] = {}
    start, last, done = header.row + 1, len(grid.rows), 0
    width = max(max(header.columns.values(), default=0), HEADER_WITHIN) + 1
    for r1, c1, r2, c2 in grid.merged:
        below = range(max(r1 - 1, start) - start, min(r2, last) - start)
        across = range(c1, min(c2, width))
        done += len(below) * len(across)
        if done > MOST_COVERED:
            break
        for index in across if len(below) else ():
            covered.setdefault(index, set()).update(below)
    return covered


def _log_days(rows: Rows, column: str) -> None:
    """A workbook's days arrive as ISO 8601: under maker or model, the spreadsheet made one of a text such as `4-1`."""
    texts = rows.texts[column]
    days = {text for text in set(texts) if text[4:5] == "-" and _DAY.fullmatch(text)}
    for row, text in enumerate(texts) if days else ():
        if text in days:
            rows.add("list.text-became-date", row, column, text)


def _log_marks(rows: Rows, column: str, marks: Sequence[Mark], limit: int) -> None:
    for row, rule, text in marks:
        if column in _COLUMNS_OF.get(rule, (column,)):
            if rule in _HIDING and column in NAMES:
                _note_hidden(rows, column, row, text)
            elif rule == "list.too-long":
                rows.add(rule, row, column, text, limit=limit, length=len(text))
            else:
                rows.add(rule, row, column, text)


def _note_hidden(rows: Rows, column: str, row: int, text: str) -> None:
    """Keep a name as written beside the text without what hides; once a cell, whichever rules it breaks."""
    if row not in rows.written.setdefault(column, {}):
        rows.written[column][row] = " ".join(text.split())
        rows.texts[column][row] = seen_text(text)
        rows.add("list.hidden-in-name", row, column, text)


def _say_above(grid: Grid, header: Header, log: FaultLog) -> None:
    """Rows above the header that fill both the maker's and the model's column look like equipment out of place."""
    for row, maker, model in _pairs_above(grid, header):
        if maker != model and not recognise(maker) and not recognise(model):
            log.add("list.row-above-header", grid.where(row), f"{maker} | {model}")


def _pairs_above(grid: Grid, header: Header) -> Iterator[tuple[int, str, str]]:
    first, second = header.columns["maker"], header.columns["model"]
    for row in range(max(header.row, 0)):
        cells = grid.rows[row]
        if max(first, second) < len(cells):
            maker, model = clean_text(cells[first]), clean_text(cells[second])
            if maker and model and not any(_covers(area, row, (first, second)) for area in grid.merged):
                yield row, maker, model


def _covers(area: tuple[int, int, int, int], row: int, columns: Sequence[int]) -> bool:
    r1, c1, r2, c2 = area
    return r1 <= row + 1 <= r2 and any(c1 <= column + 1 <= c2 for column in columns)
