"""Compiled tables, and identify over columns."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.embedded import index_file
from sekisho.engines.embedded.mark_brands import brands_of
from sekisho.engines.embedded.mark_columns import Identifier, addresses, identify_many, identify_marks
from sekisho.engines.embedded.mark_store import LazyTables, opened_tables
from sekisho.engines.embedded.mark_tables import MarkTables
from sekisho.engines.embedded.mark_tables import compiled as compiled_arrays
from sekisho.feeds.tables.model import Kind, TableRead, TableSource
from sekisho.marks.identify import identify
from sekisho.marks.model import Identified
from sekisho.marks.reading import mac_number
from sekisho.terms import Mark

TODAY = date(2026, 11, 22)
ROWS: Mapping[Kind, Mapping[str, str]] = {
    "oui": {"001122": "Reidai Electric Co., Ltd.", "0011223": "Shadai Denki", "001122334": "Meidai", "AABBCC": "Never Met"},
    "enterprise": {"32473": "Reidai Electric", "9": "Shadai Denki", "4294967295": "Last"},
    "pci": {"1234": "Reidai Electric", "8086": "Chip Maker"},
    "tac": {"35209900": "Shadai Denki"},
    "sysobject": {"32473.1": "Meidai", "32473.1.7": "Shadai Denki"},
    "fcc": {"2ABCD": "Reidai Electric", "ABC": "Meidai"},
}


def compiled(*kinds: Kind) -> MarkTables:
    tables = [TableRead(source=TableSource(kind=kind, name=kind, path=Path(kind)), dated=TODAY, digest="0" * 64, rows=ROWS[kind]) for kind in kinds]
    return MarkTables(*index_file.decoded(memoryview(index_file.encoded(*compiled_arrays(tables, "")))))


ALL = compiled("oui", "enterprise", "pci")


def makers(tables: MarkTables, family: str, value: str) -> list[str]:
    return [one.maker for one in tables.look_up(Mark.of(family, value))]


@pytest.mark.parametrize(
    ("value", "maker"),
    [
        ("00:11:22:00:00:01", "Reidai Electric Co., Ltd."),
        ("00:11:22:3f:00:01", "Shadai Denki"),
        ("00:11:22:33:4f:01", "Meidai"),
        ("0011.2233.4f01", "Meidai"),
    ],
)
def test_the_longest_prefix_wins(value: str, maker: str) -> None:
    assert makers(ALL, "mac", value) == [maker]


def test_a_prefix_that_no_table_has_names_nobody() -> None:
    assert makers(ALL, "mac", "00:11:23:00:00:01") == []


def test_of_pci_ids_the_vendor_and_the_subsystem_vendor_are_asked() -> None:
    found = ALL.look_up(Mark.of("pci", "8086:10d3:1234:0001"))
    assert [(one.maker, one.cites) for one in found] == [("Chip Maker", "vendor 8086"), ("Reidai Electric", "subsystem vendor 1234")]


def test_the_largest_enterprise_number_is_found() -> None:
    assert makers(ALL, "sysobjectid", "1.3.6.1.4.1.4294967295.1") == ["Last"]


def test_a_table_of_sysobjectids_answers_by_the_longest_beside_the_registry() -> None:
    tables = compiled("enterprise", "sysobject")
    assert makers(tables, "sysobjectid", "1.3.6.1.4.1.32473.1.7.3") == ["Shadai Denki", "Reidai Electric"]
    assert makers(tables, "sysobjectid", "1.3.6.1.4.1.32473.1.8") == ["Meidai", "Reidai Electric"]


def test_a_model_s_own_row_outweighs_whom_the_number_was_given_to() -> None:
    found = identify([Mark.of("sysobjectid", "1.3.6.1.4.1.32473.1.7.3")], compiled("enterprise", "sysobject"), as_of=TODAY)
    assert [(one.maker, one.certainty) for one in found.makers] == [("Shadai Denki", "possibly"), ("Reidai Electric", "doubtful")]


def test_an_imei_is_asked_by_its_first_eight_digits_and_an_fcc_id_by_its_grantee() -> None:
    tables = compiled("tac", "fcc")
    assert makers(tables, "tac", "35-209900-176148-1") == ["Shadai Denki"]
    assert makers(tables, "part", "FCC ID: 2ABCD-X1") == ["Reidai Electric"]
    assert makers(tables, "part", "FCC ID ABC12345") == ["Meidai"]


def test_a_flipped_byte_breaks_the_kept_tables_and_they_are_made_again(tmp_path: Path) -> None:
    own = tmp_path / "oui.csv"
    own.write_text("prefix,maker\n001122,Reidai\n", encoding="utf-8")
    said: list[str] = []
    opened_tables(tmp_path / "kept", [f"oui={own}"], tell=lambda _, en: said.append(en))
    (kept,) = (tmp_path / "kept").iterdir()
    octets = bytearray(kept.read_bytes())
    octets[-40] ^= 1
    kept.write_bytes(octets)
    opened = opened_tables(tmp_path / "kept", [f"oui={own}"], tell=lambda _, en: said.append(en))
    assert makers(opened.tables, "mac", "001122000001") == ["Reidai"]
    assert [line.split(":")[0] for line in said] == ["compiling the tables of marks", "warning", "compiling the tables of marks"]


def test_where_nothing_can_be_kept_the_tables_answer_all_the_same(tmp_path: Path) -> None:
    own, said = tmp_path / "oui.csv", list[str]()
    own.write_text("prefix,maker\n001122,Reidai\n", encoding="utf-8")
    (tmp_path / "kept").write_text("a file where the folder should be", encoding="utf-8")
    opened = opened_tables(tmp_path / "kept", [f"oui={own}"], tell=lambda _, en: said.append(en.partition(":")[0]))
    assert makers(opened.tables, "mac", "001122000001") == ["Reidai"]
    assert said == ["compiling the tables of marks", "warning"]


def test_a_changed_table_is_compiled_again(tmp_path: Path) -> None:
    own = tmp_path / "oui.csv"
    answers = []
    for text in ("prefix,maker\n001122,Reidai\n", "prefix,maker\n001122,Shadai Denki\n"):
        own.write_text(text, encoding="utf-8")
        opened = opened_tables(tmp_path / "kept", [f"oui={own}"], tell=lambda *_: None)
        answers += makers(opened.tables, "mac", "001122000001")
    assert answers == ["Reidai", "Shadai Denki"]


def brands(*makers: str, kinds: tuple[Kind, ...] = ("oui", "enterprise", "pci")) -> dict[str, str]:
    """The brands of tables of some kinds that all have these makers."""
    keys: dict[Kind, str] = {"oui": "00112{}", "enterprise": "{}", "pci": "123{}"}
    rows = {kind: {keys[kind].format(at): maker for at, maker in enumerate(makers)} for kind in kinds}
    source = {kind: TableSource(kind=kind, name=kind, path=Path(kind)) for kind in kinds}
    return dict(brands_of([TableRead(source=source[kind], dated=TODAY, digest="", rows=rows[kind]) for kind in kinds]))


def test_a_brand_that_three_kinds_of_tables_have_is_searched_for() -> None:
    assert brands("Quuxomat Systems, Inc.") == {"quuxomat": "Quuxomat Systems, Inc."}
    assert brands("Quuxomat Systems, Inc.", kinds=("oui", "pci")) == {}


@pytest.mark.parametrize("maker", ["Digital Quuxomat", "General Networks", "Linux Foundation", "QX Ltd.", "Hello Inc."])
def test_what_companies_share_what_is_short_and_what_is_software_names_nobody(maker: str) -> None:
    assert brands(maker) == {}


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("Quuxomat Switch 24, version 5", True),
        ("  ** Welcome to Quuxomat router", True),
        ("OS 5.1 Copyright (c) 2004-2010 Quuxomat Systems, Inc. All rights reserved.", True),
        ("Linux box 2.6 with a Quuxomat chip", False),
        ("Quuxomatic switch", False),
    ],
)
def test_a_device_names_its_maker_at_its_beginning_or_after_a_copyright_sign(text: str, met: bool) -> None:
    kinds: tuple[Kind, ...] = ("oui", "enterprise", "pci")
    keys: dict[Kind, str] = {"oui": "001122", "enterprise": "1", "pci": "1234"}
    tables = [
        TableRead(source=TableSource(kind=kind, name=kind, path=Path(kind)), dated=TODAY, digest="", rows={keys[kind]: "Quuxomat Systems, Inc."})
        for kind in kinds
    ]
    said = MarkTables(*index_file.decoded(memoryview(index_file.encoded(*compiled_arrays(tables, "")))))
    assert makers(said, "sysdescr", text) == (["Quuxomat Systems, Inc."] if met else [])


MACS = st.sampled_from(
    ["", "00:11:22:00:00:01", "001122aabbcc", "00-11-22-3F-00-01", "0011.2233.4f01", "02:11:22:00:00:01", "ff:ff:ff:ff:ff:ff", "0:11:22:0:0:1",
     "00:00:00:00:00:00", "zz", "00:99:99:00:00:01", "00:11:22:00:00:01; aa:bb:cc:00:00:01", "00:11:22-00:00:01", "aabbcc000001 "]
)  # fmt: skip
OIDS = st.sampled_from(["", "1.3.6.1.4.1.32473.1", "1.3.6.1.4.1.32473.2", ".1.3.6.1.4.1.9.1", "1.3.6.1.4.1.50001", "1.3.6.1.4.1.8072.3.2.10", "x"])
WORDS = st.sampled_from(["", "Reidai recorder", "Quidway S5700"])
DECLARED = st.sampled_from(["", "Reidai Electric", "Shadai"])


def bare(found: Identified) -> object:
    """Without what columns do not keep: which address or object of several that say the same."""
    return (
        [
            (one.maker, one.certainty, [replace(held, value="") for held in one.evidence], [replace(held, value="") for held in one.against])
            for one in found.makers
        ],
        [note.code for note in found.notes],
        [mark.family for mark in found.unreadable],
    )


@given(st.lists(st.tuples(MACS, OIDS, WORDS, DECLARED), max_size=30))
def test_columns_say_of_each_device_what_identify_says_of_it(rows: list[tuple[str, str, str, str]]) -> None:
    columns = {name: [row[at] for row in rows] for at, name in enumerate(("mac", "sysobjectid", "sysdescr", "declared"))}
    many = identify_many(columns, ALL, as_of=TODAY)
    assert len(many.which) == len(rows)
    for row, at in zip(rows, many.which, strict=True):
        marks = [Mark.of("mac", one) for one in row[0].split(";") if one.strip()]
        marks += [Mark.of(family, value) for family, value in zip(("sysobjectid", "sysdescr"), row[1:3], strict=True) if value]
        assert bare(many.outcomes[at]) == bare(identify(marks, ALL, declared=row[3], as_of=TODAY))


@given(st.lists(st.one_of(MACS, st.text(alphabet="0123456789abcdefABCDEF:-. ", max_size=18)), max_size=30))
def test_addresses_as_an_array_are_addresses_one_by_one(texts: list[str]) -> None:
    column = pa.array([text.strip() for text in texts], pa.string())
    numbers, literal = addresses(column)
    for text, number, odd in zip(column.to_pylist(), numbers.tolist(), literal.tolist(), strict=True):
        assert (None if odd else number) == mac_number(text), text


def test_a_device_with_several_addresses_is_asked_by_all_of_them() -> None:
    rows = np.array([0, 0, 2, 0, 2])
    seen = ["00:11:22:00:00:01", "00:11:22:00:00:02", "00:11:22:3f:00:01", "00:11:22:3f:00:01", "00:11:22:00:00:09"]
    many = identify_marks({"mac": (rows, pa.array(seen)), "sysobjectid": (np.array([2]), pa.array(["1.3.6.1.4.1.9"]))}, 3, ALL, as_of=TODAY)
    told = [[(one.maker, one.certainty) for one in many.outcomes[at].makers] for at in many.which]
    assert told[0] == [("Reidai Electric Co., Ltd.", "possibly"), ("Shadai Denki", "possibly")]
    assert told[1] == []
    assert told[2] == [("Shadai Denki", "surely"), ("Reidai Electric Co., Ltd.", "possibly")]


def test_tables_are_opened_when_a_registry_has_to_be_asked_and_not_before(tmp_path: Path) -> None:
    tables = LazyTables(tmp_path)
    assert [one.maker for one in tables.look_up(Mark.of("part", "DS-2CD2143G2-I"))] != []
    assert [card.kind for card in tables.cards] == ["observed"]
    assert list(tmp_path.iterdir()) == []
    assert [one.table for one in tables.look_up(Mark.of("mac", "94:e1:ac:00:00:01"))] != []
    assert "oui" in [card.kind for card in tables.cards]


def test_outcomes_are_kept_from_batch_to_batch() -> None:
    identifier = Identifier(tables=ALL, as_of=TODAY)
    first = identifier.identify({"mac": ["00:11:22:00:00:01", "00:11:22:00:00:02"]})
    second = identifier.identify({"mac": ["00:11:22:00:00:03"]})
    assert (len(second.outcomes), first.which.tolist(), second.which.tolist()) == (1, [0, 0], [0])
