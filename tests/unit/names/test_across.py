"""How a Japanese name answers to a Latin one: read, spelled, translated; and what is left over has a side."""

import pytest

from sekisho.names.across import explain, row, take_across
from sekisho.names.align import align_across
from sekisho.names.facts import facts_of
from sekisho.names.lattice import lattice
from sekisho.names.loanwords import likeliest, sound_bits, spellings, units
from sekisho.names.prepared import prepare
from sekisho.names.sounds import kana_sound, sound_key
from sekisho.names.translations import reads_otherwise, translated


def met(native: str, latin: str) -> set[tuple[str, str, str]]:
    found = align_across(prepare(native), prepare(latin))
    return {(pair.left, pair.right, pair.how) for pair in found.pairs}


def test_kana_are_heard_in_units_with_their_long_marks_and_small_kana() -> None:
    assert units("ターミナル") == ["ター", "ミ", "ナ", "ル"]
    assert units("シェック") == ["シェ", "ック"]


def test_a_spelling_that_the_dictionary_shows_speaks_for_a_pair_and_another_against() -> None:
    assert spellings("ク")["c"] > 3
    assert spellings("ク")[""] < 0
    assert "zzz" not in spellings("ク")


@pytest.mark.parametrize(("kana", "spelled"), [("ハイパー", "hyper"), ("エキサイト", "excite"), ("コバヤシ", "cobayasi")])
def test_the_likeliest_spelling_of_kana_is_a_word_of_the_dictionary_or_is_made_unit_by_unit(kana: str, spelled: str) -> None:
    assert likeliest(kana) == spelled


def test_a_sound_that_many_companies_have_says_less_than_a_rare_one() -> None:
    assert sound_bits(sound_key("toyo")) < sound_bits(sound_key("kanematsu"))


def test_an_h_between_vowels_is_heard() -> None:
    assert sound_key("toho") == kana_sound("トウホウ") == "toho"
    assert sound_key("ohno") == kana_sound("オオノ") == "ono"


@pytest.mark.parametrize(
    ("native", "latin", "pair"),
    [
        ("例示信号株式会社", "Reiji Signal Co., Ltd.", ("信号", "signal", "translation")),
        ("レイジシンゴウカブシキガイシャ", "Reiji Signal Co., Ltd.", ("シンゴウ", "signal", "translation")),
        ("株式会社サンプルウッド", "Samplewood Inc.", ("サンプルウッド", "samplewood", "loanword")),
        ("株式会社エムケーブイ", "MKV Inc.", ("エムケーブイ", "mkv", "loanword")),
        ("株式会社レイジックス", "Reijix Inc.", ("レイジックス", "reijix", "loanword")),
        ("キヤルビン株式会社", "Calvin Inc.", ("キヤルビン", "calvin", "loanword")),
        ("株式会社例示コーポレーション", "Reiji Corporation", ("コーポレーション", "corporation", "translation")),
    ],
)
def test_a_part_is_read_spelled_or_translated(native: str, latin: str, pair: tuple[str, str, str]) -> None:
    assert pair in met(native, latin)


def test_parts_in_another_order_are_met_by_another_walk() -> None:
    found = align_across(prepare("株式会社青木渡辺"), prepare("Watanabe Aoki Co., Ltd."))
    assert not found.left and not found.right


def test_a_romanised_term_stands_for_the_word_that_is_read_so_and_for_no_other_of_its_meaning() -> None:
    assert reads_otherwise("工业", "sangyo")
    assert not reads_otherwise("产业", "sangyo")
    assert not reads_otherwise("工业", "industry")
    assert "kogyo" in translated("工业") and "sangyo" not in translated("工业")


def test_what_is_left_over_has_a_side() -> None:
    facts = facts_of(prepare("株式会社例示電機"), prepare("Reiji Corporation"))
    assert facts["native_over"] > 0 and "latin_over" not in facts and "whole" not in facts
    facts = facts_of(prepare("株式会社例示"), prepare("Reiji Electric Corporation"))
    assert facts["latin_over"] > 0 and "native_over" not in facts
    assert facts_of(prepare("株式会社例示電機"), prepare("Reiji Electric Corporation"))["whole"] == 1


def test_a_term_that_names_often_leave_out_costs_less_than_one_that_they_keep() -> None:
    works = facts_of(prepare("株式会社例示製作所"), prepare("Reiji Ltd."))
    bank = facts_of(prepare("株式会社例示銀行"), prepare("Reiji Ltd."))
    assert works["native_over"] < bank["native_over"]


def test_a_far_trade_that_names_often_leave_out_says_less_than_one_that_they_keep() -> None:
    building = facts_of(prepare("株式会社例示建設"), prepare("Reiji Ltd."))
    hotel = facts_of(prepare("株式会社例示ホテル"), prepare("Reiji Ltd."))
    assert 0 < building["sector_alone"] < hotel["sector_alone"] == 1


def test_the_little_word_between_two_brands_is_not_left_over() -> None:
    found = align_across(prepare("株式会社レイジアンドサンプル"), prepare("Reiji and Sample Inc."))
    assert not found.left and not found.right


def test_a_word_romanised_of_other_kana_is_a_misreading() -> None:
    assert facts_of(prepare("株式会社リオナ"), prepare("Riona Inc."))["as_spelled"] == 1
    assert facts_of(prepare("株式会社ライオナ"), prepare("Riona Inc."))["misread"] == 1


def test_a_godo_kaisha_does_not_call_itself_a_corporation() -> None:
    assert facts_of(prepare("合同会社例示"), prepare("Reiji Corporation"))["lesser_form"] == 1
    assert "lesser_form" not in facts_of(prepare("合同会社例示"), prepare("Reiji LLC"))
    assert "lesser_form" not in facts_of(prepare("株式会社例示"), prepare("Reiji Corporation"))


def test_the_walk_and_its_rows_agree_on_places() -> None:
    name = lattice(prepare("株式会社例示信号").tokens)
    said = explain(name, row(["reiji", "signal"]))
    assert [(one.first, one.last, one.how) for one in said] == [(0, 1, "heard"), (1, 2, "translation")]
    assert take_across((), ()) == ([], [], [])


def test_initials_spelled_out_letter_by_letter_are_surer_than_a_sound() -> None:
    assert facts_of(prepare("株式会社アイエムケー"), prepare("IMK Inc."))["lettered"] == 1
    assert "lettered" not in facts_of(prepare("株式会社イムク"), prepare("IMK Inc."))
