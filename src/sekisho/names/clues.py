"""Clues: what two names must share before a likeness can become an alert. An index searches by them, so that nothing it skips could have alerted.

A clue is a number that stands for three letters of a sound key, a Han character or two, a business term or place, or a whole name; its weight is
in sixteenths of a bit of surprise. Two names *meet* where they share a key, or enough weight in a space of both scripts (`tables/gate.yaml`): `latin`
for two Latin names, `written` where both have Han characters, `kana` where neither is Latin, `sound` and `loan` (loanwords without their vowels)
between a Latin name and any other. A pair that does not meet is kept by the comparer below what stands out; an index that finds every pair that meets
therefore finds everything that stands out.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zlib import crc32

from rapidfuzz import fuzz

from .. import resources
from .chinese import most_gained, runs
from .explained import could_be
from .lexicon import Reading, bits, character_readings, rows, word_readings
from .loanwords import likeliest
from .prepared import Nation, Prepared, heard
from .readings import spelled_out
from .sounds import kana_sound, loan_key, sound_key

UNIT = 16
"""Weights are whole sixteenths of a bit."""
SPACES = ("latin", "written", "kana", "sound", "loan", "meant")
UNSEEN_GRAM, UNSEEN_CHARACTER, LETTER = 14.0, 12.0, 3.4
READINGS = 4
ANY_GAIN = UNIT * 64
"""Weight of a Latin word among what is meant: the Chinese name says how much it is worth."""
SHORTEST_ACRONYM, LONGEST_ACRONYM = 3, 8
SHORT, RARE = (5, 9), 12.0
"""Letters of a brand that is looked for with a letter left out, and the least of its bits: a longer one keeps enough of its threes."""
_RUN = re.compile("[ァ-ー]+|[a-z0-9]+")
_VOWELS = re.compile("[aeiouyw]+h?")
_KANA_ALONE, _TWICE = re.compile("[ァ-ヺー]+"), re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted:
    """Clue -> weight, and the weight that the name itself comes to in this space."""

    weights: Mapping[int, int]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The gate of one space: least shared weight, least part of the smaller total (in thousandths), and of the larger."""

    least: int
    share: int
    of_longer: int
    words: float
    letters: float
    together: float = 0.0

    def enough(self, shared: int, total: int, other: int) -> bool:
        small, large = (total, other) if total < other else (other, total)
        return shared >= self.least and 1000 * shared >= self.share * small and 1000 * shared >= self.of_longer * large


@functools.cache
def gate() -> Mapping[str, Bounds]:
    """The bounds of every space, from the data of this room."""
    table = resources.read_yaml("names/tables/gate.yaml")
    return {
        space: Bounds(
            least=round(UNIT * float(table[space]["least_bits"])),
            share=round(1000 * float(table[space]["share"])),
            of_longer=round(1000 * float(table[space].get("of_longer", 0))),
            words=float(table[space].get("words", 0)),
            letters=float(table[space].get("letters", 0)),
            together=float(table[space].get("together", 0)),
        )
        for space in SPACES
    }


def script_of(p: Prepared) -> str:
    """`l` for a Latin name, `h` for one of Han characters alone, `m` for any other."""
    return p.scripts if p.scripts in ("l", "h") else "m"


def meet(p: Prepared, q: Prepared) -> bool:
    """Whether two names share enough that their likeness may become an alert."""
    if not keys(p).isdisjoint(keys(q)) or not initials(p).isdisjoint(acronyms(q)) or not acronyms(p).isdisjoint(initials(q)):
        return True
    one, other = script_of(p), script_of(q)
    if one == other == "l":
        slipped = not slips(p).isdisjoint(slips(q))
        shares = SLIPPED if slipped else shares_of(latin(p), latin(q))
        return (slipped or _enough("latin", latin(p), latin(q))) and like_words(words(p), words(q), shares)
    if _has_han(p) and _has_han(q):
        return _enough("written", written(p), written(q))
    if "l" not in (one, other):
        return _enough("kana", kana(p), kana(q)) and could_be(p, q)
    heard = _enough("sound", sound(p), sound(q)) or (loans_meet(p, q) and (_enough("loan", loan(p), loan(q)) or _same_bones(p, q)))
    return (heard or (meanings_meet(p, q) and _enough("meant", meant(p), meant(q)))) and could_be(p, q)


