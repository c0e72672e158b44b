"""The format of a bill of materials is known by what is in the file, and what is not read is refused by name."""

import json
from pathlib import Path

import pytest

from sekisho.faults import InputRefused
from sekisho.feeds.boms.reading import kind_of, read_bom
from sekisho.feeds.raw.limits import Limits

CYCLONEDX = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "device", "name": "板"}]}


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b'\xef\xbb\xbf {"a": 1}', "json"),
        (b"\n[]", "json"),
        (b"\xef\xbb\xbf<?xml?>", "xml"),
        (b"PK\x03\x04", "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xlsx"),
        (b"# made by a tool\n\nSPDXVersion: SPDX-2.3\n", "text"),
        (b"---\nmanufacturer: a\n", "yaml"),
        (b"# x\nmodel: a\n", "yaml"),
        (b"Reference,Value\n", "csv"),
        ("品名,型番\n".encode("cp932"), "csv"),
        ("<?xml?>".encode("utf-16"), "xml"),
        ('{"a": 1}'.encode("utf-16"), "json"),
        ("品名,型番\n".encode("utf-16"), "csv"),
        (b"\xff\xfe", "csv"),
        (b"\xff\xfea", "csv"),
        (b"", "csv"),
    ],
)
def test_the_first_octets_say_how_a_file_is_read(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    path.write_text(json.dumps(CYCLONEDX), encoding="utf-8")
    bom, faults = read_bom(path, "a/bom.xlsx")
    assert (bom.format, bom.file, [one.rule for one in faults]) == ("CycloneDX 1.6 JSON", "a/bom.xlsx", ["cyclonedx.root-missing"])


def refused(path: Path) -> tuple[str, str]:
    with pytest.raises(InputRefused) as refusal:
        read_bom(path)
    last = refusal.value.faults[-1]
    return last.rule, last.shown


@pytest.mark.parametrize(
    ("text", "rule", "shown"),
    [
        ('{"artifacts": [], "descriptor": {"name": "syft"}}', "bom.format-refused", "Syft JSON"),
        ('{"SchemaVersion": 2, "ArtifactName": "a"}', "bom.format-refused", "Trivy JSON"),
        ('{"version": 0, "job": {}, "manifests": {}}', "bom.format-refused", "GitHub dependency snapshot"),
        ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', "bom.format-refused", "SPDX RDF/XML"),
        ('<SoftwareIdentity xmlns="http://standards.iso.org/iso/19770/-2/2015/schema.xsd"/>', "bom.format-refused", "SWID (ISO/IEC 19770-2)"),
        ("<html/>", "bom.not-recognised", "html"),
        ("<bom/>", "bom.not-recognised", "bom"),
    ],
)
def test_what_is_known_and_not_read_is_refused_by_name(tmp_path: Path, text: str, rule: str, shown: str) -> None:
    path = tmp_path / "bom"
    path.write_text(text, encoding="utf-8")
    assert refused(path) == (rule, shown)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.json")[0] == "file.missing"


def test_every_fault_is_told_and_nothing_is_used(tmp_path: Path) -> None:
    path = tmp_path / "bom.json"
    path.write_text(json.dumps({**CYCLONEDX, "components": [{}, 5]}), encoding="utf-8")
    with pytest.raises(InputRefused) as refusal:
        read_bom(path)
    assert [one.rule for one in refusal.value.faults if not one.warning] == ["cyclonedx.shape", "cyclonedx.name-missing"]


LARGE_BOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"tools": [], "component": {"type": "device", "name": "製品", "licenses": [], "components": [{"type": "device", "name": "内"}]}},
    "components": [
        {
            "type": "device",
            "name": f"板{at}",
            "manufacturer": {"name": "甲社"},
            "hashes": [{"alg": "MD5", "content": "00"}],
            "properties": [{"name": "x:other", "value": "1"}, {"name": "x:mpn", "value": f"M{at}"}, {"name": "cdx:device:quantity", "value": "2"}],
            "components": [{"type": "device", "name": "石", "evidence": {}}],
        }
        for at in range(3)
    ],
    "vulnerabilities": [{"id": "x"}],
    "compositions": [{"aggregate": "incomplete", "assemblies": ["components[0]"]}],
}
LARGE_SPDX_2 = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "d",
    "documentDescribes": ["SPDXRef-a"],
    "packages": [{"SPDXID": f"SPDXRef-{ref}", "name": ref, "originator": "Organization: 甲社", "copyrightText": "x"} for ref in "abc"],
    "files": [{"SPDXID": "SPDXRef-f", "fileName": "f", "checksums": []}],
    "relationships": [
        {"spdxElementId": "SPDXRef-a", "relationshipType": kind, "relatedSpdxElement": f"SPDXRef-{ref}"}
        for kind, ref in (("OTHER", "c"), ("CONTAINS", "b"))
    ],
}
LARGE_SPDX_3 = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {"type": "Organization", "spdxId": "o", "name": "甲社"},
        {"type": "Relationship", "spdxId": "l", "from": "p", "to": ["q"], "relationshipType": "hasDeclaredLicense"},
        {"type": "software_Package", "spdxId": "p", "name": "p", "originatedBy": ["o"], "software_copyrightText": "x"},
        {"type": "software_Package", "spdxId": "q", "name": "q"},
        {"type": "Relationship", "spdxId": "r", "from": "p", "to": ["q"], "relationshipType": "contains", "completeness": "incomplete"},
    ],
}


