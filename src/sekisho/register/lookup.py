"""Who in the register a party may be: `lookup(parties) -> list[Candidates]`, with the evidence of each match.

1. Identifiers outrank names: an equal one proves identity, a different one in the same scheme downgrades a name match to `possible`.
2. An equal name (after width, case, Han variants, legal forms and tricks with characters) is the `same`. A name that stands for two entities, and a
   weak alias or acronym, or that reads as a person's, is `possible` and never `same`.
3. A like name, where a matcher is given, is what the comparison says: `same` or `affiliate` from the score that the data of `names` calls certain,
   else `possible`, and `possible` too where it is like names of several groups. It adds entities and never says more of one than its equal names do.
   It is left out where it reaches no designation more surely than what was found before it: the parent of the entity whose name it is, the other
   companies of a group.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..names import Comparison, compare
from ..names.compare import WEAK_KINDS
from ..names.normalise import NameKey, name_key
from ..names.spoofing import unmask
from ..names.weights import weights
from ..terms import Identifier, Party
from .matching import NameHit, NameMatcher
from .model import DESIGNATES, LABEL, Designation, Edition, Entity, NamedAs

Relation = Literal["same", "affiliate", "possible"]
SURENESS: Mapping[Relation, int] = {"possible": 0, "affiliate": 1, "same": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One entity that a party may be; `by` is the name or identifier that met, `steps` the transforms it took, `against` what speaks against it.

    `comparison` is what a like name was found by; None where the identifier or the name is equal.
    """

    entity: Entity
    relation: Relation
    by: NamedAs | Identifier
    steps: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Every entity of the register that the party may be; none = no candidate *in this edition*."""

    party: Party
    hits: tuple[Hit, ...] = ()


def key_of(name: str) -> NameKey:
    """The key by which names of the register are met: that of the name behind any trick with characters."""
    meant = unmask(name)
    found = name_key(meant.text)
    return replace(found, steps=("unmasked", *found.steps)) if meant.observations else found


def names_by_key(entities: Iterable[Entity]) -> dict[str, list[tuple[Entity, NamedAs]]]:
    """Who bears a name, by the name's key, and as what. Labels of products and places name nobody."""
    found: dict[str, list[tuple[Entity, NamedAs]]] = {}
    for entity in entities:
        for known in entity.names:
            key = key_of(known.name).key
            if key and known.kind != LABEL:
                found.setdefault(key, []).append((entity, known))
    return found


