"""The examples of the documentation do what the pages say: every shell line runs, and the tutorial comes out as told."""

import json
import re
import runpy
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sekisho.cli import run

ROOT = Path(__file__).resolve().parents[3]
SHELL = re.compile(r"^ *```sh\n(?P<lines>.*?)^ *```", re.MULTILINE | re.DOTALL)
PAGES = [
    "README.md",
    "docs/tutorials/first-tender.md",
    "docs/explanation/ownership.md",
    *sorted(page.relative_to(ROOT).as_posix() for page in ROOT.glob("docs/guides/*.md")),
]
WITH_FINDINGS = ("judge", "screen", "audit")
"""These may answer 1."""


def shell_lines(page: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [line.strip() for match in SHELL.finditer(text) for line in match["lines"].splitlines() if line.strip().startswith("sekisho ")]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder like a checkout's root, with a home of its own and without the slow PDF."""
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    shutil.copytree(ROOT / "registers", tmp_path / "registers")
    shutil.copytree(ROOT / "docs" / "examples" / "first-tender", tmp_path / "build" / "my-tender")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEKISHO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SEKISHO_LANG", "en")
    monkeypatch.setattr("sekisho.papers.render.pdf_here", lambda: False)
    yield tmp_path


def said(capsys: pytest.CaptureFixture[str], line: str, code: int) -> str:
    capsys.readouterr()
    assert run(shlex.split(line)) == code
    return capsys.readouterr().out


def asked(capsys: pytest.CaptureFixture[str], line: str, code: int) -> Any:
    return json.loads(said(capsys, f"{line} --json", code))


@pytest.mark.parametrize("page", [page for page in PAGES if shell_lines(page)])
def test_every_shell_line_of_a_page_runs(page: str, place: Path) -> None:
    if page != "docs/tutorials/first-tender.md":
        assert run(["register", "build", "docs/examples/first-tender/register/names.csv", "-o", "build/edition-1"]) == 0
    if page.endswith("verify-as-an-auditor.md"):
        case, out = "docs/examples/first-tender/case", "build/my-tender/judgement"
        assert run(["judge", case, "--register", "build/edition-1", "--as-of", "2026-04-15", "--out", out]) == 1
    for line in shell_lines(page):
        words = shlex.split(line.removeprefix("sekisho "))
        assert run(words) in ((0, 1) if words[0] in WITH_FINDINGS else (0,)), line


def test_the_example_of_matching_a_batch_finds_its_first_name_alone(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["register", "build", "registers/us-statutory/section-889.csv", "-o", "build/edition-889"]) == 0
    monkeypatch.setattr("sys.argv", ["match_batch.py", "build/edition-889", "build/names.idx"])
    capsys.readouterr()
    runpy.run_path("docs/examples/match/match_batch.py")
    lines = capsys.readouterr().out.splitlines()
    assert {"huawei", "huawei-software"} <= {line.split()[1] for line in lines}
    assert {line.split()[0] for line in lines} == {"S-1"}


def test_the_tutorial_comes_out_as_it_says(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edition = asked(capsys, "register build build/my-tender/register/names.csv -o build/my-tender/edition", 0)
    assert (edition["entities"], edition["names"], edition["demo"]) == (2, 5, True)
    judge = "judge build/my-tender/case --register build/my-tender/edition --as-of 2026-04-15"
    first = asked(capsys, judge, 1)
    assert [(bid["bid"], bid["verdict"]) for bid in first["screening"]["bids"]] == [("A", "refer"), ("B", "bar")]
    assert first["evaluation"]["winner"] is None
    assert first["evaluation"]["could_win"] == ["A"]
    bid = place / "build/my-tender/case/bids/A/bid.yaml"
    bid.write_text(bid.read_text(encoding="utf-8").replace("list: list.csv", "list: list-2.csv"), encoding="utf-8")
    second = asked(capsys, f"{judge} --out build/my-tender/judgement", 1)
    assert second["proposal"]["winner"] == "A"
    assert second["evaluation"]["bids"][0]["total"] == "160"
    assert asked(capsys, "verify build/my-tender/judgement/record --key build/my-tender/judgement/key.vkey", 0)["signer"] == "proven"
    tile = next((place / "build/my-tender/judgement/record/tile/entries").rglob("*.p/*"))
    octets = bytearray(tile.read_bytes())
    octets[40] ^= 1
    tile.write_bytes(octets)
    broken = asked(capsys, "verify build/my-tender/judgement/record --key build/my-tender/judgement/key.vkey", 1)
    assert broken["faults"][0]["file"].startswith("record/tile/entries/")


def test_without_screening_the_tutorials_cheaper_bid_would_win(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tender = place / "build/my-tender/case/tender.yaml"
    tender.write_text(tender.read_text(encoding="utf-8").replace("policy: jp-2018", "policy: none"), encoding="utf-8")
    answer = asked(capsys, "evaluate build/my-tender/case", 0)
    assert (answer["winner"], [bid["total"] for bid in answer["bids"]]) == ("B", ["160", "170"])


def test_the_example_decision_settles_the_finding_whose_id_is_put_into_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["register", "build", "docs/examples/first-tender/register/names.csv", "-o", "edition"]) == 0
    screen = "screen build/my-tender/case --register edition --as-of 2026-04-15"
    (item,) = [item for item in asked(capsys, screen, 1)["bids"][0]["items"] if item["findings"]]
    decisions = (place / "docs/examples/decisions.yaml").read_text(encoding="utf-8")
    settled = place / "build/my-tender/case/bids/A/decisions.yaml"
    settled.write_text(decisions.replace("FINDING-ID", item["findings"][0]["id"]), encoding="utf-8")
    after = asked(capsys, screen, 1)["bids"][0]
    assert (after["verdict"], after["unused_decisions"]) == ("clear", [])
    settled.write_text(decisions.replace("FINDING-ID", "0" * 32), encoding="utf-8")
    lapsed = asked(capsys, screen, 1)["bids"][0]
    assert (lapsed["verdict"], lapsed["unused_decisions"]) == ("refer", ["0" * 32])


def test_the_exam_question_has_one_winner_and_no_tie(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, "evaluate docs/examples/ex-1", 0)
    assert [(bid["bid"], bid["total"]) for bid in answer["bids"]] == [("A", "80"), ("B", "85"), ("C", "90"), ("D", None)]
    assert (answer["winner"], answer["tie"], answer["bids"][3]["reason"]["code"]) == ("C", [], "over-ceiling")


@pytest.mark.parametrize(
    ("chart", "entity", "designated", "low", "high"),
    [
        ("ofac-1", "B", "surely", "50", "50"),
        ("ofac-2", "C", "surely", "50", "50"),
        ("ofac-3", "B", "surely", "50", "50"),
        ("converse", "B", "no", "0", "0"),
        ("range", "B", "possibly", "0", "50"),
    ],
)
def test_the_charts_of_the_ownership_page_answer_as_it_says(
    chart: str, entity: str, designated: str, low: str, high: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = "docs/examples/owners"
    answer = asked(capsys, f"owners {entity} --chart {folder}/{chart}.csv --designated {folder}/designated.txt --as-of 2026-04-01", 0)
    assert (answer["designated"], answer["aggregate_share"]) == (designated, {"min": low, "max": high})


def test_the_example_list_needs_its_mapping_and_reads_with_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "list check docs/examples/mapping/list.csv", 2)["faults"][0]["rule"] == "list.no-header"
    read = asked(capsys, "list check docs/examples/mapping/list.csv --mapping docs/examples/mapping/mapping.yaml", 0)
    assert (read["items"], read["errors"]) == (3, 0)


def test_a_case_at_list_stage_needs_no_price_and_cannot_be_evaluated(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["register", "build", "docs/examples/first-tender/register/names.csv", "-o", "edition"]) == 0
    case = place / "build/my-tender/case"
    shutil.copy(place / "docs/examples/list-stage.yaml", case / "tender.yaml")
    for bid in case.glob("bids/*/bid.yaml"):
        bid.write_text("\n".join(bid.read_text(encoding="utf-8").splitlines()[:2]) + "\n", encoding="utf-8")
    answer = asked(capsys, "judge build/my-tender/case --register edition --as-of 2026-04-15", 1)
    assert (answer["evaluation"], answer["proposal"]["winner"]) == (None, None)
    assert [bid["verdict"] for bid in answer["screening"]["bids"]] == ["refer", "bar"]
    capsys.readouterr()
    assert run(["evaluate", "build/my-tender/case", "--register", "edition"]) == 2


def test_a_rehearsal_excludes_nobody_and_says_so(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["register", "build", "docs/examples/first-tender/register/names.csv", "-o", "edition"]) == 0
    tender = place / "build/my-tender/case/tender.yaml"
    tender.write_text(tender.read_text(encoding="utf-8").replace("  policy:", "  rehearsal: true\n  policy:"), encoding="utf-8")
    answer = asked(capsys, "judge build/my-tender/case --register edition --as-of 2026-04-15", 1)
    assert answer["screening"]["rehearsal"] is True
    assert [bid["status"] for bid in answer["evaluation"]["bids"]] == ["ranked", "ranked"]
    assert answer["proposal"]["winner"] == "B"


def test_the_example_register_is_stale_after_its_days(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["register", "build", "docs/examples/first-tender/register/names.csv", "-o", "edition"]) == 0
    answer = asked(capsys, "screen build/my-tender/case --register edition --as-of 2026-05-11", 3)
    assert all(bid["verdict"] != "clear" for bid in answer["bids"])
    assert asked(capsys, "screen build/my-tender/case --register edition --as-of 2026-05-10", 1)["stale"] is False
