"""YAML: text stays text, lines are known, and nothing clever is read."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.faults import Fault, InputRefused
from sekisho.feeds.raw.limits import Limits
from sekisho.feeds.raw.strict_yaml import parse_yaml

BID = """\
# 応札
bid:
  id: A
  bidder: {name: 甲社, country: NO}
  identifiers:
    - scheme: JP-HOUJIN
      value: 0123456789012
    - {scheme: LEI, value: ~}
price: {amount: 1.10, currency: JPY, tax: null}
technical:
note: ""
text: |
  一行目
  二行目
"""


def faults_of(octets: bytes, limits: Limits | None = None) -> tuple[Fault, ...]:
    started = time.process_time()
    with pytest.raises(InputRefused) as caught:
        parse_yaml(octets, "bid.yaml", limits or Limits())
    assert time.process_time() - started < 1
    for fault in caught.value.faults:
        assert fault.file == "bid.yaml"
        assert all((fault.what_ja, fault.what_en, fault.remedy_ja, fault.remedy_en))
    return caught.value.faults


def test_every_scalar_is_the_text_that_was_written() -> None:
    assert parse_yaml(BID.encode(), "bid.yaml").value == {
        "bid": {
            "id": "A",
            "bidder": {"name": "甲社", "country": "NO"},
            "identifiers": [{"scheme": "JP-HOUJIN", "value": "0123456789012"}, {"scheme": "LEI", "value": ""}],
        },
        "price": {"amount": "1.10", "currency": "JPY", "tax": ""},
        "technical": "",
        "note": "",
        "text": "一行目\n二行目\n",
    }


def test_a_quoted_null_is_text() -> None:
    assert parse_yaml(b"a: 'null'\nb: \"~\"\nc: NULL", "x").value == {"a": "null", "b": "~", "c": ""}


def test_key_paths_lead_to_their_lines() -> None:
    lines = parse_yaml(BID.encode(), "bid.yaml").lines
    assert lines["bid"] == 2
    assert lines["bid.bidder.country"] == 4
    assert lines["bid.identifiers[0]"] == 6
    assert lines["bid.identifiers[0].value"] == 7
    assert lines["bid.identifiers[1].value"] == 8
    assert lines["note"] == 11


@pytest.mark.parametrize("octets", [b"", b"# nothing\n", b"---\n", b"~"])
def test_an_empty_document_is_empty_text(octets: bytes) -> None:
    assert parse_yaml(octets, "x").value == ""


def test_every_anchor_alias_tag_and_duplicate_is_reported_in_one_pass() -> None:
    faults = faults_of(b"a: &x 1\nb: *x\nc: !!int 3\na: 2\nd: !python/object:os.system ls\n")
    assert [(fault.rule, fault.where) for fault in faults] == [
        ("yaml.anchor", "line 1"),
        ("yaml.anchor", "line 2"),
        ("yaml.tag", "line 3"),
        ("yaml.duplicate-key", "line 4"),
        ("yaml.tag", "line 5"),
    ]


@pytest.mark.parametrize(
    ("octets", "rule"),
    [
        (b"a: 1\n---\nb: 2\n", "yaml.second-document"),
        (b"{[a]: b}", "yaml.key-not-text"),
        (b"? {a: b}\n: c", "yaml.key-not-text"),
        (b"%TAG !e! tag:example.com,2000:\n---\na: 1", "yaml.tag"),
        (b"k" * 300 + b": 1", "yaml.key-too-long"),
        (b"a: [1\nb: 2", "yaml.syntax"),
        (b"a: b: c", "yaml.syntax"),
        (b"a:\n\t- b", "yaml.syntax"),
        (b"a: \x01", "yaml.syntax"),
        (b'a: "\\ud800"', "yaml.syntax"),
        (b"a: \xff", "text.not-utf-8"),
        (b"a: \0", "text.nul"),
        ("a: 1".encode("utf-16"), "text.utf-16"),
    ],
)
def test_what_is_not_plain_yaml_is_refused(octets: bytes, rule: str) -> None:
    assert faults_of(octets)[0].rule == rule


@pytest.mark.parametrize("opening", [b"[", b"{a: ", b"- ", b"? ", b"[{a: "])
@pytest.mark.parametrize("depth", [100, 1_000, 100_000])
def test_every_depth_is_answered(opening: bytes, depth: int) -> None:
    assert faults_of(opening * depth)[0].rule in ("yaml.too-deep", "yaml.key-not-text")


def test_sixty_four_levels_are_read() -> None:
    assert parse_yaml(b"[" * 64 + b"]" * 64, "x").value
    assert faults_of(b"[" * 65 + b"]" * 65)[0].rule == "yaml.too-deep"


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    faults = faults_of(bomb.encode())
    assert faults[0].rule == "yaml.anchor"
    assert len(faults) <= 100


def test_nodes_are_capped() -> None:
    assert faults_of(b"- a\n" * 50, Limits(yaml_nodes=50))[0].rule == "yaml.too-many-nodes"
    assert len(parse_yaml(b"- a\n" * 50, "x", Limits(yaml_nodes=51)).value) == 50


@given(st.binary(max_size=200))
def test_arbitrary_octets_are_read_or_refused(octets: bytes) -> None:
    try:
        assert isinstance(parse_yaml(octets, "x").value, (str, list, dict))
    except InputRefused as refused:
        assert refused.faults


@given(st.text(st.sampled_from("ab:-?[]{},&*!|>'\"%@#~ \n\t"), max_size=60))
def test_arbitrary_yaml_like_text_is_read_or_refused(text: str) -> None:
    try:
        assert isinstance(parse_yaml(text.encode(), "x").value, (str, list, dict))
    except InputRefused as refused:
        assert refused.faults
