"""SNMP walks: `snmpwalk` with numbers or names, and recorded walks (`.snmprec`). A walk tells of a device and, by ARP and LLDP, its neighbours."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ... import resources
from ...estate.keys import mac_text
from ...estate.model import Sighting
from ...terms import Mark
from .tabular import Reading

_RECORDED = re.compile(r"\.?([0-9]+(?:\.[0-9]+)+)\|(\d+)([a-z:]*)\|(.*)")
_WALKED = re.compile(
    r"(?P<name>(?:[A-Za-z][\w-]*::)?[A-Za-z][\w-]*(?:\.[\w.\-\"'\[\]:]+)?|\.?[0-9]+(?:\.[0-9]+)+|\.?iso(?:\.[0-9]+)+) = ?(?P<value>.*)"
)
_TYPED = re.compile(r"(?P<type>[A-Z][A-Za-z0-9-]*(?: ?[A-Z][A-Za-z0-9]*)?): ?(?P<value>.*)", re.DOTALL)
_HEX = re.compile(r"[0-9A-Fa-f]{2}(?: [0-9A-Fa-f]{2})*")
_SHOWN_MAC = re.compile(r"(?:[0-9A-Fa-f]{1,2}:){5}[0-9A-Fa-f]{1,2}|(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}")
ENTERPRISES = "1.3.6.1.4.1."
LONGEST = 400
MOST_MACS = 256
CHASSIS = "3"


@dataclass(slots=True, kw_only=True)
class _Walk:
    """One device's answers: number -> text, with the line on which the walk starts. Octets that are no text are written `aa:bb:…`."""

    line: int
    answers: dict[str, str] = field(default_factory=dict)

    def first(self, name: str) -> str:
        return next((value for _, value in self.under(name) if value), "")

    def under(self, name: str) -> Iterator[tuple[str, str]]:
        """(instance, value) of an object."""
        head = objects()[name] + "."
        return ((number[len(head) :], value) for number, value in self.answers.items() if number.startswith(head))


@cache
def _table() -> dict[str, Any]:
    data: dict[str, Any] = resources.read_yaml("feeds/estate/tables/snmp_objects.yaml")
    return data


@cache
def objects() -> Mapping[str, str]:
    """Names of objects with their numbers."""
    found: Mapping[str, str] = _table()["objects"]
    return found


def is_walk(lines: Sequence[str]) -> bool:
    """Whether the first lines that say anything are those of a walk."""
    said = [line for line in lines[:60] if line.strip() and not line.startswith("#")][:12]
    told = sum(bool(_RECORDED.match(line) or ((match := _WALKED.match(line)) and _number(match["name"]))) for line in said)
    return bool(said) and told * 2 >= len(said)


def read_walk(lines: Sequence[str], reading: Reading) -> str:
    """Note the device of each walk in the file, and its neighbours; the format."""
    for walk in _walks(lines):
        _note_device(walk, reading)
        _note_neighbours(walk, reading)
    return "snmp"


def _walks(lines: Sequence[str]) -> Iterator[_Walk]:
    """The walks of a file: one starts over where a number comes again."""
    walk = _Walk(line=1)
    before = ""
    for number, line in enumerate(lines, 1):
        recorded = _RECORDED.match(line)
        walked = None if recorded else _WALKED.match(line)
        name = recorded[1] if recorded else _number(walked["name"]) if walked else ""
        if not name:
            if before and line.strip() and not line.startswith("#"):
                walk.answers[before] = f"{walk.answers[before]}\n{line.rstrip()}".rstrip('"')
            continue
        if name in walk.answers and name.startswith("1.3.6.1.2.1.1."):
            yield walk
            walk = _Walk(line=number)
        walk.answers[name] = _recorded(recorded) if recorded else _walked(walked["value"]) if walked else ""
        before = name if walked else ""
    if walk.answers:
        yield walk


def _number(name: str) -> str:
    """A printed name as a number: `SNMPv2-MIB::sysDescr.0`, `.1.3.6…`, `iso.3.6…`; "" where it is not known."""
    plain = name.rpartition("::")[2].lstrip(".")
    if plain[:1].isdigit():
        return plain
    head, _, rest = plain.partition(".")
    known = objects().get(head) or _table()["heads"].get(head, "")
    return f"{known}.{rest}" if known and rest else ""


def _recorded(match: "re.Match[str]") -> str:
    tag, how, value = match[2], match[3], match[4]
    if "x" not in how:
        return value.strip()
    try:
        octets = bytes.fromhex(value.strip())
    except ValueError:
        return ""
    return ".".join(map(str, octets)) if tag == "64" and len(octets) == 4 else _octets(octets)


def _walked(value: str) -> str:
    typed = _TYPED.match(value.strip())
    if typed is None:
        return value.strip().strip('"')
    kind, said = typed["type"], typed["value"].strip()
    if kind in ("Hex-STRING", "Hex") and _HEX.fullmatch(said):
        return _octets(bytes.fromhex(said))
    if kind == "OID":
        return _number(said) or said
    if kind == "INTEGER":
        return said.rpartition("(")[2].rstrip(")") if said.endswith(")") else said
    return said.strip('"')


