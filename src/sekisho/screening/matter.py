"""What an alert is about (判断の対象): the material facts of the subject, of the register's entry and of the rule, as digests.

A decision is bound to them.
Material is what could change the answer: who the party is (name but for its writing, legal form, country, numbers), what is offered and for what
(kind, model, name, version, purpose, role, origin, place, region, supplier), every name, number, parent and designation of the entry, and the rule
with the policy's version, the certainty and the verdict. Cosmetic is what cannot: a line's number and place in the file, quantity and remarks, width,
case and spaces, the order of numbers and lines, the day on which a source was retrieved, and everything in the register that is not of the entry or
its parents.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..canonical import digest_of
from ..findings import Matter, Verdict
from ..names.normalise import name_key
from ..register.lookup import Hit
from ..register.model import Designation, Edition, Entity
from ..tenders.model import EquipmentItem
from ..terms import Identifier, Party
from .facts import Facts, Line

MATERIAL_WORDS = ("component", "betrayed")
"""What the subject of a finding says besides party and lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A party that met an entry: by which rule and trigger, on which lines, how certainly, with which verdict."""

    rule: str
    trigger: str
    party: Party
    lines: tuple[Line, ...]
    about: Mapping[str, str]
    hit: Hit
    certainty: str
    verdict: Verdict


def matter_of(facts: Facts, met: Met) -> Matter:
    """The digests of one alert."""
    pack = facts.basis.pack
    rule = [met.rule, met.trigger, met.certainty, met.verdict.word, pack.id, pack.version]
    return Matter(subject=subject_digest(met), entry=entry_digest(facts.basis.edition, met.hit.entity), rule=digest_of(rule))


def subject_digest(met: Met) -> str:
    """SHA-256 (hexadecimal) of the material facts of the subject."""
    lines = sorted({digest_of(item_facts(line.item)) for line in met.lines})
    words = {key: plain(met.about[key]) for key in MATERIAL_WORDS if met.about.get(key)}
    return digest_of({"party": party_facts(met.party), "lines": lines, "words": words})


def item_facts(item: EquipmentItem) -> dict[str, Any]:
    """The material facts of a line of a list."""
    return {
        "kind": plain(item.kind),
        "maker": party_facts(item.maker),
        "model": plain(item.model),
        "name": plain(item.name),
        "version": plain(item.version),
        "purpose": plain(item.purpose),
        "role": plain(item.role),
        "origin": plain(item.origin),
        "place": plain(item.place),
        "supplier": party_facts(item.supplier),
        "cloud_region": plain(item.cloud_region),
    }


def party_facts(party: Party | None) -> list[Any] | None:
    """Who a party is, but for how its name is written."""
    if party is None:
        return None
    known = name_key(party.name)
    return [known.key or plain(party.name), sorted(known.forms), party.country, _numbers(party.identifiers)]


def entry_digest(edition: Edition, entity: Entity) -> str:
    """SHA-256 (hexadecimal) of an entry with its parents, in the version of this edition."""
    return digest_of([entity_facts(one) for one in (entity, *edition.lineage(entity.id))])


def entity_facts(entity: Entity) -> dict[str, Any]:
    """The material facts of an entry."""
    return {
        "id": entity.id,
        "names": sorted([one.name, one.lang, one.kind] for one in entity.names),
        "country": entity.country,
        "parent": entity.parent,
        "identifiers": _numbers(entity.identifiers),
        "designations": sorted((_designation(one) for one in entity.designations), key=str),
    }


def plain(text: str) -> str:
    """A text but for width, case and spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _numbers(identifiers: Iterable[Identifier]) -> list[list[str]]:
    return sorted([one.scheme, one.value] for one in identifiers)


def _designation(one: Designation) -> list[Any]:
    start, end = one.period.start, one.period.end
    return [
        one.designates,
        one.authority,
        one.clause,
        sorted(one.covers),
        sorted(one.purposes),
        one.affiliates,
        sorted(one.models),
        one.country,
        start.isoformat() if start else "",
        end.isoformat() if end else "",
        one.classification,
        one.source.verified,
    ]
