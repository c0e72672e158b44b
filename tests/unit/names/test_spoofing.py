"""Tricks with characters are folded for matching, and told."""

import pytest

from sekisho.names import compare
from sekisho.names.spoofing import unmask

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
