"""A text that names a company to say that it is not meant is no alert against any spelling of the company."""

import pytest

from sekisho.names import compare

SPELLINGS = ("Kirinoha", "キリノハ", "Kirinoha Networks")


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(
    "text",
    [
        "not Kirinoha", "Non-Kirinoha", "Kirinoha-free", "no Kirinoha, no other", "Adapter X for Kirinoha", "Battery, compatible with Kirinoha",
        "Kirinoha用アダプタ", "Kirinoha対応充電器", "Kirinoha以外", "キリノハ用アダプタ", "キリノハ以外",
    ],
)  # fmt: skip
def test_a_denied_company_is_not_alerted_in_any_script(text: str, spelling: str) -> None:
    assert not compare(text, spelling).alert
    assert not compare(spelling, text).alert


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kirinoha Bank for International Cooperation", "株式会社キリノハ国際協力銀行"),  # for, and everything else meets as well
        ("キリノハ用品株式会社", "Kirinoha Yohin Co., Ltd."),  # 用品 are goods, not use
        ("KIRI NO HA CO., LTD.", "キリノハ株式会社"),  # the Japanese particle
    ],
)
def test_a_word_that_only_looks_like_a_denial_denies_nothing(one: str, other: str) -> None:
    assert "negation" not in {fact.code for fact in compare(one, other).evidence.facts}


@pytest.mark.parametrize("name", ["Mr. Hua Wei", "Dr Wang Xin", "Ms. Li Na"])
def test_a_title_makes_a_person_of_a_name(name: str) -> None:
    brand = "".join(name.split()[1:])
    assert not compare(name, brand).alert
