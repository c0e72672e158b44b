"""Which sheets of a file are the list, and which header each has: recognised by itself, or as a mapping file says.

A mapping is a YAML document: `sheet` (a name, or a list of names), `header_row` (from 1; 0 = none), `columns` (canonical column -> header text or
column letter; blank = not in this list) and `kinds` (value in the file -> value to read). What it leaves out is recognised as usual.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ...tenders.model import LIST_COLUMNS
from .cells import clean_text, folded
from .columns import (
    HEADER_WITHIN,
    Grid,
    Header,
    best_guess,
    column_index,
    column_letters,
    find_header,
    header_at,
    normal_header,
    synonyms,
    top_of,
)
from .faults import FaultLog

KEYS = ("sheet", "header_row", "columns", "kinds")
REQUIRED = ("maker", "model")
_HEADERS = {"maker": ("製造業者名", "maker"), "model": ("型番", "model")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """A mapping whose shape is sound; which headers and letters exist is checked against each sheet."""

    sheets: tuple[str, ...] = ()
    header_row: int | None = None
    columns: Mapping[str, str]
    kinds: Mapping[str, str]


def lists_in(grids: Sequence[Grid], mapping: object, log: FaultLog) -> tuple[tuple[Grid, Header, Mapping[str, str]], ...]:
    """The sheets to read with their headers and the kinds to rename; every fault of the mapping or of the headers is logged."""
    if mapping is None:
        return tuple((grid, header, {}) for grid, header in _recognised(grids, log))
    wanted = _column_map(mapping, log)
    if wanted is None:
        return ()
    chosen = _mapped_sheets(grids, wanted, log)
    found = ((grid, _mapped_header(grid, wanted, log)) for grid in chosen)
    return tuple((grid, header, wanted.kinds) for grid, header in found if header and not _missing(header, grid, log))


def _recognised(grids: Sequence[Grid], log: FaultLog) -> list[tuple[Grid, Header]]:
    found = [(grid, find_header(grid)) for grid in grids if any(any(cell not in (None, "") for cell in row) for row in grid.rows)]
    whole = [(grid, header) for grid, header in found if header and header.score[0] == len(REQUIRED)]
    named = [pair for pair in whole if not _is_other_sheet(pair[0].name)]
    taken = named or whole
    if not taken:
        _say_missing(found, log)
        return []
    for grid, _ in found:
        if not any(grid is one for one, _ in taken) and (grid.hidden or not _is_other_sheet(grid.name) or any(grid is one for one, _ in whole)):
            log.add("list.sheet-not-read", _sheet_name(grid))
    for grid, header in taken:
        if grid.hidden:
            log.add("list.sheet-hidden", _sheet_name(grid))
        _report_rivals(grid, header, log)
    return taken


def _say_missing(found: Sequence[tuple[Grid, Header | None]], log: FaultLog) -> None:
    """One sheet stands for the file: the one with the best header, or an equipment list by its name."""
    headed = [(header.score, _is_list_name(grid.name), -place, grid, header) for place, (grid, header) in enumerate(found) if header]
    if headed:
        *_, grid, header = max(headed, key=lambda entry: entry[:3])
        _missing(header, grid, log)
        return
    grid = max((grid for grid, _ in found), key=lambda one: _is_list_name(one.name), default=Grid(rows=()))
    log.add("list.no-header", _sheet_name(grid), seen=_seen(best_guess(grid)))


def _missing(header: Header, grid: Grid, log: FaultLog) -> bool:
    missing = [column for column in REQUIRED if column not in header.columns]
    for column in missing:
        where = grid.where(header.row) if header.row >= 0 else _sheet_name(grid)
        log.add("list.column-missing", where, column=column, seen=_seen(header), header_ja=_HEADERS[column][0], header_en=_HEADERS[column][1])
    return bool(missing)


def _report_rivals(grid: Grid, header: Header, log: FaultLog) -> None:
    """Two headers for maker, its number or model could hide one of them: a person must choose. Elsewhere the better spelling is taken, and said."""
    for column, rivals in header.rivals.items():
        taken = header.columns[column]
        if column in ("maker", "maker_id", "model"):
            headers = ", ".join(f"{column_letters(index)} `{_flat(header.texts[index])}`" for index in (taken, *(index for index, _ in rivals)))
            log.add("list.column-twice", grid.where(header.row, taken), column=column, headers=headers)
        else:
            for index, text in rivals:
                log.add("list.column-passed-over", grid.where(header.row, index), text, column=column, taken=_flat(header.texts[taken]))


def _column_map(mapping: object, log: FaultLog) -> ColumnMap | None:
    if not isinstance(mapping, Mapping):
        log.add("mapping.not-a-mapping", "mapping", why="not keys and values")
        return None
    for key in mapping:
        if key not in KEYS:
            log.add("mapping.unknown-key", "mapping", str(key))
    sheets = mapping.get("sheet") or ()
    sheets = (sheets,) if isinstance(sheets, str) else sheets
    if not isinstance(sheets, list | tuple) or not all(isinstance(name, str) for name in sheets):
        log.add("mapping.not-a-mapping", "mapping sheet", why="sheet is a name or a list of names")
        sheets = ()
    columns = _text_map(mapping.get("columns"), "columns", log)
    for column in [column for column in columns if column not in LIST_COLUMNS]:
        log.add("mapping.unknown-column", f"mapping columns.{column}"[:80], column, columns=", ".join(LIST_COLUMNS))
        del columns[column]
    kinds = {folded(word): kind for word, kind in _text_map(mapping.get("kinds"), "kinds", log).items()}
    return ColumnMap(sheets=tuple(sheets), header_row=_header_row(mapping.get("header_row"), log), columns=columns, kinds=kinds)


def _header_row(given: object, log: FaultLog) -> int | None:
    if given is None or given == "":
        return None
    text = str(given).strip()
    if isinstance(given, bool) or not (text.isascii() and text.isdecimal()) or len(text) > 7:
        log.add("mapping.header-row", "mapping header_row", str(given), last="1048576")
        return None
    return int(text)


def _text_map(given: object, key: str, log: FaultLog) -> dict[str, str]:
    if given is None or given == "":
        return {}
    if not isinstance(given, Mapping):
        log.add("mapping.not-a-mapping", f"mapping {key}", why=f"{key} holds keys and values")
        return {}
    texts: dict[str, str] = {}
    for name, value in given.items():
        if isinstance(value, dict | list | tuple):
            log.add("mapping.not-a-mapping", f"mapping {key}.{name}"[:80], why="a text is needed here")
        else:
            texts[str(name)] = "" if value is None else str(value).strip()
    return texts


def _mapped_sheets(grids: Sequence[Grid], wanted: ColumnMap, log: FaultLog) -> list[Grid]:
    if grids and grids[0].lines is not None:
        return list(grids)
    if not wanted.sheets:
        best = [grid for grid, header in ((grid, find_header(grid)) for grid in grids) if header and header.score[0] == len(REQUIRED)]
        listed = [grid for grid in best or grids if _is_list_name(grid.name)]
        return listed or best or list(grids[:1])
    chosen: list[Grid] = []
    for name in wanted.sheets:
        match = [grid for grid in grids if grid.name == name] or [grid for grid in grids if folded(grid.name) == folded(name)]
        if match:
            chosen.append(match[0])
        else:
            log.add("mapping.sheet-missing", "mapping sheet", name, sheets=", ".join(grid.name for grid in grids)[:300])
    return chosen


def _mapped_header(grid: Grid, wanted: ColumnMap, log: FaultLog) -> Header | None:
    if wanted.header_row is not None and wanted.header_row > len(grid.rows):
        log.add("mapping.header-row", "mapping header_row", str(wanted.header_row), last=max(1, len(grid.rows)))
        return None
    header = _stated_header(grid, wanted)
    if header is None:
        log.add("mapping.header-row", "mapping header_row", "", last=max(1, len(grid.rows)))
        return None
    columns = {column: index for column, index in header.columns.items() if column not in wanted.columns}
    given: dict[str, int] = {}
    width = max(map(len, grid.rows), default=0)
    for column, said in wanted.columns.items():
        index = _named_column(said, header) if said else None
        if index is not None and index < width:
            given[column] = index
        elif said:
            log.add("mapping.header-not-found", f"mapping columns.{column}", said, seen=_seen(header))
    _report_twice(given, log)
    taken = set(given.values())
    columns = {column: index for column, index in columns.items() if index not in taken} | given
    settled = replace(
        header,
        columns=columns,
        rivals={column: rivals for column, rivals in header.rivals.items() if column not in wanted.columns},
        unknown=tuple(pair for pair in header.unknown if pair[0] not in taken),
        sensitive={index: fact for index, fact in header.sensitive.items() if index not in taken},
    )
    _report_rivals(grid, settled, log)
    return settled


def _stated_header(grid: Grid, wanted: ColumnMap) -> Header | None:
    """The row that the mapping states (0 = none; a CSV's rows count as a spreadsheet shows them), the recognised one, or the one with its headers."""
    if wanted.header_row == 0:
        return Header(row=-1, columns={}, texts={})
    if wanted.header_row:
        return header_at(grid, wanted.header_row - 1)
    if found := find_header(grid):
        return found
    top, named = top_of(grid), {normal_header(said) for said in wanted.columns.values() if said}
    for row in range(min(len(grid.rows), HEADER_WITHIN)):
        header = header_at(top, row)
        if named and named <= {normal_header(text) for text in header.texts.values()}:
            return header
    return None


def _named_column(said: str, header: Header) -> int | None:
    """A header's text counts before a column letter: `No` may be both."""
    wanted = normal_header(said)
    exact = [index for index, text in header.texts.items() if folded(text) == folded(said)]
    same = exact or [index for index, text in header.texts.items() if normal_header(text) == wanted]
    return same[0] if same else column_index(said)


def _report_twice(given: Mapping[str, int], log: FaultLog) -> None:
    first: dict[int, str] = {}
    for column, index in given.items():
        if index in first:
            log.add("mapping.column-twice", f"mapping columns.{column}", column_letters(index), first=first[index], second=column)
        first.setdefault(index, column)


def _is_list_name(name: str) -> bool:
    return any(word in normal_header(name) for word in synonyms().equipment_sheets)


def _is_other_sheet(name: str) -> bool:
    """Japanese words count anywhere in a name, English ones alone: `cover` stands in `recovery` too."""
    plain = normal_header(name)
    return any(word == plain or (not word.isascii() and word in plain) for word in synonyms().other_sheets)


def _sheet_name(grid: Grid) -> str:
    return f"{grid.name}!A1" if grid.lines is None and grid.name else ""


def _seen(header: Header) -> str:
    return _listed(_flat(text) for text in header.texts.values()) or "-"


def _listed(texts: Iterable[str]) -> str:
    shown = [f"`{text}`" for text in texts]
    return ", ".join(shown[:20]) + (" …" if len(shown) > 20 else "")


def _flat(text: str) -> str:
    return clean_text(text)[:40]
