"""Advice stands beside the decision: they may differ, both are shown, and a decision against advice says why."""

import json
from pathlib import Path
from typing import Any

import pytest
from case_kit import JP_TENDER, listed_bid, register_row, write_case, write_register

from sekisho.cli import run
from sekisho.ledger.envelope import read_disclosure

ROWS = "番号,種別,メーカー,型番\n1,ルータ,例示電機,R1\n2,スイッチ,例題科技有限公司,S2\n"
ADVICE = "advice:\n  - {id: 助言1, lines: ['%s'], body: 国家サイバー統括室, asked_at: 2026-04-01, wanted_by: 2026-04-15%s}\n"
RECEIVED = ", received_at: 2026-04-10, answer: %s, reference: 第9号, withheld: true, basis: 情報公開法5条3号"


@pytest.fixture
def register(tmp_path: Path) -> str:
    source = write_register(tmp_path / "rows.csv", register_row("x", "例題科技有限公司", authority="JP-DECISION"))
    assert run(["register", "build", str(source), "-o", str(tmp_path / "edition"), "--retrieved-at", "2026-04-01", "--good-for", "60"]) == 0
    return str(tmp_path / "edition")


def screened(folder: Path, register: str, capsys: pytest.CaptureFixture[str], code: int = 1, as_of: str = "2026-04-25", **files: str) -> Any:
    case = write_case(folder / "case", JP_TENDER, {"A": listed_bid(ROWS) | {f"{name}.yaml": text for name, text in files.items()}})
    capsys.readouterr()
    assert run(["screen", str(case), "--register", register, "--as-of", as_of, "--json"]) == code
    told = capsys.readouterr()
    return json.loads(told.out)["bids"][0] if code != 2 else told.err


def decided(finding: str, verdict: str, more: str = "") -> str:
    return (
        f"decisions:\n  - {{finding: {finding}, verdict: {verdict}, by: 契約担当官, authority: 会計法29条, reason: 用途を限定, at: 2026-04-20,"
        f" signature: 決裁1{more}}}\n"
    )


def test_advice_is_shown_at_the_finding_and_moves_no_verdict(tmp_path: Path, register: str, capsys: pytest.CaptureFixture[str]) -> None:
    bid = screened(tmp_path, register, capsys, advice=ADVICE % ("2", RECEIVED % "no-concern"))
    (found,) = bid["items"][1]["findings"]
    assert (found["rule"], found["verdict"]) == ("MAKER", "bar")
    assert [(one["body"], one["answer"], one["withheld"]) for one in found["advice"]] == [("国家サイバー統括室", "no-concern", True)]
    assert any("懸念なし」との助言" in note["ja"] and "情報公開法5条3号" in note["ja"] for note in found["notes"])


def test_a_concern_that_no_rule_found_is_a_finding_to_refer(tmp_path: Path, register: str, capsys: pytest.CaptureFixture[str]) -> None:
    bid = screened(tmp_path, register, capsys, advice=ADVICE % ("1", RECEIVED % "concern"))
    (found,) = bid["items"][0]["findings"]
    assert (found["rule"], found["verdict"], bid["items"][0]["verdict"]) == ("ADVICE", "refer", "refer")
    before = screened(tmp_path, register, capsys, as_of="2026-04-05", advice=ADVICE % ("1", RECEIVED % "concern"))
    assert before["items"][0]["findings"] == []


def test_advice_that_was_not_received_is_no_answer(tmp_path: Path, register: str, capsys: pytest.CaptureFixture[str]) -> None:
    bid = screened(tmp_path, register, capsys, advice=ADVICE % ("2", ""))
    (found,) = bid["items"][1]["findings"]
    assert found["advice"][0]["answer"] is None
    assert any("回答を受けていない" in note["ja"] for note in found["notes"])


@pytest.mark.parametrize(("answer", "verdict"), [("concern", "clear"), ("no-concern", "bar")])
def test_a_decision_against_advice_must_say_why(tmp_path: Path, register: str, capsys: pytest.CaptureFixture[str], answer: str, verdict: str) -> None:
    advice = ADVICE % ("2", RECEIVED % answer)
    (found,) = screened(tmp_path, register, capsys, advice=advice)["items"][1]["findings"]
    refused = screened(tmp_path, register, capsys, 2, advice=advice, decisions=decided(found["id"], verdict))
    assert "advice.decision-reason" in refused and "助言1" in refused
    settled = screened(
        tmp_path,
        register,
        capsys,
        0 if verdict == "clear" else 1,
        advice=advice,
        decisions=decided(found["id"], verdict, ", against_advice: 閉域で使う"),
    )
    (shown,) = settled["items"][1]["findings"]
    assert shown["settled"]["against_advice"] == "閉域で使う"
    assert shown["advice"][0]["answer"] == answer


def test_a_decision_with_the_advice_needs_no_further_reason(tmp_path: Path, register: str, capsys: pytest.CaptureFixture[str]) -> None:
    advice = ADVICE % ("2", RECEIVED % "concern")
    (found,) = screened(tmp_path, register, capsys, advice=advice)["items"][1]["findings"]
    assert screened(tmp_path, register, capsys, advice=advice, decisions=decided(found["id"], "bar"))["verdict"] == "bar"


def test_the_record_keeps_advice_apart_from_the_decision(tmp_path: Path, register: str, capsys: pytest.CaptureFixture[str]) -> None:
    files = listed_bid(ROWS) | {"advice.yaml": ADVICE % ("2", RECEIVED % "no-concern")}
    case = write_case(tmp_path / "case", JP_TENDER, {"A": files})
    run(["judge", str(case), "--register", register, "--as-of", "2026-04-25", "--out", str(tmp_path / "out")])
    capsys.readouterr()
    assert run(["verify", str(tmp_path / "out" / "record"), "--key", str(tmp_path / "out" / "key.vkey"), "--json"]) == 0
    kept = [read_disclosure(path.read_bytes()) for path in (tmp_path / "out" / "vault").rglob("*") if path.is_file()]
    assert ("answer", "no-concern") in kept and ("body", "国家サイバー統括室") in kept


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (", answer: concern", "case.advice-half"),
        (", answer: concern, received_at: 2026-03-01", "case.advice-order"),
        (", withheld: true", "case.advice-basis"),
    ],
)
def test_what_is_wrong_with_advice_is_told(tmp_path: Path, register: str, capsys: pytest.CaptureFixture[str], more: str, code: str) -> None:
    assert code in screened(tmp_path, register, capsys, 2, advice=ADVICE % ("2", more))