def _octets(octets: bytes) -> str:
    """Octets as text where every one of them prints, else as a MAC address is written."""
    try:
        text = octets.rstrip(b"\0").decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and all(char.isprintable() or char in "\r\n\t" for char in text):
        return text
    return ":".join(f"{octet:02x}" for octet in octets)


def _note_device(walk: _Walk, reading: Reading) -> None:
    chassis = _chassis(walk)
    number = walk.first("sysObjectID") or _one_enterprise(walk)
    described = " ".join((walk.first("sysDescr") or walk.first("lldpLocSysDesc")).split())
    macs = [
        value for _, value in (*walk.under("ifPhysAddress"), *walk.under("dot1dBaseBridgeAddress"), *walk.under("lldpLocChassisId"))
    ] or _shown_macs(walk)
    told = [("sysobjectid", number if number[:1].isdigit() else ""), ("sysdescr", described[:LONGEST])]
    told += [("mac", mac) for mac in list(dict.fromkeys(filter(mac_text, macs)))[:MOST_MACS] if mac_text(mac) != "0" * 12]
    marks = tuple(Mark.of(family, value) for family, value in told if value)
    address = next((value for _, value in walk.under("ipAdEntAddr") if value and not value.startswith("127.")), "")
    seen = Sighting(
        file=reading.label,
        where=f"line {walk.line}",
        format="snmp",
        site=reading.site,
        place=_line(walk.first("sysLocation")),
        address=address,
        hostname=_line(walk.first("sysName") or walk.first("lldpLocSysName")),
        serial=chassis.get("entPhysicalSerialNum", "") or _line(walk.first("prtGeneralSerialNumber")),
        maker=chassis.get("entPhysicalMfgName", "") or _line(walk.first("upsIdentManufacturer")),
        model=chassis.get("entPhysicalModelName", "") or _line(walk.first("upsIdentModel")),
        name=chassis.get("entPhysicalDescr", ""),
        os=described[:120],
        marks=marks,
    )
    if marks or seen.serial or seen.maker or seen.hostname:
        reading.notebook.note(seen)
    else:
        reading.leave(seen.where, "estate.nothing-told")


def _line(text: str) -> str:
    return " ".join(text.split())[:LONGEST]


def _chassis(walk: _Walk) -> dict[str, str]:
    """What the walk tells of the device as a whole: the chassis with a model or serial, or else nothing."""
    classes = dict(walk.under("entPhysicalClass"))
    names = ("entPhysicalDescr", "entPhysicalSerialNum", "entPhysicalMfgName", "entPhysicalModelName")
    told = {name: dict(walk.under(name)) for name in names}
    for index, kind in classes.items():
        found = {name: _line(values.get(index, "")) for name, values in told.items()}
        if kind == CHASSIS and (found["entPhysicalSerialNum"] or found["entPhysicalModelName"]):
            return found
    return {}


def _one_enterprise(walk: _Walk) -> str:
    """Without a sysObjectID: the enterprise in whose tree the device answers, where it is only one and no agent's software."""
    found = {number[len(ENTERPRISES) :].partition(".")[0] for number in walk.answers if number.startswith(ENTERPRISES)} - set(_table()["agents"])
    return ENTERPRISES + found.pop() if len(found) == 1 else ""


def _shown_macs(walk: _Walk) -> list[str]:
    """Without interfaces: texts in the enterprise's own tree that are MAC addresses."""
    return [value for number, value in walk.answers.items() if number.startswith(ENTERPRISES) and _SHOWN_MAC.fullmatch(value)]


def _note_neighbours(walk: _Walk, reading: Reading) -> None:
    host = _line(walk.first("sysName"))
    for index, value in walk.under("ipNetToMediaPhysAddress"):
        address = ".".join(index.split(".")[-4:])
        if mac_text(value) and mac_text(value) not in ("0" * 12, "f" * 12):
            reading.notebook.note(_neighbour(walk, reading, f"ARP {host}", address=address, mac=value))
    subtypes = dict(walk.under("lldpRemChassisIdSubtype"))
    names, described = dict(walk.under("lldpRemSysName")), dict(walk.under("lldpRemSysDesc"))
    for index, value in walk.under("lldpRemChassisId"):
        mac = value if subtypes.get(index) == "4" and mac_text(value) else ""
        if mac or names.get(index) or described.get(index):
            seen = _neighbour(walk, reading, f"LLDP {host}", mac=mac, hostname=_line(names.get(index, "")), described=_line(described.get(index, "")))
            reading.notebook.note(seen)


def _neighbour(walk: _Walk, reading: Reading, told: str, *, address: str = "", mac: str = "", hostname: str = "", described: str = "") -> Sighting:
    marks = tuple(Mark.of(family, value) for family, value in (("mac", mac), ("sysdescr", described)) if value)
    where = f"line {walk.line}"
    return Sighting(
        file=reading.label, where=where, format="snmp", site=reading.site, address=address, hostname=hostname, remarks=told.strip(), marks=marks
    )
