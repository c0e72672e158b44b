"""Ownership charts from GLEIF: level 1 (who is who), level 2 relationships (who consolidates whom) and reporting exceptions, in JSON, XML or CSV.

How it is read (a holder's id is its LEI):
- `IS_DIRECTLY_CONSOLIDATED_BY` and `IS_ULTIMATELY_CONSOLIDATED_BY` say that the parent controls the child for its accounts and state no percentage: a
  stake of unknown share (0–100), evidence of control `directConsolidation` or `ultimateConsolidation`, and the gap `share-unstated` at the child.
- `IS_INTERNATIONAL_BRANCH_OF`: a branch is part of its head office: a stake of 100 %, and control `headOffice`.
- `IS_SUBFUND_OF`, `IS_FUND-MANAGED_BY`, `IS_FEEDER_TO`: control `umbrellaFund`, `fundManagement`, `feederFund` and no stake: units of a fund are not
  ownership of it by its manager.
- The period is the one of type `RELATIONSHIP_PERIOD`, its last day included. A relationship that is `INACTIVE` without an end ended before its
  `LastUpdateDate`. One whose registration is `ANNULLED`, `DUPLICATE`, `CANCELLED` or pending counts for nothing; a `LAPSED` one stands, and has the
  gap `lapsed`. Qualifiers and quantifiers are left out: they say how accounts are drawn up.
- Reporting exceptions: where the reason says that there is a parent or a natural person in control and does not name it (`NATURAL_PERSONS`, `NO_LEI`,
  `NON_PUBLIC` and the five reasons before it), an owner of kind `unknown` holds an unknown share. `NON_CONSOLIDATING` and `NO_KNOWN_PERSON` give no
  owner. Every exception is a gap `direct-parent:REASON` or `ultimate-parent:REASON`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ...faults import Fault
from ...ownership.model import Chart, Control, Holder, HolderKind, Stake, StatedGap
from ...terms import HUNDRED, Identifier, Period, Share, Source
from ..complaints import Complaints
from ..registers.numbers import national_number, number_of
from .bods_values import day_of
from .gleif_layouts import Record, members_at, records_of, text_at
from .gleif_words import GLEIF_WORDS, MOST_RECORDS

CONTROL_BY_TYPE: Mapping[str, str] = {
    "IS_DIRECTLY_CONSOLIDATED_BY": "directConsolidation",
    "IS_ULTIMATELY_CONSOLIDATED_BY": "ultimateConsolidation",
    "IS_INTERNATIONAL_BRANCH_OF": "headOffice",
    "IS_SUBFUND_OF": "umbrellaFund",
    "IS_FUND-MANAGED_BY": "fundManagement",
    "IS_FEEDER_TO": "feederFund",
}
WHOLE = Share(minimum=HUNDRED, maximum=HUNDRED)
SHARE_BY_KIND: Mapping[str, Share] = {"directConsolidation": Share(), "ultimateConsolidation": Share(), "headOffice": WHOLE}
VOID = frozenset({"ANNULLED", "DUPLICATE", "CANCELLED", "PENDING_VALIDATION"})
PARENTS: Mapping[str, str] = {
    "DIRECT_ACCOUNTING_CONSOLIDATION_PARENT": "direct-parent",
    "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT": "ultimate-parent",
}
SOMEBODY = frozenset(
    {
        "NATURAL_PERSONS", "NO_LEI", "NON_PUBLIC", "BINDING_LEGAL_COMMITMENTS", "LEGAL_OBSTACLES", "DISCLOSURE_DETRIMENTAL",
        "DETRIMENT_NOT_EXCLUDED", "CONSENT_NOT_OBTAINED",
    }
)  # fmt: skip
"""Reasons that say that somebody is there and do not name him."""
NOBODY = frozenset({"NON_CONSOLIDATING", "NO_KNOWN_PERSON"})


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What the records of one file share, and what they have given so far."""

    label: str
    digest: str
    complaints: Complaints
    holders: dict[str, Holder] = field(default_factory=dict)
    stakes: list[Stake] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    gaps: list[StatedGap] = field(default_factory=list)

    def source(self, place: str, retrieved_at: date | None = None) -> Source:
        return Source(name=f"{self.label} {place}", retrieved_at=retrieved_at, sha256=self.digest)


