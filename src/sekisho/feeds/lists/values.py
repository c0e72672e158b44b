"""Numbers in the cells of an equipment list: line numbers, quantities with their units, corporate numbers and LEIs.

Each reader takes a clean text and returns what it means with the rule it breaks, if any; the caller knows the row.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic, TypeVar

from ...terms import CorporateNumber, Identifier, corporate_number_check_digit, parse_number
from .cells import folded
from .columns import synonyms

T = TypeVar("T")

MOST = Fraction(10**12)
_QUANTITY = re.compile(r"(?P<number>[+\-−]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?P<unit>[^0-9\s+\-−.,~〜=*/]{0,12})")
_LINE = re.compile(r"(?:no\.?\s*)?[(]?([0-9]+)[)]?[.)]?", re.IGNORECASE)
_SCHEME = re.compile(r"(?P<scheme>[^\s:]{2,24})\s*:\s*(?P<value>\S[\S ]{0,60})")
_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")
_GAPS = re.compile(r"[\s\-‐−ー.]")
_HOUJIN = frozenset({"JP-HOUJIN", "JP-CN", "法人番号", "HOUJIN", "HOJIN", "T"})


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What a text means; `rule` says what it breaks, `words` fill the rule's message."""

    value: T
    rule: str = ""
    words: Mapping[str, object] = field(default_factory=dict)


Reading = Callable[[str], Read[T]]


def line_text(text: str) -> str:
    """A line number as the bidder gave it, in half-width: `Ｎｏ．３`, `(3)` and `3.` are `3`."""
    if text.isdecimal() and text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text)
    match = _LINE.fullmatch(plain)
    return match[1] if match else plain


def read_quantity(text: str) -> Read[Fraction | None]:
    """`１２台`, `1,000`, `一式`, `0.5人月`; None where the text is blank or no single number."""
    if not text:
        return Read(None)
    plain = unicodedata.normalize("NFKC", text).strip()
    if word := synonyms().quantity_words.get(folded(plain)):
        return Read(Fraction(word))
    match = _QUANTITY.fullmatch(plain)
    if not match or len(plain) > 60:
        return Read(None, "list.quantity-not-a-number")
    number = parse_number(match["number"])
    if number <= 0:
        return Read(None, "list.quantity-not-positive")
    if number > MOST:
        return Read(None, "list.quantity-too-large")
    unit = match["unit"]
    if unit and folded(unit) not in synonyms().units:
        return Read(number, "list.quantity-unit-unknown", {"unit": unit, "number": match["number"]})
    return Read(number)


def read_maker_id(text: str) -> Read[tuple[Identifier, ...]]:
    """A corporate number (法人番号, 13 digits, check digit verified), an LEI (ISO 17442, check digits verified), or `SCHEME:number`."""
    if not text:
        return Read(())
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _SCHEME.fullmatch(plain)
    scheme, value = (match["scheme"].upper(), match["value"]) if match else ("", plain)
    bare = _GAPS.sub("", value).upper()
    if scheme in _HOUJIN or (not scheme and re.fullmatch(r"T?[0-9]{10,16}", bare)):
        return _corporate_number(bare.removeprefix("T"))
    if scheme == "LEI" or (not scheme and _LEI.fullmatch(bare)):
        return _lei(bare)
    if not scheme or not re.fullmatch(r"[A-Z][A-Z0-9\-]{1,23}", scheme):
        return Read((), "list.maker-id-unknown-form")
    return Read((Identifier.of(scheme, value),))


def _corporate_number(digits: str) -> Read[tuple[Identifier, ...]]:
    if not re.fullmatch(r"[0-9]{13}", digits) or digits[0] == "0":
        return Read((), "list.corporate-number-length", {"digits": len(digits)})
    if corporate_number_check_digit(digits[1:]) != int(digits[0]):
        return Read((), "list.corporate-number-check-digit")
    return Read((Identifier(scheme="JP-HOUJIN", value=CorporateNumber(digits=digits).digits),))


def _lei(bare: str) -> Read[tuple[Identifier, ...]]:
    """ISO 7064 MOD 97-10: letters count as 10 to 35, and the whole number leaves 1."""
    if not _LEI.fullmatch(bare) or int("".join(str(int(char, 36)) for char in bare)) % 97 != 1:
        return Read((), "list.lei-check-digits")
    return Read((Identifier(scheme="LEI", value=bare),))
