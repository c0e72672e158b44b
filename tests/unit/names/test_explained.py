"""The second look at two names that do not share a script: how much of either could the other explain?"""

from pathlib import Path

import pytest

from sekisho.names import compare, prepare
from sekisho.names.aloud import aloud
from sekisho.names.explained import bounds, could_be, explained, spelled


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BrainPad Inc.", "株式会社ブレインパッド"),
        ("MK SEIKO CO., LTD.", "エムケー精工株式会社"),
        ("Hitachi, Ltd.", "株式会社日立製作所"),
        ("レイジツウシンカブシキガイシャ", "例示通信株式会社"),
        ("ケージージョウホウ", "ＫＧ情報"),
        ("Shenzhen Lishi Technology Co., Ltd.", "深圳例示科技有限公司"),
    ],
)
def test_a_name_explains_its_spelling_in_another_script(one: str, other: str) -> None:
    assert could_be(prepare(one), prepare(other))
    assert could_be(prepare(other), prepare(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sample Trading Company", "深圳例示科技有限公司"),
        ("BrainPad Inc.", "株式会社ブリッジ"),
        ("Operadora Los Altos", "オペラ座商会"),
        ("ソウコレイジカブシキガイシャ", "例示通信株式会社"),
    ],
)
def test_names_that_share_a_few_sounds_do_not_explain_one_another(one: str, other: str) -> None:
    assert not could_be(prepare(one), prepare(other))


def test_a_word_is_explained_by_what_it_means_and_by_how_it_sounds() -> None:
    words, units = explained(spelled("Reiji Technologies"), aloud("例示技術株式会社", "ja"))
    assert (words, units) == (1.0, 1.0)
    words, units = explained(spelled("Reiji Shipping"), aloud("例示技術株式会社", "ja"))
    assert 0.3 < words < 1.0
    assert 0.3 < units < 1.0


def test_only_letters_that_no_meaning_explains_are_asked_for_a_sound() -> None:
    """`technology` holds te, no and ro; beside 技術 that says nothing of テノロ."""
    _, units = explained(spelled("Technology"), aloud("テノロ技術", "ja"))
    assert units == pytest.approx(aloud("テノロ技術", "ja").bits[-1] * 2 / aloud("テノロ技術", "ja").whole)


def test_a_pair_too_little_explained_is_left_to_who_compares_the_two_alone() -> None:
    """The industry of the one is engineering in the other: as a pair it alerts, among thousands it would not stand out."""
    found = compare("三機工業株式会社", "SANKI ENGINEERING CO.,LTD.")
    assert found.alert
    assert not found.stands_out
    assert not could_be(found.left, found.right)


def test_the_explanation_tells_the_bounds_of_the_second_look(repository: Path) -> None:
    page = (repository / "docs/explanation/names.md").read_text(encoding="utf-8")
    line = next(line for line in page.splitlines() if "second look across scripts" in line)
    assert all(f"{least:g}" in line for least in bounds().values())
