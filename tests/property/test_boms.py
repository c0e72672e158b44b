"""Whatever stands in a bill of materials of any format, the reader answers with a bill and faults, or refuses; no listed part escapes the walk."""

import copy
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.composition.model import Bom
from sekisho.composition.walk import reach
from sekisho.faults import InputRefused
from sekisho.feeds.boms.reading import bom_from_raw, kind_of
from sekisho.feeds.raw.csv_text import parse_csv
from sekisho.feeds.raw.jail import RawFile
from sekisho.feeds.raw.json_stream import JsonStream
from sekisho.feeds.raw.strict_json import parse_json
from sekisho.feeds.raw.strict_lines import parse_text
from sekisho.feeds.raw.strict_xml import parse_xml
from sekisho.feeds.raw.strict_yaml import parse_yaml

SPDX2 = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "d",
    "documentDescribes": ["SPDXRef-p"],
    "packages": [
        {"SPDXID": "SPDXRef-p", "name": "p", "originator": "Organization: 甲社 (a@example.com)", "supplier": "NOASSERTION"},
        {"SPDXID": "SPDXRef-q", "name": "q", "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:a/b"}]},
    ],
    "files": [{"SPDXID": "SPDXRef-f", "fileName": "./f"}],
    "relationships": [
        {"spdxElementId": "SPDXRef-p", "relationshipType": "CONTAINS", "relatedSpdxElement": "SPDXRef-q"},
        {"spdxElementId": "SPDXRef-q", "relationshipType": "CONTAINS", "relatedSpdxElement": "SPDXRef-f"},
    ],
}
SPDX3 = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {"type": "SpdxDocument", "spdxId": "d", "rootElement": ["s"]},
        {"type": "software_Sbom", "spdxId": "s", "rootElement": ["p"]},
        {"type": "software_Package", "spdxId": "p", "name": "p", "originatedBy": ["o"], "suppliedBy": "o"},
        {"type": "software_Package", "spdxId": "q", "name": "q"},
        {"type": "Organization", "spdxId": "o", "name": "甲社"},
        {"type": "Relationship", "spdxId": "r", "from": "p", "relationshipType": "contains", "to": ["q"], "completeness": "complete"},
    ],
}
DEVICE_TYPE = {
    "manufacturer": "甲社",
    "model": "A",
    "module-bays": [{"name": "b"}],
    "inventory-items": [{"name": "i", "manufacturer": {"name": "乙社"}, "part_id": "1"}, {"name": "j", "parent": "i"}],
    "modules": [{"bay": "b", "module_type": {"manufacturer": "丙社", "model": "m"}}],
}
XML = """<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><metadata><component type="device" bom-ref="p"><name>p</name></component></metadata>
<components><component type="device" bom-ref="a"><manufacturer><name>甲社</name><address><country>JP</country></address></manufacturer><name>a</name>
<properties><property name="cdx:device:quantity">2</property></properties><components><component type="device"><name>b</name></component></components>
</component></components><compositions><composition><aggregate>incomplete</aggregate><assemblies><assembly ref="p"/></assemblies></composition>
</compositions></bom>"""
TAGS = """SPDXVersion: SPDX-2.3
SPDXID: SPDXRef-DOCUMENT
DocumentName: d
PackageName: p
SPDXID: SPDXRef-p
PackageOriginator: Organization: 甲社
PackageName: q
SPDXID: SPDXRef-q
PackageComment: <text>a
b</text>
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-p
Relationship: SPDXRef-p CONTAINS SPDXRef-q"""
PARTS = "Item,Qty,Ref,Description,Manufacturer,MPN,Manufacturer 2,MPN 2\n1,2,R1-R2,a,甲社,A,乙社,B\n,,,,丙社,C,,\n"
YAML = "---\nmanufacturer: 甲社\nmodel: A\ninventory-items:\n  - {name: i, parent: j}\n  - {name: j, parent: i}\n"

words = st.sampled_from(
    [
        "",
        "p",
        "q",
        "SPDXRef-p",
        "SPDXRef-q",
        "SPDXRef-DOCUMENT",
        "NONE",
        "contains",
        "CONTAINS",
        "DESCRIBES",
        "complete",
        "d",
        "b",
        "i",
        "name",
        "type",
    ]
)
leaves = st.none() | st.booleans() | st.integers(-5, 10**20) | words | st.text(max_size=5)
anything = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3), max_leaves=6)
PARSERS: dict[str, Callable[[bytes], Any]] = {
    "json": lambda octets: parse_json(octets, "f"),
    "xml": lambda octets: parse_xml(octets, "f").as_value(),
    "text": lambda octets: {"lines": parse_text(octets, "f")},
    "csv": lambda octets: parse_csv(octets, "f").as_value(),
    "yaml": lambda octets: (lambda document: {"value": document.value, "lines": document.lines})(parse_yaml(octets, "f")),
}


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from places(member, (*path, key))


def altered(value: Any, path: tuple[Any, ...], new: object) -> Any:
    changed = copy.deepcopy(value)
    spot = changed
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = new
    return changed


