"""One name in katakana as different hands write it."""

import pytest

from sekisho.names import compare
from sekisho.names.prepared import kana_folded

HABITS = [
    ("ミナトテクノロジ", "ミナトテクノロジー"),  # the last long mark
    ("エスエムエヌシ", "エスエムエヌシー"),
    ("ミナト-テクノロジ-", "ミナトーテクノロジー"),  # a hyphen for the long mark
    ("ミナトフアクトリ", "ミナトファクトリー"),  # large kana for small
    ("ミナトフアウエイ・ジヤパン", "ミナトファウェイ・ジャパン"),
    ("ミナトヂーゼル", "ミナトジーゼル"),
    ("株式会社ミナトテクノロジ", "ミナトテクノロジー㈱"),  # the legal form stands elsewhere
]


@pytest.mark.parametrize(("one", "other"), HABITS)
def test_a_name_in_katakana_is_the_same_whoever_wrote_it(one: str, other: str) -> None:
    found = compare(one, other)
    assert (found.relation, found.alert) == ("same", True)
    assert "equal" in {fact.code for fact in found.evidence.facts}


@pytest.mark.parametrize(("one", "other"), [("ビル", "ビール"), ("コト", "コート"), ("ミナト", "ミノト")])
def test_a_short_word_keeps_its_long_marks(one: str, other: str) -> None:
    assert kana_folded(one) != kana_folded(other)
    assert "equal" not in {fact.code for fact in compare(one, other).evidence.facts}
