"""Attestations are evidence within their scope and time, and supply what the policy's data say; nothing else, and never by code."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from case_kit import JP_TENDER, listed_bid, register_row, write_case, write_register

import nouns
from sekisho.cli import run
from sekisho.findings import Finding, Verdict
from sekisho.policy.model import Requirement
from sekisho.screening.screen import screen
from sekisho.tenders.attestation import Attestation, Attested
from sekisho.terms import Source, Text

MAKER, JUDGED = "例示電機", date(2026, 6, 15)


def attestation(**facts: Any) -> Attestation:
    stated: dict[str, Any] = {
        "id": "証明1", "issuer": nouns.party(MAKER), "issuer_kind": "maker", "facts": ("component-maker",), "issued_at": date(2026, 1, 10),
        "valid_until": date(2026, 12, 31), "lines": ("1",), "file": "a.pdf", "digest": "a" * 64,
    }  # fmt: skip
    return Attestation(**{**stated, **facts})


def found(*attestations: Attestation, policy: str = "jp-2018", as_of: date = JUDGED, maker: str = MAKER) -> Finding:
    """What is found of a line whose part names no maker, where the policy asks for the maker of every part."""
    ask = Text(ja="示す", en="state it")
    wanted = Requirement(facts=("component-maker",), ask={"component-maker": ask}, source=Source(name="例"))
    ground = nouns.basis(nouns.row("x", "例題科技有限公司", authority="JP-DECISION"), policy=policy)
    ground = replace(ground, pack=replace(ground.pack, requirements=(wanted,), representations=()))
    bid = nouns.bid(nouns.item("1", maker, model="R1"), boms={"1": nouns.bom({"電源": ""})}, attestations=attestations)
    (screened,) = screen(nouns.submission(bid, policy=policy), ground, as_of=as_of).bids
    (one,) = [each for each in screened.items[0].findings if each.rule == "UNDISCLOSED"]
    return one


def says(one: Finding) -> str:
    return " ".join(note.ja for note in one.notes)


def test_without_an_attestation_the_question_is_open() -> None:
    assert found().verdict is Verdict.REFER


@pytest.mark.parametrize(
    "scope",
    [
        {},
        {"lines": (), "models": (Attested(maker="例示 電機", model="ｒ1"),)},
        {"lines": (), "models": (Attested(maker=MAKER),)},
        {"parts": ("電源",)},
    ],
)
def test_within_its_scope_the_makers_attestation_supplies_what_the_policy_lets_it(scope: dict[str, Any]) -> None:
    one = found(attestation(**scope))
    assert one.verdict is Verdict.CLEAR
    assert ("attested", "例示電機 (証明1)") in {(link.relation, link.target) for link in one.evidence}
    assert any(link.unverified for link in one.evidence if link.subject == "attestation")
    assert "機関の確認を要する" in says(one)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"valid_until": date(2026, 6, 14)}, "有効期限(2026-06-14)を過ぎて"),
        ({"issued_at": date(2026, 6, 16)}, "判断基準日より後に発行"),
        ({"lines": ("2",)}, "対象にこの行又は部品は含まれず"),
        ({"lines": (), "models": (Attested(maker=MAKER, model="R2"),)}, "対象にこの行又は部品は含まれず"),
        ({"parts": ("基板",)}, "対象にこの行又は部品は含まれず"),
        ({"issuer": nouns.party("別の製作所")}, "この製品の製造業者ではなく"),
        ({"issuer": nouns.party("例題科技有限公司"), "issuer_kind": "laboratory"}, "登録簿の者である可能性"),
        ({"issuer_kind": "bidder"}, "示されたとはしない"),
    ],
)
def test_what_is_no_evidence_leaves_the_question_open_and_says_why(change: dict[str, Any], words: str) -> None:
    one = found(attestation(**change))
    assert one.verdict is Verdict.REFER
    assert words in says(one)


def test_a_policy_whose_data_name_no_attestations_takes_none() -> None:
    one = found(attestation(), policy="us-889")
    assert one.verdict is not Verdict.CLEAR
    assert "示されたとはしない" in says(one)


def test_an_attestation_settles_nothing_that_was_found_of_a_party() -> None:
    """It is a person's decision alone that leaves a bar."""
    ground = nouns.basis(nouns.row("x", "例題科技有限公司", authority="JP-DECISION"))
    every = attestation(issuer=nouns.party("検査機構"), issuer_kind="laboratory", facts=("maker", "model", "origin", "bom"))
    bid = nouns.bid(nouns.item("1", "例題科技有限公司"), attestations=(every,))
    (screened,) = screen(nouns.submission(bid), ground, as_of=JUDGED).bids
    assert screened.verdict is Verdict.BAR


WORDS = (
    "attestations:\n  - {id: 証明1, issuer: {name: 例示電機, kind: maker}, facts: [component-maker], models: [{maker: 例示電機, model: R1}],"
    " issued_at: 2026-01-10, valid_until: 2026-12-31, file: a.pdf%s}\n"
)


def case(folder: Path, words: str) -> Path:
    return write_case(
        folder / "case", JP_TENDER, {"A": listed_bid("番号,種別,メーカー,型番\n1,ルータ,例示電機,R1\n", words) | {"a.pdf": "%PDF-1.7 例"}}
    )


@pytest.fixture
def register(tmp_path: Path) -> str:
    source = write_register(tmp_path / "rows.csv", register_row("x", "例題科技有限公司", authority="JP-DECISION"))
    assert run(["register", "build", str(source), "-o", str(tmp_path / "edition"), "--retrieved-at", "2026-04-01", "--good-for", "60"]) == 0
    return str(tmp_path / "edition")


def test_the_document_is_kept_by_its_digest(tmp_path: Path, register: str, capsys: pytest.CaptureFixture[str]) -> None:
    digest = hashlib.sha256("%PDF-1.7 例".encode()).hexdigest()
    capsys.readouterr()
    assert run(["screen", str(case(tmp_path, WORDS % f", sha256: {digest}")), "--register", register, "--as-of", "2026-04-25", "--json"]) == 0
    assert {"kind": "attestation", "id": "bids/A/a.pdf", "digest": digest} in json.loads(capsys.readouterr().out)["read"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (WORDS % f", sha256: {'0' * 64}", "case.attestation-digest"),
        (WORDS % ", sha256: abc", "case.sha256"),
        (WORDS.replace("2026-12-31", "2025-12-31") % "", "case.attestation-days"),
        (WORDS.replace("component-maker", "colour") % "", "case.attestation-fact"),
        (WORDS % ", version: '2'", "case.attestation-version"),
        (WORDS.replace("a.pdf", "b.pdf") % "", "file.missing"),
        (WORDS.replace("a.pdf", "../../tender.yaml") % "", "case.path-outside"),
        (WORDS % "" + (WORDS % "").partition("\n")[2], "case.attestation-twice"),
    ],
)
def test_what_is_wrong_with_an_attestation_is_told(tmp_path: Path, register: str, capsys: pytest.CaptureFixture[str], words: str, code: str) -> None:
    assert run(["screen", str(case(tmp_path, words)), "--register", register, "--as-of", "2026-04-25"]) == 2
    assert code in capsys.readouterr().err