class Lookup:
    """An edition's keys, made once, and a matcher of like names; answers any number of parties. Without a matcher only equal names meet."""

    def __init__(self, edition: Edition, matcher: NameMatcher | None = None) -> None:
        self.edition = edition
        self._matcher = matcher
        self._by_name = names_by_key(edition.entities.values())
        self._by_number: dict[Identifier, list[Entity]] = {}
        self.designations: dict[str, tuple[tuple[Entity, Designation], ...]] = {
            word: tuple((entity, one) for entity in edition.entities.values() for one in entity.designations if one.designates == word)
            for word in DESIGNATES
        }
        for entity in edition.entities.values():
            for number in entity.identifiers:
                self._by_number.setdefault(number, []).append(entity)

    def lookup(self, parties: Sequence[Party]) -> list[Candidates]:
        """Candidates in the order of `parties`; equal parties are looked up once, and all their names in one batch."""
        distinct = list(dict.fromkeys(parties))
        alike: Sequence[Sequence[NameHit]] = [()] * len(distinct)
        if self._matcher is not None:
            alike = self._matcher.match([party.name for party in distinct], [party.country for party in distinct])
        known = {party: self._candidates(party, like) for party, like in zip(distinct, alike, strict=True)}
        return [known[party] for party in parties]

    def _candidates(self, party: Party, alike: Sequence[NameHit]) -> Candidates:
        equal = self._equal(party)
        return Candidates(party=party, hits=(*equal.values(), *self._alike(party, equal, alike)))

    def _equal(self, party: Party) -> dict[str, Hit]:
        """Entities with an identifier or a name of the party."""
        hits: dict[str, Hit] = {}
        for number in party.identifiers:
            for entity in self._by_number.get(number, ()):
                hits.setdefault(entity.id, Hit(entity=entity, relation="same", by=number))
        spelled = key_of(party.name)
        named = self._by_name.get(spelled.key, []) if spelled.key else []
        several = len({entity.id for entity, _ in named}) > 1
        for entity, alias in named:
            hit = _by_name(party, entity, alias, several=several, steps=_steps(spelled.steps, alias))
            held = hits.get(entity.id)
            if held is None or (held.relation == "possible" and hit.relation == "same"):
                hits[entity.id] = hit
        return hits

    def _alike(self, party: Party, equal: Mapping[str, Hit], alike: Iterable[NameHit]) -> list[Hit]:
        """Further entities with a name like the party's, the likeliest first."""
        found: list[Hit] = []
        unsure = {near for hit in equal.values() if hit.relation == "possible" for near in self._chain(hit.entity)}
        reached: dict[str, int] = {}
        for hit in equal.values():
            self._reaches(hit, reached)
        for one in alike:
            if one.entity.id in equal:
                continue
            kin = bool(unsure.intersection(self._chain(one.entity)))
            hit = _by_likeness(party, one, sure=not kin)
            if self._reaches(hit, reached):
                found.append(hit)
        surely = [hit for hit in (*equal.values(), *found) if hit.relation == "same"]
        return [self._told_apart(hit, surely) for hit in found]

    def _told_apart(self, hit: Hit, surely: Iterable[Hit]) -> Hit:
        """A name like those of several entities that are not of one group is only possibly either."""
        group = set(self._chain(hit.entity))
        if hit.relation != "same" or not any(group.isdisjoint(self._chain(other.entity)) for other in surely):
            return hit
        return replace(hit, relation="possible", against=(*hit.against, "several-entities"))

    def _chain(self, entity: Entity) -> tuple[str, ...]:
        return (entity.id, *(above.id for above in self.edition.lineage(entity.id)))

    def _reaches(self, hit: Hit, reached: dict[str, int]) -> bool:
        """Whether the hit leads to a designated entity, itself or a parent, more surely than those before it; what it reaches is noted."""
        further = False
        for above in self._chain(hit.entity):
            sureness = SURENESS[hit.relation] if above == hit.entity.id else min(SURENESS[hit.relation], SURENESS["affiliate"])
            if self.edition.entities[above].designations and reached.get(above, -1) < sureness:
                reached[above] = sureness
                further = True
        return further


def _steps(steps: tuple[str, ...], alias: NamedAs) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*steps, *key_of(alias.name).steps)))


def _by_name(party: Party, entity: Entity, alias: NamedAs, *, several: bool, steps: tuple[str, ...]) -> Hit:
    against = list(_number_conflicts(party.identifiers, entity.identifiers))
    if several:
        against.append("several-entities")
    if alias.kind in WEAK_KINDS:
        against.append("weak-alias")
    if _reads_as_a_person(party.name, alias.name):
        against.append("reads-as-a-person")
    return Hit(entity=entity, relation="possible" if against else "same", by=alias, steps=steps, against=tuple(against))


def _reads_as_a_person(name: str, alias: str) -> bool:
    """Whether a name that is equal but for its spaces is a person's where the register's is a company's: family name and given name."""
    return len(name.split()) > len(alias.split()) and "person" in compare(name, alias).evidence.against


def _by_likeness(party: Party, one: NameHit, *, sure: bool) -> Hit:
    """`sure` is False where an equal name of the same group is only possible: likeness says no more than that."""
    against = list(_number_conflicts(party.identifiers, one.entity.identifiers))
    if one.alias.kind in WEAK_KINDS:
        against.append("weak-alias")
    said = one.comparison.relation
    certain = sure and not against and one.comparison.score >= weights().certain
    relation: Relation = said if certain and said in ("same", "affiliate") else "possible"
    steps = _steps(key_of(party.name).steps, one.alias)
    return Hit(entity=one.entity, relation=relation, by=one.alias, steps=steps, against=tuple(against), comparison=one.comparison)


def _number_conflicts(mine: Iterable[Identifier], theirs: Sequence[Identifier]) -> Iterable[str]:
    for number in mine:
        values = {known.value for known in theirs if known.scheme == number.scheme}
        if values and number.value not in values:
            yield f"identifier-differs:{number.scheme}"
