"""A JSON object of any length, a member at a time: the same values as the strict reader, and the same refusals."""

import hashlib
import io
import json
from decimal import Decimal
from typing import Any

import pytest

from sekisho.faults import InputRefused
from sekisho.feeds.raw.json_stream import JsonStream


def read(octets: bytes, window: int = 4) -> list[tuple[str, int, Any]]:
    return list(JsonStream(io.BytesIO(octets), "b.json", window=window).members())


def rule(octets: bytes, window: int = 4) -> str:
    with pytest.raises(InputRefused) as refused:
        read(octets, window)
    return refused.value.faults[0].rule


@pytest.mark.parametrize("window", [1, 2, 3, 7, 64, 4096])
def test_members_come_whole_however_the_file_is_cut(window: int) -> None:
    value = {"a": [1, -2.5e-3, "二つ", {"k": [True, None, '\\u00e9 " ]']}, []], "b": {"c": 12}, "d": 1.5, "e": [], "f": "x"}
    octets = b"\xef\xbb\xbf " + json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
    got = read(octets, window)
    assert got == [
        ("a", 0, 1),
        ("a", 1, Decimal("-0.0025")),
        ("a", 2, "二つ"),
        ("a", 3, {"k": [True, None, '\\u00e9 " ]']}),
        ("a", 4, []),
        ("b", -1, {"c": 12}),
        ("d", -1, Decimal("1.5")),
        ("f", -1, "x"),
    ]


def test_the_digest_is_that_of_the_whole_file() -> None:
    octets = b'{"a": [1, 2, 3]}\n \n'
    stream = JsonStream(io.BytesIO(octets), "b.json", window=5)
    list(stream.members())
    assert stream.digest == hashlib.sha256(octets).hexdigest()


@pytest.mark.parametrize(
    ("octets", "wanted"),
    [
        (b"", "json.syntax"),
        (b"[]", "json.syntax"),
        (b'{"a": [1', "json.syntax"),
        (b'{"a": [1,]}', "json.syntax"),
        (b'{"a": 1,}', "json.syntax"),
        (b'{"a": 1} x', "json.syntax"),
        (b'{"a": tru}', "json.syntax"),
        (b"{1: 2}", "json.syntax"),
        (b'{"a" 1}', "json.syntax"),
        (b'{"a": 1, "a": 2}', "json.duplicate-key"),
        (b'{"a": [{"b": 1, "b": 2}]}', "json.duplicate-key"),
        (b'{"a": [NaN]}', "json.not-a-number"),
        (b'{"a": [' + b"9" * 70 + b"]}", "json.absurd-number"),
        (b'{"a": [1e999]}', "json.absurd-number"),
        (b'{"a": ["\\ud800"]}', "json.lone-surrogate"),
        (b'{"a": ["\x00"]}', "text.nul"),
        (b'{"a": ["\xff"]}', "text.not-utf-8"),
        (b'{"a": ["\xe3\x81', "text.not-utf-8"),
        (b'{"a": ' + b"[" * 100_000, "json.too-deep"),
    ],
)
def test_what_the_strict_reader_refuses_is_refused(octets: bytes, wanted: str) -> None:
    assert rule(octets, window=4096) == wanted


def test_a_pair_of_surrogates_is_a_character() -> None:
    assert read(b'{"a": ["\\ud83d\\ude00"]}') == [("a", 0, "\U0001f600")]


def test_a_fault_is_told_with_the_line_from_which_its_element_starts() -> None:
    with pytest.raises(InputRefused) as refused:
        read(b'{"a": [\n{"b": 1},\n{"b": NaN}]}')
    assert refused.value.faults[0].file == "b.json (from line 3)"
