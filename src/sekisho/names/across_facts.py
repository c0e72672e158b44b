"""What speaks for and against a Japanese name beside one in Latin letters, counted from how the one explains the other.

Between two scripts what is left over has a side: an English name often leaves a term away that the Japanese name has, and seldom adds one.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from .across import ODDEST, SAID
from .lexicon import PLACE_KINDS, rows
from .loanwords import letter_bits
from .pairs import Alignment, Pair
from .prepared import Prepared
from .readings import spelled_out
from .segment import Token
from .sounds import kana_sound, sound_key

ACROSS = (
    "odd_reading", "odd_spelling", "odd_rate", "few", "scant", "native_brand", "latin_brand", "native_over", "latin_over", "native_place",
    "latin_place", "native_share", "latin_share", "whole", "full", "related_extra", "both_over", "misread",
    "as_spelled", "no_brand_over", "lesser_form", "lettered",
)  # fmt: skip
SIDELESS = (
    "brand_exact", "brand_clash", "brand_extra", "line_clash", "line_extra", "sector_extra", "generic_extra", "place_extra", "complete", "near",

)  # fmt: skip
"""Facts that these take the place of."""
SELDOM_LEFT_OUT = 4.3
"""Bits of leaving a term unanswered that was not counted: one in twenty."""
FEW_BITS, SCANT_BITS, MOST = 20.0, 11.0, 20.0
_RELATED = frozenset({"holdings", "group"})
_ROMAJI = re.compile("(?:(?:[kgsztdnhbpmr]?y?|sh|ch|ts|j|f|w|kk|ss|tt|pp|tch|ssh)[aiueo]|n(?![aiueo])|m(?=[bpm])|h(?![aiueo]))+")
_TWICE = re.compile(r"([bcdgkpstz])\1|tch")
_GODO, _YUGEN = re.compile("合同会社|\\(同\\)"), re.compile("有限会社|\\(有\\)|合同会社|\\(同\\)")
_CORPORATE = frozenset({"corporation", "corp", "inc", "incorporated", "kk", "k k", "kabushiki kaisha", "kabushiki gaisha"})
_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[ァ-ヺ]")


def of_across(p: Prepared, q: Prepared, alignment: Alignment, facts: dict[str, float]) -> None:
    """Put the facts of two scripts in the place of those that know no sides."""
    native, latin = (q, p) if p.scripts == "l" else (p, q)
    over, rest = (alignment.right, alignment.left) if p.scripts == "l" else (alignment.left, alignment.right)
    for name in SIDELESS:
        facts.pop(name, None)
    facts["brand"] = min(30.0, sum(pair.bits for pair in alignment.pairs if pair.kind == "brand"))
    heard = [pair for pair in alignment.pairs if pair.how in SAID]
    for how in SAID:
        facts["odd_reading" if how == "reading" else "odd_spelling"] = ODDEST * sum(1 - pair.likeness for pair in heard if pair.how == how)
    facts["odd_rate"] = max((_odd_rate(pair) for pair in heard), default=0.0)
    met = sum(pair.bits for pair in alignment.pairs)
    if not facts.get("equal"):
        facts["few"], facts["scant"] = max(0.0, FEW_BITS - met), max(0.0, SCANT_BITS - met)
    for side, left in (("native", over), ("latin", rest)):
        _of_side(side, left, native if side == "native" else latin, facts)
    if facts.get("sector_alone"):
        facts["sector_alone"] = max(_seldom_left(side, left) for side, left in (("native", over), ("latin", rest)))
    if _is_lesser(native.forms, latin.forms):
        facts["lesser_form"] = 1.0
    _of_wholeness(alignment, over, rest, facts)
    _of_spelling(heard, facts)


def _seldom_left(side: str, left: Sequence[Token]) -> float:
    """How seldom a name leaves this far trade away, 1 for one that was not counted: 建設 goes with many a name, a hotel with none."""
    return max((min(1.0, _left_out().get((side, one.text), SELDOM_LEFT_OUT) / SELDOM_LEFT_OUT) for one in left if one.kind == "sector"), default=0.0)


def _is_lesser(native: Sequence[str], latin: Sequence[str]) -> bool:
    """A limited or godo company beside a corporation; a godo company beside `Co., Ltd.`."""
    written = "".join(native)
    if not _CORPORATE.isdisjoint(latin):
        return _YUGEN.search(written) is not None
    return {"co", "ltd"} <= set(latin) and _GODO.search(written) is not None


def _of_side(side: str, left: Sequence[Token], of: Prepared, facts: dict[str, float]) -> None:
    if not left:
        return
    facts[side + "_brand"] = _worth(left, ("brand",))
    facts[side + "_over"] = min(MOST, sum(_left_out().get((side, token.text), SELDOM_LEFT_OUT) for token in left if token.kind != "brand"))
    facts[side + "_place"] = float(any(token.kind in PLACE_KINDS for token in left))
    facts[side + "_share"] = 10 * min(1.0, sum(token.bits for token in left) / max(1.0, sum(token.bits for token in of.tokens)))


@functools.cache
def _left_out() -> dict[tuple[str, str], float]:
    """(native or latin, term) -> bits of its being left unanswered."""
    return {(side, word): float(bits) for side, word, bits in rows("left_out")}


def _worth(tokens: Iterable[Token], kinds: tuple[str, ...]) -> float:
    return min(MOST, sum(token.bits for token in tokens if token.kind in kinds))


def _of_wholeness(alignment: Alignment, over: Sequence[Token], rest: Sequence[Token], facts: dict[str, float]) -> None:
    left = (*over, *rest)
    if not left:
        facts["whole"] = 1.0
    if alignment.pairs and not any(token.kind in ("brand", "line", "sector") for token in left):
        facts["full"] = 1.0
    if over and rest:
        facts["both_over"] = 1.0
    if any(token.concepts & _RELATED for token in left):
        facts["related_extra"] = 1.0
    if left and not facts["brand"]:
        facts["no_brand_over"] = 1.0


def _odd_rate(pair: Pair) -> float:
    """Tenths of the word's bits that its spelling or reading is out of the usual: four odd bits are much in a short word."""
    word = pair.left if pair.left.isascii() else pair.right
    return 10 * ODDEST * (1 - pair.likeness) / max(1.0, letter_bits(sound_key(word)))


