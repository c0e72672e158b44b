"""`chart build`, and `owners` from the compiled file, as a user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_kit import register_row, write_register

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples" / "owners"
AS_OF = ("--designated", EXAMPLES / "designated.txt", "--as-of", "2026-04-01", "--json")


@pytest.mark.parametrize(("chart", "entity"), [("ofac-1", "B"), ("ofac-2", "C"), ("ofac-3", "B"), ("range", "B"), ("converse", "B"), ("range", "Z")])
def test_a_compiled_chart_gives_the_answer_of_its_source_word_for_word(sekisho, tmp_path: Path, chart: str, entity: str) -> None:
    built = sekisho("chart", "build", EXAMPLES / f"{chart}.csv", "-o", tmp_path / "compiled", "--json")
    assert built.code == 0, built.err
    plain = sekisho("owners", entity, "--chart", EXAMPLES / f"{chart}.csv", *AS_OF)
    assert sekisho("owners", entity, "--chart", tmp_path / "compiled", *AS_OF).json == plain.json


def test_an_edition_designates_in_a_compiled_chart_as_in_its_source(sekisho, tmp_path: Path) -> None:
    rows = "owner,owned,share_min,share_max\n鷺潭通信技術有限公司,例示電機,60,60\n例示電機,見本工業,50,70\n"
    (tmp_path / "chart.csv").write_text(rows, encoding="utf-8")
    source = write_register(tmp_path / "source.csv", register_row("E-1", "鷺潭通信技术有限公司", authority="JP-DECISION", source="例"))
    sekisho("register", "build", source, "-o", tmp_path / "edition", "--retrieved-at", "2026-04-01", "--good-for", "30")
    sekisho("chart", "build", tmp_path / "chart.csv", "-o", tmp_path / "compiled")
    asked = ("--designated", tmp_path / "edition", "--as-of", "2026-04-10", "--json")
    answers = [sekisho("owners", "見本工業株式会社", "--chart", tmp_path / name, *asked) for name in ("chart.csv", "compiled")]
    assert [one.json["designated"] for one in answers] == ["surely", "surely"]
    assert answers[0].json == answers[1].json


def test_a_compiled_chart_stands_alone_and_faults_leave_nothing(sekisho, tmp_path: Path) -> None:
    sekisho("chart", "build", EXAMPLES / "range.csv", "-o", tmp_path / "compiled")
    beside = sekisho("owners", "B", "--chart", tmp_path / "compiled", "--chart", EXAMPLES / "range.csv", *AS_OF)
    assert beside.code == 2
    assert [one["rule"] for one in beside.json["faults"]] == ["chart.compiled-beside"]
    (tmp_path / "bad.csv").write_text("owner,owned,share_min\nX,A,fifty\nX,,10\n", encoding="utf-8")
    refused = sekisho("chart", "build", tmp_path / "bad.csv", "-o", tmp_path / "none", "--json")
    assert refused.code == 2
    assert {one["rule"] for one in refused.json["faults"]} == {"chart.share-unreadable", "chart.owned-missing"}
    assert not (tmp_path / "none").exists()


def test_a_chart_in_parquet_gives_the_answer_of_the_csv(sekisho, tmp_path: Path) -> None:
    import pyarrow.csv
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.csv.read_csv(EXAMPLES / "range.csv"), tmp_path / "range.parquet")
    assert sekisho("chart", "build", tmp_path / "range.parquet", "-o", tmp_path / "compiled", "--ids-only").code == 0
    plain, compiled = (sekisho("owners", "B", "--chart", chart, *AS_OF).json for chart in (EXAMPLES / "range.csv", tmp_path / "compiled"))
    for step in (step for answer in (plain, compiled) for path in answer["paths"] for step in path):
        del step["source"]
    assert compiled == plain
    beside = sekisho("chart", "build", tmp_path / "range.parquet", EXAMPLES / "range.csv", "-o", tmp_path / "both", "--json")
    assert [one["rule"] for one in beside.json["faults"]] == ["chart.table-alone"]
