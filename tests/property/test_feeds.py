"""Whatever stands in a chart or a bill of materials, the reader answers with a value and faults, or refuses; it never breaks."""

import copy
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sekisho.composition.walk import reach
from sekisho.faults import Fault, InputRefused
from sekisho.feeds.boms.cyclonedx import bom_from_cyclonedx
from sekisho.feeds.charts.csv_chart import COLUMNS, chart_from_bods, chart_from_csv

DIGEST = "ab" * 32
words = st.sampled_from(
    ["", "A", "X", "r", "shareholding", "indirect", "2024-01-01", "0001-01-01", "9999-12-31", "closed", "50", "product", "complete"]
)
decimals = st.sampled_from([Decimal("0.5"), Decimal("1E+999"), Decimal("-1"), Decimal("1E-999"), Decimal("100.0")])
leaves = st.none() | st.booleans() | st.integers(-5, 10**20) | decimals | words | st.text(max_size=5)
anything = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3), max_leaves=6)

SHARE = {"exact": 60, "minimum": 1, "maximum": 100}
INTEREST = {"type": "shareholding", "directOrIndirect": "direct", "share": SHARE, "startDate": "2020-01-01", "endDate": "2030-01-01"}
RELATION = {"isComponent": False, "componentRecords": ["r"], "subject": "A", "interestedParty": "X", "interests": [INTEREST]}
ENTITY = {
    "entityType": {"type": "registeredEntity"},
    "name": "甲社",
    "identifiers": [{"scheme": "JP-JCN", "id": "1"}],
    "jurisdiction": {"code": "JP"},
}
PERSON = {"personType": "knownPerson", "names": [{"type": "legal", "fullName": "x"}], "nationalities": [{"code": "JP"}]}


def statement(number: str, record: str, kind: str, details: object, day: str = "2024-01-01", status: str = "new") -> dict[str, Any]:
    return {
        "statementId": number,
        "statementDate": day,
        "recordId": record,
        "recordType": kind,
        "recordStatus": status,
        "recordDetails": details,
    }


BODS = [
    statement("1", "A", "entity", ENTITY),
    statement("2", "X", "person", PERSON),
    statement("3", "r", "relationship", RELATION),
    statement("4", "r", "relationship", RELATION, "2025-01-01", "closed"),
]
ENTITIES = {"name": "甲社", "address": {"country": "JP"}}
PART = {
    "type": "device",
    "name": "a",
    "bom-ref": "a",
    "manufacturer": ENTITIES,
    "supplier": ENTITIES,
    "properties": [{"name": "cdx:device:quantity", "value": "2"}, {"name": "x:mpn", "value": "M"}],
    "components": [{"type": "device", "name": "b"}],
}
CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"component": {"type": "device", "name": "p", "bom-ref": "product", "components": [{"name": "c"}]}, "manufacture": ENTITIES},
    "components": [PART],
    "compositions": [{"aggregate": "complete", "assemblies": ["product"]}],
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


def answer(reader: Callable[..., tuple[Any, tuple[Fault, ...]]], value: object) -> Any:
    try:
        read, faults = reader(value, label="f", digest=DIGEST)
    except InputRefused as refused:
        assert refused.faults
        return None
    assert all(found.rule and found.what_ja and found.what_en and found.remedy_ja and found.remedy_en for found in faults)
    return read


@given(st.sampled_from(list(places(BODS))), anything)
def test_no_value_anywhere_in_bods_breaks_its_reader(path: tuple[Any, ...], new: object) -> None:
    chart = answer(chart_from_bods, altered(BODS, path, new))
    if chart:
        known = {holder.id for holder in chart.holders}
        assert all(stake.owner in known and stake.owned in known for stake in chart.stakes)


@given(st.sampled_from(list(places(CYCLONEDX))), anything)
def test_no_value_anywhere_in_cyclonedx_breaks_its_reader(path: tuple[Any, ...], new: object) -> None:
    bom = answer(bom_from_cyclonedx, altered(CYCLONEDX, path, new))
    if bom:
        refs = [component.ref for component in bom.components]
        assert len(set(refs)) == len(refs)
        assert {found.component.ref for found in reach(bom)} == set(refs) - {bom.root}


@given(anything)
def test_no_value_breaks_any_reader(value: object) -> None:
    for reader in (chart_from_bods, chart_from_csv, bom_from_cyclonedx):
        answer(reader, value)


cells = st.sampled_from(["owner", "owned", "甲社", "不明", "", "50", "1,5", "120", "2026-02-30", "unknown", "=1+1", "\x00", "٣٠", "9" * 80])


@given(st.lists(st.lists(cells, max_size=13), max_size=4))
def test_no_cell_breaks_the_chart_table(rows: list[list[str]]) -> None:
    answer(chart_from_csv, {"rows": [list(COLUMNS), *rows], "lines": list(range(1, len(rows) + 2))})
