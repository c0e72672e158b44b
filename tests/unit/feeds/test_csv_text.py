"""CSV: encodings, delimiters, physical lines, and what is refused."""

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.faults import Fault, InputRefused
from sekisho.feeds.raw.csv_text import parse_csv
from sekisho.feeds.raw.limits import Limits

TEXT = "番号,メーカー,型番\r\n1,株式会社甲,MX-1\r\n"


def fault_of(octets: bytes, limits: Limits | None = None) -> Fault:
    started = time.perf_counter()
    with pytest.raises(InputRefused) as caught:
        parse_csv(octets, "list.csv", limits or Limits())
    assert time.perf_counter() - started < 1
    (fault,) = caught.value.faults
    assert fault.file == "list.csv"
    assert all((fault.what_ja, fault.what_en, fault.remedy_ja, fault.remedy_en))
    return fault


@pytest.mark.parametrize(
    ("codec", "found"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp932", "cp932"), ("utf-16", "utf-16"), ("utf-16-le", None)]
)
def test_the_encoding_is_found_and_reported(codec: str, found: str | None) -> None:
    octets = TEXT.encode(codec)
    if found is None:
        assert fault_of(octets).rule in ("csv.control-character", "csv.encoding")
        return
    read = parse_csv(octets, "list.csv")
    assert read.encoding == found
    assert read.rows == [["番号", "メーカー", "型番"], ["1", "株式会社甲", "MX-1"]]


def test_characters_that_only_windows_has_are_read_from_cp932() -> None:
    assert parse_csv("①,髙橋,㈱".encode("cp932"), "x").rows == [["①", "髙橋", "㈱"]]


@pytest.mark.parametrize(("codec", "rule"), [("euc_jp", "csv.encoding"), ("iso2022_jp", "csv.control-character")])
def test_other_japanese_encodings_are_refused_and_not_misread(codec: str, rule: str) -> None:
    assert fault_of(TEXT.encode(codec)).rule == rule


def test_octets_that_fit_no_encoding_are_refused_with_their_line() -> None:
    fault = fault_of(b"a,b\n1,\xff\xff\x80\n")
    assert (fault.rule, fault.where, fault.shown) == ("csv.encoding", "line 2", "0xFF")


@pytest.mark.parametrize(("header", "delimiter"), [("a,b;c,d", ","), ("a;b;c", ";"), ("a\tb,c\td", "\t"), ('"a,b,c";d', ";"), ("a", ",")])
def test_the_delimiter_is_taken_from_the_header(header: str, delimiter: str) -> None:
    assert parse_csv(f"\n{header}\n".encode(), "x").delimiter == delimiter


def test_rows_know_the_physical_line_on_which_they_start() -> None:
    read = parse_csv(b'a,b\r\n\r\n1,"x\ny"\r\n2,z', "list.csv")
    assert read.rows == [["a", "b"], [], ["1", "x\ny"], ["2", "z"]]
    assert read.lines == [1, 2, 3, 5]


def test_a_quotation_mark_that_never_closes_is_refused_with_its_line() -> None:
    fault = fault_of(b'a,b\n1,2\n3,"open\n4,5\n')
    assert (fault.rule, fault.where) == ("csv.quotes", "line 3")


def test_a_quotation_mark_that_closes_early_is_refused_with_its_line() -> None:
    fault = fault_of(b'a,b\n1,"5" disk"\n')
    assert (fault.rule, fault.where) == ("csv.quotes", "line 2")


def test_nul_is_refused_with_its_line() -> None:
    fault = fault_of(b"a,b\n1,\0\n")
    assert (fault.rule, fault.where, fault.shown) == ("csv.control-character", "line 2", "U+0000")


def test_fields_cells_columns_and_octets_are_capped() -> None:
    assert fault_of(b"a\n" + b"x" * 40_000).rule == "csv.field-too-long"
    assert fault_of(b"a,b\n" * 10, Limits(cells=15)).rule == "csv.too-many-cells"
    assert fault_of(b"\n" * 20, Limits(cells=15)).rule == "csv.too-many-cells"
    assert fault_of(b"," * 20_000).rule == "csv.too-many-cells"
    assert fault_of(b"a,b\n", Limits(file_octets=2)).rule == "text.too-large"


def test_an_empty_file_has_no_rows() -> None:
    assert parse_csv(b"", "x").as_value() == {"rows": [], "lines": [], "encoding": "utf-8"}


@given(st.binary(max_size=200))
def test_arbitrary_octets_are_read_or_refused(octets: bytes) -> None:
    try:
        read = parse_csv(octets, "x")
    except InputRefused as refused:
        assert refused.faults
        return
    assert len(read.rows) == len(read.lines)
    assert read.lines == sorted(set(read.lines))


@given(st.lists(st.lists(st.text(st.sampled_from('ab,;"\n\r\t 甲社'), max_size=6), min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_a_csv_writer_writes_is_read_back(rows: list[list[str]]) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(rows)
    assert parse_csv(b"\xef\xbb\xbf" + buffer.getvalue().encode(), "x").rows == rows
