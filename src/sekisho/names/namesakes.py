"""Likenesses in which no brand answers to a brand: general words alone, another brand under the same rare words, a far trade under a bare brand.

Each of them is a veto: such a pair is merely possible, however rare the words that agree.
"""

from .lexicon import PLACE_KINDS
from .pairs import Alignment
from .prepared import Prepared
from .segment import Token

CODES = ("general_alone", "other_brand", "far_trade")
GENERAL = frozenset({"generic", "line", "sector"})
MUCH_SAID = 20.0
"""Bits of general words that tell a Latin name apart by themselves, though another says more."""
MOST_ALIKE = 0.6
"""The share of a Han brand's characters that another's have at the most, while each has one that the other name lacks."""
BOTH_WRITTEN = frozenset({"han", "kana", "han_kana", "mixed"})


def vetoes(p: Prepared, q: Prepared, family: str, alignment: Alignment, facts: dict[str, float]) -> list[str]:
    """The codes of what holds of a pair of names that are not written alike."""
    if family == "latin":
        return ["general_alone"] if "brand" not in facts and (_says_little(p, alignment.right) or _says_little(q, alignment.left)) else []
    found = []
    if _is_general(p, q, alignment.right) or _is_general(q, p, alignment.left):
        found.append("general_alone")
    if family in BOTH_WRITTEN and (_have_other_brands(p, q) if family == "han" else _unanswered(alignment)):
        found.append("other_brand")
    if family in BOTH_WRITTEN and "sector_alone" in facts and _is_far(alignment.left if _has_sector(alignment.left) else alignment.right, p, q):
        found.append("far_trade")
    return found


def _says_little(p: Prepared, over: tuple[Token, ...]) -> bool:
    """A Latin name of two general words beside one that says more."""
    return bool(over) and all(token.kind in GENERAL for token in p.tokens) and sum(token.bits for token in p.tokens) < MUCH_SAID


def _is_general(p: Prepared, q: Prepared, over: tuple[Token, ...]) -> bool:
    """General words beside a name with a brand, to which they do not answer: it is left over, or shares no character with them."""
    if not q.brand or any(token.kind not in GENERAL for token in p.tokens):
        return False
    if p.scripts != q.scripts:
        return any(token.kind == "brand" for token in over)
    return not any(set(token.text) & set(p.text) for token in q.brand)


def _unanswered(alignment: Alignment) -> bool:
    """A brand is left over on either side, and none answers."""
    sides = (alignment.left, alignment.right)
    return all(any(token.kind == "brand" for token in side) for side in sides) and all(pair.kind != "brand" for pair in alignment.pairs)


def _have_other_brands(p: Prepared, q: Prepared) -> bool:
    """Each has a character in its brand that the other lacks, and hardly more than half of them are shared; 顺天医药 may call itself 顺药."""
    ours, theirs = ("".join(token.text for token in one.brand) for one in (p, q))
    if not ours or not theirs or not (set(ours) - set(q.text) and set(theirs) - set(p.text)):
        return False
    return len(set(ours) & set(theirs)) < MOST_ALIKE * min(len(set(ours)), len(set(theirs)))


def _has_sector(side: tuple[Token, ...]) -> bool:
    return any(token.kind == "sector" for token in side)


def _is_far(side: tuple[Token, ...], p: Prepared, q: Prepared) -> bool:
    """Neither is written out with its legal form, of which short names leave trades away."""
    return not (p.forms or q.forms) and _has_sector(side) and not any(token.kind in PLACE_KINDS for token in side)
