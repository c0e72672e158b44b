"""The second look across scripts (`sekisho.names.explained`) at many names of a register at once: the same sums in a compiled loop.

What a name of the register is spelled and heard as is kept as numbers in an arena, filled as names are met and emptied when it is half full. A
query is laid out behind them, its keys are put into a table, and each candidate's keys are looked up there. A name too long for its masks, or not of
ASCII letters, is left to the plain definition.
"""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...names import Prepared
from ...names.explained import INITIALS, Aloud, Question, Spelled, aloud, bounds, enough, questions, spelled

Ints = NDArray[Any]
ROOM = 1 << 23
"""Numbers of eight octets that are kept at most; a new query begins with at least half of it free."""
MOST, MOST_LETTERS, MOST_KEYS = 64, 128, 2_500
TOO_LONG, UNKNOWN = -2, -1
PACKED = 8
"""Letters of a key that are packed as they are: the longest that is looked for."""


class SecondLook:
    """Which names of a register, by their numbers, could be a query; `name` gives a name of the register."""

    def __init__(self, size: int, name: Callable[[int], Prepared]) -> None:
        self._name, self._size = name, size
        self._numbers: Ints = np.zeros(ROOM, dtype=np.uint64)  # pages are taken as they are written to
        self._floats: Ints = self._numbers.view(np.float64)
        self._empty()

    def _empty(self) -> None:
        self._used = 0
        self._places = {way: np.full(self._size, UNKNOWN, dtype=np.int64) for way in ("", "ja", "zh")}

    def could_be(self, p: Prepared, numbers: Iterable[int]) -> set[int]:
        """Those of the numbers that could be this name."""
        asked: dict[Question, list[int]] = {}
        for number in numbers:
            for question in questions(p, self._name(number)):
                asked.setdefault(question, []).append(number)
        found: set[int] = set()
        for question, those in asked.items():
            found.update(self._answers(p, question, [one for one in those if one not in found]))
        return found

    def _answers(self, p: Prepared, question: Question, numbers: Sequence[int]) -> list[int]:
        mine, theirs = ("", question.way) if question.forwards else (question.way, "")
        places = self._placed(theirs, numbers)
        start = self._used
        query = self._lay(p, mine)
        self._used = start
        plain = [one for one, place in zip(numbers, places.tolist(), strict=True) if place < 0 or query < 0]
        found = [one for one in plain if enough(question, p, self._name(one))]
        if len(plain) == len(numbers):
            return found
        from .looking import heard_many, spelled_many

        look = heard_many if question.forwards else spelled_many
        yes = look(self._numbers, self._floats, query, places, bounds()[question.bound])
        return found + [one for one, could in zip(numbers, yes.tolist(), strict=True) if could]

    def _placed(self, way: str, numbers: Sequence[int]) -> Ints:
        """Where what is asked of these names is kept."""
        if self._used > ROOM // 2:
            self._empty()
        places = self._places[way]
        at = np.array(numbers, dtype=np.int64)
        for number in at[places[at] == UNKNOWN].tolist():
            places[number] = self._lay(self._name(number), way)
        return places[at]

    def _lay(self, p: Prepared, way: str) -> int:
        """Put one name's numbers behind the rest: where they begin, or TOO_LONG."""
        row = _heard(aloud(p.name, way)) if way == "ja" or way == "zh" else _spelled(spelled(p.name))
        if row is None or self._used + len(row) > ROOM:
            return TOO_LONG
        start = self._used
        self._numbers[start : start + len(row)] = row
        self._used = start + len(row)
        return start


def _spelled(one: Spelled) -> Ints | None:
    """Letters, words, meanings (how many of each), bits; then letters; bits and (first << 32 | end) of words; keys and masks of meanings."""
    if not one.row.isascii() or len(one.row) > MOST_LETTERS or len(one.words) > MOST:
        return None
    edges = [((mask & -mask).bit_length() - 1 << 32 | mask.bit_length()) if mask else 0 for _, mask in one.words]
    meant = _meant(one.meant, one.concepts, one.short)
    head = [len(one.row), len(one.words), len(meant), _as_number(one.bits)]
    return np.array([*head, *one.row.encode(), *(_as_number(bits) for bits, _ in one.words), *edges, *meant, *meant.values()], dtype=np.uint64)


def _heard(one: Aloud) -> Ints | None:
    """Ways, threes, meanings, units (how many of each), whole; then keys and masks of ways; threes; keys and masks of meanings; bits of units."""
    ways = {_packed(key): mask for key, mask in one.ways.items() if len(key) <= PACKED and key.isascii()}
    threes = [_packed(key) for key in one.threes if key.isascii()]
    said = one.initials
    runs = {said[at : at + width]: 0 for width in INITIALS for at in range(len(said) - width + 1)}
    meant = _meant(one.meant, one.concepts, runs)
    if len(one.bits) > MOST or len(ways) + len(threes) > MOST_KEYS or len(meant) > MOST_KEYS:
        return None
    head = [len(ways), len(threes), len(meant), len(one.bits), _as_number(one.whole)]
    return np.array([*head, *ways, *ways.values(), *threes, *meant, *meant.values(), *map(_as_number, one.bits)], dtype=np.uint64)


def _meant(words: Mapping[str, int], concepts: Mapping[str, int], initials: Mapping[str, int]) -> dict[int, int]:
    kinds = (("w", words), ("c", concepts), ("i", initials))
    return dict(chain.from_iterable([(_hashed(kind + key), mask) for key, mask in held.items()] for kind, held in kinds))


@functools.lru_cache(maxsize=100_000)
def _hashed(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest())


@functools.lru_cache(maxsize=100_000)
def _packed(key: str) -> int:
    return int.from_bytes(key.encode())


@functools.lru_cache(maxsize=50_000)
def _as_number(bits: float) -> int:
    """The octets of a float, to be read as one."""
    return int(np.float64(bits).view(np.uint64))
