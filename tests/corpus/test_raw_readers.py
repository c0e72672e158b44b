"""The raw readers on the public corpus: nothing sound is refused, and workbooks agree with openpyxl cell for cell."""

import datetime
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import from_excel

from sekisho.feeds.raw.jail import RawFile, RawJob, read_raw

pytestmark = pytest.mark.corpus


def read(corpus: Path, kind: str) -> tuple[RawFile, ...]:
    paths = sorted(corpus.rglob(f"*.{kind}"))
    assert paths
    return read_raw([RawJob(kind=kind, path=path, label=str(path)) for path in paths])  # type: ignore[arg-type]


def test_every_json_file_of_the_corpus_is_read_exactly(corpus: Path) -> None:
    for one in read(corpus, "json"):
        assert not one.faults
        assert one.value == json.loads(one.octets.decode("utf-8-sig"), parse_float=Decimal)


def test_every_csv_file_of_the_corpus_is_read(corpus: Path) -> None:
    for one in read(corpus, "csv"):
        assert not one.faults
        assert one.value["rows"]


def test_every_workbook_of_the_corpus_agrees_with_openpyxl(corpus: Path) -> None:
    for one in read(corpus, "xlsx"):
        assert not one.faults
        book = openpyxl.load_workbook(one.label, data_only=True)
        for theirs, ours in zip(book.worksheets, one.value["sheets"], strict=True):
            merged = {
                (row, column) for top, left, bottom, right in ours["merged"] for row in range(top, bottom + 1) for column in range(left, right + 1)
            }
            for row, cells in enumerate(ours["rows"]):
                for column, cell in enumerate(cells):
                    if (row, column) not in merged:
                        assert _agrees(cell, theirs.cell(row + 1, column + 1).value)


def _agrees(cell: object, theirs: object) -> bool:
    """openpyxl leaves serial numbers in Japanese date formats as numbers."""
    if type(theirs) is int and isinstance(cell, str):
        theirs = from_excel(theirs)
    return cell == _as_ours(theirs)


def _as_ours(value: object) -> object:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, float):
        return int(value) if value.is_integer() else format(Decimal(repr(value)), "f")
    return str(value).upper() if isinstance(value, bool) else value
