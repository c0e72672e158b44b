"""`sekisho audit neutrality` over folders, as an auditor runs it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from case_kit import JP_TENDER, listed_bid, register_row, write_case, write_register
from in_process import sekisho as sekisho

LISTED = "line,kind,maker,model,quantity,purpose\n1,スイッチ,鷺潭通信技術有限公司,SW-1,2,\n2,サーバ装置,見本電機株式会社,SV-1,1,\n"


def built(sekisho: Callable[..., Any], folder: Path, name: str, *rows: Any) -> Path:
    source = write_register(folder / f"{name}.csv", *rows)
    ran = sekisho("register", "build", source, "-o", folder / name, "--retrieved-at", "2026-04-01", "--good-for", "30")
    assert ran.code == 0, ran.err
    return folder / name


def test_two_entities_are_audited_together_and_another_edition_explains_another_verdict(sekisho: Callable[..., Any], tmp_path: Path) -> None:
    designated = register_row("E-1", "鷺潭通信技術有限公司", authority="JP-DECISION", source="例", affiliates="included")
    built(sekisho, tmp_path, "before", register_row("E-2", "無関係株式会社", authority="JP-DECISION", source="例"))
    built(sekisho, tmp_path, "after", designated)
    one = write_case(tmp_path / "one", "register: ../before\n" + JP_TENDER, {"A": listed_bid(LISTED)})
    other = write_case(tmp_path / "other", "register: ../after\n" + JP_TENDER, {"A": listed_bid(LISTED)})
    alike = sekisho("audit", "neutrality", one, "--as-of", "2026-04-10", "--json")
    assert (alike.code, alike.json["neutral"], alike.json["findings"]) == (0, True, [])
    ran = sekisho("audit", "neutrality", one, other, "--as-of", "2026-04-10", "--json")
    assert (ran.code, ran.json["explained"], ran.json["breaches"]) == (0, 1, 0)
    (told,) = ran.json["findings"]
    assert "the register edition" in told["because"]["en"]
    assert ran.json["checked"]["products"] == 2
    shown = sekisho("audit", "neutrality", one, other, "--as-of", "2026-04-10", lang="ja")
    assert "登録簿の版が異なるため" in shown.out


def test_a_folder_that_is_no_case_is_refused_whole(sekisho: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = sekisho("audit", "neutrality", tmp_path / "empty", "--json")
    assert ran.code == 2
    assert json.loads(ran.out)["faults"]


def test_a_tender_with_lots_is_audited_lot_by_lot(sekisho: Callable[..., Any], repository: Path) -> None:
    """Its policy is none: nothing is screened, and every lot is judged again by itself."""
    ran = sekisho("audit", "neutrality", repository / "docs/examples/lots", "--as-of", "2026-08-01", "--json")
    assert (ran.code, ran.json["breaches"], ran.json["unverifiable"]) == (1, 0, 1), ran.err
    assert ran.json["findings"][0]["evidence"] == [{"case": "LOTS-1/L2", "bid": "A", "line": "", "said": "lot-limit"}]
    assert ran.json["checked"]["reruns"] >= 10
