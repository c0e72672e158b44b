"""The table of what was seen in the field: numbers, paths, words and part numbers, each row with its source (`tables/observed.yaml`)."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .. import resources
from ..terms import Mark
from .model import OBSERVED, Attribution, TableCard
from .reading import WORDS, Read
from .rules import rules
from .words import brand_key

PATH = "marks/tables/observed.yaml"
_BRANDED = re.compile(r"[A-Za-z][A-Za-z-]{2,}[\s_-]+(\S.*)")
CATALOGUE = "cpe"
"""The table of a maker that the CPE itself names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A row: whose the mark is, by which source of which day; `form` and `but_not` are what a text has to meet and not to meet."""

    maker: str
    cites: str
    dated: date
    verified: bool
    elsewhere: bool
    form: re.Pattern[str] | None = None
    but_not: re.Pattern[str] | None = None

    def meets(self, text: str) -> str:
        """What of a text the row is about, or ""."""
        found = self.form.search(text) if self.form else None
        return "" if found is None or (self.but_not and self.but_not.search(text)) else found[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """The table, read once."""

    numbers: Mapping[str, tuple[Seen, ...]]
    agents: Mapping[str, str]
    forms: Mapping[str, tuple[Seen, ...]]
    aliases: Mapping[str, str]
    nobody: frozenset[str]
    vendors: Mapping[str, Seen]
    card: TableCard


@functools.cache
def observed() -> Observed:
    """The rows of this version."""
    table = resources.read_yaml(PATH)
    sources = {key: (held["name"], date.fromisoformat(held["dated"])) for key, held in table["sources"].items()}
    numbers: dict[str, tuple[Seen, ...]] = {}
    for row in table["numbers"]:
        numbers[row["number"]] = (*numbers.get(row["number"], ()), _seen(row, sources))
    forms = {name: tuple(_seen(row, sources) for row in table[name]) for name in ("paths", "words", "parts")}
    rows = sum(map(len, (table["numbers"], table["agents"], *(table[name] for name in forms))))
    newest = max(day for _, day in sources.values())
    return Observed(
        numbers=numbers,
        agents={row["number"]: row["agent"] for row in table["agents"]},
        forms=forms,
        aliases={brand_key(name): row["maker"] for row in table["aliases"] for name in row["also"]},
        nobody=frozenset(table["nobody"]),
        vendors={row["vendor"]: _seen(row, sources) for row in table["vendors"]},
        card=TableCard(kind=OBSERVED, name=OBSERVED, dated=newest, digest=resources.digests()[PATH], rows=rows),
    )


def _seen(row: Mapping[str, Any], sources: Mapping[str, tuple[str, date]]) -> Seen:
    name, dated = sources[row["source"]]
    return Seen(
        maker=row["maker"],
        cites=f"{name}: {row['note']}" if row.get("note") else name,
        dated=dated,
        verified=row.get("verified") != "no",
        elsewhere=row.get("elsewhere") == "yes",
        form=re.compile(row["pattern"]) if "pattern" in row else None,
        but_not=re.compile(row["not"]) if "not" in row else None,
    )


def look_up_observed(mark: Mark, read: Read) -> Sequence[Attribution]:
    """What was seen of a mark: by number, by form, or nothing."""
    table = observed()
    if mark.family == "sysobjectid":
        return [_attribution(mark, row) for row in table.numbers.get(read.key, ())]
    if mark.family == "cpe":
        return [_named_by_catalogue(mark, read)]
    forms = "words" if mark.family in WORDS else {"rtsp": "paths", "part": "parts"}.get(mark.family, "")
    texts = _with_and_without_brand(mark.value) if forms == "parts" else (read.key,)
    return [_attribution(mark, row) for row in table.forms.get(forms, ()) if any(row.meets(text) for text in texts)]


def _with_and_without_brand(text: str) -> tuple[str, ...]:
    """A model as lists write it: the number alone, or a brand or the name of a line before it."""
    found = _BRANDED.match(text)
    return (text, found[1]) if found else (text,)


def _named_by_catalogue(mark: Mark, read: Read) -> Attribution:
    """The vendor of a CPE, by the name that the observed table knows it under, else as the catalogue writes it. Software is inside the device."""
    row = observed().vendors.get(brand_key(read.key))
    software = read.rest[1] == "a" or (read.rest[1] == "o" and not read.rest[0].endswith("firmware"))
    found = (
        _attribution(mark, row)
        if row
        else Attribution(
            family=mark.family, value=mark.value, maker=read.key, table=CATALOGUE, table_date=None, weight=rules().weight(mark.family, "words")
        )
    )
    return replace(found, inside=software)


def _attribution(mark: Mark, row: Seen) -> Attribution:
    weight = rules().weight(mark.family, OBSERVED)
    return Attribution(
        family=mark.family,
        value=mark.value,
        maker=row.maker,
        table=OBSERVED,
        table_date=row.dated,
        weight=weight if row.verified else max(1, weight - 1),
        cites=row.cites if row.verified else f"{row.cites} (unverified)",
        seen=True,
        elsewhere=row.elsewhere,
    )
