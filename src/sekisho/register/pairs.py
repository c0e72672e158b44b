"""Whether two names are one company, by what an edition knows and else by the names: its aliases and parents are facts, not likenesses.

1. Both are names of one entity, and of no other: `same`, score 1.
2. One is a name of an entity, the other of its parent at any distance: `affiliate`, score 1.
3. One is a name of an entity: the other is compared with every name of that entity, and the likeliest counts if it is likelier than the pair itself.
4. Else the two names are compared.

Weak aliases and acronyms prove nothing alone: they are never facts of 1 or 2, and count as what they are in 3.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..names import Comparison, compare_prepared, prepare
from ..names.compare import WEAK_KINDS, Relation
from .lookup import key_of, names_by_key
from .model import LABEL, Edition, Entity, NamedAs


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePair:
    """Two names as written; countries are ISO 3166 codes or blank, `kind` is what is known of either (`weak`, `acronym`, `person`) or blank."""

    name1: str
    name2: str
    country1: str = ""
    country2: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAnswer:
    """`score` 0-1; `relation` same, affiliate, possible or different; `alert`: would screening show it; `why` in a sentence."""

    score: float
    relation: Relation
    alert: bool
    why: str


def compare_pair(pair: NamePair) -> PairAnswer:
    """The answer of the two names alone."""
    return _told(_compared(pair, pair.name1, pair.name2, pair.kind))


def _compared(pair: NamePair, name1: str, name2: str, kind: str) -> Comparison:
    return compare_prepared(prepare(name1), prepare(name2), countries=(pair.country1, pair.country2), kind=kind)


def _told(found: Comparison, through: str = "") -> PairAnswer:
    return PairAnswer(score=found.score, relation=found.relation, alert=found.alert, why=found.why + through)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """The one entity that a name stands for, and the alias that says so."""

    entity: Entity
    alias: NamedAs

    def told(self) -> str:
        """`ファーウェイ` (huawei; Section 889(f)(3), retrieved 2026-11-22)."""
        source = self.alias.source
        day = f"retrieved {source.retrieved_at}" if source.retrieved_at else ""
        parts = (source.name, source.url, day, "" if source.verified else "unverified")
        return f"`{self.alias.name}` ({self.entity.id}; {', '.join(part for part in parts if part)})"


class KnownPairs:
    """An edition's names by key, made once; answers any number of pairs."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._by_name = names_by_key(edition.entities.values())

    def compare(self, pair: NamePair) -> PairAnswer:
        """The answer by the four steps above."""
        one, other = self._known(pair.name1), self._known(pair.name2)
        fact = self._fact(one, other) if one and other else None
        if fact:
            return fact
        direct = compare_pair(pair)
        if one and other:
            return direct
        through = (*self._through(pair, one, left=True), *self._through(pair, other, left=False))
        return max([direct, *(answer for answer in through if answer.relation != "different")], key=lambda answer: answer.score)

    def _known(self, name: str) -> _Known | None:
        """Who the name stands for by a strong alias; None where that is nobody, or not one alone."""
        bearers = self._by_name.get(key_of(name).key, ())
        found = [_Known(entity=entity, alias=alias) for entity, alias in bearers if alias.kind not in WEAK_KINDS]
        exact = [known for known in found if known.alias.name == name]
        return (exact or found)[0] if len({known.entity.id for known in found}) == 1 else None

    def _fact(self, one: _Known, other: _Known) -> PairAnswer | None:
        if one.entity.id == other.entity.id:
            return _certain("same", f"the register names one entity so: {one.told()} and {other.told()}")
        for child, parent in ((one, other), (other, one)):
            if any(above.id == parent.entity.id for above in self._edition.lineage(child.entity.id)):
                return _certain("affiliate", f"the register states the parent: {child.told()} belongs to {parent.told()}")
        return None

    def _through(self, pair: NamePair, known: _Known | None, *, left: bool) -> Iterable[PairAnswer]:
        """The other name against every name of the entity that one name stands for."""
        for alias in known.entity.names if known else ():
            if known and alias.kind != LABEL:
                names = (alias.name, pair.name2) if left else (pair.name1, alias.name)
                found = _compared(pair, *names, pair.kind or alias.kind)
                yield _told(found, f"; by the register's {_Known(entity=known.entity, alias=alias).told()}")


def _certain(relation: Relation, why: str) -> PairAnswer:
    return PairAnswer(score=1.0, relation=relation, alert=True, why=f"{relation} 1.00: {why}")
