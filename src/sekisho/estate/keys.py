"""What identifies a device for sure, and what only looks as if it did.

A MAC address counts where it is globally administered, a single station's, and not one that several routers share (VRRP, HSRP, GLBP). A serial number
counts with its maker or model and only where it is one (`N/A`, `0000`, `To be filled by O.E.M.` are not). An IMEI counts by its fourteen digits.
"""

import ipaddress
import re
import unicodedata
from functools import lru_cache

_HEX = re.compile(r"[0-9a-f]{12}")
_SEPARATORS = re.compile(r"[\s:.\-]")
_UNPADDED = re.compile(r"(?:[0-9A-Fa-f]{1,2}[:\-]){5}[0-9A-Fa-f]{1,2}")

SHARED_PREFIXES = (
    "00005e",  # IANA: VRRP (RFC 5798 section 7.3), CARP, multicast
    "00000c07ac",  # HSRP version 1 (RFC 2281 section 5.5)
    "00000c9ff",  # HSRP version 2
    "0007b400",  # GLBP
    "000573a0",  # HSRP for IPv6
)
OWN_MAC = "^[0-9a-f][048c][0-9a-f]{10}$"
"""Globally administered and of one station, by the two lowest bits of the first octet (IEEE 802-2014, 8.2)."""
SHARED_MAC = "^(?:" + "|".join((*SHARED_PREFIXES, "0{12}")) + ")"
_OWN, _SHARED = re.compile(OWN_MAC), re.compile(SHARED_MAC)
_WORDS = frozenset({
    "na", "none", "null", "unknown", "notspecified", "notavailable", "notapplicable", "notset", "default", "defaultstring", "tobefilledbyoem",
    "systemserialnumber", "serialnumber", "serial", "chassisserialnumber", "empty", "undefined", "invalid", "test", "tbd", "oem",
    "不明", "なし", "無し", "未確認", "該当なし", "未登録", "xxxxxxxx",
})  # fmt: skip
_COUNTED = "01234567890123456789"
NO_SERIALS = (*sorted(_WORDS), *sorted({_COUNTED[start:end] for start in range(10) for end in range(start + 4, len(_COUNTED) + 1)}))
"""Placeholders, and figures that somebody only counted up, as serial numbers are compared."""
_NONE = frozenset(NO_SERIALS)


@lru_cache(maxsize=65_536)
def mac_text(text: str) -> str:
    """A MAC address as 12 small hexadecimal digits, whatever it is written with; "" where it is none."""
    clean = unicodedata.normalize("NFKC", text).strip()
    plain = _SEPARATORS.sub("", clean).lower()
    if _UNPADDED.fullmatch(clean):
        plain = "".join(part.rjust(2, "0") for part in re.split(r"[:\-]", clean)).lower()
    return plain if _HEX.fullmatch(plain) else ""


def is_own_mac(mac: str) -> bool:
    """Whether twelve digits name one network interface in the world: globally administered, unicast, and of no shared kind."""
    return bool(_OWN.match(mac)) and not _SHARED.match(mac)


@lru_cache(maxsize=65_536)
def serial_key(serial: str) -> str:
    """A serial number as it is compared, "" where the text is a placeholder."""
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", serial).casefold())
    if len(plain) < 4 or plain in _NONE or len(set(plain)) == 1:
        return ""
    return plain


def imei_key(text: str) -> str:
    """The fourteen digits of an IMEI or IMEISV (3GPP TS 23.003), "" where it is none or its check digit is wrong."""
    digits = re.sub(r"[\s\-/.]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[0-9]{14,16}", digits) or len(set(digits)) == 1:
        return ""
    if len(digits) == 15 and luhn_digit(digits[:14]) != int(digits[14]):
        return ""
    return digits[:14]


def luhn_digit(digits: str) -> int:
    """The check digit that ISO/IEC 7812-1 annex B puts behind these digits."""
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -sum(one // 10 + one % 10 for one in doubled) % 10


@lru_cache(maxsize=65_536)
def address_key(text: str) -> str:
    """A host's IP address in its canonical form, without prefix length or zone; "" where it names no one host."""
    plain = unicodedata.normalize("NFKC", text).strip().partition("/")[0].partition("%")[0]
    try:
        address = ipaddress.ip_address(plain)
    except ValueError:
        return ""
    if address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast:
        return ""
    return address.compressed
