"""A second look at two names that do not share a script: how much of either could the other explain, at the most?

The one, in Latin letters or kana, is *spelled*: a row of letters. The other is read *aloud*: every way in which its characters and kana may be heard,
and the words that they may mean. A letter is explained where three letters in a row are heard so, a word where it is meant or known for its initials,
a unit of the other name where one of its ways stands somewhere in the row. Nothing is asked of their order: what the comparer finds in order is found
here too, but for what it finds by chances of its own (coined brands), at a small part of its cost. Both shares together must reach a bound
(`tables/gate.yaml`, `explained`).
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .. import resources
from .aloud import INITIALS, LONGEST_HEARD, Aloud, Masks, Way, aloud, masks, number_of
from .chinese import LITTLE
from .prepared import Nation, Prepared, prepare
from .segment import Token
from .sounds import kana_sound, sound_key

LONGEST_PHRASE = 4
"""Words of a phrase."""
ONE_LETTER = 0.6
"""How much of a unit is explained by a way of one letter, which stands anywhere by chance."""
ONE_OCTET = 255
SHORT = 2
"""Letters of a word that has no threes of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """A `row` of letters; bits and the mask of the letters of each of its `words`.

    `meant` are its words by words and phrases, by what these stand for, and as initials.
    """

    row: str
    words: tuple[tuple[float, int], ...]
    meant: Masks
    bits: float


@functools.cache
def bounds() -> Mapping[str, float]:
    """The least sum of both shares: by which language a name is read beside a Latin one (`ja`, `zh`), and beside a name in `kana`."""
    return {way: float(least) for way, least in resources.read_yaml("names/tables/gate.yaml")["explained"].items()}


@dataclass(frozen=True, slots=True)
class Question:
    """Could the first name be the second? `forwards` where the first is the one that is spelled; how the other is read; the bound that counts."""

    forwards: bool
    way: Way
    bound: str


def questions(p: Prepared, q: Prepared) -> tuple[Question, ...]:
    """What is asked of two names, one of which has no Han character: one yes is enough."""
    return _questions(p.scripts, p.nation, q.scripts, q.nation)


@functools.lru_cache(maxsize=1_000)
def _questions(scripts: str, nation: Nation, other: str, other_nation: Nation) -> tuple[Question, ...]:
    if "l" in (scripts, other):
        forwards = scripts == "l"
        nations = (nation, other_nation)
        han = "h" in scripts + other
        japanese = (Question(forwards, "ja", "ja"),) if "ja" in nations or "zh" not in nations or not han else ()
        chinese = (Question(forwards, "zh", "zh"),) if han and "ja" not in nations else ()
        return japanese + chinese
    found = []
    for forwards, spelled_in, read_as in ((True, scripts, other_nation), (False, other, nation)):
        if "h" not in spelled_in:
            found += [Question(forwards, "ja", "kana"), *([Question(forwards, "zh", "kana")] if read_as == "zh" else [])]
    return tuple(found)


def could_be(p: Prepared, q: Prepared) -> bool:
    """Whether two names, one of which has no Han character, could explain enough of one another."""
    return any(enough(question, p, q) for question in questions(p, q))


def enough(question: Question, p: Prepared, q: Prepared) -> bool:
    one, other = (p, q) if question.forwards else (q, p)
    return sum(explained(spelled(one.name), aloud(other.name, question.way))) >= bounds()[question.bound]


@functools.lru_cache(maxsize=50_000)
def spelled(name: str) -> Spelled:
    p = prepare(name)
    said: list[tuple[str, float, Token]] = []
    for token in p.tokens:
        parts = [part for part in token.text.split() if part not in LITTLE] or token.text.split()
        said += [(part, token.bits / len(parts), token) for part in parts]
    words: list[tuple[float, int]] = []
    row = ""
    for part, bits, token in said:
        sound = kana_sound(part) if token.script == "kana" else sound_key(part)
        words.append((bits, (1 << len(row) + len(sound)) - (1 << len(row))))
        row += sound
    parts = [part for part, _, _ in said]
    meant = [(number_of("word", phrase), mask) for phrase, mask in _phrases(parts)]
    meant += [(number_of("concept", concept), 1 << number) for number, (_, _, token) in enumerate(said) for concept in token.concepts]
    meant += [(number_of("initials", part), 1 << number) for number, part in enumerate(parts) if len(part) in INITIALS and part.isascii()]
    return Spelled(row=row, words=tuple(words), meant=masks(meant), bits=sum([bits for bits, _ in words]))


def _phrases(words: Sequence[str]) -> list[tuple[str, int]]:
    size = len(words)
    runs = [(at, to) for at in range(size) for to in range(at + 1, min(size, at + LONGEST_PHRASE) + 1)]
    return [("".join(words[at:to]), (1 << to) - (1 << at)) for at, to in runs]


@functools.lru_cache(maxsize=5_000)
def pieces(row: str) -> Masks:
    """Every run of letters in a row, with the letters where it stands; what is not ASCII is no letter."""
    found: dict[int, int] = {}
    for at in range(len(row)):
        key = mask = 0
        for end in range(at, min(len(row), at + LONGEST_HEARD)):
            if row[end] > "\x7f":
                break
            key, mask = key << 8 | ord(row[end]), mask | 1 << end
            found[key] = found.get(key, 0) | mask
    return found


def explained(one: Spelled, other: Aloud) -> tuple[float, float]:
    """(the share of the spelled name's bits, the share of the other's) that could be explained at the most."""
    known_words = meant_units = 0
    for key in one.meant.keys() & other.meant.keys():
        known_words |= one.meant[key]
        meant_units |= other.meant[key]
    stands = pieces(one.row)
    heard = stands.keys() & other.ways.keys()
    open_ = 0
    for number, (_, mask) in enumerate(one.words):
        if not known_words >> number & 1:
            open_ |= mask
    return _of_words(one, other, known_words, heard), _of_units(other, stands, meant_units, open_, heard)


def _of_words(one: Spelled, other: Aloud, known_words: int, heard: Iterable[int]) -> float:
    """The share of the words' bits; of a short word any way explains letters."""
    stands = pieces(one.row)
    letters = 0
    for three in stands.keys() & other.threes:
        letters |= stands[three]
    any_way = letters
    for way in heard:
        any_way |= stands[way]
    found = 0.0
    for number, (bits, mask) in enumerate(one.words):
        size = mask.bit_count()
        if known_words >> number & 1 or not size:
            found += bits
        else:
            found += bits * ((letters if size > SHORT else any_way) & mask).bit_count() / size
    return found / one.bits if one.bits else 1.0


def _of_units(other: Aloud, stands: Masks, meant: int, open_: int, heard: Iterable[int]) -> float:
    """Only letters that no meaning explains (`open_`) are asked for a sound."""
    sure, part = meant, 0
    for way in heard:
        if stands[way] & open_:
            if way > ONE_OCTET:
                sure |= other.ways[way]
            else:
                part |= other.ways[way]
    found = 0.0
    for unit, bits in enumerate(other.bits):
        if sure >> unit & 1:
            found += bits
        elif part >> unit & 1:
            found += ONE_LETTER * bits
    return found / other.whole
