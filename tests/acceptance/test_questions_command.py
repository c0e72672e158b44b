"""`sekisho questions`: every bidder is written to on the same terms, and a filled-in form comes back as evidence."""

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from case_kit import listed_bid, register_row, write_case, write_register

from sekisho.cli import run

TENDER = """\
tender:
  {id: T-1, title: LAN更改, agency: 例省, notice_date: 2026-03-02, policy: jp-2018, viewpoints: [core-infrastructure], stage: list,
   rounds: [{id: "1", kind: questions, opened_at: 2026-04-10, due: 2026-04-24}]}
"""
HEAD = "番号,種別,メーカー,型番\n"
SOUND = listed_bid(f"{HEAD}1,ルータ,例示電機,R1\n")


def edition(folder: Path, *names: str) -> str:
    source = write_register(
        folder / "rows.csv", *(register_row(f"x{at}", name, authority="JP-DECISION", clause="別紙9") for at, name in enumerate(names))
    )
    target = folder / "edition"
    assert run(["register", "build", str(source), "-o", str(target), "--retrieved-at", "2026-04-01", "--good-for", "90"]) == 0
    return str(target)


def asked(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    capsys.readouterr()
    assert run([*words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def letters(folder: Path, register: str, rows: str, out: str) -> Path:
    case = write_case(folder / f"case-{out}", TENDER, {"A": listed_bid(HEAD + rows), "B": SOUND})
    assert run(["questions", str(case), "-o", str(folder / out), "--lang", "ja", "--register", register, "--as-of", "2026-04-10"]) == 0
    return folder / out


DESIGNATED, OTHER = "例題科技有限公司", "試作工業有限公司"


def test_the_letter_is_the_same_whichever_of_two_makers_is_designated(tmp_path: Path) -> None:
    """Swap the designated and the undesignated maker: nothing but their places changes, and nothing of the register is in either letter."""
    register = edition(tmp_path, DESIGNATED)
    one = letters(tmp_path, register, f"1,ルータ,{DESIGNATED},R1\n2,ルータ,{OTHER},R1\n", "one")
    other = letters(tmp_path, register, f"1,ルータ,{OTHER},R1\n2,ルータ,{DESIGNATED},R1\n", "other")
    for name in ("questions-1.ja.txt", "questions-1.ja.html"):
        first, second = ((folder / "A" / name).read_text(encoding="utf-8") for folder in (one, other))
        assert first != second
        assert masked(first) == masked(second)
        assert "別紙9" not in first and "JP-DECISION" not in first and "登録簿" not in first


def masked(text: str) -> str:
    """The text without the lines' numbers, and without what the page's own style sheet and its digest make of the characters."""
    shown = re.sub(r"<style>.*?</style>|content=\"default-src[^\"]*\"", "", text, flags=re.DOTALL)
    return re.sub(r"リストの番号: \d|番号: \d|<td[^>]*>\d</td>", "#", shown)


def test_a_bidder_without_questions_gets_a_letter_of_the_same_sections_and_last_day(tmp_path: Path) -> None:
    out = letters(tmp_path, edition(tmp_path, DESIGNATED), f"1,ルータ,{DESIGNATED},R1\n", "out")
    with_questions, without = ((out / bid / "questions-1.ja.txt").read_text(encoding="utf-8") for bid in "AB")
    heads = [[line for line in text.splitlines() if line.startswith("■")] for text in (with_questions, without)]
    assert heads[0] == heads[1]
    assert all("回答期限: 令和8年4月24日" in text for text in (with_questions, without))
    assert "貴社に回答を求める事項はありません。" in without
    assert (out / "B" / "answers-1.ja.xlsx").exists()


def test_a_letter_does_not_say_that_days_are_equal_where_they_are_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tender = TENDER.replace("due: 2026-04-24", "due: 2026-04-24, extended: {B: 2026-05-08}")
    case = write_case(tmp_path / "case", tender, {"A": SOUND, "B": SOUND})
    command = ["questions", str(case), "--lang", "ja", "--register", edition(tmp_path, DESIGNATED), "--as-of", "2026-04-10"]
    assert run(command) == 0
    shown = capsys.readouterr().out
    assert "同じ回答期限" not in shown and "回答期限: 令和8年5月8日" in shown


def test_a_letter_that_may_have_been_sent_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = edition(tmp_path, DESIGNATED)
    letters(tmp_path, register, f"1,ルータ,{DESIGNATED},R1\n", "out")
    command = ["questions", str(tmp_path / "case-out"), "-o", str(tmp_path / "out"), "--lang", "ja", "--register", register]
    assert run([*command, "--as-of", "2026-04-10"]) == 2
    assert "questions.there-already" in capsys.readouterr().err


ROWS = "1,ルータ,例示電機,R1\n2,スイッチ,不明,S2\n3,スイッチ,,S3\n"


def filled(folder: Path, register: str, rows: dict[int, tuple[str, str]], *, at: str = "2026-04-20", spoil: dict[str, str] | None = None) -> Path:
    """The case with A's form filled in: row of the form -> state, answer."""
    form = letters(folder, register, ROWS, "out") / "A" / "answers-1.ja.xlsx"
    book = openpyxl.load_workbook(form)
    sheet = book.active
    sheet["B7"] = at
    first = next(cell.row for cell in sheet["A"] if cell.value == "番号") + 1
    for row, (state, answer) in rows.items():
        sheet.cell(first + row, 6).value, sheet.cell(first + row, 7).value = state, answer
    for place, value in (spoil or {}).items():
        sheet[place] = value
    case = folder / "case-out"
    book.save(case / "bids" / "A" / "answers-1.xlsx")
    bid = case / "bids" / "A" / "bid.yaml"
    bid.write_text(bid.read_text(encoding="utf-8") + 'answers: {"1": answers-1.xlsx}\n', encoding="utf-8")
    return case


def screened(capsys: pytest.CaptureFixture[str], case: Path, register: str, code: int, as_of: str = "2026-04-30") -> dict[str, Any]:
    told = asked(capsys, "screen", str(case), "--register", register, "--as-of", as_of, code=code)
    found: dict[str, Any] = next(bid for bid in told["bids"] if bid["bid"] == "A")
    return found


def test_an_answer_is_screened_as_if_the_list_had_said_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = edition(tmp_path, DESIGNATED)
    case = filled(tmp_path, register, {0: ("", DESIGNATED), 1: ("回答する", "見本通信")})
    bid = screened(capsys, case, register, 1)
    assert [item["verdict"] for item in bid["items"]] == ["clear", "bar", "clear"]
    assert bid["items"][1]["maker"] == DESIGNATED
    assert "answers-1.xlsx" in bid["items"][1]["where"]
    (found,) = bid["items"][1]["findings"]
    assert found["rule"] == "MAKER"
    before = screened(capsys, case, register, 1, as_of="2026-04-15")
    assert [item["verdict"] for item in before["items"]] == ["clear", "refer", "refer"]
    assert {found["state"] for item in before["items"] for found in item["findings"]} == {"asked"}


def test_a_refusal_and_silence_past_the_last_day_stay_to_be_referred_and_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = edition(tmp_path, DESIGNATED)
    case = filled(tmp_path, register, {0: ("回答しない", "")})
    bid = screened(capsys, case, register, 1)
    refused, silent = (item["findings"][0] for item in bid["items"][1:])
    assert (refused["verdict"], refused["state"]) == ("refer", "refused")
    assert (silent["verdict"], silent["state"]) == ("refer", "asked")
    assert any("回答を拒んだ" in note["ja"] for note in refused["notes"])
    assert any("期限(2026-04-24)までに回答がない" in note["ja"] for note in silent["notes"])
    assert {link["relation"] for link in refused["evidence"]} >= {"refused"}
    again = asked(capsys, "questions", str(case), "--register", register, "--as-of", "2026-04-30")
    assert [question["lines"] for question in again["letters"][0]["questions"]] == [["3"]]


def test_every_mistake_of_a_form_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = edition(tmp_path, DESIGNATED)
    case = filled(tmp_path, register, {0: ("たぶん", "x"), 1: ("回答する", "")}, at="昨日", spoil={"B4": "B"})
    assert run(["screen", str(case), "--register", register, "--as-of", "2026-04-30"]) == 2
    told = capsys.readouterr().err
    assert all(code in told for code in ("answers.other-letter", "answers.day", "answers.state", "answers.missing", "answers.no-day"))


def test_a_row_that_was_altered_is_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = edition(tmp_path, DESIGNATED)
    case = filled(tmp_path, register, {}, spoil={"D9": "1"})
    assert run(["screen", str(case), "--register", register, "--as-of", "2026-04-30"]) == 2
    assert "answers.row-altered" in capsys.readouterr().err


QUESTIONS = "questions:\n  - {fact: maker, lines: ['2'], round: '1', state: answered, at: 2026-04-20, answer: 見本通信}\n"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (QUESTIONS.replace("round: '1'", "round: '9'"), "case.round-unknown"),
        (QUESTIONS.replace(", answer: 見本通信", ""), "case.answer-missing"),
        (QUESTIONS.replace("answered, at: 2026-04-20", "asked"), "case.answer-state"),
        (QUESTIONS.replace("fact: maker", "fact: quantity"), "case.answer-quantity"),
        (QUESTIONS.replace("fact: maker", "fact: colour"), "case.choice"),
        ("answers: {'9': list.csv}\n", "case.answers-round"),
        ("answers: {'1': list.csv}\n", "answers.header"),
    ],
)
def test_what_is_wrong_with_a_question_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], more: str, code: str) -> None:
    case = write_case(tmp_path / "case", TENDER, {"A": listed_bid(HEAD + ROWS, more)})
    assert run(["screen", str(case), "--register", edition(tmp_path, DESIGNATED), "--as-of", "2026-04-30"]) == 2
    assert code in capsys.readouterr().err


