"""A name read aloud: every way in which its characters and kana may be heard, and the Latin words that they may mean, without regard to order.

What `explained` asks of the side that is heard. Letters are packed into numbers, meanings are hashed, and masks say which units they stand for.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice, product
from typing import Literal

from .chinese import POLYPHONES, english_of
from .lattice import LONGEST_MEANT, LONGEST_WORD
from .lexicon import character_readings, pinyin, pinyin_words, word_readings
from .loanwords import dictionary, known, letter_bits, spellings, units
from .prepared import prepare
from .readings import letter_names, letters_in_kana
from .segment import Token
from .sounds import kana_sound, sound_key
from .translations import translated
from .wade_giles import wade_giles

Way = Literal["ja", "zh"]
LEAST_BITS = -7.0
"""A way that surprises by more than so many bits is not looked for."""
MOST_WAYS = 8
WORDS_OF = (2, 3, 4)
LETTER_UNITS = 4
LONGEST_HEARD, LONGEST_ENGLISH = 8, 8
"""Letters of a way, characters of a term."""
INITIALS, LETTERS = range(2, 6), range(1, 5)
"""Letters of a word that may be initials, and of one that may be read letter by letter."""
Masks = Mapping[int, int]
"""A key (letters as `packed`, a meaning as `number_of`) -> where it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aloud:
    """Units of a name: the `bits` of each; which ones are heard in which `ways`, and `meant` by what; the `threes` of ways over neighbours too."""

    bits: tuple[float, ...]
    whole: float
    ways: Masks
    threes: frozenset[int]
    meant: Masks


@functools.lru_cache(maxsize=200_000)
def number_of(kind: str, text: str) -> int:
    """A meaning as 64 bits."""
    return int.from_bytes(blake2b(f"{kind}:{text}".encode(), digest_size=8).digest())


def packed(letters: str) -> int:
    """Up to eight ASCII letters as a number."""
    return int.from_bytes(letters.encode())


