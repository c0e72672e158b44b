"""How far a worksheet reaches, from its XML alone and before any parser is let near it.

A sheet of two cells, A1 and XFD1048576, is 5 KB on disk and 17 billion cells in memory, and the parser aborts the process over it. So every part of a
workbook is measured here first: `bounds_of(part, budget)` gives (rows, columns) from A1, never less than what a parser could make of the sheet.

1. The usual case: guess from the first and the last cells, then search once for a cell tag that is not in plain form or not within the guess.
2. Where there is one, every cell tag is listed; where all are in plain form (`<c r="B2" s="1" t="s">`) the figure is exact.
3. Otherwise (other quotes, order, prefixes, cells without a reference) everything that could be a reference counts, plus every row and cell that
   might follow without one: an upper bound, exact where every cell has a reference, one row too many where none has.
"""

import re
from itertools import pairwise

_HEAD = 64 * 1024
_WINDOW = 1024 * 1024
_LETTERS, _DIGITS = bytes(range(65, 91)), b"0123456789"
_OTHERS = rb'(?:>| t="[A-Za-z]*">|(?: s="[0-9]*")?(?: t="[A-Za-z]*")?(?: (?:cm|vm|ph)="[0-9]*")*(?: ?/)?>)'  # no second `r`: parsers take the last
_ANY_CELL = rb"<c(?=[\s/>])"
_PLAIN = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"' + _OTHERS)
_TAG = re.compile(rb'<c(?: r="([A-Z]{1,3}[1-9][0-9]{0,6})"' + _OTHERS + rb"|(?=[\s/>]))")
_PREFIXED = re.compile(rb"<[^\s<>/:]{1,100}:c[\s/>]")
_LOOSE_REFERENCE = re.compile(rb"(?<![A-Za-z0-9_.-])r\s*=\s*[\"']\s*\$?([A-Za-z]*)\$?([0-9]*)")
_LOOSE_CELL = re.compile(rb"<(?:[^\s<>/:]{1,100}:)?c(?=[\s/>])")
_LOOSE_CELL_WITH_REFERENCE = re.compile(rb"<(?:[^\s<>/:]{1,100}:)?c(?=\s)(?:\s*[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*?\s*r\s*=\s*[\"'][A-Za-z]")
_LOOSE_ROW = re.compile(rb"<(?:[^\s<>/:]{1,100}:)?row(?=[\s/>])")
_ROW_END = re.compile(rb"</(?:[^\s<>/:]{1,100}:)?row(?=[\s>])")
_FAR = 10**9


def bounds_of(part: bytes | bytearray, budget: int) -> tuple[int, int]:
    """(rows, columns) from A1 that the cells of this part may reach; (0, 0) for a part without cells. Stops early once beyond `budget` cells."""
    prefixed = part.find(b":c") >= 0 and _PREFIXED.search(part) is not None
    if not prefixed:
        guess = _reach(_PLAIN.findall(part, 0, _HEAD) + _PLAIN.findall(part, max(0, len(part) - _HEAD)))
        if guess[0] * guess[1] > budget or _nothing_beyond(part, guess):
            return guess
        exact = _exact(part, budget)
        if exact:
            return exact
    return _loose(part, budget)


def _reach(references: list[bytes]) -> tuple[int, int]:
    joined = b" ".join(references)
    columns = set(joined.translate(None, _DIGITS).split())
    rows = set(joined.translate(None, _LETTERS).split())
    return max(map(int, rows), default=0), max(map(_column, columns), default=0)


def _nothing_beyond(part: bytes | bytearray, guess: tuple[int, int]) -> bool:
    rows, columns = guess
    if not rows:
        return re.search(_ANY_CELL, part) is None
    within = b'(?! r="' + _at_most(_letters(columns), "A", "Z") + _at_most(str(rows), "0", "9") + b'"' + _OTHERS + b")"
    return re.search(b"<c" + within + rb"(?=[\s/>])", part) is None


def _exact(part: bytes | bytearray, budget: int) -> tuple[int, int] | None:
    """None where a cell tag is not in plain form."""
    rows = columns = start = 0
    while start < len(part):
        end = part.find(b"<", start + _WINDOW)
        end = len(part) if end < 0 else end
        references = _TAG.findall(part, start, end)
        if b"" in references:
            return None
        here = _reach(references)
        rows, columns = max(rows, here[0]), max(columns, here[1])
        if rows * columns > budget:
            break
        start = end
    return rows, columns


def _loose(part: bytes | bytearray, budget: int) -> tuple[int, int]:
    rows = columns = start = 0
    while start < len(part):
        end = part.find(b"<", start + _WINDOW)
        end = len(part) if end < 0 else end
        for letters, digits in set(_LOOSE_REFERENCE.findall(part, start, end)):
            columns = max(columns, _column(letters.upper()))
            rows = max(rows, int(digits or 0) if len(digits) < 10 else _FAR)
        if rows * columns > budget:
            return rows, columns
        start = end
    if len(_LOOSE_CELL.findall(part)) == len(_LOOSE_CELL_WITH_REFERENCE.findall(part)):
        return rows, columns
    row_starts = [match.start() for match in _LOOSE_ROW.finditer(part)]
    widest = max(len(_LOOSE_CELL.findall(part, begin, end)) for begin, end in pairwise([0, *row_starts, len(part)]))
    row_ends = len(_ROW_END.findall(part))
    return rows + max(len(row_starts), row_ends) + 1, columns + widest


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:6]:
        number = number * 26 + letter - 64
    return number if len(letters) < 6 else _FAR


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _at_most(bound: str, first: str, last: str) -> bytes:
    """A regular expression for the words over first–last that are shorter than `bound`, or as long and not after it."""
    if len(bound) == 1:
        return f"[{first}-{bound}]".encode()
    ways = [f"[{first}-{last}]{{1,{len(bound) - 1}}}(?![{first}-{last}])"]
    for place, char in enumerate(bound):
        if char > first:
            ways.append(f"{bound[:place]}[{first}-{chr(ord(char) - 1)}][{first}-{last}]{{{len(bound) - place - 1}}}")
    return ("(?:" + "|".join([*ways, bound]) + ")").encode()
