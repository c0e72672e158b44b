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
from ...marks.model import DECLARED, Identified
from ...marks.reading import ENTERPRISES, Read, mac_number, read_mark
from ...terms import MARK_FAMILIES, Mark
from .mark_tables import Array, MarkTables

COLUMNS = (*MARK_FAMILIES, DECLARED)
SEPARATOR = ";"
SEVERAL = frozenset({"mac", "sysobjectid", "pci", "usb", "bluetooth", "cpe", "part", "pnp", "tac"})
"""Families of which a cell may hold several, parted by semicolons; words are taken whole."""
BLANK, LITERAL, LOCAL, GROUP, ZERO, UNKNOWN = -6, -5, -4, -3, -2, -1
_NIBBLES = np.full(256, 255, dtype=np.uint8)
for _at, _signs in enumerate(("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "aA", "bB", "cC", "dD", "eE", "fF")):
    for _sign in _signs:
        _NIBBLES[ord(_sign)] = _at
_SHAPES = {17: (":-", (2, 5, 8, 11, 14)), 14: (".", (4, 9)), 12: ("", ())}
"""Length of an address as written -> its signs and where they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """`which[i]` is the number in `outcomes` of what was found of device i."""

    outcomes: Sequence[Identified]
    which: Array


@dataclass(slots=True, kw_only=True)
class Identifier:
    """Outcomes by combination, kept from batch to batch."""

    tables: MarkTables
    as_of: date
    outcomes: list[Identified] = field(default_factory=list)
    _known: dict[tuple[str, ...], int] = field(default_factory=dict)

    def identify(self, columns: Mapping[str, Any]) -> Many:
        """`columns`: names of COLUMNS -> text a device (Arrow or a list), all of one length."""
        texts = {name: _texts(columns[name]) for name in COLUMNS if name in columns}
        size = len(next(iter(texts.values()))) if texts else 0
        coded = [self._coded(name, column) for name, column in texts.items()]
        groups, first = _grouped([codes for codes, _ in coded], size)
        names = list(texts)
        numbers = np.fromiter((self._outcome(names, [values(int(at)) for _, values in coded]) for at in first), dtype="<i4", count=len(first))
        return Many(outcomes=self.outcomes, which=numbers[groups] if size else np.zeros(0, dtype="<i4"))

    def _coded(self, name: str, column: pa.Array) -> tuple[Array, Callable[[int], str]]:
        """Codes by which devices are grouped, and the text that stands for a device in its group."""
        if name == "mac":
            return self._addresses(column)
        encoded = column.dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        words = encoded.dictionary.to_pylist()
        if name == "sysobjectid" and not any(card.kind == "sysobject" for card in self.tables.cards):
            words = [_enterprise(word) for word in words]
            numbered: dict[str, int] = {}
            codes = np.array([numbered.setdefault(word, len(numbered)) for word in words], dtype=np.int64)[codes]
            words = list(numbered)
        return codes, lambda at: words[int(codes[at])]

    def _addresses(self, column: pa.Array) -> tuple[Array, Callable[[int], str]]:
        numbers, literal = addresses(column)
        codes = np.full(len(column), UNKNOWN, dtype=np.int64)
        known = ~literal
        codes[known] = self.tables.oui(numbers[known])
        first = (numbers >> np.uint64(40)).astype(np.int64)
        for code, where in ((LOCAL, (first & 2) != 0), (GROUP, (first & 1) != 0), (ZERO, numbers == 0)):
            codes[known & where] = code
        blank = pc.equal(pc.binary_length(column), 0).to_numpy(zero_copy_only=False)
        codes[blank] = BLANK
        odd = np.flatnonzero(literal & ~blank)
        codes[odd] = LITERAL - 2 - np.arange(len(odd))
        return codes, lambda at: str(column[at].as_py())

    def _outcome(self, names: Sequence[str], values: Sequence[str]) -> int:
        key = tuple(f"{name}={_prefix(value) if name == 'mac' else value}" for name, value in zip(names, values, strict=True) if value)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = len(self.outcomes)
            self.outcomes.append(self._identified(names, values))
        return known

    def _identified(self, names: Sequence[str], values: Sequence[str]) -> Identified:
        told = dict(zip(names, values, strict=True))
        marks = [Mark.of(name, one) for name in names if name != DECLARED for one in _each(name, told[name])]
        return identify(marks, self.tables, declared=told.get(DECLARED, ""), as_of=self.as_of)


def identify_many(columns: Mapping[str, Any], tables: MarkTables, *, as_of: date) -> Many:
    """What `identify` says of each row of some columns; equal to asking it row by row but for the address that stands in the evidence."""
    return Identifier(tables=tables, as_of=as_of).identify(columns)


def _texts(column: Any) -> pa.Array:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    array = array if isinstance(array, pa.Array) else pa.array(array, pa.string())
    return pc.utf8_trim_whitespace(pc.fill_null(array.cast(pa.string()), ""))


def _each(family: str, text: str) -> list[str]:
    if family not in SEVERAL:
        return [text] if text else []
    return [one.strip() for one in text.split(SEPARATOR) if one.strip()]


def _enterprise(text: str) -> str:
    """A sysObjectID by its enterprise number; as it stands where it is none."""
    read = read_mark(Mark.of("sysobjectid", text)) if text else None
    return ENTERPRISES + read.key if isinstance(read, Read) else text


def _prefix(address: str) -> str:
    number = mac_number(address)
    return address if number is None else f"{number >> 12:09X}"


def addresses(column: pa.Array) -> tuple[Array, Array]:
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


def _read(column: pa.Array, length: int, signs: str, places: tuple[int, ...]) -> tuple[Array, Array]:
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
