"""How brands are coined from Chinese ones: the chances of src/sekisho/names/coined.py, by expectation-maximisation over true pairs of brands."""

import functools
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sekisho.names.coined import COMMON, FLOOR, STOP, TRANSLATED, Meanings, Ways, _common_words, parts

from .tables import rows_of

LONGEST_INITIAL, LONGEST_FINAL = 2, 4
LEAST, PRIOR, ROUNDS = 1.0, 6.0, 10
LETTERS = "abcdefghijklmnopqrstuvwxyz"
PLACES = {"left out": ("first", "between", "last"), "put in": ("first", "between", "last")}
Brand = tuple[tuple[str, ...], str, Meanings]


@dataclass
class Trained:
    """Initial or final -> letters -> chance; pairs of letters; chances of steps."""

    sounds: dict[str, dict[str, float]] = field(default_factory=dict)
    pairs: dict[str, float] = field(default_factory=dict)
    steps: dict[str, float] = field(
        default_factory=lambda: {
            "put in first": 0.05, "put in between": 0.05, "put in last": 0.15, "left out first": 0.03, "left out between": 0.1, "left out last": 0.2,
        }
    )  # fmt: skip

    @functools.cached_property
    def held(self) -> tuple[dict[str, tuple[float, Ways]], dict[str, float], dict[str, float]]:
        units: dict[str, tuple[float, Ways]] = {}
        for unit, ways in self.sounds.items():
            by_letter: dict[str, list[tuple[str, float]]] = defaultdict(list)
            for letters, chance in ways.items():
                if letters:
                    by_letter[letters[0]].append((letters, chance))
            units[unit] = ways.get("", 0.0), {first: tuple(found) for first, found in by_letter.items()}
        return units, self.pairs, self.steps

    def chances(self) -> tuple[dict[str, tuple[float, Ways]], dict[str, float], dict[str, float]]:
        return self.held


def rows(trained: Trained) -> Iterator[tuple[str, ...]]:
    for unit in sorted(trained.sounds):
        for letters, chance in sorted(trained.sounds[unit].items(), key=lambda one: -one[1]):
            if chance >= 0.003:
                yield "sound", unit, letters, f"{chance:.4f}"
    for affix in _spellings()["affix"]:
        yield "affix", affix, "", ""
    for pair in sorted(trained.pairs):
        yield "pair", pair, "", f"{trained.pairs[pair]:.5f}"
    for step in sorted(trained.steps):
        yield "step", step, "", f"{trained.steps[step]:.4f}"


def train(brands: Sequence[Brand]) -> Trained:
    found = Trained(pairs=_pairs_of_letters(brands))
    units = {part for syllables, _, _ in brands for at, syllable in enumerate(syllables) for part in parts(syllable, at == 0)}
    often = Counter(word[at : at + width] for _, word, _ in brands for width in (2, 3, 4) for at in range(len(word) - width + 1))
    for unit in units:
        longest = LONGEST_INITIAL if unit[0] in "iI" else min(LONGEST_FINAL, len(unit))
        slight = {letters: 0.1 * 26 ** -len(letters) for letters, times in often.items() if times >= 4 and len(letters) <= longest}
        found.sounds[unit] = {**slight, **dict.fromkeys(LETTERS, 0.15 / 26), **_as_written(unit)}
    for number in range(ROUNDS):
        counts = _expected(brands, found, weigh=number > 0)
        found = Trained(sounds=_sounds(units, counts, strict=number > 1), pairs=found.pairs, steps=_steps(counts))
    return found


def _as_written(unit: str) -> dict[str, float]:
    """What is expected before any brand is counted: as in pinyin, silent, or one of the usual other spellings, the usual first."""
    own = "" if unit[1:] == "0" else unit[1:]
    if not own:
        return {"": 0.75}
    others = [other for other in _spellings()[unit[0].lower() + own] if other != own]
    return {own: 0.4, "": 0.1 if unit[0] == "I" else 0.2, **{other: 0.15 * 0.6**rank for rank, other in enumerate(others)}}


@functools.cache
def _spellings() -> dict[str, list[str]]:
    """coined.txt: an initial (`i`) or final (`f`) of pinyin and how else it is spelled."""
    found: dict[str, list[str]] = defaultdict(list)
    found.update({unit: [one for one in spelled.split(",") if one] for unit, spelled in rows_of("coined.txt")})
    return found


def _pairs_of_letters(brands: Sequence[Brand]) -> dict[str, float]:
    single = Counter(letter for _, word, _ in brands for letter in word)
    alone = {letter: (single[letter] + 1) / (sum(single.values()) + 26) for letter in LETTERS}
    both = Counter(pair for _, word, _ in brands for pair in map("".join, zip("^" + word, word, strict=False)))
    before = Counter()
    for pair, times in both.items():
        before[pair[0]] += times
    return {first + letter: (both[first + letter] + 8 * alone[letter]) / (before[first] + 8) for first in "^" + LETTERS for letter in LETTERS}


def _sounds(units: set[str], counts: Counter[tuple[str, str]], *, strict: bool) -> dict[str, dict[str, float]]:
    """Letters that few brands speak for are cut, the longer and stranger the sooner."""
    found: dict[str, dict[str, float]] = {unit: defaultdict(float) for unit in units}
    for (unit, letters), times in counts.items():
        if unit in found:
            own = "" if unit[1:] == "0" else unit[1:]
            if strict and letters and letters != own:
                times -= LEAST * (0.35 + 0.4 * (len(letters) - 1)) * (1.0 if set(letters) & set(own) else 1.5)
            if times > 0:
                found[unit][letters] += times
    for unit, ways in found.items():
        for letters, share in _as_written(unit).items():
            ways[letters] += PRIOR * share
        whole = sum(ways.values()) * (1 + 26 * FLOOR)
        found[unit] = {letters: times / whole for letters, times in ways.items() if times / whole > 4e-4}
    return found


