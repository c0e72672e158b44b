"""Captures of what devices print of themselves and their neighbours: versions, inventories, LLDP and CDP, ARP and MAC tables.

How a line tells something is data (`tables/captures.yaml`). A prompt (`host# show …`, `<host> display …`) starts a section and names its device.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from ... import resources
from ...estate.keys import mac_text
from ...estate.model import Sighting
from ...terms import Mark
from .addresses import address_lines, is_address_list
from .neighbours import is_neighbours, neighbour_blocks, neighbour_table, table_of
from .tabular import Reading

LONGEST = 400
HEAD_LINES = 3


@dataclass(slots=True, kw_only=True)
class Section:
    """The lines under one prompt, with the number of the first and the host that the prompt names ("" = no prompt)."""

    host: str
    line: int
    lines: list[str] = field(default_factory=list)


@cache
def patterns() -> Mapping[str, Any]:
    """The table with every pattern compiled."""
    data: Any = resources.read_yaml("feeds/estate/tables/captures.yaml")
    compiled: Mapping[str, Any] = _compiled({key: value for key, value in data.items() if key not in ("source", "retrieved_at", "verified")})
    return compiled


def _compiled(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: held if name in ("keys", "starts", "ends", "tables") else _compiled(held, name) for name, held in value.items()}
    return [re.compile(one) for one in value] if isinstance(value, list) else re.compile(value)


def is_capture(lines: Sequence[str]) -> bool:
    """Whether any section of the text is one that is known here."""
    return any(_kinds(section) for section in sections(lines[:4_000]))


def read_captures(lines: Sequence[str], reading: Reading) -> str:
    """Note what every section tells; the format."""
    own: dict[str, list[Sighting]] = {}
    for section in sections(lines):
        kinds = _kinds(section)
        if "own" in kinds:
            own.setdefault(section.host, []).append(_own(section, reading))
        for seen in _others(section, kinds, reading):
            reading.notebook.note(seen)
        if "parts" in kinds:
            _note_parts(section, reading, own)
    for host, several in own.items():
        seen = _joined(host, several)
        if seen.marks or seen.model or seen.serial or seen.maker or seen.hostname:
            reading.notebook.note(seen)
        else:
            reading.leave(seen.where, "estate.nothing-told")
    return "capture"


def sections(lines: Sequence[str]) -> Iterator[Section]:
    """The text cut at its prompts."""
    here = Section(host="", line=1)
    for number, line in enumerate(lines, 1):
        prompt = next((match for one in patterns()["prompts"] if (match := one.match(line))), None)
        if prompt:
            if any(held.strip() for held in here.lines):
                yield here
            here = Section(host=prompt["host"], line=number + 1)
        else:
            here.lines.append(line.rstrip())
    if any(held.strip() for held in here.lines):
        yield here


def _kinds(section: Section) -> frozenset[str]:
    """What a section tells: `neighbours`, `table`, `parts`, `addresses`, `own`."""
    known, lines = patterns(), section.lines
    if is_neighbours(lines, known["neighbour"]):
        return frozenset({"neighbours", "own"} if any("LLDP Local Device" in line for line in lines[:6]) else {"neighbours"})
    if table_of(lines, known["tables"]):
        return frozenset({"table"})
    if any(one.match(line) for line in lines for one in known["parts"]):
        return frozenset({"parts"})
    if any(known["modules"].match(line) for line in lines):
        return frozenset({"modules"})
    if any(one.search(line) for line in lines for one in known["own"]["head"]):
        return frozenset({"own"})
    return frozenset({"addresses"}) if is_address_list(lines, known["addresses"]) else frozenset()


def _others(section: Section, kinds: frozenset[str], reading: Reading) -> Iterator[Sighting]:
    known = patterns()
    if "neighbours" in kinds and "own" not in kinds:
        yield from neighbour_blocks(section.lines, section.line, known["neighbour"], reading, section.host)
    if "table" in kinds:
        yield from neighbour_table(section.lines, section.line, known["tables"], reading, section.host)
    if "addresses" in kinds:
        yield from address_lines(section.lines, section.line, known["addresses"], reading, section.host)
    if "modules" in kinds:
        yield from _modules(section, reading)


def _own(section: Section, reading: Reading) -> Sighting:
    """What a section tells of the device itself; its first lines are what it says of itself."""
    facts = {fact: _first(section.lines, told) for fact, told in patterns()["own"]["facts"].items()}
    stamp = patterns()["neighbour"]["stamps"]
    head = " ".join(line.strip() for line in [line for line in section.lines if line.strip() and not stamp.match(line)][:HEAD_LINES])
    mac = facts.pop("mac")
    mac = mac if mac_text(mac) else ""
    described = head if any(one.search(line) for line in section.lines[:8] for one in patterns()["own"]["head"][:2]) else ""
    marks = tuple(Mark.of(family, value) for family, value in (("mac", mac), ("sysdescr", described[:LONGEST])) if value)
    facts["hostname"] = section.host or facts["hostname"]
    seen = Sighting(file=reading.label, where=f"line {section.line}", format="capture", site=reading.site, marks=marks)
    return _telling(seen, facts)


def _telling(seen: Sighting, facts: Mapping[str, str]) -> Sighting:
    """The sighting with these facts, all of them text."""
    told: dict[str, Any] = dict(facts)
    return replace(seen, **told)


def _first(lines: Sequence[str], told: Sequence["re.Pattern[str]"]) -> str:
    for one in told:
        for line in lines:
            match = one.search(line)
            if match:
                return str(match[1])[:LONGEST]
    return ""


def _joined(host: str, several: Sequence[Sighting]) -> Sighting:
    """One sighting of the sections under one prompt: the first that tells a fact is believed; without a prompt the file is one device's."""
    facts = {}
    for fact in ("hostname", "model", "serial", "maker", "name", "os"):
        facts[fact] = next((value for one in several if (value := getattr(one, fact))), "")
    marks = tuple(dict.fromkeys(mark for one in several for mark in one.marks))
    first = several[0]
    return _telling(replace(first, marks=marks), facts)


