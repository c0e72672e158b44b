"""Runs `cases/tenders/*.yaml`: whole case folders, written as a user writes them, and what the commands say of them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from case_kit import write_register

from sekisho.cli import run

FOLDER = Path(__file__).resolve().parents[2] / "cases" / "tenders"
KEYS = {"about", "source", "tender", "bids", "files", "register", "command", "arguments", "expect"}
EXPECT = {"exit", "json", "faults", "says", "never_says"}


def cases() -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        found += [pytest.param(one, id=f"{file.stem}: {one['about']}") for one in yaml.safe_load(file.read_text(encoding="utf-8"))["cases"]]
    return found


@pytest.mark.parametrize("case", cases())
def test_the_tender_comes_to_what_the_case_says(
    case: Mapping[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(case) <= KEYS and set(case["expect"]) <= EXPECT and case["source"]
    monkeypatch.setenv("SEKISHO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SEKISHO_LANG", "en")
    folder = _written(tmp_path, case)
    more = _edition(tmp_path, case["register"], capsys) if "register" in case else []
    code = run([case.get("command", "evaluate"), str(folder), *more, *case.get("arguments", []), "--json"])
    ran = capsys.readouterr()
    expect = case["expect"]
    assert code == expect["exit"], ran.err
    told = json.loads(ran.out)
    assert {path: _at(told, path) for path in expect.get("json", {})} == expect.get("json", {})
    if "faults" in expect:
        assert sorted({one["rule"] for one in told["faults"] if not one["warning"]}) == sorted(expect["faults"])
    assert all(words in ran.out for words in expect.get("says", []))
    assert not any(words in ran.out for words in expect.get("never_says", []))


def _written(tmp_path: Path, case: Mapping[str, Any]) -> Path:
    folder = tmp_path / "case"
    documents = {"tender.yaml": case["tender"], **{f"bids/{bid}/bid.yaml": told for bid, told in case["bids"].items()}}
    for name, told in documents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8")
    for name, text in case.get("files", {}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _edition(tmp_path: Path, rows: list[str], capsys: pytest.CaptureFixture[str]) -> list[str]:
    source = write_register(tmp_path / "source.csv", *rows)
    edition = tmp_path / "edition"
    assert run(["register", "build", str(source), "-o", str(edition), "--retrieved-at", "2026-04-01", "--good-for", "30"]) == 0
    capsys.readouterr()
    return ["--register", str(edition), "--as-of", "2026-04-10"]


def _at(told: Any, path: str) -> Any:
    for step in path.split("."):
        told = told[int(step)] if step.isdigit() and isinstance(told, list) else told[step]
    return told
