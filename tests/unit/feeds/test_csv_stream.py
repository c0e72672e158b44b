"""A CSV read row by row is what the whole reader makes of it, whatever the encoding and wherever a block of octets ends."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
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