def _note_parts(section: Section, reading: Reading, own: dict[str, list[Sighting]]) -> None:
    """An inventory: the chassis is the device, the rest are parts of it."""
    for number, name, described, pid, serial in _parts(section):
        pid = "" if pid.upper() in ("N/A", "UNSPECIFIED") else pid.rstrip("=")
        marks = (Mark.of("part", pid),) if pid else ()
        where = f"line {number}"
        seen = Sighting(
            file=reading.label, where=where, format="capture", site=reading.site, model=pid, serial=serial, name=described or name, marks=marks
        )
        if patterns()["chassis"].search(name) or patterns()["chassis"].search(described):
            own.setdefault(section.host, []).append(seen)
        elif pid or serial:
            reading.notebook.note(replace(seen, within=section.host or reading.label))


def _parts(section: Section) -> Iterator[tuple[int, str, str, str, str]]:
    """(line, name, description, part number, serial) of each entry."""
    known = patterns()
    named: tuple[int, str, str] | None = None
    for number, line in enumerate(section.lines, section.line):
        match = next((found for one in known["parts"] if (found := one.match(line))), None)
        if match:
            named = (number, match["name"].strip(), match["described"].strip())
        elif named and (told := known["part_numbers"].match(line)):
            yield (*named, told["pid"].strip(), told["sn"].strip())
            named = None


def _modules(section: Section, reading: Reading) -> Iterator[Sighting]:
    """The modules of a chassis, from tables that end in model and serial."""
    for number, line in enumerate(section.lines, section.line):
        words = line.split()
        if len(words) >= 4 and words[0].isdigit() and re.fullmatch(r"[A-Z]{3}[0-9A-Z]{8}", words[-1]) and re.search(r"\d", words[-2]):
            yield Sighting(
                file=reading.label,
                where=f"line {number}",
                format="capture",
                site=reading.site,
                model=words[-2],
                serial=words[-1],
                name=" ".join(words[2:-2]),
                within=section.host or reading.label,
                marks=(Mark.of("part", words[-2]),),
            )
