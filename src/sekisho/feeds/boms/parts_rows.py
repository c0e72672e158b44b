"""The rows of a hardware bill of materials: lines, and the alternates that belong to each.

A row is an *alternate* of the line above where it names a maker or part number, and
- a column says so (`Alternate`, 代替), or
- it has neither quantity nor designator nor item number where the lines have one, or
- it repeats the designators of its line (a designator is fitted once), or its item number.
Further makers in one row (`Manufacturer 2`, a second name in the same cell) are alternates of that row's line. Cells that are merged downwards count
once, on their first row.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ...terms import parse_number
from ..complaints import Complaints
from ..lists.cells import cell_text, clean_text, folded
from ..lists.columns import Grid, synonyms
from .parts_columns import Columns, PartWords, part_words

_DESIGNATOR = re.compile(r"(?P<kind>[A-Za-z_]{1,8}?)(?P<number>[0-9]{1,5})(?P<rest>[A-Za-z0-9_.\-]{0,8})")
_RANGE = re.compile(r"(?P<kind>[A-Za-z_]{1,8}?)(?P<low>[0-9]{1,5})\s*(?:-|–|~|〜|～|\.\.+|to)\s*(?P=kind)?(?P<high>[0-9]{1,5})", re.IGNORECASE)
_QUANTITY = re.compile(r"(?P<number>[+\-−]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*[^0-9+\-.,]{0,12}")
_SEVERAL = re.compile(r"[\n;；、]|\s[/|]\s|\s*(?:又は|または)\s*|\s+or\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"[0-9]+(?:[.\-][0-9]+)*")
_MOST_RANGE = 2_000
_MOST_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Source:
    """Who makes a part and under which number; "" where the row names none."""

    maker: str
    part_number: str
    supplier: str = ""


@dataclass(slots=True, kw_only=True)
class Line:
    """A line of the bill with its own source first and its alternates after it; `where` of each is the place it stands in."""

    where: str
    name: str
    references: tuple[str, ...]
    quantity: Fraction
    level: str
    country: str
    source: Source
    item: str
    alternates: list[tuple[str, str, Source]] = field(default_factory=list)
    """(where, name, source)"""


def lines_of(grid: Grid, columns: Columns, complaints: Complaints) -> list[Line]:
    """The lines below the header, in order. Nothing is refused: what cannot be read is warned about."""
    reading = _Reading(grid=grid, columns=columns, complaints=complaints)
    for row in range(columns.row + 1, len(grid.rows)):
        if not reading.take(row):
            break
    return reading.lines


@dataclass(slots=True, kw_only=True)
class _Cells:
    """One row, cleaned: field -> text, and the sources it names."""

    row: int
    where: str
    texts: Mapping[str, str]
    references: tuple[str, ...]
    sources: list[Source]

    def text(self, name: str) -> str:
        return self.texts.get(name, "")


@dataclass(slots=True, kw_only=True)
class _Reading:
    """The lines so far; `last` is the one that an alternate below would belong to."""

    grid: Grid
    columns: Columns
    complaints: Complaints
    lines: list[Line] = field(default_factory=list)
    last: Line | None = None
    not_fitted: bool = False
    repeated: dict[tuple[int, int], int] = field(init=False)
    """Cells that only repeat the one above them, merged with it."""

    def __post_init__(self) -> None:
        self.repeated = _repeated(self.grid, self.columns)

    def take(self, row: int) -> bool:
        """Read one row; False where the list ends."""
        words = part_words()
        cells = self._cells(row)
        first = next((clean_text(cell) for cell in self.grid.rows[row] if cell_text(cell).strip()), "")
        if not first or _is_header(self.grid.rows[row], self.columns):
            return True
        if folded(first).strip(":*#-= ") in words.cells["once_more"]:
            return False
        named = cells.sources or cells.text("name") or cells.text("value")
        if not named or folded(cells.text("name") or first).rstrip(":") in words.cells["sums"]:
            self._remark(cells, first, words)
        elif self.last is not None and self._is_alternate(cells, words):
            self._add_alternates(self.last, cells, cells.sources)
        else:
            self._add_line(cells, words)
        return True

    def _cells(self, row: int) -> _Cells:
        given = self.grid.rows[row]

        def raw(index: int | None) -> str:
            return cell_text(given[index]) if index is not None and index < len(given) and (row, index) not in self.repeated else ""

        texts = {name: clean_text(raw(index))[:_MOST_CHARACTERS] for name, index in self.columns.fields.items()}
        reference = texts.get("reference", "")
        own, others = (
            [found for group in groups for found in _sources(*(raw(group.get(key)) for key in ("maker", "part_number", "supplier")))]
            for groups in self.columns.makers
        )
        others += _named_alternates(raw(self.columns.fields.get("standing")))
        sources = list(dict.fromkeys((*own, *others))) if own or not others else [Source("", ""), *dict.fromkeys(others)]
        return _Cells(row=row, where=self.grid.where(row), texts=texts, references=_designators(reference), sources=sources)

    def _remark(self, cells: _Cells, first: str, words: PartWords) -> None:
        """A row of text: it ends the line above, and may say that what follows is not fitted."""
        text = folded(" ".join(clean_text(cell) for cell in self.grid.rows[cells.row]))
        self.last = None
        self.not_fitted = self.not_fitted or any(phrase in text for phrase in words.cells["not_fitted_below"])
        self.complaints.add("parts.row-without-part", cells.where, first)

    def _is_alternate(self, cells: _Cells, words: PartWords) -> bool:
        standing = folded(cells.text("standing"))
        if standing in words.cells["primary_values"] or not cells.sources or self.last is None:
            return False
        if standing in words.cells["alternate_values"]:
            return True
        if cells.references and set(cells.references) == set(self.last.references):
            return True
        marking = [name for name in ("quantity", "reference", "item") if name in self.columns.fields]
        item, free = cells.text("item"), not cells.text("quantity") and not cells.text("reference")
        if item and item == self.last.item and _NUMBERED.fullmatch(item) and not cells.text("reference"):
            return True
        return bool(marking) and not item and free and self._is_marked(marking)

    def _is_marked(self, marking: Sequence[str]) -> bool:
        """Whether the line above has one of the facts whose absence tells an alternate."""
        last = self.last
        held = {"quantity": True, "reference": bool(last and last.references), "item": bool(last and last.item)}
        return any(held[name] for name in marking)

    def _add_alternates(self, line: Line, cells: _Cells, sources: Sequence[Source]) -> None:
        described = cells.text("name")
        if described and folded(described) != folded(line.name) and not cells.text("standing") and not cells.references:
            self.complaints.add("parts.alternate-named-apart", cells.where, described)
        for source in sources:
            if source not in (line.source, *(known for _, _, known in line.alternates)):
                place = f"{cells.where} #{len(line.alternates) + 1}" if any(where == cells.where for where, _, _ in line.alternates) else cells.where
                line.alternates.append((place, self._alternate_name(cells, line, source), source))

    def _add_line(self, cells: _Cells, words: PartWords) -> None:
        if folded(cells.text("standing")) in words.cells["alternate_values"] - words.cells["primary_values"]:
            self.complaints.add("parts.alternate-without-line", cells.where, cells.text("name"))
        source = cells.sources[0] if cells.sources else Source("", "")
        line = Line(
            where=cells.where,
            name=_name(cells, source),
            references=cells.references,
            quantity=self._quantity(cells, words),
            level=cells.text("level"),
            country=cells.text("country"),
            source=source,
            item=cells.text("item"),
        )
        self.lines.append(line)
        self.last = line
        for number, other in enumerate(cells.sources[1:], 2):
            line.alternates.append((f"{cells.where} #{number}", self._alternate_name(cells, line, other), other))

    def _alternate_name(self, cells: _Cells, line: Line, source: Source) -> str:
        """What an alternate is called: its own description, else its line's; its number where the bill has no descriptions."""
        described = {"name", "value"} & self.columns.fields.keys()
        return cells.text("name") or cells.text("value") or (line.name if described else source.part_number or source.maker)

    def _quantity(self, cells: _Cells, words: PartWords) -> Fraction:
        if self._is_left_off(cells, words):
            return Fraction(0)
        counted, text = len(cells.references), unicodedata.normalize("NFKC", cells.text("quantity"))
        if not text:
            return Fraction(0 if self.not_fitted else counted or 1)
        match = _QUANTITY.fullmatch(text)
        try:
            stated = parse_number(match["number"]) if match else None
        except ValueError:
            stated = None
        if stated is None or stated < 0:
            self.complaints.add("parts.quantity-unreadable", cells.where, text)
            return Fraction(counted or 1)
        if counted and stated != counted:
            self.complaints.add("parts.quantity-differs", cells.where, f"{text} ≠ {counted}")
        return stated

    def _is_left_off(self, cells: _Cells, words: PartWords) -> bool:
        """Whether the row says that the part is on the list and not on the board (未実装)."""
        if folded(cells.text("not_fitted")) in words.cells["yes"] - {""}:
            return True
        return bool(cells.text("fitted")) and folded(cells.text("fitted")) in words.cells["no"]


