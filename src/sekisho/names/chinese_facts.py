"""What the links between a Chinese and an English name say for and against, as counted facts; the family `zh_latin` weighs them.

What is left over on either side is counted with what leaving it means: a general word that translators drop costs little, a line of business that
nothing answers to much. A brand that no reading explains is asked whether it may have been coined from the Chinese one (`coined.py`).
"""

import functools
import math

from .chinese import HanSide, LatinSide, Linked, han_side, latin_side, linked
from .coined import MOST_LETTERS, MOST_SYLLABLES, Meanings, made_of
from .lexicon import CRAFTS, PLACE_KINDS, chinese_left_out, chinese_meanings, english_shares, han_meanings, latin_meanings, pinyin, places_around
from .pairs import Alignment, Pair
from .prepared import Prepared
from .segment import Token

CHINESE_FACTS = (
    "prior", "brand", "place", "term", "meaning", "character", "term_sound", "initials", "complete", "no_han_brand", "brand_part", "brand_over",
    "coined", "not_coined", "brand_clash", "pinyin_over", "coined_over", "english_over", "han_brand_over", "latin_brand_over", "pinyin_alone",
    "word_over", "term_over", "term_clash", "place_over_han", "place_over_latin", "country_over", "place_clash", "whole", "latin_whole", "thin",
    "trade_clash", "sector_alone",
    "equal", "number_clash", "number_extra", "form_clash", "person", "negation", "acronym", "country_clash",
)  # fmt: skip
ENOUGH_BITS = 18.0
UNCOUNTED_LEFT, UNCOUNTED_WORD = 0.2, 3.0
NESTED_BITS = 4.0
SHORT_BRAND = 3
OFTEN_UNANSWERED, SELDOM_SEEN = 0.25, 0.006
_DENIALS = frozenset({"not", "non", "no", "without", "except", "excluding"})
_AGAINST = frozenset({"free", "compatible", "alternative", "replacement", "dealer", "reseller", "distributor"})
_CHINA = frozenset({"china", "chinese", "sino"})
Coinage = tuple[str, tuple[str, ...], Meanings]


def chinese_facts(p: Prepared, q: Prepared) -> tuple[Alignment, dict[str, float]]:
    """The links as an alignment, and the facts of a pair of which one side is written in Latin letters; numbers and vetoes are counted elsewhere."""
    swapped = p.scripts == "l"
    native, foreign = (q, p) if swapped else (p, q)
    han, latin = han_side(native), latin_side(foreign)
    found = linked(han, latin)
    brand = coinage(han, latin, found)
    likely = made_of(*_for_model(brand)) if brand else 0.0
    facts = {"prior": 1.0}
    _of_links(han, found, facts)
    _of_words(latin, found, facts)
    _of_terms(han, found, facts)
    _of_places(han, latin, found, facts)
    _of_brands(han, latin, found, brand, likely, facts)
    _of_trades(han, latin, found, facts)
    _of_all(facts, found)
    named = [word for word, kind in zip(latin.words, latin.kinds, strict=True) if kind == "brand"]
    if len(named) == 1 and len(named[0]) <= SHORT_BRAND:
        facts["acronym"] = float(len(named[0]))
    sides = _left_over(native, han, found), _words_left_over(foreign, latin, found)
    if _denied(latin, found) or any(token.text == "非" for token in sides[0]):
        facts["negation"] = 1.0
    pairs = tuple(_pairs(han, latin, found, brand, likely))
    if swapped:
        pairs = tuple(one.turned for one in pairs)
        sides = sides[1], sides[0]
    return Alignment(pairs=pairs, left=sides[0], right=sides[1]), {name: round(value, 3) for name, value in facts.items() if value}


def _denied(latin: LatinSide, found: Linked) -> bool:
    """*Not A*, *A-free*; but No 1, and Duty Free."""
    words = latin.words
    if len(words) > 1 and words[0] in _DENIALS and not words[1].isdigit():
        return True
    return any(link.how == "pinyin" and link.last < len(words) and words[link.last] in _AGAINST for link in found.links)


def _add(facts: dict[str, float], name: str, value: float) -> None:
    facts[name] = facts.get(name, 0.0) + value


def _of_links(han: HanSide, found: Linked, facts: dict[str, float]) -> None:
    brands = han.kinds.count("brand")
    for link in found.links:
        kinds = set(han.kinds[link.start : link.stop])
        if link.how == "initials":
            _add(facts, "initials", link.gain)
        elif kinds == {"place"}:
            _add(facts, "place", link.gain)
        elif link.how == "pinyin":
            _add(facts, "brand" if kinds == {"brand"} else "term_sound", link.gain)
        elif "brand" not in kinds:
            _add(facts, "term", link.gain)
        else:
            _add(facts, "character" if link.stop - link.start == 1 and brands > 1 else "meaning", link.gain)


