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
from itertools import islice, product
from typing import Literal

from .. import resources
from .chinese import LITTLE, POLYPHONES, english_of
from .lattice import lattice
from .lexicon import character_readings, pinyin, pinyin_words
from .loanwords import letter_bits
from .prepared import Nation, Prepared, prepare
from .readings import letter_names
from .segment import Token
from .sounds import kana_sound, sound_key

Way = Literal["ja", "zh"]
LEAST_BITS = -7.0
"""A way that surprises by more than so many bits is not looked for."""
MOST_WAYS = 8
LONGEST_HEARD, LONGEST_MEANT, LONGEST_PHRASE = 8, 8, 4
ONE_LETTER = 0.6
"""How much of a unit is explained by a way of one letter, which stands anywhere by chance."""
SHORT = 2
"""Letters of a word that has no threes of its own."""
INITIALS, LETTERS = range(2, 6), range(1, 5)
"""Letters of a word that may be initials, and of one that may be read letter by letter."""
Masks = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """A `row` of letters. `words`: bits and the mask of the letters of each; where in it the `threes` and all `pieces` stand, as masks of letters.

    `meant` (words and phrases), `concepts` (what they stand for) and `short` (words that may be initials) have masks of words.
    """

    row: str
    words: tuple[tuple[float, int], ...]
    threes: Masks
    pieces: Masks
    meant: Masks
    concepts: Masks
    short: Masks
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Aloud:
    """Units of a name, the bits of each, and the `threes` of all ways in which it is heard, over neighbours too.

    As masks of units: the `ways` in which they are heard, the Latin words that they may have `meant`, the `concepts` that they stand for.
    """

    bits: tuple[float, ...]
    whole: float
    ways: Masks
    threes: frozenset[str]
    meant: Masks
    concepts: Masks
    initials: str


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
    return Spelled(
        row=row,
        words=tuple(words),
        threes=_pieces(row, (3,)),
        pieces=_pieces(row, range(1, LONGEST_HEARD + 1)),
        meant=_phrases(parts),
        concepts=_masks((concept, 1 << number) for number, (_, _, token) in enumerate(said) for concept in token.concepts),
        short=_masks((part, 1 << number) for number, part in enumerate(parts) if len(part) in INITIALS and part.isascii()),
        bits=sum(bits for bits, _ in words),
    )


