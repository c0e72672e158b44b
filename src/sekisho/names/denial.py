"""Texts that name a company to say that it is not meant, or that something is for its goods: *not X*, *X-free*, *adapter for X*, X以外, X用アダプタ.

Which parts a text denies is asked of that text alone, so that it holds against any spelling of the company, in whatever script.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass

from .pairs import Alignment
from .prepared import Prepared

_NOT = re.compile(r"(?:\b(?:not|non|without|except|excluding|instead of|other than|free of|replaces)|(?:^|[,;:/(]\s*)no)[\s-]+(?:\w+\s+){0,2}$")
_FOR = re.compile(r"\b(?:alternative to|compatible with|for use with|reseller of|distributor of|dealer of|for)[\s-]+(?:\w+\s+){0,2}$")
_FREE = re.compile(r"^[\s-]*free\b")
_LIKE = re.compile(r"^[\s-]*(?:compatible|alternative|replacement|dealer|reseller|distributor)\b")
_NOT_FAR_EAST = re.compile("^(?:以外|ではない|でない|不使用|非使用|を除く|を含まない|製品以外|製品を含まない|製ではない)")
_FOR_FAR_EAST = re.compile("^(?:用(?!品)|対応|対应|对应|互換|代替|代理商|经销商|經銷商)")
LEAST = {"han": 2, "kana": 3, "latin": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """Brands that a text says it is not (`outright`), and brands for whose goods, or like which, it says something is (`beside`)."""

    outright: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()


def denied(p: Prepared, q: Prepared, alignment: Alignment) -> bool:
    """Whether one of two names in different scripts denies the very part by which it met the other.

    Where something is only *for* a company, nothing else may have met: a Bank for International Cooperation meets its other name in more than that.
    """
    if p.scripts == q.scripts:
        return False
    met = frozenset(pair.left for pair in alignment.pairs), frozenset(pair.right for pair in alignment.pairs)
    return _denies(p, met[0]) or _denies(q, met[1])


def _denies(p: Prepared, met: frozenset[str]) -> bool:
    said = denied_parts(p.name, tuple((token.text, token.script) for token in p.tokens if token.kind == "brand"))
    return bool(met & said.outright) or (bool(met) and met <= said.beside)


@functools.lru_cache(maxsize=100_000)
def denied_parts(name: str, brands: tuple[tuple[str, str], ...]) -> Denied:
    """What a text denies of the brands in it."""
    text = unicodedata.normalize("NFKC", name).casefold()
    outright, beside = set(), set()
    for brand, script in brands:
        at = text.find(brand) if len(brand) >= LEAST.get(script, 3) else -1
        if at >= 0:
            before, after = text[:at], text[at + len(brand) :]
            if _NOT.search(before) or _FREE.search(after) or _NOT_FAR_EAST.search(after):
                outright.add(brand)
            if _FOR.search(before) or _LIKE.search(after) or _FOR_FAR_EAST.search(after):
                beside.add(brand)
    return Denied(outright=frozenset(outright), beside=frozenset(outright | beside))
