"""`sekisho identify` as a user runs it, with the tables that `make setup` puts in place."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from sekisho.engines.embedded.mark_store import opened_tables

IANA = "32473\tReidai Electric\n50001\tScildon\n25506\tH3C\n8072\tnet-snmp\n2011\tHUAWEI Technology Co.,Ltd\n"


@pytest.fixture(scope="module")
def iana(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enterprise numbers: the machine may have none."""
    path = tmp_path_factory.mktemp("iana") / "enterprises.tsv"
    path.write_text("# Date: 2026-10-02\n" + IANA, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def compiled(iana: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables, compiled once for all tests of this file."""
    folder = tmp_path_factory.mktemp("tables")
    opened_tables(folder, [f"enterprise={iana}"], tell=lambda *_: None)
    return folder


@pytest.fixture(autouse=True)
def tables_at_home(sekisho, compiled: Path) -> None:
    shutil.copytree(compiled, sekisho.home / "tables")


@pytest.fixture
def asked(sekisho, iana: Path):
    def ask(*arguments: object) -> Any:
        ran = sekisho("identify", *arguments, "--table", f"enterprise={iana}", "--as-of", "2026-11-22", "--json")
        assert ran.code == 0, ran.err
        return ran.json

    return ask


def told(answer: Any) -> list[tuple[str, str]]:
    return [(one["maker"], one["certainty"]) for one in answer["makers"]]


def test_a_number_that_a_registry_gives_to_another_company_is_told_with_both(asked) -> None:
    answer = asked("--sysobjectid", "1.3.6.1.4.1.50001", "--sysdescr", "Hikvision company products")
    assert told(answer) == [("Hangzhou Hikvision Digital Technology Co.,Ltd.", "surely"), ("Scildon", "doubtful")]
    assert [one["maker"] for one in answer["makers"][0]["against"]] == ["Scildon"]
    alone = asked("--sysobjectid", "1.3.6.1.4.1.50001")
    assert told(alone)[0] == ("Hangzhou Hikvision Digital Technology Co.,Ltd.", "possibly")


def test_a_switch_that_says_another_name_than_its_number_is_not_the_number_s(asked) -> None:
    answer = asked("--sysobjectid", "1.3.6.1.4.1.25506.11.1.87", "--sysdescr", "HP Comware Platform Software, Software Version 5.20")
    assert told(answer) == [("Hewlett Packard Enterprise", "possibly"), ("H3C", "doubtful")]


def test_firmware_under_another_brand_is_told_beside_the_brand(asked) -> None:
    answer = asked("--declared", "Example Brand", "--sysobjectid", "1.3.6.1.4.1.1004849.2.1", "--rtsp-path", "/cam/realmonitor?channel=1")
    assert told(answer) == [("Example Brand", "surely"), ("Zhejiang Dahua Technology Co., Ltd.", "possibly")]


def test_a_streaming_path_alone_proves_nothing(asked) -> None:
    assert told(asked("--rtsp-path", "rtsp://192.0.2.1/Streaming/Channels/101")) == [("Hangzhou Hikvision Digital Technology Co.,Ltd.", "doubtful")]


def test_an_agent_s_number_and_a_local_address_name_nobody(asked) -> None:
    answer = asked("--sysobjectid", "1.3.6.1.4.1.8072.3.2.10", "--mac", "02:42:ac:11:00:02")
    assert (answer["makers"], [one["code"] for one in answer["notes"]]) == ([], ["mac-locally-administered", "agent-number"])


def test_the_board_s_maker_stands_beside_the_chip_s(asked) -> None:
    answer = asked("--pci", "8086:10d3:19e5:d11a")
    assert {one["evidence"][0]["cites"] for one in answer["makers"]} == {"vendor 8086", "subsystem vendor 19e5"}
    assert all(one["against"] == [] for one in answer["makers"])


def test_what_is_read_is_told_with_dates_and_digests(asked) -> None:
    read = {one["kind"]: one for one in asked("--mac", "94:e1:ac:00:00:01")["read"]}
    assert {"oui", "enterprise", "pci", "bluetooth", "observed"} <= set(read)
    assert read["enterprise"]["date"] == "2026-10-02"
    assert all(one["date"] and len(one["digest"]) == 64 and one["rows"] for one in read.values())


def test_an_old_table_is_told_of(asked, sekisho, iana: Path) -> None:
    ran = sekisho("identify", "--sysobjectid", "1.3.6.1.4.1.32473", "--table", f"enterprise={iana}", "--as-of", "2031-01-01", "--json")
    assert "table-old" in [one["code"] for one in ran.json["notes"]]
    assert [one["weight"] for one in ran.json["makers"][0]["evidence"]] == [3]


def test_a_list_of_devices_gives_a_row_a_device_and_maker(sekisho, tmp_path: Path, iana: Path) -> None:
    given = tmp_path / "devices.csv"
    given.write_text(
        "id,mac,sysobjectid,sysdescr,room\n"
        "a,94:e1:ac:00:00:01,1.3.6.1.4.1.50001,Hikvision company products,x\n"
        "b,02:00:00:00:00:01,,,x\nc,,1.3.6.1.4.1.2011.2.23.1,Quidway,x\nd,nonsense,,,x\n",
        encoding="utf-8",
    )
    ran = sekisho("identify", "--in", given, "-o", tmp_path / "out.csv", "--table", f"enterprise={iana}", "--json")
    assert (ran.code, ran.json["devices"], ran.json["named"]) == (0, 4, 2), ran.err
    assert "marks.column-unknown" in ran.err
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["id"], row["maker"].split()[0] if row["maker"] else "", row["certainty"]) for row in rows] == [
        ("a", "Hangzhou", "surely"), ("a", "Scildon", "doubtful"), ("b", "", "unknown"), ("c", "HUAWEI", "surely"), ("d", "", "unknown"),
    ]  # fmt: skip
    assert (rows[2]["notes"], rows[4]["notes"]) == ("mac-locally-administered", "mac unreadable")


def test_parquet_gives_the_same_rows_as_csv(sekisho, tmp_path: Path, iana: Path) -> None:
    columns = {"id": ["1", "2"], "mac": ["94:e1:ac:00:00:01", None], "sysobjectid": ["", "1.3.6.1.4.1.32473.1"]}
    pyarrow.parquet.write_table(pa.table(columns), tmp_path / "devices.parquet")
    (tmp_path / "devices.csv").write_text("id,mac,sysobjectid\n1,94:e1:ac:00:00:01,\n2,,1.3.6.1.4.1.32473.1\n", encoding="utf-8")
    for name in ("parquet", "csv"):
        ran = sekisho("identify", "--in", tmp_path / f"devices.{name}", "-o", tmp_path / f"{name}.out", "--table", f"enterprise={iana}")
        assert ran.code == 0, ran.err
    assert (tmp_path / "parquet.out").read_bytes() == (tmp_path / "csv.out").read_bytes()


@pytest.mark.parametrize(
    ("text", "rule"), [("", "marks.empty"), ("room,floor\n1,2\n", "marks.column-missing"), ('mac\n"94:e1\n', "csv.quotes")]
)  # fmt: skip
def test_a_list_that_cannot_be_used_is_refused_and_nothing_is_written(sekisho, tmp_path: Path, iana: Path, text: str, rule: str) -> None:
    (tmp_path / "devices.csv").write_text(text, encoding="utf-8")
    ran = sekisho("identify", "--in", tmp_path / "devices.csv", "-o", tmp_path / "out.csv", "--table", f"enterprise={iana}")
    assert ran.code == 2
    assert rule in ran.err
    assert not (tmp_path / "out.csv").exists()


def test_a_faulty_table_is_refused_with_every_fault_and_exit_2(sekisho, tmp_path: Path) -> None:
    (tmp_path / "oui.csv").write_text("prefix,maker\nxx,A\nyy,B\n", encoding="utf-8")
    ran = sekisho("identify", "--mac", "94:e1:ac:00:00:01", "--table", f"oui={tmp_path / 'oui.csv'}", "--json")
    assert (ran.code, [one["where"] for one in ran.json["faults"]]) == (2, ["line 2", "line 3"])


def test_nothing_asked_is_a_fault_of_use(sekisho) -> None:
    assert sekisho("identify").code == 2


def test_the_answer_is_told_in_japanese_too(sekisho, iana: Path) -> None:
    ran = sekisho("identify", "--mac", "02:00:00:00:00:01", "--table", f"enterprise={iana}", lang="ja")
    assert "製造業者は分かりません" in ran.out
    assert "ローカル管理アドレス" in ran.out


def test_a_collection_of_sysobjectids_that_the_user_supplies_tells_models_from_their_number(asked, tmp_path: Path) -> None:
    path = tmp_path / "sysobject.ids"
    path.write_text("# id\tvendor\ttype\tmodel\n25506\tH3C\tNETWORKING\n25506.11.1.87\tHewlett-Packard\tNETWORKING\tA5500\n", encoding="utf-8")
    answer = asked("--sysobjectid", "1.3.6.1.4.1.25506.11.1.87", "--table", f"sysobject={path}")
    assert told(answer) == [("Hewlett-Packard", "possibly"), ("H3C", "doubtful")]
