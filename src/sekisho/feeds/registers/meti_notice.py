"""`meti-notice`: a Japanese notice (告示) that lists entities, as text extracted from its PDF.

1. Lines of a page number alone go. Entries are found by their number: the next in order after the last entry's 所在地, before Japanese text on its
   line, be it at the start of the line or run on after the last page's last word.
2. 所在地 ends the names of an entry. Its addresses give the country, where all are in one.
3. Names are Japanese up to the first Latin line (or Latin text run on after a Japanese character), then English.
4. Of the Japanese part: the name, a 別称 list in brackets, and names in Chinese characters in brackets of their own. Of the English part: the name,
   `a.k.a. the following N aliases:` and one alias a line. A newer layout has a 別称 paragraph instead, Japanese aliases first, English ones after.
5. Entries with the same names and other addresses are one entity.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from ..wareki import parse_day
from .companies import is_acronym
from .notice_names import Names, read_names
from .numbers import entity_id
from .places import country_of_address, only_country
from .reading import Reading

_START = re.compile(r"(?<![0-9０-９])(?P<number>[0-9０-９]{1,4})[ \u3000]")
_TO_LAST_WIDE = re.compile(r"^[^\n]*[\u3041-\u30ff\u4e00-\u9fff]", re.MULTILINE)
_LONGEST = 8_000
"""Characters of one entry's names; the longest that was ever published has a tenth of it."""
_PAGE_NUMBER = re.compile(r"(?<=\n)[ \u3000]*(?:[0-9０-９]{1,3}|[-–—−－] ?[0-9０-９]{1,3} ?[-–—−－])[ \u3000]*(?=\n)")
_ADDRESS = re.compile(r"所在地\s*[：:]")
_NUMBER_OF_NOTICE = re.compile(r"[(（](?P<notice>[^()（）]{0,100}告示第[^()（）]{0,40}号)[)）]")
_DAY = re.compile(r"指定日\s*[：:]\s*(?P<day>[^\n]+)")


@dataclass(slots=True, kw_only=True)
class _Entry:
    """One numbered entry: where it starts, its names' text and its addresses' text."""

    number: int
    place: str
    names: str
    addresses: str


@dataclass(slots=True, kw_only=True)
class _Notified:
    """One entity: its names, and the countries of the addresses of all its entries."""

    place: str
    names: Names
    countries: list[str] = field(default_factory=list)


def read_meti_notice(reading: Reading) -> None:
    """Every entry of the notice; the card's `rows` is the number of entries."""
    text = _PAGE_NUMBER.sub("", "\n".join(reading.source.raw.value["lines"]))
    first, entries = _entries(text)
    reading.count = len(entries)
    _check_order(entries, text, reading)
    head = text[:first]
    clause, since = _notice(head), _since(head, reading)
    notified: dict[str, _Notified] = {}
    for entry in entries:
        _take(entry, notified, reading)
    for entity, one in notified.items():
        _add(entity, one, clause, since, reading)


def _entries(text: str) -> tuple[int, list[_Entry]]:
    """Where the first entry starts, and the entries: each from its number to the next number in order after its own 所在地."""
    starts: list[tuple[int, re.Match[str]]] = []
    after = 0
    for match in _candidates(text):
        number = int(unicodedata.normalize("NFKC", match["number"]))
        if match.start() < after:
            continue
        if number == (starts[-1][0] + 1 if starts else 1) or (starts and starts[-1][0] < number <= starts[-1][0] + 3):
            starts.append((number, match))
            address = _ADDRESS.search(text, match.end())
            after = address.end() if address else len(text)
    borders = [*(match.start() for _, match in starts[1:]), *([len(text)] if starts else [])]
    entries = []
    for (number, match), border in zip(starts, borders, strict=True):
        names, *addresses = _ADDRESS.split(text[match.end() : border], maxsplit=1)
        line = text.count("\n", 0, match.start()) + 1
        entries.append(_Entry(number=number, place=f"line={line}", names=names, addresses="".join(addresses)))
    return (starts[0][1].start() if starts else len(text)), entries


def _candidates(text: str) -> Iterator[re.Match[str]]:
    """Every number with a blank after it and Japanese text further on in its line."""
    for line in _TO_LAST_WIDE.finditer(text):
        yield from _START.finditer(text, line.start(), line.end())


def _check_order(entries: Sequence[_Entry], text: str, reading: Reading) -> None:
    if not entries:
        reading.wrong("register.layout")
    for before, after in pairwise(entries):
        if after.number != before.number + 1:
            reading.wrong("register.notice-gap", after.place, f"{before.number}, {after.number}")
    if len(_ADDRESS.findall(text)) != len(entries):
        reading.wrong("register.notice-gap", "", f"所在地 {len(_ADDRESS.findall(text))}, {len(entries)}")


def _notice(head: str) -> str:
    match = _NUMBER_OF_NOTICE.search(head.replace("\n", ""))
    return match["notice"] if match else ""


def _since(head: str, reading: Reading) -> date | None:
    match = _DAY.search(head)
    try:
        return parse_day(match["day"]) if match else None
    except ValueError:
        reading.wrong("register.row-date", "", match["day"] if match else "")
        return None


def _take(entry: _Entry, notified: dict[str, _Notified], reading: Reading) -> None:
    names = read_names(entry.names[:_LONGEST])
    if len(entry.names) > _LONGEST or not names.japanese or not names.english or not entry.addresses.strip():
        reading.wrong("register.notice-entry", entry.place, f"{entry.number} {entry.names}")
        return
    if names.stated and names.stated != len(names.english_aliases):
        reading.wrong("register.notice-aliases", entry.place, f"{entry.number}: {len(names.english_aliases)} ≠ {names.stated}")
    one = notified.setdefault(entity_id("JP-NOTICE", names.english, names.japanese), _Notified(place=entry.place, names=names))
    one.countries += _countries(entry.addresses)


def _countries(addresses: str) -> Iterator[str]:
    flat = re.sub(r"\s+", " ", addresses)
    for address in re.split(r";(?:\s*and\b)?|；", flat):
        yield country_of_address(address)


def _add(entity: str, one: _Notified, clause: str, since: date | None, reading: Reading) -> None:
    names, country = one.names, only_country(one.countries)
    reading.add(one.place, entity, names.japanese, since, lang="ja", clause=clause, country=country, designates="entity")
    reading.add(one.place, entity, names.english, name_kind="legal", lang="en")
    for lang, aliases in (("zh", names.chinese), ("ja", names.japanese_aliases), ("en", names.english_aliases)):
        for alias in aliases:
            reading.add(one.place, entity, alias, name_kind="acronym" if is_acronym(alias) else "legal", lang=lang)