def is_brand(latin: LatinSide, at: int) -> bool:
    """A word that names: it is no known term, or one that English brands are made of (Ridge, Glory)."""
    counted = english_shares().get(latin.words[at])
    return latin.kinds[at] == "brand" and (counted is None or (counted[0] < SELDOM_SEEN and counted[1] > OFTEN_UNANSWERED))


def _of_words(latin: LatinSide, found: Linked, facts: dict[str, float]) -> None:
    """English words that no character answers to."""
    for at in found.left:
        if latin.kinds[at] != "place" and not is_brand(latin, at):
            counted = english_shares().get(latin.words[at])
            _add(facts, "word_over", -math.log2(counted[1]) if counted else UNCOUNTED_WORD)


def _of_terms(han: HanSide, found: Linked, facts: dict[str, float]) -> None:
    """Chinese terms that no word answers to."""
    for start, stop, kind, term in han.terms:
        open_ = sum(at not in found.covered for at in range(start, stop))
        if open_ and kind not in PLACE_KINDS:
            _add(facts, "term_over", -math.log2(chinese_left_out().get(term, UNCOUNTED_LEFT)) * open_ / (stop - start))


def _of_trades(han: HanSide, latin: LatinSide, found: Linked, facts: dict[str, float]) -> None:
    """Another trade on either side, or a far one beside a name that is wholly answered: what lists of companies do not hold, namesakes."""
    ours = {_trade(kind, han_meanings()[term].concepts) for start, stop, kind, term in _open(han, found)}
    theirs = {_trade(latin.kinds[at], held.concepts) for at in found.left if (held := latin_meanings().get(latin.words[at]))}
    trades = [side & {"line", "sector"} for side in (ours, theirs)]
    if all(trades) or ("sector" in ours and "craft" in theirs) or ("sector" in theirs and "craft" in ours):
        facts["trade_clash"] = 1.0
    elif "sector" in ours | theirs and not (theirs if trades[0] else ours) & {"line", "sector", "craft"}:
        facts["sector_alone"] = 1.0


def _open(han: HanSide, found: Linked) -> list[tuple[int, int, str, str]]:
    """The terms of the Chinese name that no word answers to."""
    return [term for term in han.terms if term[3] in han_meanings() and found.covered.isdisjoint(range(term[0], term[1]))]


def _trade(kind: str, concepts: frozenset[str]) -> str:
    return "craft" if concepts & CRAFTS else kind


def _of_places(han: HanSide, latin: LatinSide, found: Linked, facts: dict[str, float]) -> None:
    ours = [term for start, stop, kind, term in han.terms if kind in PLACE_KINDS and found.covered.isdisjoint(range(start, stop))]
    left = [latin.words[at] for at in found.left if latin.kinds[at] == "place"]
    if any(word in _CHINA for word in left):
        facts["country_over"] = 1.0
    theirs = [word for word in left if word not in _CHINA]
    if ours and theirs:
        if _one_in_the_other(ours, theirs):
            _add(facts, "place", NESTED_BITS)
        else:
            facts["place_clash"] = 1.0
        return
    facts["place_over_han"], facts["place_over_latin"] = float(len(ours)), float(len(theirs))


def _one_in_the_other(ours: list[str], theirs: list[str]) -> bool:
    here = {place for term in ours if (held := han_meanings().get(term) or latin_meanings().get(term)) for place in held.concepts}
    there = {place for word in theirs if (held := latin_meanings().get(word)) for place in held.concepts}
    return bool((places_around(here) - {"china"}) & there or (places_around(there) - {"china"}) & here)


def coinage(han: HanSide, latin: LatinSide, found: Linked) -> Coinage | None:
    """The Latin word or words, and the syllables and characters, that only their brand can join; None where either side has none left."""
    open_ = [at for at in range(len(han.text)) if at not in found.covered and han.kinds[at] == "brand" and han.syllables[at]]
    words = [latin.words[at] for at in found.left if is_brand(latin, at)]
    if not open_ or not words:
        return None
    return "".join(words), tuple(han.syllables[at] for at in open_), _meant("".join(han.text[at] for at in open_))


def _for_model(brand: Coinage) -> Coinage:
    word, syllables, meanings = brand
    return word[:MOST_LETTERS], syllables[:MOST_SYLLABLES], meanings


