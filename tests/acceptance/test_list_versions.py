"""A bidder replaces the flagged line and hands its list in anew, from the case folder to the command's answer."""

import json
from pathlib import Path

import openpyxl
import pytest
from case_kit import JP_TENDER, listed_bid, register_row, write_case, write_register

from sekisho.cli import run

LIST = "番号,種別,メーカー,型番\n1,ルータ,例示電機,R1\n2,スイッチ,見本通信,S2\n3,スイッチ,例題科技有限公司,T3\n"
LISTS = "lists:\n  - {version: '2', file: list-2.xlsx, submitted_at: 2026-04-20, reason: 代替品(3番)}\n"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    source = write_register(tmp_path / "rows.csv", register_row("x", "例題科技有限公司", authority="JP-DECISION"))
    command = ["register", "build", str(source), "-o", str(tmp_path / "edition"), "--retrieved-at", "2026-04-01", "--good-for", "60"]
    assert run(command) == 0
    return tmp_path / "edition"


def case(folder: Path, more: str = LISTS, rows: tuple[tuple[str, ...], ...] = (("3", "スイッチ", "試作工業", "T9"),)) -> Path:
    made = write_case(folder / "case", JP_TENDER, {"A": listed_bid(LIST, more)})
    book = openpyxl.Workbook()
    for row in (("番号", "種別", "メーカー", "型番"), ("2", "スイッチ", "見本通信", "S2"), ("1", "ルータ", "例示電機", "R1"), *rows):
        book.active.append(row)
    book.save(made / "bids" / "A" / "list-2.xlsx")
    return made


def test_the_answer_says_which_line_was_screened_again_and_proves_the_rest(
    tmp_path: Path, register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["screen", str(case(tmp_path)), "--register", str(register), "--as-of", "2026-04-25"]
    capsys.readouterr()
    assert run([*command, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (bid,) = told["bids"]
    first, second = bid["versions"]
    assert (first["verdict"], second["verdict"], bid["verdict"]) == ("bar", "clear", "clear")
    assert [one["line"] for one in second["screened"]] == ["3"]
    assert second["screened"][0]["why"]["ja"] == "変わった列: 製造業者、型番。"
    kept = {one["line"]: one["subject"] for one in second["kept"]}
    assert kept == {one["line"]: one["subject"] for one in first["screened"] if one["line"] != "3"}
    assert {one["id"] for one in told["read"] if one["kind"] == "list"} == {"bids/A/list.csv", "bids/A/list-2.xlsx"}
    run(command)
    assert "line 3 alone was screened again" in capsys.readouterr().out


def test_a_version_that_came_after_the_judging_date_is_not_known_then(tmp_path: Path, register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["screen", str(case(tmp_path)), "--register", str(register), "--as-of", "2026-04-19", "--json"]) == 1
    (bid,) = json.loads(capsys.readouterr().out)["bids"]
    assert (bid["verdict"], bid["items"][2]["maker"]) == ("bar", "例題科技有限公司")
    assert "versions" not in bid


def test_the_paper_tells_of_both_versions(tmp_path: Path, register: Path) -> None:
    assert run(["judge", str(case(tmp_path)), "--register", str(register), "--as-of", "2026-04-25", "--out", str(tmp_path / "out")]) == 0
    paper = (tmp_path / "out" / "papers" / "judgement.ja.html").read_text(encoding="utf-8")
    assert "第2版では、第1版から変わった3番だけを確認し直した。" in paper
    sarif = (tmp_path / "out" / "papers" / "findings.sarif").read_text(encoding="utf-8")
    assert "list-2.xlsx" not in sarif


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (LISTS.replace("'2'", "'3'"), "case.version-number"),
        (f"list_submitted_at: 2026-05-01\n{LISTS}", "case.version-order"),
        (LISTS.replace("reason", "boms: {'9': b.json}, reason"), "case.version-line"),
        (LISTS.replace("list-2.xlsx", "../../../list.xlsx"), "case.path-outside"),
    ],
)
def test_what_is_wrong_with_a_version_is_told(tmp_path: Path, register: Path, capsys: pytest.CaptureFixture[str], more: str, code: str) -> None:
    folder = case(tmp_path, more)
    (folder / "bids" / "A" / "b.json").write_text('{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []}', encoding="utf-8")
    assert run(["screen", str(folder), "--register", str(register)]) == 2
    assert code in capsys.readouterr().err


def test_versions_without_a_first_list_are_refused(tmp_path: Path, register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = case(tmp_path)
    (folder / "bids" / "A" / "bid.yaml").write_text(f"bid: {{bidder: {{name: 甲社}}}}\n{LISTS}", encoding="utf-8")
    assert run(["screen", str(folder), "--register", str(register)]) == 2
    assert "case.lists-without-first" in capsys.readouterr().err
