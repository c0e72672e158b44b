"""nmap's XML: each host that was up is a sighting, with its MAC address, banners, titles and CPE names as marks.

What nmap infers is no fact: the vendor it has for a MAC address goes to `vendor`, its guess of an operating system to `os`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from ...estate.model import Sighting
from ...terms import Mark
from .tabular import Reading

LONGEST = 400
_SCRIPTS = {
    "http-title": "title", "html-title": "title", "banner": "banner", "http-server-header": "banner", "snmp-sysdescr": "sysdescr",
    "rtsp-url-brute": "rtsp", "rtsp-methods": "banner",
}  # fmt: skip
_HARDWARE = ("cpe:/h:", "cpe:2.3:h:")


def is_nmap(value: Mapping[str, Any]) -> bool:
    """Whether the elements are those of nmap's output."""
    return bool(value["tags"]) and value["names"][value["tags"][0]] == "nmaprun"


def read_nmap(value: Mapping[str, Any], reading: Reading) -> str:
    """Note every host that was up; the format."""
    elements = _Elements(value)
    started = _day(elements.attributes(0).get("start", ""))
    for host in elements.children(0, "host"):
        _note_host(elements, host, started, reading)
    return "nmap"


class _Elements:
    """The elements of a document as columns (`strict_xml`), asked for by parent."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self.value = value
        self.size = len(value["tags"])

    def attributes(self, at: int) -> Mapping[str, str]:
        found: Mapping[str, str] = self.value["attributes"].get(str(at), {})
        return found

    def within(self, at: int, name: str = "") -> Iterator[int]:
        """Every element inside one, of a name where one is given."""
        depths, tags, names = self.value["depths"], self.value["tags"], self.value["names"]
        here = at + 1
        while here < self.size and depths[here] > depths[at]:
            if not name or names[tags[here]] == name:
                yield here
            here += 1

    def children(self, at: int, name: str) -> Iterator[int]:
        return (here for here in self.within(at, name) if self.value["depths"][here] == self.value["depths"][at] + 1)

    def text(self, at: int) -> str:
        return str(self.value["texts"][at])

    def line(self, at: int) -> int:
        return int(self.value["lines"][at])


def _note_host(elements: _Elements, host: int, started: date | None, reading: Reading) -> None:
    if any(elements.attributes(at).get("state") == "down" for at in elements.children(host, "status")):
        return
    addresses = [elements.attributes(at) for at in elements.children(host, "address")]
    first = next((one["addr"] for one in addresses if one.get("addrtype") in ("ipv4", "ipv6") and one.get("addr")), "")
    macs = [one for one in addresses if one.get("addrtype") == "mac" and one.get("addr")]
    names = [elements.attributes(at).get("name", "") for at in elements.within(host, "hostname")]
    marks = [Mark.of("mac", one["addr"]) for one in macs] + list(dict.fromkeys(_told(elements, host)))
    reading.notebook.note(
        Sighting(
            file=reading.label,
            where=f"line {elements.line(host)}",
            format="nmap",
            seen_at=_day(elements.attributes(host).get("starttime", "")) or started,
            site=reading.site,
            address=first,
            hostname=next(filter(None, names), ""),
            os=_system(elements, host),
            vendor=next((one["vendor"] for one in macs if one.get("vendor")), ""),
            marks=tuple(mark for mark in marks if mark.value),
        )
    )


def _told(elements: _Elements, host: int) -> Iterator[Mark]:
    """What services and scripts told: banners, titles, names of hardware."""
    for service in elements.within(host, "service"):
        said = elements.attributes(service)
        banner = " ".join(said[key] for key in ("product", "version", "extrainfo") if said.get(key))
        if banner and said.get("method") == "probed":
            yield Mark.of("banner", banner[:LONGEST])
        for at in elements.within(service, "cpe"):
            if elements.text(at).startswith(_HARDWARE):
                yield Mark.of("cpe", elements.text(at))
    for at in elements.within(host, "script"):
        said = elements.attributes(at)
        family, output = _SCRIPTS.get(said.get("id", "")), said.get("output", "").strip()
        if family and output:
            yield Mark.of(family, output.splitlines()[0][:LONGEST])
    for at in elements.within(host, "osclass"):
        if elements.attributes(at).get("accuracy") == "100":
            yield from (Mark.of("cpe", elements.text(cpe)) for cpe in elements.within(at, "cpe") if elements.text(cpe).startswith(_HARDWARE))


def _system(elements: _Elements, host: int) -> str:
    guesses: Sequence[Mapping[str, str]] = [elements.attributes(at) for at in elements.within(host, "osmatch")]
    best = max(guesses, key=lambda one: int(one.get("accuracy", "0")) if one.get("accuracy", "").isdigit() else 0, default={})
    return best.get("name", "")


def _day(seconds: str) -> date | None:
    return datetime.fromtimestamp(int(seconds), UTC).date() if seconds.isdigit() and len(seconds) < 12 else None
