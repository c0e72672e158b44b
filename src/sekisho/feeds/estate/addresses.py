"""ARP and MAC address tables as devices and computers print them: each line that holds a MAC address tells of a device."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...estate.keys import address_key, mac_text
from ...estate.model import Sighting
from ...terms import Mark
from .tabular import Reading

MAC = re.compile(
    r"(?<![\w:.\-])(?:(?:[0-9A-Fa-f]{1,2}:){5}[0-9A-Fa-f]{1,2}|(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}"
    r"|(?:[0-9A-Fa-f]{4}[.\-]){2}[0-9A-Fa-f]{4}|[0-9A-Fa-f]{6}-[0-9A-Fa-f]{6})(?![\w:.\-])"
)
_ADDRESS = re.compile(r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\w.:])")
_NOBODY = ("0" * 12, "f" * 12)


def is_address_list(lines: Sequence[str], known: Mapping[str, Any]) -> bool:
    """Whether the text says that it lists addresses, and does."""
    said = any(one.search(line) for patterns in known.values() for one in patterns for line in lines[:30])
    return said and any(MAC.search(line) for line in lines[:200])


def address_lines(lines: Sequence[str], first: int, known: Mapping[str, Any], reading: Reading, host: str) -> Iterator[Sighting]:
    """A sighting for each line with a MAC address of a station."""
    listed = "arp-table" if any(one.search(line) for one in known["arp"] for line in lines[:30]) else "mac-table"
    for number, line in enumerate(lines, first):
        found = MAC.search(line)
        if found is None or (mac := mac_text(found[0])) in _NOBODY or int(mac[1], 16) & 1:
            continue
        rest = line.replace(found[0], " ")
        address = next((key for one in _ADDRESS.findall(rest) if (key := address_key(one))), "")
        yield Sighting(
            file=reading.label,
            where=f"line {number}",
            format=listed,
            site=reading.site,
            address=address,
            remarks=host,
            marks=(Mark.of("mac", found[0]),),
        )
