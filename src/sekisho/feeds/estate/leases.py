"""Lease tables of DHCP servers as text: ISC's `dhcpd.leases` and dnsmasq's. (Tables with a header are read as tables.)"""

import re
from collections.abc import Sequence
from datetime import date

from ...estate.model import Sighting
from ...terms import Mark
from .tabular import Reading
from .values import day_text

_LEASE = re.compile(r"lease\s+(?P<address>[0-9A-Fa-f.:]+)\s*\{")
_HARDWARE = re.compile(r"hardware\s+ethernet\s+([0-9A-Fa-f:]{17})\s*;")
_HOST = re.compile(r'client-hostname\s+"([^"]*)"\s*;')
_STARTS = re.compile(r"(?:cltt|starts)\s+\d\s+(\d{4}/\d{2}/\d{2})[^;]*;")
_CLASS = re.compile(r'set\s+vendor-class-identifier\s*=\s*"([^"]*)"\s*;')
_DNSMASQ = re.compile(r"(?P<until>\d{1,10}) (?P<mac>(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}) (?P<address>[0-9A-Fa-f.:]+) (?P<host>\S+) (?P<id>\S+)")
FORMAT = "dhcp-leases"


def is_leases(lines: Sequence[str]) -> bool:
    """Whether these are leases of one of the two servers."""
    said = [line for line in lines[:400] if line.strip() and not line.startswith("#")]
    return any(_LEASE.match(line.strip()) for line in said) or bool(said and _DNSMASQ.fullmatch(said[0].strip()))


def read_leases(lines: Sequence[str], reading: Reading) -> str:
    """Note each lease; the format."""
    started, block = 0, ""
    for number, line in enumerate(lines, 1):
        if match := _DNSMASQ.fullmatch(line.strip()):
            host = "" if match["host"] == "*" else match["host"]
            _note(reading, number, match["address"], match["mac"], host, None, "")
        elif _LEASE.match(line.strip()):
            started, block = number, line
        elif started:
            block += line
            if line.strip() == "}":
                _note_isc(reading, started, block)
                started = 0
    return FORMAT


def _note_isc(reading: Reading, number: int, block: str) -> None:
    lease, mac = _LEASE.search(block), _HARDWARE.search(block)
    if lease is None or mac is None:
        reading.leave(f"line {number}", "estate.nothing-told", block[:80])
        return
    host, days, kind = _HOST.search(block), _STARTS.findall(block), _CLASS.search(block)
    day = day_text(days[-1]) if days else ""
    _note(reading, number, lease["address"], mac[1], host[1] if host else "", date.fromisoformat(day) if day else None, kind[1] if kind else "")


def _note(reading: Reading, number: int, address: str, mac: str, host: str, day: date | None, kind: str) -> None:
    marks = (Mark.of("mac", mac), *([Mark.of("banner", kind)] if kind else []))
    seen = Sighting(
        file=reading.label, where=f"line {number}", format=FORMAT, seen_at=day, site=reading.site, address=address, hostname=host, marks=marks
    )
    reading.notebook.note(seen)
