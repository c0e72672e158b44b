"""A word that names nobody is nobody, in every format: unknown is never a maker called Unknown."""

import json
from pathlib import Path

import pytest

from sekisho.feeds.boms.naming import party_named
from sekisho.feeds.boms.reading import read_bom
from sekisho.terms import Party

CYCLONEDX = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "device", "name": "a", "manufacturer": {"name": "WORD"}}]}'
SPDX_2 = '{"spdxVersion": "SPDX-2.3", "packages": [{"SPDXID": "SPDXRef-a", "name": "a", "originator": "Organization: WORD"}]}'
SPDX_3 = json.dumps(
    {
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "@graph": [
            {"type": "software_Package", "spdxId": "a", "name": "a", "originatedBy": ["o"]},
            {"type": "Organization", "spdxId": "o", "name": "WORD"},
        ],
    }
)
NETBOX = "manufacturer: 甲社\nmodel: A\ninventory-items:\n  - {name: a, manufacturer: WORD}\n"
PARTS = "Qty,Description,Manufacturer,MPN\n1,a,WORD,X\n"


@pytest.mark.parametrize("text", [CYCLONEDX, SPDX_2, SPDX_3, NETBOX, PARTS], ids=["cyclonedx", "spdx2", "spdx3", "netbox", "parts"])
@pytest.mark.parametrize(
    ("word", "maker"), [("例示無線", Party(name="例示無線")), ("Unknown", None), ("不明", None), ("NOASSERTION", None), ("各社", None)]
)
def test_a_placeholder_is_no_maker(tmp_path: Path, text: str, word: str, maker: Party | None) -> None:
    path = tmp_path / "bom"
    path.write_text(text.replace("WORD", word), encoding="utf-8")
    bom, _ = read_bom(path)
    assert bom.components[-1].name == "a"
    assert bom.components[-1].maker == maker


@pytest.mark.parametrize("word", ["", " ", "-", "N/A", "ｎ／ａ", "TBD", "Generic", "汎用品", "Ｖａｒｉｏｕｓ", "No brand"])
def test_words_that_name_nobody(word: str) -> None:
    assert party_named(word) is None


@pytest.mark.parametrize("word", ["Various Ltd", "不明電機株式会社", "NA Systems", "General Electric", "各社電気"])
def test_names_that_hold_such_a_word_are_names(word: str) -> None:
    assert party_named(word) == Party(name=word)