def chart_from_gleif(kind: str, value: Any, *, label: str, digest: str) -> tuple[Chart, tuple[Fault, ...]]:
    """A chart from a GLEIF file as the raw reader of `kind` (`json`, `xml`, `csv`) gives it.

    Every fault is returned; the chart is to be used only where all are warnings. InputRefused where the file holds no record of GLEIF's.
    """
    reading = _Reading(label=label, digest=digest, complaints=Complaints(label, GLEIF_WORDS))
    found = False
    for number, record in enumerate(records_of(kind, value), 1):
        if number > MOST_RECORDS:
            raise reading.complaints.refused("gleif.too-many", record.place)
        found |= _read(record, reading)
    if not found:
        raise reading.complaints.refused("gleif.not-gleif")
    chart = Chart(
        holders=tuple(reading.holders.values()),
        stakes=tuple(reading.stakes),
        controls=tuple(reading.controls),
        stated_gaps=tuple(reading.gaps),
        digests=(digest,),
    )
    return chart, reading.complaints.faults()


def _read(record: Record, reading: _Reading) -> bool:
    """Take one record in; whether it is one of GLEIF's at all."""
    held = record.held
    if "Relationship" in held:
        _relationship(record, reading)
    elif "Entity" in held:
        _entity(record, reading)
    elif "ExceptionCategory" in held or "Exception" in held:
        _exception(record, reading)
    else:
        reading.complaints.add("gleif.record", record.place, ", ".join(list(held)[:5]))
        return False
    return True


def _entity(record: Record, reading: _Reading) -> None:
    lei = _lei(text_at(record.held, "LEI"), record.place, reading)
    if not lei:
        return
    entity = record.held["Entity"]
    country = (text_at(entity, "LegalJurisdiction") or text_at(entity, "LegalAddress", "Country")).upper()[:2]
    national = national_number(country, text_at(entity, "RegistrationAuthority", "RegistrationAuthorityEntityID"))
    identifiers = (Identifier.of("LEI", lei), *([Identifier.of(*national)] if national else []))
    name = text_at(entity, "LegalName") or lei
    kind: HolderKind = "entity"
    category = text_at(entity, "EntityCategory")
    if category in ("RESIDENT_GOVERNMENT_ENTITY", "SOLE_PROPRIETOR"):
        kind = "state" if category == "RESIDENT_GOVERNMENT_ENTITY" else "person"
    reading.holders[lei] = Holder(id=lei, name=name, kind=kind, country=country, identifiers=identifiers)
    if text_at(entity, "EntityStatus") == "INACTIVE":
        reading.gaps.append(StatedGap(code="record-closed", holder=lei, source=reading.source(record.place)))


def _relationship(record: Record, reading: _Reading) -> None:
    held = record.held["Relationship"]
    ends = [_node(held, end, record.place, reading) for end in ("StartNode", "EndNode")]
    kind = CONTROL_BY_TYPE.get(text_at(held, "RelationshipType"))
    if kind is None:
        reading.complaints.add("gleif.relationship-type", record.place, text_at(held, "RelationshipType"))
        return
    status = text_at(record.held, "Registration", "RegistrationStatus")
    if status in VOID:
        reading.complaints.add("gleif.void", record.place, status)
        return
    try:
        period = _period(record, status)
    except ValueError as error:
        reading.complaints.add("gleif.date", record.place, str(error))
        return
    if all(ends) and period is not None:
        _connect(ends[0], ends[1], kind, period, reading.source(record.place), reading)
        if status == "LAPSED":
            reading.gaps.append(StatedGap(code="lapsed", holder=ends[0], period=period, source=reading.source(record.place)))


