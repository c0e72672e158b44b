"""`sekisho match` as a user runs it: hits in the order of the list, any encoding, faults all at once, killed in the middle and gone on."""

from __future__ import annotations

import contextlib
import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from case_kit import register_row, write_register

from sekisho.names.normalise import tables_digest


@pytest.fixture
def edition(sekisho, tmp_path: Path) -> Path:
    source = write_register(
        tmp_path / "source.csv",
        register_row("E-1", "鷺潭通信技術有限公司", country="CN", source="例の告示"),
        register_row("E-1", "Sabre Pool Telecommunications", name_kind="brand"),
        register_row("E-2", "Kokage Optics K.K.", parent="E-1", designates="none", country="JP"),
    )
    built = sekisho("register", "build", source, "-o", tmp_path / "edition", "--retrieved-at", "2026-04-01", "--good-for", "30")
    assert built.code == 0, built.err
    return tmp_path / "edition"


AS_OF = ("--as-of", "2026-04-15")


def listed(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "names.csv"
    path.write_bytes(text.encode(encoding))
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def many(folder: Path, count: int) -> Path:
    """A list in which every tenth name is the register's."""
    names = (f"Kokage Optics {at} K.K." if at % 10 == 0 else f"例示{at}電機株式会社" for at in range(count))
    return listed(folder, "name\n" + "".join(f"{name}\n" for name in names))


def test_a_hit_has_a_row_with_its_id_entity_name_score_class_alert_and_why(sekisho, tmp_path: Path, edition: Path) -> None:
    given = listed(tmp_path, "note,id,name\nx,S-7,Sabre Pool Telecommunications Co.\ny,S-8,見本工業\nz,S-9,鹭潭通信技术有限公司\n")
    ran = sekisho("match", given, "-o", tmp_path / "out.csv", "--register", edition, *AS_OF)
    assert ran.code == 0, ran.err
    one, other = rows(tmp_path / "out.csv")
    assert list(one) == ["id", "name", "entity", "matched_name", "score", "class", "alert", "why"]
    assert (one["id"], one["name"], one["entity"]) == ("S-7", "Sabre Pool Telecommunications Co.", "E-1")
    assert (other["id"], other["entity"], other["matched_name"], other["class"]) == ("S-9", "E-1", "鷺潭通信技術有限公司", "same")
    assert all(row["alert"] == "true" and len(row["score"]) == 6 and row["why"].startswith(row["class"]) for row in (one, other))
    assert "3 names, 2 with a hit" in ran.out
    assert not (tmp_path / "out.csv.part").exists()


def test_a_list_without_ids_goes_by_the_number_of_the_row(sekisho, tmp_path: Path, edition: Path) -> None:
    given = listed(tmp_path, "name\n見本工業\n\nKokage Optics K.K.\n")
    assert sekisho("match", given, "-o", tmp_path / "out.csv", "--register", edition, *AS_OF).code == 0
    assert [row["id"] for row in rows(tmp_path / "out.csv")] == ["2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_list_in_any_encoding_that_spreadsheets_write_gives_the_same_hits(sekisho, tmp_path: Path, edition: Path, encoding: str) -> None:
    given = listed(tmp_path, "name\r\n鷺潭通信技術有限公司\r\n見本工業\r\n", encoding)
    assert sekisho("match", given, "-o", tmp_path / "out.csv", "--register", edition, *AS_OF).code == 0
    assert [row["name"] for row in rows(tmp_path / "out.csv")] == ["鷺潭通信技術有限公司"]


@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
def test_a_list_in_parquet_or_arrow_gives_what_the_csv_gives(sekisho, tmp_path: Path, edition: Path, suffix: str) -> None:
    table = pa.table({"Name": ["Kokage Optics", None, "見本工業"], "id": [7, 8, 9], "x": [1.5, 2.5, 3.5]})
    path = tmp_path / f"names.{suffix}"
    if suffix == "parquet":
        pa.parquet.write_table(table, path)
    else:
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
    ran = sekisho("match", path, "-o", tmp_path / "out.csv", "--register", edition, *AS_OF, "--json")
    assert (ran.code, ran.json["names"], ran.json["blank"]) == (0, 3, 1), ran.err
    assert [row["id"] for row in rows(tmp_path / "out.csv")] == ["7"]
    path.write_bytes(path.read_bytes()[:-40])
    broken = sekisho("match", path, "-o", tmp_path / "out-2.csv", "--register", edition, *AS_OF, "--json")
    assert (broken.code, broken.json["faults"][0]["rule"]) == (2, "arrow.unreadable")


def test_a_row_without_a_name_is_told_and_the_others_are_matched(sekisho, tmp_path: Path, edition: Path) -> None:
    given = listed(tmp_path, "id,name,country\n1,,JP\n,Kokage Optics,Atlantis\n")
    ran = sekisho("match", given, "-o", tmp_path / "out.csv", "--register", edition, *AS_OF, "--json")
    assert ran.code == 0
    told = [(one["where"], one["rule"]) for one in ran.json["warnings"]]
    assert told == [("line 2", "match.name-missing"), ("line 3", "match.id-missing"), ("line 3", "match.country-unknown")]
    assert (ran.json["names"], ran.json["blank"], ran.json["matched"]) == (2, 1, 1)


def test_every_fault_of_the_list_is_told_at_once_and_nothing_is_written(sekisho, tmp_path: Path, edition: Path) -> None:
    given = listed(tmp_path, "id,name\n1,A,B\n2,見本工業\n3,C,D,E\n")
    ran = sekisho("match", given, "-o", tmp_path / "out.csv", "--register", edition, *AS_OF, "--json")
    assert ran.code == 2
    assert [(one["where"], one["rule"]) for one in ran.json["faults"]] == [("line 2", "match.too-many-cells"), ("line 4", "match.too-many-cells")]
    assert not list(tmp_path.glob("out*"))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "match.empty"),
        ("company\nx\n", "match.column-missing"),
        ("name,name\nx,y\n", "match.column-twice"),
        ('name\n"x\n', "csv.quotes"),
        ("name\nx\0\n", "csv.control-character"),
        ("name\n" + "x" * 40_000 + "\n", "csv.field-too-long"),
    ],
)
def test_a_file_that_is_no_list_of_names_is_refused(sekisho, tmp_path: Path, edition: Path, text: str, rule: str) -> None:
    ran = sekisho("match", listed(tmp_path, text), "-o", tmp_path / "out.csv", "--register", edition, *AS_OF, "--json")
    assert ran.code == 2
    assert {one["rule"] for one in ran.json["faults"]} == {rule}
    assert not list(tmp_path.glob("out*"))


