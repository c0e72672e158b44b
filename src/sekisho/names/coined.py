"""Could this Latin brand have been coined from that Chinese one? In bits, against any other word that a company might have coined.

`sunlord` was made of 顺络 (shun-luo), `goldwind` of 金风 (gold, wind). A brand is made syllable by syllable: its initial and its final become a few
letters each, as `tables/coined.tsv` counts them, or a character is translated, or left out; letters and common words may be put between.
All ways are summed (a forward pass over a small graph), so that no single way has to be chosen.
"""

import functools
import math
from collections import defaultdict

from .lexicon import chinese_meanings, rows

Meanings = tuple[tuple[int, int, tuple[str, ...]], ...]
MOST_SYLLABLES, MOST_LETTERS, LONGEST_WORD = 6, 14, 12
TRANSLATED, COMMON = 0.06, 2**-10.5
"""The chance that a character is translated, and that of one common English word among all."""
FLOOR = 0.0015
"""The chance of a letter that no list has for an initial or a final."""
STOP, WORST = 0.16, -30.0
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
Ways = dict[str, tuple[tuple[str, float], ...]]


@functools.cache
def _chances() -> tuple[dict[str, tuple[float, Ways]], dict[str, float], dict[str, float]]:
    """(initial or final -> chance that it is silent, and by their first letter the letters it becomes), pairs of letters, chances of steps."""
    ways: dict[str, dict[str, list[tuple[str, float]]]] = defaultdict(lambda: defaultdict(list))
    pairs: dict[str, float] = {}
    steps: dict[str, float] = {}
    for kind, what, letters, chance in rows("coined"):
        if kind == "sound":
            ways[what][letters[:1]].append((letters, float(chance)))
        elif kind != "affix":
            (pairs if kind == "pair" else steps)[what] = float(chance)
    units = {
        unit: (sum(chance for _, chance in held.get("", ())), {first: tuple(found) for first, found in held.items() if first})
        for unit, held in ways.items()
    }
    return units, pairs, steps


@functools.cache
def _common_words() -> frozenset[str]:
    """English words that brands are put together from."""
    affixes = {what for kind, what, _, _ in rows("coined") if kind == "affix"}
    return frozenset(affixes) | {word for words in chinese_meanings().values() for phrase in words for word in phrase.split() if len(word) > 3}


def parts(syllable: str, first: bool) -> tuple[str, str]:
    """Initial and final of a syllable of pinyin, as the table names them: what begins a brand (`I`) is kept the best."""
    initial = next((one for one in _INITIALS if syllable.startswith(one) and len(syllable) > len(one)), "")
    return ("I" if first else "i") + (initial or "0"), "f" + syllable[len(initial) :]


@functools.lru_cache(maxsize=100_000)
def _background(word: str) -> tuple[float, tuple[float, ...], tuple[tuple[int, ...], ...]]:
    """Bits of the word by itself, the chance of each letter after the last, and where common words that begin at each letter end."""
    _, pairs, _ = _chances()
    letters = tuple(pairs.get((word[at - 1] if at else "^") + letter, 0.002) for at, letter in enumerate(word))
    common = _common_words()
    ends = tuple(tuple(end for end in range(at + 3, min(len(word), at + LONGEST_WORD) + 1) if word[at:end] in common) for at in range(len(word)))
    reached = [1.0] + [0.0] * len(word)
    for at, chance in enumerate(letters):
        reached[at + 1] += reached[at] * chance * (1 - STOP if at else 1.0)
        for end in ends[at]:
            reached[end] += reached[at] * COMMON
    return math.log2(reached[-1]) + math.log2(STOP), letters, ends


@functools.lru_cache(maxsize=200_000)
def made_of(word: str, syllables: tuple[str, ...], meanings: Meanings) -> float:
    """Bits by which the word is likelier where it was coined from these syllables; `meanings` are (from, to, English words)."""
    word = word[:MOST_LETTERS]
    if not word or not syllables:
        return 0.0
    bits, letters, ends = _background(word)
    total = _forward(word, syllables[:MOST_SYLLABLES], meanings, letters, ends)
    return max(WORST, round(math.log2(total) - bits, 4)) if total > 0 else WORST


def _forward(word: str, syllables: tuple[str, ...], meanings: Meanings, letters: tuple[float, ...], ends: tuple[tuple[int, ...], ...]) -> float:
    _, _, steps = _chances()
    last, size = len(syllables) - 1, len(word)
    reached = [[0.0] * (size + 1) for _ in range(last + 3)]
    reached[0][0] = 1.0
    for number, syllable in enumerate(syllables):
        row = reached[number]
        put_in = steps["put in first" if number == 0 else "put in between"]
        left_out = steps["left out first" if number == 0 else "left out last" if number == last else "left out between"]
        _put_in(row, put_in, letters, ends)
        for start, stop, words in meanings:
            if start == number and stop <= last + 1:
                _translated(row, reached[stop], word, words)
        initial, final = parts(syllable, number == 0)
        middle = _spelled(row, initial, word, (1 - put_in) * (1 - left_out))
        for at, value in enumerate(_spelled(middle, final, word, 1.0)):
            reached[number + 1][at] += value + row[at] * left_out
    _put_in(reached[last + 1], steps["put in last"], letters, ends)
    return reached[last + 1][size]


def _put_in(row: list[float], chance: float, letters: tuple[float, ...], ends: tuple[tuple[int, ...], ...]) -> None:
    for at, letter in enumerate(letters):
        if row[at]:
            row[at + 1] += row[at] * chance * letter
            for end in ends[at]:
                row[end] += row[at] * chance * COMMON


def _translated(row: list[float], beyond: list[float], word: str, words: tuple[str, ...]) -> None:
    found = [one for one in words if one in word]
    for one in found:
        for at, value in enumerate(row):
            if value and word.startswith(one, at):
                beyond[at + len(one)] += value * TRANSLATED / (1 + len(found))


def _spelled(row: list[float], unit: str, word: str, share: float) -> list[float]:
    """The row after this initial or final has become letters, or fallen silent."""
    units, _, _ = _chances()
    silent, ways = units.get(unit, (0.3, {}))
    beyond = [value * silent * share for value in row]
    for at, value in enumerate(row[:-1]):
        if value:
            value *= share
            beyond[at + 1] += value * FLOOR
            for letters, chance in ways.get(word[at], ()):
                if word.startswith(letters, at):
                    beyond[at + len(letters)] += value * chance
    return beyond
