"""What an alignment of two Latin names says: what share of either is met, by how many words, with how many slips, and what is left over."""

import math
from collections.abc import Iterable, Sequence

from .pairs import Alignment, Pair
from .segment import Token

LATIN_FACTS = (
    "prior", "brand", "brand_exact", "term", "generic", "place", "words", "reworded", "swap", "slips", "slip_first", "form_same", "slip_alone",
    "cut", "loss", "loss_more", "loss_much", "strange_words", "whole_brand", "complete", "equal", "brand_clash", "brand_extra", "no_brand",
    "line_clash", "line_extra", "sector_extra", "generic_extra", "place_clash", "place_extra", "number_clash", "number_extra", "form_clash",
    "person", "negation", "acronym", "country_clash", "trade_clash", "sector_alone", "thin",
)  # fmt: skip
"""Every fact of two Latin names. `loss` and `loss_more` are in doublings: 1 where half of the better and of the worse met side is left over."""
_SHARE = {"brand": "brand", "line": "term", "sector": "term", "generic": "generic"}
MOST_LOSS = 4.0
MOST_WORDS = 4
MOST_BITS = 24.0
MOST_SHARED = 28.0
RARE_BITS = 6.0
"""A word with more bits than this tells companies apart."""
UNHEARD_BITS = 15.0
"""A brand of words that no list has in common: hardly borne by chance."""
ENOUGH_BITS = 14.0


def of_latin(alignment: Alignment, facts: dict[str, float]) -> None:
    """The facts of what is met, and of how much stands beside it on either side."""
    met = _of_pairs(alignment.pairs, facts)
    if met < ENOUGH_BITS:
        facts["thin"] = ENOUGH_BITS - met
    if any(pair.how == "cut short" for pair in alignment.pairs):
        facts["cut"] = 1.0
        return
    left, right = alignment.left, alignment.right
    if left or right:
        _of_the_rest(left, right, facts)
        if "brand_exact" in facts and facts["brand"] >= UNHEARD_BITS and not (facts["brand_clash"] or facts["brand_extra"]):
            facts["whole_brand"] = 1.0
    if met:
        few, many = sorted((_worth(left), _worth(right)))
        _of_shares(met, few, many, facts)
    elif left or right:
        facts["no_brand"] = 1.0


def _of_pairs(pairs: Iterable[Pair], facts: dict[str, float]) -> float:
    """Counts what the pairs share; a slip takes twice its share of the word away. Returns the bits that are met."""
    met = slips = rate = 0.0
    words = reworded = 0
    for pair in pairs:
        worth = pair.bits
        words += 1
        if pair.likeness < 1.0:
            size = max(len(pair.left), len(pair.right))
            wrong = 1 - pair.likeness
            slips += wrong * size
            worth *= max(0.0, 1 - 2 * wrong)
            if pair.kind == "brand":
                rate = max(rate, wrong)
                if pair.left[:1] != pair.right[:1]:
                    facts["slip_first"] = 1.0
                if sorted(pair.left) == sorted(pair.right):
                    facts["swap"] = 1.0
        elif pair.how == "translation":
            reworded += not _is_short_for(pair.left, pair.right)
        elif pair.kind == "brand" and worth >= RARE_BITS:
            facts["brand_exact"] = 1.0
        met += worth
        name = _SHARE.get(pair.kind, "place")
        facts[name] = min(MOST_SHARED, facts.get(name, 0.0) + worth)
    facts["words"], facts["reworded"] = float(min(MOST_WORDS, words)), float(reworded)
    facts["slips"] = min(4.0, slips)
    if rate and "brand_exact" not in facts:
        facts["slip_alone"] = 10 * rate
    return met


def _is_short_for(one: str, other: str) -> bool:
    """`tech` and `technology` are one word, `industries` and `enterprises` are two of one meaning."""
    return one[:2] == other[:2]


def _worth(tokens: Sequence[Token]) -> float:
    return sum([token.bits for token in tokens])


def _of_shares(met: float, few: float, many: float, facts: dict[str, float]) -> None:
    """How much the side with less and the side with more left over says beyond what is met."""
    facts["loss"] = min(MOST_LOSS, math.log2(1 + few / met))
    more = min(MOST_LOSS, math.log2(1 + many / met))
    facts["loss_more"], facts["loss_much"] = more, max(0.0, more - 1.0)


def _of_the_rest(left: Sequence[Token], right: Sequence[Token], facts: dict[str, float]) -> None:
    """What is left over, by kind: on both sides a clash, on one an extra."""
    brand, line, sector, generic = [0.0, 0.0], [0.0, 0.0], 0.0, 0.0
    strange = [False, False]
    for at, side in enumerate((left, right)):
        for token in side:
            kind, bits = token.kind, token.bits
            if kind == "brand":
                brand[at] += bits
                strange[at] = strange[at] or bits > RARE_BITS
            elif kind == "generic":
                generic += bits
            elif kind == "line":
                line[at] += bits
            elif kind == "sector":
                line[at] += bits
                sector += bits
    one, other = min(MOST_BITS, brand[0]), min(MOST_BITS, brand[1])
    facts["brand_clash"], facts["brand_extra"] = min(one, other), abs(one - other)
    facts["strange_words"] = float(strange[0] and strange[1])
    clash = min(line)
    facts["line_clash"] = min(20.0, clash)
    facts["sector_extra"] = max(0.0, min(20.0, sector - clash))
    facts["line_extra"] = max(0.0, min(20.0, line[0] + line[1] - sector - clash))
    facts["generic_extra"] = min(20.0, generic)