def _masks(held: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, mask in held:
        found[key] = found.get(key, 0) | mask
    return found


def _pieces(row: str, widths: Iterable[int]) -> dict[str, int]:
    return _masks((row[at : at + width], (1 << width) - 1 << at) for width in widths for at in range(len(row) - width + 1))


def _phrases(words: Sequence[str]) -> dict[str, int]:
    runs = ((at, to) for at in range(len(words)) for to in range(at + 1, min(len(words), at + LONGEST_PHRASE) + 1))
    return _masks(("".join(words[at:to]), (1 << to) - (1 << at)) for at, to in runs)


Edge = tuple[int, int, tuple[str, ...]]


@functools.lru_cache(maxsize=50_000)
def aloud(name: str, way: Way) -> Aloud:
    p = prepare(name)
    laid = lattice(p.tokens)
    owners = [p.tokens[number] for number in laid.token]
    counts = [laid.token.count(number) for number in range(len(p.tokens))]
    edges = _japanese(laid.text, laid.heard) if way == "ja" else _chinese(laid.text)
    meant = [(at, at + width, forms) for at, held in enumerate(laid.meant) for width, forms in held] if way == "ja" else _meant(laid.text)
    bits = tuple(token.bits / counts[number] for token, number in zip(owners, laid.token, strict=True))
    return Aloud(
        bits=bits,
        whole=sum(bits) or 1.0,
        ways=_masks((one, (1 << end) - (1 << start)) for start, end, ways in edges for one in ways),
        threes=_threes(edges, len(laid.text)),
        meant=_masks((word, (1 << end) - (1 << start)) for start, end, forms in meant for word in forms),
        concepts=_masks((concept, 1 << unit) for unit, token in enumerate(owners) for concept in token.concepts),
        initials="".join(pinyin().get(unit, "")[:1] or " " for unit in laid.text) if way == "zh" else "",
    )


def _japanese(text: Sequence[str], heard: Sequence[Sequence[tuple[int, Mapping[str, float], tuple[int, ...]]]]) -> list[Edge]:
    found = [(at, at + width, ways) for at, held in enumerate(heard) for width, table, _ in held if (ways := _likely(tuple(table.items())))]
    return found + [(at, at + 1, ways) for at, unit in enumerate(text) if len(unit) in LETTERS and unit.isascii() and (ways := _lettered(unit))]


@functools.lru_cache(maxsize=20_000)
def _lettered(unit: str) -> tuple[str, ...]:
    """How a few Latin letters are called in Japanese, one by one."""
    return tuple(islice(map("".join, product(*(letter_names().get(letter, ("",)) for letter in unit))), MOST_WAYS))


@functools.lru_cache(maxsize=20_000)
def _likely(table: tuple[tuple[str, float], ...]) -> tuple[str, ...]:
    """The likeliest ways of a table of letters and bits, the usual first."""
    ranked = sorted(((bits - letter_bits(letters), letters) for letters, bits in table if letters), reverse=True)
    return tuple(letters for bits, letters in ranked[:MOST_WAYS] if bits >= LEAST_BITS)


def _chinese(text: Sequence[str]) -> list[Edge]:
    edges: list[Edge] = []
    for at, unit in enumerate(text):
        if ways := _mandarin(unit):
            edges.append((at, at + 1, ways))
        both = pinyin_words().get(unit + text[at + 1], "") if at + 1 < len(text) else ""
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
    return tuple(dict.fromkeys(way for way in (reading.mandarin, *reading.elsewhere, *map(sound_key, POLYPHONES.get(unit, ()))) if way))


def _meant(text: Sequence[str]) -> list[tuple[int, int, frozenset[str]]]:
    found = []
    for start in range(len(text)):
        word = ""
        for end in range(start, min(len(text), start + LONGEST_MEANT)):
            word += text[end]
            if forms := _english(word):
                found.append((start, end + 1, forms))
    return found


@functools.lru_cache(maxsize=50_000)
def _english(han: str) -> frozenset[str]:
    forms = {word.replace(" ", "") for word in english_of(han)}
    return frozenset(forms | {han}) if han.isascii() else frozenset(forms)


def _threes(edges: Iterable[Edge], size: int) -> frozenset[str]:
    """The threes of all ways, over neighbours too; of three neighbours, where the middle one is a letter alone."""
    after: list[list[tuple[int, tuple[str, ...]]]] = [[] for _ in range(size + 1)]
    for start, end, ways in edges:
        after[start].append((end, ways))
    found: set[str] = set()
    for here in after:
        for end, ways in here:
            found.update(_inner(ways))
            for further, heads in after[end]:
                found.update(_joined(ways, heads))
                if min(map(len, heads)) == 1:
                    for _, ends in after[further]:
                        found.update(_over_a_letter(ways, heads, ends))
    return frozenset(found)


@functools.lru_cache(maxsize=20_000)
def _inner(ways: tuple[str, ...]) -> frozenset[str]:
    return frozenset(way[at : at + 3] for way in ways for at in range(len(way) - 2))


@functools.lru_cache(maxsize=100_000)
def _joined(ways: tuple[str, ...], heads: tuple[str, ...]) -> frozenset[str]:
    joints = {way[-2:] + head[:2] for way in ways for head in heads}
    return frozenset(joint[at : at + 3] for joint in joints for at in range(len(joint) - 2))


@functools.lru_cache(maxsize=50_000)
def _over_a_letter(ways: tuple[str, ...], middles: tuple[str, ...], ends: tuple[str, ...]) -> frozenset[str]:
    return frozenset(way[-1] + middle + end[0] for way in ways for middle in middles if len(middle) == 1 for end in ends)


def explained(one: Spelled, other: Aloud) -> tuple[float, float]:
    """(the share of the spelled name's bits, the share of the other's) that could be explained at the most."""
    known, meant = _known(one, other)
    heard = one.pieces.keys() & other.ways.keys()
    open_ = 0
    for number, (_, mask) in enumerate(one.words):
        if not known >> number & 1:
            open_ |= mask
    return _of_words(one, other, known, heard), _of_units(one, other, meant, open_, heard)


def _known(one: Spelled, other: Aloud) -> tuple[int, int]:
    """Words of the one, and units of the other, that are explained by what they mean; words that may be the other's initials."""
    known = meant = 0
    for theirs, mine in ((one.meant, other.meant), (one.concepts, other.concepts)):
        for key in theirs.keys() & mine.keys():
            known |= theirs[key]
            meant |= mine[key]
    if other.initials:
        for word, mask in one.short.items():
            if word in other.initials:
                known |= mask
    return known, meant


def _of_words(one: Spelled, other: Aloud, known: int, heard: Iterable[str]) -> float:
    """The share of the words' bits; of a short word any way explains letters."""
    letters = 0
    for three in one.threes.keys() & other.threes:
        letters |= one.threes[three]
    any_way = letters
    for way in heard:
        any_way |= one.pieces[way]
    found = 0.0
    for number, (bits, mask) in enumerate(one.words):
        size = mask.bit_count()
        if known >> number & 1 or not size:
            found += bits
        else:
            found += bits * ((letters if size > SHORT else any_way) & mask).bit_count() / size
    return found / one.bits if one.bits else 1.0


def _of_units(one: Spelled, other: Aloud, meant: int, open_: int, heard: Iterable[str]) -> float:
    """Only letters that no meaning explains (`open_`) are asked for a sound."""
    sure, part = meant, 0
    for way in heard:
        if one.pieces[way] & open_:
            if len(way) > 1:
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
