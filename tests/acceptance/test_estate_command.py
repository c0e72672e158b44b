"""`sekisho estate audit` as an asset manager runs it: a process, files in, a report out, exit codes as promised."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from case_kit import register_row, write_register

EXPORTS = Path(__file__).resolve().parents[2] / "docs" / "examples" / "estate" / "exports"
DAY = ("--policy", "jp-2018", "--as-of", "2026-04-15")


@pytest.fixture
def edition(sekisho, tmp_path: Path) -> Path:
    source = write_register(
        tmp_path / "source.csv",
        register_row("K-1", "架空通信設備有限公司", authority="JP-DECISION", source="例の告示"),
        register_row("K-1", "Kakuu Communications", source="例の告示"),
        register_row("K-2", "株式会社架空通信ジャパン", parent="K-1", designates="none", source="例の登記"),
    )
    built = sekisho("register", "build", source, "-o", tmp_path / "edition", "--retrieved-at", "2026-04-01", "--good-for", "30")
    assert built.code == 0, built.err
    return tmp_path / "edition"


def devices(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "devices.csv").open(encoding="utf-8", newline="") as file:
        return {row["device"]: row for row in csv.DictReader(file)}


def test_exports_of_several_tools_become_one_report(sekisho, edition: Path, tmp_path: Path) -> None:
    done = sekisho("estate", "audit", EXPORTS, "--register", edition, *DAY, "-o", tmp_path / "out", "--json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    found = devices(tmp_path / "out")
    assert {name: found[name]["verdict"] for name in ("R-110", "A-0003", "M-201", "R-101", "A-0001")} == {
        "R-110": "bar", "A-0003": "refer", "M-201": "refer", "R-101": "clear", "A-0001": "clear",
    }  # fmt: skip
    assert (told["device_count"], sum(told["verdicts"].values())) == (len(found), len(found))
    assert {one["format"] for one in told["files"]} == {"netbox-device", "ledger", "snmp", "capture", "mdm"}
    assert found["R-110"]["hostname"] == "rtu-kita", "the walk and the register tell of one device"
    assert [row["verdict"] for row in found.values() if not row["known_maker"]].count("clear") == 0
    for name in ("report.ja.html", "report.en.html", "estate.ja.xlsx", "plan.csv", "findings.csv", "unread.csv", "audit.json"):
        assert (tmp_path / "out" / name).stat().st_size > 40, name


def test_the_finding_runs_from_the_device_through_its_maker_to_the_decision(sekisho, edition: Path, tmp_path: Path) -> None:
    done = sekisho("estate", "audit", EXPORTS / "netbox.csv", "--register", edition, *DAY, "-o", tmp_path / "out", "--json")
    told = json.loads(done.out)
    (device,) = [one for one in told["devices"] if one["device"] == "A-0003"]
    (found,) = told["groups"][device["group"]]["findings"]
    assert [link["relation"] for link in found["evidence"]] == ["made-by", "same-as", "affiliate-of", "designated-by"]
    assert device["sightings"] == [{"file": str(EXPORTS / "netbox.csv"), "where": "line 4", "format": "netbox-device", "seen_at": ""}]


def test_a_stale_register_writes_the_report_with_nothing_clear(sekisho, edition: Path, tmp_path: Path) -> None:
    done = sekisho("estate", "audit", EXPORTS, "--register", edition, "--policy", "jp-2018", "--as-of", "2026-09-01", "-o", tmp_path / "out")
    assert done.code == 3
    assert {row["verdict"] for row in devices(tmp_path / "out").values()} == {"bar", "refer"}


def test_without_a_register_nothing_is_judged(sekisho, tmp_path: Path) -> None:
    done = sekisho("estate", "audit", EXPORTS, *DAY, "-o", tmp_path / "out", "--json")
    assert done.code == 3
    assert [one["rule"] for one in json.loads(done.out)["faults"]] == ["register.missing"]
    assert not (tmp_path / "out").exists()


def test_bad_input_is_told_at_once_and_nothing_is_written(sekisho, edition: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Dear Sir,\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    done = sekisho("estate", "audit", tmp_path / "a.txt", tmp_path / "b.csv", EXPORTS, "--register", edition, *DAY, "-o", tmp_path / "out", "--json")
    assert done.code == 2
    assert [one["rule"] for one in json.loads(done.out)["faults"] if not one["warning"]] == ["estate.unrecognised"] * 2
    assert not (tmp_path / "out").exists()


def test_a_filled_in_plan_is_kept(sekisho, edition: Path, tmp_path: Path) -> None:
    first = ("estate", "audit", EXPORTS, "--register", edition, *DAY)
    assert sekisho(*first, "-o", tmp_path / "one").code == 0
    with (tmp_path / "one" / "plan.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    due = next(at for at, head in enumerate(rows[0]) if head.startswith("by_when"))
    rows[1][due] = "令和9年3月31日"
    with (tmp_path / "plan.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert sekisho(*first, "-o", tmp_path / "two", "--plan", tmp_path / "plan.csv").code == 0
    with (tmp_path / "two" / "plan.csv").open(encoding="utf-8-sig", newline="") as file:
        again = list(csv.reader(file))
    assert {row[0]: row[due] for row in again}[rows[1][0]] == "令和9年3月31日"


def test_the_order_of_the_files_changes_no_verdict_and_no_digest(sekisho, edition: Path, tmp_path: Path) -> None:
    files = sorted(EXPORTS.iterdir())
    told = []
    for number, order in enumerate((files, files[::-1])):
        done = sekisho("estate", "audit", *order, "--register", edition, *DAY, "-o", tmp_path / str(number), "--json")
        found = json.loads(done.out)
        told.append((found["verdicts"], sorted(one["id"] for group in found["groups"] for one in group["findings"])))
    assert told[0] == told[1]
