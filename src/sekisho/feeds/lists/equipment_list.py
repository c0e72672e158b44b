"""Equipment lists (機器等リスト): a raw workbook or CSV to EquipmentItems, and every fault in one pass.

A row that breaks a rule ends as a fault, a row without one as an item; notes and totals are passed over and said so. A maker or model that is
missing or withheld (不明, TBD) is no fault: the item is kept, with maker None or model "", and screening refers it where the pack needs it.
Steps: 1 find the sheets and their headers, 2 refuse columns out of scope, 3 clean cells, 4 sort rows, 5 resolve ditto marks and placeholders,
6 read numbers, 7 make the items. Neighbours: `list_columns`, `list_mapping`, `list_rows`; `list_values` reads the numbers.
"""

import gc
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

from ...faults import Fault
from ...tenders.model import LIST_COLUMNS, EquipmentItem, EquipmentList
from ...terms import Identifier, Party
from .cells import folded, seen_text, words_among
from .columns import Grid, Header, grids_of, normal_header, recognise, synonyms
from .faults import FaultLog, broken
from .mapping import lists_in
from .rows import Rows, is_example, rows_below, sorted_out
from .values import Reading, T, line_text, read_maker_id, read_quantity

Ids = tuple[Identifier, ...]
_FIELDS = tuple(entry.name for entry in fields(EquipmentItem))
_TEXT_FIELDS = tuple(name for name in _FIELDS if name not in ("line", "where", "maker", "supplier", "quantity"))
_NO_IDS: Ids = ()

_WORD_COLUMNS = (
    "kind",
    "maker",
    "maker_id",
    "model",
    "name",
    "version",
    "purpose",
    "role",
    "origin",
    "place",
    "supplier",
    "cloud_region",
    "quantity",
)
"""Columns whose texts may be ditto marks or placeholders."""


def read_equipment_list(
    value: Mapping[str, Any], *, label: str, digest: str, mapping: object = None, refused_columns: frozenset[str] = frozenset()
) -> tuple[EquipmentList, tuple[Fault, ...]]:
    """The list in a raw value of `jail.read_raw`, and every fault and warning found in it.

    `mapping` is a parsed mapping document (see `list_mapping`). `refused_columns` are canonical columns, facts such as `nationality`, `owners`
    and `maker_country`, or header texts that a pack refuses where the system is out of scope. A list with faults holds the sound rows alone.
    """
    log = FaultLog(label)
    with _collector_paused():
        found = _read(value, digest, mapping, refused_columns, log)
    return found, log.closed()


def _read(value: Mapping[str, Any], digest: str, mapping: object, refused_columns: frozenset[str], log: FaultLog) -> EquipmentList:
    items: list[EquipmentItem] = []
    columns: set[str] = set()
    ignored: list[str] = []
    for grid, header, kinds in lists_in(grids_of(value), mapping, log):
        kept = _without_refused(grid, header, refused_columns, log)
        columns |= set(kept.columns)
        ignored += [" ".join(text.split()) for _, text in kept.unknown]
        items += _apart(_sheet_items(grid, kept, kinds, len(items), log), items, grid.name)
    if not items and not broken(log.faults):
        log.add("list.no-rows")
    order = tuple(column for column in LIST_COLUMNS if column in columns)
    return EquipmentList(file=log.file, digest=digest, items=tuple(items), columns=order, ignored=tuple(ignored))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Rows and items hold no cycles: looking for some, again and again while 100,000 are made, takes a third of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _without_refused(grid: Grid, header: Header, refused: frozenset[str], log: FaultLog) -> Header:
    if not refused:
        return header
    words = refused | {normal_header(word) for word in refused}
    by_index = {index: column for column, index in header.columns.items()}
    struck: set[int] = set()
    for index, text in header.texts.items():
        known = by_index.get(index) or (found[0] if (found := recognise(text)) else "")
        if words & {known, _sensitive_fact(header, index, text, known), normal_header(text)} - {""}:
            log.add("list.column-refused-out-of-scope", grid.where(header.row, index), text)
            struck.add(index)
    columns = {column: index for column, index in header.columns.items() if index not in struck or column in ("maker", "model")}
    return replace(header, columns=columns)


def _sensitive_fact(header: Header, index: int, text: str, known: str) -> str:
    """The fact about people, capital or nationality that a header asks for, also where its word stands within a longer one (従業員の国籍等)."""
    if known or index in header.sensitive:
        return header.sensitive.get(index, "")
    whole = normal_header(text)
    return next((fact for word, fact in synonyms().sensitive.items() if not word.isascii() and word in whole), "")


