"""Which row of a sheet is the header, and which column is which, without a mapping; and a proposed mapping where that fails.

The spellings are data (`tables/list_columns.yaml`, unverified: no ministry's template was available), the canonical columns are those of
`tenders.model.LIST_COLUMNS`. Neighbours: `list_mapping` overrides what is recognised here, `equipment_list` reads the rows below.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from ...tenders.model import LIST_COLUMNS
from .cells import clean_text, folded
from .faults import table, visible

HEADER_WITHIN = 100
"""A header stands in the first so many rows of its sheet."""

HEADER_COLUMNS = 300
"""Further to the right nobody writes a header."""

HEADER_AREAS = 2_000
"""Merged areas near the header that are taken apart."""

HEADER_CELL = 120
"""A longer cell is text, not a header."""

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>|〔[^〔〕]*〕|「[^「」]*」|〈[^〈〉]*〉|《[^《》]*》")
_FOOTNOTE = re.compile(r"(?:※|\*|注)[0-9]*$|^(?:※|\*)[0-9]*")
_DROPPED = re.compile(r"[\W_ーの]+")
_NUMBERED = re.compile(r"^[0-9]{1,2}(?=\D)")
_PARTS = re.compile(r"[\n/|]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonyms:
    """The spellings, in their normal form: header -> (column, precedence), and the closed vocabularies around a list."""

    columns: Mapping[str, tuple[str, int]]
    sensitive: Mapping[str, str]
    passed_over: frozenset[str]
    equipment_sheets: tuple[str, ...]
    other_sheets: tuple[str, ...]
    undisclosed: frozenset[str]
    not_given: frozenset[str]
    ditto: frozenset[str]
    units: frozenset[str]
    quantity_words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One sheet or CSV file as rows of cells. `lines` are the CSV's line numbers; `merged` are [r1, c1, r2, c2], one-based and inclusive."""

    name: str = ""
    hidden: bool = False
    rows: Sequence[Sequence[object]]
    lines: Sequence[int] | None = None
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def where(self, row: int, column: int | None = None) -> str:
        """`sheet!C12` or `line 12` for zero-based indices; without a column, the row's first cell."""
        if self.lines is not None:
            return f"line {self.lines[row]}"
        return f"{self.name}!{column_letters(column or 0)}{row + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header row (zero-based, -1 = none) with its columns (canonical -> zero-based index).

    `rivals` are further headers of a column, `unknown` those that name none, `sensitive` facts that are no list column,
    `passed_over` columns such as the error column of an earlier check.
    """

    row: int
    columns: Mapping[str, int]
    texts: Mapping[int, str]
    rivals: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    unknown: tuple[tuple[int, str], ...] = ()
    sensitive: Mapping[int, str] = field(default_factory=dict)
    passed_over: frozenset[int] = frozenset()

    @property
    def score(self) -> tuple[int, int]:
        """How much of a list's header it is: maker and model first, then the number of columns."""
        return (("maker" in self.columns) + ("model" in self.columns), len(self.columns))


@lru_cache(maxsize=1)
def synonyms() -> Synonyms:
    """The table `tables/list_columns.yaml` in normal form."""
    data: dict[str, Any] = table("list_columns.yaml")
    columns: dict[str, tuple[str, int]] = {}
    for column in LIST_COLUMNS:
        for rank, spelling in enumerate(data["columns"][column]):
            columns.setdefault(normal_header(spelling), (column, rank))
    return Synonyms(
        columns=columns,
        sensitive={normal_header(spelling): fact for fact, spellings in data["sensitive"].items() for spelling in spellings},
        passed_over=frozenset(map(normal_header, data["passed_over"])),
        equipment_sheets=tuple(map(normal_header, data["sheets"]["equipment"])),
        other_sheets=tuple(map(normal_header, data["sheets"]["passed_over"])),
        undisclosed=frozenset(map(folded, data["placeholders"]["undisclosed"])),
        not_given=frozenset(map(folded, data["placeholders"]["not_given"])),
        ditto=frozenset(map(folded, data["ditto"])),
        units=frozenset(map(folded, data["units"])),
        quantity_words={folded(word): number for word, number in data["quantity_words"].items()},
    )