def test_a_cell_that_a_spreadsheet_would_compute_gets_an_apostrophe(sekisho, tmp_path: Path, edition: Path) -> None:
    given = listed(tmp_path, "id,name\n=1+1,=Kokage Optics K.K.\n")
    assert sekisho("match", given, "-o", tmp_path / "out.csv", "--register", edition, *AS_OF).code == 0
    (row,) = rows(tmp_path / "out.csv")
    assert (row["id"], row["name"]) == ("'=1+1", "'=Kokage Optics K.K.")


def test_a_stale_register_is_matched_with_a_warning_and_exit_3(sekisho, tmp_path: Path, edition: Path) -> None:
    given = listed(tmp_path, "name\nKokage Optics\n")
    ran = sekisho("match", given, "-o", tmp_path / "out.csv", "--register", edition, "--as-of", "2026-06-01", "--json")
    assert (ran.code, ran.json["stale"], ran.json["facts_as_of"]) == (3, True, "2026-06-01")
    assert [one["rule"] for one in ran.json["warnings"]] == ["register.stale"]
    assert len(rows(tmp_path / "out.csv")) == 1


def test_without_a_register_or_with_one_that_does_not_hold_nothing_is_matched(sekisho, tmp_path: Path, edition: Path) -> None:
    given = listed(tmp_path, "name\nKokage Optics\n")
    assert sekisho("match", given, "-o", tmp_path / "out.csv").code == 3
    edition.write_bytes(edition.read_bytes()[:-5])
    assert sekisho("match", given, "-o", tmp_path / "out.csv", "--register", edition).code == 3
    assert not list(tmp_path.glob("out*"))


def test_the_output_may_not_be_the_list_nor_lie_where_nothing_can(sekisho, tmp_path: Path, edition: Path) -> None:
    given = listed(tmp_path, "name\nKokage Optics\n")
    same = sekisho("match", given, "-o", given, "--register", edition, *AS_OF, "--json")
    assert (same.code, same.json["faults"][0]["rule"]) == (2, "match.output-is-list")
    nowhere = sekisho("match", given, "-o", given / "out.csv", "--register", edition, *AS_OF, "--json")
    assert (nowhere.code, nowhere.json["faults"][0]["rule"]) == (2, "file.unwritable")
    (tmp_path / "out.csv.part").mkdir()
    (tmp_path / "out.csv.part" / "mine.txt").write_text("keep", encoding="utf-8")
    strange = sekisho("match", given, "-o", tmp_path / "out.csv", "--register", edition, *AS_OF, "--json")
    assert (strange.code, strange.json["faults"][0]["rule"]) == (2, "match.not-our-folder")
    assert (tmp_path / "out.csv.part" / "mine.txt").read_text(encoding="utf-8") == "keep"


def test_the_summary_names_what_the_hits_rest_on(sekisho, tmp_path: Path, edition: Path) -> None:
    given = listed(tmp_path, "name\nKokage Optics K.K.\n見本工業\n")
    ran = sekisho("match", given, "-o", tmp_path / "out.csv", "--register", edition, *AS_OF, "--json")
    assert (ran.json["names"], ran.json["hits"], ran.json["alerts"], ran.json["classes"]["same"]) == (2, 1, 1, 1)
    assert [one["kind"] for one in ran.json["read"]] == ["list", "names", "register"]
    assert ran.json["read"][1]["digest"] == tables_digest()
    again = sekisho("match", given, "-o", tmp_path / "out.csv", "--register", edition, *AS_OF, "--json", "--jobs", "2")
    assert again.json == ran.json


