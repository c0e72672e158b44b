"""What a mark's text says before any table is asked: its key, or why it says nothing.

A MAC address is read as IEEE 802-2014 gives its bits: the lowest bit of the first octet is set for a group, the next one for a local assignment, and
neither says whose the interface is.
"""

import functools
import re
from dataclasses import dataclass
from typing import Literal

from ..terms import Mark

ENTERPRISES = "1.3.6.1.4.1."
_HEX4 = r"(?:0x)?([0-9A-Fa-f]{4})"
_PCI = re.compile(rf"(?:pci:)?\[?{_HEX4}[:/\s]{_HEX4}\]?(?:[:/\s]\[?{_HEX4}[:/\s]{_HEX4}\]?)?(?: \(rev .*\))?$", re.IGNORECASE)
_USB = re.compile(rf"(?:usb:)?\[?{_HEX4}(?:[:/\s]{_HEX4})?\]?$", re.IGNORECASE)
_PCI_ALIAS = re.compile(r"pci:v0000([0-9A-F]{4})d0000([0-9A-F]{4})sv0000([0-9A-F]{4})sd0000([0-9A-F]{4})", re.IGNORECASE)
_USB_ALIAS = re.compile(r"usb:v([0-9A-F]{4})p([0-9A-F]{4})", re.IGNORECASE)
"""Ids as `lspci -nn` and `lsusb` print them, and as the kernel's modalias has them."""
_ABOVE = r"(?:(?:[\w-]+::|\.?iso\.org\.dod\.internet\.private\.)?enterprises\.|\.?(?:iso\.3\.6|1\.3\.6)\.1\.4\.1\.)"
_OID = re.compile(rf"(?:OID:\s*)?{_ABOVE}([0-9]{{1,10}})((?:\.[0-9]{{1,10}})*)$")
_PEN_ALONE = re.compile(r"[0-9]{1,10}$")
_CPE23 = re.compile(r"cpe:2\.3:([aho*-]):((?:\\.|[^:\\])+):((?:\\.|[^:\\])+)(?::|$)", re.IGNORECASE)
_CPE22 = re.compile(r"cpe:/([aho]?):([^:]+)(?::([^:]*))?", re.IGNORECASE)
WORDS = ("sysdescr", "banner", "title")
MOST = 4_000
"""Characters of a text that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A readable mark by its family's parts: `key` is what a table is asked for, `rest` what else the mark holds."""

    key: str
    rest: tuple[str, ...] = ()


Nothing = Literal["mac-locally-administered", "mac-multicast", "mac-zero", "id-zero"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaysNothing:
    """A readable mark that proves nothing, and why (the code of a note)."""

    why: Nothing


@functools.lru_cache(maxsize=100_000)
def read_mark(mark: Mark) -> Read | SaysNothing | None:
    """The mark's parts, the reason why it says nothing, or None where it cannot be read."""
    if mark.family in WORDS and mark.value:
        return Read(key=mark.value[:MOST])
    if not mark.value or len(mark.value) > MOST:
        return None
    if mark.family == "mac":
        return _mac(mark.value)
    if mark.family == "sysobjectid":
        return _number(mark.value)
    if mark.family == "pci":
        return _ids(_PCI_ALIAS.match(mark.value) or _PCI.match(mark.value))
    if mark.family == "usb":
        return _ids(_USB_ALIAS.match(mark.value) or _USB.match(mark.value))
    if mark.family == "bluetooth":
        return _company_id(mark.value)
    if mark.family == "cpe":
        return _cpe(mark.value)
    if mark.family == "tac":
        digits = re.sub(r"[\s\-/.]", "", mark.value)
        return Read(key=digits[:8]) if re.fullmatch(r"[0-9]{8}([0-9]{6,8})?", digits) else None
    if mark.family == "pnp":
        return Read(key=mark.value.upper()[:3]) if re.match(r"[A-Za-z]{3}([0-9A-Fa-f]{4})?$", mark.value) else None
    return Read(key=mark.value)


def mac_number(text: str) -> int | None:
    """The 48 bits of an address in any usual spelling (also the first 48 of an EUI-64), or None."""
    bare = re.sub(r"[:\-.\s]", "", text.strip())
    if not re.fullmatch(r"[0-9A-Fa-f]{12}|[0-9A-Fa-f]{16}", bare):
        padded = [part.rjust(2, "0") for part in re.split(r"[:\-]", text.strip())]
        bare = "".join(padded) if len(padded) == 6 and all(re.fullmatch(r"[0-9A-Fa-f]{2}", part) for part in padded) else ""
    return int(bare[:12], 16) if bare else None


def _mac(text: str) -> Read | SaysNothing | None:
    number = mac_number(text)
    if number is None:
        return None
    if number == 0:
        return SaysNothing(why="mac-zero")
    first = number >> 40
    if first & 1:
        return SaysNothing(why="mac-multicast")
    if first & 2:
        return SaysNothing(why="mac-locally-administered")
    return Read(key=f"{number:012X}")


def _number(text: str) -> Read | None:
    """The enterprise number of a sysObjectID, and what stands below it."""
    found = _OID.match(text.strip())
    if found:
        return Read(key=str(int(found[1])), rest=(found[2].lstrip("."),))
    return Read(key=str(int(text))) if _PEN_ALONE.match(text.strip()) else None


def _ids(found: re.Match[str] | None) -> Read | SaysNothing | None:
    if found is None:
        return None
    ids = tuple((one or "").lower() for one in found.groups())
    return SaysNothing(why="id-zero") if ids[0] in ("0000", "ffff") else Read(key=ids[0], rest=ids[1:])


def _company_id(text: str) -> Read | None:
    clean = text.strip().lower()
    if re.fullmatch(r"0x[0-9a-f]{1,4}", clean):
        return Read(key=str(int(clean, 16)))
    return Read(key=str(int(clean))) if re.fullmatch(r"[0-9]{1,5}", clean) and int(clean) <= 0xFFFF else None


def _cpe(text: str) -> Read | None:
    """Vendor and product of a CPE 2.3 string or a 2.2 URI, unescaped."""
    found = _CPE23.match(text) or _CPE22.match(text)
    if not found:
        return None
    vendor, product = (re.sub(r"\\(.)", r"\1", part or "").replace("_", " ").strip() for part in found.groups()[1:])
    return Read(key=vendor, rest=(product, found[1].lower())) if vendor not in ("", "*", "-") else None
