"""A bill of materials of every format, handed in under a name that says nothing: read by its content, screened alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter
from case_kit import JP_TENDER, listed_bid, register_row, write_case, write_register

LIST = "line,kind,maker,model,quantity\n1,スイッチ,例示電機株式会社,SW-1,2\n"
BARRED = "鷺潭通信技術有限公司"
CYCLONEDX_XML = f"""<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component type="device">
<manufacturer><name>例示無線</name></manufacturer><name>基板</name><components><component type="device">
<manufacturer><name>{BARRED}</name></manufacturer><name>チップ</name></component></components></component></components></bom>"""
CYCLONEDX_JSON = json.dumps(
    {
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "components": [{"type": "device", "name": "基板", "components": [{"type": "device", "name": "チップ", "manufacturer": {"name": BARRED}}]}],
    }
)
TAGS = f"""SPDXVersion: SPDX-2.2
SPDXID: SPDXRef-DOCUMENT
DocumentName: d
PackageName: 製品
SPDXID: SPDXRef-p
PackageName: チップ
SPDXID: SPDXRef-q
PackageOriginator: Organization: {BARRED}
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-p
Relationship: SPDXRef-p DEPENDS_ON SPDXRef-q
"""
SPDX_JSON = json.dumps(
    {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "packages": [{"SPDXID": "SPDXRef-q", "name": "チップ", "originator": f"Organization: {BARRED}"}],
    }
)
SPDX_3 = json.dumps(
    {
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "@graph": [
            {"type": "software_Package", "spdxId": "urn:q", "name": "チップ", "originatedBy": ["urn:x", "urn:o"]},
            {"type": "Organization", "spdxId": "urn:x", "name": "例示無線"},
            {"type": "Organization", "spdxId": "urn:o", "name": BARRED},
        ],
    }
)
PARTS = f"品名,数量,部品記号,メーカー,型番\nチップ,2,U1-U2,{BARRED},X-1\n"
NETBOX = f"manufacturer: 例示電機株式会社\nmodel: SW-1\ninventory-items:\n  - {{name: チップ, manufacturer: {BARRED}}}\n"


@pytest.fixture
def edition(sekisho, tmp_path: Path) -> Path:
    source = write_register(tmp_path / "source.csv", register_row("E-1", BARRED, authority="JP-DECISION", source="例", affiliates="included"))
    built = sekisho("register", "build", source, "-o", tmp_path / "edition", "--retrieved-at", "2026-04-01", "--good-for", "30")
    assert built.code == 0, built.err
    return tmp_path / "edition"


def screened(sekisho, tmp_path: Path, edition: Path, bom: str | None, name: str = "bom.dat"):
    case = write_case(tmp_path / "case", JP_TENDER, {"A": {**listed_bid(LIST, f'boms: {{"1": {name}}}\n'), **({name: bom} if bom else {})}})
    return sekisho("screen", case, "--register", edition, "--as-of", "2026-04-10", "--json")


@pytest.mark.parametrize("bom", [CYCLONEDX_XML, CYCLONEDX_JSON, TAGS, SPDX_JSON, SPDX_3, PARTS, NETBOX])
def test_the_maker_of_a_part_is_found_in_every_format(sekisho, tmp_path: Path, edition: Path, bom: str) -> None:
    ran = screened(sekisho, tmp_path, edition, bom)
    assert ran.code == 1, ran.err
    (found,) = ran.json["bids"][0]["items"][0]["findings"]
    assert (found["rule"], found["verdict"]) == ("COMPONENT", "bar")
    assert ("made-by", "チップ", BARRED) in [(link["relation"], link["from"], link["to"]) for link in found["evidence"]]


def test_a_workbook_is_read_as_well(sekisho, tmp_path: Path, edition: Path) -> None:
    case = tmp_path / "case"
    write_case(case, JP_TENDER, {"A": listed_bid(LIST, 'boms: {"1": bom.csv}\n')})
    with xlsxwriter.Workbook(case / "bids/A/bom.csv") as book:
        sheet = book.add_worksheet("部品表")
        for row, cells in enumerate([("数量", "部品記号", "メーカー1", "型番1", "メーカー2", "型番2"), (1, "U1", "例示無線", "A", BARRED, "B")]):
            sheet.write_row(row, 0, cells)
    ran = sekisho("screen", case, "--register", edition, "--as-of", "2026-04-10", "--json")
    (found,) = ran.json["bids"][0]["items"][0]["findings"]
    assert (found["rule"], found["verdict"], ran.json["bids"][0]["coverage"]["components"]) == ("COMPONENT", "refer", 2)
    assert [link["relation"] for link in found["evidence"]][:4] == ["offers", "contains", "replaceable-by", "made-by"]


def test_the_example_of_the_guide_counts_its_parts_and_their_makers(sekisho, tmp_path: Path, edition: Path, repository: Path) -> None:
    text = (repository / "docs/examples/parts/board.csv").read_text(encoding="utf-8")
    (bid,) = screened(sekisho, tmp_path, edition, text).json["bids"]
    assert bid["verdict"] == "clear"
    assert bid["coverage"] == {"items": 1, "items_with_maker": 1, "components": 5, "components_with_maker": 4}


def test_a_format_that_is_not_read_is_refused_by_name_and_nothing_is_judged(sekisho, tmp_path: Path, edition: Path) -> None:
    ran = screened(sekisho, tmp_path, edition, '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', "bom.json")
    assert ran.code == 2
    assert [(one["rule"], one["file"], one["shown"]) for one in ran.json["faults"]] == [("bom.format-refused", "bids/A/bom.json", "SPDX RDF/XML")]


def test_every_bill_that_cannot_be_read_is_told_at_once(sekisho, tmp_path: Path, edition: Path) -> None:
    bids = {
        bid: {**listed_bid(LIST, 'boms: {"1": b}\n'), "b": bad}
        for bid, bad in (("A", "<html/>"), ("B", '{"bomFormat": "CycloneDX", "specVersion": "1.3"}'), ("C", "a,b\n1,2\n"))
    }
    ran = sekisho("screen", write_case(tmp_path / "case", JP_TENDER, bids), "--register", edition, "--as-of", "2026-04-10", "--json")
    assert ran.code == 2
    assert [one["rule"] for one in ran.json["faults"]] == ["bom.not-recognised", "cyclonedx.version", "parts.no-header"]


def test_a_bill_that_is_not_there_is_said_so(sekisho, tmp_path: Path, edition: Path) -> None:
    ran = screened(sekisho, tmp_path, edition, None)
    assert ran.code == 2
    assert [one["rule"] for one in ran.json["faults"]] == ["file.missing"]
