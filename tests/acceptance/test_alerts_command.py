"""`sekisho alerts` as two officers use it: propose, approve, what is refused, what reopens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from case_kit import JP_TENDER, listed_bid, write_case

SAMPLE = Path(__file__).resolve().parents[2] / "src/sekisho/samples/jp"
ON = ("--register", SAMPLE / "edition", "--as-of", "2026-04-15")
FACTS = ("subject_identifier=X:2", "subject_country=JP", "differs_in=所在地と代表者", f"document={'0' * 64}")
WORDS = ("--by", "情報システム課長", "--authority", "例省契約委員会", "--because", "書面で確認した")
HELD = "line,kind,maker,model,name,quantity\n1,無線装置,ロタンツウシンギジュツ,AP-1,基地局,2\n2,サーバ装置,見本電機株式会社,SV-1,計算機,1\n"


@pytest.fixture
def sekisho(in_process):
    return in_process


@pytest.fixture
def case(sekisho, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    holders = []
    for holder, name in (("情報システム課長", "alpha"), ("会計課長", "beta"), ("情報システム課長", "alpha-2")):
        made = sekisho("keys", "new", "--name", name, "-o", tmp_path / f"{name}.skey", "--json")
        holders.append(f'  - {{holder: {holder}, key: "{made.json["public_key"]}"}}\n')
    assert sekisho("keys", "new", "--name", "stranger", "-o", tmp_path / "stranger.skey").code == 0
    (tmp_path / "keyring.yaml").write_text("keyholders:\n" + "".join(holders), encoding="utf-8")
    monkeypatch.setenv("SEKISHO_KEYRING", str(tmp_path / "keyring.yaml"))
    return write_case(tmp_path / "case", JP_TENDER, {"B": listed_bid(HELD)})


def rewritten(case: Path, before: str, after: str) -> None:
    path = case / "bids/B/list.csv"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def listed(sekisho: Any, case: Path, *more: object) -> dict[str, dict[str, Any]]:
    ran = sekisho("alerts", "list", case, *(more or ON), "--json")
    assert ran.code in (0, 1), ran.err
    return {one["id"]: one for one in ran.json["alerts"]}


def proposed(sekisho: Any, case: Path, alert: str, key: str = "alpha", facts: tuple[str, ...] = FACTS, **more: str) -> Any:
    given = [part for fact in facts for part in ("--fact", fact)]
    reason = more.pop("reason", "not-the-same-entity")
    options = [part for name, value in more.items() for part in (f"--{name}", value)]
    key_file = case.parent / f"{key}.skey"
    return sekisho("alerts", "propose", case, alert, *ON, "--reason", reason, *given, *WORDS, *options, "--signing-key", key_file, "--json")


def approved(sekisho: Any, case: Path, note: str, key: str) -> Any:
    return sekisho("alerts", "approve", case, note, *ON, "--signing-key", case.parent / f"{key}.skey", "--json")


def barred(sekisho: Any, case: Path) -> str:
    return next(one["id"] for one in listed(sekisho, case).values() if one["bid"] == "B" and one["state"] == "open" and one["verdict"] == "bar")


def test_two_officers_settle_an_alert_and_the_screening_says_who_and_until_when(sekisho, case: Path) -> None:
    alert = barred(sekisho, case)
    made = proposed(sekisho, case, alert)
    assert (made.code, made.json["state"], made.json["signed_by"]) == (0, "proposed", ["情報システム課長"])
    assert listed(sekisho, case)[alert]["state"] == "proposed"
    for key in ("alpha", "alpha-2", "stranger"):
        refused = approved(sekisho, case, made.json["note"], key)
        assert refused.code == 2
        assert refused.json["faults"][0]["rule"] in ("alert.same-person", "alert.not-a-keyholder")
    whole = approved(sekisho, case, made.json["note"], "beta")
    assert (whole.code, whole.json["state"], whole.json["signed_by"]) == (0, "approved", ["情報システム課長", "会計課長"])
    screen = sekisho("screen", case, *ON, "--json")
    settled = [one for bid in screen.json["bids"] for item in bid["items"] for one in item["findings"] if one["id"] == alert]
    assert settled[0]["settled"]["approved_by"] == "会計課長"
    assert settled[0]["settled"]["until"] == "2027-04-15"
    assert listed(sekisho, case)[alert]["settled_by"] == "two"
    assert {"alert", "keyring"} <= {one["kind"] for one in screen.json["read"]}
    assert listed(sekisho, case, "--register", SAMPLE / "edition", "--as-of", "2027-04-16")[alert]["state"] == "expired"


def test_what_a_reason_lacks_is_told_at_once(sekisho, case: Path) -> None:
    alert = barred(sekisho, case)
    lacking = proposed(sekisho, case, alert, facts=("subject_country=Atlantis", "colour=red"), until="2028-01-01")
    assert lacking.code == 2
    assert {one["rule"] for one in lacking.json["faults"]} == {"alert.fact", "alert.fact-unknown", "alert.until"}
    assert proposed(sekisho, case, alert, reason="because").json["faults"][0]["rule"] == "alert.reason"
    assert proposed(sekisho, case, "0" * 32).json["faults"][0]["rule"] == "alert.unknown"
    assert not list((case / "alerts").glob("*.note"))


def test_a_refined_list_leaves_the_old_alert_open_until_two_close_it(sekisho, case: Path) -> None:
    alert = barred(sekisho, case)
    assert sekisho("alerts", "list", case, *ON, "--keep", "--json").code == 1
    rewritten(case, "ロタンツウシンギジュツ", "例示電機株式会社")
    gone = listed(sekisho, case)[alert]
    assert (gone["state"], gone["verdict"], [one["id"] for one in gone["reasons"]]) == ("gone", None, ["no-longer-offered"])
    made = proposed(sekisho, case, alert, reason="no-longer-offered", facts=(f"list={'1' * 64}", "replaced_by=例示電機 EX-1"))
    assert made.code == 0, made.err
    assert listed(sekisho, case)[alert]["state"] == "proposed"
    assert approved(sekisho, case, made.json["note"], "beta").code == 0
    assert listed(sekisho, case)[alert]["state"] == "closed"


def test_a_proposal_whose_facts_changed_is_not_approved(sekisho, case: Path) -> None:
    alert = barred(sekisho, case)
    made = proposed(sekisho, case, alert)
    rewritten(case, "基地局", "中継局")
    refused = approved(sekisho, case, made.json["note"], "beta")
    assert (refused.code, refused.json["faults"][0]["rule"]) == (2, "alert.changed")


def test_without_a_keyring_nobody_decides(sekisho, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alert = barred(sekisho, case)
    monkeypatch.delenv("SEKISHO_KEYRING")
    refused = proposed(sekisho, case, alert)
    assert (refused.code, refused.json["faults"][0]["rule"]) == (3, "alert.no-keyring")


def test_a_note_that_is_none_stops_the_case(sekisho, case: Path) -> None:
    (case / "alerts").mkdir()
    (case / "alerts/x.note").write_text("trust me\n", encoding="utf-8")
    ran = sekisho("screen", case, *ON, "--json")
    assert (ran.code, {one["rule"] for one in ran.json["faults"] if not one["warning"]}) == (2, {"alert.note"})


def test_a_judgement_with_a_decision_replays_from_its_record_alone(sekisho, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = proposed(sekisho, case, barred(sekisho, case))
    assert approved(sekisho, case, made.json["note"], "beta").code == 0
    judged = sekisho("judge", case, *ON, "--out", tmp_path / "out", "--signing-key", tmp_path / "stranger.skey")
    assert judged.code == 0, judged.out
    monkeypatch.delenv("SEKISHO_KEYRING")
    again = sekisho("replay", tmp_path / "out/record", "--json")
    assert (again.code, again.json["replay"], again.json["missing"]) == (0, "same", [])