def _sheet_items(grid: Grid, header: Header, kinds: Mapping[str, str], before: int, log: FaultLog) -> list[EquipmentItem]:
    rows = rows_below(grid, header, log)
    kept = sorted_out(rows)
    special = _special_words(rows)
    _resolve_dittos(rows, kept, special)
    withheld = _clear_placeholders(rows, kept, special)
    _refuse_unnamed(rows, kept)
    _warn_doubtful(rows, kept)
    lines = _lines(rows, kept, before)
    quantities = _readings(rows, kept, "quantity", read_quantity, None)
    identifiers: list[Ids] = _readings(rows, kept, "maker_id", read_maker_id, _NO_IDS)
    if kinds and "kind" in rows.texts:
        rows.texts["kind"] = [kinds.get(folded(kind), kind) if kind else "" for kind in rows.texts["kind"]]
    if rows.faulty:
        sound = [place for place, row in enumerate(kept) if row not in rows.faulty]
        kept, lines = [kept[place] for place in sound], [lines[place] for place in sound]
        quantities, identifiers = [quantities[place] for place in sound], [identifiers[place] for place in sound]
    _warn_missing(rows, kept, withheld)
    return _items(rows, kept, lines, identifiers, quantities)


def _special_words(rows: Rows) -> dict[str, dict[str, str]]:
    """Column -> its texts that are ditto marks or placeholders, with the word that each one is."""
    words = synonyms().ditto | synonyms().undisclosed | synonyms().not_given
    found = {column: words_among(rows.texts[column], words) for column in _WORD_COLUMNS if column in rows.texts}
    return {column: texts for column, texts in found.items() if texts}


def _resolve_dittos(rows: Rows, kept: Sequence[int], special: Mapping[str, Mapping[str, str]]) -> None:
    """同上 and 〃 stand for the value in the row of equipment above."""
    for column, words in special.items():
        marks = {text for text, word in words.items() if word in synonyms().ditto}
        texts, above = rows.texts[column], ""
        for row in kept if marks else ():
            if texts[row] in marks:
                if above:
                    rows.add("list.ditto-read", row, column, texts[row], value=above)
                else:
                    rows.add("list.ditto-without-above", row, column, texts[row])
                texts[row] = above
            above = texts[row]


def _clear_placeholders(rows: Rows, kept: Sequence[int], special: Mapping[str, Mapping[str, str]]) -> dict[str, set[int]]:
    """Blank every cell that only says that something is unknown or withheld; for maker and model, the rows where it did."""
    withheld: dict[str, set[int]] = {"maker": set(), "model": set()}
    for column, words in special.items():
        texts = rows.texts[column]
        for row in kept if column in withheld else ():
            if texts[row] in words:
                withheld[column].add(row)
                rows.add(f"list.{column}-is-placeholder", row, column, texts[row])
        rows.texts[column] = ["" if text in words else text for text in texts]
    return withheld


def _refuse_unnamed(rows: Rows, kept: Sequence[int]) -> None:
    """Rows that have neither maker, model nor name once placeholders are blanked: nothing is left to ask about."""
    makers, models, names = (rows.texts.get(column) or [""] * rows.size for column in ("maker", "model", "name"))
    for row in kept:
        if not (models[row] or makers[row] or names[row]):
            rows.add("list.row-names-nothing", row)


def _warn_doubtful(rows: Rows, kept: Sequence[int]) -> None:
    """Example rows, and cells that name several makers, are read as they stand and pointed out."""
    lines, makers = rows.texts.get("line"), rows.texts["maker"]
    examples = {text for text in set(lines) if not text.isdecimal() and is_example(text)} if lines else set()
    several = {text for text in set(makers) if any(char in text for char in "、;；")}
    for row in kept if examples or several else ():
        if lines and lines[row] in examples:
            rows.add("list.row-is-example", row, "line", lines[row])
        if makers[row] in several:
            rows.add("list.maker-several", row, "maker", makers[row])


