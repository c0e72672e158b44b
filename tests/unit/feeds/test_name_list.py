"""Lists of names by the batch: every row once and in order, warnings without end, and a file that changes meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho.faults import InputRefused
from sekisho.feeds.name_list import read_names


def listed(folder: Path, text: str) -> Path:
    path = folder / "names.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_batches_hold_every_row_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    names = read_names(listed(tmp_path, "country,name\n" + "".join(f"日本,例示{at}\n" for at in range(7))))
    batches = list(names.batches(3))
    assert [batch.num_rows for batch in batches] == [3, 3, 1]
    rows = [row for batch in batches for row in batch.to_pylist()]
    assert rows == [{"id": str(at + 1), "name": f"例示{at}", "country": "JP"} for at in range(7)]


def test_thousands_of_warnings_stop_nothing_and_are_counted(tmp_path: Path) -> None:
    names = read_names(listed(tmp_path, "name,country\n" + "例示,Atlantis\n" * 2_500))
    assert names.rows == 2_500
    assert len(names.warnings) == 1_001
    assert names.warnings[-1].what_en == "1500 more were found"
    assert all(one.warning for one in names.warnings)


def test_a_fault_behind_thousands_of_warnings_is_still_told(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as told:
        read_names(listed(tmp_path, "name,country\n" + "例示,Atlantis\n" * 2_500 + "A,JP,x\n"))
    assert [one.where for one in told.value.faults if one.rule == "match.too-many-cells"] == ["line 2502"]


def test_a_list_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = listed(tmp_path, "name\nA\nB\nC\n")
    batches = read_names(path).batches(2)
    next(batches)
    path.write_text("name\nA\nB\nD\n", encoding="utf-8")
    with pytest.raises(InputRefused) as told:
        list(batches)
    assert [one.rule for one in told.value.faults] == ["match.list-changed"]