@lru_cache(maxsize=8_192)
def normal_header(text: str) -> str:
    """NFKC, lower case, without bracketed notes, footnote marks, spaces, punctuation, long-vowel marks and の; the text itself
    where nothing is left."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    bare = _FOOTNOTE.sub("", _BRACKETED.sub("", plain).strip())
    return _DROPPED.sub("", bare) or _DROPPED.sub("", plain) or re.sub(r"\s+", "", plain)


@lru_cache(maxsize=8_192)
def recognise(text: str) -> tuple[str, int] | None:
    """The canonical column that a header names, with the precedence of its spelling; None where it names none, or more than one.

    `製造業者名 / Maker` is read by its parts, `①型番` without its number.
    """
    known = synonyms().columns
    if not text or len(text) > HEADER_CELL:
        return None
    whole = normal_header(text)
    for form in (whole, _NUMBERED.sub("", whole)):
        if form in known:
            return known[form]
    found = {known[form] for part in _PARTS.split(unicodedata.normalize("NFKC", text)) if (form := normal_header(part)) in known}
    return min(found, key=lambda pair: pair[1]) if len({column for column, _ in found}) == 1 else None


def column_letters(index: int) -> str:
    """The spreadsheet's name of a zero-based column: A, B, … Z, AA, …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int | None:
    """The zero-based index that `A`, `ab` or `XFD` names; None where it is no column of a spreadsheet."""
    if not re.fullmatch(r"[A-Za-z]{1,3}", letters):
        return None
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1 if index <= 16_384 else None


def grids_of(value: Mapping[str, Any]) -> tuple[Grid, ...]:
    """The sheets of a raw workbook, whose merged areas are zero-based, or the one grid of a raw CSV."""
    if "sheets" in value:
        return tuple(_sheet(sheet) for sheet in value["sheets"])
    rows = value.get("rows", ())
    return (Grid(rows=rows, lines=value.get("lines") or range(1, len(rows) + 1)),)


def _sheet(sheet: Mapping[str, Any]) -> Grid:
    merged = tuple((area[0] + 1, area[1] + 1, area[2] + 1, area[3] + 1) for area in sheet.get("merged", ()))
    return Grid(name=sheet["name"], hidden=bool(sheet.get("hidden")), rows=sheet["rows"], merged=merged)


def covered_columns(grid: Grid, row: int) -> frozenset[int]:
    """Columns of a row that only repeat the cell to their left, merged with it."""
    return frozenset(index for r1, c1, r2, c2 in grid.merged if r1 <= row + 1 <= r2 for index in range(c1, min(c2, len(grid.rows[row]))))


def header_at(grid: Grid, row: int) -> Header:
    """What the row would mean as a header. A heading merged over several columns in the row above is read together with the cell below it."""
    above = _spanning(grid, row - 1) if row else {}
    covered = covered_columns(grid, row) if grid.merged else frozenset()
    texts: dict[int, str] = {}
    named: dict[str, list[tuple[int, int]]] = {}
    for index, cell in enumerate(grid.rows[row][:HEADER_COLUMNS]):
        if index in covered or cell is None:
            continue
        # A line break parts a header that is written in two languages, so it must survive the cleaning.
        text = "\n".join(filter(None, map(clean_text, cell.split("\n")))) if isinstance(cell, str) and len(cell) < 1_000 else clean_text(cell)
        if text:
            texts[index] = text
            found = (recognise(above[index] + text) if index in above else None) or recognise(text)
            if found:
                named.setdefault(found[0], []).append((found[1], index))
    return _header(row, texts, named)


def find_header(grid: Grid) -> Header | None:
    """The header row below any title rows: the first that names maker and model, else the one that names most; None where none does.

    The second row of a two-line header counts as the header. A richer header further down does not win: it would hide the rows between.
    """
    near = top_of(grid)
    best: Header | None = None
    for row in range(min(len(grid.rows), HEADER_WITHIN)):
        header = header_at(near, row)
        if best is not None and best.score[0] == 2:
            return header if header.score >= best.score else best
        if (header.score[0] or len(header.columns) > 1) and (best is None or header.score > best.score):
            best = header
    return best


def top_of(grid: Grid) -> Grid:
    """The grid with the merged areas of the rows that may be a header."""
    return replace(grid, merged=tuple(area for area in grid.merged if area[0] <= HEADER_WITHIN)[:HEADER_AREAS])