def answer(kind: str, value: Any) -> Bom | None:
    """The bill where it may be used, checked for what every walk relies on."""
    try:
        bom, faults = bom_from_raw(RawFile(label="f", kind=kind, octets=b"", digest="0" * 64, value=value))  # type: ignore[arg-type]
    except InputRefused as refused:
        assert refused.faults
        return None
    assert all(found.rule and found.what_ja and found.what_en and found.remedy_ja and found.remedy_en for found in faults)
    if not all(found.warning for found in faults):
        return None
    refs = [component.ref for component in bom.components]
    assert len(set(refs)) == len(refs)
    assert bom.root in refs
    assert {one.component.ref for one in reach(bom)} >= set(refs) - {bom.root}
    assert all(part.quantity >= 0 for part in bom.parts)
    assert all(pair.primary in refs and pair.alternate in refs for pair in bom.alternates)
    assert all(len(one.path) <= 67 for one in reach(bom))
    return bom


SAMPLES = [("json", one) for one in (SPDX2, SPDX3, DEVICE_TYPE)]
SPOTS = [(kind, sample, path) for kind, sample in SAMPLES for path in places(sample)]
TEXTS = [json.dumps(SPDX2, ensure_ascii=False), json.dumps(SPDX3, ensure_ascii=False), XML, TAGS, PARTS, YAML]


@pytest.mark.parametrize("text", TEXTS)
def test_every_sample_is_read_as_it_stands(text: str) -> None:
    kind = kind_of(text.encode())
    assert answer(kind, PARSERS[kind](text.encode())) is not None


@given(st.sampled_from(SPOTS), anything)
def test_no_value_anywhere_breaks_a_reader_of_json(spot: tuple[str, Any, tuple[Any, ...]], new: object) -> None:
    kind, sample, path = spot
    answer(kind, altered(sample, path, new))


@given(anything)
def test_no_value_breaks_any_reader(value: object) -> None:
    answer("json", value)
    answer("yaml", {"value": value, "lines": {}})


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sample with a few slices cut out, doubled or put elsewhere."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(len(text) - 1, 0)))
        piece = text[start : start + draw(st.integers(0, 60))]
        rest = text[:start] + text[start + len(piece) :]
        at = draw(st.integers(0, len(rest)))
        text = draw(st.sampled_from([rest, rest[:at] + piece + rest[at:], text[:at] + piece + text[at:]]))
    return text.encode() + draw(st.sampled_from([b"", b"\n", b"\x00", b"\xff"]))


@given(damaged())
def test_a_damaged_file_is_read_or_refused(octets: bytes) -> None:
    kind = kind_of(octets)
    try:
        value = PARSERS[kind](octets)
    except InputRefused as refused:
        assert refused.faults
        return
    answer(kind, value)


headers = st.sampled_from(
    ["Item", "Level", "Qty", "数量", "Ref", "部品記号", "Description", "Value", "Manufacturer", "メーカー", "MPN", "型番", "MPN 2", "Mfr B",
     "Alternate MPN", "代替", "DNP", "実装", "Supplier", "原産国", "?", "", None]
)  # fmt: skip
cells = st.sampled_from(
    ["", None, "1", "2", 3, "R1", "R1-R4", "R9-R1", "R1-R999999", "C1, C2", "甲社", "乙社\n丙社", "A / B", "A;B",
     "代替", "Alt", "主", "DNP", "未実装", "1.2", "..3", "-1", "合計", "Total", "DO NOT INSTALL", "Various",
     "=1+1", "９", "1e9", "x" * 600, "JP", "アトランティス", "individual components"]
)  # fmt: skip


@given(
    st.lists(headers, min_size=1, max_size=8),
    st.lists(st.lists(cells, max_size=9), max_size=12),
    st.lists(st.tuples(*[st.integers(0, 8)] * 4), max_size=3),
)
def test_no_cell_breaks_a_list_of_parts(head: list[str | None], rows: list[list[Any]], merged: list[tuple[int, int, int, int]]) -> None:
    areas = [[min(a, c), min(b, d), max(a, c), max(b, d)] for a, b, c, d in merged]
    sheet = {"name": "BOM", "hidden": False, "rows": [head, *rows], "merged": areas}
    answer("xlsx", {"sheets": [sheet]})
    answer("xlsx", {"sheets": [sheet, {**sheet, "name": "B2", "hidden": True}]})
    texts = [["" if cell is None else str(cell) for cell in row] for row in (head, *rows)]
    answer("csv", {"rows": texts, "lines": list(range(1, len(texts) + 1)), "encoding": "utf-8"})


def reassembled(octets: bytes, window: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for key, at, member in JsonStream(io.BytesIO(octets), "f", window=window).members():
        if at < 0:
            value[key] = member
        else:
            value.setdefault(key, []).append(member)
    return value


@given(st.dictionaries(st.text(max_size=3), anything, max_size=4), st.integers(1, 40), st.booleans())
def test_an_object_read_a_member_at_a_time_is_the_object(value: dict[str, Any], window: int, ascii_only: bool) -> None:
    octets = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    try:
        wanted = parse_json(octets, "f")
    except InputRefused:
        with pytest.raises(InputRefused):
            reassembled(octets, window)
        return
    assert reassembled(octets, window) == {key: member for key, member in wanted.items() if member != []}


@given(damaged(), st.integers(1, 200))
def test_damage_that_the_strict_reader_refuses_is_refused_member_by_member(octets: bytes, window: int) -> None:
    if kind_of(octets) != "json" or octets.lstrip().startswith(b"["):
        return
    try:
        wanted = parse_json(octets, "f")
    except InputRefused:
        with pytest.raises(InputRefused):
            reassembled(octets, window)
        return
    assert reassembled(octets, window) == {key: member for key, member in wanted.items() if member != []}
