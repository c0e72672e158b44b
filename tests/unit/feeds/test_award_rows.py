"""Files of awards (落札実績): every fault at once, with its line."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from sekisho.faults import InputRefused
from sekisho.feeds.award_rows import AwardsRead, read_awards

BOM = b"\xef\xbb\xbf"
GOOD = "0001,庁内網機器,2026-05-18,770001,99,8002010,甲社,2876543210987\n"


def read(tmp_path: Path, text: str, *, bom: bool = True) -> AwardsRead:
    path = tmp_path / "awards.csv"
    path.write_bytes((BOM if bom else b"") + text.encode())
    return read_awards(path)


def test_a_row_is_read_with_its_eight_cells(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    (row,) = found.rows
    assert found.faults == ()
    assert (row.number, row.at, row.price, row.ministry_code, row.method_code) == ("0001", date(2026, 5, 18), Fraction(770001), "99", "8002010")
    assert (row.winner, row.corporate_number, row.line) == ("甲社", "2876543210987", 1)


def test_a_foreign_winner_has_no_number_and_that_is_no_fault(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD.replace("2876543210987", ""))
    assert (found.rows[0].corporate_number, found.faults) == ("", ())


def test_every_fault_of_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    text = GOOD + "0002,件名,昨日,abc,99,1,乙社,\n" + ",件名,2026-05-18,1,99,1,,\n" + "0004,件名\n"
    found = read(tmp_path, text)
    assert [(one.rule, one.where) for one in found.faults] == [
        ("awards.day", "line 2"),
        ("awards.price", "line 2"),
        ("awards.number-missing", "line 3"),
        ("awards.name-missing", "line 3"),
        ("awards.columns", "line 4"),
    ]
    assert len(found.rows) == 1


@pytest.mark.parametrize("price", ["-5", "", "1e3"])
def test_an_amount_is_a_plain_number_not_below_nought(tmp_path: Path, price: str) -> None:
    assert [one.rule for one in read(tmp_path, GOOD.replace("770001", price)).faults] == ["awards.price"]


def test_what_can_be_used_all_the_same_is_a_warning(tmp_path: Path) -> None:
    header = "調達案件番号,調達案件名称,落札決定日,落札価格,府省コード,入札方式コード,商号又は名称,法人番号\n"
    found = read(tmp_path, header + GOOD + GOOD.replace("2876543210987", "1876543210987"), bom=False)
    assert [one.rule for one in found.faults] == [
        "awards.bom", "awards.header", "awards.corporate-number", "awards.number-twice", "awards.number-twice",
    ]  # fmt: skip
    assert all(one.warning for one in found.faults)
    assert len(found.rows) == 2


def test_an_empty_file_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as empty:
        read(tmp_path, "")
    assert [one.rule for one in empty.value.faults] == ["awards.empty"]
    with pytest.raises(InputRefused) as missing:
        read_awards(tmp_path / "nowhere.csv")
    assert [one.rule for one in missing.value.faults] == ["file.missing"]
