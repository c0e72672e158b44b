"""JSON as RFC 8259 and I-JSON (RFC 7493) mean it, and nothing that merely looks like it.

`parse_json(octets, label)` gives dict, list, str, int, bool, None and, for every number with a point or an exponent, an exact `Decimal`.
Refused, with line and column: more than 64 levels, more than a million values, a key twice in one object, NaN and Infinity, numbers longer than
64 characters or beyond 10^±100, lone surrogates, anything but UTF-8. Depth and count are measured on the octets before the parser runs, without
recursion, so a file of 100,000 brackets is answered as fast as any other.

`load_checked(octets)` reads again what `parse_json` has accepted, without the checks: the parent of the jail uses it, so no value crosses the pipe.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate, islice
from typing import Any

from ...faults import Fault, InputRefused, fault, refuse
from .limits import DEFAULT, Limits
from .strict_text import position, utf8_text

_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NOT_BRACKETS = bytes(octet for octet in range(256) if octet not in _STEP)
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)
SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_CONSTANTS = ("NaN", "Infinity", "-Infinity")

_WORDS = {
    "json.duplicate-key": (
        ("同じキーが二度あります", "a key stands twice in one object"),
        ("どちらか一つにしてください", "keep one of the two"),
    ),
    "json.not-a-number": (
        ("NaN や Infinity は JSON の数ではありません", "NaN and Infinity are not JSON numbers"),
        ("数か文字列か null にしてください", "write a number, a string or null"),
    ),
    "json.absurd-number": (
        ("数が長すぎるか、大きすぎるか、小さすぎます", "the number is too long, too large or too small"),
        ("文字列として書いてください", "write it as a string"),
    ),
    "json.lone-surrogate": (
        ("対になっていないサロゲートがあります", "the string holds a lone surrogate"),
        ("その文字を打ち直してください", "type that character again"),
    ),
}


def parse_json(octets: bytes, label: str, limits: Limits = DEFAULT) -> Any:
    """The value of a JSON file. InputRefused carries every duplicate key, absurd number and lone surrogate, or the first fault of syntax."""
    text = utf8_text(octets, label, limits)
    _measure(octets, text, label, limits)
    doubts: list[str] = []
    try:
        value = json.loads(
            text,
            object_pairs_hook=lambda pairs: _object(pairs, doubts),
            parse_float=lambda token: _decimal(token, doubts, limits),
            parse_int=lambda token: _integer(token, doubts, limits),
            parse_constant=doubts.append,
        )
    except json.JSONDecodeError as error:
        raise refuse(
            label,
            "json.syntax",
            where=f"line {error.lineno} column {error.colno}",
            what=(f"JSON として読めません({error.msg})", f"this is not JSON ({error.msg})"),
            remedy=("その行の括弧、引用符、コンマを確かめてください", "check brackets, quotes and commas there, or export it again"),
            shown=text[max(0, error.pos - 20) : error.pos + 20],
        ) from None
    if doubts or SURROGATE_ESCAPE.search(text):
        faults = list(islice(_faults(text, label, limits), limits.faults))
        if faults:
            raise InputRefused(faults)
    return value


def load_checked(octets: bytes) -> Any:
    """The same value, for octets that `parse_json` has accepted. ValueError or RecursionError where it had not."""
    return json.loads(octets.decode("utf-8-sig"), parse_float=Decimal)


def _object(pairs: list[tuple[str, Any]], doubts: list[str]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) != len(pairs):
        doubts.append("duplicate")
    return built


def _decimal(token: str, doubts: list[str], limits: Limits) -> Decimal:
    if is_absurd(token, limits):
        doubts.append(token[:80])
        return Decimal(0)
    return Decimal(token)


def _integer(token: str, doubts: list[str], limits: Limits) -> int:
    if len(token) > limits.number_characters:
        doubts.append(token[:80])
        return 0
    return int(token)


def is_absurd(token: str, limits: Limits) -> bool:
    if len(token) > limits.number_characters:
        return True
    power = token.lower().partition("e")[2]
    return abs(int(power or 0)) > limits.exponent


def _measure(octets: bytes, text: str, label: str, limits: Limits) -> None:
    """Depth and number of values, over what stands outside strings; up to the first fault of syntax it agrees with the parser."""
    bare = octets.replace(b"\\\\", b"").replace(b'\\"', b"")
    if bare.count(b'"') > 4 * limits.json_nodes:
        raise _too_many(label, limits)
    outside = b"".join(bare.split(b'"')[::2])
    opened = outside.count(b"[") + outside.count(b"{")
    if opened + outside.count(b",") >= limits.json_nodes:
        raise _too_many(label, limits)
    if opened <= limits.depth:
        return
    depths = accumulate(map(_STEP.__getitem__, outside.translate(None, _NOT_BRACKETS)))
    if max(depths) > limits.depth:
        raise refuse(
            label,
            "json.too-deep",
            where=_first_too_deep(text, limits),
            what=(f"入れ子が {limits.depth} 段を超えています", f"arrays and objects are nested deeper than {limits.depth} levels"),
            remedy=("入れ子の浅い形で書き出し直してください", "export it again in a flatter form"),
        )


def _too_many(label: str, limits: Limits) -> InputRefused:
    return refuse(
        label,
        "json.too-many-values",
        what=(f"値が {limits.json_nodes:,} 個を超えています", f"there are more than {limits.json_nodes:,} values"),
        remedy=("いくつかのファイルに分けてください", "split it into several files"),
    )


def _first_too_deep(text: str, limits: Limits) -> str:
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += _STEP.get(ord(token[0]), 0) if len(token[0]) == 1 else 0
        if depth > limits.depth:
            return position(text, token.start())
    return ""


def _faults(text: str, label: str, limits: Limits) -> Iterator[Fault]:
    """Walks a syntactically sound text again, only when something in it is known to be wrong, to say where."""
    open_objects: list[set[str] | None] = []
    key_next = False
    for match in _TOKEN.finditer(text):
        word, rule = match[0], ""
        if word in "{[":
            open_objects.append(set() if word == "{" else None)
        elif word in "}]":
            open_objects.pop()
        elif word.startswith('"'):
            rule = _string_fault(word, open_objects[-1] if key_next and open_objects else None)
        elif word in _CONSTANTS:
            rule = "json.not-a-number"
        elif _NUMBER.fullmatch(word) and is_absurd(word, limits):
            rule = "json.absurd-number"
        key_next = word in "{,"
        if rule:
            what, remedy = _WORDS[rule]
            yield fault(label, rule, where=position(text, match.start()), what=what, remedy=remedy, shown=word[:200])


def _string_fault(token: str, keys: set[str] | None) -> str:
    string = json.loads(token)
    if any("\ud800" <= char <= "\udfff" for char in string):
        return "json.lone-surrogate"
    if keys is None:
        return ""
    known = string in keys
    keys.add(string)
    return "json.duplicate-key" if known else ""
