"""`sekisho rescreen` after an ownership chart, or a table of marks, has changed: what it reaches is told with the digests of both, or nothing is."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from case_kit import JP_TENDER, listed_bid, register_row, write_case, write_register

HEAD = "owner,owned,share_min,share_max\n"
LINES = "line,kind,maker,model,quantity\n1,スイッチ,{},SW-1,2\n"
LISTED = "鷺潭通信技術有限公司"
AWARDED = "publication: {opened_at: 2026-04-06, award: {winner: A, at: 2026-04-07, by: 契約担当官, authority: 会計法}}\n"


@pytest.fixture
def sekisho(in_process: Callable[..., Any]) -> Callable[..., Any]:
    return in_process


@pytest.fixture
def edition(sekisho: Callable[..., Any], tmp_path: Path) -> Path:
    rows = write_register(tmp_path / "rows.csv", register_row("E-1", LISTED, authority="JP-DECISION", source="例", affiliates="included"))
    ran = sekisho("register", "build", rows, "-o", tmp_path / "edition", "--retrieved-at", "2026-04-01", "--good-for", "30")
    assert ran.code == 0, ran.err
    return tmp_path / "edition"


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_changed_chart_is_told_for_the_bids_it_reaches_with_the_digests_of_both(sekisho: Callable[..., Any], tmp_path: Path, edition: Path) -> None:
    old = written(tmp_path / "old/group.csv", HEAD + "甲商会,見本電機株式会社,60,60\n")
    new = written(tmp_path / "new/group.csv", HEAD + f"甲商会,見本電機株式会社,60,60\n{LISTED},例示電機株式会社,60,60\n")
    bids = {"A": listed_bid(LINES.format("例示電機株式会社")), "B": listed_bid(LINES.format("見本電機株式会社"))}
    case = write_case(tmp_path / "case", AWARDED + JP_TENDER, bids)
    held = {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}
    asked = ("rescreen", case, "--to", edition, "--as-of", "2026-04-10")
    ran = sekisho(*asked, "--from-chart", old, "--to-chart", new, "--json")
    assert (ran.code, ran.json["touched"]["bids"], ran.json["counts"]["new"]) == (1, 1, len(ran.json["delta"])), ran.err
    (owner,) = [one for one in ran.json["delta"] if one["rule"] == "OWNER"]
    assert (owner["kind"], owner["bid"], owner["awarded"]) == ("new", "A", True)
    assert owner["changes"] == [{"input": "chart", "from": [digest(old)], "to": [digest(new)]}]
    back = sekisho(*asked, "--from-chart", new, "--to-chart", old, lang="ja")
    assert f"[資本関係図 {digest(new)[:12]} → {digest(old)[:12]}]" in back.out
    assert "確認不能: T-1 A" in back.out
    same = sekisho(*asked, "--from-chart", new, "--to-chart", new, "--json")
    assert (same.code, same.json["touched"]["bids"]) == (0, 0)
    assert held == {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}


def test_a_side_without_charts_has_those_that_the_tender_names(sekisho: Callable[..., Any], tmp_path: Path, edition: Path) -> None:
    case = write_case(tmp_path / "case", JP_TENDER + "owners: [group.csv]\n", {"A": listed_bid(LINES.format("例示電機株式会社"))})
    own = written(case / "group.csv", HEAD + f"{LISTED},例示電機株式会社,60,60\n")
    new = written(tmp_path / "group.csv", HEAD + "甲商会,例示電機株式会社,60,60\n")
    ran = sekisho("rescreen", case, "--to", edition, "--to-chart", new, "--as-of", "2026-04-10", "--json")
    (owner,) = [one for one in ran.json["delta"] if one["rule"] == "OWNER"]
    assert (owner["kind"], owner["changes"]) == ("cleared", [{"input": "chart", "from": [digest(own)], "to": [digest(new)]}])


def test_a_chart_or_table_that_cannot_be_read_is_refused_with_all_faults_and_nothing_is_said(
    sekisho: Callable[..., Any], tmp_path: Path, edition: Path
) -> None:
    case = write_case(tmp_path / "case", JP_TENDER, {"A": listed_bid(LINES.format("例示電機株式会社"))})
    one, other = written(tmp_path / "one.csv", HEAD + "甲,乙,x,60\n"), written(tmp_path / "other.csv", HEAD + "甲,乙,60,y\n")
    asked = ("rescreen", case, "--to", edition, "--as-of", "2026-04-10", "--json")
    ran = sekisho(*asked, "--from-chart", one, "--to-chart", other)
    assert (ran.code, sorted(ran.json)) == (2, ["faults"])
    assert {fault["file"] for fault in ran.json["faults"]} == {str(one), str(other)}
    table = sekisho(*asked, "--to-table", "nonsense=x.csv")
    assert (table.code, [fault["rule"] for fault in table.json["faults"]]) == (2, ["table.kind-unknown"])
    assert sekisho("rescreen", case, "--to", edition).code == 2


def test_a_changed_table_of_marks_is_told_for_bids_and_devices_that_bear_such_marks(
    sekisho: Callable[..., Any], tmp_path: Path, edition: Path
) -> None:
    old = written(tmp_path / "old.tsv", "# Date: 2026-04-01\n59999\t見本電機株式会社\n")
    new = written(tmp_path / "new.tsv", f"# Date: 2026-04-02\n59999\t{LISTED}\n")
    marked = 'marks: {"1": {sysobjectid: 1.3.6.1.4.1.59999.1}}\n'
    lines = LINES.format("見本電機株式会社")
    case = write_case(tmp_path / "case", JP_TENDER, {"A": listed_bid(lines, marked), "B": listed_bid(lines)})
    devices = written(
        tmp_path / "devices.csv",
        "asset tag,hostname,site,manufacturer,model,category,sysobjectid\n1,sw-1,本庁,見本電機株式会社,SW-1,switch,1.3.6.1.4.1.59999.1\n",
    )
    tables = ("--from-table", f"enterprise={old}", "--to-table", f"enterprise={new}")
    ran = sekisho("rescreen", case, "--estate", devices, "--to", edition, "--policy", "jp-2018", *tables, "--as-of", "2026-04-10", "--json")
    assert (ran.code, ran.json["touched"]["bids"]) == (1, 1), ran.err
    (told,) = [one for one in ran.json["delta"] if one["rule"] == "MARK"]
    assert (told["kind"], told["bid"], told["line"]) == ("new", "A", "1")
    (change,) = told["changes"]
    assert (change["input"], change["from"][0], change["to"][0]) == ("table", digest(old), digest(new))
    assert {(one["kind"], one["changes"][0]["input"]) for one in ran.json["estate"]["delta"]} == {("new", "table")}
