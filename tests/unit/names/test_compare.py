"""What is the same company, an affiliate, possible, or another one: the known traps one by one."""

from pathlib import Path

import pytest

from sekisho.names import compare, replay
from sekisho.names.weights import weights
from sekisho.terms import Identifier

ALERTED = [
    ("华为技术有限公司", "華為技術有限公司"),
    ("华为技术有限公司", "Huawei Technologies Co., Ltd."),
    ("華為技術", "Huawei"),
    ("㈱日立製作所", "株式会社日立製作所"),
    ("株式会社日立製作所", "Hitachi, Ltd."),
    ("ヒタチセイサクショ", "株式会社日立製作所"),
    ("株式会社野村総合研究所", "Nomura Research Institute, Ltd."),
    ("杭州海康威视数字技术股份有限公司", "海康威视"),
    ("江苏华信新材料股份有限公司", "华信新材"),
    ("株式会社ブレインパッド", "BrainPad Inc."),
    ("アイエムブイカブシキガイシャ", "IMV CORPORATION"),
    ("Huawei", "Hauwei"),
    ("HUAWEI TECHNOLOGIES CO LTD", "Technologies Huawei"),
    ("Hangzhou Hikvision Digital Technology", "HANGZHOUHIKVISIONDIGITALTECHNOLOGY CO.,LTD."),
    ("Hangzhou Hikvision Digital Tech", "Hangzhou Hikvisoin Digital Technology Co., Ltd."),
    ("重庆长安汽车股份有限公司", "Chongqing Changan Automobile Company Limited"),
    ("厦门钨业股份有限公司", "Xiamen Tungsten Co., Ltd."),
    ("澤田電子", "沢田電子"),
    ("コンピューター例示", "コンピュータ例示"),
]


@pytest.mark.parametrize(("one", "other"), ALERTED)
def test_a_name_is_found_behind_its_spellings(one: str, other: str) -> None:
    found = compare(one, other)
    assert found.alert, found.why
    assert found.relation in ("same", "possible")


TRAPS = [
    ("ZTE", "ZTT"),
    ("ZTE Corporation", "ZTR Corporation"),
    ("ZTE", "ZTS Inc"),
    ("大华技术", "大華建設株式会社"),
    ("Dahua Technology", "大華証券"),
    ("Dahua", "大華証券"),
    ("Dahua", "大華建設股份有限公司"),
    ("Hua Wei", "Huawei"),
    ("Hua Wei", "华为技术有限公司"),
    ("中興電工機械", "中兴通讯"),
    ("中興大學", "中兴通讯股份有限公司"),
    ("Hikari", "Hikvision"),
    ("China Mobile", "China Mobile Games"),
    ("BELLETECH CORP", "11420 CORP"),
    ("Plant 601", "Plant 602"),
    ("例示第二研究所", "例示第三研究所"),
    ("Second Example Institute", "Third Example Institute"),
    ("Huawei Technologies", "Huawei Hotel"),
    ("Huawei", "Huawei Hotel"),
    ("Reseller for Huawei", "Huawei"),
    ("not Huawei", "Huawei"),
    ("Huawei-free switch", "Huawei"),
    ("ファーウェイ以外", "ファーウェイ"),
    ("A-B-C Company", "C Company"),
    ("株式会社", "有限会社"),
    ("例示電機", "例題電機"),
    ("東例示電機", "西別物電機"),
]


@pytest.mark.parametrize(("one", "other"), TRAPS)
def test_a_known_trap_is_no_alert(one: str, other: str) -> None:
    found = compare(one, other)
    assert not found.alert, found.why
    assert found.relation in ("possible", "different")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HIKVISION JAPAN株式会社", "Hikvision"),
        ("HIKVISION JAPAN株式会社", "Hangzhou Hikvision Digital Technology Co., Ltd."),
        ("Huawei Europe", "Huawei"),
        ("Huawei Holdings", "Huawei"),
        ("华为技术有限公司分公司", "华为技术有限公司"),
    ],
)
def test_a_regional_company_or_a_holding_is_an_affiliate_and_not_the_same(one: str, other: str) -> None:
    assert compare(one, other).relation == "affiliate"


def test_traditional_simplified_and_shinjitai_with_the_form_at_either_end_are_the_same() -> None:
    for one, other in [("國際電氣株式会社", "株式会社国際電気"), ("臺灣通訊有限公司", "台湾通讯"), ("廣州例示股份有限公司", "广州例示有限公司")]:
        assert compare(one, other).relation == "same"


def test_three_letters_alone_are_possible_at_most() -> None:
    found = compare("SMI", "Sample Machine Importers")
    assert not found.alert
    assert "short_acronym" in found.evidence.against or found.relation == "different"


NUMBER = Identifier(scheme="lei", value="5493001KJTIIGC8Y1R12")
OTHER = Identifier(scheme="lei", value="5493001KJTIIGC8Y1R13")


def test_an_identifier_outranks_the_name() -> None:
    assert compare("Example", "Entirely Else", identifiers_a=[NUMBER], identifiers_b=[NUMBER]).relation == "same"
    assert compare("Example", "Entirely Else", identifiers_a=[NUMBER], identifiers_b=[NUMBER]).alert


def test_a_different_identifier_leaves_a_name_at_most_possible() -> None:
    found = compare("Huawei Technologies", "Huawei Technologies Co", identifiers_a=[NUMBER], identifiers_b=[OTHER])
    assert found.relation == "possible"
    assert not found.alert


def test_a_weak_alias_never_alerts_alone() -> None:
    assert compare("Reijilight", "Reijilight", kind="weak").relation == "possible"
    assert not compare("Reijilight", "Reijilight", kind="weak").alert