def _same_bones(p: Prepared, q: Prepared) -> bool:
    return not latin_bones(p).isdisjoint(kana_bones(q)) or not kana_bones(p).isdisjoint(latin_bones(q))


def loans_meet(p: Prepared, q: Prepared) -> bool:
    """Loanwords are looked for between a Latin name and one with kana."""
    return (script_of(p) == "l" and "k" in q.scripts) or (script_of(q) == "l" and "k" in p.scripts)


def meanings_meet(p: Prepared, q: Prepared) -> bool:
    """Words that characters may mean are looked for between a Latin name and one that may be Chinese."""
    return (script_of(p) == "l" and may_be_chinese(q)) or (script_of(q) == "l" and may_be_chinese(p))


def may_be_chinese(p: Prepared) -> bool:
    return "h" in p.scripts and p.nation != "ja"


def _enough(space: str, one: Weighted, other: Weighted) -> bool:
    return gate()[space].enough(shared(one, other), one.total, other.total)


def shared(one: Weighted, other: Weighted) -> int:
    """The weight of the clues that both have, each at the lesser of its two weights."""
    few, many = (one.weights, other.weights) if len(one.weights) < len(other.weights) else (other.weights, one.weights)
    return sum(min(weight, many[clue]) for clue, weight in few.items() if clue in many)


def shares_of(one: Weighted, other: Weighted) -> float:
    """The shares of either name's clues that both have, added, in hundredths."""
    met = 100 * shared(one, other)
    return met / max(1, one.total) + met / max(1, other.total)


SLIPPED = 200.0
"""Where a lone short brand has slipped, no shares are asked for."""


def like_words(one: tuple[str, str, str], other: tuple[str, str, str], shares: float) -> bool:
    """A second look at two Latin names (as `words` gives them) that share enough letters.

    Their brands are alike in any order, or (also without a brand) all words are. And their letters in a row, with the `shares` of either name's clues
    that are met, come to enough together (in hundredths): slips leave letters, another order leaves shares.
    """
    bounds = gate()["latin"]
    letters = fuzz.ratio(one[2], other[2])
    if letters + shares < bounds.together:
        return False
    if letters >= bounds.letters:
        return True
    brand = 1 if one[1] and other[1] else 0
    if fuzz.token_ratio(one[brand], other[brand], score_cutoff=bounds.words):
        return True
    return fuzz.token_sort_ratio(one[0], other[0], score_cutoff=bounds.words) > 0


@functools.lru_cache(maxsize=100_000)
def number(clue: str) -> int:
    """A clue as a number: up to three characters packed, so that they are never confused; longer ones by their CRC-32."""
    if len(clue) <= 3:
        packed = 0
        for char in clue:
            packed = packed << 21 | ord(char)
        return packed
    return 1 << 63 | crc32(clue.encode())


@functools.cache
def _gram_weights() -> dict[str, int]:
    return {gram: max(1, round(UNIT * float(value) / 2)) for gram, value in rows("grams")}


@functools.lru_cache(maxsize=100_000)
def _threes(word: str) -> tuple[str, ...]:
    ended = f"^{word}$"
    return tuple(ended[at : at + 3] for at in range(len(ended) - 2))


def _gram(gram: str) -> int:
    return _gram_weights().get(gram, round(UNIT * UNSEEN_GRAM / 2))


@functools.lru_cache(maxsize=200_000)
def _of_latin_word(text: str, worth: float) -> tuple[int, dict[int, int]]:
    """(weight of each three, three -> weight) of a word."""
    grams: dict[int, None] = {}
    for word in text.split():
        grams.update(_packed(sound_key(word)))
    each = max(1, round(UNIT * worth / max(1, len(grams))))
    return each, dict.fromkeys(grams, each)


def _packed(word: str) -> dict[int, None]:
    """The threes of a word as `number` packs them, without a string for each."""
    codes = [_START, *map(ord, word), _END]
    return dict.fromkeys([one << 42 | two << 21 | three for one, two, three in zip(codes, codes[1:], codes[2:], strict=False)])


_START, _END = ord("^"), ord("$")


def _weight_first(held: tuple[int, dict[int, int]]) -> int:
    return held[0]


