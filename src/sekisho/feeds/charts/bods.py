"""Ownership charts from Beneficial Ownership Data Standard 0.4 (a JSON array of statements about entities, people and relationships).

How it is read:
- A holder's id is its `recordId`; of several statements on one record the latest by `statementDate` counts.
- Of a relationship's interests `shareholding` is taken; where there is none, `votingRights`; where neither, an interest of no, unknown or unpublished
  type as an unknown share (0–100). A relationship that states no interests at all is an unknown share too. Other interests are control, not
  ownership (OFAC FAQ 398): they give no stake, and a warning says so.
- `exclusiveMinimum` and `exclusiveMaximum` are read as if the bound were included: a Share is closed, and the wider reading is the careful one.
- BODS' `endDate` is the day *from* which an interest ceased, so the last day of the stake is the day before; a `closed` statement ends the record
  from its `statementDate`. A later version of a relationship replaces the earlier one from the day its interests begin or, where they do not
  begin later than the earlier one's, from its `statementDate`; before that day the earlier version stands, up to the end that the later one states.
- An indirect interest is left out where its component records carry it, as stakes, from the interested party down to the subject; else it is kept.
- An interested party that is unspecified, anonymous, unknown or not in the file is a holder of kind `unknown`.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ...faults import Fault
from ...ownership.model import Chart, Holder, HolderKind, Stake
from ...terms import CorporateNumber, Identifier, Period, Share, Source
from ..complaints import Complaints
from .bods_values import day_of, list_of, share_of, text_of
from .complaint_words import BODS_WORDS, MOST_STATEMENTS

UNSTATED = (None, "unknownInterest", "unpublishedInterest")
UNNAMED = frozenset({"anonymousEntity", "unknownEntity", "anonymousPerson", "unknownPerson"})
CORPORATE_NUMBER_SCHEMES = frozenset({"JP-JCN", "JP-HOUJIN", "JP-HOJIN", "JP-CN"})


def chart_from_bods(value: object, *, label: str, digest: str) -> tuple[Chart, tuple[Fault, ...]]:
    """A chart from a parsed BODS 0.4 file; `label` is the file as the user named it, `digest` its SHA-256.

    Every fault is returned; the chart holds what is sound, and is to be used only where all faults are warnings. InputRefused where the file is not
    BODS, or of another version (which is named).
    """
    complaints = Complaints(label, BODS_WORDS)
    statements = _statements(value, complaints)
    holders = _holders(statements)
    relations = _relations(statements, complaints)
    stakes = [stake for versions in relations.values() for stake in _stakes(versions, relations, complaints, digest)]
    for relation in (version for versions in relations.values() for version in versions):
        _describe(relation, holders, complaints)
    return Chart(holders=tuple(holders.values()), stakes=tuple(stakes), digests=(digest,)), complaints.faults()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    place: str
    id: str
    record: str
    type: str
    closed: bool
    day: date
    stamp: str
    details: Mapping[str, Any]
    source: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Interest:
    """`end` is the first day without the interest."""

    share: Share
    start: date | None
    end: date | None
    indirect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Relation:
    """One version of a relationship record. `begins` is the first day it speaks of (None: every day); `unnamed` says that nobody names the party."""

    place: str
    statement: _Statement
    subject: str
    party: str
    unnamed: str
    interests: tuple[_Interest, ...]
    begins: date | None
    silent: bool
    components: tuple[str, ...]


def _statements(value: object, complaints: Complaints) -> list[_Statement]:
    if not isinstance(value, list) or not value or not all(isinstance(given, dict) for given in value):
        raise complaints.refused("bods.not-bods")
    if len(value) > MOST_STATEMENTS:
        raise complaints.refused("bods.too-many", shown=len(value))
    _refuse_other_versions(value, complaints)
    found: list[_Statement] = []
    seen: dict[str, Mapping[str, Any]] = {}
    for position, given in enumerate(value):
        place = f"[{position}]"
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


def _refuse_other_versions(value: list[dict[str, Any]], complaints: Complaints) -> None:
    for position, given in enumerate(value):
        publication = given.get("publicationDetails")
        version = publication.get("bodsVersion") if isinstance(publication, dict) else None
        if "statementID" in given or "statementType" in given:
            named = version if isinstance(version, str) else "0.1–0.3 (statementType)"
            raise complaints.refused("bods.version", f"[{position}]", f"BODS {named}")
        if version is not None and not re.fullmatch(r"0\.4(\.[0-9]+)?", str(version)):
            raise complaints.refused("bods.version", f"[{position}].publicationDetails.bodsVersion", f"BODS {version}")
    if not any("recordType" in given or "statementId" in given for given in value):
        raise complaints.refused("bods.not-bods")


def _statement(given: Mapping[str, Any], place: str, complaints: Complaints) -> _Statement | None:
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
    return _Statement(
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


def _holders(statements: Iterable[_Statement]) -> dict[str, Holder]:
    """Record id -> holder, by the latest statement."""
    return {statement.record: _holder(statement) for statement in statements if statement.type != "relationship"}


def _holder(statement: _Statement) -> Holder:
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


def _relations(statements: Iterable[_Statement], complaints: Complaints) -> dict[str, list[_Relation]]:
    """Record id -> its versions, oldest first."""
    relations: dict[str, list[_Relation]] = {}
    for statement in statements:
        relation = _relation(statement, complaints) if statement.type == "relationship" else None
        if relation is not None:
            relations.setdefault(statement.record, []).append(relation)
    return relations


def _relation(statement: _Statement, complaints: Complaints) -> _Relation | None:
    details = statement.details
    subject, party = details.get("subject"), details.get("interestedParty")
    if isinstance(subject, dict):
        complaints.add("bods.subject-unspecified", f"{statement.place}.recordDetails.subject", text_of(subject.get("reason")))
        return None
    if not isinstance(subject, str) or not subject or not (isinstance(party, dict) or (isinstance(party, str) and party)):
        complaints.add("bods.statement-shape", f"{statement.place}.recordDetails", "subject, interestedParty")
        return None
    interests, begins = _interests(statement, complaints)
    unnamed = (text_of(party.get("description")) or text_of(party.get("reason")) or "unspecified") if isinstance(party, dict) else ""
    return _Relation(
        place=statement.place,
        statement=statement,
        subject=subject,
        party=f"unspecified:{statement.record}" if isinstance(party, dict) else party,
        unnamed=unnamed,
        interests=interests,
        begins=begins,
        silent=not list_of(details.get("interests")),
        components=tuple(ref for ref in list_of(details.get("componentRecords")) if isinstance(ref, str)),
    )


def _interests(statement: _Statement, complaints: Complaints) -> tuple[tuple[_Interest, ...], date | None]:
    """The interests that count as ownership, and the first day that any interest speaks of."""
    given = list_of(statement.details.get("interests"))
    if not given:
        return (_Interest(share=Share(), start=None, end=None, indirect=False),), None
    read: list[tuple[object, _Interest]] = []
    for position, entry in enumerate(given):
        place = f"{statement.place}.recordDetails.interests[{position}]"
        if not isinstance(entry, dict):
            complaints.add("bods.statement-shape", place, entry)
            continue
        interest = _interest(entry, place, complaints)
        if interest is not None:
            read.append((entry.get("type"), interest))
    chosen: list[_Interest] = []
    for wanted in (("shareholding",), ("votingRights",), UNSTATED):
        chosen = chosen or [interest for kind, interest in read if kind in wanted]
    if not chosen and read:
        complaints.add("bods.control-only", f"{statement.place}.recordDetails.interests", ", ".join(sorted({str(kind) for kind, _ in read})))
    starts = [interest.start for _, interest in read]
    return tuple(chosen), None if not starts or None in starts else min(start for start in starts if start)


def _interest(entry: Mapping[str, Any], place: str, complaints: Complaints) -> _Interest | None:
    try:
        start, end = day_of(entry.get("startDate")), day_of(entry.get("endDate"))
    except ValueError:
        complaints.add("bods.date", place, f"{entry.get('startDate', '')} – {entry.get('endDate', '')}")
        return None
    try:
        share = share_of(entry.get("share"))
    except ValueError:
        complaints.add("bods.share", f"{place}.share", entry.get("share", ""))
        return None
    return _Interest(share=share, start=start, end=end, indirect=entry.get("directOrIndirect") == "indirect")


def _stakes(versions: list[_Relation], relations: Mapping[str, list[_Relation]], complaints: Complaints, digest: str) -> Iterator[Stake]:
    """The stakes of one record, newest version first."""
    limit: date | None = None
    for version, earlier in zip(reversed(versions), (*versions[-2::-1], None), strict=True):
        if version.statement.closed:
            limit = _first(limit, version.statement.day)
            if version.silent and earlier:
                continue
        since = _replaces_from(version, earlier) if earlier else None
        carried = any(interest.indirect for interest in version.interests) and _is_carried(version, relations)
        for interest in version.interests:
            if interest.indirect and carried:
                continue
            if interest.indirect:
                complaints.add("bods.indirect-kept", version.place, version.statement.record)
            period = _period(interest, since, limit)
            if period is not None:
                source = _source(version.statement, complaints.file, digest)
                yield Stake(owner=version.party, owned=version.subject, share=interest.share, period=period, source=source)
        ends = [interest.end for interest in version.interests]
        limit = _first(limit, since, None if not ends or None in ends else max(end for end in ends if end))


def _replaces_from(version: _Relation, earlier: _Relation) -> date:
    """The first day of a version that follows another."""
    if version.begins and (earlier.begins is None or version.begins > earlier.begins):
        return version.begins
    return version.statement.day


def _first(*days: date | None) -> date | None:
    """The earliest of the days that are stated."""
    return min((day for day in days if day), default=None)


def _period(interest: _Interest, since: date | None, limit: date | None) -> Period | None:
    """The days of an interest from `since` on and before `limit`; None where there are none."""
    start = max((day for day in (interest.start, since) if day), default=None)
    first_without = _first(interest.end, limit)
    if first_without is None:
        return Period(start=start)
    if first_without == date.min or (start and start >= first_without):
        return None
    return Period(start=start, end=first_without - timedelta(days=1))


def _is_carried(relation: _Relation, relations: Mapping[str, list[_Relation]]) -> bool:
    """Whether the component records hold stakes all the way from the interested party to the subject."""
    below: dict[str, list[str]] = {}
    for component in dict.fromkeys(relation.components):
        for version in relations.get(component, ())[-1:]:
            if any(not interest.indirect for interest in version.interests):
                below.setdefault(version.party, []).append(version.subject)
    queue, seen = deque([relation.party]), {relation.party}
    while queue:
        for owned in below.get(queue.popleft(), ()):
            if owned == relation.subject:
                return True
            if owned not in seen:
                seen.add(owned)
                queue.append(owned)
    return False


def _describe(relation: _Relation, holders: dict[str, Holder], complaints: Complaints) -> None:
    """Make sure that both ends of a relationship are holders."""
    if relation.unnamed:
        holders.setdefault(relation.party, Holder(id=relation.party, name=relation.unnamed, kind="unknown"))
    ends: tuple[tuple[str, HolderKind], ...] = ((relation.subject, "entity"), (relation.party, "unknown"))
    for end, kind in ends:
        if end not in holders:
            complaints.add("bods.party-missing", relation.place, end)
            holders[end] = Holder(id=end, name=end, kind=kind)


def _source(statement: _Statement, label: str, digest: str) -> Source:
    try:
        retrieved = day_of(statement.source.get("retrievedAt"))
    except ValueError:
        retrieved = None
    return Source(name=f"{label} {statement.id}", retrieved_at=retrieved, url=text_of(statement.source.get("url")), sha256=digest)
