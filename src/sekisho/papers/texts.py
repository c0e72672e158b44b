"""Text from a case made fit to print: controls and direction marks become visible, long text is cut, numbers are grouped.

Whatever a bidder writes stays text. A character that would hide or reorder others is shown as `[U+202E]`.
"""

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ..terms import Lang, Money, decimal_text
from .words import word

LONGEST = 900
NAME_LONGEST = 120
HEADER_LONGEST = 40
_SPACE = re.compile(r"[\t\n\r\v\f\u0085\u2028\u2029]+")
_PLAIN = re.compile(r"[\x20-\x7e\u3000-\u30ff\u4e00-\u9fff\uff01-\uff9f]*")
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_RUN = re.compile(r"[^\s\u2e80-\uffff\u200b]{5,}")
_NARROW = frozenset({"line", "lines", "quantity", "no", "rank", "findings", "version"})
_LONGEST_WORD = 12


def visible(text: str) -> str:
    """One line without controls: anything that would hide or reorder its neighbours is written `[U+XXXX]`."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(_shown(char) for char in _SPACE.sub(" ", text))


def _shown(char: str) -> str:
    if char == "\u00ad" or unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return code_point(char)
    return char


def code_point(char: str) -> str:
    return f"[U+{ord(char):04X}]"


def cut(text: str, lang: Lang, longest: int = LONGEST) -> str:
    """At most `longest` characters, and a note of how many were left out."""
    if len(text) <= longest:
        return text
    return text[:longest] + word(lang, "cut", count=f"{len(text) - longest:,}")


def name_text(text: str) -> str:
    """A name in a narrow cell: at most 120 characters."""
    return text if len(text) <= NAME_LONGEST else text[: NAME_LONGEST - 1] + "…"


def short_text(text: str) -> str:
    """A name in a page header: at most 40 characters."""
    return text if len(text) <= HEADER_LONGEST else text[: HEADER_LONGEST - 1] + "…"


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same nested dicts and lists with every string changed; keys stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: each_text(member, change) for key, member in value.items()}
    if isinstance(value, list):
        return [each_text(member, change) for member in value]
    return value


def without_variations(text: str) -> str:
    """Print shows the base character: variation selectors have no glyph of their own."""
    return _VARIATION.sub("", text)


def breakable(value: Any, key: str = "") -> Any:
    """The same nested dicts and lists with zero-width spaces in long unbroken runs, so that a model number never leaves its column.

    An ordinary word of up to 12 letters stays whole, but in the narrowest columns.
    """
    if isinstance(value, str):
        return _RUN.sub(lambda run: "\u200b".join(run.group()) if key in _NARROW or not _is_word(run.group()) else run.group(), value)
    if isinstance(value, dict):
        return {name: member if name == "w" else breakable(member, name) for name, member in value.items()}
    if isinstance(value, list):
        return [breakable(member, key) for member in value]
    return value


def _is_word(run: str) -> bool:
    core = "".join(char for char in run if char.isalnum())
    return len(run) <= _LONGEST_WORD + 4 and len(core) <= _LONGEST_WORD and sum(char.isupper() for char in core) <= 6


def grouped(number: Fraction, places: int | None = None) -> str:
    """A decimal with thousands separators."""
    whole, point, rest = decimal_text(number, places).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}{point}{rest}"


def exact_text(number: Fraction) -> str:
    """Exactly: a decimal where it ends within 8 places, else the fraction with its approximation."""
    text = decimal_text(number)
    if decimal_text_is_exact(number) and len(text.partition(".")[2]) <= 8:
        return grouped(number)
    return f"{number.numerator}/{number.denominator} (≈ {grouped(number, 6)})"


def decimal_text_is_exact(number: Fraction) -> bool:
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def amount_text(money: Money, lang: Lang) -> str:
    """`12,300円` or `JPY 12,300`."""
    amount = grouped(money.amount)
    if lang == "ja":
        return f"{amount}円" if money.currency == "JPY" else f"{amount} {money.currency}"
    return f"{money.currency} {amount}"


def money_text(money: Money, lang: Lang) -> str:
    """`12,300円(税抜)` or `JPY 12,300 (excl. tax)`."""
    tax = word(lang, f"tax_{money.tax}")
    return f"{amount_text(money, lang)}({tax})" if lang == "ja" else f"{amount_text(money, lang)} ({tax})"
