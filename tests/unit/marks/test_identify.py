"""The weighing of marks, with tables of the test's own (fictional makers)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from sekisho.marks.agreeing import agree
from sekisho.marks.identify import identify, weighed
from sekisho.marks.model import OBSERVED, Attribution, Identified, TableCard
from sekisho.marks.observed import look_up_observed, observed
from sekisho.marks.reading import Read, SaysNothing, read_mark
from sekisho.terms import Mark

TODAY = date(2026, 11, 22)
MAC = ("mac", "00:00:5E:00:53:01")
OID = ("sysobjectid", "1.3.6.1.4.1.32473.1")
WORDS = ("sysdescr", "Reidai recorder 4")
CHIP = ("pci", "1234:0001")


@dataclass
class Shelf:
    """Rows (family, value) -> (kind of table, maker, weight, elsewhere)."""

    rows: dict[tuple[str, str], list[tuple[str, str, int, bool]]]
    cards: Sequence[TableCard] = field(default_factory=tuple)

    def look_up(self, mark: Mark) -> Sequence[Attribution]:
        return [
            Attribution(
                family=mark.family,
                value=mark.value,
                maker=maker,
                table=table,
                table_date=TODAY,
                weight=weight,
                seen=table == OBSERVED,
                elsewhere=elsewhere,
            )
            for table, maker, weight, elsewhere in self.rows.get((mark.family, mark.value), [])
        ]


def found(*rows: tuple[tuple[str, str], str, str, int], declared: str = "", elsewhere: bool = False) -> Identified:
    """What follows from (mark, kind of table, maker, weight)."""
    shelf = Shelf({})
    for mark, table, maker, weight in rows:
        shelf.rows.setdefault(mark, []).append((table, maker, weight, elsewhere))
    return identify([Mark.of(*mark) for mark in dict.fromkeys(row[0] for row in rows)], shelf, declared=declared, as_of=TODAY)


def told(answer: Identified) -> list[tuple[str, str]]:
    return [(one.maker, one.certainty) for one in answer.makers]


def test_one_family_names_a_maker_possibly() -> None:
    assert told(found((MAC, "oui", "Reidai Electric Co., Ltd.", 4))) == [("Reidai Electric Co., Ltd.", "possibly")]


def test_two_independent_families_that_agree_name_it_surely_however_the_name_is_written() -> None:
    answer = found((MAC, "oui", "REIDAI ELECTRIC CO.,LTD", 4), (OID, "enterprise", "Reidai Electric", 4))
    assert told(answer) == [("REIDAI ELECTRIC CO.,LTD", "surely")]
    assert {one.family for one in answer.makers[0].evidence} == {"mac", "sysobjectid"}


def test_words_of_one_device_are_one_witness_however_many() -> None:
    banner, title = ("banner", "Reidai 4"), ("title", "Reidai 4")
    answer = found((WORDS, "words", "Reidai", 3), (banner, "words", "Reidai", 3), (title, "words", "Reidai", 2))
    assert told(answer) == [("Reidai", "possibly")]


def test_a_declared_maker_is_surely_the_maker_and_joins_the_name_of_the_table() -> None:
    answer = found((MAC, "oui", "Kenkyo Reidai Electric Co., Ltd.", 4), declared="Reidai")
    assert told(answer) == [("Kenkyo Reidai Electric Co., Ltd.", "surely")]


def test_a_declared_brand_does_not_hide_another_maker() -> None:
    answer = found((MAC, "oui", "Shadai Denki", 4), (OID, "enterprise", "Shadai Denki", 4), declared="Reidai")
    assert told(answer) == [("Shadai Denki", "surely"), ("Reidai", "surely")]
    assert [one.maker for one in answer.makers[0].against] == ["Reidai"]


def test_a_number_that_the_device_s_own_words_contradict_is_doubtful() -> None:
    answer = found((OID, "enterprise", "Shadai Denki", 4), (WORDS, "words", "Reidai", 3))
    assert told(answer) == [("Reidai", "possibly"), ("Shadai Denki", "doubtful")]
    assert [(one.maker, one.weight) for one in answer.makers[1].against] == [("Reidai", 3)]


def test_a_number_seen_on_another_maker_s_devices_counts_for_that_maker() -> None:
    answer = found((OID, "enterprise", "Shadai Denki", 4), (OID, OBSERVED, "Reidai", 3))
    assert told(answer) == [("Reidai", "possibly"), ("Shadai Denki", "doubtful")]
    assert [one.maker for one in answer.makers[0].against] == ["Shadai Denki"]


def test_a_number_seen_elsewhere_and_agreeing_words_are_two_witnesses() -> None:
    answer = found((OID, "enterprise", "Shadai Denki", 4), (OID, OBSERVED, "Reidai", 3), (WORDS, "words", "Reidai", 3))
    assert told(answer)[0] == ("Reidai", "surely")


def test_words_that_agree_with_the_registry_outweigh_an_observation() -> None:
    answer = found((OID, "enterprise", "Shadai Denki", 4), (OID, OBSERVED, "Reidai", 3), (WORDS, "words", "Shadai Denki", 3))
    assert told(answer) == [("Shadai Denki", "surely"), ("Reidai", "doubtful")]


def test_firmware_known_under_other_brands_is_not_talked_away_by_the_brand() -> None:
    answer = found((OID, OBSERVED, "Reidai", 3), (WORDS, "words", "Shadai", 3), elsewhere=True)
    assert ("Reidai", "possibly") in told(answer)


def test_a_streaming_path_proves_nothing_alone_and_supports_others() -> None:
    path = ("rtsp", "/reidai/1")
    assert told(found((path, OBSERVED, "Reidai", 1))) == [("Reidai", "doubtful")]
    assert told(found((path, OBSERVED, "Reidai", 1), (MAC, "oui", "Reidai", 4))) == [("Reidai", "possibly")]


def test_a_chip_of_another_maker_inside_says_nothing_against_the_box() -> None:
    answer = found((CHIP, "pci", "Shadai Denki", 3), (WORDS, "words", "Reidai", 3))
    assert [one.against for one in answer.makers if one.maker == "Reidai"] == [()]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("02:00:00:00:00:01", "mac-locally-administered"),
        ("da-a1-19-00-00-01", "mac-locally-administered"),
        ("01005e000001", "mac-multicast"),
        ("ff:ff:ff:ff:ff:ff", "mac-multicast"),
        ("0000.0000.0000", "mac-zero"),
    ],
)
def test_a_local_group_or_zero_address_proves_nothing(value: str, why: str) -> None:
    answer = found((("mac", value), "oui", "Reidai", 4))
    assert (told(answer), [one.code for one in answer.notes]) == ([], [why])


@pytest.mark.parametrize(
    ("cpe", "against"),
    [
        ("cpe:2.3:h:shadai:x1:-:*:*:*:*:*:*:*", True),
        ("cpe:2.3:o:shadai:x1_firmware:1:*:*:*:*:*:*:*", True),
        ("cpe:/o:shadai:os", False),
        ("cpe:/a:shadai:app", False),
    ],
)
def test_the_cpe_of_a_device_is_about_the_box_and_that_of_software_about_something_inside(cpe: str, against: bool) -> None:
    mark = Mark.of("cpe", cpe)
    read = read_mark(mark)
    assert isinstance(read, Read)
    (told_,) = look_up_observed(mark, read)
    makers = weighed([told_, *Shelf({WORDS: [("words", "Reidai", 3, False)]}).look_up(Mark.of(*WORDS))])
    assert (told_.maker, told_.inside) == ("shadai", not against)
    assert [bool(one.against) for one in makers if one.maker == "Reidai"] == [against]


@pytest.mark.parametrize("value", ["DS-2CD2143G2-I", "HIKVISION DS-2CD2143G2-I", "Hik-Vision  DS-2CD2143G2-I"])
def test_a_model_is_known_with_and_without_a_brand_before_it(value: str) -> None:
    mark = Mark.of("part", value)
    assert [one.table for one in look_up_observed(mark, Read(key=mark.value))] == [OBSERVED]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Reidai", "Kenkyo Reidai Electric Co., Ltd.", True),
        ("ReidaiSystems", "Reidai Systems, Inc", True),
        ("Reidai", "Shadai", False),
        ("Weldtech", "Wildtech", False),
        ("HP", "Hewlett Packard Company", True),
        ("Union Man Technology", "Unionman Technology Co.,Ltd", True),
    ],
)
def test_names_of_one_maker_agree_however_a_table_writes_them(one: str, other: str, same: bool) -> None:
    assert (agree(one, other), agree(other, one)) == (same, same)


def test_a_long_banner_is_looked_at_as_far_as_makers_name_themselves() -> None:
    for text, found in (("HUAWEI-VRP " + "x" * 90_000, True), ("x" * 90_000 + " HUAWEI-VRP", False)):
        mark = Mark.of("banner", text)
        read = read_mark(mark)
        assert isinstance(read, Read)
        assert bool(look_up_observed(mark, read)) == found


@pytest.mark.parametrize("value", ["00:00:5e:00:53", "00:00:5e:00:53:0g", "hello", "1.2.3.4"])
def test_what_is_no_address_is_told_as_unreadable(value: str) -> None:
    answer = found((("mac", value), "oui", "Reidai", 4))
    assert (told(answer), [one.value for one in answer.unreadable]) == ([], [value])


def test_a_mark_that_no_table_knows_is_noted_and_nobody_is_named() -> None:
    answer = identify([Mark.of(*MAC)], Shelf({}), as_of=TODAY)
    assert (answer.makers, [(one.code, one.about) for one in answer.notes]) == ((), [("not-in-tables", "mac 00:00:5E:00:53:01")])


def test_an_old_table_is_told_of_with_its_date_and_says_less() -> None:
    card = TableCard(kind="oui", name="oui", dated=date(2022, 8, 27), digest="", rows=1)
    rows = {MAC: [("oui", "Reidai", 4, False)], OID: [("enterprise", "Reidai", 3, False)]}
    fresh = identify([Mark.of(*MAC), Mark.of(*OID)], Shelf(rows), as_of=TODAY)
    old = identify([Mark.of(*MAC), Mark.of(*OID)], Shelf({**rows, OID: [("enterprise", "Reidai", 2, False)]}, [card]), as_of=TODAY)
    assert (told(fresh), told(old)) == ([("Reidai", "surely")], [("Reidai", "possibly")])
    assert [(one.code, one.about, one.dated) for one in old.notes] == [("table-old", "oui", date(2022, 8, 27))]


@pytest.mark.parametrize(
    ("family", "value", "key"),
    [
        ("sysobjectid", "1.3.6.1.4.1.2011.2.23.94", Read(key="2011", rest=("2.23.94",))),
        ("sysobjectid", ".1.3.6.1.4.1.2011", Read(key="2011", rest=("",))),
        ("sysobjectid", "iso.3.6.1.4.1.9.1.1", Read(key="9", rest=("1.1",))),
        ("sysobjectid", "SNMPv2-SMI::enterprises.2011.2", Read(key="2011", rest=("2",))),
        ("pci", "8086:10D3:19e5:d11a", Read(key="8086", rest=("10d3", "19e5", "d11a"))),
        ("pci", "[8086:10d3] [19e5:d11a]", Read(key="8086", rest=("10d3", "19e5", "d11a"))),
        ("pci", "8086:10d3 (rev 01)", Read(key="8086", rest=("10d3", "", ""))),
        ("pci", "pci:v00008086d000010D3sv000019E5sd0000D11Abc02sc00i00", Read(key="8086", rest=("10d3", "19e5", "d11a"))),
        ("usb", "usb:v12D1p1506d0102dc00", Read(key="12d1", rest=("1506",))),
        ("sysobjectid", "OID: iso.org.dod.internet.private.enterprises.2011.2", Read(key="2011", rest=("2",))),
        ("pci", "0x19E5:0x1710", Read(key="19e5", rest=("1710", "", ""))),
        ("usb", "12D1:1506", Read(key="12d1", rest=("1506",))),
        ("bluetooth", "0x027D", Read(key="637")),
        ("bluetooth", "637", Read(key="637")),
        ("cpe", "cpe:2.3:o:reidai:recorder_firmware:1.0:*:*:*:*:*:*:*", Read(key="reidai", rest=("recorder firmware", "o"))),
        ("cpe", "cpe:/h:reidai_denki:recorder", Read(key="reidai denki", rest=("recorder", "h"))),
        ("tac", "35-209900-176148-1", Read(key="35209900")),
        ("mac", "0:0:5e:0:53:1", Read(key="00005E005301")),
        ("mac", "0000.5e00.5301", Read(key="00005E005301")),
    ],
)
def test_marks_are_read_in_their_usual_spellings(family: str, value: str, key: Read) -> None:
    assert read_mark(Mark.of(family, value)) == key


def test_a_zero_bus_id_says_nothing() -> None:
    assert read_mark(Mark.of("pci", "0000:0000")) == SaysNothing(why="id-zero")


def test_the_json_is_that_of_the_contract() -> None:
    shown = found((MAC, "oui", "Reidai", 4), (WORDS, "words", "Shadai", 3)).as_json()
    maker = shown["makers"][0]  # type: ignore[index]
    assert set(maker) == {"maker", "certainty", "evidence", "against"}
    assert {"family", "value", "table", "table_date", "weight"} <= set(maker["evidence"][0])
    assert maker["evidence"][0]["table_date"] == "2026-11-22"


def test_no_code_or_rule_of_the_room_names_a_maker(repository: Path) -> None:
    """Makers stand in the observed table, which is evidence; nowhere else."""
    room = repository / "src" / "sekisho" / "marks"
    makers = {row.maker.split()[0].casefold() for rows in observed().forms.values() for row in rows} - {"new"}
    known = {"hikvision", "huawei", "dahua", "zte", "hytera", "h3c"} | makers
    files = [*room.glob("*.py"), *room.glob("*.yaml"), repository / "src/sekisho/engines/embedded/mark_tables.py"]
    texts = {path.name: path.read_text(encoding="utf-8").casefold() for path in files}
    assert len(texts) > 6
    found = {(name, maker) for name, text in texts.items() for maker in known if re.search(rf"\b{re.escape(maker)}\b", text)}
    assert found == set()


def test_every_row_of_the_observed_table_has_a_source_and_a_form_that_compiles() -> None:
    table = observed()
    rows = [row for held in (*table.forms.values(), *table.numbers.values()) for row in held]
    assert len(rows) > 25
    assert all(row.cites and row.dated <= TODAY for row in rows)
    assert all(row.form is not None for held in table.forms.values() for row in held)