def _connect(start: str, end: str, kind: str, period: Period, source: Source, reading: _Reading) -> None:
    """`start` is consolidated, managed or headed by `end`; a feeder fund alone holds, as start, units of its master."""
    holder, entity = (start, end) if kind == "feederFund" else (end, start)
    for one in (holder, entity):
        reading.holders.setdefault(one, Holder(id=one, name=one, identifiers=_identifiers(one)))
    if kind in SHARE_BY_KIND:
        reading.stakes.append(Stake(owner=holder, owned=entity, share=SHARE_BY_KIND[kind], period=period, source=source))
        if kind != "headOffice":
            reading.gaps.append(StatedGap(code="share-unstated", holder=entity, period=period, source=source))
    reading.controls.append(Control(holder=holder, entity=entity, kind=kind, period=period, source=source))


def _period(record: Record, status: str) -> Period | None:
    """The days of a relationship, None where there are none. ValueError names a date that cannot be read."""
    start = end = None
    held = record.held["Relationship"]
    for one in members_at(held, "RelationshipPeriods") or members_at(held, "Period"):
        if _either(one, "PeriodType", "periodType") == "RELATIONSHIP_PERIOD":
            start, end = _day(_either(one, "StartDate", "startDate")), _day(_either(one, "EndDate", "endDate"))
    if end is None and (text_at(held, "RelationshipStatus") == "INACTIVE" or status == "RETIRED"):
        updated = _day(text_at(record.held, "Registration", "LastUpdateDate"))
        end = updated - timedelta(days=1) if updated and updated > date.min else start
    if start and end and start > end:
        return None
    return Period(start=start, end=end)


def _either(held: Any, *keys: str) -> str:
    return next((text for key in keys if (text := text_at(held, key))), "")


def _day(text: str) -> date | None:
    try:
        return day_of(text)
    except ValueError:
        raise ValueError(text) from None


def _exception(record: Record, reading: _Reading) -> None:
    lei = _lei(text_at(record.held, "LEI"), record.place, reading)
    category = text_at(record.held, "ExceptionCategory") or text_at(record.held, "Exception", "Category")
    if not lei or category not in PARENTS:
        reading.complaints.add("gleif.exception", record.place, category)
        return
    reading.holders.setdefault(lei, Holder(id=lei, name=lei, identifiers=_identifiers(lei)))
    for reason in _reasons(record.held):
        if reason not in SOMEBODY | NOBODY:
            reading.complaints.add("gleif.exception", record.place, reason)
            continue
        try:
            source = reading.source(record.place, _day(text_at(record.held, "ContentDate")))
        except ValueError as error:
            reading.complaints.add("gleif.date", record.place, str(error))
            return
        code = f"{PARENTS[category]}:{reason}"
        reading.gaps.append(StatedGap(code=code, holder=lei, source=source))
        if reason in SOMEBODY:
            unnamed = Holder(id=f"{code}:{lei}", name=reason, kind="unknown")
            reading.holders[unnamed.id] = unnamed
            reading.stakes.append(Stake(owner=unnamed.id, owned=lei, share=Share(), source=source))


def _reasons(held: Mapping[str, Any]) -> Iterator[str]:
    for one in members_at(held, "ExceptionReason") or members_at(held, "Exception", "Reason"):
        reason = text_at({"": one}, "")
        if reason:
            yield reason


def _node(held: Any, end: str, place: str, reading: _Reading) -> str:
    """The id of one end: an LEI, or a number of another type with its type before it."""
    number, kind = text_at(held, end, "NodeID"), text_at(held, end, "NodeIDType")
    if kind in ("", "LEI", "ISO_17442"):
        return _lei(number, place, reading)
    if not number:
        reading.complaints.add("gleif.lei", place, number)
    return f"{kind}:{number}" if number else ""


def _lei(text: str, place: str, reading: _Reading) -> str:
    found = number_of("LEI", text)
    if found is None:
        reading.complaints.add("gleif.lei", place, text)
    return found[1] if found else ""


def _identifiers(known: str) -> tuple[Identifier, ...]:
    return (Identifier.of("LEI", known),) if number_of("LEI", known) else ()
