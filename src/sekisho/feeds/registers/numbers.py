"""Identification numbers in running text and in cells, under the scheme names that the whole product uses; and ids for entities that have none."""

import re
from collections.abc import Iterator

from ...canonical import sha256_hex
from ...terms import CorporateNumber

_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")
_USCC = re.compile(r"[0-9A-HJ-NP-RT-UW-Y]{2}[0-9]{6}[0-9A-HJ-NP-RT-UW-Y]{10}")
_SHAPES = {
    "LEI": _LEI,
    "CN-USCC": _USCC,
    "DUNS": re.compile(r"[0-9]{9}"),
    "ISIN": re.compile(r"[A-Z]{2}[0-9A-Z]{9}[0-9]"),
    "US-UEI": re.compile(r"[0-9A-Z]{12}"),
    "RU-INN": re.compile(r"[0-9]{10}|[0-9]{12}"),
    "RU-OGRN": re.compile(r"[0-9]{13}|[0-9]{15}"),
    "TW-UBN": re.compile(r"[0-9]{8}"),
}
_STATED = {
    "CN-USCC": r"Unified Social Credit Code \(USCC\):?,? ",
    "LEI": r"Legal Entity Number,? ",
    "DUNS": r"D-U-N-S Number,? ",
    "ISIN": r"ISIN,? ",
}
_VALUE = "(?P<value>[0-9A-Za-z][0-9A-Za-z-]{6,24})"
_IN_TEXT = {scheme: re.compile(label + _VALUE) for scheme, label in _STATED.items()} | {
    "RU-INN": re.compile(r"Tax ID No\.,? (?P<value>[0-9]{10,12})(?= \(Russia\)|, RU)"),
    "RU-OGRN": re.compile(r"Registration (?:Number|ID),? (?P<value>[0-9]{13,15})(?= \(Russia\)|, RU)"),
}


def number_of(scheme: str, text: str) -> tuple[str, str] | None:
    """The number in its scheme, spaces and hyphens taken off; None where the text does not have the scheme's shape."""
    clean = re.sub(r"[\s\-]", "", text).upper()
    if scheme == "JP-HOUJIN":
        try:
            return scheme, CorporateNumber.parse(clean).digits
        except ValueError:
            return None
    return (scheme, clean) if scheme in _SHAPES and _SHAPES[scheme].fullmatch(clean) else None


def numbers_in(text: str) -> Iterator[tuple[str, str]]:
    """Every number that a remark states under a known label."""
    for scheme, shape in _IN_TEXT.items():
        for match in shape.finditer(text):
            found = number_of(scheme, match["value"])
            if found:
                yield found


def national_number(country: str, text: str) -> tuple[str, str] | None:
    """A company registration number under its national scheme, where the country has one here and the number has its shape."""
    scheme = {"JP": "JP-HOUJIN", "CN": "CN-USCC", "TW": "TW-UBN"}.get(country, "")
    return number_of(scheme, text) if scheme else None


def entity_id(prefix: str, *parts: str) -> str:
    """An id made of names: readable, and the same whenever the names are the same (spaces and case apart)."""
    clean = "\n".join(" ".join(part.split()).casefold() for part in parts)
    slug = re.sub(r"[^a-z0-9]+", "-", clean).strip("-")[:40].strip("-")
    return "-".join(part for part in (prefix, slug, sha256_hex(clean.encode("utf-8", "replace"))[:8]) if part)