@pytest.mark.parametrize("document", [LARGE_BOM, LARGE_SPDX_2, LARGE_SPDX_3])
def test_a_file_larger_than_the_jail_takes_is_read_to_the_same_bill(tmp_path: Path, document: dict[str, object]) -> None:
    path = tmp_path / "bom.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    in_jail = read_bom(path, "b")
    assert read_bom(path, "b", limits=Limits(file_octets=100)) == in_jail
    assert read_bom(path, "b", limits=Limits(json_nodes=10)) == in_jail
    assert len(in_jail[0].components) > 1


LARGE_XML = """<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6"><metadata><tools><tool><name>t</name></tool></tools>
<component type="device" bom-ref="p"><name>製品</name></component></metadata><components><component type="device" bom-ref="a"><name>板</name>
<hashes><hash alg="MD5">00</hash></hashes><manufacturer><name>甲社</name><contact><name>丙</name></contact></manufacturer>
<properties><property name="x:other">1</property><property name="x:mpn">M</property></properties>
<components><component type="device"><name>石</name></component></components></component></components>
<compositions><composition><aggregate>incomplete</aggregate><assemblies><assembly ref="a"/></assemblies></composition></compositions></bom>"""
LARGE_TAGS = """SPDXVersion: SPDX-2.3
SPDXID: SPDXRef-DOCUMENT
DocumentName: d
PackageName: 板
SPDXID: SPDXRef-a
PackageOriginator: Organization: 甲社
PackageComment: <text>two
lines</text>
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-a
"""


@pytest.mark.parametrize("text", [LARGE_XML, LARGE_TAGS])
def test_xml_and_tags_larger_than_the_jail_takes_are_read_to_the_same_bill(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bom"
    path.write_text(text, encoding="utf-8")
    in_jail = read_bom(path, "b")
    assert in_jail[0].components[-1].name in ("石", "板")
    for limits in (Limits(file_octets=100), Limits(xml_elements=3, lines=3)):
        assert read_bom(path, "b", limits=limits) == in_jail


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('<!DOCTYPE bom [<!ENTITY x "y">]>' + LARGE_XML.partition("?>")[2], "xml.doctype"),
        (LARGE_XML[:-20], "xml.syntax"),
        (LARGE_XML.replace("bom/1.6", "bom/1.2"), "cyclonedx.version"),
        ('<bom xmlns="http://cyclonedx.org/schema/bom/1.6">' + "<a>" * 100 + "</a>" * 100 + "</bom>", "xml.too-many-elements"),
        (LARGE_TAGS + "PackageComment: <text>open", "spdx.text-open"),
        (LARGE_TAGS.replace("板", "\udcff"), "text.not-utf-8"),
    ],
)
def test_what_the_jail_refuses_is_refused_piece_by_piece(tmp_path: Path, text: str, rule: str) -> None:
    path = tmp_path / "bom"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputRefused) as refusal:
        read_bom(path, "b", limits=Limits(file_octets=100))
    assert refusal.value.faults[-1].rule == rule


def test_what_is_wrong_with_a_large_file_is_told_as_for_a_small_one(tmp_path: Path) -> None:
    path = tmp_path / "bom.json"
    for text, rule in (
        ('{"a": 1}', "cyclonedx.not-cyclonedx"),
        ('{"bomFormat": "CycloneDX", "specVersion": "1.2"}', "cyclonedx.version"),
        ('{"a": 1', "json.syntax"),
    ):
        path.write_text(text, encoding="utf-8")
        for limits in (Limits(file_octets=2), Limits(json_nodes=0)):
            with pytest.raises(InputRefused) as refusal:
                read_bom(path, "b", limits=limits)
            assert refusal.value.faults[-1].rule == rule
    path.write_text(json.dumps({"artifacts": [{"id": 1}], "descriptor": {"name": "syft"}}), encoding="utf-8")
    with pytest.raises(InputRefused) as refusal:
        read_bom(path, "b", limits=Limits(file_octets=2))
    assert refusal.value.faults[-1].shown == "Syft JSON"


def test_more_pieces_than_any_product_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sekisho.feeds.boms.large.MOST_KEPT", 2)
    monkeypatch.setattr("sekisho.feeds.boms.spdx_tags.MOST_ELEMENTS", 1)
    monkeypatch.setattr("sekisho.feeds.raw.strict_xml.MOST_KEPT", 5)
    for text, rule in ((json.dumps(LARGE_BOM), "bom.too-many-pieces"), (LARGE_TAGS, "spdx.too-large"), (LARGE_XML, "xml.too-many-elements")):
        path = tmp_path / rule
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputRefused) as refusal:
            read_bom(path, "b", limits=Limits(file_octets=100))
        assert refusal.value.faults[-1].rule == rule
