"""What a change of the register can reach: parties that a changed entity may be, and lines that a changed designation of goods or places may mean.

A look-up answers entity by entity: what it says of an entity rests on that entity, its names and numbers, and on those above it. So whoever no
changed entity may be, by any name, number or likeness, before or after, is answered as before (`tests/property/test_rescreen.py` holds it to that).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain

from ..register.lookup import Candidates, Hit, Lookup
from ..register.matching import NameMatcher
from ..register.model import Edition, Entity
from ..terms import Party
from .facts import Facts, parties_of
from .rules import place, product

Matching = Callable[[Edition], NameMatcher]
"""Makes the matcher of like names of an edition."""


def changed_entities(before: Edition, after: Edition) -> frozenset[str]:
    """Ids of entities that are not the same in both editions, or have one above them that is not. That a source was retrieved again is no change."""
    ids = before.entities.keys() | after.entities.keys()
    own = {name for name in ids if not _is_same(before.entities.get(name), after.entities.get(name))}
    below = {name for edition in (before, after) for name in edition.entities if any(above.id in own for above in edition.lineage(name))}
    return frozenset(own | below)


def _is_same(one: Entity | None, other: Entity | None) -> bool:
    return one == other or (one is not None and other is not None and _undated(one) == _undated(other))


def _undated(entity: Entity) -> Entity:
    """The entity but for the days on which its sources were retrieved: no finding rests on them."""
    return replace(
        entity,
        names=tuple(replace(one, source=replace(one.source, retrieved_at=None)) for one in entity.names),
        designations=tuple(replace(one, source=replace(one.source, retrieved_at=None)) for one in entity.designations),
    )


class Reach:
    """What differs between two editions, as something that can be asked; one look-up for the parties of any number of cases."""

    def __init__(self, before: Edition, after: Edition, matching: Matching) -> None:
        self.entities = changed_entities(before, after)
        both = [
            _marked(edition.entities[name], sign)
            for edition, sign in ((before, "<"), (after, ">"))
            for name in sorted(self.entities & edition.entities.keys())
        ]
        self.edition = Edition(digest=f"{before.digest}:{after.digest}", cards=(), entities={one.id: one for one in both})
        self.lookup = _Raw(self.edition, matching(self.edition) if both else None)

    def reaches(self, facts: Facts) -> bool:
        """Whether the change can reach the bid; `facts` are those gathered with `lookup`."""
        pointed_to = (found.party for makers in facts.betrayed.values() for found in makers)
        if any(facts.hits(party) for party in chain(parties_of(facts.bid, facts.inside), pointed_to)):
            return True
        goods = facts.basis.product_designations or facts.basis.place_designations
        return bool(goods) and any(_goods(facts))


def _goods(facts: Facts) -> Iterable[bool]:
    for line in facts.lines:
        yield any(True for _ in product.check(line, facts)) or any(True for _ in place.check(line, facts))


def _marked(entity: Entity, sign: str) -> Entity:
    """An entity by an id that says on which side it stands."""
    return replace(entity, id=sign + entity.id, parent=sign + entity.parent if entity.parent else "")


class _Raw(Lookup):
    """Everybody that a party may be, nothing left out because it leads nowhere; answers are kept."""

    def __init__(self, edition: Edition, matcher: NameMatcher | None) -> None:
        super().__init__(edition, matcher)
        self._like = matcher
        self._kept: dict[Party, Candidates] = {}

    def lookup(self, parties: Sequence[Party]) -> list[Candidates]:
        wanted = [party for party in dict.fromkeys(parties) if party not in self._kept]
        if wanted:
            self._kept.update(zip(wanted, self._asked(wanted), strict=True))
        return [self._kept[party] for party in parties]

    def _asked(self, parties: Sequence[Party]) -> list[Candidates]:
        if self._like is None:
            return [Candidates(party=party) for party in parties]
        alike = self._like.match([party.name for party in parties], [party.country for party in parties])
        return [
            Candidates(
                party=party, hits=(*self._equal(party).values(), *(Hit(entity=one.entity, relation="possible", by=one.alias) for one in found))
            )
            for party, found in zip(parties, alike, strict=True)
        ]
