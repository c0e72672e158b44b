"""`ofac-sdn` and `ofac-consolidated`: the CSV files of the US Treasury, which have no header and write `-0-` for nothing.

The main file has twelve columns (number, name, type, programmes, …, remarks). `also` may name, in any order, its alias file (5 columns), address
file (6) and remarks overflow (2); they are told apart by their columns. A number in them that the main file lacks means that it is cut short.
Organisations are taken; individuals where the card says so; vessels and aircraft never.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from ..raw.jail import RawFile
from .days import read_day
from .numbers import numbers_in
from .places import country_of, only_country
from .reading import Reading, table_of

_COLUMNS = 12
_ALIASES, _ADDRESSES, _REMARKS = 5, 6, 2
ALIAS_KINDS = {"aka": "legal", "nka": "legal", "fka": "former"}
LISTS = {
    "CMIC-EO13959": "US-NS-CMIC",
    "NS-PLC": "US-NS-PLC",
    "UKRAINE-EO13662": "US-SSI",
    "RUSSIA-EO14024": "US-NS-MBS",
    "CAATSA - RUSSIA": "US-NS-MBS",
}
"""The list of the consolidated file that a programme stands for."""
_WEAK = re.compile(r"[afn]\.k\.a\. '(?P<name>.{1,300}?)'(?=[;.]|$)")
_ISSUER = re.compile(r"Issuer Name (?P<name>[^;]{1,300}?)\.?(?=;|$)")
_DATED = re.compile(r"(?:Listing|Effective) Date \((?P<what>[^)]{1,60})\):? (?P<day>[0-9]{1,2} [A-Za-z]{3} [0-9]{4})")


@dataclass(slots=True, kw_only=True)
class _Listed:
    """One entity with all that the files say of it."""

    place: str
    name: str
    programmes: tuple[str, ...]
    remarks: str
    aliases: list[tuple[str, str]] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)


def read_sdn(reading: Reading) -> None:
    """The list of specially designated nationals: one designation an entity, its programmes the clause."""
    _read(reading, lambda listed: iter([("", "; ".join(listed.programmes), None)]))


def read_consolidated(reading: Reading) -> None:
    """The consolidated non-SDN lists: one designation a programme, whose list is the authority."""
    _read(reading, _by_programme)


def _by_programme(listed: _Listed) -> Iterator[tuple[str, str, date | None]]:
    for programme in listed.programmes:
        yield LISTS.get(programme, ""), programme, _since(programme, listed.remarks)


def _since(programme: str, remarks: str) -> date | None:
    """The first day on which a remark dates the listing under this programme, or its effect."""
    squeezed = re.sub("[^A-Z0-9]", "", programme.upper())
    days = []
    for match in _DATED.finditer(remarks):
        what = re.sub("[^A-Z0-9]", "", re.sub(r"Directive.*", "", match["what"]).upper())
        if what and what in squeezed:
            days.append(_day(match["day"]))
    return min((day for day in days if day), default=None)


def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except ValueError:
        return None


def _read(reading: Reading, stated: Callable[[_Listed], Iterator[tuple[str, str, date | None]]]) -> None:
    taken, numbers = _main(reading)
    for raw in reading.source.also:
        _beside(raw, taken, numbers, reading)
    for number, listed in taken.items():
        entity, country = f"OFAC-{number}", only_country(listed.countries)
        for authority, clause, since in stated(listed):
            reading.add(listed.place, entity, listed.name, since, country=country, authority=authority, clause=clause, designates="entity")
        for kind, name in (*listed.aliases, *_in_remarks(listed)):
            reading.add(listed.place, entity, name, name_kind=kind)
        reading.numbers(entity, numbers_in(listed.remarks))


def _in_remarks(listed: _Listed) -> Iterator[tuple[str, str]]:
    """Aliases in quotation marks are the weak ones (OFAC's own convention); an issuer's name proves no more."""
    for shape in (_WEAK, _ISSUER):
        for match in shape.finditer(listed.remarks):
            if match["name"].strip() and match["name"].strip() != listed.name:
                yield "weak", match["name"].strip()


def _main(reading: Reading) -> tuple[dict[str, _Listed], set[str]]:
    taken: dict[str, _Listed] = {}
    numbers: set[str] = set()
    persons = others = 0
    for cells, place in reading.table():
        reading.count += 1
        if len(cells) != _COLUMNS:
            reading.wrong("register.row-columns", place, str(len(cells)))
            continue
        number, name, kind, programmes, *_, remarks = map(_held, cells)
        if not number.isascii() or not number.isdecimal() or not name:
            reading.wrong("register.row-name" if number.isdecimal() else "register.row-number", place, cells[0])
            continue
        numbers.add(number)
        if kind == "individual" and not reading.source.persons:
            persons += 1
        elif kind not in ("", "individual", "entity"):
            others += 1
        else:
            listed = tuple(one.strip() for one in re.split(r"\]\s*\[|;", programmes) if one.strip(" []"))
            taken[number] = _Listed(place=place, name=name, programmes=listed or ("-",), remarks=cells[-1] if remarks else "")
    reading.left_out("register.persons-left-out", persons)
    reading.left_out("register.others-left-out", others)
    return taken, numbers


def _held(cell: str) -> str:
    clean = cell.strip()
    return "" if clean == "-0-" else clean


def _beside(raw: RawFile, taken: dict[str, _Listed], numbers: set[str], reading: Reading) -> None:
    """One file beside the main one."""
    rows = table_of(raw)
    width = len(rows[0][0]) if rows else 0
    if width not in (_ALIASES, _ADDRESSES, _REMARKS):
        reading.wrong("register.layout", f"{raw.label} line=1", str(width))
        return
    for cells, place in rows:
        number, *rest = map(_held, cells)
        if len(cells) != width:
            reading.wrong("register.row-columns", f"{raw.label} {place}", str(len(cells)))
        elif number not in numbers:
            raise reading.truncated("register.orphan", f"{raw.label} {place.replace('=', ' ')}", number)
        elif number in taken:
            _take(taken[number], width, rest, cells[-1])


def _take(listed: _Listed, width: int, rest: list[str], whole: str) -> None:
    if width == _ALIASES and rest[2]:
        listed.aliases.append((ALIAS_KINDS.get(rest[1].lower(), "weak"), rest[2]))
    elif width == _ADDRESSES:
        listed.countries.append(country_of(rest[3]))
    elif width == _REMARKS:
        listed.remarks += whole  # as it stands: the main file's remark breaks off anywhere, even before a blank
