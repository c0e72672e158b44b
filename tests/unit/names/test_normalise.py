"""What is the same name and what is not."""

import csv
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sekisho.names.compare import compare
from sekisho.names.normalise import name_key, tables_digest

SAME = [
    # width, case, kana
    ("Ｅｘａｍｐｌｅ　Ｃｏ．，　Ｌｔｄ．", "example co ltd"),
    ("ﾚｲｼﾞ通信", "レイジ通信"),
    ("れいじ通信", "レイジ通信"),
    ("ﾊﾞｯﾌｧ電子", "バッファ電子"),
    ("ハ゛ッファ電子", "ハ\u3099ッファ電子"),
    ("Müller Networks", "MULLER NETWORKS"),
    ("Straße Electronics", "STRASSE ELECTRONICS"),
    # legal forms, at either end and abbreviated
    ("株式会社例示電機", "例示電機"),
    ("例示電機株式会社", "例示電機"),
    ("㈱例示電機", "例示電機㈱"),
    ("(株)例示電機", "例示電機（株）"),
    ("（有）例示電機", "有限会社例示電機"),
    ("カブシキガイシャレイジ", "レイジ(カ"),
    ("ｶ)ﾚｲｼﾞ", "レイジ"),
    ("合同会社例示", "例示"),
    ("Example Co., Ltd.", "EXAMPLE CO.,LTD"),
    ("Example Company Limited", "Example"),
    ("Example K.K.", "Example Kabushiki Kaisha"),
    ("Example KK", "Example"),
    ("Example GmbH", "Example"),
    ("Example GmbH & Co. KG", "Example"),
    ("Example S.A.", "Example SA"),
    ("Example A/S", "Example"),
    ("Example Pte. Ltd.", "Example"),
    ("Example, Inc.", "Example"),
    ("例示通信技術有限公司", "例示通信技術股份有限公司"),
    ("例示通信技术有限责任公司", "例示通信技术"),
    ("株 式 会 社 例示", "例示"),
    ("例示 有限・公司", "例示"),
    # Han variants: traditional, simplified, Japanese, and variants of one script
    ("華為技術有限公司", "华为技术有限公司"),
    ("華為技術有限公司", "华為技術有限公司"),
    ("澤田電子", "沢田電子"),
    ("澤田電子", "泽田电子"),
    ("國際電氣", "国際電気"),
    ("國際電氣", "国际电气"),
    ("髙橋製作所", "高橋製作所"),
    ("宮﨑無線", "宮崎無線"),
    ("渡邊光学", "渡辺光學"),
    ("渡邉光学", "渡边光学"),
    ("臺灣通訊", "台湾通讯"),
    # what cannot be seen
    ("例\u200b示電\u2060機", "例示電機"),
    ("\u202e例示電機\u202c", "例示電機"),
    ("例示\ufeff電機", "例示電機"),
    ("Exam\u00adple", "Example"),
    ("\u2066Example\u2069 Ltd\u200f", "Example"),
    # punctuation and spacing
    ("例示・電機", "例示電機"),
    ("例示 電機", "例示電機"),
    ("O'Example", "O’Example"),
    ("Ex-ample Networks", "Example Networks"),
    ("A & B Networks", "A and B Networks"),
]

