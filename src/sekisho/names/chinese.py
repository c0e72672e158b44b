"""A Chinese name beside an English one: which word answers to which characters, and how much each such link says.

A link is a translation (药业 = pharmaceutical, by the shares that `tables/chinese_words.tsv` counts), a reading (华信 = huaxin), or initials
(新国都 = xgd). Its gain is in bits: how much likelier the word is in the English name of a company whose Chinese name has these characters.
"""

import functools
import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from .lexicon import PLACE_KINDS, bits, chinese_meanings, english_shares, han_meanings, latin_meanings, pinyin, pinyin_words
from .prepared import Prepared
from .wade_giles import wade_giles

LITTLE = frozenset({"and", "of", "the", "for", "de", "la", "et", "y", "e", "s", "inc"})
LONGEST_TERM, LONGEST_BRAND, LONGEST_PHRASE = 8, 6, 4
UNCOUNTED, LEAST_GAIN = 0.10, 0.3
RARE_BITS, RAREST_BITS = 9.0, 13.0
CUT_BITS = 4.0
LETTER_BITS, INITIALS_BITS = 3.7, 5.0
WADE_BITS = 1.5
"""Bits that a syllable says less in Wade-Giles, where j, q, zh and ch are one."""
LOOKED_FOR = 2.0
"""The least gain of a link that an index looks for."""
POLYPHONES = {
    "长": ("chang", "zhang"), "重": ("chong", "zhong"), "行": ("hang", "xing"), "乐": ("le", "yue"), "藏": ("cang", "zang"), "都": ("du", "dou"),
    "会": ("hui", "kuai"), "绿": ("lu", "lv"), "吕": ("lu", "lv"), "女": ("nu", "nv"), "曾": ("zeng", "ceng"), "厦": ("xia", "sha"),
    "朝": ("chao", "zhao"), "陕": ("shan", "shaan"), "中": ("zhong", "chung"), "泰": ("tai", "thai"), "华": ("hua", "hwa"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """`gain` bits; words `first` to `last` of the Latin side, characters `start` to `stop` of the Han side (the ends excluded)."""

    gain: float
    first: int
    last: int
    start: int
    stop: int
    how: str


Found = tuple[float, int, int]
"""Gain, start and stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HanSide:
    """The characters, the kind of part each stands in, the known terms, and by Latin word what may answer to it."""

    text: str
    kinds: tuple[str, ...]
    terms: tuple[tuple[int, int, str, str], ...]
    translated: dict[str, list[Found]]
    read: dict[str, list[Found]]
    initials: dict[str, list[Found]]
    syllables: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LatinSide:
    """The words without their little ones, the kind of each, and runs of words that may be one phrase or one brand."""

    words: tuple[str, ...]
    kinds: tuple[str, ...]
    phrases: tuple[tuple[int, int, str], ...]
    joined: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """The links taken, the Latin words that nothing answers to, and the characters that something does."""

    links: tuple[Link, ...]
    left: tuple[int, ...]
    covered: frozenset[int]


@functools.cache
def _words_of_concepts() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for word, held in latin_meanings().items():
        for concept in held.concepts:
            found[concept].add(word)
    return {concept: frozenset(words) for concept, words in found.items()}


@functools.lru_cache(maxsize=50_000)
def english_of(han: str) -> dict[str, float]:
    """English words for Han characters, with the share of names in which each stands for them."""
    counted = chinese_meanings().get(han)
    if counted is not None:
        return counted
    held = han_meanings().get(han)
    return {word: UNCOUNTED for concept in held.concepts for word in _words_of_concepts()[concept]} if held else {}


@functools.lru_cache(maxsize=50_000)
def word_share(word: str) -> float:
    """The share of the English names of Chinese companies that have a word or phrase."""
    counted = english_shares().get(word)
    if counted:
        return counted[0]
    return 2 ** -max(RARE_BITS, min(RAREST_BITS, max(bits().get(one, RAREST_BITS) for one in word.split())))


@functools.cache
def _phrases() -> frozenset[str]:
    meant = {phrase for words in chinese_meanings().values() for phrase in words if " " in phrase}
    return frozenset(meant | {phrase for phrase in latin_meanings() if " " in phrase})


@functools.cache
def _syllable_bits() -> dict[str, float]:
    """How surprising a syllable is in a name: its characters taken together."""
    shares: dict[str, float] = defaultdict(float)
    table = bits()
    for char, syllable in pinyin().items():
        if syllable and char in table:
            shares[syllable] += 2 ** -table[char]
    return {syllable: max(1.5, -math.log2(min(0.5, share))) for syllable, share in shares.items()}


@functools.lru_cache(maxsize=20_000)
def latin_side(q: Prepared) -> LatinSide:
    words: list[str] = []
    kinds: list[str] = []
    for token in q.tokens:
        for word in token.text.split() if token.script == "latin" else ():
            if word not in LITTLE:
                words.append(word)
                kinds.append("place" if token.kind in PLACE_KINDS else token.kind)
    runs = [(at, to) for at in range(len(words)) for to in range(at + 2, min(len(words), at + LONGEST_PHRASE) + 1)]
    known = _phrases()
    return LatinSide(
        words=tuple(words),
        kinds=tuple(kinds),
        phrases=tuple((at, to, phrase) for at, to in runs if (phrase := " ".join(words[at:to])) in known),
        joined=tuple((at, to, "".join(words[at:to])) for at, to in runs if all(len(word) <= 6 for word in words[at:to])),
    )


@functools.lru_cache(maxsize=20_000)
def han_side(p: Prepared) -> HanSide:
    text = p.text
    kinds = ["brand"] * len(text)
    terms: list[tuple[int, int, str, str]] = []
    equal: dict[str, list[Found]] = defaultdict(list)
    at = 0
    for token in p.tokens:
        stop = at + len(token.text)
        kinds[at:stop] = ["place" if token.kind in PLACE_KINDS else token.kind] * len(token.text)
        if token.kind != "brand":
            terms.append((at, stop, token.kind, token.text))
        if token.script == "latin":
            equal[token.text].append((token.bits, at, stop))
        at = stop
    return HanSide(
        text=text,
        kinds=tuple(kinds),
        terms=tuple(terms),
        translated=_translations(text, terms, equal),
        read=_readings(text, terms),
        initials=_initials(text, terms),
        syllables=tuple(pinyin().get(char, "") for char in text),
    )


def runs(q: Prepared) -> frozenset[str]:
    """The words of an English name, and its runs of words that may be one phrase or one brand."""
    latin = latin_side(q)
    return frozenset((*latin.words, *(text for _, _, text in (*latin.phrases, *latin.joined))))


@functools.lru_cache(maxsize=20_000)
def most_gained(p: Prepared) -> dict[str, float]:
    """Latin word or run of words -> the most bits that a link to it could gain, where that is enough to look for."""
    han = han_side(p)
    found: dict[str, float] = {}
    for links in (han.translated, han.read, han.initials):
        for word, held in links.items():
            gain = max(held)[0]
            if gain >= LOOKED_FOR and gain > found.get(word, 0.0):
                found[word] = gain
    return found


def _cuts(terms: list[tuple[int, int, str, str]], start: int, stop: int) -> int:
    """2 where a place is cut in two, 1 where a term is, 0 where the characters fit; 市 and 省 may be left off a place."""
    worst = 0
    for first, last, kind, text in terms:
        if first < stop and start < last:
            last -= kind in PLACE_KINDS and text[-1] in "市省"
            if start > first or stop < last:
                worst = max(worst, 2 if kind in PLACE_KINDS else 1)
    return worst


def _translations(text: str, terms: list[tuple[int, int, str, str]], found: dict[str, list[Found]]) -> dict[str, list[Found]]:
    for start in range(len(text)):
        for stop in range(start + 1, min(len(text), start + LONGEST_TERM) + 1):
            words = english_of(text[start:stop])
            if words and _cuts(terms, start, stop) < 2:
                for word, share in words.items():
                    gain = math.log2(share / word_share(word))
                    if gain > LEAST_GAIN:
                        found[word].append((gain + 0.01 * (stop - start), start, stop))
    return found


def _readings(text: str, terms: list[tuple[int, int, str, str]]) -> dict[str, list[Found]]:
    """Every run of syllables in pinyin, polyphones both ways, and in Wade-Giles; and the words of the table that are read otherwise."""
    table, syllables = _syllable_bits(), pinyin()
    ways = [POLYPHONES.get(char) or ((syllables[char],) if syllables.get(char) else ()) for char in text]
    found: dict[str, list[Found]] = defaultdict(list)
    _read_runs([[(way, table.get(way, 12.0)) for way in of] for of in ways], terms, found)
    _read_runs([[(way, table.get(one, 12.0) - WADE_BITS) for one in of for way in wade_giles(one)] for of in ways], terms, found)
    for start, (one, other) in enumerate(pairwise(text)):
        said = pinyin_words().get(one + other, "")
        if said:
            worth = sum(table.get(syllables.get(char, ""), 12.0) for char in (one, other))
            found[said].append((0.85 * worth - 1 - CUT_BITS * _cuts(terms, start, start + 2), start, start + 2))
    return found


def _read_runs(ways: list[list[tuple[str, float]]], terms: list[tuple[int, int, str, str]], found: dict[str, list[Found]]) -> None:
    for start in range(len(ways)):
        reached = [("", 0.0)]
        for stop in range(start + 1, min(len(ways), start + LONGEST_BRAND) + 1):
            reached = [(said + way, worth + bits) for said, worth in reached for way, bits in ways[stop - 1]]
            cut = _cuts(terms, start, stop)
            for said, worth in reached if cut < 2 else ():
                if len(said) > 1:
                    found[said].append((0.85 * worth - 1 - CUT_BITS * cut, start, stop))


def _initials(text: str, terms: list[tuple[int, int, str, str]]) -> dict[str, list[Found]]:
    letters = [pinyin().get(char, "")[:1] or " " for char in text]
    found: dict[str, list[Found]] = defaultdict(list)
    for start in range(len(text)):
        for stop in range(start + 2, min(len(text), start + LONGEST_BRAND) + 1):
            if not _cuts(terms, start, stop):
                found["".join(letters[start:stop])].append((LETTER_BITS * (stop - start) - INITIALS_BITS, start, stop))
    return found


def _candidates(han: HanSide, latin: LatinSide) -> list[Link]:
    spans = [(at, at + 1, word) for at, word in enumerate(latin.words)]
    meant = (*spans, *latin.phrases)
    found = [Link(gain, at, to, start, stop, "translation") for at, to, word in meant for gain, start, stop in han.translated.get(word, ())]
    found += [Link(gain, at, to, start, stop, "pinyin") for at, to, word in (*spans, *latin.joined) for gain, start, stop in han.read.get(word, ())]
    known = latin_meanings()
    found += [
        Link(gain, at, to, start, stop, "initials")
        for at, to, word in spans
        if 1 < len(word) < 6 and word not in known
        for gain, start, stop in han.initials.get(word, ())
    ]
    return [link for link in found if link.gain > 0]


def linked(han: HanSide, latin: LatinSide) -> Linked:
    """The best links first, no word and no character twice; two words may answer to the very same characters (科技 = science, technology)."""
    links: list[Link] = []
    words: set[int] = set()
    taken: dict[int, tuple[int, int, str]] = {}
    for link in sorted(_candidates(han, latin), reverse=True):
        mine = (link.start, link.stop, link.how)
        met = {taken[at] for at in range(link.start, link.stop) if at in taken}
        if words.isdisjoint(range(link.first, link.last)) and (not met or (link.how == "translation" and met == {mine})):
            links.append(link)
            words.update(range(link.first, link.last))
            taken.update(dict.fromkeys(range(link.start, link.stop), mine))
    covered = set(taken)
    for start, stop, _, _ in han.terms:
        hit = sum(at in taken for at in range(start, stop))
        if hit and hit + 1 >= stop - start:
            covered.update(range(start, stop))
    return Linked(links=tuple(links), left=tuple(at for at in range(len(latin.words)) if at not in words), covered=frozenset(covered))
