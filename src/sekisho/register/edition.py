"""An edition as one file: a header line, then one canonical JSON line an entity. The digest names the edition: entities, sources and their dates.

It is the SHA-256 of the file without the digest itself: the header's canonical JSON without `digest`, a line feed, the entity lines.
A file whose header does not fit its lines (truncated, altered, of another format) is refused: nothing may be screened against it.
"""

import json
from datetime import date
from typing import Any

from ..canonical import canonical_json, sha256_hex
from ..faults import RegisterRefused, fault
from ..terms import Identifier, Period, Source
from .model import Designation, Edition, Entity, NamedAs, SourceCard

FORMAT = "sekisho-edition/1"
LAYERS = ("full", "public")


def encode(entities: tuple[Entity, ...], cards: tuple[SourceCard, ...], *, layer: str = "full") -> bytes:
    """The file's bytes; entities in order of their id. The public layer alone says so in its header."""
    ordered = sorted(entities, key=lambda entity: entity.id)
    lines = [_line(_entity_json(entity)) for entity in ordered]
    body = b"".join(line + b"\n" for line in lines)
    header = {
        "format": FORMAT,
        "entities": len(ordered),
        "names": sum(len(entity.names) for entity in ordered),
        "sources": [_card_json(card) for card in cards],
        **({"layer": layer} if layer != "full" else {}),
    }
    return canonical_json({**header, "digest": _digest(header, body)}) + b"\n" + body


def _line(entity: dict[str, Any]) -> bytes:
    """The canonical JSON of an entity, whose keys are ASCII and whose values hold no number: for such, the standard library writes the same bytes."""
    return json.dumps(entity, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _digest(header: dict[str, Any], body: bytes) -> str:
    return sha256_hex(canonical_json({key: value for key, value in header.items() if key != "digest"}) + b"\n" + body)


def decode(octets: bytes, *, label: str) -> Edition:
    """The edition in a file's bytes; RegisterRefused (exit 3) where anything does not fit."""
    head, _, body = octets.partition(b"\n")
    try:
        header = json.loads(head)
        if not isinstance(header, dict) or header.get("format") != FORMAT:
            raise _refused(label, "register.not-an-edition", "版(エディション)のファイルではない", "this is not a register edition")
        if canonical_json(header) != head or _digest(header, body) != header["digest"] or body.count(b"\n") != header["entities"]:
            raise _refused(label, "register.truncated", "版が途中で切れているか、書き換えられている", "the edition is truncated or altered")
        entities = [_entity(json.loads(line)) for line in body.splitlines()]
        cards = tuple(_card(card) for card in header["sources"])
        layer = _layer(header.get("layer", "full"))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _refused(label, "register.truncated", "版が途中で切れているか、書き換えられている", "the edition is truncated or altered") from error
    return Edition(digest=header["digest"], cards=cards, entities={entity.id: entity for entity in entities}, layer=layer)


def _layer(word: str) -> str:
    if word not in LAYERS:
        raise ValueError("no such layer")
    return word


def _refused(label: str, rule: str, ja: str, en: str) -> RegisterRefused:
    remedy = (
        "`sekisho register build` で作り直すか、控えから戻す",
        "build it again with `sekisho register build`, or restore it from a copy",
    )
    return RegisterRefused([fault(label, rule, what=(ja, en), remedy=remedy)])


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _parsed(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _source_json(source: Source) -> dict[str, Any]:
    stated = {
        "name": source.name,
        "retrieved_at": _day(source.retrieved_at),
        "verified": source.verified,
        "clause": source.clause,
        "url": source.url,
    }
    return stated | _provenance(source)


def _provenance(said: Source | SourceCard) -> dict[str, str]:
    """On whose word it stands, where that is stated: an edition without such words keeps the digest it has."""
    words = {"said_by": said.said_by, "said_at": _day(said.said_at) or "", "level": said.level, "caveat": said.caveat}
    return {key: word for key, word in words.items() if word}


def _source(value: dict[str, Any]) -> Source:
    return Source(**{**value, "retrieved_at": _parsed(value["retrieved_at"]), "said_at": _parsed(value.get("said_at"))})


def _entity_json(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "country": entity.country,
        "parent": entity.parent,
        "identifiers": [[known.scheme, known.value] for known in entity.identifiers],
        "names": [
            {"name": known.name, "lang": known.lang, "kind": known.kind, "source": _source_json(known.source), "classification": known.classification}
            for known in entity.names
        ],
        "designations": [_designation_json(one) for one in entity.designations],
        **({"protected": list(entity.protected)} if entity.protected else {}),
    }


def _designation_json(one: Designation) -> dict[str, Any]:
    return {
        "designates": one.designates,
        "authority": one.authority,
        "clause": one.clause,
        "covers": list(one.covers),
        "purposes": list(one.purposes),
        "affiliates": one.affiliates,
        "models": list(one.models),
        "country": one.country,
        "from": _day(one.period.start),
        "to": _day(one.period.end),
        "classification": one.classification,
        "source": _source_json(one.source),
    }


def _entity(value: dict[str, Any]) -> Entity:
    return Entity(
        id=value["id"],
        country=value["country"],
        parent=value["parent"],
        identifiers=tuple(Identifier(scheme=scheme, value=number) for scheme, number in value["identifiers"]),
        names=tuple(
            NamedAs(name=one["name"], lang=one["lang"], kind=one["kind"], source=_source(one["source"]), classification=one["classification"])
            for one in value["names"]
        ),
        designations=tuple(_designation(one) for one in value["designations"]),
        protected=tuple(value.get("protected", ())),
    )


def _designation(value: dict[str, Any]) -> Designation:
    return Designation(
        designates=value["designates"],
        authority=value["authority"],
        clause=value["clause"],
        covers=tuple(value["covers"]),
        purposes=tuple(value["purposes"]),
        affiliates=value["affiliates"],
        models=tuple(value["models"]),
        country=value["country"],
        period=Period(start=_parsed(value["from"]), end=_parsed(value["to"])),
        classification=value["classification"],
        source=_source(value["source"]),
    )


def _card_json(card: SourceCard) -> dict[str, Any]:
    return {
        "path": card.path,
        "format": card.format,
        "authority": card.authority,
        "title": card.title,
        "retrieved_at": card.retrieved_at.isoformat(),
        "good_for_days": card.good_for_days,
        "rows": card.rows,
        "sha256": card.sha256,
        "classification": card.classification,
        "demo": card.demo,
    } | _provenance(card)


def _card(value: dict[str, Any]) -> SourceCard:
    return SourceCard(**{**value, "retrieved_at": date.fromisoformat(value["retrieved_at"]), "said_at": _parsed(value.get("said_at"))})
