"""One value, one sequence of bytes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.canonical import SAFE_INTEGER, canonical_json, digest_of, sha256_hex

values = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE_INTEGER, SAFE_INTEGER) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        ([True, False], "[true,false]"),
        ({"b": 1, "a": [1, 2]}, '{"a":[1,2],"b":1}'),
        ((1, "二"), '[1,"二"]'),
        ('"\\\b\f\n\r\t\x01\x7f', '"\\"\\\\\\b\\f\\n\\r\\t\\u0001\x7f"'),
        ("\u20ac\u2028", '"\u20ac\u2028"'),
        (-0.0, "0"),
        (1.0, "1"),
        (1e21, "1e+21"),
        (1e-7, "1e-7"),
        (333333333.33333329, "333333333.3333333"),
        (4.5, "4.5"),
        (2e-3, "0.002"),
        (SAFE_INTEGER, "9007199254740991"),
    ],
)
def test_a_value_is_written_as_rfc_8785_says(value: object, written: str) -> None:
    assert canonical_json(value) == written.encode()


def test_keys_are_sorted_by_utf_16_and_not_by_code_point() -> None:
    assert canonical_json({"\U0001f600": 1, "\ufb33": 2}) == '{"\U0001f600":1,"\ufb33":2}'.encode()


@pytest.mark.parametrize("value", [SAFE_INTEGER + 1, -SAFE_INTEGER - 1, float("nan"), float("inf"), "\ud800", {"\udfff": 1}])
def test_what_json_cannot_carry_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical_json(value)


@pytest.mark.parametrize("value", [{1: 2}, {1, 2}, b"octets", object()])
def test_what_json_has_no_form_for_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_the_digest_of_a_value_is_that_of_its_bytes() -> None:
    assert digest_of({"b": 1, "a": 2}) == sha256_hex(b'{"a":2,"b":1}')
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(values)
def test_what_is_written_reads_back_to_the_same_bytes(value: object) -> None:
    written = canonical_json(value)
    assert canonical_json(json.loads(written, parse_int=float)) == written


@given(st.dictionaries(st.text(), st.integers(-9, 9), min_size=2), st.randoms())
def test_the_order_of_keys_changes_nothing(value: dict[str, int], shuffler: object) -> None:
    keys = list(value)
    shuffler.shuffle(keys)  # type: ignore[attr-defined]
    assert canonical_json({key: value[key] for key in keys}) == canonical_json(value)
