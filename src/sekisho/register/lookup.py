"""Who in the register a party may be: `lookup(parties) -> list[Candidates]`, with the evidence of each match.

Identifiers outrank names: an equal one proves identity, a different one in the same scheme downgrades a name match to `possible`. A name that stands
for two entities, and a weak alias or acronym, is `possible` and never `same`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..names.normalise import NameKey, name_key
from ..names.spoofing import unmask
from ..terms import Identifier, Party
from .model import DESIGNATES, LABEL, Designation, Edition, Entity, NamedAs

WEAK_KINDS = frozenset({"weak", "acronym"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One entity that a party may be; `by` is the name or identifier that met, `steps` the transforms it took, `against` what speaks against it."""

    entity: Entity
    relation: Literal["same", "possible"]
    by: NamedAs | Identifier
    steps: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


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
    """An edition's keys, made once; answers any number of parties."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
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
        """Candidates in the order of `parties`; equal parties are looked up once."""
        known = {party: self._candidates(party) for party in dict.fromkeys(parties)}
        return [known[party] for party in parties]

    def _candidates(self, party: Party) -> Candidates:
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
        return Candidates(party=party, hits=tuple(hits.values()))


def _steps(steps: tuple[str, ...], alias: NamedAs) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*steps, *key_of(alias.name).steps)))


def _by_name(party: Party, entity: Entity, alias: NamedAs, *, several: bool, steps: tuple[str, ...]) -> Hit:
    against = list(_number_conflicts(party.identifiers, entity.identifiers))
    if several:
        against.append("several-entities")
    if alias.kind in WEAK_KINDS:
        against.append("weak-alias")
    return Hit(entity=entity, relation="possible" if against else "same", by=alias, steps=steps, against=tuple(against))


def _number_conflicts(mine: Iterable[Identifier], theirs: Sequence[Identifier]) -> Iterable[str]:
    for number in mine:
        values = {known.value for known in theirs if known.scheme == number.scheme}
        if values and number.value not in values:
            yield f"identifier-differs:{number.scheme}"