def test_a_broken_index_is_made_again(sekisho, tmp_path: Path, edition: Path) -> None:
    given = listed(tmp_path, "name\nKokage Optics K.K.\n")
    command = ("match", given, "-o", tmp_path / "out.csv", "--register", edition, *AS_OF)
    assert "building the index" in sekisho(*command).err
    assert sekisho(*command).err == ""
    (index,) = sekisho.home.glob("indexes/*.idx")
    whole = index.read_bytes()
    index.write_bytes(whole[:-7])
    assert "is broken and is built again" in sekisho(*command).err
    assert index.read_bytes() == whole


def started(home: Path, *arguments: object) -> subprocess.Popen[bytes]:
    env = {**os.environ, "SEKISHO_HOME": str(home), "SEKISHO_LANG": "en"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, "-m", "sekisho", *map(str, arguments)], env=env, start_new_session=True, **quiet)


def finished_parts(journal: Path) -> int:
    with contextlib.suppress(OSError):
        return journal.read_bytes().count(b"\n") - 1
    return 0


@pytest.mark.skipif(os.name != "posix", reason="kills a process group")
@pytest.mark.parametrize("whole_group", [True, False], ids=["the group", "the parent alone"])
def test_a_run_that_was_killed_goes_on_and_gives_the_octets_of_one_that_was_not(sekisho, tmp_path: Path, edition: Path, whole_group: bool) -> None:
    given, command = many(tmp_path, 5_000), ("--register", edition, *AS_OF, "--batch", "100", "--jobs", "2")
    assert sekisho("match", given, "-o", tmp_path / "whole.csv", *command).code == 0
    process = started(sekisho.home, "match", given, "-o", tmp_path / "out.csv", *command)
    journal = tmp_path / "out.csv.part" / "journal.jsonl"
    deadline = time.monotonic() + 120
    while finished_parts(journal) < 3 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    (os.killpg if whole_group else os.kill)(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    kept = finished_parts(journal)
    assert 3 <= kept < 50
    assert not (tmp_path / "out.csv").exists()
    ran = sekisho("match", given, "-o", tmp_path / "out.csv", *command)
    assert ran.code == 0, ran.err
    assert "going on from an earlier run" in ran.err
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert not (tmp_path / "out.csv.part").exists()


def test_parts_of_another_register_or_that_do_not_hold_are_not_taken_over(sekisho, tmp_path: Path, edition: Path) -> None:
    given = many(tmp_path, 40)
    command = ("match", given, "-o", tmp_path / "out.csv", "--register", edition, *AS_OF, "--batch", "10")
    assert sekisho(*command).code == 0
    whole = (tmp_path / "out.csv").read_bytes()
    folder = tmp_path / "out.csv.part"

    def left_behind(**other: str) -> None:
        """What a run leaves that is killed after its first part; the part holds something else."""
        from sekisho.engines.embedded.bulk_parts import opened

        basis = {"batch": 10, "list": "0", "names": "0", "register": "0", "rules": "0", **other}
        with opened(tmp_path / "out.csv", basis, lambda ja, en: None) as parts:
            parts.keep(0, "0" * 64, b"other\n", {"hits": 1})

    left_behind()
    assert (folder / "part-00000000.csv").exists()
    ran = sekisho(*command)
    assert "beginning anew, since the earlier run had another list, names, register, rules" in ran.err
    assert (tmp_path / "out.csv").read_bytes() == whole


def test_two_runs_on_one_output_do_not_mix(sekisho, tmp_path: Path, edition: Path) -> None:
    from sekisho.engines.embedded.bulk_parts import opened

    given = many(tmp_path, 10)
    with opened(tmp_path / "out.csv", {"batch": 1}, lambda ja, en: None):
        ran = sekisho("match", given, "-o", tmp_path / "out.csv", "--register", edition, *AS_OF, "--json")
    assert (ran.code, ran.json["faults"][0]["rule"]) == (2, "match.at-work")


def test_any_number_of_processes_and_parts_gives_the_same_octets(sekisho, tmp_path: Path, edition: Path) -> None:
    given = many(tmp_path, 300)
    for name, more in {"one": ("--jobs", "1"), "two": ("--jobs", "2", "--batch", "37")}.items():
        assert sekisho("match", given, "-o", tmp_path / name, "--register", edition, *AS_OF, *more).code == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert len(rows(tmp_path / "one")) >= 30


def test_what_is_said_in_japanese_is_japanese(sekisho, tmp_path: Path, edition: Path) -> None:
    ran = sekisho("match", listed(tmp_path, "name\nKokage Optics\n"), "-o", tmp_path / "out.csv", "--register", edition, *AS_OF, lang="ja")
    assert "1件のうち1件に該当のおそれ" in ran.out