def masks(held: Iterable[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for key, mask in held:
        found[key] = found.get(key, 0) | mask
    return found


Edge = tuple[int, int, tuple[str, ...]]


@functools.lru_cache(maxsize=50_000)
def aloud(name: str, way: Way) -> Aloud:
    p = prepare(name)
    text: list[str] = []
    owner: list[Token] = []
    bits: list[float] = []
    for token in p.tokens:
        parts = units(token.text) if token.script == "kana" else list(token.text) if token.script == "han" else [token.text]
        text += parts
        owner += [token] * len(parts)
        bits += [token.bits / len(parts)] * len(parts)
    edges = _japanese(text, owner) if way == "ja" else _chinese(text)
    meant = [(number, mask) for mask, numbers in _meant(text, way) for number in numbers]
    meant += [(number_of("concept", concept), 1 << unit) for unit, token in enumerate(owner) for concept in token.concepts]
    meant += [(number_of("initials", letters), 0) for letters in _initials(text)] if way == "zh" else []
    return Aloud(
        bits=tuple(bits),
        whole=sum(bits) or 1.0,
        ways=masks([(key, (1 << end) - (1 << start)) for start, end, ways in edges for key in _keys(ways)]),
        threes=_threes(edges, len(text)),
        meant=masks(meant),
    )


@functools.lru_cache(maxsize=50_000)
def _keys(ways: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(packed(way) for way in ways if len(way) <= LONGEST_HEARD and way.isascii())


def _japanese(text: Sequence[str], owner: Sequence[Token]) -> list[Edge]:
    edges: list[Edge] = []
    for at, unit in enumerate(text):
        script = owner[at].script
        if script == "kana":
            edges.append((at, at + 1, _spellings(unit)))
            edges += _over_kana(text, at, owner)
        elif script == "han":
            edges += [(at, at + width, ways) for width in WORDS_OF if at + width <= len(text) and (ways := _word("".join(text[at : at + width])))]
            if ways := _character(unit):
                edges.append((at, at + 1, ways))
        else:
            edges.append((at, at + 1, (sound_key(unit), *_lettered(unit))))
    return edges


def _over_kana(text: Sequence[str], at: int, owner: Sequence[Token]) -> list[Edge]:
    """What kana are heard as together with those after them: two as one, letters by their names, words of the dictionary."""
    edges: list[Edge] = []
    word = text[at]
    for end in range(at + 1, min(len(text), at + LONGEST_WORD + 1) + 1):
        width = end - at
        if width > 1:
            word += text[end - 1]
        inside = owner[end - 1] is owner[at]
        if not inside and width > LETTER_UNITS:
            break
        if ways := _together(word, width, inside):
            edges.append((at, end, ways))
    return edges


@functools.lru_cache(maxsize=50_000)
def _together(word: str, width: int, inside: bool) -> tuple[str, ...]:
    found = list(_likely(known(word))) if width == 2 else []
    letter = letters_in_kana().get(word) if width <= LETTER_UNITS else None
    if letter:
        found += (sound_key(letter), "n") if letter == "m" else (sound_key(letter),)
    if inside and width > 1:
        found += _likely(dictionary(word))
    return tuple(dict.fromkeys(found))


def _likely(table: Mapping[str, float]) -> tuple[str, ...]:
    """The likeliest ways of a table of letters and bits, the usual first."""
    ranked = sorted(((bits - letter_bits(letters), letters) for letters, bits in table.items() if letters), reverse=True)
    return tuple(letters for bits, letters in ranked[:MOST_WAYS] if bits >= LEAST_BITS)


@functools.lru_cache(maxsize=20_000)
def _spellings(unit: str) -> tuple[str, ...]:
    return _likely(spellings(unit))


@functools.lru_cache(maxsize=50_000)
def _word(word: str) -> tuple[str, ...]:
    held = word_readings().get(word)
    return tuple(held[1].split(",")[:MOST_WAYS]) if held and held[1] else ()


@functools.lru_cache(maxsize=20_000)
def _character(unit: str) -> tuple[str, ...]:
    reading = character_readings().get(unit)
    return reading.japanese[:MOST_WAYS] if reading else ()


@functools.lru_cache(maxsize=20_000)
def _lettered(unit: str) -> tuple[str, ...]:
    """How a few Latin letters are called in Japanese, one by one."""
    if len(unit) not in LETTERS or not unit.isascii():
        return ()
    return tuple(islice(map("".join, product(*(letter_names().get(letter, ("",)) for letter in unit))), MOST_WAYS))


def _chinese(text: Sequence[str]) -> list[Edge]:
    edges: list[Edge] = []
    words = pinyin_words()
    for at, unit in enumerate(text):
        if ways := _mandarin(unit):
            edges.append((at, at + 1, ways))
        both = words.get(unit + text[at + 1], "") if at + 1 < len(text) else ""
        if both:
            edges.append((at, at + 2, (sound_key(both),)))
    return edges


@functools.lru_cache(maxsize=20_000)
def _mandarin(unit: str) -> tuple[str, ...]:
    if unit.isascii():
        return (sound_key(unit),)
    reading = character_readings().get(unit)
    if reading is None:
        return (kana_sound(unit),) if "ァ" <= unit[0] <= "ー" else ()
    said = POLYPHONES.get(unit) or (pinyin().get(unit, ""),)
    spelled = [sound_key(way) for one in said if one for way in (one, *wade_giles(one))]
    return tuple(dict.fromkeys(way for way in (reading.mandarin, *reading.elsewhere, *spelled) if way))


def _meant(text: Sequence[str], way: Way) -> list[tuple[int, tuple[int, ...]]]:
    """Masks of units, and the numbers of the Latin words and phrases that they may mean."""
    found = []
    meanings = _translated if way == "ja" else _english
    longest = LONGEST_MEANT if way == "ja" else LONGEST_ENGLISH
    for start in range(len(text)):
        word = ""
        for end in range(start, min(len(text), start + longest)):
            word += text[end]
            if numbers := meanings(word):
                found.append(((2 << end) - (1 << start), numbers))
    return found


@functools.lru_cache(maxsize=50_000)
def _translated(word: str) -> tuple[int, ...]:
    return tuple(number_of("word", form) for form in translated(word))


@functools.lru_cache(maxsize=50_000)
def _english(han: str) -> tuple[int, ...]:
    forms = {word.replace(" ", "") for word in english_of(han)} | ({han} if han.isascii() else set())
    return tuple(number_of("word", form) for form in forms)


def _initials(text: Sequence[str]) -> set[str]:
    """Every run of the first letters of characters that may be an abbreviation."""
    said = "".join([pinyin().get(unit, "")[:1] or " " for unit in text])
    return {said[at : at + width] for width in INITIALS for at in range(len(said) - width + 1)}


def _threes(edges: Iterable[Edge], size: int) -> frozenset[int]:
    """The threes of all ways, over neighbours too; of three neighbours, where the middle one is a letter alone."""
    after: list[list[tuple[int, tuple[str, ...]]]] = [[] for _ in range(size + 1)]
    for start, end, ways in edges:
        after[start].append((end, ways))
    found: set[int] = set()
    for here in after:
        for end, ways in here:
            found.update(_inner(ways))
            for further, heads in after[end]:
                found.update(_joined(ways, heads))
                if _has_a_letter(heads):
                    for _, ends in after[further]:
                        found.update(_over_a_letter(ways, heads, ends))
    return frozenset(found)


@functools.lru_cache(maxsize=20_000)
def _has_a_letter(ways: tuple[str, ...]) -> bool:
    return any(len(way) == 1 for way in ways)


def _packed_threes(texts: Iterable[str]) -> frozenset[int]:
    return frozenset([packed(three) for text in texts for at in range(len(text) - 2) if (three := text[at : at + 3]).isascii()])


@functools.lru_cache(maxsize=20_000)
def _inner(ways: tuple[str, ...]) -> frozenset[int]:
    return _packed_threes(ways)


@functools.lru_cache(maxsize=100_000)
def _joined(ways: tuple[str, ...], heads: tuple[str, ...]) -> frozenset[int]:
    return _packed_threes({way[-2:] + head[:2] for way in ways for head in heads})


@functools.lru_cache(maxsize=50_000)
def _over_a_letter(ways: tuple[str, ...], middles: tuple[str, ...], ends: tuple[str, ...]) -> frozenset[int]:
    letters = [middle for middle in middles if len(middle) == 1]
    return _packed_threes({way[-1:] + middle + end[:1] for way in ways for middle in letters for end in ends})