def _of_spelling(heard: Sequence[Pair], facts: dict[str, float]) -> None:
    """A word written as kana are romanised, or as the dictionary spells it, is surer than one that could be so spelled."""
    verdicts = [_spelling(kana, word) for kana, word in _kana_words(heard)]
    facts["as_spelled"] = float(any(verdict > 0 for verdict in verdicts))
    facts["lettered"] = float(any(len(word) > 2 and spelled_out(kana) == word for kana, word in _kana_words(heard)))
    facts["misread"] = float(any(verdict < 0 for verdict in verdicts))


def _kana_words(heard: Sequence[Pair]) -> Iterator[tuple[str, str]]:
    for pair in heard:
        word, kana = (pair.left, pair.right) if pair.left.isascii() else (pair.right, pair.left)
        if _KANA.search(kana) and not _HAN.search(kana):
            yield kana, word


@functools.lru_cache(maxsize=50_000)
def _spelling(kana: str, word: str) -> int:
    """1 where the word is these kana romanised or the dictionary's word for them, -1 where it is romanised of other kana, 0 for neither."""
    said, sound = kana_sound(kana), sound_key(word)
    known = _known(word)
    if said in known:
        return 1
    if sound == said:
        return 1 if not known and ("ッ" in kana) == bool(_TWICE.search(word)) else -1
    return -1 if known or _ROMAJI.fullmatch(word) else 0


@functools.lru_cache(maxsize=20_000)
def _known(word: str) -> frozenset[str]:
    """How the dictionary says a Latin word in kana, as sound keys."""
    forms = _dictionary().get(word)
    return frozenset(kana_sound(form) for form in forms.split(",")) if forms else frozenset()


@functools.cache
def _dictionary() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("loan_words")}