def _steps(counts: Counter[tuple[str, str]]) -> dict[str, float]:
    steps = {}
    for place in ("first", "between", "last"):
        steps[f"left out {place}"] = (counts["left out", place] + 2) / (counts["syllables", place] + 20)
        put, gaps = counts["put in", place], counts["gaps", place]
        steps[f"put in {place}"] = min(0.4, (put + 1) / (gaps + put + 20))
    return steps


def _expected(brands: Sequence[Brand], model: Trained, *, weigh: bool) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for syllables, word, meanings in brands:
        graph = Graph(model, syllables, word, meanings)
        gain = graph.gain()
        weight = 1 / (1 + 2 ** -(gain + 1)) if weigh else 1.0
        for key, times in graph.counts():
            counts[key] += times * weight
    return counts


Edge = tuple[int, int, int, int, float, tuple[str, str]]


class Graph:
    """All ways of coining a word from syllables: nodes (parts said, letters written), forward and backward chances."""

    def __init__(self, model: Trained, syllables: tuple[str, ...], word: str, meanings: Meanings) -> None:
        self.model, self.word = model, word
        self.units = [part for at, syllable in enumerate(syllables) for part in parts(syllable, at == 0)]
        self.letters = [model.pairs.get((word[at - 1] if at else "^") + letter, 0.002) for at, letter in enumerate(word)]
        common = _common_words()
        self.ends = [[end for end in range(at + 3, min(len(word), at + 12) + 1) if word[at:end] in common] for at in range(len(word))]
        self.edges = list(self._edges(meanings))
        size = (len(self.units) + 1, len(word) + 1)
        self.forward = [[0.0] * size[1] for _ in range(size[0])]
        self.backward = [[0.0] * size[1] for _ in range(size[0])]
        self._sweep()

    def _place(self, number: int) -> str:
        return "first" if number == 0 else "last" if number == len(self.units) else "between"

    def _edges(self, meanings: Meanings) -> Iterator[Edge]:
        """In the order of their first node."""
        size = len(self.word)
        for number in range(len(self.units) + 1):
            whole = number % 2 == 0
            put = self.model.steps[f"put in {self._place(number)}"]
            for at in range(size) if whole else ():
                yield number, at, number, at + 1, put * self.letters[at], ("put in", self._place(number))
                for end in self.ends[at]:
                    yield number, at, number, end, put * COMMON, ("put in", self._place(number))
            if number == len(self.units):
                return
            place = "first" if number == 0 else "last" if number == len(self.units) - 2 else "between"
            out = self.model.steps[f"left out {place}"]
            share = (1 - put) * (1 - out) if whole else 1.0
            for at in range(size + 1):
                if whole:
                    yield number, at, number + 2, at, out, ("left out", place)
                yield from self._written(number, at, share)
            for start, stop, words in meanings if whole else ():
                found = [one for one in words if one in self.word]
                if start * 2 == number and stop * 2 <= len(self.units):
                    for one in found:
                        for at in range(size):
                            if self.word.startswith(one, at):
                                yield number, at, stop * 2, at + len(one), TRANSLATED / (1 + len(found)), ("translated", "")

    def _written(self, number: int, at: int, share: float) -> Iterator[Edge]:
        unit = self.units[number]
        for letters, chance in self.model.sounds.get(unit, {"": 0.3}).items():
            if self.word.startswith(letters, at):
                yield number, at, number + 1, at + len(letters), chance * share, (unit, letters)
        if at < len(self.word):
            yield number, at, number + 1, at + 1, FLOOR * share, (unit, self.word[at])

    def _sweep(self) -> None:
        self.forward[0][0] = 1.0
        for number, at, to, end, chance, _ in self.edges:
            if self.forward[number][at]:
                self.forward[to][end] += self.forward[number][at] * chance
        self.backward[-1][-1] = 1.0
        for number, at, to, end, chance, _ in reversed(self.edges):
            self.backward[number][at] += self.backward[to][end] * chance

    def gain(self) -> float:
        """Bits by which the word is likelier coined so."""
        alone = [1.0] + [0.0] * len(self.word)
        for at, chance in enumerate(self.letters):
            alone[at + 1] += alone[at] * chance * (1 - STOP if at else 1.0)
            for end in self.ends[at]:
                alone[end] += alone[at] * COMMON
        total = self.forward[-1][-1]
        return math.log2(total) - math.log2(alone[-1]) - math.log2(STOP) if total > 0 else -30.0

    def counts(self) -> Iterator[tuple[tuple[str, str], float]]:
        total = self.forward[-1][-1]
        if total <= 0:
            return
        for number, at, to, end, chance, key in self.edges:
            times = self.forward[number][at] * chance * self.backward[to][end] / total
            if times > 1e-3:
                yield key, times
        for number in range(0, len(self.units) + 1, 2):
            yield ("gaps", self._place(number)), 1.0
            if number < len(self.units):
                yield ("syllables", "first" if number == 0 else "last" if number == len(self.units) - 2 else "between"), 1.0
