"""Ownership charts from FollowTheMoney as JSON lines: the form in which OpenSanctions and Aleph export entities and what links them.

How it is read (a holder's id is the entity's id):
- `Ownership` is a stake of `owner` in `asset`. `percentage` is a number, with or without a sign, or a range (`25-50`, `>50`, `75+`); several values
  span from the least to the greatest; none, or one that cannot be read (a warning), is an unknown share.
- `Directorship`, `Membership`, `Employment`, `Representation`, `Family`, `Associate` and `UnknownLink` are evidence of control or of a link; of the
  last three either side may stand behind the other, so both ways are kept. An entity's own `parent` is an unknown share and control `parent`.
- `startDate` and `endDate` may be a year or a month: the widest days that they allow count, the last day included.
- `PublicBody` is a state, `Person` a person, everything else that is named an entity. What a link names and the file does not hold is `unknown`.
- Sanctions, topics, addresses, documents and the like are left out: who is designated is for the register edition to say.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from ...faults import Fault
from ...ownership.model import Chart, Control, Holder, HolderKind, Stake
from ...terms import HUNDRED, Identifier, Period, Share, Source, parse_number
from ..complaints import Complaints
from ..registers.ftm import COMPANIES, NUMBERS
from ..registers.numbers import national_number, number_of
from .ftm_words import FTM_WORDS

LINKS: Mapping[str, tuple[str, str, str]] = {
    "Directorship": ("director", "organization", "directorship"),
    "Membership": ("member", "organization", "membership"),
    "Employment": ("employee", "employer", "employment"),
    "Representation": ("agent", "client", "representation"),
    "Family": ("person", "relative", "family"),
    "Associate": ("person", "associate", "associate"),
    "UnknownLink": ("subject", "object", "unknownLink"),
}
"""Schema -> the property that names who may have a say, the one that names whom over, the kind of control."""
BOTH_WAYS = frozenset({"family", "associate", "unknownLink"})
KINDS: Mapping[str, HolderKind] = {"Person": "person", "PublicBody": "state"}
_NAMES = ("name", "alias", "previousName", "weakAlias")
_RANGE = re.compile(r"(?P<low>[0-9.,]+)\s*%?\s*(?:-|–|—|~|〜|to)\s*(?P<high>[0-9.,]+)\s*%?")
_ABOVE = re.compile(r"(?:>=?|≥|more than|over)\s*(?P<low>[0-9.,]+)\s*%?|(?P<plus>[0-9.,]+)\s*%?\s*\+")
_BELOW = re.compile(r"(?:<=?|≤|less than|up to)\s*(?P<high>[0-9.,]+)\s*%?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entity:
    """One record: its id, its schema, its properties (lists of text), where it stood."""

    id: str
    schema: str
    held: Mapping[str, Sequence[str]]
    place: str

    def all(self, *names: str) -> list[str]:
        return [value.strip() for name in names for value in self.held.get(name, ()) if value.strip()]

    def first(self, *names: str) -> str:
        return next(iter(self.all(*names)), "")


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What the records of one file share, and what they have given so far."""

    label: str
    digest: str
    complaints: Complaints
    holders: dict[str, Holder] = field(default_factory=dict)
    stakes: list[Stake] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)

    def source(self, one: _Entity) -> Source:
        return Source(name=f"{self.label} {one.place} {one.id}", url=one.first("sourceUrl"), sha256=self.digest)


def chart_from_ftm(value: Mapping[str, Any], *, label: str, digest: str) -> tuple[Chart, tuple[Fault, ...]]:
    """A chart from `{"records": [value], "lines": [number]}`.

    Every fault is returned; the chart is to be used only where all are warnings. InputRefused where no line is an entity of FollowTheMoney.
    """
    reading = _Reading(label=label, digest=digest, complaints=Complaints(label, FTM_WORDS))
    records = list(_records(value, reading))
    if not records:
        raise reading.complaints.refused("ftm.not-ftm")
    for one in records:
        if any(one.held.get(name) for name in _NAMES):
            reading.holders[one.id] = _holder(one)
    for one in records:
        _links(one, reading)
    holders = tuple(reading.holders.values())
    return Chart(holders=holders, stakes=tuple(reading.stakes), controls=tuple(reading.controls), digests=(digest,)), reading.complaints.faults()


def _records(value: Mapping[str, Any], reading: _Reading) -> Iterable[_Entity]:
    for record, line in zip(value["records"], value["lines"], strict=True):
        given = record if isinstance(record, dict) else {}
        known, schema, held = given.get("id"), given.get("schema"), given.get("properties")
        if not (isinstance(known, str) and known and isinstance(schema, str) and isinstance(held, dict) and _is_plain(held)):
            reading.complaints.add("ftm.record", f"line {line}", str(record)[:80])
            continue
        yield _Entity(id=known, schema=schema, held=held, place=f"line {line}")


