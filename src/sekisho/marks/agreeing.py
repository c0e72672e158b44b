"""Which names in tables are one maker's, so that a brand as declared and the full name in a registry stand together.

Names are compared by `sekisho.names`; a table writes a maker as it was entered years ago (two words as one, a legal form or none), so that names that
alert together, or share a brand and differ in no other, are taken as one group of companies here. Who that is, a register edition says.
"""

import functools
from collections.abc import Iterable, Sequence

from ..names import compare_prepared, prepare
from ..names.normalise import name_key
from .model import Attribution
from .observed import observed

LIKE = 0.6


@functools.lru_cache(maxsize=50_000)
def agree(one: str, other: str) -> bool:
    """Whether two makers' names are of one company or group."""
    one, other = _usual(one), _usual(other)
    if one == other or name_key(one).key == name_key(other).key:
        return True
    p, q = prepare(one), prepare(other)
    found = compare_prepared(p, q)
    if found.relation in ("same", "affiliate") or (found.alert and found.score >= LIKE):
        return True
    return found.score >= LIKE and bool(_brands(p.tokens) & _brands(q.tokens))


def _usual(name: str) -> str:
    """The name under which the observed table knows a maker that has names without a likeness."""
    return observed().aliases.get(name_key(name).key, name)


def _brands(tokens: Iterable[object]) -> set[str]:
    return {token.text for token in tokens if getattr(token, "kind", "") == "brand"}  # type: ignore[attr-defined]


def groups(found: Sequence[Attribution]) -> list[list[Attribution]]:
    """Attributions by maker, in the order in which makers are first named; a name that agrees with two groups joins the first."""
    makers: list[list[Attribution]] = []
    for one in found:
        home = next((held for held in makers if any(agree(one.maker, other.maker) for other in held)), None)
        if home is None:
            makers.append([one])
        else:
            home.append(one)
    return makers
