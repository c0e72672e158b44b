"""Tricks with characters are folded for matching, and told."""

import pytest

from sekisho.names import compare
from sekisho.names.spoofing import shown, tricks, unmask

TRICKS = [
    ("Exam\u200bple Net", "zero-width U+200B"),
    ("\u202eExample Net\u202c", "bidi-control U+202E"),
    ("Example\u3164 Net", "filler U+3164"),
    ("Ex\u0430mple Net", "look-alike U+0430"),
    ("Ex\u03b1mple Net", "look-alike U+03B1"),
    ("E\u00adxample Net", "zero-width U+00AD"),
]


@pytest.mark.parametrize(("name", "seen"), TRICKS)
def test_a_trick_is_folded_and_told(name: str, seen: str) -> None:
    found = compare(name, "Example Net")
    assert found.alert
    assert seen in found.evidence.observations


@pytest.mark.parametrize(
    ("spoofed", "meant"),
    [
        ("\u0397armony Net", "harmony Net"),  # Greek Eta, whose small form passes for n
        ("HAR\u039cO\u039dY", "harmony"),  # Greek Mu and Nu
        ("\u0396\u0415\u03a4\u0410", "zeta"),  # Greek and Cyrillic in one word, no Latin letter
        ("Ex\u03f2ept", "except"),  # the lunate sigma
        ("\u1d07x\u1d00\u1d0d\u1d18\u029f\u1d07", "example"),  # phonetic small capitals
    ],
)
def test_a_capital_stands_for_the_letter_that_it_looks_like(spoofed: str, meant: str) -> None:
    assert unmask(spoofed).text == meant
    assert unmask(spoofed).observations[0].startswith("look-alike U+")


@pytest.mark.parametrize("name", ["Ρωμαίος", "ΑΘΗΝΑ", "АВТОВАЗ", "ТЕСТ"])
def test_a_word_of_one_other_alphabet_alone_is_left_as_it_is(name: str) -> None:
    assert unmask(name).text == name


@pytest.mark.parametrize(
    ("spoofed", "meant"),
    [
        ("ダ一ファ通信", "ダーファ通信"),
        ("フ口ンティア", "フロンティア"),
        ("ソ二ック", "ソニック"),
        ("ハイテ力", "ハイテカ"),
        ("例示エ業", "例示工業"),
        ("第ニ工場", "第二工場"),
    ],
)
def test_kana_and_han_that_pass_for_one_another_are_told_by_their_neighbours(spoofed: str, meant: str) -> None:
    found = unmask(spoofed)
    assert found.text == meant
    assert found.observations


@pytest.mark.parametrize(
    "name",
    ["ООО Ромашка", "三井住友", "ニトリ", "トヨタ自動車", "八千代工業", "カ)レイジ", "二木ゴルフ", "力の源", "Müller", "一二三工業", "オンキヨー"],
)
def test_an_honest_name_is_left_alone(name: str) -> None:
    assert unmask(name).text == name
    assert unmask(name).observations == ()


@pytest.mark.parametrize("name", ["葛\U000e0100城電機", "辻\ufe00本店", "例示®\ufe0f", "\u0645\u06cc\u200c\u062e\u0648"])
def test_a_variation_selector_of_a_han_character_and_a_joiner_of_arabic_are_part_of_the_spelling(name: str) -> None:
    assert unmask(name).observations == tricks(name) == ()


def test_a_variation_selector_after_a_letter_is_a_trick() -> None:
    assert tricks("Exam\ufe00ple") == ("variation-selector U+FE00",)
    assert unmask("Exam\ufe00ple").text == "Example"


@pytest.mark.parametrize("name", ["三ツ例商店", "八ヶ例工業", "一ノ例株式会社", "Akıllı Ev", "外字\ue000商店"])
def test_what_honest_names_hold_is_no_trick(name: str) -> None:
    assert tricks(name) == ()


def test_a_number_among_kana_is_a_number_in_what_a_product_is_called() -> None:
    assert tricks("ハブ八ポート") == ("look-alike U+516B",)
    assert tricks("ハブ八ポート", of_product=True) == ()
    assert tricks("フ口ンティア", of_product=True) == ("look-alike U+53E3",)


def test_what_hides_is_written_out() -> None:
    assert shown("Exam\u200bple\u202e 例") == "Exam[U+200B]ple[U+202E] 例"
    assert shown("Ｅｘａｍｐｌｅ\u3000例") == "Ｅｘａｍｐｌｅ\u3000例"
