"""`ftm`: FollowTheMoney as JSON lines, the form in which OpenSanctions publishes (`entities.ftm.json`).

Companies, organisations, public bodies and other legal entities are taken; persons where the card says so. A `Sanction` designates its `entity`:
authority, programme, dates. An entity without one that bears a topic of restriction is designated on the card's authority. An `Ownership` of at least
half, or of an unstated share, that has not ended makes the owner the parent; everything else of ownership belongs in a chart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from ...terms import parse_number
from .days import read_day
from .numbers import national_number, number_of
from .reading import Reading

COMPANIES = ("Company", "Organization", "LegalEntity", "PublicBody")
_CRAFT = ("Vessel", "Airplane", "Vehicle")
TOPICS = ("sanction", "debarment", "export.control")
"""Topics by which an entity is itself restricted; `sanction.linked`, `role.…` and others are not."""
_NAMES = (("name", "legal"), ("alias", "legal"), ("previousName", "former"), ("weakAlias", "weak"), ("abbreviation", "acronym"))
NUMBERS = (
    ("leiCode", "LEI"),
    ("uscCode", "CN-USCC"),
    ("uniqueEntityId", "US-UEI"),
    ("dunsCode", "DUNS"),
    ("innCode", "RU-INN"),
    ("ogrnCode", "RU-OGRN"),
    ("isin", "ISIN"),
    ("isinCode", "ISIN"),
)


@dataclass(slots=True, kw_only=True)
class _Entity:
    """One record: its id, its schema, its properties (lists of text), where it stood."""

    id: str
    schema: str
    held: Mapping[str, Sequence[str]]
    place: str
    sanctions: list["_Entity"] = field(default_factory=list)
    parents: list[tuple[Fraction, str]] = field(default_factory=list)

    def all(self, *names: str) -> list[str]:
        return [value.strip() for name in names for value in self.held.get(name, ()) if value.strip()]

    def first(self, *names: str) -> str:
        return next(iter(self.all(*names)), "")


def read_ftm(reading: Reading) -> None:
    """Every record of the export, in two passes: the entities, then what links them."""
    records = _records(reading)
    taken = {one.id: one for one in records if _is_taken(one, reading)}
    _sanctions(records, taken, reading)
    _owners(records, taken, reading)
    for one in taken.values():
        _add(one, reading)


def _records(reading: Reading) -> list[_Entity]:
    value = reading.source.raw.value
    found = []
    for record, line in zip(value["records"], value["lines"], strict=True):
        reading.count += 1
        one = _record(record, f"line={line}")
        if one is None:
            reading.wrong("register.record", f"line={line}", str(record)[:80])
        else:
            found.append(one)
    persons = sum(one.schema == "Person" for one in found)
    reading.left_out("register.persons-left-out", 0 if reading.source.persons else persons)
    reading.left_out("register.others-left-out", sum(one.schema in _CRAFT for one in found))
    return found


def _record(record: Any, place: str) -> _Entity | None:
    if not isinstance(record, dict):
        return None
    known, schema, held = record.get("id"), record.get("schema"), record.get("properties")
    if not isinstance(known, str) or not known or not isinstance(schema, str) or not isinstance(held, dict):
        return None
    if not all(isinstance(values, list) and all(isinstance(value, str) for value in values) for values in held.values()):
        return None
    return _Entity(id=known, schema=schema, held=held, place=place)


def _is_taken(one: _Entity, reading: Reading) -> bool:
    if one.schema not in COMPANIES and not (one.schema == "Person" and reading.source.persons):
        return False
    if one.all("name", "alias", "weakAlias", "previousName"):
        return True
    reading.wrong("register.row-name", one.place, one.id)
    return False


def _sanctions(records: Iterable[_Entity], taken: Mapping[str, _Entity], reading: Reading) -> None:
    strays = 0
    for one in records:
        if one.schema == "Sanction":
            aims = [taken[known] for known in one.all("entity") if known in taken]
            strays += not aims
            for aim in aims:
                aim.sanctions.append(one)
    reading.left_out("register.sanctions-left-out", strays)


def _owners(records: Iterable[_Entity], taken: Mapping[str, _Entity], reading: Reading) -> None:
    left_out = 0
    for one in records:
        if one.schema == "Ownership":
            left_out += not _is_parent(one, taken, reading)
    for entity in taken.values():
        own = [known for known in entity.all("parent") if known in taken and known != entity.id]
        entity.parents += [(Fraction(100), known) for known in own]
        entity.parents.sort(key=lambda parent: -parent[0])
        left_out += max(0, len({known for _, known in entity.parents}) - 1)
    reading.left_out("register.links-left-out", left_out)


def _is_parent(one: _Entity, taken: Mapping[str, _Entity], reading: Reading) -> bool:
    """Notes the owner as a parent of the asset, where it is one."""
    share = _share(one.first("percentage"))
    ended = reading.day(one.first("endDate"), one.place) if len(one.first("endDate")) == 10 else None
    if (share is not None and share < 50) or (ended and ended < reading.source.card.retrieved_at):
        return False
    pairs = [(owner, asset) for owner in one.all("owner") for asset in one.all("asset") if owner in taken and asset in taken and owner != asset]
    for owner, asset in pairs:
        taken[asset].parents.append((Fraction(50) if share is None else share, owner))
    return bool(pairs)


def _share(text: str) -> Fraction | None:
    try:
        return parse_number(text.strip().rstrip("%")) if text.strip() else None
    except ValueError:
        return None


def _add(one: _Entity, reading: Reading) -> None:
    names = [(name, kind) for held, kind in _NAMES for name in one.all(held)]
    main, main_kind = names[0]
    country = one.first("jurisdiction", "country", "mainCountry").upper()[:2]
    parent = one.parents[0][1] if one.parents else ""
    shared = {"country": country, "parent": parent, "name_kind": main_kind}
    for start, end, stated in _stated(one, reading):
        reading.add(one.place, one.id, main, start, end, **shared, **stated)
    for name, kind in names[1:]:
        reading.add(one.place, one.id, name, name_kind=kind)
    reading.numbers(one.id, _numbers(one, country))


def _stated(one: _Entity, reading: Reading) -> Iterable[tuple[date | None, date | None, dict[str, str]]]:
    for sanction in one.sanctions:
        start, end = _bound(sanction, "startDate", "listingDate", reading), _bound(sanction, "endDate", "endDate", reading)
        clause = "; ".join(dict.fromkeys(sanction.all("programId", "program")))
        yield start, end, {"designates": "entity", "authority": sanction.first("authority"), "clause": clause}
    if not one.sanctions:
        topics = [topic for topic in one.all("topics") if topic in TOPICS]
        yield None, None, {"designates": "entity", "clause": f"topics: {', '.join(topics)}"} if topics else {"designates": "none"}


def _bound(one: _Entity, name: str, instead: str, reading: Reading) -> date | None:
    """A date of the record; a year or month alone is open, since FollowTheMoney allows it."""
    text = one.first(name, instead)
    if len(text) in (4, 7) and text.replace("-", "").isdecimal():
        return None
    try:
        return read_day(text)
    except ValueError:
        reading.wrong("register.row-date", one.place, text)
        return None


def _numbers(one: _Entity, country: str) -> Iterable[tuple[str, str]]:
    stated = [(scheme, value) for held, scheme in NUMBERS for value in one.all(held)]
    found = [number_of(scheme, value) for scheme, value in stated]
    found += [national_number(country, value) for value in one.all("registrationNumber", "taxNumber")]
    return (number for number in found if number)
