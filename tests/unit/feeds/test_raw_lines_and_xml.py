"""Text, JSON lines and XML come out of the jail as they went in, or are refused with their line."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.faults import InputRefused
from sekisho.feeds.raw.jail import Kind, RawFile, RawJob, read_raw
from sekisho.feeds.raw.limits import Limits
from sekisho.feeds.raw.strict_lines import check_json_lines, load_checked_lines, parse_text
from sekisho.feeds.raw.strict_xml import parse_xml


def read(folder: Path, kind: Kind, octets: bytes, limits: Limits | None = None) -> RawFile:
    path = folder / f"x.{kind}"
    path.write_bytes(octets)
    return read_raw([RawJob(kind=kind, path=path, label=path.name)], limits=limits or Limits())[0]


def refused(folder: Path, kind: Kind, octets: bytes, limits: Limits | None = None) -> list[tuple[str, str]]:
    answer = read(folder, kind, octets, limits)
    assert answer.value is None
    return [(one.rule, one.where.split(" column")[0]) for one in answer.faults]


def test_lines_end_at_line_feeds_returns_and_form_feeds(tmp_path: Path) -> None:
    assert read(tmp_path, "text", "\ufeff例\r\nb\fc\rd\n".encode()).value == {"lines": ["例", "b", "c", "d", ""]}


def test_json_lines_keep_their_numbers_and_exact_values(tmp_path: Path) -> None:
    assert read(tmp_path, "jsonl", b'{"a": 1.10}\n\n[2]\r\n').value == {"records": [{"a": Decimal("1.10")}, [2]], "lines": [1, 3]}


def test_every_faulty_line_of_json_lines_is_told(tmp_path: Path) -> None:
    assert refused(tmp_path, "jsonl", b'{}\n{\nNaN\n{"a":1,"a":2}\n\xff\n') == [
        ("json.syntax", "line 2"),
        ("json.not-a-number", "line 3"),
        ("json.duplicate-key", "line 4"),
        ("text.not-utf-8", "line 5"),
    ]


@pytest.mark.parametrize(
    ("kind", "octets", "limits", "rule", "where"),
    [
        ("text", b"a\nb\x1b\n", Limits(), "text.control-character", "line 2"),
        ("text", b"a\n\xff", Limits(), "text.not-utf-8", "line 2"),
        ("text", b"a\nbbbb", Limits(line_characters=3), "text.long-line", "line 2"),
        ("text", b"a\n" * 5, Limits(lines=3), "text.too-many-lines", ""),
        ("jsonl", b"1\n" * 5, Limits(lines=3), "text.too-many-lines", ""),
        ("jsonl", b"[1,2,3,4]\n", Limits(json_lines_values=2), "text.too-many-lines", ""),
        ("jsonl", b"1\n[1,2,3]", Limits(json_line_octets=5), "text.long-line", "line 2"),
        ("jsonl", b"1\n[[1]]", Limits(depth=1), "json.too-deep", "line 2"),
        ("xml", b"<a>\n<b/><b/></a>", Limits(xml_elements=2), "xml.too-many-elements", "line 2"),
        ("xml", b"<a>\n<b>", Limits(), "xml.syntax", "line 2"),
    ],
)
def test_what_is_too_much_or_no_text_is_refused(tmp_path: Path, kind: Kind, octets: bytes, limits: Limits, rule: str, where: str) -> None:
    assert refused(tmp_path, kind, octets, limits) == [(rule, where)]


def test_xml_is_columns_in_document_order(tmp_path: Path) -> None:
    value = read(tmp_path, "xml", '<a xmlns="urn:x" n="1">\n t <b> 例 &amp; <c/></b><b/></a>'.encode()).value
    assert [value["names"][tag] for tag in value["tags"]] == ["urn:x}a", "urn:x}b", "urn:x}c", "urn:x}b"]
    assert (value["depths"], value["texts"], value["lines"]) == ([0, 1, 2, 1], ["t", "例 &", "", ""], [1, 2, 2, 2])
    assert value["attributes"] == {"0": {"n": "1"}}


def test_entities_that_expand_are_never_expanded(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert refused(tmp_path, "xml", bomb) == [("xml.doctype", "line 1")]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(octets: bytes) -> None:
    for parse in (parse_text, check_json_lines, parse_xml):
        try:
            parse(octets, "x")
        except InputRefused as refusal:
            assert all(one.what_ja and one.remedy_en for one in refusal.faults)
        else:
            if parse is check_json_lines:
                assert len(load_checked_lines(octets)["records"]) == sum(1 for line in octets.split(b"\n") if line.strip())


def test_the_bare_document_type_that_nmap_writes_declares_nothing_and_is_read() -> None:
    assert parse_xml(b"<?xml version='1.0'?><!DOCTYPE nmaprun><nmaprun/>", "scan.xml").names == ["nmaprun"]
    for told in (b"a SYSTEM 'x.dtd'", b"a [<!ENTITY b 'c'>]", b"a PUBLIC 'p' 'x.dtd'", b"a", b"nmaprun SYSTEM 'x.dtd'", b"nmaprun []"):
        bad = b"<!DOCTYPE " + told + b"><a/>"
        with pytest.raises(InputRefused) as refused_:
            parse_xml(bad, "scan.xml")
        assert [one.rule for one in refused_.value.faults] == ["xml.doctype"]
