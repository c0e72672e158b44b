"""The statements of a BODS 0.4 file, each checked for its shape, and the holders that they describe."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...ownership.model import Holder, HolderKind
from ...terms import CorporateNumber, Identifier, Source
from ..complaints import Complaints
from .bods_values import day_of, list_of, text_of
from .complaint_words import MOST_STATEMENTS

UNNAMED = frozenset({"anonymousEntity", "unknownEntity", "anonymousPerson", "unknownPerson"})
CORPORATE_NUMBER_SCHEMES = frozenset({"JP-JCN", "JP-HOUJIN", "JP-HOJIN", "JP-CN"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement: where it stands, which record it is about, the day it was made, what it says."""

    place: str
    id: str
    record: str
    type: str
    closed: bool
    day: date
    stamp: str
    details: Mapping[str, Any]
    source: Mapping[str, Any]


def statements_of(value: object, places: Sequence[str], complaints: Complaints) -> list[Statement]:
    if not isinstance(value, list) or not value or not all(isinstance(given, dict) for given in value):
        raise complaints.refused("bods.not-bods")
    if len(value) > MOST_STATEMENTS:
        raise complaints.refused("bods.too-many", shown=len(value))
    places = places if len(places) == len(value) else [f"[{position}]" for position in range(len(value))]
    _refuse_other_versions(value, places, complaints)
    found: list[Statement] = []
    seen: dict[str, Mapping[str, Any]] = {}
    for place, given in zip(places, value, strict=True):
        statement = _statement(given, place, complaints)
        if statement is None:
            continue
        if statement.id in seen:
            if seen[statement.id] != given:
                complaints.add("bods.statement-twice", place, statement.id)
            continue
        seen[statement.id] = given
        found.append(statement)
    return sorted(found, key=lambda statement: (statement.day, statement.stamp))


def _refuse_other_versions(value: list[dict[str, Any]], places: Sequence[str], complaints: Complaints) -> None:
    for place, given in zip(places, value, strict=True):
        publication = given.get("publicationDetails")
        version = publication.get("bodsVersion") if isinstance(publication, dict) else None
        if "statementID" in given or "statementType" in given:
            named = version if isinstance(version, str) else "0.1–0.3 (statementType)"
            raise complaints.refused("bods.version", place, f"BODS {named}")
        if version is not None and not re.fullmatch(r"0\.4(\.[0-9]+)?", str(version)):
            raise complaints.refused("bods.version", f"{place}.publicationDetails.bodsVersion", f"BODS {version}")
    if not any("recordType" in given or "statementId" in given for given in value):
        raise complaints.refused("bods.not-bods")


def _statement(given: Mapping[str, Any], place: str, complaints: Complaints) -> Statement | None:
    details, record, kind = given.get("recordDetails"), given.get("recordId"), given.get("recordType")
    if not (isinstance(details, dict) and isinstance(record, str) and record.strip() and kind in ("entity", "person", "relationship")):
        complaints.add("bods.statement-shape", place, f"recordType {kind!r}, recordId {record!r}")
        return None
    try:
        day = day_of(given.get("statementDate"))
    except ValueError:
        day = None
    if day is None:
        complaints.add("bods.date", f"{place}.statementDate", given.get("statementDate", ""))
        return None
    source = given.get("source")
    return Statement(
        place=place,
        id=text_of(given.get("statementId")) or place,
        record=record,
        type=kind,
        closed=given.get("recordStatus") == "closed",
        day=day,
        stamp=text_of(given.get("statementDate")),
        details=details,
        source=source if isinstance(source, dict) else {},
    )


def holders_of(statements: Iterable[Statement]) -> dict[str, Holder]:
    """Record id -> holder, by the latest statement."""
    return {statement.record: _holder(statement) for statement in statements if statement.type != "relationship"}


def _holder(statement: Statement) -> Holder:
    details = statement.details
    given = details.get("entityType" if statement.type == "entity" else "personType")
    kind = given.get("type") if isinstance(given, dict) else given
    holder_kind: HolderKind = "entity" if statement.type == "entity" else "person"
    if isinstance(kind, str) and kind in UNNAMED:
        holder_kind = "unknown"
    elif kind in ("state", "stateBody"):
        holder_kind = "state"
    places = details.get("nationalities") if statement.type == "person" else [details.get("jurisdiction")]
    codes = [text_of(place.get("code"))[:2].upper() for place in list_of(places) if isinstance(place, dict)]
    return Holder(
        id=statement.record,
        name=_name(details),
        kind=holder_kind,
        country=next((code for code in codes if re.fullmatch(r"[A-Z]{2}", code)), ""),
        identifiers=tuple(_identifiers(list_of(details.get("identifiers")))),
    )


def _name(details: Mapping[str, Any]) -> str:
    if isinstance(details.get("name"), str):
        return text_of(details["name"])
    names = [name for name in list_of(details.get("names")) if isinstance(name, dict)]
    legal = [name for name in names if name.get("type") == "legal"]
    return next((text_of(name.get("fullName")) for name in (*legal, *names) if text_of(name.get("fullName"))), "")


def _identifiers(given: Iterable[object]) -> Iterator[Identifier]:
    for entry in given:
        number = text_of(entry.get("id")) if isinstance(entry, dict) else ""
        if not isinstance(entry, dict) or not number:
            continue
        scheme, named = text_of(entry.get("scheme")).upper(), text_of(entry.get("schemeName"))
        if scheme in CORPORATE_NUMBER_SCHEMES or ((scheme.startswith("JP-") or "法人番号" in named) and _is_corporate_number(number)):
            yield Identifier.of("JP-HOUJIN", number)
        elif scheme or named:
            yield Identifier.of("LEI" if scheme == "XI-LEI" else scheme or named, number)


def _is_corporate_number(number: str) -> bool:
    try:
        CorporateNumber.parse(number)
    except ValueError:
        return False
    return True


def source_of(statement: Statement, label: str, digest: str) -> Source:
    try:
        retrieved = day_of(statement.source.get("retrievedAt"))
    except ValueError:
        retrieved = None
    return Source(name=f"{label} {statement.id}", retrieved_at=retrieved, url=text_of(statement.source.get("url")), sha256=digest)