def _name(cells: _Cells, source: Source) -> str:
    """What the part is called: its description, else its value, else its number or maker."""
    return cells.text("name") or cells.text("value") or source.part_number or source.maker


def _sources(maker: str, part_number: str, supplier: str) -> Iterator[Source]:
    """The sources that one group of cells names: several where a cell holds several."""
    makers, numbers = _several(maker, of_makers=True), _several(part_number)
    who = next(iter(_several(supplier, of_makers=True)), "")
    if len(makers) > 1 and len(numbers) not in (0, 1, len(makers)):
        numbers = [clean_text(part_number)]
    if len(numbers) > 1 and len(makers) < len(numbers):
        makers = [makers[0]] * len(numbers) if len(makers) == 1 else [""] * len(numbers)
    for at in range(max(len(makers), len(numbers))):
        of = makers[at] if at < len(makers) else ""
        number = numbers[at] if at < len(numbers) else numbers[0] if len(numbers) == 1 else ""
        yield Source(of[:_MOST_CHARACTERS], number[:_MOST_CHARACTERS], who[:_MOST_CHARACTERS])


def _named_alternates(cell: str) -> list[Source]:
    """The part numbers in a column of alternates, where it does not merely say which rows are some."""
    words = part_words().cells
    if folded(cell) in words["alternate_values"] | words["primary_values"] | words["yes"] | words["no"] | {""}:
        return []
    return [Source("", number) for number in _several(cell)]


