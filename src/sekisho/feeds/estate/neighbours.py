"""What a device tells of its neighbours by LLDP and CDP: blocks of keys and values, and tables."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...estate.keys import address_key, mac_text
from ...estate.model import Sighting
from ...terms import Mark
from .tabular import Reading

LONGEST = 400
_KEYED = re.compile(r"^\s*(?:\d+ )?(?P<key>[A-Za-z][A-Za-z0-9 .()_/-]{0,40}?)\s*[:=]\s*(?P<value>.*?),?\s*$")
_INLINE = re.compile(r"^\s*Chassis (?P<mac>[0-9A-Fa-f:]{17}), Port")
_SPACED_MAC = re.compile(r"[0-9A-Fa-f]{2}(?: [0-9A-Fa-f]{2}){5}")
_NOT_LETTERS = re.compile(r"[^a-z]")
_NOT_TOLD = ("not advertised", "(null)", "n/a", "-", "unknown")
LEAST = 2


@dataclass(slots=True, kw_only=True)
class _Block:
    line: int
    facts: dict[str, str] = field(default_factory=dict)
    described: list[str] = field(default_factory=list)


def is_neighbours(lines: Sequence[str], known: Mapping[str, Any]) -> bool:
    """Whether the lines are blocks about neighbours."""
    told = sum(any(one.match(line) for one in known["head"]) for line in lines[:80])
    return told >= LEAST and any(key in known["starts"] for line in lines[:80] for key in (_key(line)[0], _inline(line)) if key)


def neighbour_blocks(lines: Sequence[str], first: int, known: Mapping[str, Any], reading: Reading, host: str) -> Iterator[Sighting]:
    """A sighting for each block that tells who the neighbour is."""
    meaning = {key: fact for fact, keys in known["keys"].items() for key in keys}
    for block in _blocks(lines, first, meaning, tuple(known["ends"])):
        seen = _sighting(block, reading, host)
        if seen is not None:
            yield seen


def _blocks(lines: Sequence[str], first: int, meaning: Mapping[str, str], ends: tuple[str, ...]) -> Iterator[_Block]:
    """Blocks start at a rule, and where a fact that a neighbour has once comes again. A description goes on to a blank line or a key that ends it."""
    block, describing = _Block(line=first), False
    for number, line in enumerate(lines, first):
        key, value = _key(line)
        fact = "chassis" if _inline(line) else meaning.get(key, "")
        again = fact in block.facts and (fact == "chassis" or (fact == "hostname" and "chassis" not in block.facts) or fact == "port")
        if line.startswith("-----") or again:
            yield block
            block, describing = _Block(line=number), False
        if fact and not (describing and fact in ("described", "model")):
            describing = fact == "described"
            if describing:
                block.described = [value]
            elif value:
                block.facts.setdefault(fact, _inline_mac(line) or value)
        elif describing and (key.startswith(ends) or (not line.strip() and any(block.described))):
            describing = False
        elif describing:
            block.described.append(line.strip())
    yield block


def _sighting(block: _Block, reading: Reading, host: str) -> Sighting | None:
    facts = {fact: value for fact, value in block.facts.items() if value.lower() not in _NOT_TOLD and "not advertised" not in value.lower()}
    chassis = facts.get("chassis", "")
    own = chassis.replace(" ", "") if _SPACED_MAC.fullmatch(chassis) else chassis
    mac = own if mac_text(own) else ""
    name = facts.get("hostname", "")
    if not mac and _SPACED_MAC.fullmatch(name):
        mac, name = name.replace(" ", ""), ""
    address = next((key for key in (address_key(facts.get("address", "")), address_key(chassis)) if key), "")
    described = " ".join(part for part in block.described if part).strip()
    described = "" if described.lower() in _NOT_TOLD or "not advertised" in described.lower() else described[:LONGEST]
    if not (mac or name or address or described or facts.get("model")):
        return None
    marks = tuple(Mark.of(family, value) for family, value in (("mac", mac), ("sysdescr", described)) if value)
    return Sighting(
        file=reading.label,
        where=f"line {block.line}",
        format="neighbour",
        site=reading.site,
        address=address,
        hostname=name[:LONGEST],
        serial=facts.get("serial", ""),
        maker=facts.get("maker", ""),
        model=facts.get("model", "").partition(",")[0].strip(),
        os=described[:120],
        remarks=f"{host} {facts.get('port', '')}".strip(),
        marks=marks,
    )


def _key(line: str) -> tuple[str, str]:
    """The letters of a line's key, and its value; ("", "") where the line is none."""
    match = _KEYED.match(line)
    return (_NOT_LETTERS.sub("", match["key"].lower()), match["value"]) if match else ("", "")


def _inline(line: str) -> str:
    return "chassisid" if _INLINE.match(line) else ""


def _inline_mac(line: str) -> str:
    match = _INLINE.match(line)
    return match["mac"] if match else ""


def table_of(lines: Sequence[str], tables: Sequence[Mapping[str, str]]) -> tuple[int, Mapping[str, str]] | None:
    """Which table of neighbours the lines hold, with the place of its head."""
    for place, line in enumerate(lines[:40]):
        for one in tables:
            if re.search(one["head"], line):
                return place, one
    return None


def neighbour_table(lines: Sequence[str], first: int, tables: Sequence[Mapping[str, str]], reading: Reading, host: str) -> Iterator[Sighting]:
    """A sighting a row; a name so long that the rest of its row stands on the next line is read with it."""
    found = table_of(lines, tables)
    if found is None:
        return
    head, known = found
    starts = [match.start() for match in re.finditer(r"\S+(?: \S+)*", lines[head])]
    titles = re.findall(r"\S+(?: \S+)*", lines[head])
    long = ""
    for number, line in enumerate(lines[head + 1 :], first + head + 1):
        if not line.strip() or line.lower().startswith("total") or set(line.strip()) <= set("-+ "):
            continue
        if len(line.split()) == 1 and not line.startswith(" "):
            long = line.strip()
            continue
        cells = dict(zip(titles, _cut(line, starts), strict=True))
        name = long if long and line.startswith(" ") else cells.get(known["hostname"], "")
        long = ""
        model, address = cells.get(known.get("model", ""), ""), address_key(cells.get(known.get("address", ""), ""))
        if name:
            yield Sighting(
                file=reading.label,
                where=f"line {number}",
                format=known["format"],
                site=reading.site,
                address=address,
                hostname=name,
                model=model,
                remarks=host,
            )


def _cut(line: str, starts: Sequence[int]) -> list[str]:
    """The cells of a line by where the heads start."""
    ends = [*starts[1:], len(line) + 1]
    return [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
