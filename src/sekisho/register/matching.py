"""Finding names of an edition that may be another name: what a look-up asks of an engine, and the slow, obvious engine that is the truth of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..names import Comparison, Prepared, compare_prepared, prepare
from .model import LABEL, Edition, Entity, NamedAs


@dataclass(frozen=True, slots=True, kw_only=True)
class NameHit:
    """An entity that a name may be, by the name of it that scores best, and the comparison that says so. It stands out."""

    entity: Entity
    alias: NamedAs
    comparison: Comparison


class NameMatcher(Protocol):
    """For each name the entities of one edition that screening shows, the best first; `countries` are ISO 3166 codes, "" where unknown."""

    def match(self, names: Sequence[str], countries: Sequence[str]) -> Sequence[Sequence[NameHit]]: ...


class EveryName:
    """Compares with every name of the edition: for small editions, and to hold faster engines to."""

    def __init__(self, edition: Edition) -> None:
        named = ((entity, alias) for entity in edition.entities.values() for alias in entity.names)
        self._names = [(entity, alias, prepare(alias.name)) for entity, alias in named if alias.kind != LABEL]

    def match(self, names: Sequence[str], countries: Sequence[str]) -> list[list[NameHit]]:
        return [self._hits(prepare(name), country) for name, country in zip(names, countries, strict=True)]

    def _hits(self, name: Prepared, country: str) -> list[NameHit]:
        best: dict[str, NameHit] = {}
        for entity, alias, known in self._names:
            found = compare_prepared(name, known, countries=(country, entity.country if country else ""), kind=alias.kind)
            if found.stands_out and (entity.id not in best or found.score > best[entity.id].comparison.score):
                best[entity.id] = NameHit(entity=entity, alias=alias, comparison=found)
        return sorted(best.values(), key=lambda hit: (-hit.comparison.score, hit.entity.id))