def _is_plain(held: Mapping[str, Any]) -> bool:
    return all(isinstance(values, list) and all(isinstance(value, str) for value in values) for values in held.values())


def _holder(one: _Entity) -> Holder:
    country = one.first("jurisdiction", "country", "mainCountry", "nationality").upper()
    country = country if re.fullmatch(r"[A-Z]{2}", country) else ""
    numbers = [number for key, scheme in NUMBERS for text in one.all(key) if (number := number_of(scheme, text))]
    numbers += [number for text in one.all("registrationNumber") if (number := national_number(country, text))]
    return Holder(
        id=one.id,
        name=one.first(*_NAMES),
        kind=KINDS.get(one.schema, "entity"),
        country=country,
        identifiers=tuple(dict.fromkeys(Identifier.of(scheme, number) for scheme, number in numbers)),
    )


def _links(one: _Entity, reading: _Reading) -> None:
    if one.schema == "Ownership":
        share = _share(one, reading)
        for owner, asset in _pairs(one, "owner", "asset", reading):
            period = _period(one, reading)
            if period is not None:
                reading.stakes.append(Stake(owner=owner, owned=asset, share=share, period=period, source=reading.source(one)))
    elif one.schema in LINKS:
        upper, lower, kind = LINKS[one.schema]
        for holder, entity in _pairs(one, upper, lower, reading):
            period = _period(one, reading)
            if period is not None:
                _control(holder, entity, kind, period, one, reading)
    for parent in one.all("parent") if one.schema in COMPANIES else ():
        _known(parent, one, reading)
        reading.stakes.append(Stake(owner=parent, owned=one.id, share=Share(), source=reading.source(one)))
        reading.controls.append(Control(holder=parent, entity=one.id, kind="parent", source=reading.source(one)))


def _control(holder: str, entity: str, kind: str, period: Period, one: _Entity, reading: _Reading) -> None:
    source = reading.source(one)
    reading.controls.append(Control(holder=holder, entity=entity, kind=kind, period=period, source=source))
    if kind in BOTH_WAYS:
        reading.controls.append(Control(holder=entity, entity=holder, kind=kind, period=period, source=source))


def _pairs(one: _Entity, upper: str, lower: str, reading: _Reading) -> list[tuple[str, str]]:
    """Everybody that a link names on the one side with everybody on the other."""
    if not (one.all(upper) and one.all(lower)):
        reading.complaints.add("ftm.link-open", one.place, f"{one.schema}: {upper}, {lower}")
        return []
    for known in (*one.all(upper), *one.all(lower)):
        _known(known, one, reading)
    return [(above, below) for above in one.all(upper) for below in one.all(lower)]


def _known(known: str, one: _Entity, reading: _Reading) -> None:
    if known not in reading.holders:
        reading.complaints.add("ftm.party-missing", one.place, known)
        reading.holders[known] = Holder(id=known, name=known, kind="unknown")


def _share(one: _Entity, reading: _Reading) -> Share:
    """The span of every percentage that is stated."""
    spans = []
    for text in one.all("percentage"):
        try:
            spans.append(share_in(text))
        except ValueError:
            reading.complaints.add("ftm.percentage", one.place, text)
            return Share()
    if not spans:
        return Share()
    return Share(minimum=min(span.minimum for span in spans), maximum=max(span.maximum for span in spans))


def share_in(text: str) -> Share:
    """`25`, `25.5 %`, `25-50`, `>50`, `75+`, `<10` as a closed range of percent; ValueError else."""
    clean = text.strip().casefold()
    if found := _RANGE.fullmatch(clean):
        return Share(minimum=_number(found["low"]), maximum=_number(found["high"]))
    if found := _ABOVE.fullmatch(clean):
        return Share(minimum=_number(found["low"] or found["plus"]))
    if found := _BELOW.fullmatch(clean):
        return Share(maximum=_number(found["high"]))
    exact = _number(clean.removesuffix("%"))
    return Share(minimum=exact, maximum=exact)


def _number(text: str) -> Fraction:
    if "," in text or "_" in text or not 0 <= (number := parse_number(text)) <= HUNDRED:
        raise ValueError(text)
    return number


def _period(one: _Entity, reading: _Reading) -> Period | None:
    """The widest period that the dates allow; None, with a fault, where it ends before it starts or cannot be read."""
    try:
        start = min((_days(text)[0] for text in one.all("startDate")), default=None)
        end = max((_days(text)[1] for text in one.all("endDate")), default=None)
    except ValueError as error:
        reading.complaints.add("ftm.date", one.place, str(error))
        return None
    if start and end and start > end:
        reading.complaints.add("ftm.date", one.place, f"{start} > {end}")
        return None
    return Period(start=start, end=end)


def _days(text: str) -> tuple[date, date]:
    """The first and last day of a year, a month or a day."""
    found = re.match(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(?=T|\Z)", text)
    if not found:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        return first, date(first.year, last_month, day or monthrange(first.year, last_month)[1])
    except ValueError:
        raise ValueError(text) from None
