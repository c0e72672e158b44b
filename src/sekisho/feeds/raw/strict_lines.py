"""Text read line by line: plain text, and JSON lines (one JSON value a line).

`parse_text` gives the lines of a UTF-8 text; a form feed ends a line as a line feed does. `check_json_lines` holds every line to what `strict_json`
asks of a file and says in which line each fault stands; `load_checked_lines` reads again what it has accepted, for the parent of the jail.
"""

import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ...faults import Fault, InputRefused, refuse
from .limits import DEFAULT, Limits
from .strict_json import parse_json
from .strict_text import position, too_large, utf8_text

_UNPRINTED = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f]")
_LINE_END = re.compile("\r\n|[\n\r\f]")


def parse_text(octets: bytes, label: str, limits: Limits = DEFAULT) -> list[str]:
    """The lines of a text. InputRefused: `text.…`, with the line."""
    text = utf8_text(octets, label, limits)
    strange = _UNPRINTED.search(text)
    if strange:
        raise refuse(
            label,
            "text.control-character",
            where=position(text, strange.start()),
            what=("制御文字が含まれています。文字のファイルではありません", "a control character: this is not a text file"),
            remedy=("もとの文書から書き出し直してください", "export the file again from its source"),
            shown=f"U+{ord(strange[0]):04X}",
        )
    lines = _LINE_END.split(text)
    if len(lines) > limits.lines:
        raise _too_many_lines(label, limits)
    for number, line in enumerate(lines, 1):
        if len(line) > limits.line_characters:
            raise _too_long(label, number, limits)
    return lines


def check_json_lines(octets: bytes, label: str, limits: Limits = DEFAULT) -> None:
    """Nothing where every line that is not blank is a JSON value; else InputRefused with the faults of all lines, up to the cap."""
    if len(octets) > limits.file_octets:
        raise too_large(label, limits)
    if octets.count(b"\n") > limits.lines or octets.count(b",") > limits.json_lines_values:
        raise _too_many_lines(label, limits)
    faults: list[Fault] = []
    for number, line in enumerate(octets.split(b"\n"), 1):
        if len(line) > limits.json_line_octets:
            raise _too_long(label, number, limits)
        if line.strip():
            faults += _faults_of(line, number, label, limits)
        if len(faults) >= limits.faults:
            break
    if faults:
        raise InputRefused(faults[: limits.faults])


def load_checked_lines(octets: bytes) -> dict[str, Any]:
    """`{"records": [value, …], "lines": [number, …]}` of octets that `check_json_lines` has accepted."""
    kept = [(number, line) for number, line in enumerate(octets.split(b"\n"), 1) if line.strip()]
    records = [json.loads(line.decode("utf-8-sig"), parse_float=Decimal) for _, line in kept]
    return {"records": records, "lines": [number for number, _ in kept]}


def _faults_of(line: bytes, number: int, label: str, limits: Limits) -> list[Fault]:
    try:
        parse_json(line, label, limits)
    except InputRefused as refusal:
        return [replace(one, where=re.sub(r"^(?:line \d+)?", f"line {number}", one.where, count=1)) for one in refusal.faults]
    return []


def _too_many_lines(label: str, limits: Limits) -> InputRefused:
    return refuse(
        label,
        "text.too-many-lines",
        what=(f"行か値が多すぎます(上限 {limits.lines:,} 行)", f"there are too many lines or values (at most {limits.lines:,} lines)"),
        remedy=("いくつかのファイルに分けてください", "split it into several files"),
    )


def _too_long(label: str, number: int, limits: Limits) -> InputRefused:
    return refuse(
        label,
        "text.long-line",
        where=f"line {number}",
        what=("一行が長すぎます。行が区切られていないかもしれません", "a line is too long; perhaps its line ends are lost"),
        remedy=("もとの文書から書き出し直してください", "export the file again from its source"),
        shown=f"> {limits.line_characters}",
    )
