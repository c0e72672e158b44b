"""Canonical JSON (RFC 8785, JCS): one value, one sequence of bytes, so that a digest names it for ever.

Accepts what JSON knows: None, bool, int within ±(2**53 - 1), float (finite), str without lone surrogates, list or tuple, dict with str keys.
Anything else is a `TypeError`; a number or string that JCS cannot carry is a `ValueError`. Amounts and points are strings long before they come here.
"""

import hashlib
import math
import re
from collections.abc import Mapping
from typing import Any

SAFE_INTEGER = 2**53 - 1
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'[\x00-\x1f"\\]')
_ESCAPES = {code: _SHORT.get(chr(code), f"\\u{code:04x}") for code in (*range(0x20), 0x22, 0x5C)}


def canonical_json(value: Any) -> bytes:
    """The RFC 8785 bytes of `value` (UTF-8, sorted keys, no white space)."""
    parts: list[str] = []
    _write(value, parts)
    return "".join(parts).encode("utf-8")


def sha256_hex(octets: bytes) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(octets).hexdigest()


def digest_of(value: Any) -> str:
    """SHA-256 (hexadecimal) of the canonical JSON of `value`."""
    return sha256_hex(canonical_json(value))


def _write(value: Any, parts: list[str]) -> None:
    if value is None:
        parts.append("null")
    elif value is True:
        parts.append("true")
    elif value is False:
        parts.append("false")
    elif isinstance(value, str):
        parts.append(_text(value))
    elif isinstance(value, int):
        if abs(value) > SAFE_INTEGER:
            raise ValueError(f"integer `{value}` is outside ±(2**53 - 1): write it as a string")
        parts.append(str(value))
    elif isinstance(value, float):
        parts.append(_number(value))
    elif isinstance(value, list | tuple):
        parts.append("[")
        for position, member in enumerate(value):
            if position:
                parts.append(",")
            _write(member, parts)
        parts.append("]")
    elif isinstance(value, Mapping):
        _write_object(value, parts)
    else:
        raise TypeError(f"JSON has no form for {type(value).__name__}")


def _write_object(value: Mapping[Any, Any], parts: list[str]) -> None:
    for key in value:
        if not isinstance(key, str):
            raise TypeError(f"object key `{key}` is not a string")
    parts.append("{")
    for position, key in enumerate(sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))):
        if position:
            parts.append(",")
        parts.append(_text(key))
        parts.append(":")
        _write(value[key], parts)
    parts.append("}")


def _text(text: str) -> str:
    if not text.isascii() and any(0xD800 <= ord(char) <= 0xDFFF for char in text if char > "\ud7ff"):
        raise ValueError("a string holds a lone surrogate, which UTF-8 cannot carry")
    return f'"{text.translate(_ESCAPES)}"' if _ESCAPED.search(text) else f'"{text}"'


def _number(number: float) -> str:
    """ECMAScript's Number::toString, which RFC 8785 §3.2.2.3 prescribes."""
    if not math.isfinite(number):
        raise ValueError(f"JSON has no form for {number}")
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent or 0)
    digits = whole + fraction
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    digits = stripped.rstrip("0")
    size = len(digits)
    if size <= point <= 21:
        return sign + digits + "0" * (point - size)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return sign + digits[0] + ("." + digits[1:] if size > 1 else "") + power
