"""Marks of real devices with their labels hidden: walks, banners, device types, command lines, cameras. Skipped where the corpus is absent."""

import json
from datetime import date
from pathlib import Path

import pytest
from bench.inside.hidden import COVERED, Shown, counted, load

from sekisho.engines.embedded.mark_store import opened_tables
from sekisho.engines.embedded.mark_tables import MarkTables
from sekisho.feeds.tables.model import TableSource
from sekisho.feeds.tables.reading import read_tables
from sekisho.marks.identify import identify
from sekisho.marks.model import Identified
from sekisho.terms import Mark

pytestmark = pytest.mark.corpus
DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def tables(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> MarkTables:
    """The machine's tables, with the corpus' copy of IANA's numbers, which a machine may lack."""
    numbers = corpus / "ids" / "iana_enterprises.tsv"
    return opened_tables(tmp_path_factory.mktemp("tables"), [f"enterprise={numbers}"], tell=lambda *_: None).tables


@pytest.fixture(scope="module")
def answers(corpus: Path, tables: MarkTables) -> list[tuple[Shown, Identified]]:
    return [(one, identify(one.marks, tables, as_of=DAY)) for one in load(corpus)]


def is_covered(found: Identified) -> bool:
    return any(COVERED.search(one.maker) and one.certainty != "doubtful" for one in found.makers)


def test_makers_are_found_three_times_as_often_as_by_the_public_rule_and_hardly_ever_wrongly(answers: list[tuple[Shown, Identified]]) -> None:
    figures = counted([shown for shown, _ in answers], {at: is_covered(found) for at, (_, found) in enumerate(answers)})
    assert figures["covered"] > 100
    assert figures["recall"] >= 3 * figures["rule_recall"]
    assert figures["precision"] >= 0.95


def test_no_device_is_identified_by_nothing(answers: list[tuple[Shown, Identified]]) -> None:
    assert len(answers) > 8_000
    assert all(one.evidence for _, found in answers for one in found.makers)
    assert [shown for shown, found in answers if found.unreadable and shown.source != "snmp"] == []


def test_a_recorder_s_walk_is_its_maker_s_and_a_generic_agent_s_is_nobody_s(answers: list[tuple[Shown, Identified]]) -> None:
    walks = {shown.label: found for shown, found in answers if shown.source == "snmp"}
    assert "agent-number" in [note.code for note in walks["huawei-gse200m"].notes]
    assert not is_covered(walks["huawei-gse200m"])
    assert is_covered(walks["huawei-s5720"])
    assert walks["huawei-s5720"].makers[0].certainty == "surely"
    assert not any(is_covered(found) for label, found in walks.items() if label.split("-")[0] in ("hp", "hpe", "h3c", "cisco", "aruba", "juniper"))


def test_streaming_paths_that_others_carry_too_prove_no_maker(corpus: Path, tables: MarkTables) -> None:
    cameras = json.loads((corpus / "cctv" / "cameras.json").read_text(encoding="utf-8"))
    copied = [one for one in cameras if one["brand"] in ("Synology", "Tiandy") and "/Streaming/Channels/" in json.dumps(one)]
    assert len(copied) >= 20
    found = identify([Mark.of("rtsp", "/Streaming/Channels/101")], tables, as_of=DAY)
    assert [one.certainty for one in found.makers] == ["doubtful"]


def test_models_of_two_camera_makers_are_told_from_others_models(corpus: Path, tables: MarkTables) -> None:
    cameras = json.loads((corpus / "cctv" / "cameras.json").read_text(encoding="utf-8"))
    named = {(one["brand"], one["model"]): is_covered(identify([Mark.of("part", one["model"])], tables, as_of=DAY)) for one in cameras}
    theirs = [hit for (brand, _), hit in named.items() if brand in ("Hikvision", "Dahua")]
    others = [key for key, hit in named.items() if hit and key[0] not in ("Hikvision", "Dahua")]
    assert sum(theirs) >= 0.95 * len(theirs) > 150
    assert len(others) <= 0.05 * sum(theirs), others


@pytest.mark.parametrize(
    ("kind", "file", "rows"),
    [
        ("oui", "ieee/oui.csv", 32_000),
        ("oui", "ieee/mam.csv", 4_000),
        ("oui", "ieee/oui36.csv", 5_000),
        ("bluetooth", "ids/bluetooth_company_ids.json", 3_900),
    ],
)
def test_public_tables_are_read_as_they_are_published(corpus: Path, kind: str, file: str, rows: int) -> None:
    (read,) = read_tables([TableSource(kind=kind, name=kind, path=corpus / file)])  # type: ignore[arg-type]
    assert len(read.rows) >= rows * 0.98


def test_the_copy_of_the_numbers_of_2024_has_its_date_and_its_registered_owner_of_50001(corpus: Path) -> None:
    (read,) = read_tables([TableSource(kind="enterprise", name="iana", path=corpus / "ids" / "iana_enterprises.tsv")])
    assert len(read.rows) > 60_000
    assert read.rows["50001"] == "Scildon"
    assert "1004849" not in read.rows
