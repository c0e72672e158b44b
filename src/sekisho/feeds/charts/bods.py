"""Ownership charts from Beneficial Ownership Data Standard 0.4: statements on entities, people and relationships, as a JSON array or JSON lines.

How it is read:
- A holder's id is its `recordId`; of several statements on one record the latest by `statementDate` counts.
- Of a relationship's interests `shareholding` is taken; where there is none, `votingRights`; where neither, an interest of no, unknown or unpublished
  type as an unknown share (0–100). A relationship that states no interests at all is an unknown share too. Every other interest, and voting rights
  always, is evidence of control beside the stakes (OFAC FAQ 398): a relationship of which nothing is left but that gets a warning.
- `exclusiveMinimum` and `exclusiveMaximum` are read as if the bound were included: a Share is closed, and the wider reading is the careful one.
- BODS' `endDate` is the day *from* which an interest ceased, so the last day of the stake is the day before; a `closed` statement ends the record
  from its `statementDate`. A later version of a relationship replaces the earlier one from the day its interests begin or, where they do not
  begin later than the earlier one's, from its `statementDate`; before that day the earlier version stands, up to the end that the later one states.
- An indirect interest is left out where its component records carry it, as stakes, from the interested party down to the subject; else it is kept.
- An interested party that is unspecified, anonymous, unknown or not in the file is a holder of kind `unknown`. Where the reason is that there are no
  beneficial owners, there is no stake and a gap `no-beneficial-owners`.
- An entity whose own record is closed has the gap `record-closed` from that day on.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ...faults import Fault
from ...ownership.model import Chart, Control, Holder, HolderKind, Stake, StatedGap
from ...terms import Period, Share
from ..complaints import Complaints
from .bods_statements import Statement, holders_of, source_of, statements_of
from .bods_values import day_of, list_of, share_of, text_of
from .complaint_words import BODS_WORDS

UNSTATED = ("", "unknownInterest", "unpublishedInterest")
NO_ROLES = ("shareholding", *UNSTATED)
"""Interests that are ownership, or that may be: they are stakes and no evidence of control."""
NO_OWNERS = "noBeneficialOwners"


def chart_from_bods(value: object, *, label: str, digest: str, lines: Sequence[int] = ()) -> tuple[Chart, tuple[Fault, ...]]:
    """A chart from a parsed BODS 0.4 file; `label` is the file as the user named it, `digest` its SHA-256, `lines` where it is JSON lines theirs.

    Every fault is returned; the chart holds what is sound, and is to be used only where all faults are warnings. InputRefused where the file is not
    BODS, or of another version (which is named).
    """
    complaints = Complaints(label, BODS_WORDS)
    statements = statements_of(value, [f"line {line}" for line in lines], complaints)
    holders = holders_of(statements)
    relations = _relations(statements, complaints)
    stakes = [stake for versions in relations.values() for stake in _stakes(versions, relations, complaints, digest)]
    controls = [control for versions in relations.values() for control in _controls(versions, label, digest)]
    for relation in (version for versions in relations.values() for version in versions):
        _describe(relation, holders, complaints)
    gaps = (*_closed(statements, label, digest), *_ownerless(relations, label, digest))
    chart = Chart(holders=tuple(holders.values()), stakes=tuple(stakes), controls=tuple(controls), stated_gaps=gaps, digests=(digest,))
    return chart, complaints.faults()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Interest:
    """`kind` is the interest's type ("" where none is stated); `end` is the first day without it."""

    kind: str
    share: Share
    start: date | None
    end: date | None
    indirect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Relation:
    """One version of a relationship record. `interests` count as ownership, `roles` are evidence of control.

    `begins` is the first day it speaks of (None: every day); `unnamed` says that nobody names the party; `ownerless` that there is none to name.
    """

    place: str
    statement: Statement
    subject: str
    party: str
    unnamed: str
    ownerless: bool
    interests: tuple[_Interest, ...]
    roles: tuple[_Interest, ...]
    begins: date | None
    silent: bool
    components: tuple[str, ...]


def _relations(statements: Iterable[Statement], complaints: Complaints) -> dict[str, list[_Relation]]:
    """Record id -> its versions, oldest first."""
    relations: dict[str, list[_Relation]] = {}
    for statement in statements:
        relation = _relation(statement, complaints) if statement.type == "relationship" else None
        if relation is not None:
            relations.setdefault(statement.record, []).append(relation)
    return relations


