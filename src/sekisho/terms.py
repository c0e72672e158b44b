"""The smallest words: frozen, typed, self-cleaning. Money, Points, Share, Identifier, Party, dates.

Amounts are `Fraction` or `Decimal`, never float. A Share is a range in percent and may be unknown (BODS 0.4 `share`).
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal, Self

TaxBasis = Literal["excluded", "included"]
Lang = Literal["ja", "en"]

HUNDRED = Fraction(100)


def parse_number(text: str) -> Fraction:
    """An exact decimal number such as `1,234.50`, full-width digits allowed. Raises ValueError for anything else, exponents included."""
    clean = unicodedata.normalize("NFKC", text).strip().replace(",", "").replace("_", "").replace("−", "-")
    if len(clean) > 60 or not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", clean):
        raise ValueError(f"`{text[:60]}` is not a decimal number")
    try:
        return Fraction(Decimal(clean))
    except InvalidOperation as error:
        raise ValueError(f"`{text[:60]}` is not a decimal number") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The same sentence in Japanese and English."""

    ja: str
    en: str

    def as_json(self) -> dict[str, str]:
        return {"ja": self.ja, "en": self.en}

    def pick(self, lang: str) -> str:
        return self.ja if lang == "ja" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An exact amount in one currency (ISO 4217) on one tax basis."""

    amount: Fraction
    currency: str
    tax: TaxBasis

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            raise ValueError(f"`{self.currency}` is not a currency code of ISO 4217")
        if self.amount < 0:
            raise ValueError("an amount is not negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A holding in percent, 0 to 100, as a closed range; `Share()` is wholly unknown (0 to 100)."""

    minimum: Fraction = Fraction(0)
    maximum: Fraction = HUNDRED

    def __post_init__(self) -> None:
        if not 0 <= self.minimum <= self.maximum <= HUNDRED:
            raise ValueError(f"a share runs from 0 to 100 with minimum ≤ maximum, not {self.minimum} to {self.maximum}")

    @property
    def is_exact(self) -> bool:
        return self.minimum == self.maximum

    def as_json(self) -> dict[str, str]:
        return {"min": decimal_text(self.minimum), "max": decimal_text(self.maximum)}

    def text(self) -> str:
        low, high = decimal_text(self.minimum), decimal_text(self.maximum)
        return f"{low}%" if low == high else f"{low}–{high}%"


def decimal_text(number: Fraction, places: int | None = None) -> str:
    """A decimal string without exponent. Without `places`: exact where the fraction terminates, else 6 places half-even.

    With `places`, exactly that many, half-even.
    """
    if places is None:
        denominator = number.denominator
        for prime in (2, 5):
            while denominator % prime == 0:
                denominator //= prime
        if denominator == 1:
            spots = 0
            scaled = number
            while scaled.denominator != 1:
                scaled *= 10
                spots += 1
            return _placed(scaled.numerator, spots)
        places = 6
    return _placed(round(number * 10**places), places)


def _placed(scaled: int, places: int) -> str:
    sign = "-" if scaled < 0 else ""
    digits = str(abs(scaled)).rjust(places + 1, "0")
    return sign + (digits if places == 0 else f"{digits[:-places]}.{digits[-places:]}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number that names a legal entity in a scheme (`JP-HOUJIN`, `LEI`, `CN-USCC`, `US-UEI`, `DUNS`, …). Compared without spaces and case."""

    scheme: str
    value: str

    @classmethod
    def of(cls, scheme: str, value: str) -> Self:
        clean = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", value)).upper()
        return cls(scheme=unicodedata.normalize("NFKC", scheme).strip().upper(), value=clean)


def corporate_number_check_digit(twelve: str) -> int:
    """The check digit of a 法人番号 from its other twelve digits.

    9 − ((Σ digit × weight) mod 9), weight 1 for odd and 2 for even places counted from the right (法人番号の指定等に関する省令; formula
    confirmed on published numbers, `docs/reference/corporate-number.md`).
    """
    if not re.fullmatch(r"[0-9]{12}", twelve):
        raise ValueError("twelve digits are needed")
    total = sum(int(digit) * (1 if place % 2 == 0 else 2) for place, digit in enumerate(reversed(twelve)))
    return 9 - total % 9


@dataclass(frozen=True, slots=True, kw_only=True)
class CorporateNumber:
    """A 法人番号 (13 digits). A right check digit does not mean that the number is assigned: `existence` stays unknown here."""

    digits: str
    existence: Literal["unknown"] = "unknown"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Full-width digits, spaces and hyphens are cleaned; ValueError says which check failed."""
        clean = re.sub(r"[\s\-‐−ー]", "", unicodedata.normalize("NFKC", text))
        if not re.fullmatch(r"[1-9][0-9]{12}", clean):
            raise ValueError("a corporate number has 13 digits and does not start with 0")
        if corporate_number_check_digit(clean[1:]) != int(clean[0]):
            raise ValueError(f"the check digit is {clean[0]} and should be {corporate_number_check_digit(clean[1:])}")
        return cls(digits=clean)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A legal entity as somebody named it: a bidder, maker, supplier, owner. `country` is ISO 3166-1 alpha-2 or ""."""

    name: str
    country: str = ""
    identifiers: tuple[Identifier, ...] = ()

    def as_json(self) -> dict[str, object]:
        named: dict[str, object] = {"name": self.name}
        if self.country:
            named["country"] = self.country
        if self.identifiers:
            named["identifiers"] = [{"scheme": known.scheme, "value": known.value} for known in self.identifiers]
        return named


MARK_FAMILIES = ("mac", "sysobjectid", "sysdescr", "pci", "usb", "bluetooth", "pnp", "banner", "title", "rtsp", "cpe", "part", "tac")
"""Where a device betrays its maker: MAC address, SNMP sysObjectID and sysDescr, PCI, USB, Bluetooth and PnP ids, service banner, HTTP title,
RTSP path, CPE name, part number of a module or chip, type allocation code of an IMEI."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mark (識別情報) as it was seen on a device or written in a list; whom it points to is for `marks` to say."""

    family: str
    value: str

    def __post_init__(self) -> None:
        if self.family not in MARK_FAMILIES:
            raise ValueError(f"`{self.family}` is no family of marks; the families are {', '.join(MARK_FAMILIES)}")

    @classmethod
    def of(cls, family: str, value: str) -> Self:
        return cls(family=family, value=unicodedata.normalize("NFKC", value).strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From a day to a day, both included; None is open."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact was read: a name a reader can look up, the day it was retrieved, and whether somebody verified it.

    `said_by` and `said_at`: on whose word it stands and since when, where that is another than the source. `level` and `caveat` are ids of
    `register/provenance.yaml`.
    """

    name: str
    retrieved_at: date | None = None
    verified: bool = True
    clause: str = ""
    url: str = ""
    sha256: str = field(default="")
    said_by: str = ""
    said_at: date | None = None
    level: str = ""
    caveat: str = ""

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "retrieved_at": self.retrieved_at.isoformat() if self.retrieved_at else None,
            "verified": self.verified,
            "clause": self.clause,
        }
