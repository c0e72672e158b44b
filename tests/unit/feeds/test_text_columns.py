"""Tables as columns: the quick way and the careful one say the same."""

import datetime
import decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from sekisho.faults import InputRefused
from sekisho.feeds.raw.text_columns import TextColumns, read_text_columns


def table(folder: Path, text: str, encoding: str = "utf-8") -> TextColumns:
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return read_text_columns(path, "table.csv", lambda header: [name if name != "skip" else "" for name in header])


def cells(found: TextColumns) -> list[list[str]]:
    return [[column.text(row) for column in found.columns.values()] for row in range(len(found))]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_without_quotes_is_read_column_by_column(tmp_path: Path, end: str) -> None:
    found = table(tmp_path, end.join(["a,skip,b", "甲社,1, x ", "乙社,2,", ",3,", "甲社,4,y", ""]))
    assert cells(found) == [["甲社", "x"], ["乙社", ""], ["甲社", "y"]]
    assert found.lines.tolist() == [2, 3, 5]
    assert found.columns["a"].texts.to_pylist() == ["甲社", "乙社"]


@pytest.mark.parametrize("header", ['"a","b"', '"a\n",b', 'a,"b"'])
def test_quotes_in_the_header_alone_change_nothing(tmp_path: Path, header: str) -> None:
    found = table(tmp_path, f"{header}\n1,2\n3,4\n")
    assert cells(found) == [["1", "2"], ["3", "4"]]
    assert found.lines[0] == header.count("\n") + 2


def test_quotes_and_lines_within_a_cell_are_read_row_by_row(tmp_path: Path) -> None:
    found = table(tmp_path, 'a,b\n"甲,\n乙",x\n丙,"say ""y"""\n')
    assert cells(found) == [["甲,\n乙", "x"], ["丙", 'say "y"']]
    assert found.lines.tolist() == [2, 4]


@pytest.mark.parametrize("text", ["a,b\n1,2\n\n3,4\n", "a,b\n1\n3,4\n", "a,b\n1,2,\n3,4\n"])
def test_rows_of_other_lengths_keep_their_lines(tmp_path: Path, text: str) -> None:
    found = table(tmp_path, text)
    assert [found.lines[row] for row, texts in enumerate(cells(found)) if texts == ["3", "4"]] == [text[: text.index("3,4")].count("\n") + 1]
    assert not found.too_long


def test_text_beyond_the_header_is_told_with_its_line(tmp_path: Path) -> None:
    assert table(tmp_path, "a,b\n1,2\n3,4,5\n").too_long == [(3, "3,4,5")]


def test_a_shift_jis_table_and_one_with_semicolons_are_read(tmp_path: Path) -> None:
    assert cells(table(tmp_path, "a,b\n甲社,関所\n", "cp932")) == [["甲社", "関所"]]
    assert cells(table(tmp_path, "a;b\n甲社;関所\n", "utf-8-sig")) == [["甲社", "関所"]]


def test_an_escape_character_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        table(tmp_path, "a,b\n1,2\n3,\x1b4\n")
    assert [one.where for one in refused.value.faults] == ["line 3"]


def test_numbers_and_days_of_parquet_are_text_as_they_are_written(tmp_path: Path) -> None:
    columns = {
        "text": pa.array(["甲", None]).dictionary_encode(),
        "decimal": pa.array([decimal.Decimal("33.30"), None]),
        "number": pa.array([33.3, 50.0]),
        "day": pa.array([datetime.date(2026, 4, 1), None]),
        "moment": pa.array([datetime.datetime(2026, 4, 1), None]),  # noqa: DTZ001 (a column without a zone)
    }
    pa.parquet.write_table(pa.table(columns), tmp_path / "table.parquet")
    found = read_text_columns(tmp_path / "table.parquet", "t", list)
    assert cells(found) == [["甲", "33.30", "33.3", "2026-04-01", "2026-04-01"], ["", "", "50", "", ""]]
    assert found.lines.tolist() == [1, 2]


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "table.parquet").write_bytes(b"PAR1 and nothing else")
    with pytest.raises(InputRefused) as refused:
        read_text_columns(tmp_path / "table.parquet", "t", list)
    assert [one.rule for one in refused.value.faults] == ["arrow.unreadable"]
