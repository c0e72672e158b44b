"""The public files as plain rows. Nothing here is copied into the project; where the folder is absent, the scorecard says so and stops."""

import csv
import functools
import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def corpus() -> Path:
    """The folder of public data: SEKISHO_CORPUS, else `../shared/data` beside the repository."""
    return Path(os.environ.get("SEKISHO_CORPUS") or ROOT.parent / "shared" / "data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One company as a list gives it; a name that the list lacks is empty."""

    id: str
    native: str
    english: str = ""
    kana: str = ""
    short: str = ""
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanctioned:
    """One organisation of the OFAC list: its primary name and its aliases."""

    id: str
    name: str
    aliases: tuple[str, ...]


def tidy(text: str) -> str:
    """Spaces at the ends go; nothing else is touched, for the split rests on names as they are written."""
    return text.strip()


def letters(text: str) -> str:
    """What is left of a name when width, case, spaces and punctuation do not count."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum() or char == "ー")


def _table(path: str) -> list[dict[str, str]]:
    with (corpus() / path).open(encoding="utf-8-sig", newline="") as file:
        return [{key: tidy(value or "") for key, value in row.items() if key} for row in csv.DictReader(file)]


@functools.cache
def japanese() -> tuple[Company, ...]:
    """EDINET: domestic companies and partnerships (people, funds of people and governments are left out)."""
    rows = _table("edinet/edinet_codes_dev70.csv")
    return tuple(
        Company(id=row["edinet_code"], native=row["name_ja"], english=row["name_en"], kana=row["name_kana"], listed=row["listed"] == "上場")
        for row in rows
        if row["filer_type"].startswith("内国法人") and row["name_ja"]
    )


@functools.cache
def chinese() -> tuple[Company, ...]:
    """Shenzhen exchange: full name, English name, short name."""
    rows = _table("china/szse_listed_dev70.csv")
    return tuple(
        Company(id="CN" + row["A股代码"], native=row["公司全称"], english=row["英文名称"], short=row["A股简称"], listed=True)
        for row in rows
        if row["公司全称"]
    )


@functools.cache
def taiwanese() -> tuple[Company, ...]:
    """Taiwan's two exchanges: full name in traditional characters, short name, English abbreviation (as `english`)."""
    rows = _table("taiwan/twse_tpex_dev70.csv")
    return tuple(
        Company(id="TW" + row["公司代號"], native=row["公司名稱"], english=row["英文簡稱"], short=row["公司簡稱"], listed=True)
        for row in rows
        if row["公司名稱"]
    )


def _ofac_rows(name: str) -> list[list[str]]:
    with (corpus() / "ofac" / name).open(encoding="utf-8", errors="replace", newline="") as file:
        return [row for row in csv.reader(file) if len(row) > 3]


@functools.cache
def sanctioned() -> tuple[Sanctioned, ...]:
    """OFAC organisations of July 2021 with their aliases (9,130 names)."""
    aliases: dict[str, list[str]] = {}
    for number, _, _, name, *_ in _ofac_rows("alt_2021.csv"):
        aliases.setdefault(number, []).append(tidy(name))
    return tuple(
        Sanctioned(id="OFAC" + row[0], name=tidy(row[1]), aliases=tuple(aliases.get(row[0], ())))
        for row in _ofac_rows("sdn_2021.csv")
        if row[2].strip() == "-0-"
    )


@functools.cache
def all_ofac() -> tuple[tuple[str, str], ...]:
    """Every OFAC name of any type as (entity, name): 20,886 rows."""
    primary = [("OFAC" + row[0], tidy(row[1])) for row in _ofac_rows("sdn_2021.csv")]
    return (*primary, *(("OFAC" + row[0], tidy(row[3])) for row in _ofac_rows("alt_2021.csv")))


@functools.cache
def makers() -> tuple[str, ...]:
    """Distinct organisation names of the IEEE registries, in alphabetical order."""
    found: set[str] = set()
    for name in ("oui", "mam", "oui36", "iab"):
        found.update(row.get("Organization Name", "") for row in _table(f"ieee/{name}.csv"))
    return tuple(sorted(name for name in found if len(letters(name)) > 2 and name != "Private"))
