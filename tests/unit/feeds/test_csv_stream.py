"""A CSV read row by row is what the whole reader makes of it, whatever the encoding and wherever a block of octets ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.faults import InputRefused
from sekisho.feeds.raw import csv_stream
from sekisho.feeds.raw.csv_text import parse_csv

CELLS = st.text(st.sampled_from('aZ0 ,;\t"\n日立ﾋﾀﾁー㈱é'), max_size=6)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=6)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp"])


def streamed(path: Path) -> tuple[str, str, list[tuple[int, list[str]]]]:
    known = csv_stream.survey(path, "x.csv")
    return known.encoding.removesuffix("-sig"), known.delimiter, list(csv_stream.rows(known))


@given(ROWS, ENCODINGS, st.sampled_from(["\n", "\r\n", "\r"]))
def test_rows_one_by_one_are_the_rows_of_the_whole(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], encoding: str, end: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows(rows)
    octets = text.getvalue().encode(encoding, errors="ignore")
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    path.write_bytes(octets)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(csv_stream, "BLOCK", 3)
        try:
            whole = parse_csv(octets, "x.csv")
        except InputRefused as refused:
            with pytest.raises(InputRefused) as told:
                streamed(path)
            assert [one.rule for one in told.value.faults] == [one.rule for one in refused.faults]
            return
        assert streamed(path) == (whole.encoding, whole.delimiter, list(zip(whole.lines, whole.rows, strict=True)))


def test_a_row_that_never_ends_is_refused_and_not_read_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_stream, "ROW_CHARACTERS", 100)
    for text in ("name\nA\n" + "x," * 80, 'name\nA\n"x' + "\nx" * 80):
        (tmp_path / "x.csv").write_text(text, encoding="utf-8")
        with pytest.raises(InputRefused) as told:
            streamed(tmp_path / "x.csv")
        assert [(one.rule, one.where) for one in told.value.faults] == [("csv.row-too-long", "line 3")]


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet='ab,"\n\r \x1b表', max_size=60), size=st.integers(1, 12))
def test_many_rows_at_a_time_are_the_rows_one_by_one(text: str, size: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("blocks") / "x.csv"
    path.write_bytes(text.encode())

    def told(found: Iterator[tuple[int, list[str]]]) -> list[object]:
        rows: list[object] = []
        try:
            rows.extend(found)
        except InputRefused as refusal:
            return [[(one.rule, one.where) for one in refusal.faults]]
        return rows

    known = csv_stream.survey(path, "x.csv")
    several = ((line, row) for lines, rows in csv_stream.blocks(known, size=size) for line, row in zip(lines, rows, strict=True))
    assert told(several) == told(csv_stream.rows(known))