def test_an_answer_that_the_case_states_is_screened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = write_case(tmp_path / "case", TENDER, {"A": listed_bid(HEAD + ROWS, QUESTIONS)})
    bid = screened(capsys, case, edition(tmp_path, DESIGNATED), 1)
    assert [item["verdict"] for item in bid["items"]] == ["clear", "clear", "refer"]


@pytest.mark.parametrize(
    ("rounds", "code"),
    [
        ('[{id: "1", opened_at: 2026-04-10, due: 2026-04-10}]', "case.round-due"),
        ('[{id: "1", opened_at: 2026-04-10, due: 2026-04-20}, {id: "1", opened_at: 2026-04-10, due: 2026-04-20}]', "case.round-twice"),
    ],
)
def test_what_is_wrong_with_a_round_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], rounds: str, code: str) -> None:
    tender = re.sub(r"rounds: \[.*\]", f"rounds: {rounds}", TENDER)
    case = write_case(tmp_path / "case", tender, {"A": SOUND})
    assert run(["screen", str(case), "--register", edition(tmp_path, DESIGNATED), "--as-of", "2026-04-12"]) == 2
    assert code in capsys.readouterr().err


def test_a_round_or_a_bid_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = write_case(tmp_path / "case", TENDER, {"A": SOUND})
    register = edition(tmp_path, DESIGNATED)
    for words, code in ((["--round", "9"], "questions.round-unknown"), (["--bid", "Z"], "questions.no-bid")):
        assert run(["questions", str(case), "--register", register, "--as-of", "2026-04-12", *words]) == 2
        assert code in capsys.readouterr().err
