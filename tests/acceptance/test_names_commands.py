"""The commands about names as a user runs them: `compare`."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from case_kit import register_row, write_register

from sekisho.names.normalise import tables_digest


@pytest.fixture
def edition(sekisho, tmp_path: Path) -> Path:
    source = write_register(
        tmp_path / "source.csv",
        register_row("E-1", "鷺潭通信技術有限公司", authority="JP-DECISION", source="例の告示"),
        register_row("E-1", "Sabre Pool", source="例の新聞", name_kind="brand"),
        register_row("E-1", "SPC", name_kind="acronym"),
        register_row("E-2", "Kokage Optics K.K.", parent="E-1", designates="none", source="例の登記"),
        register_row("E-3", "Kokage Optics Holdings", designates="none"),
    )
    built = sekisho("register", "build", source, "-o", tmp_path / "edition", "--retrieved-at", "2026-04-01", "--good-for", "3660")
    assert built.code == 0, built.err
    return tmp_path / "edition"


def pairs(folder: Path, text: str) -> Path:
    path = folder / "pairs.csv"
    path.write_text(text, encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_pair_has_its_row_in_the_order_of_the_input_with_score_class_alert_and_why(sekisho, tmp_path: Path) -> None:
    given = pairs(tmp_path, "id,name1,name2,note\n7,華為技術有限公司,华为技术有限公司,a\n5,例示電機,見本工業,b\n")
    ran = sekisho("compare", "--pairs", given, "-o", tmp_path / "out.csv")
    assert ran.code == 0, ran.err
    one, other = rows(tmp_path / "out.csv")
    assert list(one) == ["id", "name1", "name2", "note", "score", "class", "alert", "why"]
    assert (one["id"], one["note"], one["class"], one["alert"]) == ("7", "a", "same", "true")
    assert (other["id"], other["name1"], other["class"], other["alert"]) == ("5", "例示電機", "different", "false")
    assert all(len(row["score"]) == 6 and 0 <= float(row["score"]) <= 1 and row["why"].startswith(row["class"]) for row in (one, other))


def test_two_names_of_one_entity_of_the_register_are_the_same_whatever_they_sound_like(sekisho, tmp_path: Path, edition: Path) -> None:
    given = pairs(tmp_path, "name1,name2\n鹭潭通信技术有限公司,SABRE POOL\n")
    assert sekisho("compare", "--pairs", given, "-o", tmp_path / "without.csv").code == 0
    assert sekisho("compare", "--pairs", given, "-o", tmp_path / "with.csv", "--register", edition).code == 0
    (without,), (known,) = rows(tmp_path / "without.csv"), rows(tmp_path / "with.csv")
    assert without["alert"] == "false"
    assert (known["score"], known["class"], known["alert"]) == ("1.0000", "same", "true")
    assert "`Sabre Pool` (E-1; 例の新聞, retrieved 2026-04-01)" in known["why"]


def test_a_name_of_an_entity_and_one_of_its_parent_are_affiliates(sekisho, tmp_path: Path, edition: Path) -> None:
    given = pairs(tmp_path, "name1,name2\nKokage Optics,鷺潭通信技術\n鷺潭通信技術,Kokage Optics\n")
    assert sekisho("compare", "--pairs", given, "-o", tmp_path / "out.csv", "--register", edition).code == 0
    for row in rows(tmp_path / "out.csv"):
        assert (row["class"], row["alert"]) == ("affiliate", "true")
        assert "例の登記" in row["why"]


def test_a_damaged_spelling_of_an_alias_is_found_through_the_register(sekisho, tmp_path: Path, edition: Path) -> None:
    given = pairs(tmp_path, "name1,name2\n鷺潭通信技術有限公司,Sabre Pol\nSabre Pol,鷺潭通信技術有限公司\n")
    assert sekisho("compare", "--pairs", given, "-o", tmp_path / "out.csv", "--register", edition).code == 0
    one, other = rows(tmp_path / "out.csv")
    assert one["score"] == other["score"]
    assert "`Sabre Pool`" in one["why"]


def test_an_acronym_of_the_register_is_no_fact(sekisho, tmp_path: Path, edition: Path) -> None:
    given = pairs(tmp_path, "name1,name2\nSPC,鷺潭通信技術有限公司\n")
    assert sekisho("compare", "--pairs", given, "-o", tmp_path / "out.csv", "--register", edition).code == 0
    (row,) = rows(tmp_path / "out.csv")
    assert row["class"] in ("possible", "different")
    assert row["alert"] == "false"


def test_a_cell_that_a_spreadsheet_would_compute_gets_an_apostrophe(sekisho, tmp_path: Path) -> None:
    given = pairs(tmp_path, "name1,name2,note,=head\n=cmd(),+例示,-1,@x\n")
    assert sekisho("compare", "--pairs", given, "-o", tmp_path / "out.csv").code == 0
    (row,) = rows(tmp_path / "out.csv")
    assert [row[name] for name in ("name1", "name2", "note", "'=head")] == ["'=cmd()", "'+例示", "'-1", "'@x"]


def test_every_fault_of_the_pairs_is_told_at_once_and_nothing_is_written(sekisho, tmp_path: Path) -> None:
    given = pairs(tmp_path, "name1,name2,country1\n例示電機,,JP\n,見本工業,JP\nA,B,JP,C\n")
    ran = sekisho("compare", "--pairs", given, "-o", tmp_path / "out.csv", "--json")
    assert ran.code == 2
    told = [(one["where"], one["rule"], one["shown"]) for one in ran.json["faults"]]
    assert told == [
        ("line 2", "pairs.name-missing", "name2"),
        ("line 3", "pairs.name-missing", "name1"),
        ("line 4", "pairs.too-many-cells", "4"),
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["pairs.csv"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [("", "pairs.empty"), ("a,b\nx,y\n", "pairs.column-missing"), ("name1,name2,name2\nx,y,z\n", "pairs.column-twice")],
)
def test_a_file_without_its_two_columns_is_refused(sekisho, tmp_path: Path, text: str, rule: str) -> None:
    ran = sekisho("compare", "--pairs", pairs(tmp_path, text), "-o", tmp_path / "out.csv", "--json")
    assert ran.code == 2
    assert {one["rule"] for one in ran.json["faults"]} == {rule}


def test_a_missing_file_of_pairs_and_a_folder_that_cannot_be_written_are_told(sekisho, tmp_path: Path) -> None:
    assert sekisho("compare", "--pairs", tmp_path / "none.csv", "-o", tmp_path / "out.csv").code == 2
    given = pairs(tmp_path, "name1,name2\nA,B\n")
    ran = sekisho("compare", "--pairs", given, "-o", given / "out.csv", "--json")
    assert (ran.code, ran.json["faults"][0]["rule"]) == (2, "file.unwritable")


def test_a_register_that_is_missing_or_truncated_is_refused_and_nothing_is_written(sekisho, tmp_path: Path, edition: Path) -> None:
    given = pairs(tmp_path, "name1,name2\nA,B\n")
    edition.write_bytes(edition.read_bytes()[:-5])
    for named in (edition, tmp_path / "nowhere"):
        assert sekisho("compare", "--pairs", given, "-o", tmp_path / "out.csv", "--register", named).code == 3
    assert not (tmp_path / "out.csv").exists()


def test_the_output_is_another_file_than_the_pairs(sekisho, tmp_path: Path) -> None:
    given = pairs(tmp_path, "name1,name2\nA,B\n")
    ran = sekisho("compare", "--pairs", given, "-o", given, "--json")
    assert (ran.code, ran.json["faults"][0]["rule"]) == (2, "pairs.output-is-input")
    assert given.read_text(encoding="utf-8") == "name1,name2\nA,B\n"


def test_a_register_past_its_time_is_used_with_a_warning_and_exit_3(sekisho, tmp_path: Path, edition: Path) -> None:
    built = sekisho("register", "build", tmp_path / "source.csv", "-o", tmp_path / "old", "--retrieved-at", "2020-04-01", "--good-for", "30")
    assert built.code == 0, built.err
    given = pairs(tmp_path, "name1,name2\n鷺潭通信技術,Sabre Pool\n")
    ran = sekisho("compare", "--pairs", given, "-o", tmp_path / "out.csv", "--register", tmp_path / "old", "--json")
    assert (ran.code, ran.json["alerts"]) == (3, 1)
    assert [one["rule"] for one in ran.json["warnings"]] == ["register.stale"]


def test_an_output_of_an_earlier_run_can_be_compared_again(sekisho, tmp_path: Path) -> None:
    given = pairs(tmp_path, "name1,name2\n例示電機,例示電機株式会社\n")
    assert sekisho("compare", "--pairs", given, "-o", tmp_path / "one.csv").code == 0
    again = sekisho("compare", "--pairs", tmp_path / "one.csv", "-o", tmp_path / "two.csv", "--json")
    assert again.code == 0
    assert {one["rule"] for one in again.json["warnings"]} == {"pairs.column-replaced"}
    assert (tmp_path / "two.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()


def test_the_summary_names_what_the_answers_rest_on(sekisho, tmp_path: Path, edition: Path) -> None:
    given = pairs(tmp_path, "name1,name2,country1\n例示電機,例示電機株式会社,日本\n例示電機,見本工業,Atlantis\n")
    ran = sekisho("compare", "--pairs", given, "-o", tmp_path / "out.csv", "--register", edition, "--json")
    assert ran.code == 0, ran.err
    assert (ran.json["pairs"], ran.json["alerts"], ran.json["classes"]["different"]) == (2, 1, 1)
    assert [one["kind"] for one in ran.json["read"]] == ["pairs", "names", "register"]
    assert ran.json["read"][1]["digest"] == tables_digest()
    assert 0 < ran.json["thresholds"]["alert"]["latin"] < 1
    assert [(one["rule"], one["shown"]) for one in ran.json["warnings"] if one["rule"] != "register.stale"] == [("pairs.country-unknown", "Atlantis")]


def test_many_pairs_say_how_far_they_are(sekisho, tmp_path: Path) -> None:
    given = pairs(tmp_path, "name1,name2\n" + "例示電機,例示電機株式会社\n" * 10_500)
    ran = sekisho("compare", "--pairs", given, "-o", tmp_path / "out.csv")
    assert "10,000 of 10,500 pairs compared" in ran.err
    assert len(rows(tmp_path / "out.csv")) == 10_500
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o644
