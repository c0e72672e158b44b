"""A Japanese name laid out in all the ways in which it may be heard, spelled and translated.

Its units are characters, kana that are heard together, and Latin words. From each of them lead edges: so many units on, these letters (a sound key),
so many bits that they speak for the pair where the other name has them.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .lexicon import character_readings, word_readings
from .loanwords import dictionary, known, letter_bits, spellings, units
from .readings import letters_in_kana
from .segment import Token
from .sounds import kana_sound, sound_key
from .translations import translated

RANKS = (0.7, 1.7, 2.7, 3.4, 4.0, 4.5, 5.0, 5.5, 6.0, 6.5)
"""Bits of a reading: the usual one of a character says little, the tenth much."""
BESIDE_A_WORD = 1.5
"""Bits of reading a character by itself where a word of the dictionary begins with it."""
LONGEST_WORD, LONGEST_MEANT = 8, 10
Heard = tuple[int, Mapping[str, float], tuple[int, ...]]
"""Units, letters -> bits, and the lengths of those letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lattice:
    """`text` of each unit, the number of its `token`, is it `kana`, does it stand `inside` a token that is not to be torn; how each may be `heard`,
    and what it and those after it may be `meant` by (units, Latin words)."""

    text: tuple[str, ...]
    token: tuple[int, ...]
    kana: tuple[bool, ...]
    inside: tuple[bool, ...]
    heard: tuple[tuple[Heard, ...], ...]
    meant: tuple[tuple[tuple[int, frozenset[str]], ...], ...]


def lattice(tokens: Sequence[Token]) -> Lattice:
    return _lattice(tuple((token.text, token.script, token.kind) for token in tokens))


@functools.lru_cache(maxsize=50_000)
def _lattice(tokens: tuple[tuple[str, str, str], ...]) -> Lattice:
    text: list[str] = []
    owner: list[int] = []
    kana: list[bool] = []
    for number, (word, script, _) in enumerate(tokens):
        parts = units(word) if script == "kana" else list(word) if script == "han" else [word]
        text += parts
        owner += [number] * len(parts)
        kana += [script == "kana"] * len(parts)
    heard = tuple(tuple(_heard(text, at, owner, kana)) for at in range(len(text)))
    meant = tuple(tuple(_meant(text, at)) for at in range(len(text)))
    inside = tuple(at > 0 and owner[at] == owner[at - 1] and (kana[at] or tokens[owner[at]][2] != "brand") for at in range(len(text)))
    return Lattice(text=tuple(text), token=tuple(owner), kana=tuple(kana), inside=inside, heard=heard, meant=meant)


_LONG = {"ウ": "o", "イ": "e", "オ": "o"}
"""Kana that lengthen the vowel before them and may not be written."""


def _heard(text: list[str], at: int, owner: list[int], kana: list[bool]) -> list[Heard]:
    if kana[at]:
        table = spellings(text[at])
        if at and kana[at - 1] and kana_sound(text[at - 1])[-1:] == _LONG.get(text[at]):
            table = {**table, "": -0.5}
        return [(1, *_by_length(table)), *_together(text, at), *_letters(text, at), *_whole_words(text, at, owner)]
    if text[at].isascii():
        word = sound_key(text[at])
        return [(1, *_by_length({word: letter_bits(word)}))]
    return _readings(text, at)


def _readings(text: list[str], at: int) -> list[Heard]:
    """Words as the dictionary reads them, and each character by itself; the less likely where it begins a word."""
    found: list[Heard] = []
    for width in (2, 3, 4):
        held = word_readings().get("".join(text[at : at + width])) if at + width <= len(text) else None
        if held and held[1]:
            found.append((width, *_by_length(_ranked(tuple(held[1].split(","))))))
    reading = character_readings().get(text[at])
    if reading and reading.japanese:
        plain = _ranked(reading.japanese)
        found.append((1, *_by_length({way: bits - BESIDE_A_WORD for way, bits in plain.items()} if found else plain)))
    return found


def _by_length(table: Mapping[str, float]) -> tuple[Mapping[str, float], tuple[int, ...]]:
    return table, tuple(sorted({len(letters) for letters in table}))


@functools.lru_cache(maxsize=50_000)
def _ranked(readings: tuple[str, ...]) -> Mapping[str, float]:
    return {reading: letter_bits(reading) - RANKS[min(rank, 9)] for rank, reading in reversed(tuple(enumerate(readings)))}


def _whole_words(text: list[str], at: int, owner: list[int]) -> list[Heard]:
    """A run of kana that the dictionary knows as a foreign word."""
    found: list[Heard] = []
    word = text[at]
    for end in range(at + 1, min(len(text), at + LONGEST_WORD + 1)):
        if owner[end] != owner[at]:
            break
        word += text[end]
        held = dictionary(word)
        if held:
            found.append((end + 1 - at, *_by_length(held)))
    return found


_SMALL = str.maketrans("ヤユヨアイウエオ", "ャュョァィゥェォ")


def _together(text: list[str], at: int) -> list[Heard]:
    """Two units that one spelling answers to: クス for x; キヤ, in which a small kana is written large."""
    if at + 1 == len(text):
        return []
    found: list[Heard] = []
    both = known(text[at] + text[at + 1])
    if both:
        found.append((2, *_by_length(both)))
    if text[at][-1] in "キシチニヒミリギジビピ" and text[at + 1][0] in "ヤユヨ":
        found.append((2, *_by_length(spellings(text[at] + text[at + 1].translate(_SMALL)))))
    return found


def _letters(text: list[str], at: int) -> list[Heard]:
    """Kana that spell a letter: エム for m."""
    found: list[Heard] = []
    word = ""
    for width in (1, 2, 3, 4):
        if at + width > len(text):
            break
        word += text[at + width - 1]
        letter = letters_in_kana().get(word)
        if letter:
            keys = (sound_key(letter), "n") if letter == "m" else (sound_key(letter),)
            found.append((width, *_by_length({key: letter_bits(key) - 0.5 - 0.5 * width for key in keys})))
    return found


def _meant(text: list[str], at: int) -> list[tuple[int, frozenset[str]]]:
    found: list[tuple[int, frozenset[str]]] = []
    word = ""
    for end in range(at, min(len(text), at + LONGEST_MEANT)):
        word += text[end]
        forms = translated(word)
        if forms:
            found.append((end + 1 - at, forms))
    return found
