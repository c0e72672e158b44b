"""identify over columns: a million devices by the few combinations of marks that they show.

    many = identify_many({"mac": […], "sysobjectid": […], "sysdescr": […], "declared": […]}, tables, as_of=day)
    many.outcomes[many.which[i]]                   # what `identify` says of device i

Addresses are read and looked up as one array; addresses of one maker, and sysObjectIDs of one enterprise number, are one mark here (unless a table of
sysObjectIDs is given), so `value` in the evidence is the prefix of one device of the combination. Every other column counts as it is written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...marks.identify import identify
from ...marks.model import DECLARED, Attribution, Identified
from ...marks.reading import ENTERPRISES, Read, mac_number, read_mark
from ...terms import MARK_FAMILIES, Mark
from .mark_tables import Array, MarkTables

COLUMNS = (*MARK_FAMILIES, DECLARED)
SEPARATOR = ";"
SEVERAL = frozenset({"mac", "sysobjectid", "pci", "usb", "bluetooth", "cpe", "part", "pnp", "tac"})
"""Families of which a cell may hold several, parted by semicolons; words are taken whole."""
BLANK, LOCAL, GROUP, ZERO, UNKNOWN = -5, -4, -3, -2, -1
_NIBBLES = np.full(256, 255, dtype=np.uint8)
for _at, _signs in enumerate(("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "aA", "bB", "cC", "dD", "eE", "fF")):
    for _sign in _signs:
        _NIBBLES[ord(_sign)] = _at
_SHAPES = {17: (":-", (2, 5, 8, 11, 14)), 14: (".", (4, 9)), 12: ("", ())}
"""Length of an address as written -> its signs and where they stand."""


Entries = tuple[Array, Any]
"""Marks of one family: the device of each (a number from 0) and its text (an Arrow array of strings)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """`which[i]` is the number in `outcomes` of what was found of device i."""

    outcomes: Sequence[Identified]
    which: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coded:
    """One family: a code a device (devices with equal codes show the same), and the texts of a device."""

    family: str
    codes: Array
    texts: Callable[[int], list[str]]


@dataclass(slots=True, kw_only=True)
class Identifier:
    """Outcomes by combination, kept from batch to batch."""

    tables: MarkTables
    as_of: date
    outcomes: list[Identified] = field(default_factory=list)
    _known: dict[tuple[tuple[str, ...], ...], int] = field(default_factory=dict)
    _first: dict[int, str] = field(default_factory=dict)
    _asked: "_Asked" = field(init=False)

    def __post_init__(self) -> None:
        self._asked = _Asked(self.tables)

    def identify(self, columns: Mapping[str, Any]) -> Many:
        """`columns`: names of COLUMNS -> text a device (Arrow or a list), all of one length; cells of ids may hold several."""
        texts = {name: _texts(columns[name]) for name in COLUMNS if name in columns}
        size = len(next(iter(texts.values()))) if texts else 0
        return self.identify_marks({name: _entries(name, column) for name, column in texts.items()}, size)

    def identify_marks(self, marks: Mapping[str, Entries], size: int) -> Many:
        """The marks of devices 0 to `size` − 1 by family, any number a device; `declared` is a family here."""
        coded = [self._coded(family, *marks[family], size) for family in COLUMNS if family in marks]
        groups, first = _grouped([one.codes for one in coded], size)
        numbers = np.fromiter((self._outcome(coded, int(at)) for at in first), dtype="<i4", count=len(first))
        return Many(outcomes=self.outcomes, which=numbers[groups] if size else np.zeros(0, dtype="<i4"))

    def _coded(self, family: str, rows: Array, values: Any, size: int) -> _Coded:
        values = _texts(values)
        codes, text = self._addresses(values) if family == "mac" else self._words(family, values)
        order = np.lexsort((codes, rows))
        device, code = np.asarray(rows, dtype=np.int64)[order], codes[order]
        new = np.ones(len(order), dtype=bool)
        new[1:] = (device[1:] != device[:-1]) | (code[1:] != code[:-1])
        new &= code != BLANK
        order, device, code = order[new], device[new], code[new]
        many = np.bincount(device, minlength=size)
        start = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(many)])
        return _Coded(family=family, codes=_whole(code, many, start), texts=lambda at: [text(int(one)) for one in order[start[at] : start[at + 1]]])

    def _words(self, family: str, values: Any) -> tuple[Array, Callable[[int], str]]:
        """A code for each text and how it is told: equal codes say the same."""
        encoded = values.dictionary_encode()
        codes: Array = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        words = encoded.dictionary.to_pylist()
        if family == "sysobjectid" and not any(card.kind == "sysobject" for card in self.tables.cards):
            words = [_enterprise(word) for word in words]
        numbered: dict[str, int] = {"": BLANK}
        told = np.array([numbered.setdefault(word, len(numbered)) for word in words], dtype=np.int64)[codes] if words else codes
        return told, lambda at: words[int(codes[at])]

    def _addresses(self, values: Any) -> tuple[Array, Callable[[int], str]]:
        """As `_words`; addresses of one maker are told as the first of them that was met."""
        numbers, literal = addresses(values)
        codes = np.full(len(values), UNKNOWN, dtype=np.int64)
        known = ~literal
        codes[known] = self.tables.oui(numbers[known])
        first = (numbers >> np.uint64(40)).astype(np.int64)
        for code, where in ((LOCAL, (first & 2) != 0), (GROUP, (first & 1) != 0), (ZERO, numbers == 0)):
            codes[known & where] = code
        blank = pc.equal(pc.binary_length(values), 0).to_numpy(zero_copy_only=False)
        codes[blank] = BLANK
        odd = np.flatnonzero(literal & ~blank)
        codes[odd] = BLANK - 1 - np.arange(len(odd))

        def text(at: int) -> str:
            found = str(values[at].as_py())
            return self._first.setdefault(int(codes[at]), found) if codes[at] > BLANK else found

        return codes, text

    def _outcome(self, coded: Sequence[_Coded], at: int) -> int:
        shown = [(one.family, one.texts(at)) for one in coded]
        key = tuple((family, *texts) for family, texts in shown if texts)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = len(self.outcomes)
            marks = [Mark.of(family, text) for family, texts in shown if family != DECLARED for text in texts]
            declared = next((texts[0] for family, texts in shown if family == DECLARED and texts), "")
            self.outcomes.append(identify(marks, self._asked, declared=declared, as_of=self.as_of))
        return known


