"""How a name is read aloud."""

import pytest

from sekisho.names.readings import coverage, japanese, mandarin, spelled_out
from sekisho.names.sounds import kana_sound, skeleton, sound_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("shimadzu", "simazu"),
        ("ohno", "ono"),
        ("ohtsuka", "otsuka"),
        ("namba", "nanba"),
        ("lion", "rion"),
        ("viva", "biba"),
        ("koutou", "koto"),
        ("mitsui", "mitui"),
    ],
)
def test_two_romanisations_of_one_sound_have_one_key(one: str, other: str) -> None:
    assert sound_key(one) == sound_key(other)


@pytest.mark.parametrize(
    ("kana", "latin"),
    [("ヒタチ", "hitachi"), ("シャチョウ", "shacho"), ("ヴィヴァ", "biba"), ("ファーウェイ", "faawei"), ("コンピューター", "konpyuta"), ("ッ", "")],
)
def test_kana_and_its_romanisation_have_one_key(kana: str, latin: str) -> None:
    assert kana_sound(kana) == sound_key(latin)


def test_a_loanword_keeps_its_consonants() -> None:
    assert skeleton("brainpad") == skeleton(kana_sound("ブレインパッド"))


@pytest.mark.parametrize(("han", "said"), [("重庆", "chongqing"), ("厦门", "xiamen"), ("华为", "huawei"), ("海康威视", "haikangweishi")])
def test_mandarin_knows_polyphones_by_phrase(han: str, said: str) -> None:
    assert mandarin(han) == sound_key(said)


@pytest.mark.parametrize(
    ("han", "said"), [("日立", "hitachi"), ("东芝", "toshiba"), ("三菱", "mitsubishi"), ("长谷川", "hasegawa"), ("神戸", "kobe")]
)
def test_japanese_words_are_read_as_words(han: str, said: str) -> None:
    assert sound_key(said) in japanese(han)


@pytest.mark.parametrize(
    ("text", "said", "nation"),
    [("丰田", "toyota", "ja"), ("丰田", "fengtian", "zh"), ("理硏ビタミン", "rikenbitamin", "ja"), ("ntt东", "enutitihigashi", "ja")],
)
def test_a_writing_can_be_read_as_any_of_its_readings(text: str, said: str, nation: str) -> None:
    assert coverage(text, sound_key(said), nation) == 1.0


def test_a_reading_of_another_country_is_not_heard() -> None:
    assert coverage("丰田", sound_key("toyota"), "zh") < 0.7


def test_a_reading_of_the_first_character_alone_does_not_cover_the_name() -> None:
    assert coverage("东京会馆", sound_key("higashi"), "ja") < 0.72


@pytest.mark.parametrize(("kana", "letters"), [("シーアイジェイ", "cij"), ("アイエムブイ", "imv"), ("エヌティティ", "ntt"), ("ノムラ", "")])
def test_letters_spelled_in_kana_are_letters(kana: str, letters: str) -> None:
    assert spelled_out(kana) == letters


def test_a_table_is_read_once_and_its_words_are_parsed_where_they_are_met(monkeypatch: pytest.MonkeyPatch) -> None:
    """What loading takes is measured by `make bench-names` (T9)."""
    from sekisho import resources
    from sekisho.names import lexicon

    plain, asked = resources.read, []
    monkeypatch.setattr(resources, "read", lambda path: asked.append(path) or plain(path))
    lexicon.character_readings.cache_clear()
    lexicon.word_readings.cache_clear()
    for _ in range(3):
        lexicon.character_readings()
        words = lexicon.word_readings()
    assert asked == ["names/tables/han_readings.tsv", "names/tables/han_words.tsv"]
    written = dict(line.split("\t", 1) for line in plain("names/tables/han_words.tsv").decode().splitlines() if line and line[0] != "#")
    assert {word: "\t".join(held) for word, held in words.items()} == written
