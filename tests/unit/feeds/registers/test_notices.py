"""A notice (告示) as extracted from its PDF: wrapped lines, run-on pages, both layouts, one entity at several addresses."""

from datetime import date
from pathlib import Path

import pytest
from register_samples import NOTICE, SAMPLES, Sample, build, entities, warned

from sekisho.faults import InputRefused, RegisterRefused
from sekisho.feeds.registers.notice_names import read_names


def in_lang(folder: Path, name: str, lang: str) -> list[str]:
    return [known.name for known in entities(build(folder, SAMPLES["meti-notice"]))[name].names if known.lang == lang]


def notice(text: str) -> Sample:
    return Sample(format="meti-notice", name="kokuji.txt", octets=text.encode(), rows=0)


def test_entries_with_the_same_names_at_other_addresses_are_one_entity(tmp_path: Path) -> None:
    built = build(tmp_path, SAMPLES["meti-notice"], rows=4)
    found = entities(built)
    assert list(found) == ["有限会社れいじ・アルファ DMCC", "レイジ・ベータ有限会社", "レイジ・ガンマ・カンパニー・リミテッド"]
    assert [entity.country for entity in found.values()] == ["", "RU", "TR"]
    assert warned(built) == {}


def test_japanese_aliases_are_mended_where_a_line_broke_them(tmp_path: Path) -> None:
    assert in_lang(tmp_path, "有限会社れいじ・アルファ DMCC", "ja") == ["有限会社れいじ・アルファ DMCC", "れいじ", "例示アルファ", "アルファ（HK）"]


def test_names_in_chinese_characters_are_taken_out_of_their_brackets(tmp_path: Path) -> None:
    assert in_lang(tmp_path, "有限会社れいじ・アルファ DMCC", "zh") == ["例示貿易有限公司"]
    assert in_lang(tmp_path, "レイジ・ベータ有限会社", "zh") == ["例示貝塔有限公司"]


def test_english_names_that_run_on_after_japanese_ones_are_parted(tmp_path: Path) -> None:
    assert in_lang(tmp_path, "レイジ・ベータ有限会社", "en") == ["Reiji Beta Electronics Ltd", "Reiji Beta High-Tech Limited"]


def test_the_newer_layout_lists_its_aliases_in_a_paragraph(tmp_path: Path) -> None:
    name = "レイジ・ガンマ・カンパニー・リミテッド"
    assert in_lang(tmp_path, name, "ja") == [name, "レイジ・ガンマ", "レイジ・シー"]
    assert in_lang(tmp_path, name, "en") == ["Reiji Gamma Company Limited", "Reiji Gamma", "Reiji C"]


def test_a_few_capitals_are_an_acronym(tmp_path: Path) -> None:
    entity = entities(build(tmp_path, SAMPLES["meti-notice"]))["有限会社れいじ・アルファ DMCC"]
    assert [known.kind for known in entity.names if known.name == "RJA"] == ["acronym"]


def test_the_notice_s_number_is_the_clause_and_its_day_the_first(tmp_path: Path) -> None:
    (designation,) = entities(build(tmp_path, SAMPLES["meti-notice"]))["レイジ・ベータ有限会社"].designations
    assert (designation.authority, designation.clause, designation.period.start) == ("JP-NOTICE", "令和八年外務省告示第一号", date(2026, 1, 15))


def test_page_numbers_and_page_ends_do_not_disturb(tmp_path: Path) -> None:
    paged = NOTICE.replace("—RJA.\n所在地", "- 3 -\n\f—RJA.\n所在地").replace("Moscow, Russia.\n", "Moscow, 101000.")
    assert "101000.３" in paged
    built = build(tmp_path, notice(paged), rows=4)
    assert warned(built) == {}
    known = entities(built)["有限会社れいじ・アルファ DMCC"].names
    assert [one.name for one in known if one.lang == "en"] == ["REIJI ALPHA DMCC", "Reiji Trading Co., Ltd.", "RJA"]


def test_a_missing_number_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, notice(NOTICE.replace("China.2 レイジ・ベータ", "China.\n9 レイジ・ベータ")))
    assert "register.notice-gap" in {one.rule for one in refused.value.faults}


def test_an_entry_without_an_english_name_is_a_fault_and_not_dropped(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, notice(NOTICE.replace("Reiji Gamma Company Limited\n", "")))
    assert [(one.rule, one.where) for one in refused.value.faults] == [("register.notice-entry", "line 19")]


def test_fewer_aliases_than_the_notice_says_are_told(tmp_path: Path) -> None:
    built = build(tmp_path, notice(NOTICE.replace("—Reiji Trading Co., Ltd.; and\n", "", 1)))
    assert warned(built) == {"register.notice-aliases": "1: 1 ≠ 2"}


def test_a_notice_without_entries_has_not_the_layout(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        build(tmp_path, notice("これは告示ではない\n"))
    assert [one.rule for one in refused.value.faults] == ["register.layout"]
    with pytest.raises(RegisterRefused):
        build(tmp_path, notice("これは告示ではない\n"), rows=4)


def test_a_clause_of_scope_is_no_part_of_a_name() -> None:
    found = read_names("例示省(全ての部隊を含む。)。これには軍が含まれる。\nThe Ministry of Reiji, including the Reiji Forces. This includes all.\n")
    assert (found.japanese, found.english) == ("例示省", "The Ministry of Reiji")


def test_a_last_alias_keeps_the_point_of_an_abbreviation_and_loses_that_of_the_sentence() -> None:
    listed = "例示\nReiji, a.k.a. the following three aliases:—Reiji Co., Ltd.; \n—Reiji LLC; and\n- Reiji Works.\n"
    assert read_names(listed).english_aliases == ("Reiji Co., Ltd.", "Reiji LLC", "Reiji Works")
    assert read_names(listed).stated == 3
