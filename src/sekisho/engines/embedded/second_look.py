"""The second look across scripts (`sekisho.names.explained`) at many names of a register at once: the same sums in a compiled loop.

What a name of the register is spelled and heard as is kept as numbers in an arena, filled as names are met and emptied when it is half full. A
query is laid out behind them, its keys are put into a table, and each candidate's keys are looked up there. A name too long for its masks is left to
the plain definition.
"""

from array import array
from collections.abc import Callable, Iterable

import numpy as np

from ...names import Prepared
from ...names.aloud import Aloud, aloud
from ...names.explained import Question, Spelled, bounds, enough, questions, spelled
from .postings import Ints

ROOM = 1 << 23
"""Numbers of eight octets that are kept at most; a new query begins with at least half of it free."""
MOST, MOST_LETTERS, MOST_KEYS = 64, 128, 2_500
TOO_LONG, UNKNOWN = -2, -1


class SecondLook:
    """Which names of a register, by their numbers, could be a query; `name` gives a name of the register."""

    def __init__(self, size: int, name: Callable[[int], Prepared]) -> None:
        self._name, self._size = name, size
        self._numbers: Ints = np.zeros(ROOM, dtype=np.uint64)  # pages are taken as they are written to
        self._floats: Ints = self._numbers.view(np.float64)
        self._kinds = np.full(size, UNKNOWN, dtype=np.int64)
        self._known: dict[tuple[str, str], int] = {}
        self._empty()

    def _empty(self) -> None:
        self._used = 0
        self._places = {way: np.full(self._size, UNKNOWN, dtype=np.int64) for way in ("", "ja", "zh")}

    def could_be(self, p: Prepared, numbers: Iterable[int]) -> set[int]:
        """Those of the numbers that could be this name."""
        left = np.fromiter(numbers, dtype=np.int64)
        kinds = self._kinds_of(left)
        found: set[int] = set()
        for kind in np.unique(kinds).tolist():
            those = left[kinds == kind]
            for question in questions(p, self._name(int(those[0]))):
                yes = self._answers(p, question, those)
                found.update(those[yes].tolist())
                those = those[~yes]
                if not len(those):
                    break
        return found

    def _kinds_of(self, numbers: Ints) -> Ints:
        """Names of one kind, by their scripts and nation, are asked the same questions."""
        for number in numbers[self._kinds[numbers] == UNKNOWN].tolist():
            q = self._name(number)
            self._kinds[number] = self._known.setdefault((q.scripts, q.nation), len(self._known))
        return self._kinds[numbers]

    def _answers(self, p: Prepared, question: Question, numbers: Ints) -> Ints:
        """For each of the numbers whether the answer is yes."""
        mine, theirs = ("", question.way) if question.forwards else (question.way, "")
        places = self._placed(theirs, numbers)
        start = self._used
        query = self._lay(p, mine)
        self._used = start
        if query == TOO_LONG:
            return np.array([enough(question, p, self._name(number)) for number in numbers.tolist()], dtype=np.bool_)
        from .looking import heard_many, spelled_many

        look = heard_many if question.forwards else spelled_many
        yes: Ints = look(self._numbers, self._floats, query, places, bounds()[question.bound])
        for at in np.flatnonzero(places < 0).tolist():
            yes[at] = enough(question, p, self._name(int(numbers[at])))
        return yes

    def _placed(self, way: str, numbers: Ints) -> Ints:
        """Where what is asked of these names is kept."""
        if self._used > ROOM // 2:
            self._empty()
        places = self._places[way]
        for number in numbers[places[numbers] == UNKNOWN].tolist():
            places[number] = self._lay(self._name(number), way)
        return places[numbers]

    def _lay(self, p: Prepared, way: str) -> int:
        """Put one name's numbers behind the rest: where they begin, or TOO_LONG."""
        row, floats, at = _heard(aloud(p.name, way)) if way == "ja" or way == "zh" else _spelled(spelled(p.name))
        start, end = self._used, self._used + len(row) + len(floats)
        if not row or end > ROOM:
            return TOO_LONG
        self._numbers[start : start + at] = np.frombuffer(array("Q", row[:at]), dtype=np.uint64)
        self._floats[start + at : start + at + len(floats)] = floats
        self._numbers[start + at + len(floats) : end] = np.frombuffer(array("Q", row[at:]), dtype=np.uint64)
        self._used = end
        return start


Laid = tuple[list[int], list[float], int]
"""Whole numbers, floats, and at which of the former the latter stand."""
NOTHING: Laid = ([], [], 0)


def _spelled(one: Spelled) -> Laid:
    """Letters, words, meanings (how many); all bits, bits of words; their letters (first << 32 | end); keys and masks of meanings; letters."""
    if len(one.row) > MOST_LETTERS or len(one.words) > MOST:
        return NOTHING
    edges = [((mask & -mask).bit_length() - 1 << 32 | mask.bit_length()) if mask else 0 for _, mask in one.words]
    letters = [ord(letter) if letter.isascii() else 0 for letter in one.row]
    whole = [len(letters), len(edges), len(one.meant), *edges, *one.meant, *one.meant.values(), *letters]
    return whole, [one.bits, *(bits for bits, _ in one.words)], 3


def _heard(one: Aloud) -> Laid:
    """Ways, threes, meanings, units (how many of each); whole, bits of units; then keys and masks of ways; threes; keys and masks of meanings."""
    if len(one.bits) > MOST or len(one.ways) + len(one.threes) > MOST_KEYS or len(one.meant) > MOST_KEYS:
        return NOTHING
    head = [len(one.ways), len(one.threes), len(one.meant), len(one.bits)]
    return [*head, *one.ways, *one.ways.values(), *one.threes, *one.meant, *one.meant.values()], [one.whole, *one.bits], 4
