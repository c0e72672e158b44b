"""A JSON object of any length, a member at a time: what `strict_json` asks of a file, without ever holding the file or its value.

    stream = JsonStream(octets, label)
    for key, at, value in stream.members(): …      at: the place in the array under `key`, -1 where the member is no array
    stream.digest                                  SHA-256 of everything, once the members are through

A top-level array comes element by element, so that what is held is one element and a window of text; what the caller does not keep is gone. No jail
is needed: the standard library's scanner runs in Python's own memory, and an element, the number of elements and the file are capped.
"""

import codecs
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

from ...faults import InputRefused, refuse
from .limits import DEFAULT, MIB, Limits
from .strict_json import SURROGATE_ESCAPE, is_absurd, parse_json
from .strict_text import too_large

WINDOW = 4 * MIB
MOST_OCTETS = 2048 * MIB
MOST_ELEMENTS = 5_000_000
MOST_CHARACTERS = 16 * MIB
"""Of one element: what it may take in memory stays below what the jail allows a whole file."""
_TAIL = 8
"""Characters behind a value that must be there before it counts as whole: `1` may go on as `1.5e-3`."""
_BLANK = re.compile(r"[ \t\n\r]*")


class _Doubt(Exception):
    """Something that the strict reader refuses stands in the element at hand."""


@dataclass(slots=True)
class JsonStream:
    """The octets of a JSON object as its members."""

    octets: BinaryIO
    label: str
    limits: Limits = DEFAULT
    window: int = WINDOW
    _text: str = ""
    _at: int = 0
    _line: int = 1
    _read: int = 0
    _elements: int = 0
    _ended: bool = False
    _decoder: Any = field(default_factory=lambda: codecs.getincrementaldecoder("utf-8-sig")())
    _hash: Any = field(default_factory=hashlib.sha256)
    _scanner: Any = field(default=None)

    def __post_init__(self) -> None:
        self._scanner = json.JSONDecoder(object_pairs_hook=_object, parse_float=_decimal, parse_int=_integer, parse_constant=_constant)

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) of what was read: of the file, after the last member."""
        return str(self._hash.hexdigest())

    def members(self) -> Iterator[tuple[str, int, Any]]:
        """Every member in order. InputRefused: `json.…` and `text.…`, with the line on which the element starts."""
        self._expect("{")
        seen: set[str] = set()
        while self._next() != "}" or seen:
            key = self._value()
            if not isinstance(key, str) or key in seen:
                raise self._refused("json.duplicate-key" if isinstance(key, str) else "json.syntax", str(key))
            seen.add(key)
            self._expect(":")
            yield from self._array(key) if self._next() == "[" else ((key, -1, self._value()),)
            if self._next() == "}":
                break
            self._expect(",")
        self._expect("}")
        if self._next():
            raise self._refused("json.syntax", self._text[self._at : self._at + 20])

    def _array(self, key: str) -> Iterator[tuple[str, int, Any]]:
        self._expect("[")
        at = 0
        while self._next() != "]" or at:
            yield key, at, self._value()
            at += 1
            if self._next() == "]":
                break
            self._expect(",")
        self._expect("]")

    def _next(self) -> str:
        """The next character that is not blank, "" at the end; it is not taken."""
        while True:
            match = _BLANK.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _expect(self, character: str) -> None:
        if self._next() != character:
            raise self._refused("json.syntax", self._text[self._at : self._at + 20])
        self._at += 1

    def _value(self) -> Any:
        """The value that starts here, whole: where the window ends within it, or right behind it, more is read first."""
        self._next()
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise self._refused("json.too-many-values")
        while True:
            try:
                value, end = self._scanner.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                if self._more():
                    continue
                raise self._refused("json.syntax", self._text[self._at : self._at + 40]) from None
            except RecursionError:
                raise self._refused("json.too-deep") from None
            except _Doubt:
                raise self._doubted() from None
            if len(self._text) - end < _TAIL and self._more():
                continue
            if SURROGATE_ESCAPE.search(self._text, self._at, end):
                self._read_strictly(end)
            self._at = end
            return value

    def _doubted(self) -> InputRefused:
        """What the strict reader says of the element at hand; it is read to its end for that."""
        while True:
            try:
                _, end = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(self._text, self._at)
            except (json.JSONDecodeError, RecursionError):
                if not self._more():
                    return self._refused("json.syntax", self._text[self._at : self._at + 40])
                continue
            try:
                self._read_strictly(end)
            except InputRefused as refusal:
                return refusal
            return self._refused("json.syntax", self._text[self._at : self._at + 40])

    def _read_strictly(self, end: int) -> None:
        parse_json(self._text[self._at : end].encode(), f"{self.label} (from line {self._here()})", self.limits)

    def _more(self) -> bool:
        """One window more, with what was taken let go of; False at the end of the file, where nothing moves."""
        if self._ended:
            return False
        block = self.octets.read(self.window)
        self._hash.update(block)
        self._read += len(block)
        self._ended = not block
        if self._read > MOST_OCTETS or len(self._text) - self._at > MOST_CHARACTERS:
            raise too_large(self.label, Limits(file_octets=MOST_OCTETS if self._read > MOST_OCTETS else MOST_CHARACTERS))
        try:
            text = self._decoder.decode(block, final=self._ended)
        except UnicodeDecodeError:
            raise self._refused("text.not-utf-8") from None
        if "\0" in text:
            raise self._refused("text.nul")
        if self._ended:
            return False
        self._line += self._text.count("\n", 0, self._at)
        self._text, self._at = self._text[self._at :] + text, 0
        return True

    def _here(self) -> int:
        return self._line + self._text.count("\n", 0, self._at)

    def _refused(self, rule: str, shown: str = "") -> InputRefused:
        what, remedy = _WORDS[rule]
        return refuse(self.label, rule, where=f"line {self._here()}", what=what, remedy=remedy, shown=shown)


_RETRIEVE = ("作成ツールで書き出し直してください", "export it again from the tool that made it")
_WORDS = {
    "json.syntax": (("JSON として読めません", "this is not JSON"), ("途中で切れていないか確かめてください", "check whether it is cut short there")),
    "json.duplicate-key": (("同じキーが二度あります", "a key stands twice in one object"), _RETRIEVE),
    "json.too-many-values": (
        ("要素が多すぎます", "there are too many elements"),
        ("いくつかのファイルに分けてください", "split it into several files"),
    ),
    "json.too-deep": (("入れ子が深すぎます", "arrays and objects are nested too deeply"), _RETRIEVE),
    "text.not-utf-8": (("UTF-8 として読めないバイトがあります", "a byte is not valid UTF-8"), _RETRIEVE),
    "text.nul": (("NUL 文字が含まれています", "a NUL character: this is not a text file"), _RETRIEVE),
}


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) != len(pairs):
        raise _Doubt
    return built


def _decimal(token: str) -> Decimal:
    if is_absurd(token, DEFAULT):
        raise _Doubt
    return Decimal(token)


def _integer(token: str) -> int:
    if len(token) > DEFAULT.number_characters:
        raise _Doubt
    return int(token)


def _constant(token: str) -> Any:
    raise _Doubt
