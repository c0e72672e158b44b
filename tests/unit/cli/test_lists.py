"""`sekisho list`: what a bidder sees, and the exit status."""

import json
from pathlib import Path

import openpyxl
import pytest

from sekisho.cli import run

GOOD = "番号,メーカー,型番\n1,甲社,X\n"
DOUBTFUL = "番号,メーカー,型番\n1,不明,X\n"
BAD = "番号,メーカー,型番,数量\n1,甲社,X,many\n1,乙社,Y,1\n"


def listed(folder: Path, text: str) -> str:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("text", "status"), [(GOOD, 0), (DOUBTFUL, 0), (BAD, 2)])
def test_the_exit_status_is_zero_unless_something_must_be_mended(tmp_path: Path, text: str, status: int) -> None:
    assert run(["list", "check", listed(tmp_path, text)]) == status


def test_every_fault_is_shown_with_a_count_and_the_marked_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "marked.xlsx"
    assert run(["list", "check", listed(tmp_path, BAD), "--corrected", str(copy), "--lang", "en"]) == 2
    shown = capsys.readouterr().out
    assert "list.quantity-not-a-number" in shown
    assert "list.line-duplicate" in shown
    assert "2 faults, 0 warnings" in shown
    assert str(copy) in shown
    assert copy.read_bytes().startswith(b"PK")


def test_json_carries_the_faults_in_both_languages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["list", "check", listed(tmp_path, BAD), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (told["errors"], told["warnings"], told["items"], told["corrected"]) == (2, 0, 0, None)
    assert set(told["faults"][0]["what"]) == {"ja", "en"}


def test_the_form_is_written_and_opens(tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    assert run(["list", "form", "-o", str(form), "--lang", "ja"]) == 0
    assert openpyxl.load_workbook(form).sheetnames[0] == "機器等リスト"


def test_a_mapping_is_proposed_to_the_screen_or_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = listed(tmp_path, "会社,型番\n甲社,X\n")
    assert run(["list", "map", path]) == 0
    assert "model: B" in capsys.readouterr().out
    assert run(["list", "map", path, "-o", str(tmp_path / "m.yaml")]) == 0
    assert "maker: ''" in (tmp_path / "m.yaml").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_the_users_matter_not_ours(tmp_path: Path) -> None:
    assert run(["list", "form", "-o", str(tmp_path / "nowhere" / "form.xlsx")]) == 2


def test_two_versions_are_compared_whatever_their_format_and_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = listed(tmp_path, "番号,メーカー,型番\n1,甲社,X\n2,乙社,Y\n3,丙社,Z\n")
    book = openpyxl.Workbook()
    for row in (("型番", "メーカー", "番号"), ("Y", "乙社", "2"), ("X", "甲社", "1"), ("W", "丁社", "3")):
        book.active.append(row)
    book.save(tmp_path / "list-2.xlsx")
    assert run(["list", "diff", before, str(tmp_path / "list-2.xlsx"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {"added": 0, "removed": 0, "changed": 1, "unchanged": 2}
    assert told["changed"][0]["fields"] == [{"field": "maker", "from": "丙社", "to": "丁社"}, {"field": "model", "from": "Z", "to": "W"}]
    assert run(["list", "diff", before, str(tmp_path / "list-2.xlsx"), "--lang", "ja"]) == 0
    assert "変更1行、追加0行、削除0行、変わらない行2行" in capsys.readouterr().out


def test_mistakes_of_both_versions_are_told_at_once_and_nothing_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = listed(tmp_path, BAD)
    (tmp_path / "list-2.csv").write_text("会社,型番\n甲社,X\n", encoding="utf-8")
    assert run(["list", "diff", before, str(tmp_path / "list-2.csv")]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "list.quantity-not-a-number" in told.err and "list.line-duplicate" in told.err and "list-2.csv" in told.err
