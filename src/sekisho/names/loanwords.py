"""Loanwords: which Latin letters may answer to which kana, with the bits of surprise of each spelling (a table learned from a dictionary)."""

import functools
import re
from collections.abc import Mapping

from .lexicon import rows
from .sounds import kana_sound, sound_key

UNIT = re.compile("ッ?[ァ-ヴ][ァィゥェォャュョヮ]?ー*|[ァ-ヺー]")
UNKNOWN_BITS = 7.0
"""A spelling that the dictionary does not show: the plain sound of the kana, or nothing at all."""
LONGEST_WORD = 9
WORD_BITS = 2.0
"""A word as the dictionary spells it."""
LETTER_BITS = {
    "a": 3.3, "b": 5.0, "c": 5.2, "d": 4.9, "e": 3.5, "g": 5.0, "h": 4.7, "i": 3.4, "k": 4.1, "m": 4.6, "n": 3.6, "o": 3.3, "p": 5.4,
    "q": 9.0, "r": 3.7, "s": 3.8, "t": 3.9, "u": 4.1, "w": 6.0, "x": 7.4, "y": 4.4, "z": 4.8,
}  # fmt: skip
"""Bits of surprise of a letter in a sound key."""
DIGIT_BITS = 6.0
Spellings = Mapping[str, float]


def letter_bits(text: str) -> float:
    """How surprising these letters are where nothing is known."""
    return sum(LETTER_BITS.get(letter, DIGIT_BITS) for letter in text)


def units(kana: str) -> list[str]:
    """Kana as they are heard together: ター, ック, ジェ; ン alone."""
    return UNIT.findall(kana)


def known(text: str) -> Spellings:
    """Spellings of kana that the dictionary shows together (クス for x), empty where there are none."""
    return {letters: letter_bits(letters) - bits for letters, bits in _table().get(text, {}).items()}


@functools.lru_cache(maxsize=20_000)
def dictionary(kana: str) -> Spellings:
    """The foreign words that these kana are in the dictionary, as sound keys, with the bits that they speak for the pair; empty for none."""
    return {key: letter_bits(key) - WORD_BITS for key in map(sound_key, _words().get(kana, ()))}


@functools.cache
def _words() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word, forms in rows("loan_words"):
        for form in forms.split(","):
            found.setdefault(form, []).append(word)
    return found


@functools.cache
def _table() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = {}
    for unit, letters, bits in rows("loan_spellings"):
        table.setdefault(unit, {})[letters] = float(bits)
    return table


@functools.lru_cache(maxsize=20_000)
def spellings(unit: str) -> Spellings:
    """Letters (as a sound key) that a unit of kana may answer to -> how many bits they speak for the pair."""
    held = _table().get(unit)
    if held is None:
        held = {}
        for bare in (unit.rstrip("ー"), unit.lstrip("ッ"), unit.strip("ッー")):
            held = {**_table().get(bare, {}), **held}
    plain = kana_sound(unit)
    found = {letters: letter_bits(letters) - bits for letters, bits in held.items()}
    found.setdefault(plain, letter_bits(plain) - UNKNOWN_BITS)
    found.setdefault("", -UNKNOWN_BITS - 1.0)
    return found


@functools.cache
def _chances() -> dict[str, float]:
    return {letters: float(bits) for letters, bits in rows("sound_rarity")}


@functools.lru_cache(maxsize=50_000)
def sound_bits(sound: str) -> float:
    """How surprising a sound key is among the names of Japanese companies: `toyo` says little, `yaskawa` much."""
    table, whole, past = _chances(), 0.0, "^"
    for letter in sound:
        for before in (past[-2:], past[-1:], ""):
            held = table.get(before + letter)
            if held is not None:
                whole += held
                break
            whole += 0.7
        else:
            whole += LETTER_BITS.get(letter, DIGIT_BITS) + 2.0
        past += letter
    return whole


@functools.lru_cache(maxsize=50_000)
def likeliest(kana: str) -> str:
    """The likeliest Latin spelling of a run of kana, as a sound key: by words of the dictionary, else unit by unit."""
    parts = units(kana)
    best: list[tuple[float, str]] = [(0.0, "")] + [(-1e9, "")] * len(parts)
    for at, unit in enumerate(parts):
        gain, said = best[at]
        letters, bits = min((_table().get(unit) or {kana_sound(unit): UNKNOWN_BITS}).items(), key=lambda one: (one[1], one[0]))
        ways = [(1, letters, bits)]
        for end in range(at + 2, min(len(parts), at + LONGEST_WORD) + 1):
            words = dictionary("".join(parts[at:end]))
            if words:
                ways.append((end - at, max(words, key=lambda word: (words[word], word)), WORD_BITS))
        for width, text, bits in ways:
            if gain - bits > best[at + width][0]:
                best[at + width] = (gain - bits, said + text)
    return best[-1][1]
