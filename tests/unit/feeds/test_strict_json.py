"""JSON: exact, and every way of not being JSON is answered quickly with a place."""

import json
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.faults import Fault, InputRefused
from sekisho.feeds.raw.limits import Limits
from sekisho.feeds.raw.strict_json import load_checked, parse_json


def faults_of(octets: bytes, limits: Limits | None = None) -> tuple[Fault, ...]:
    with pytest.raises(InputRefused) as caught:
        parse_json(octets, "bom.json", limits or Limits())
    for fault in caught.value.faults:
        assert fault.file == "bom.json"
        assert all((fault.what_ja, fault.what_en, fault.remedy_ja, fault.remedy_en))
    return caught.value.faults


def test_numbers_with_a_point_or_an_exponent_are_exact_decimals() -> None:
    value = parse_json(b'{"a": 1.10, "b": 0.1, "c": 12345678901234567890, "d": 1e2, "e": true, "f": null}', "x")
    assert value == {"a": Decimal("1.10"), "b": Decimal("0.1"), "c": 12345678901234567890, "d": Decimal("1E+2"), "e": True, "f": None}
    assert str(value["a"]) == "1.10"


def test_a_byte_order_mark_is_tolerated() -> None:
    assert parse_json('\ufeff{"名": "甲社"}'.encode(), "x") == {"名": "甲社"}


@pytest.mark.parametrize("depth", [1, 2, 63, 64, 65, 66, 100, 999, 1_000, 1_100, 10_000, 100_000])
@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_every_depth_is_answered_within_a_fifth_of_a_second(depth: int, opening: bytes) -> None:
    closing = b"]" if opening == b"[" else b"}"
    octets = opening * depth + b"1" + closing * depth
    started = time.process_time()
    if depth <= 64:
        assert parse_json(octets, "x") is not None
    else:
        (fault,) = faults_of(octets)
        assert fault.rule == "json.too-deep"
        assert fault.where == f"line 1 column {64 * len(opening) + 1}"
    assert time.process_time() - started < 0.2


def test_brackets_inside_strings_are_no_depth() -> None:
    assert parse_json(json.dumps(["[" * 500, '\\"' + "{" * 500]).encode(), "x")[0] == "[" * 500


def test_every_duplicate_key_constant_and_absurd_number_is_reported_at_once_with_its_place() -> None:
    octets = b'{"a": 1,\n "b": {"c": 1, "c": 2},\n "\\u0061": NaN, "d": -Infinity,\n "e": 1e999, "f": ' + b"9" * 65 + b', "g": "\\ud800"}'
    assert [(fault.rule, fault.where) for fault in faults_of(octets)] == [
        ("json.duplicate-key", "line 2 column 16"),
        ("json.duplicate-key", "line 3 column 2"),
        ("json.not-a-number", "line 3 column 12"),
        ("json.not-a-number", "line 3 column 22"),
        ("json.absurd-number", "line 4 column 7"),
        ("json.absurd-number", "line 4 column 19"),
        ("json.lone-surrogate", "line 4 column 91"),
    ]


def test_a_surrogate_pair_and_an_escaped_backslash_are_sound() -> None:
    assert parse_json(b'["\\ud83d\\ude00", "\\\\ud800"]', "x") == ["\U0001f600", "\\ud800"]


@pytest.mark.parametrize("octets", [b"", b"{", b'{"a": 1,}', b"[1 2]", b"'a'", b'"\n"', b'"' + b'\\"' * 1_000, b"1 2", b"\\"])
def test_what_is_not_json_is_refused_with_line_and_column(octets: bytes) -> None:
    (fault,) = faults_of(octets)
    assert fault.rule == "json.syntax"
    assert fault.where.startswith("line ")


@pytest.mark.parametrize(
    ("octets", "rule"),
    [
        (b"[1]\xff", "text.not-utf-8"),
        ('{"a": 1}'.encode("utf-16"), "text.utf-16"),
        (b'["a\0"]', "text.nul"),
        ("機器".encode("cp932"), "text.not-utf-8"),
    ],
)
def test_only_utf_8_is_read(octets: bytes, rule: str) -> None:
    assert faults_of(octets)[0].rule == rule


def test_size_and_number_of_values_are_capped() -> None:
    assert faults_of(b"[1, 2]", Limits(file_octets=5))[0].rule == "text.too-large"
    assert faults_of(b"[1, 2, 3]", Limits(json_nodes=3))[0].rule == "json.too-many-values"
    assert parse_json(b"[1, 2, 3]", "x", Limits(json_nodes=4)) == [1, 2, 3]
    started = time.process_time()
    assert faults_of(b'"' * 5_000_000)[0].rule == "json.too-many-values"
    assert time.process_time() - started < 1


def test_faults_are_capped_and_found_in_linear_time() -> None:
    started = time.process_time()
    assert len(faults_of(b'{"a": 1' + b', "a": 1' * 100_000 + b"}")) == 100
    assert time.process_time() - started < 1


@given(st.binary(max_size=200))
def test_arbitrary_octets_are_read_or_refused(octets: bytes) -> None:
    try:
        value = parse_json(octets, "x")
    except InputRefused as refused:
        assert refused.faults
        return
    assert load_checked(octets) == value


@given(st.text(st.sampled_from('[]{}",:\\ud8e1.-NaIfnity \n'), max_size=80))
def test_arbitrary_json_like_text_is_read_or_refused(text: str) -> None:
    try:
        value = parse_json(text.encode(), "x")
    except InputRefused as refused:
        assert refused.faults
        return
    assert load_checked(text.encode()) == value


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**30), 10**30)
        | st.text(st.characters(exclude_categories=["Cs"]))
        | st.decimals(allow_nan=False, allow_infinity=False, places=3),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4),
        max_leaves=20,
    )
)
def test_what_json_can_say_is_read_back_exactly(value: object) -> None:
    assert parse_json(_json(value).encode(), "x") == value


def _json(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{_json(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_json, value)) + "]"
    return format(value, "f") if isinstance(value, Decimal) else json.dumps(value)
