"""The case of the guide: what its three days come to, and the papers of a round."""

import json
from pathlib import Path

import pytest

from sekisho.cli import run

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "docs" / "examples" / "rounds" / "case"


@pytest.fixture
def register(tmp_path: Path) -> str:
    assert run(["register", "build", str(ROOT / "docs/examples/first-tender/register/names.csv"), "-o", str(tmp_path / "edition")]) == 0
    return str(tmp_path / "edition")


def test_the_case_goes_from_a_bar_and_a_question_to_clear(register: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = {}
    for day, code in (("2026-04-06", 1), ("2026-04-14", 1), ("2026-04-27", 0)):
        capsys.readouterr()
        assert run(["screen", str(CASE), "--register", register, "--as-of", day, "--json"]) == code
        told[day] = next(bid for bid in json.loads(capsys.readouterr().out)["bids"] if bid["bid"] == "A")
    assert [[item["verdict"] for item in bid["items"]] for bid in told.values()] == [
        ["clear", "bar", "refer"], ["clear", "bar", "clear"], ["clear", "clear", "clear"],
    ]  # fmt: skip
    flagged = told["2026-04-14"]["items"][1]["findings"][0]
    assert (flagged["state"], flagged["verdict"]) == ("answered", "bar")
    assert [one["line"] for one in told["2026-04-27"]["versions"][1]["screened"]] == ["2"]


def test_papers_of_a_round_go_to_every_bidder_with_a_form(tmp_path: Path, register: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sekisho.papers.notices.render.pdf_here", lambda: False)
    out = tmp_path / "papers"
    command = ["papers", str(CASE), "-o", str(out), "--lang", "ja", "--only", "questions", "--register", register, "--as-of", "2026-04-06"]
    assert run(command) == 0
    found = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.*"))
    assert found == [
        "bidders/A/answers.ja.xlsx",
        "bidders/A/questions.ja.html",
        "bidders/B/answers.ja.xlsx",
        "bidders/B/questions.ja.html",
        "papers.json",
    ]
    assert "回答を求める事項はありません" in (out / "bidders" / "B" / "questions.ja.html").read_text(encoding="utf-8")
