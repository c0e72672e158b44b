"""Which row of a sheet heads a hardware bill of materials, and which column is which, in English and Japanese.

The spellings are data (`tables/part_columns.yaml`, unverified). Contract manufacturers write the makers of one line side by side (`Manufacturer 1`,
`MPN 1`, `Manufacturer 2`, `MPN 2`, or A and B): each number is a group of columns, the lowest one the part itself, the others its alternates.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ... import resources
from ..lists.cells import clean_text, folded
from ..lists.columns import HEADER_CELL, HEADER_COLUMNS, HEADER_WITHIN, normal_header

FIELDS = ("item", "level", "quantity", "reference", "name", "value", "footprint", "country", "fitted", "not_fitted", "standing")
_NUMBER = re.compile(r"(?:第|no\.?\s*|#)?\s*([0-9]{1,2})(?:st|nd|rd|th|番目|次)?(?![0-9])")
_LETTER = re.compile(r"(?<=[\s_\-])([a-h])$|^([a-h])(?=[\s_\-])")
_DESIGNATORS = re.compile(r"[A-Za-z]{1,4}[0-9]{1,4}[A-Za-z]?(?:[\s,;\-]+[A-Za-z]{0,4}[0-9]{1,4}[A-Za-z]?)*")
_LOOKED_AT = 40
Group = tuple[int, int]
"""(0 the part, 1 an alternate by its words; the number beside the header)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartWords:
    """The spellings in their normal form, and the closed vocabularies of cells, folded."""

    columns: Mapping[str, str]
    either: frozenset[str]
    passed_over: frozenset[str]
    alternates: tuple[re.Pattern[str], ...]
    """What makes a header that of an alternate: each word, longest first, then all of them."""
    cells: Mapping[str, frozenset[str]]


@dataclass(slots=True, kw_only=True)
class Columns:
    """A header row (zero-based) and its columns: field -> index; group -> {maker, part_number, supplier} -> index."""

    row: int
    fields: dict[str, int] = field(default_factory=dict)
    either: list[int] = field(default_factory=list)
    """Columns of designators or of part numbers: what stands below decides."""
    groups: dict[Group, dict[str, int]] = field(default_factory=dict)
    texts: tuple[str, ...] = ()

    @property
    def makers(self) -> tuple[list[dict[str, int]], list[dict[str, int]]]:
        """The groups that name a maker or a part number: those of the part itself, and those whose words say that they are alternates."""
        named = [(group, columns) for group, columns in sorted(self.groups.items()) if columns.keys() & {"maker", "part_number"}]
        own = [columns for group, columns in named if group[0] == 0]
        others = [columns for group, columns in named if group[0] == 1]
        return (own, others) if own else (others, [])

    @property
    def score(self) -> tuple[int, int]:
        """How much of a header it is: what names a part first, then the number of columns."""
        named = {name for columns in self.groups.values() for name in columns if name != "supplier"}
        told = {*self.fields, *named, *(["part_number"] if self.either else [])}
        return len(told & {"maker", "part_number", "reference", "quantity"}), len(told)


@lru_cache(maxsize=1)
def part_words() -> PartWords:
    """The table in normal form."""
    data: dict[str, Any] = resources.read_yaml("feeds/boms/tables/part_columns.yaml")
    columns: dict[str, str] = {}
    for name, spellings in data["columns"].items():
        for spelling in spellings:
            columns.setdefault(normal_header(spelling), name)
    spoken = sorted((unicodedata.normalize("NFKC", word).casefold() for word in data["alternate"]), key=len, reverse=True)
    bounded = [rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word) for word in spoken]
    closed = ("alternate_values", "primary_values", "yes", "no", "nobody", "or_equal", "sums", "once_more", "not_fitted_below")
    return PartWords(
        columns=columns,
        either=frozenset(map(normal_header, data["either"])),
        passed_over=frozenset(map(normal_header, data["passed_over"])),
        alternates=tuple(map(re.compile, (*bounded, "|".join(bounded)))),
        cells={name: frozenset(map(folded, data[name])) for name in closed},
    )


@lru_cache(maxsize=4_096)
def column_of(text: str) -> tuple[str, Group] | None:
    """The field that a header names, and the group that it belongs to; None where it names none."""
    if not text or len(text) > HEADER_CELL:
        return None
    known = part_words()
    whole = normal_header(text)
    if whole in known.columns:
        return known.columns[whole], (0, 0)
    if whole in known.passed_over:
        return None
    if whole in known.either:
        return "either", (0, 0)
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    if not re.sub(r"\W+", "", known.alternates[-1].sub("", plain)):
        return "standing", (0, 0)
    for number, bare in enumerate((plain, *(word.sub(" ", plain).strip() for word in known.alternates))):
        found = _numbered(bare, known) if number == 0 or bare != plain else None
        if found:
            return found[0], (int(number > 0), found[1])
    bare = known.alternates[-1].sub("", plain)
    only = _NUMBER.fullmatch(bare.strip(" .:")) if bare != plain else None
    return ("part_number", (1, int(only[1]))) if only else None


def _numbered(bare: str, known: PartWords) -> tuple[str, int] | None:
    """The field of a header, and the number or letter beside it (0 where there is none)."""
    number = _NUMBER.search(bare) or _LETTER.search(bare)
    if number is None:
        name = known.columns.get(normal_header(bare)) if bare else None
        return (name, 0) if name else None
    rest = f"{bare[: number.start()]} {bare[number.end() :]}"
    name = known.columns.get(normal_header(rest)) if rest.strip() else None
    written = next(filter(None, number.groups()))
    return (name, int(written) if written.isdecimal() else ord(written) - ord("a") + 1) if name else None


def columns_at(cells: Sequence[object], row: int) -> Columns:
    """What a row would mean as a header."""
    texts = tuple(clean_text(cell) if isinstance(cell, str) else "" for cell in cells[:HEADER_COLUMNS])
    found = Columns(row=row, texts=texts)
    for index, text in enumerate(texts):
        known = column_of(text)
        if known is None:
            continue
        name, group = known
        if name == "either":
            found.either.append(index)
        elif name in FIELDS:
            if group == (0, 0):
                found.fields.setdefault(name, index)
        else:
            found.groups.setdefault(group, {}).setdefault(name, index)
    return found


def find_columns(rows: Sequence[Sequence[object]]) -> Columns | None:
    """The header below any title rows: the first row with two of maker, part number, reference and quantity, else the fullest; None where none is."""
    best: Columns | None = None
    for row, cells in enumerate(rows[:HEADER_WITHIN]):
        found = columns_at(cells, row)
        strong, told = found.score
        if (
            strong >= 1
            and told >= 2
            and (found.makers[0] or found.either or "reference" in found.fields)
            and (best is None or found.score > best.score)
        ):
            best = found
            if strong > 1:
                break
    return _decided(best, rows) if best else None


def _decided(columns: Columns, rows: Sequence[Sequence[object]]) -> Columns:
    """Each column that may be of designators or of part numbers as what stands below it says."""
    for index in columns.either:
        below = [clean_text(cells[index]) for cells in rows[columns.row + 1 : columns.row + 1 + _LOOKED_AT] if index < len(cells)]
        told = [text for text in below if text]
        if "reference" not in columns.fields and told and all(_DESIGNATORS.fullmatch(text) for text in told):
            columns.fields["reference"] = index
        else:
            columns.groups.setdefault((0, 0), {}).setdefault("part_number", index)
    return columns
