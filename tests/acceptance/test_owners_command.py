"""`sekisho owners` and a case with charts in several formats, as a user would run them."""

import json
from pathlib import Path

import pytest
from case_kit import JP_TENDER, listed_bid, register_row, write_case, write_register

from sekisho.cli import run

CHILD, PARENT = "529900ABCDEFGHIJKL01", "529900ZYXWVUTSRQPO02"
RR = (
    "<rr:RelationshipData xmlns:rr='http://www.gleif.org/data/schema/rr/2016'><rr:RelationshipRecords><rr:RelationshipRecord><rr:Relationship>"
    f"<rr:StartNode><rr:NodeID>{CHILD}</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:StartNode>"
    f"<rr:EndNode><rr:NodeID>{PARENT}</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:EndNode>"
    "<rr:RelationshipType>IS_DIRECTLY_CONSOLIDATED_BY</rr:RelationshipType><rr:RelationshipStatus>ACTIVE</rr:RelationshipStatus>"
    "</rr:Relationship></rr:RelationshipRecord></rr:RelationshipRecords></rr:RelationshipData>"
)
NAMES = [
    {"id": "e1", "schema": "Company", "properties": {"name": ["例示電機株式会社"], "leiCode": [CHILD]}},
    {"id": "e2", "schema": "Company", "properties": {"name": ["例題集団有限公司"], "leiCode": [PARENT]}},
    {"id": "e3", "schema": "Person", "properties": {"name": ["例示太郎"]}},
    {"id": "d1", "schema": "Directorship", "properties": {"director": ["e3"], "organization": ["e1"], "startDate": ["2024"]}},
]
BODS = {"statementId": "s", "statementDate": "2024-01-01", "recordId": "r", "recordType": "entity", "recordDetails": {"name": "例示無線"}}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEKISHO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SEKISHO_LANG", "en")
    (tmp_path / "rr.xml").write_text(RR, encoding="utf-8")
    (tmp_path / "e.ftm.json").write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in NAMES), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps([BODS], ensure_ascii=False), encoding="utf-8")
    (tmp_path / "ids.txt").write_text(f"{PARENT}\n", encoding="utf-8")
    return tmp_path


def ask(capsys: pytest.CaptureFixture[str], *line: str, code: int = 0) -> dict[str, object]:
    capsys.readouterr()
    assert run(["owners", *line, "--as-of", "2026-04-01", "--json"]) == code
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


CHARTS = ("--chart", "rr.xml", "--chart", "e.ftm.json", "--chart", "b.json", "--designated", "ids.txt")


def test_three_formats_are_one_chart_and_every_answer_tells_share_control_and_gaps_apart(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ask(capsys, "例示電機", *CHARTS)
    assert (told["designated"], told["aggregate_share"], told["controlled"]) == ("possibly", {"min": "0", "max": "100"}, "surely")
    control = told["control"]
    assert isinstance(control, list)
    assert [(one["kind"], one["strength"], one["designated"]) for one in control] == [
        ("directConsolidation", "decides", "surely"),
        ("directorship", "influences", "no"),
    ]
    assert control[1]["from"] == "2024-01-01"
    assert {"code": "share-unstated", "holder": told["paths"][0][0]["owned"]} in told["gaps"]  # type: ignore[index,operator]


def test_the_order_of_the_charts_does_not_matter(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = ("--chart", "b.json", "--chart", "e.ftm.json", "--chart", "rr.xml", "--designated", "ids.txt")
    assert ask(capsys, CHILD, *CHARTS) == ask(capsys, CHILD, *other)


def test_a_threshold_and_a_regime_are_not_asked_together_and_an_unknown_regime_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["owners", CHILD, *CHARTS, "--regime", "ofac-50", "--threshold", "25"]) == 2
    assert run(["owners", CHILD, *CHARTS, "--regime", "nobody"]) == 2
    assert "bis-affiliates" in capsys.readouterr().err
    assert ask(capsys, CHILD, *CHARTS, "--regime", "us-1260h")["regime"] == ask(capsys, CHILD, *CHARTS, "--regime", "us-1260h")["regime"]


def test_a_case_takes_every_format_and_a_regime_with_what_an_officer_states(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write_register(place / "names.csv", register_row("x", "例題集団有限公司", authority="JP-DECISION"))
    line = ["register", "build", str(source), "-o", str(place / "edition"), "--retrieved-at", "2026-11-20", "--good-for", "30"]
    assert run(line) == 0
    bid = listed_bid("line,kind,maker,model\n1,スイッチ,例示電機株式会社,EX-1\n", "owners: [rr.xml, e.ftm.json]\n")
    files = {**bid, "rr.xml": RR, "e.ftm.json": (place / "e.ftm.json").read_text(encoding="utf-8")}
    tender = JP_TENDER.replace("stage: list", "stage: list, regime: bis-affiliates")
    stated = "regime_status: [{regime: bis-affiliates, status: suspended, from: 2026-11-10, source: 官報, by: 契約担当官}]\n"
    for text, verdict, standing in ((tender, "refer", "undetermined"), (tender + stated, "clear", "suspended")):
        case = write_case(place / verdict, text, {"A": files})
        capsys.readouterr()
        code = run(["screen", str(case), "--register", str(place / "edition"), "--as-of", "2026-11-22", "--json"])
        told = json.loads(capsys.readouterr().out)
        assert (code, told["bids"][0]["verdict"]) == (0 if verdict == "clear" else 1, verdict), standing
        assert "regime" in {one["kind"] for one in told["read"]}
        (found,) = told["bids"][0]["findings"]
        assert (found["rule"], found["verdict"]) == ("OWNER", verdict)


def test_a_regime_that_nobody_knows_is_refused_with_every_other_fault(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tender = JP_TENDER.replace("stage: list", "stage: list, regime: nobody") + "regime_status: [{regime: ofac-50, status: maybe, by: x}]\n"
    case = write_case(place / "case", tender, {"A": {**listed_bid("line,maker,model\n1,例示,EX\n", "owners: [x.json]\n"), "x.json": "[]"}})
    assert run(["screen", str(case), "--register", "none"]) == 2
    told = capsys.readouterr().err
    for code in ("tender.regime", "regime_status[0].status", "regime_status[0].from", "regime_status[0].source", "bods.not-bods"):
        assert code in told