class _Asked:
    """Tables that are asked of each mark once."""

    def __init__(self, tables: MarkTables) -> None:
        self.cards = tuple(tables.cards)
        self._look_up = tables.look_up
        self._told: dict[Mark, Sequence[Attribution]] = {}

    def look_up(self, mark: Mark) -> Sequence[Attribution]:
        """What the tables say of one mark."""
        told = self._told.get(mark)
        if told is None:
            told = self._told[mark] = self._look_up(mark)
        return told


def _whole(code: Array, many: Array, start: Array) -> Array:
    """A code a device from those of its marks, which stand together from `start` on: −1 where it has none."""
    whole = np.full(len(many), -1, dtype=np.int64)
    distinct, numbered = np.unique(code, return_inverse=True)
    whole[many == 1] = numbered[start[:-1][many == 1]]
    sets: dict[bytes, int] = {}
    for at in np.flatnonzero(many > 1):
        shown = numbered[start[at] : start[at + 1]].tobytes()
        whole[at] = len(distinct) + sets.setdefault(shown, len(sets))
    return whole


def identify_many(columns: Mapping[str, Any], tables: MarkTables, *, as_of: date) -> Many:
    """What `identify` says of each row of some columns; equal to asking it row by row but for the address that stands in the evidence."""
    return Identifier(tables=tables, as_of=as_of).identify(columns)


def identify_marks(marks: Mapping[str, Entries], size: int, tables: MarkTables, *, as_of: date) -> Many:
    """As `identify_many`, of marks by family with the number of the device that each was seen on."""
    return Identifier(tables=tables, as_of=as_of).identify_marks(marks, size)


def _texts(column: Any) -> Any:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    array = array if isinstance(array, pa.Array) else pa.array(array, pa.string())
    return pc.utf8_trim_whitespace(pc.fill_null(array.cast(pa.string()), ""))


def _entries(family: str, column: Any) -> Entries:
    """The marks of a column of cells, those parted where a cell may hold several."""
    rows = np.arange(len(column), dtype=np.int64)
    if family not in SEVERAL or not pc.any(pc.match_substring(column, SEPARATOR)).as_py():
        return rows, column
    parted = pc.split_pattern(column, SEPARATOR)
    return rows[pc.list_parent_indices(parted).to_numpy()], pc.list_flatten(parted)


def _enterprise(text: str) -> str:
    """A sysObjectID by its enterprise number; as it stands where it is none."""
    read = read_mark(Mark.of("sysobjectid", text)) if text else None
    return ENTERPRISES + read.key if isinstance(read, Read) else text


def addresses(column: Any) -> tuple[Array, Array]:
    """The 48 bits of each address, and whether it could not be read as one (blank, several, another spelling that is none)."""
    numbers, literal = np.zeros(len(column), dtype="<u8"), np.ones(len(column), dtype=bool)
    lengths = pc.binary_length(column).to_numpy(zero_copy_only=False)
    for length, (signs, places) in _SHAPES.items():
        at = np.flatnonzero(lengths == length)
        if len(at):
            found, good = _read(column.take(pa.array(at)), length, signs, places)
            numbers[at[good]], literal[at[good]] = found[good], False
    for place in np.flatnonzero(literal & (lengths > 0)):
        number = mac_number(column[int(place)].as_py())
        if number is not None:
            numbers[place], literal[place] = number, False
    return numbers, literal


def _read(column: Any, length: int, signs: str, places: tuple[int, ...]) -> tuple[Array, Array]:
    """Addresses of one shape as numbers, and which of them are of that shape."""
    octets = np.frombuffer(column.buffers()[2], dtype=np.uint8, count=len(column) * length).reshape(len(column), length)
    digits = [at for at in range(length) if at not in places]
    nibbles = _NIBBLES[octets[:, digits]]
    good = (nibbles != 255).all(axis=1)
    if places:
        good &= np.isin(octets[:, list(places)], [ord(sign) for sign in signs]).all(axis=1)
    numbers = np.zeros(len(column), dtype="<u8")
    for at in range(12):
        numbers = (numbers << np.uint64(4)) | nibbles[:, at]
    return numbers, good


def _grouped(columns: Sequence[Array], size: int) -> tuple[Array, Array]:
    """The group of each row, and a row of each group: rows of a group have the same code in every column."""
    groups = np.zeros(size, dtype=np.int64)
    first = np.zeros(min(size, 1), dtype=np.int64)
    for codes in columns:
        low = int(codes.min()) if size else 0
        spread = int(codes.max()) - low + 1 if size else 1
        _, first, groups = np.unique(groups * spread + (codes - low), return_index=True, return_inverse=True)
    return groups, first