def _several(cell: str, *, of_makers: bool = False) -> list[str]:
    """The names or numbers in a cell; words that name nobody, and "or equivalent", are left out."""
    words, lists = part_words(), synonyms()
    nobody = lists.undisclosed | lists.not_given | (words.cells["nobody"] if of_makers else frozenset())
    parts = (clean_text(part).strip(" ,") for part in _SEVERAL.split(cell[: 4 * _MOST_CHARACTERS].strip()))
    return [part for part in parts if part and folded(part) not in nobody and folded(part) not in words.cells["or_equal"]]


def _designators(text: str) -> tuple[str, ...]:
    """`C1,C2 C4-C6` -> C1, C2, C4, C5, C6; nothing where the cell holds words."""
    found: dict[str, None] = {}
    loose = re.sub(r"\s*(-|–|~|〜|～|\.\.+)\s*", r"\1", text)
    for word in re.split(r"[\s,;、，；/]+", loose):
        run = _RANGE.fullmatch(word)
        if run and 0 <= int(run["high"]) - int(run["low"]) < _MOST_RANGE:
            found.update(dict.fromkeys(f"{run['kind'].upper()}{number}" for number in range(int(run["low"]), int(run["high"]) + 1)))
        elif _DESIGNATOR.fullmatch(word):
            found[word.upper()] = None
        elif word:
            return ()
    return tuple(found)


def _is_header(cells: Sequence[object], columns: Columns) -> bool:
    """A header that is written again, as on a further page."""
    return tuple(clean_text(cell) if isinstance(cell, str) else "" for cell in cells[: len(columns.texts)]) == columns.texts


def _repeated(grid: Grid, columns: Columns) -> dict[tuple[int, int], int]:
    """(row, column), zero-based, of every cell below the first of a merged area, in the columns that tell a line."""
    telling = set(columns.fields.values())
    found: dict[tuple[int, int], int] = {}
    for top, left, bottom, right in grid.merged:
        for column in telling & set(range(left - 1, right)):
            found.update(((row, column), top - 1) for row in range(top, bottom))
    return found