DIFFERENT = [
    ("例示電機", "例題電機"),
    ("例示ホールディングス株式会社", "例示株式会社"),
    ("Example Holdings", "Example"),
    ("Example Group", "Example"),
    ("例示集団有限公司", "例示有限公司"),
    ("例示集団", "例示"),
    ("例示集團有限公司", "例示有限公司"),
    ("東例示電機", "西例示電機"),
    ("例示電機", "例示電器"),
    ("例示通信", "例示通信技術"),
    ("Example 1", "Example 2"),
    ("Example China Co., Ltd.", "Example Co., Ltd."),
    ("例示日本株式会社", "例示株式会社"),
    ("レイジ", "レイジー"),
    ("サーバ", "サーバー"),
    ("バス", "ハス"),
    ("ガ電子", "カ電子"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_two_spellings_of_one_name_have_one_key(left: str, right: str) -> None:
    assert name_key(left).key == name_key(right).key != ""
    assert compare(left, right).relation == "same"


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_two_names_stay_two(left: str, right: str) -> None:
    assert name_key(left).key != name_key(right).key
    assert compare(left, right).score < 1


@pytest.mark.parametrize("name", ["", " ", "　", "・", "...", "\u200b\u202e", "()", "-", "“”"])
def test_a_name_of_nothing_comparable_has_an_empty_key_and_is_nobody(name: str) -> None:
    assert name_key(name).key == ""
    assert compare(name, name).relation == "different"


@pytest.mark.parametrize("name", ["株式会社", "㈱", "Ltd.", "有限公司", "S.A.", "K.K.", "GmbH", "公司"])
def test_a_name_that_is_only_a_legal_form_keeps_it(name: str) -> None:
    assert name_key(name).key != ""
    assert name_key(name).forms == ()


@pytest.mark.parametrize(
    ("name", "forms", "steps"),
    [
        ("例示電機", (), ("han-variants",)),
        ("Example", (), ()),
        ("Example Ltd", ("ltd",), ("legal-form",)),
        ("㈱例示", ("(株)",), ("width-and-case", "legal-form")),
        ("華為技術有限公司", ("有限公司",), ("han-variants", "legal-form")),
    ],
)
def test_the_steps_that_changed_a_name_are_kept_for_the_evidence(name: str, forms: tuple[str, ...], steps: tuple[str, ...]) -> None:
    assert (name_key(name).forms, name_key(name).steps) == (forms, steps)


def test_a_comparison_tells_the_steps_of_both_sides_once() -> None:
    assert compare("㈱例示", "例示株式会社").steps == ("width-and-case", "legal-form")


def test_the_tables_are_named_by_one_digest() -> None:
    assert len(tables_digest()) == 64
    assert tables_digest() == tables_digest()


PIECES = st.sampled_from(
    [
        *"例示電機國国澤沢髙崎通信A z1・ -.,&()（）㈱'ー", "株式会社", "有限公司", "股份有限公司", "公司", "(株)", "カ)", "(ユ", "カブシキガイシャ",
        " Co., Ltd.", " Inc", " S.A.", " GmbH", " K K", "ﾚｲｼﾞ", "れいじ", "\u200b", "\u202e", "ß", "İ", "ſ", "Ⅷ", "㍿", "é", "゛",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=12))
@example("公司公司公司公司公司公司例示")
@example("A公・司")
def test_normalising_twice_changes_nothing(name: str) -> None:
    once = name_key(name).key
    assert name_key(once).key == once


FAR_EASTERN_FORMS = st.sampled_from(["株式会社", "有限公司", "(株)", "㈱", "股 份 公司"])


@given(st.lists(PIECES, max_size=8).map(lambda pieces: f"例{''.join(pieces)}示"), FAR_EASTERN_FORMS)
def test_a_legal_form_of_the_far_east_at_either_end_changes_no_key(name: str, form: str) -> None:
    assert name_key(name + form).key == name_key(form + name).key == name_key(name).key


def test_a_hostile_name_takes_no_time() -> None:
    for name in ("公司" * 15_000, "(" * 30_000, "株 " * 15_000, "a.b " * 8_000):
        began = time.perf_counter()
        name_key(name)
        assert time.perf_counter() - began < 2


# Different listed companies that share a key, each looked at. The first share their very name in the source; the last but one differs in a
# character that the fold tables make one (陞 and 昇 are both 升 in simplified script); all others differ in nothing but the legal form.
KNOWN_PAIRS = {
    frozenset({"JP:E02086", "JP:E03447"}),  # バッファロー, BUFFALO
    frozenset({"JP:E33777", "JP:E05569"}),  # JTEC CORPORATION
    frozenset({"JP:E00080", "JP:E01831"}),  # TOA CORPORATION
    frozenset({"JP:E01135", "JP:E01372"}),  # NIKKO
    frozenset({"JP:E01569", "JP:E03077"}),  # CHIYODA
    frozenset({"JP:E35163", "JP:E35164"}),  # BASE
    frozenset({"JP:E02470", "JP:E21815"}),  # SHOEI
    frozenset({"JP:E03953", "JP:E03118"}),  # FUJI
    frozenset({"TW:4945", "TW:3491"}),  # 陞達科技, 昇達科技
}


def listed_companies(corpus: Path) -> Iterable[tuple[str, str]]:
    """(identifier, full name) of every listed company of the three corpora, in each script that its row gives."""
    for folder, country, number, names in (
        ("edinet/edinet_codes_dev70.csv", "JP", "edinet_code", ("name_ja", "name_en")),
        ("taiwan/twse_tpex_dev70.csv", "TW", "公司代號", ("公司名稱",)),
        ("china/szse_listed_dev70.csv", "CN", "A股代码", ("公司全称", "英文名称")),
    ):
        with (corpus / folder).open(encoding="utf-8-sig", newline="") as stream:
            for found in csv.DictReader(stream):
                if country != "JP" or found["listed"] == "上場":
                    yield from ((f"{country}:{found[number]}", found[name]) for name in names if found[name])


@pytest.mark.corpus
def test_different_listed_companies_share_no_key_beyond_the_pairs_looked_at(corpus: Path) -> None:
    bearers: dict[str, set[str]] = defaultdict(set)
    compared = 0
    for number, name in listed_companies(corpus):
        key = name_key(name).key
        assert key, name
        bearers[key].add(number)
        compared += 1
    merged = {frozenset(numbers) for numbers in bearers.values() if len(numbers) > 1}
    assert compared > 10_000
    assert merged == KNOWN_PAIRS


@pytest.mark.corpus
def test_every_corporate_number_of_the_corpus_has_its_check_digit(corpus: Path) -> None:
    from sekisho.terms import CorporateNumber

    with (corpus / "edinet/edinet_codes_dev70.csv").open(encoding="utf-8-sig", newline="") as stream:
        numbers = [found["corporate_number"] for found in csv.DictReader(stream) if found["corporate_number"]]
    assert len(numbers) > 5_000
    assert [CorporateNumber.parse(number).digits for number in numbers] == numbers
