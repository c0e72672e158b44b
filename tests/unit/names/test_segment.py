"""A name in its parts."""

import pytest

from sekisho.names.clues import meet
from sekisho.names.numbers import numbers_in
from sekisho.names.prepared import prepare
from sekisho.names.segment import segments

PARTS = [
    ("杭州例示康威数字技术股份有限公司", [("杭州", "city"), ("例示康威", "brand"), ("数字", "line"), ("技术", "generic")]),
    ("Hangzhou Example Digital Technology Co., Ltd.", [("hangzhou", "city"), ("example", "brand"), ("digital", "line"), ("technology", "generic")]),
    ("株式会社例示製作所", [("例示", "brand"), ("制作所", "generic")]),
    ("カ)レイジ", [("レイジ", "brand")]),
    ("レイジホールディングス", [("レイジ", "brand"), ("ホールディングス", "generic")]),
    ("EXAMPLE JAPAN株式会社", [("example", "brand"), ("japan", "country")]),
    ("舒泰例(北京)生物制药股份有限公司", [("舒泰例", "brand"), ("北京", "city"), ("生物", "sector"), ("制药", "sector")]),
    ("Example Import & Export Co., Ltd.", [("example", "brand"), ("import", "brand"), ("export", "brand")]),
]


@pytest.mark.parametrize(("name", "parts"), PARTS[:-1])
def test_the_brand_stands_between_place_terms_and_legal_form(name: str, parts: list[tuple[str, str]]) -> None:
    assert [(token.text, token.kind) for token in segments(name).tokens] == parts


@pytest.mark.parametrize(
    "name",
    [
        "㈱例示",
        "例示株式会社",
        "(株)例示",
        "例示（株）",
        "カブシキガイシャレイジ",
        "レイジ(カ",
        "ｶ)ﾚｲｼﾞ",
        "Example K.K.",
        "Example S.p.A.",
        "ExampleNetworksInc.",
    ],
)
def test_the_legal_form_is_kept_as_an_attribute(name: str) -> None:
    prepared = prepare(name)
    assert prepared.forms
    assert len(prepared.tokens) >= 1


def test_a_form_written_on_to_the_brand_comes_off() -> None:
    assert [token.text for token in prepare("EXAMPLECO.,LTD.").tokens] == ["example"]
    assert [token.text for token in prepare("Sanco Ltd.").tokens] == ["sanco"]
    assert [token.text for token in prepare("Reiji Kaisha, Ltd.").tokens] == ["reiji"]


@pytest.mark.parametrize("name", ["レイジ製", "レイジ社", "レイジ社製"])
def test_of_a_makers_make_is_the_maker(name: str) -> None:
    assert [token.text for token in prepare(name).tokens] == ["レイジ"]


def test_a_partnership_is_a_legal_form() -> None:
    assert [token.text for token in prepare("レイジ投資事業有限責任組合").tokens] == ["レイジ"]


def test_the_brand_is_rarer_than_its_terms() -> None:
    tokens = segments("Hangzhou Example Digital Technology").tokens
    assert max(tokens, key=lambda token: token.bits).text == "example"


@pytest.mark.parametrize(
    ("plain", "numbers"),
    [("plant 601", {601}), ("第二硏究所", {2}), ("第十二工厂", {12}), ("第五十三硏究所", {53}), ("third institute", {3}), ("example", set())],
)
def test_numbers_and_ordinals_are_read(plain: str, numbers: set[int]) -> None:
    assert numbers_in(plain, plain.split()) == numbers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("例示通信技術有限公司", "例示通信技术"),
        ("株式会社日立製作所", "Hitachi Seisakusho"),
        ("株式会社日立製作所", "ヒタチセイサクショ"),
        ("华为", "HUAWEI"),
        ("Example Networks", "EXAMPLENETWORKS"),
    ],
)
def test_two_spellings_meet(one: str, other: str) -> None:
    assert meet(prepare(one), prepare(other))


def test_an_acronym_meets_the_words_that_it_stands_for() -> None:
    assert meet(prepare("SMIC"), prepare("Semiconductor Manufacturing International Corporation, China"))
    assert not meet(prepare("SMIC"), prepare("Example Manufacturing International Corporation, China"))
