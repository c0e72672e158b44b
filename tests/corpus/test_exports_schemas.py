"""What we publish is valid against the published schemas: OCDS 1.1 (release, packages), and the items of DS-451-8 as its document lists them."""

import json
import shutil
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from sekisho.desk.office import Asked
from sekisho.feeds.exports.gif_items import AWARD, NOTICE
from sekisho.feeds.exports.ocds_values import plain
from sekisho.resources import sample_folder
from sekisho.wiring import ExportAsked, export_case

pytestmark = pytest.mark.corpus
SCHEMAS = "schemas/ocds"
SAMPLES = {"jp": date(2026, 4, 15), "889": date(2026, 4, 15)}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OPENED = "publication: {ocid_prefix: ocds-a1b2c3, number: '1', opened_at: 2026-04-06, method: open, category: goods}\n"
AWARDED = OPENED.replace("}", ", award: {winner: A, at: 2026-04-15, by: 契約担当官, authority: 会計法}}")


def validators(corpus: Path) -> dict[str, Draft4Validator]:
    folder = corpus / SCHEMAS
    if not folder.is_dir():
        pytest.skip(f"no {SCHEMAS} in the corpus")
    held = {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in NAMES}
    registry: Registry[Any] = Registry().with_resources(
        [(one["id"], Resource.from_contents(one, default_specification=DRAFT4)) for one in held.values()]
    )
    return {name: Draft4Validator(one, registry=registry, format_checker=formats()) for name, one in held.items()}


def formats() -> FormatChecker:
    """date-time and uri, which jsonschema leaves unchecked by itself."""
    checker = FormatChecker()
    checker.checks("date-time", ValueError)(lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z"))
    checker.checks("uri")(lambda text: bool(urlsplit(text).scheme))
    return checker


NAMES = ("release-schema", "release-package-schema", "versioned-release-validation-schema")
RECORD = "record-package-schema"


def published(tmp_path: Path, sample: str, told: str, *, record: bool = False) -> Any:
    """The export of a sample with `told` in the place of what its tender says of publication."""
    folder = tmp_path / sample
    shutil.copytree(sample_folder(sample), folder)
    tender = folder / "case" / "tender.yaml"
    tender.write_text(tender.read_text(encoding="utf-8").partition("\npublication:")[0] + "\n" + told, encoding="utf-8")
    out = tmp_path / "out.json"
    export_case(ExportAsked(case=Asked(case=str(folder / "case"), as_of=SAMPLES[sample]), form="ocds", out=out, record=record))
    return json.loads(out.read_text(encoding="utf-8"))


def unknown(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], path: str = "") -> list[str]:
    """Fields that neither the standard nor the extensions that the package names define."""
    while "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        return [name for one in value for name in unknown(one, schema.get("items", {}), root, path)]
    if not isinstance(value, dict) or "properties" not in schema:
        return []
    known, found = schema["properties"], []
    for key, one in value.items():
        here = f"{path}/{key}"
        found += unknown(one, known[key], root, here) if key in known else [here]
    return found


EXTENDED = {
    "/bids", "/withheldInformation", "/tender/bidOpening", "/tender/criteria", "/awards/relatedBids", "/parties/beneficialOwners",
}  # fmt: skip
"""What the extensions add at places where the standard has nothing."""


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("told", ["", OPENED, AWARDED], ids=["notice", "opened", "awarded"])
def test_a_release_is_valid_ocds(corpus: Path, tmp_path: Path, sample: str, told: str) -> None:
    if sample == "889" and told == AWARDED:
        told = told.replace("winner: A", "winner: alpha")
    checks = validators(corpus)
    package = published(tmp_path, sample, told)
    assert [error.message for error in checks["release-package-schema"].iter_errors(package)] == []
    (release,) = package["releases"]
    assert [error.message for error in checks["release-schema"].iter_errors(release)] == []
    schema = checks["release-schema"].schema
    assert isinstance(schema, dict)
    assert set(unknown(release, schema, schema)) <= EXTENDED
    assert ("bids" in release) == bool(told)
    assert plain(release) == release


OF_LOTS = {
    "/tender/lots", "/awards/relatedLots", "/tender/criteria", "/tender/bidOpening", "/bids", "/awards/relatedBids", "/withheldInformation",
}  # fmt: skip


@pytest.mark.parametrize("day", [date(2026, 4, 2), date(2026, 5, 2), date(2026, 5, 25)], ids=["notice", "opened", "awarded"])
def test_a_release_of_a_tender_with_lots_is_valid_ocds(corpus: Path, tmp_path: Path, repository: Path, day: date) -> None:
    checks, out = validators(corpus), tmp_path / "out.json"
    export_case(ExportAsked(case=Asked(case=str(repository / "docs/examples/lots"), as_of=day), form="ocds", out=out))
    package = json.loads(out.read_text(encoding="utf-8"))
    assert [error.message for error in checks["release-package-schema"].iter_errors(package)] == []
    (release,) = package["releases"]
    assert [error.message for error in checks["release-schema"].iter_errors(release)] == []
    schema = checks["release-schema"].schema
    assert isinstance(schema, dict)
    assert set(unknown(release, schema, schema)) <= OF_LOTS
    assert [one["id"] for one in release["tender"]["lots"]] == ["L1", "L2"]


def test_a_schema_that_is_broken_on_purpose_is_noticed(corpus: Path, tmp_path: Path) -> None:
    """The check can fail: each of these damages is an error."""
    check = validators(corpus)["release-schema"]
    (release,) = published(tmp_path, "jp", OPENED)["releases"]
    for damage in ({"ocid": 5}, {"date": "yesterday"}, {"tag": "tender"}, {"initiationType": "gift"}, {"tender": {"title": "no id"}}):
        assert list(check.iter_errors({**release, **damage})), damage


def test_a_record_holds_valid_releases_and_what_they_come_to(corpus: Path, tmp_path: Path) -> None:
    checks = validators(corpus)
    package = published(tmp_path, "jp", AWARDED, record=True)
    schema = json.loads((corpus / SCHEMAS / f"{RECORD}.json").read_text(encoding="utf-8"))
    schema["properties"]["records"]["items"] = {"type": "object", "required": ["ocid", "releases"]}  # the record's own schema is not in the corpus
    assert [error.message for error in Draft4Validator(schema).iter_errors(package)] == []
    (record,) = package["records"]
    assert [one["tag"] for one in record["releases"]] == [["tender"], ["tenderUpdate", "award"]]
    for release in (*record["releases"], record["compiledRelease"]):
        assert [error.message for error in checks["release-schema"].iter_errors(release)] == []
        assert release["ocid"] == record["ocid"]
    assert record["compiledRelease"]["tag"] == ["compiled"]


def test_the_items_of_the_government_model_are_those_of_its_document(corpus: Path) -> None:
    (path,) = (corpus / "schemas/gif").glob("451-8_*.docx")
    tables = _tables(path)
    items = [{row[2].strip(): row[1].strip() for row in table if len(row) > 3 and row[2].strip() not in ("", "英語表記")} for table in tables]
    head, notice, award = items[1], items[2], items[4]
    assert list(head.items()) + list(notice.items()) == list(NOTICE.items())
    assert list(award.items()) == list(AWARD.items())


def _tables(path: Path) -> list[list[list[str]]]:
    with zipfile.ZipFile(path) as parts:
        body = ElementTree.fromstring(parts.read("word/document.xml"))
    return [
        [["".join(text.text or "" for text in cell.iter(f"{W}t")) for cell in row.findall(f"{W}tc")] for row in table.findall(f"{W}tr")]
        for table in body.iter(f"{W}tbl")
    ]
