"""`sekisho whatif` over case folders and exports of devices: what a designation would reach, and nothing written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from case_kit import JP_TENDER, listed_bid, write_case
from in_process import sekisho as sekisho

LISTED = (
    "line,kind,maker,model,quantity,origin\n1,スイッチ,鷺潭通信技術有限公司,SW-1,2,CN\n"
    "2,サーバ装置,見本電機株式会社,SV-1,1,JP\n3,スイッチ,見本電機株式会社,SW-2,5,\n"
)
PRICED = 'price: {amount: "700", currency: JPY, tax: excluded}\n'
AWARDED = "publication: {opened_at: 2026-04-06, award: {winner: A, at: 2026-04-07, by: 契約担当官, authority: 会計法}}\n"
DEVICES = (
    "asset tag,hostname,site,manufacturer,model,category\n1,sw-1,本庁,鷺潭通信技術有限公司,SW-1,switch\n2,sv-1,支所,見本電機株式会社,SV-1,server\n"
)


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    folder = tmp_path / "cases"
    bid = listed_bid(LISTED)
    bid["bid.yaml"] += PRICED
    write_case(folder / "one", JP_TENDER, {"A": bid})
    write_case(folder / "two", AWARDED + JP_TENDER.replace("T-1", "T-2"), {"A": bid, "B": bid})
    (tmp_path / "devices.csv").write_text(DEVICES, encoding="utf-8")
    return folder


def test_which_items_bids_contracts_sites_and_how_much_money(sekisho: Callable[..., Any], tmp_path: Path, cases: Path) -> None:
    held = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    ran = sekisho("whatif", "designate", cases, "--estate", tmp_path / "devices.csv", "--policy", "jp-2018", "--maker", "鷺潭通信技術", "--json")
    assert ran.code == 0, ran.err
    told = ran.json
    assert (told["items"]["surely"], told["cases"], told["contracts"]) == (4, len(told["bids"]) - 1, 1)
    assert told["money"] == {"JPY": {"contract": "700", "lost": "700", "open": "700"}}
    assert [(one["case"], one["bid"], one["standing"], one["pieces"]) for one in told["bids"]][1:] == [
        ("T-2", "A", "contract", "2"),
        ("T-2", "B", "lost", "2"),
    ]
    assert told["sites"] == [{"site": "本庁", "devices": 1, "possibly": 0}]
    assert {one["role"] for one in told["shown"]} == {"maker", "installed"}
    assert held == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_a_compiled_stock_answers_as_the_folders_do(sekisho: Callable[..., Any], tmp_path: Path, cases: Path) -> None:
    stock = tmp_path / "stock"
    built = sekisho("whatif", "build", cases, "-o", stock, "--json")
    assert (built.code, built.json["items"], built.json["holdings"]) == (0, 12, 3)
    for asked in (("--maker", "見本電機", "--kind", "スイッチ"), ("--origin", "中国"), ("--model", "SV-1")):
        ran = sekisho("whatif", "designate", "--stock", stock, *asked, "--json")
        assert ran.code == 0, ran.err
        assert ran.json == sekisho("whatif", "designate", cases, *asked, "--json").json
    assert (ran.json["items"]["surely"], ran.json["items"]["possibly"]) == (3, 0)
    origin = sekisho("whatif", "designate", "--stock", stock, "--origin", "CN", "--json").json
    assert (origin["items"]["surely"], origin["items"]["possibly"]) == (3, 3)
    shown = sekisho("whatif", "designate", "--stock", stock, "--maker", "鷺潭通信技術有限公司", lang="ja")
    assert "該当 3" in shown.out and "契約 700" in shown.out


def test_whom_the_entity_holds_is_meant_too(sekisho: Callable[..., Any], tmp_path: Path, cases: Path) -> None:
    chart = tmp_path / "chart.csv"
    chart.write_text("owner,owned,share_min,share_max\n甲ホールディングス,見本電機株式会社,60,60\n", encoding="utf-8")
    asked = ("--maker", "甲ホールディングス", "--owners", chart)
    ran = sekisho("whatif", "designate", cases, *asked, "--json")
    assert [(one["party"]["name"], one["relation"]) for one in ran.json["parties"]] == [("見本電機株式会社", "owned")]
    none = sekisho("whatif", "designate", cases, *asked, "--threshold", "70", "--json")
    assert none.json["items"]["surely"] == 0


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ((), "name case folders"), (("CASES",), "nothing is supposed"), (("CASES", "--kind", "gravity"), "there is no kind"),
        (("CASES", "--origin", "Atlantis"), "no country"), (("CASES", "--owners", "."), "name it with --maker"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_says_why(sekisho: Callable[..., Any], cases: Path, asked: tuple[str, ...], why: str) -> None:
    ran = sekisho("whatif", "designate", *(cases if one == "CASES" else one for one in asked))
    assert (ran.code, why in ran.err) == (2, True), ran.err


def test_a_file_that_is_no_stock_is_refused(sekisho: Callable[..., Any], tmp_path: Path, cases: Path) -> None:
    ran = sekisho("whatif", "designate", "--stock", tmp_path / "devices.csv", "--maker", "甲", "--json")
    assert (ran.code, [one["rule"] for one in ran.json["faults"]]) == (2, ["stock.broken"])