def _lines(rows: Rows, kept: Sequence[int], before: int) -> list[str]:
    """The line numbers as given; counted where the list has no such column."""
    if "line" not in rows.texts:
        return [str(before + place) for place in range(1, len(kept) + 1)]
    given = rows.texts["line"]
    table = {text: text if text.isdecimal() and text.isascii() else line_text(text) for text in set(given)}
    lines = [table[given[row]] for row in kept]
    if "" in table:
        for place, row in enumerate(kept):
            if not lines[place]:
                lines[place] = f"row-{row + rows.start + 1}"
                rows.add("list.line-missing", row, "line", line=lines[place])
    if len(set(lines)) < len(lines):
        first: dict[str, int] = {}
        for line, row in zip(lines, kept, strict=True):
            if first.setdefault(line, row) != row:
                rows.add("list.line-duplicate", row, "line", given[row], line=line, first=rows.where(first[line], "line"))
    return lines


def _readings(rows: Rows, kept: Sequence[int], column: str, read: Reading[T], blank: T) -> list[T]:
    """One value a kept row, each distinct text read once."""
    texts = rows.texts.get(column)
    if texts is None:
        return [blank] * len(kept)
    table = {text: read(text) for text in set(texts)}
    wrong = {text for text, found in table.items() if found.rule}
    for row in kept if wrong else ():
        if texts[row] in wrong:
            found = table[texts[row]]
            rows.add(found.rule, row, column, texts[row], **found.words)
    values = {text: found.value for text, found in table.items()}
    return [values[texts[row]] for row in kept]


def _warn_missing(rows: Rows, sound: Sequence[int], withheld: Mapping[str, set[int]]) -> None:
    for column in ("maker", "model"):
        texts, known = rows.texts[column], withheld[column]
        for row in [row for row in sound if not texts[row]]:
            if row not in known:
                rows.add(f"list.{column}-missing", row, column)


def _items(
    rows: Rows, sound: Sequence[int], lines: Sequence[str], identifiers: Sequence[Ids], quantities: Sequence[Fraction | None]
) -> list[EquipmentItem]:
    def column(name: str) -> Sequence[str]:
        texts = rows.texts.get(name)
        if texts is None:
            return [""] * len(sound)
        return texts if len(sound) == rows.size else [texts[row] for row in sound]

    _put_back(rows)
    makers = _parties(column("maker"), column("maker_id"), identifiers)
    sellers = {name: Party(name=name) if name else None for name in set(column("supplier"))}
    suppliers = [sellers[name] for name in column("supplier")]
    columns: dict[str, Sequence[object]] = {
        "line": lines,
        "where": _places(rows, sound),
        "maker": makers,
        "supplier": suppliers,
        "quantity": quantities,
        **{name: column(name) for name in _TEXT_FIELDS},
    }
    return _built(columns, len(sound))


def _put_back(rows: Rows) -> None:
    """Names as they were written, now that what they say without hidden characters has been understood."""
    for column, written in rows.written.items():
        texts = rows.texts[column]
        for row, name in written.items():
            if texts[row] and texts[row] == seen_text(name):
                texts[row] = name


def _built(columns: Mapping[str, Sequence[object]], size: int) -> list[EquipmentItem]:
    """The items that `EquipmentItem(line=…, where=…, …)` would make, a field at a time: six times as fast for 100,000 rows.

    Every field must be among the columns, and the class must check nothing on its own (a test compares with the constructor).
    """
    items = [object.__new__(EquipmentItem) for _ in range(size)]
    for name in _FIELDS:
        deque(map(getattr(EquipmentItem, name).__set__, items, columns[name]), maxlen=0)
    return items


def _places(rows: Rows, sound: Sequence[int]) -> list[str]:
    grid, first = rows.grid, rows.start + 1
    if grid.lines is not None:
        return [f"line {grid.lines[row + rows.start]}" for row in sound]
    return [f"{grid.name}!A{row + first}" for row in sound]


def _parties(names: Sequence[str], numbers: Sequence[str], identifiers: Sequence[Ids]) -> list[Party | None]:
    """One value a distinct party. A maker of whom only the number is given is named by its number: that is a disclosure."""
    known: dict[tuple[str, str], Party | None] = {}
    parties = []
    for key, ids in zip(zip(names, numbers, strict=True), identifiers, strict=True):
        if key not in known:
            known[key] = Party(name=key[0] or ids[0].value, identifiers=ids) if key[0] or ids else None
        parties.append(known[key])
    return parties


def _apart(items: list[EquipmentItem], earlier: Sequence[EquipmentItem], sheet: str) -> list[EquipmentItem]:
    """Where a further sheet numbers its lines from 1 again, they are named `sheet!line`."""
    if not earlier or {item.line for item in earlier}.isdisjoint(item.line for item in items):
        return items
    return [replace(item, line=f"{sheet}!{item.line}") for item in items]