def _relation(statement: Statement, complaints: Complaints) -> _Relation | None:
    details = statement.details
    subject, party = details.get("subject"), details.get("interestedParty")
    if isinstance(subject, dict):
        complaints.add("bods.subject-unspecified", f"{statement.place}.recordDetails.subject", text_of(subject.get("reason")))
        return None
    if not isinstance(subject, str) or not subject or not (isinstance(party, dict) or (isinstance(party, str) and party)):
        complaints.add("bods.statement-shape", f"{statement.place}.recordDetails", "subject, interestedParty")
        return None
    read = _interests(statement, complaints)
    ownerless = isinstance(party, dict) and party.get("reason") == NO_OWNERS
    unnamed = (text_of(party.get("description")) or text_of(party.get("reason")) or "unspecified") if isinstance(party, dict) else ""
    starts = [interest.start for interest in read]
    return _Relation(
        place=statement.place,
        statement=statement,
        subject=subject,
        party=f"unspecified:{statement.record}" if isinstance(party, dict) else party,
        unnamed="" if ownerless else unnamed,
        ownerless=ownerless,
        interests=() if ownerless else _owned_by(statement, read, complaints),
        roles=() if ownerless else tuple(interest for interest in read if interest.kind not in NO_ROLES),
        begins=None if not starts or None in starts else min(start for start in starts if start),
        silent=not list_of(details.get("interests")),
        components=tuple(ref for ref in list_of(details.get("componentRecords")) if isinstance(ref, str)),
    )


def _interests(statement: Statement, complaints: Complaints) -> tuple[_Interest, ...]:
    """Every interest of the relationship that can be read."""
    read: list[_Interest] = []
    for position, entry in enumerate(list_of(statement.details.get("interests"))):
        place = f"{statement.place}.recordDetails.interests[{position}]"
        if not isinstance(entry, dict):
            complaints.add("bods.statement-shape", place, entry)
            continue
        interest = _interest(entry, place, complaints)
        if interest is not None:
            read.append(interest)
    return tuple(read)


def _owned_by(statement: Statement, read: Sequence[_Interest], complaints: Complaints) -> tuple[_Interest, ...]:
    """The interests that count as ownership: an unknown share where the relationship states none at all."""
    if not list_of(statement.details.get("interests")):
        return (_Interest(kind="", share=Share(), start=None, end=None, indirect=False),)
    for wanted in (("shareholding",), ("votingRights",), UNSTATED):
        chosen = tuple(interest for interest in read if interest.kind in wanted)
        if chosen:
            return chosen
    if read:
        complaints.add("bods.control-only", f"{statement.place}.recordDetails.interests", ", ".join(sorted({interest.kind for interest in read})))
    return ()


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
    return _Interest(kind=text_of(entry.get("type")), share=share, start=start, end=end, indirect=entry.get("directOrIndirect") == "indirect")


def _stakes(versions: list[_Relation], relations: Mapping[str, list[_Relation]], complaints: Complaints, digest: str) -> Iterator[Stake]:
    """The stakes of one record, newest version first."""
    told: set[str] = set()
    for version, interest, period in _spans(versions, lambda version: version.interests):
        if interest.indirect and _is_carried(version, relations):
            continue
        if interest.indirect and version.place not in told:
            told.add(version.place)
            complaints.add("bods.indirect-kept", version.place, version.statement.record)
        source = source_of(version.statement, complaints.file, digest)
        yield Stake(owner=version.party, owned=version.subject, share=interest.share, period=period, source=source)


def _controls(versions: list[_Relation], label: str, digest: str) -> Iterator[Control]:
    """The evidence of control of one record; an indirect interest is kept as it stands, for no stake carries it."""
    for version, role, period in _spans(versions, lambda version: version.roles):
        share = role.share if role.kind == "votingRights" else Share()
        source = source_of(version.statement, label, digest)
        yield Control(holder=version.party, entity=version.subject, kind=role.kind, share=share, period=period, source=source)


def _spans(versions: list[_Relation], wanted: Callable[[_Relation], Sequence[_Interest]]) -> Iterator[tuple[_Relation, _Interest, Period]]:
    """The wanted interests of one record with the days on which they stand, newest version first."""
    limit: date | None = None
    for version, earlier in zip(reversed(versions), (*versions[-2::-1], None), strict=True):
        if version.statement.closed:
            limit = _first(limit, version.statement.day)
            if version.silent and earlier:
                continue
        since = _replaces_from(version, earlier) if earlier else None
        for interest in wanted(version):
            period = _period(interest, since, limit)
            if period is not None:
                yield version, interest, period
        ends = [interest.end for interest in wanted(version)]
        limit = _first(limit, since, None if not ends or None in ends else max(end for end in ends if end))


def _closed(statements: Iterable[Statement], label: str, digest: str) -> Iterator[StatedGap]:
    """The entities whose own record is closed by the latest statement on it."""
    latest = {statement.record: statement for statement in statements if statement.type == "entity"}
    for statement in latest.values():
        if statement.closed:
            source = source_of(statement, label, digest)
            yield StatedGap(code="record-closed", holder=statement.record, period=Period(start=statement.day), source=source)


def _ownerless(relations: Mapping[str, list[_Relation]], label: str, digest: str) -> Iterator[StatedGap]:
    """The entities of which a source says that they have no beneficial owners under its own rules."""
    for versions in relations.values():
        last = versions[-1]
        if last.ownerless and not last.statement.closed:
            yield StatedGap(code="no-beneficial-owners", holder=last.subject, source=source_of(last.statement, label, digest))


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
    for end, kind in ends[:1] if relation.ownerless else ends:
        if end not in holders:
            complaints.add("bods.party-missing", relation.place, end)
            holders[end] = Holder(id=end, name=end, kind=kind)