def latin(p: Prepared) -> Weighted:
    """The letters of a Latin name: each word's bits, spread over its threes."""
    held = [_of_latin_word(token.text, token.bits) for token in p.tokens]
    if len(held) == 1:
        return Weighted(weights=held[0][1], total=held[0][0] * len(held[0][1]))
    found: dict[int, int] = {}
    for _, weights in sorted(held, key=_weight_first):
        found.update(weights)
    return Weighted(weights=found, total=sum(found.values()))


@dataclass(frozen=True, slots=True)
class Flat:
    """Clues of Latin names in a row, `sizes` each; `runs` of so many have one of `weights`. Of a clue that stands twice the heavier counts."""

    sizes: list[int]
    clues: list[int]
    runs: list[int]
    weights: list[int]

    def one_by_one(self) -> list[Weighted]:
        every = [weight for run, weight in zip(self.runs, self.weights, strict=True) for _ in range(run)]
        found, start = [], 0
        for size in self.sizes:
            held: dict[int, int] = {}
            for clue, weight in zip(self.clues[start : start + size], every[start : start + size], strict=True):
                held[clue] = max(held.get(clue, 0), weight)
            found.append(Weighted(weights=held, total=sum(held.values())))
            start += size
        return found


def flat(names: Iterable[Prepared]) -> Flat:
    """What `latin` says of many names, laid in a row."""
    sizes: list[int] = []
    every: list[int] = []
    runs: list[int] = []
    weights: list[int] = []
    for p in names:
        before = len(every)
        for token in p.tokens:
            each, grams = _of_latin_word(token.text, token.bits)
            every.extend(grams)
            runs.append(len(grams))
            weights.append(each)
        sizes.append(len(every) - before)
    return Flat(sizes, every, runs, weights)


def words(p: Prepared) -> tuple[str, str, str]:
    """All words of a Latin name as they sound, those of its brand, and all of them without spaces, for the second look."""
    heard_as = [(sound_key(word), token.kind == "brand") for token in p.tokens for word in token.text.split()]
    every = [word for word, _ in heard_as]
    return " ".join(every), " ".join([word for word, brand in heard_as if brand]), "".join(every)


def _has_han(p: Prepared) -> bool:
    return "h" in p.scripts


