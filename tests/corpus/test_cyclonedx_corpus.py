"""Every public CycloneDX and SPDX file: read, or refused by name."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sekisho.composition.walk import reach
from sekisho.faults import InputRefused
from sekisho.feeds.boms.cyclonedx import VERSIONS, bom_from_cyclonedx

pytestmark = pytest.mark.corpus


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)


def test_every_cyclonedx_document_is_read_or_refused_by_its_version(corpus: Path) -> None:
    read = refused = 0
    for path in sorted((corpus / "cyclonedx").rglob("*.json")):
        value = load(path)
        if value["specVersion"] in VERSIONS:
            bom, faults = bom_from_cyclonedx(value, label=path.name, digest="0" * 64)
            assert [found.line() for found in faults if not found.warning] == [], path.name
            assert len(reach(bom)) == len(bom.components) - 1 == len(bom.parts), path.name
            read += 1
        else:
            with pytest.raises(InputRefused, match=r"1\.4 to 1\.7"):
                bom_from_cyclonedx(value, label=path.name, digest="0" * 64)
            refused += 1
    assert (read, refused) >= (92, 4)


def test_spdx_documents_are_refused_by_name(corpus: Path) -> None:
    seen = 0
    for path in sorted((corpus / "spdx").rglob("*.json")):
        with pytest.raises(InputRefused) as refused:
            bom_from_cyclonedx(load(path), label=path.name, digest="0" * 64)
        assert [found.rule for found in refused.value.faults] == ["cyclonedx.spdx"], path.name
        seen += 1
    assert seen > 15


def test_the_hardware_sample_keeps_its_suppliers_and_names_no_maker(corpus: Path) -> None:
    path = corpus / "cyclonedx/bom-examples/HBOM/PCIe-SATA-adapter-board/bom.json"
    bom, faults = bom_from_cyclonedx(load(path), label=path.name, digest="0" * 64)
    parts = {found.component.ref: found for found in reach(bom)}
    assert faults == ()
    assert all(found.component.supplier and not found.component.maker for found in parts.values())
    assert {"Samtec", "Molex", "3M"} <= {found.component.supplier.name for found in parts.values() if found.component.supplier}
    assert parts["molex-47155-4001"].quantity == 8
