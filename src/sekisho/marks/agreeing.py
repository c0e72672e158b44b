"""Which names in tables are one maker's, so that a brand as declared and the full name in a registry stand together.

Names are compared by `sekisho.names`; a table writes a maker as it was entered years ago (two words as one, a legal form or none), so that names that
alert together, or share a brand and differ in no other, are taken as one group of companies here. Who that is, a register edition says.
The room of names is imported when two names are compared: one mark needs none.
"""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .model import Attribution
from .observed import observed
from .words import brand_key

if TYPE_CHECKING:
    from ..names.segment import Token

LIKE = 0.6
HINT = 3
"""Letters in which two Latin names that agree begin some word alike."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A maker's name, as the observed table has it, and how its words begin; no hints where letters other than Latin may say anything."""

    name: str
    hints: frozenset[str]


def agree(one: str, other: str) -> bool:
    """Whether two makers' names are of one company or group."""
    if one == other:
        return True
    p, q = _known(one), _known(other)
    if p.hints and q.hints and p.hints.isdisjoint(q.hints):
        return False
    return _agree(*sorted((p.name, q.name)))


@functools.lru_cache(maxsize=100_000)
def _known(name: str) -> _Known:
    """Names without a likeness to one another are met by the observed table's aliases."""
    usual = observed().aliases.get(brand_key(name), name)
    return _Known(usual, _hints(usual) if usual.isascii() else frozenset())


def _hints(name: str) -> frozenset[str]:
    """How the words begin that are no trade's, place's or legal form's, those that signs part and all words as one, and the initials of all."""
    words = brand_key(name).split()
    telling = [word for word in words if _tells(word)] or words
    as_one = [one for part in name.split() if _tells(one := brand_key(part).replace(" ", ""))]
    starts = {word[:HINT] for word in (*telling, *as_one, "".join(telling), "".join(words)) if word}
    return frozenset(starts | ({"".join(word[0] for word in words)[:HINT]} if len(words) >= HINT else set()))


def _tells(word: str) -> bool:
    from ..names.lexicon import latin_meanings

    return word not in latin_meanings() and word not in _form_words()


@functools.cache
def _form_words() -> frozenset[str]:
    from ..names.normalise import latin_forms

    return frozenset(word for form in latin_forms() for word in brand_key(form).split())


@functools.lru_cache(maxsize=100_000)
def _agree(one: str, other: str) -> bool:
    from ..names import compare_prepared, prepare
    from ..names.normalise import name_key

    if one == other or name_key(one).key == name_key(other).key:
        return True
    p, q = prepare(one), prepare(other)
    found = compare_prepared(p, q)
    if found.relation in ("same", "affiliate") or (found.alert and found.score >= LIKE):
        return True
    return found.score >= LIKE and bool(_brands(p.tokens) & _brands(q.tokens))


def _brands(tokens: "Iterable[Token]") -> set[str]:
    return {token.text for token in tokens if token.kind == "brand"}


def groups(found: Sequence[Attribution]) -> list[list[Attribution]]:
    """Attributions by maker, in the order in which makers are first named; names stand together that agree, with one another or through others."""
    makers: list[list[Attribution]] = []
    for one in found:
        homes = [held for held in makers if any(agree(one.maker, other.maker) for other in held)]
        if not homes:
            makers.append([one])
            continue
        homes[0].extend([one, *(other for home in homes[1:] for other in home)])
        if len(homes) > 1:
            makers = [held for held in makers if not any(held is home for home in homes[1:])]
    return makers
