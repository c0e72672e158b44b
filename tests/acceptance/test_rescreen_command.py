"""`sekisho rescreen` over folders: what a new edition does, told once, and nobody cleared by a list that has gone missing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from case_kit import JP_TENDER, listed_bid, register_row, write_case, write_register
from in_process import sekisho as sekisho

LISTED = "line,kind,maker,model,quantity\n1,スイッチ,鷺潭通信技術有限公司,SW-1,2\n2,サーバ装置,見本電機株式会社,SV-1,1\n"
ROW = {"authority": "JP-DECISION", "source": "例", "affiliates": "included"}
AWARDED = "publication: {opened_at: 2026-04-06, award: {winner: A, at: 2026-04-07, by: 契約担当官, authority: 会計法}}\n"


@pytest.fixture
def built(sekisho: Callable[..., Any], tmp_path: Path) -> Callable[..., Path]:
    def build(name: str, **sources: list[str]) -> Path:
        paths = [
            write_register(tmp_path / f"{source}.csv", *(register_row(f"E-{at}", one, **ROW) for at, one in enumerate(names)))
            for source, names in sources.items()
        ]
        ran = sekisho("register", "build", *paths, "-o", tmp_path / name, "--retrieved-at", "2026-04-01", "--good-for", "30")
        assert ran.code == 0, ran.err
        return tmp_path / name

    return build


def test_a_new_edition_is_told_over_open_and_awarded_cases_once_and_writes_nothing(
    sekisho: Callable[..., Any], tmp_path: Path, built: Callable[..., Path]
) -> None:
    before, after = built("before", first=["無関係株式会社"]), built("after", first=["鷺潭通信技術有限公司"])
    folder = tmp_path / "cases"
    write_case(folder / "one", JP_TENDER, {"A": listed_bid(LISTED)})
    write_case(
        folder / "two",
        AWARDED + JP_TENDER.replace("T-1", "T-2"),
        {"A": listed_bid(LISTED), "B": listed_bid(LISTED.replace("鷺潭通信技術有限公司", "見本電機株式会社"))},
    )
    held = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    ran = sekisho("rescreen", folder, "--from", before, "--to", after, "--as-of", "2026-04-10", "--json")
    assert (ran.code, ran.json["cases"], ran.json["bids"], ran.json["touched"]["bids"]) == (1, 2, 3, 2), ran.err
    assert ran.json["counts"] == {"new": 2, "changed": 0, "cleared": 0, "unverifiable": 0}
    told = [(one["kind"], one["bid"], one["line"], one["rule"], one["verdict"]["to"], one["awarded"]) for one in ran.json["delta"]]
    assert told == [("new", "A", "1", "MAKER", "bar", False), ("new", "A", "1", "MAKER", "bar", True)]
    back = sekisho("rescreen", folder, "--from", after, "--to", before, "--as-of", "2026-04-10", lang="ja")
    assert (back.code, back.out.count("解消: ")) == (1, 2)
    assert "(落札決定済み)" in back.out
    same = sekisho("rescreen", folder / "one", "--from", after, "--to", after, "--as-of", "2026-04-10", "--json")
    assert (same.code, same.json["delta"], same.json["touched"]["subjects"]) == (0, [], 0)
    assert held == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_list_that_has_gone_missing_clears_nobody_and_a_stale_one_exits_3(
    sekisho: Callable[..., Any], tmp_path: Path, built: Callable[..., Path]
) -> None:
    both = built("both", first=["無関係株式会社"], second=["鷺潭通信技術有限公司"])
    one = built("one", first=["無関係株式会社"])
    case = write_case(tmp_path / "case", JP_TENDER, {"A": listed_bid(LISTED)})
    ran = sekisho("rescreen", case, "--from", both, "--to", one, "--as-of", "2026-04-10", "--json")
    assert (ran.code, ran.json["counts"]["unverifiable"], ran.json["counts"]["cleared"]) == (1, 1, 0)
    late = sekisho("rescreen", case, "--from", both, "--to", one, "--as-of", "2026-09-10", "--json")
    assert (late.code, late.json["stale"], late.json["counts"]["cleared"]) == (3, True, 0)


def test_another_policy_is_told_the_same_way(sekisho: Callable[..., Any], tmp_path: Path, built: Callable[..., Path]) -> None:
    edition = built("edition", first=["鷺潭通信技術有限公司"])
    case = write_case(tmp_path / "case", JP_TENDER, {"A": listed_bid(LISTED)})
    ran = sekisho("rescreen", case, "--from", edition, "--to", edition, "--to-policy", "us-889", "--as-of", "2026-04-10", "--json")
    assert (ran.code, ran.json["touched"]["bids"]) == (1, 1)
    assert {one["rule"] for one in ran.json["delta"]} >= {"REPRESENTS"}


def test_installed_devices_are_told_by_those_that_are_alike(sekisho: Callable[..., Any], tmp_path: Path, built: Callable[..., Path]) -> None:
    before, after = built("before", first=["無関係株式会社"]), built("after", first=["鷺潭通信技術有限公司"])
    rows = [f"{number},sw-{number},{site},鷺潭通信技術有限公司,SW-1,switch" for number, site in enumerate(("本庁", "支所", "本庁"))]
    devices = tmp_path / "devices.csv"
    devices.write_text(
        "\n".join(["asset tag,hostname,site,manufacturer,model,category", *rows, "9,sv,本庁,見本電機株式会社,SV-1,server"]) + "\n", encoding="utf-8"
    )
    asked = ("--estate", devices, "--from", before, "--to", after, "--policy", "jp-2018", "--as-of", "2026-04-10")
    ran = sekisho("rescreen", *asked, "--json")
    assert (ran.code, ran.json["estate"]["devices"], ran.json["cases"]) == (1, 4, 0), ran.err
    (told,) = ran.json["estate"]["delta"]
    assert (told["kind"], told["devices"], set(told["sites"]), told["rule"], told["verdict"]) == (
        "new", 3, {"本庁", "支所"}, "MAKER", {"from": None, "to": "bar"},
    )  # fmt: skip
    assert sekisho("rescreen", "--from", before, "--to", after).code == 2
