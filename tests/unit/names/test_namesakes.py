"""Likenesses in which no brand answers to a brand are possible at most."""

import pytest

from sekisho.names import compare


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("技术有限公司", "例江技术", "general_alone"),
        ("数字技术股份有限公司", "例江数字技术", "general_alone"),
        ("Memory Technologies", "例江存储技术有限公司", "general_alone"),
        ("Semiconductor Manufacturing Company", "Semiconductor Manufacturing International Corporation", "general_alone"),
        ("例鑫存储", "例江存储技术", "other_brand"),
        ("レイジインフラ投資法人", "例江インフラ投資法人", "other_brand"),
        ("例江酒店", "例江", "far_trade"),
        ("レイジホテル", "レイジ", "far_trade"),
    ],
)
def test_another_company_under_the_same_words_is_possible_at_most(one: str, other: str, why: str) -> None:
    found = compare(one, other)
    assert not found.alert
    assert {fact.code for fact in found.evidence.facts} & {why}
    assert compare(other, one).score == found.score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("例威视讯", "例威视迅"),
        ("例天医药生技股份有限公司", "例药"),
        ("例江酒店股份有限公司", "例江"),
        ("Example Memory Technologies", "Example Memory"),
    ],
)
def test_a_name_of_the_same_brand_is_not_held_off(one: str, other: str) -> None:
    codes = {fact.code for fact in compare(one, other).evidence.facts}
    assert codes.isdisjoint({"general_alone", "other_brand", "far_trade"})