@functools.lru_cache(maxsize=50_000)
def _meant(han: str) -> Meanings:
    """Single English words of three letters or more for each character and pair of characters."""
    found = []
    for start in range(min(len(han), MOST_SYLLABLES)):
        for stop in (start + 1, start + 2):
            words = tuple(word for word in chinese_meanings().get(han[start:stop], ()) if len(word) > 2 and " " not in word)
            if words and stop <= len(han):
                found.append((start, stop, words))
    return tuple(found)


def _of_brands(han: HanSide, latin: LatinSide, found: Linked, brand: Coinage | None, likely: float, facts: dict[str, float]) -> None:
    whole = han.kinds.count("brand")
    over = sum(kind == "brand" and at not in found.covered for at, kind in enumerate(han.kinds))
    left = [latin.words[at] for at in found.left if is_brand(latin, at)]
    facts["brand_over"] = float(min(4, over))
    facts["brand_part"] = float(0 < over < whole)
    facts["complete"] = float(whole > 0 == over)
    facts["no_han_brand"] = float(not whole)
    said = [word for word in left if word not in _general() and is_pinyin(word)]
    facts["english_over"] = float(sum(word in _general() for word in left))
    facts["coined_over"] = float(len(left) - len(said)) - facts["english_over"]
    if brand:
        facts["brand_clash"] = 1.0
        facts["coined"], facts["not_coined"] = max(0.0, likely), max(0.0, min(10.0, -likely))
        facts["pinyin_over"] = max(0.0, min(1.0, (12 - likely) / 10)) if said else 0.0
    elif over:
        facts["han_brand_over"] = 1.0
    elif left:
        facts["latin_brand_over"] = 1.0
        facts["pinyin_alone"] = float(bool(said))


def _of_all(facts: dict[str, float], found: Linked) -> None:
    facts["term_clash"] = min(facts.get("word_over", 0.0), facts.get("term_over", 0.0))
    facts["latin_whole"] = float(not found.left)
    facts["whole"] = float(not found.left and not facts["brand_over"] and not facts.get("term_over"))
    met = sum(facts.get(name, 0.0) for name in ("brand", "place", "term", "meaning", "character", "term_sound", "initials"))
    facts["thin"] = max(0.0, ENOUGH_BITS - met - 0.6 * facts.get("coined", 0.0))


@functools.cache
def _general() -> frozenset[str]:
    """English words that the tables know a Chinese one for."""
    return frozenset(word for words in chinese_meanings().values() for phrase in words for word in phrase.split())


@functools.cache
def _syllables() -> frozenset[str]:
    return frozenset(said for said in pinyin().values() if len(said) > 1 and set(said) & set("aeiou") and said != "ei") | {"a"}


@functools.lru_cache(maxsize=50_000)
def is_pinyin(word: str) -> bool:
    """Can be read as syllables of pinyin from end to end."""
    reached = {0}
    for at in range(len(word)):
        if at in reached:
            reached.update(at + width for width in range(1, 7) if word[at : at + width] in _syllables())
    return len(word) > 1 and len(word) in reached


def _pairs(han: HanSide, latin: LatinSide, found: Linked, brand: Coinage | None, likely: float) -> list[Pair]:
    pairs = []
    for link in found.links:
        kinds = set(han.kinds[link.start : link.stop])
        kind = "brand" if "brand" in kinds else "city" if kinds == {"place"} else sorted(kinds)[0]
        words = " ".join(latin.words[link.first : link.last])
        pairs.append(Pair(left=han.text[link.start : link.stop], right=words, kind=kind, likeness=1.0, bits=round(link.gain, 3), how=link.how))
    if brand and likely > 0:
        text = "".join(char for at, char in enumerate(han.text) if at not in found.covered and han.kinds[at] == "brand")
        pairs.append(Pair(left=text, right=brand[0], kind="brand", likeness=0.5, bits=round(likely, 3), how="may be coined from it"))
    return pairs


def _left_over(native: Prepared, han: HanSide, found: Linked) -> tuple[Token, ...]:
    left, at = [], 0
    for token in native.tokens:
        rest = "".join(char for place, char in enumerate(token.text, at) if place not in found.covered)
        at += len(token.text)
        if rest:
            left.append(
                token if rest == token.text else Token(text=rest, script=token.script, kind=token.kind, bits=token.bits * len(rest) / len(token.text))
            )
    return tuple(left)


def _words_left_over(foreign: Prepared, latin: LatinSide, found: Linked) -> tuple[Token, ...]:
    open_ = {latin.words[at] for at in found.left}
    return tuple(token for token in foreign.tokens if token.script == "latin" and open_ & set(token.text.split()))
