"""Owners in bulk: a row each, from one cascade, plain or compiled, with everything that one answer carries."""

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sekisho.cli import run
from sekisho.feeds.owners_list import read_asked
from sekisho.ownership.several import together

CHART = "owner,owned,share_min,share_max,from,to,owned_id,owned_country,control\n"
ROWS = (
    "X,A,50,50,2020-01-01,,,,\nA,甲電機株式会社,60,60,,,T-1,JP,\nU,乙電機,10,10,,,T-2,JP,\nX,乙電機,,,2021-04-01,,T-2,JP,boardMember\n"
    "X,丙電機,80,80,,,T-3,JP,\nY,丙電機,80,80,,,T-4,CN,\n"
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEKISHO_LANG", "en")
    (tmp_path / "chart.csv").write_text(CHART + ROWS, encoding="utf-8")
    (tmp_path / "ids.txt").write_text("X\n", encoding="utf-8")
    return tmp_path


def ask(place: Path, text: str, *more: str, chart: str = "chart.csv", code: int = 0) -> list[dict[str, str]]:
    (place / "in.csv").write_text(text, encoding="utf-8")
    line = ["owners", "--entities", "in.csv", "-o", "out.csv", "--chart", chart, "--designated", "ids.txt", "--as-of", "2026-04-01", *more]
    assert run(line) == code
    if code:
        return []
    with (place / "out.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_row_is_answered_with_paths_days_control_gaps_and_sources(place: Path) -> None:
    first, second = ask(place, "name,country\n甲電機,JP\n乙電機,\n")
    assert (first["matched"], first["holder"], first["designated"], first["share_min"]) == ("one", "T-1", "surely", "60")
    assert first["paths"] == "X →[50%, 2020-01-01–] A →[60%] T-1"
    assert "remainder T-1" in first["gaps"]
    assert "chart.csv line 2" in first["sources"]
    assert (second["designated"], second["controlled"]) == ("no", "possibly")
    assert second["control"] == "influences: X →[boardMember, 2021-04-01–] T-2"


def test_a_name_of_several_holders_is_answered_by_all_of_them_unless_the_country_tells(place: Path) -> None:
    both, one, other = ask(place, "entity,country\n丙電機,\n丙電機,JP\n丙電機,CN\n")
    assert (both["matched"], both["holder"], both["designated"]) == ("several", "T-3; T-4", "possibly")
    assert (both["share_min"], both["share_max"]) == ("0", "80")
    assert (one["matched"], one["designated"]) == ("one", "surely")
    assert (other["matched"], other["designated"]) == ("one", "no")


def test_one_name_that_several_bear_is_answered_so_too(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["owners", "丙電機", "--chart", "chart.csv", "--designated", "ids.txt", "--as-of", "2026-04-01", "--json"]
    assert run(line) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["designated"], told["aggregate_share"]) == ("possibly", {"min": "0", "max": "80"})
    assert [gap["holder"] for gap in told["gaps"] if gap["code"] == "several-of-this-name"] == ["T-3", "T-4"]


def test_whom_no_chart_knows_is_unknown_and_never_no(place: Path) -> None:
    (row,) = ask(place, "entity\n誰か\n")
    assert (row["matched"], row["designated"], row["controlled"], row["gaps"]) == ("none", "unknown", "unknown", "no-chart 誰か")


def test_a_regime_says_how_it_stands_on_the_day(place: Path) -> None:
    (row,) = ask(place, "entity\nT-2\n", "--regime", "bis-affiliates")
    assert (row["regime"], row["standing"], row["meets"], row["red_flags"]) == ("bis-affiliates", "suspended", "no", "control X→T-2")


def test_compiled_and_plain_charts_give_the_same_rows(place: Path) -> None:
    asked = "entity,country\n甲電機,JP\n乙電機,\n丙電機,\n誰か,\nT-3,\nA,\n"
    assert run(["chart", "build", "chart.csv", "-o", "chart.compiled"]) == 0
    assert ask(place, asked) == ask(place, asked, chart="chart.compiled")


def test_the_order_of_charts_does_not_matter(place: Path) -> None:
    lines = ROWS.splitlines()
    for name, part in (("one.csv", lines[:2]), ("two.csv", lines[2:])):
        (place / name).write_text(CHART + "\n".join(part) + "\n", encoding="utf-8")
    asked = "entity\nT-1\nT-2\nT-3\n"
    first = ask(place, asked, "--chart", "two.csv", chart="one.csv")
    assert first == ask(place, asked, "--chart", "one.csv", chart="two.csv")


def test_the_summary_counts_and_names_what_was_read(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask(place, "entity,country\nT-1,Atlantis\n丙電機,\n", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["entities"], told["designated"]["surely"], told["designated"]["possibly"]) == (2, 1, 1)
    assert told["matched"] == {"one": 1, "several": 1, "none": 0}
    assert [one["kind"] for one in told["read"]] == ["entities", "chart", "designated"]
    assert all(len(one["digest"]) == 64 for one in told["read"])
    assert [one["rule"] for one in told["warnings"]] == ["owners.country-unknown"]


def test_parquet_is_read_as_csv_is(place: Path) -> None:
    pq.write_table(pa.table({"name": ["甲電機"], "country": ["JP"]}), place / "in.parquet")
    assert read_asked(place / "in.parquet").rows[0].words == ("甲電機",)


def test_every_fault_of_the_list_is_told_and_nothing_is_written(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask(place, "entity,country\n,JP\nT-1,JP,more\n,CN\n", code=2)
    told = capsys.readouterr().err
    assert told.count("owners.entity-missing") == 2 and "owners.row-too-long" in told
    assert not (place / "out.csv").exists()
    for text in ("who\nT-1\n", "entity,entity\nA,B\n", "entity\n"):
        ask(place, text, code=2)


@pytest.mark.parametrize("line", [[], ["A", "--entities", "in.csv", "-o", "o.csv"], ["--entities", "in.csv"], ["A", "-o", "o.csv"]])
def test_one_entity_or_a_list_with_an_output(line: list[str], place: Path) -> None:
    assert run(["owners", *line, "--chart", "chart.csv", "--designated", "ids.txt"]) == 2


def test_several_answers_are_never_more_certain_than_the_least() -> None:
    assert together(["surely", "surely"]) == "surely"
    assert together(["surely", "no"]) == together(["possibly", "unknown"]) == "possibly"
    assert together(["no", "unknown"]) == "unknown"