def test_another_country_counts_against() -> None:
    assert compare("Example Net", "Example Nets", country_a="JP", country_b="CN").score < compare("Example Net", "Example Nets").score


def test_scores_are_graded_and_not_clamped() -> None:
    scores = [
        compare("Example Networks", other).score
        for other in ("Example Networks", "Example Networks Ltd", "Example Netwroks", "Example", "Sample Networks", "Zzyzx")
    ]
    assert scores[0] == 1.0
    assert all(score < 1.0 for score in scores[1:])
    assert scores[1] > scores[2] > scores[4] > scores[5]


def test_the_evidence_replays_and_shows_its_parts() -> None:
    found = compare("华为技术有限公司", "Huawei Technologies Co., Ltd.")
    assert replay(found.evidence) == found.score
    assert ("华为", "huawei") in {(pair.left, pair.right) for pair in found.evidence.pairs}
    assert "pinyin" in found.why
    assert found.evidence.facts[0].code == "prior"


def test_the_thresholds_are_data_and_in_order() -> None:
    limits = weights()
    assert limits.alerts and all(0 < limits.possible < alert < 1 for alert in limits.alerts.values())
    assert 0 < limits.possible < limits.same < 1
    for family, bulk in limits.bulk.items():
        assert limits.alert(family) <= bulk < 1
        assert limits.stands_out(family, bulk) and not limits.stands_out(family, bulk - 0.001)
    assert {"latin", "han", "zh_latin", "ja_latin", "kana_latin", "han_kana"} <= set(limits.families)


def test_the_worked_example_of_the_documentation_is_current(repository: Path) -> None:
    page = (repository / "docs/explanation/names.md").read_text(encoding="utf-8")
    found = compare("华为技术有限公司", "Huawei Technologies Co., Ltd.")
    rows = [f"| `{fact.code}` | {fact.value:g} | {fact.likelihood:+.2f} |" for fact in found.evidence.facts]
    assert all(row in page for row in rows), "\n".join(rows)
    assert f"`{found.why}`" in page, found.why


MERGERS = [
    ("三例工業株式会社", "三例實業股份有限公司"),
    ("例示企業股份有限公司", "例示實業股份有限公司"),
    ("招例国际黄金股份有限公司", "山例国际黄金股份有限公司"),
    ("株式会社例和", "株式会社例和堂"),
    ("例村化工機株式会社", "例村工機株式会社"),
    ("例示十二号厂", "例示十五号厂"),
    ("例示A号有限公司", "例示B号有限公司"),
]


@pytest.mark.parametrize(("one", "other"), MERGERS)
def test_a_character_that_differs_tells_written_out_names_apart(one: str, other: str) -> None:
    assert compare(one, other).relation != "same"


def test_a_name_without_its_form_may_be_short_for_one_with_it() -> None:
    assert compare("例示电子科技股份有限公司", "例示电子").alert
    assert compare("例示电子科技股份有限公司", "例示电子").score > compare("例示电子科技股份有限公司", "例示电子股份有限公司").score


def test_the_same_characters_are_the_same_name_however_japan_or_china_writes_them() -> None:
    for one, other in [("聯例科技股份有限公司", "連例科技股份有限公司"), ("联例科技股份有限公司", "连例科技股份有限公司")]:
        assert compare(one, other).relation == "same"


CHINESE_AND_ENGLISH = [
    ("例西金属材料股份有限公司", "Lixi Metal Materials Co., Ltd."),
    ("东北制药集团股份有限公司", "NORTHEAST PHARMACEUTICAL GROUP CO., LTD."),
    ("深圳市顺恒电子股份有限公司", "Shenzhen Shunheng Electronics Co., Ltd."),
    ("广州例明达光电科技有限公司", "Guangzhou Li Ming Da Optoelectronic Technology Co., Ltd."),
]


@pytest.mark.parametrize(("one", "other"), CHINESE_AND_ENGLISH)
def test_a_chinese_name_is_found_behind_its_english_one(one: str, other: str) -> None:
    assert compare(one, other).alert, compare(one, other).why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("深圳市顺恒电子股份有限公司", "Shenzhen Hengshun Electronics Co., Ltd."),
        ("深圳市顺恒电子股份有限公司", "Guangzhou Shunheng Electronics Co., Ltd."),
        ("顺恒渔业股份有限公司", "Shunheng Pharmaceutical Co., Ltd."),
        ("新国都股份有限公司", "XGD"),
        ("顺恒电子股份有限公司", "not Shunheng"),
        ("顺恒电子股份有限公司", "Shunheng-free"),
    ],
)
def test_another_brand_place_or_trade_in_english_is_another_company(one: str, other: str) -> None:
    assert not compare(one, other).alert, compare(one, other).why


def test_a_brand_that_may_be_coined_is_a_guess_and_not_the_same() -> None:
    found = compare("深圳市顺络电子股份有限公司", "Shenzhen Sunlok Electronics Co., Ltd.")
    assert "may be coined from it" in {pair.how for pair in found.evidence.pairs}
    assert found.relation != "same"
    assert found.score > compare("深圳市顺络电子股份有限公司", "Shenzhen Vibrator Electronics Co., Ltd.").score


@pytest.mark.parametrize("name", ["杭州Hangzhou例示科技有限公司", "例示科技 Hangzhou 有限公司", "HANGZHOU例示", "Hangzhou 例示网络"])
def test_a_place_in_latin_letters_within_a_chinese_name_is_a_place(name: str) -> None:
    assert not compare(name, "Shenzhen Lishi Network Technology Co., Ltd.").alert