def best_guess(grid: Grid) -> Header:
    """The header, or else the row with most texts among the first: for saying what was seen."""
    found = find_header(grid)
    grid = top_of(grid)
    rows = [header_at(grid, row) for row in range(min(len(grid.rows), 20))]
    return found or max(rows, key=lambda header: len(header.texts), default=Header(row=-1, columns={}, texts={}))


def propose_mapping(rows: Sequence[Sequence[object]], *, sheet: str = "", merged: Sequence[Sequence[int]] = ()) -> str:
    """A commented YAML mapping for these rows, to be read and mended by a person: what was recognised, and every header that was not."""
    grid = _sheet({"name": sheet, "rows": rows, "merged": merged})
    header = best_guess(grid)
    lines = [
        "# 列の対応表(案)。確かめて、違う行を直してください。 / A proposed mapping: check it and mend the lines that are wrong.",
        "# 列は見出しの文字か列記号(A, B, …)で指定します。 / A column is named by its header or by its letter (A, B, …).",
        *([f"sheet: {_quoted(sheet)}"] if sheet else []),
        f"header_row: {header.row + 1}",
        "columns:",
        *(_column_line(column, header) for column in LIST_COLUMNS),
    ]
    used = set(header.columns.values())
    spare = [f"#   {column_letters(index)}: {_quoted(text)}{_hint(text)}" for index, text in header.texts.items() if index not in used]
    if spare:
        lines += ["# どの列とも読めなかった見出し / headers that were not taken:", *spare]
    lines += ["# 種別の値の読み替え(任意) / how values of `kind` are to be read (optional)", '# kinds: {"パソコン": "端末"}', ""]
    return "\n".join(lines)


def _spanning(grid: Grid, row: int) -> dict[int, str]:
    """Column -> heading, for headings of the row that are merged over several columns."""
    cells = grid.rows[row]
    spans: dict[int, str] = {}
    for r1, c1, r2, c2 in grid.merged:
        if c2 > c1 and r1 <= row + 1 == r2 and c1 <= len(cells):
            spans.update(dict.fromkeys(range(c1 - 1, min(c2, HEADER_COLUMNS)), clean_text(cells[c1 - 1])[:HEADER_CELL]))
    return spans


def _header(row: int, texts: dict[int, str], named: dict[str, list[tuple[int, int]]]) -> Header:
    known = synonyms()
    columns = {column: min(found)[1] for column, found in named.items()}
    rivals = {
        column: tuple((index, texts[index]) for _, index in sorted(found) if index != columns[column])
        for column, found in named.items()
        if len(found) > 1
    }
    spoken_for = {index for found in named.values() for _, index in found}
    left = {index: text for index, text in texts.items() if index not in spoken_for}
    sensitive = {index: fact for index, text in left.items() if (fact := known.sensitive.get(normal_header(text[:HEADER_CELL])))}
    passed = frozenset(index for index, text in left.items() if normal_header(text[:HEADER_CELL]) in known.passed_over)
    unknown = tuple((index, text) for index, text in left.items() if index not in passed)
    return Header(row=row, columns=columns, texts=texts, rivals=rivals, unknown=unknown, sensitive=sensitive, passed_over=passed)


def _column_line(column: str, header: Header) -> str:
    index = header.columns.get(column)
    if index is not None:
        return f"  {column}: {column_letters(index)}  # {_shown(header.texts[index])}"
    if column in ("maker", "model"):
        return f"  {column}: ''  # 必須: 見出しか列記号を書いてください / required: write a header or a letter"
    return f"  # {column}:"


def _hint(text: str) -> str:
    """The column whose spelling occurs within an unknown header."""
    whole = _DROPPED.sub("", unicodedata.normalize("NFKC", text[:HEADER_CELL]).casefold())
    inside = [(len(form), column) for form, (column, _) in synonyms().columns.items() if len(form) > 1 and form in whole]
    return f"  # {max(inside)[1]}?" if inside else ""


def _shown(text: str) -> str:
    return visible(" ".join(text.split()))[:80]


def _quoted(text: str) -> str:
    return "'" + _shown(text).replace("'", "''") + "'"
