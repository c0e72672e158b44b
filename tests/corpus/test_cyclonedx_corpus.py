"""Every public CycloneDX and SPDX file: read, or refused by name."""

from collections import Counter
from pathlib import Path

import pytest

from sekisho.composition.walk import reach
from sekisho.faults import InputRefused
from sekisho.feeds.boms.cyclonedx import VERSIONS
from sekisho.feeds.boms.reading import read_bom

pytestmark = pytest.mark.corpus


def test_every_cyclonedx_document_is_read_or_refused_by_its_version(corpus: Path) -> None:
    counts: Counter[str] = Counter()
    for path in sorted((corpus / "cyclonedx").rglob("*")):
        if path.suffix not in (".json", ".xml"):
            continue
        try:
            bom, _ = read_bom(path, path.name)
        except InputRefused as refusal:
            (found,) = refusal.faults
            assert found.rule == "cyclonedx.version", path.name
            assert found.shown.removeprefix("CycloneDX ") not in VERSIONS, path.name
            counts[f"refused{path.suffix}"] += 1
        else:
            assert len(reach(bom)) == len(bom.components) - 1 == len(bom.parts), path.name
            counts[f"read{path.suffix}"] += 1
    assert counts["read.json"] >= 92
    assert counts["read.xml"] >= 90
    assert counts["refused.json"] + counts["refused.xml"] <= 9


def test_a_conformance_document_says_the_same_in_xml_as_in_json(corpus: Path) -> None:
    """Who made and supplied what, where the two state the same parts (not every pair does)."""
    same = 0
    for path in sorted((corpus / "cyclonedx/spec").glob("*.xml")):
        twin = path.with_suffix(".json")
        if not twin.is_file():
            continue
        of_xml, of_json = (read_bom(one, "b")[0] for one in (path, twin))
        if [one.name for one in of_xml.components] != [one.name for one in of_json.components]:
            continue
        told = [[(one.name, one.maker, one.supplier) for one in bom.components] for bom in (of_xml, of_json)]
        assert told[0] == told[1], path.name
        same += 1
    assert same >= 30


def test_the_hardware_sample_keeps_its_suppliers_and_names_no_maker(corpus: Path) -> None:
    path = corpus / "cyclonedx/bom-examples/HBOM/PCIe-SATA-adapter-board/bom.json"
    bom, faults = read_bom(path, path.name)
    parts = {found.component.ref: found for found in reach(bom)}
    assert faults == ()
    assert all(found.component.supplier and not found.component.maker for found in parts.values())
    assert {"Samtec", "Molex", "3M"} <= {found.component.supplier.name for found in parts.values() if found.component.supplier}
    assert parts["molex-47155-4001"].quantity == 8
