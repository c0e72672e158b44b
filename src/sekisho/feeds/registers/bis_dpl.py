"""`bis-dpl`: the Denied Persons List of the US Bureau of Industry and Security, tab separated, one row an address.

The list does not mark which of its names are natural persons. A name with the word of a company is a full name; every other one is kept as a weak
name, so that it proves no identity and no company is lost; `persons: true` takes all as full names. An order ends on its expiration date.
"""

import re

from .companies import is_company_name
from .numbers import entity_id
from .places import country_of, only_country
from .reading import Reading

_NEEDED = ("name", "country", "effective_date", "expiration_date")
_ALSO_KNOWN = re.compile(r" A/?K/?A\.? ", re.IGNORECASE)


def read_bis_dpl(reading: Reading) -> None:
    """Every denied person, the addresses of one name together."""
    rows = reading.records(_NEEDED)
    countries: dict[str, list[str]] = {}
    for row, _ in rows:
        countries.setdefault(entity_id("BIS-DPL", row["name"]), []).append(country_of(row["country"]))
    unmarked: set[str] = set()
    for row, place in rows:
        if not row["name"]:
            reading.wrong("register.row-name", place)
            continue
        entity = entity_id("BIS-DPL", row["name"])
        start, end = reading.day(row["effective_date"], place), reading.day(row["expiration_date"], place)
        first, *others = _ALSO_KNOWN.split(" ".join(row["name"].split()))
        weak = not reading.source.persons and not is_company_name(row["name"])
        if weak:
            unmarked.add(entity)
        kind, clause = "weak" if weak else "", row.get("fr_citation", "")
        country = only_country(countries[entity])
        reading.add(place, entity, first, start, end, name_kind=kind, country=country, clause=clause, designates="entity")
        for name in others:
            reading.add(place, entity, name, name_kind=kind)
    reading.left_out("register.unmarked-names", len(unmarked))