def written(p: Prepared) -> Weighted:
    """The characters of a name as they are written: Han ones one by one, and all of them two by two."""
    table = bits()
    found: dict[int, int] = {}
    before, weighed, after_han = "", 0, False
    for char in p.text:
        is_han = "\u3400" <= char <= "\u9fff"
        weight = max(1, round(UNIT * (table.get(char, UNSEEN_CHARACTER) if is_han else LETTER) / 2))
        if is_han:
            found[ord(char)] = weight
        if before:
            found[number(before + char)] = max(1, (weight + weighed) // 2) if is_han and after_han else weight + weighed
        before, weighed, after_han = char, weight, is_han
    return Weighted(weights=found, total=sum(found.values()))


def sound(p: Prepared) -> Weighted:
    """What a name sounds like, in every reading of its characters, and the terms and places that it names."""
    found: dict[int, int] = {}
    total = 0
    for token in p.tokens:
        if token.kind != "brand":
            weight = max(1, round(UNIT * min(token.bits, 12.0) * 0.6))
            total += weight
            for concept in token.concepts:
                clue = number("concept:" + concept)
                found[clue] = max(found.get(clue, 0), weight)
    return Weighted(weights=found, total=total + (_latin_sound if p.scripts == "l" else _other_sound)(p, found))


def _latin_sound(p: Prepared, found: dict[int, int]) -> int:
    total = 0
    for token in p.tokens:
        brand = token.kind == "brand"
        for word in token.text.split():
            for gram in _threes(sound_key(word)):
                weight = _gram(gram) if brand else _gram(gram) // 2
                total += weight if brand else 0
                found[number(gram)] = weight
    return total


def _other_sound(p: Prepared, found: dict[int, int]) -> int:
    total = 0
    texts = {p.text.replace(" ", "")}
    for token in p.tokens:
        if token.kind == "brand":
            texts.add(token.text)
            first = next(iter(heard(token.text, p.nation)), "")
            total += sum(_gram(gram) for gram in _threes(first)) if first else round(UNIT * token.bits)
    for text in texts:
        found.update(_read_aloud(text, p.nation))
    return total


def kana(p: Prepared) -> Weighted:
    """What the parts of a name sound like, each part's bits spread over its threes: for two names of which neither is Latin."""
    found: dict[int, int] = {}
    total = 0
    for token in p.tokens:
        grams, each = _spread(token.text, token.bits, _read_as(p))
        total += round(UNIT * token.bits)
        for gram in grams:
            if found.get(gram, 0) < each:
                found[gram] = each
    return Weighted(weights=found, total=total)


def _read_as(p: Prepared) -> Nation:
    """Against kana a Chinese company's name is read both ways: Japan calls some by the Chinese sound and some by its own reading."""
    return "" if p.nation == "zh" else p.nation


@functools.lru_cache(maxsize=100_000)
def _spread(text: str, worth: float, nation: Nation) -> tuple[tuple[int, ...], int]:
    first = next(iter(heard(text, nation)), "")
    return tuple(_read_aloud(text.replace(" ", ""), nation)), max(1, round(UNIT * worth / max(1, len(first))))


@functools.lru_cache(maxsize=50_000)
def _read_aloud(text: str, nation: Nation) -> dict[int, int]:
    """The threes of every way in which a text may be read, over two neighbouring readings at most."""
    ways = _ways(text, nation)
    grams: set[str] = set()
    for at, here in enumerate(ways):
        for end, readings in here:
            last = end == len(text)
            heads = () if last else {reading[:2] for _, after in ways[end] for reading in after}
            for reading in readings:
                whole = f"{'' if at else '^'}{reading}{'$' if last else ''}"
                grams.update(whole[place : place + 3] for place in range(len(whole) - 2))
                for head in heads:
                    joint = whole[-2:] + head
                    grams.update(joint[place : place + 3] for place in range(len(joint) - 2))
    return {number(gram): _gram(gram) for gram in grams}


def _ways(text: str, nation: Nation) -> list[list[tuple[int, list[str]]]]:
    """From each place: where a unit ends that starts there, and how it may be read."""
    chars, phrases = character_readings(), word_readings()
    ways: list[list[tuple[int, list[str]]]] = [[] for _ in text]
    at = 0
    while at < len(text):
        run = _RUN.match(text, at)
        if run:
            ways[at].append((run.end(), _of_run(run[0])))
            at = run.end()
            continue
        ways[at].append((at + 1, _of_character(chars.get(text[at]), nation)))
        for width in (2, 3, 4):
            phrase = phrases.get(text[at : at + width]) if at + width <= len(text) else None
            if phrase:
                chinese = [sound_key(phrase[0])] if phrase[0] and nation != "ja" else []
                ways[at].append((at + width, chinese + (phrase[1].split(",") if phrase[1] and nation != "zh" else [])))
        at += 1
    return ways


def _of_run(run: str) -> list[str]:
    if run.isascii():
        return [sound_key(run)]
    found = list(dict.fromkeys((kana_sound(run), likeliest(run))))
    spelled = spelled_out(run)
    if spelled:
        found.append(sound_key(spelled))
    else:
        found.extend(_half_spelled(run))
    return found


@functools.lru_cache(maxsize=20_000)
def _half_spelled(run: str) -> tuple[str, ...]:
    """ジーエムオープロダクト -> gmo + the sound of the rest: the longest front of letters, or the longest back."""
    for end in range(len(run) - 2, 3, -1):
        letters = spelled_out(run[:end])
        if letters:
            return (sound_key(letters + kana_sound(run[end:])),)
    return ()


def _of_character(reading: Reading | None, nation: Nation) -> list[str]:
    if reading is None:
        return []
    chinese = (reading.mandarin, *reading.elsewhere) if nation != "ja" else ()
    return [one for one in dict.fromkeys((*chinese, *(reading.japanese[:READINGS] if nation != "zh" else ()))) if one]


def loan(p: Prepared) -> Weighted:
    """The words of a name without what Japanese adds to a loanword or leaves out of it."""
    found: dict[int, int] = {}
    for token in p.tokens:
        if token.script != "han":
            found.update(_of_loanword(token.text, token.script == "kana"))
    return Weighted(weights=found, total=sum(found.values()))


@functools.lru_cache(maxsize=100_000)
def _of_loanword(text: str, kana: bool) -> dict[int, int]:
    grams = ["~" + gram for word in text.split() for gram in _threes(loan_sound(word, kana))]
    return {number(gram): _gram(gram) for gram in grams}


def loan_sound(word: str, kana: bool) -> str:
    """A word's consonants with an `a` for all vowels between them; of kana, without those that only part consonants."""
    return _VOWELS.sub("a", loan_key(kana_sound(word) if kana else word, kana))


def meant(p: Prepared) -> Weighted:
    """The English words that a Chinese name may be met by: translations, readings, initials, each with the most that the link could gain."""
    total = round(UNIT * sum(token.bits for token in p.tokens))
    if p.scripts == "l":
        return Weighted(weights={number("=" + run): ANY_GAIN for run in runs(p)}, total=total)
    return Weighted(weights={number("=" + word): max(1, round(UNIT * gain)) for word, gain in most_gained(p).items()}, total=total)


def keys(p: Prepared) -> frozenset[int]:
    """The whole name, with its legal form and without, and the letters that its kana spell: a clue that is enough alone."""
    spelled = spelled_out(p.text) if p.scripts == "k" else ""
    return frozenset([_key("=", text) for text in (p.letters, p.text, spelled) if text])


def initials(p: Prepared) -> frozenset[int]:
    """What the first letters of three words or more may be called: all of them, or the first four and more."""
    letters = "".join([word[0] for token in p.tokens if token.script == "latin" for word in token.text.split()])[:LONGEST_ACRONYM]
    if len(letters) < SHORTEST_ACRONYM:
        return frozenset()
    return frozenset([_key("a", letters), *(_key("a", letters[:end]) for end in range(SHORTEST_ACRONYM + 1, len(letters)))])


def acronyms(p: Prepared) -> frozenset[int]:
    """A lone brand that may stand for first letters, spelled out where it is kana. It meets the `initials` of another name."""
    brand = [token for token in p.tokens if token.kind == "brand"]
    if len(brand) != 1 or brand[0].script == "han":
        return frozenset()
    text = brand[0].text
    spelled = text if brand[0].script == "latin" else spelled_out(text)
    return frozenset([_key("a", spelled)]) if SHORTEST_ACRONYM <= len(spelled) <= LONGEST_ACRONYM else frozenset()


def latin_bones(p: Prepared) -> frozenset[int]:
    """The consonants of a Latin name's brand, and of all of it: they meet the `kana_bones` of a name in kana."""
    if p.scripts != "l":
        return frozenset()
    words = [token.text for token in p.tokens]
    brand = [token.text for token in p.tokens if token.kind == "brand"]
    return frozenset([_key("b", bones) for part in (words, brand) if len(bones := _bones("".join(part), False)) > 1])


def kana_bones(p: Prepared) -> frozenset[int]:
    """The consonants of a kana name's brand, and of all of it: a short loanword has too few threes to be met by them."""
    if "k" not in p.scripts:
        return frozenset()
    brand = "".join([token.text for token in p.tokens if token.kind == "brand"])
    return frozenset([_key("b", bones) for part in (p.text, brand) if _KANA_ALONE.fullmatch(part) and len(bones := _bones(part, True)) > 1])


@functools.lru_cache(maxsize=100_000)
def _bones(text: str, kana: bool) -> str:
    """The consonants of a loanword, and the vowel it begins with."""
    heard = loan_sound(text.replace(" ", ""), kana)
    return _TWICE.sub(r"\1", heard[:1] + heard[1:].replace("a", ""))


def _key(kind: str, text: str) -> int:
    return _KEY | crc32((kind + text).encode())


_KEY = 1 << 62


def slips(p: Prepared) -> frozenset[int]:
    """A Latin name's one short, rare brand with a letter left out: for two Latin names, one of these is as good as enough letters."""
    brand = [token for token in p.tokens if token.kind == "brand"]
    if len(brand) != 1 or brand[0].script != "latin" or not SHORT[0] <= len(brand[0].text) <= SHORT[1] or brand[0].bits < RARE:
        return frozenset()
    return frozenset(_slips(brand[0].text))


@functools.lru_cache(maxsize=100_000)
def _slips(word: str) -> tuple[int, ...]:
    """A word as it sounds, and with each of its letters left out: one slip of the pen leaves two such words with one in common."""
    octets = b"s" + sound_key(word).encode()
    slipped = [octets, *(octets[:at] + octets[at + 1 :] for at in range(1, len(octets)))]
    return tuple([_KEY | crc32(one) for one in slipped])
