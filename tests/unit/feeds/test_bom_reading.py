"""The format of a bill of materials is known by what is in the file, and what is not read is refused by name."""

import json
from pathlib import Path

import pytest

from sekisho.faults import InputRefused
from sekisho.feeds.boms.reading import kind_of, read_bom

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
