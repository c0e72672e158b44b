"""What two names must share before their likeness may become an alert."""

from pathlib import Path

import pytest

from sekisho.names import compare, prepare
from sekisho.names.clues import UNIT, gate, latin, like_words, meet, number, shares_of, words
from sekisho.names.sounds import sound_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Example Networks Co., Ltd.", "Exampel Netwroks"),
        ("Huawei", "Hauwei"),
        ("例示通信技術有限公司", "例示通信技术"),
        ("株式会社日立製作所", "ヒタチセイサクショ"),
        ("株式会社日立製作所", "Hitachi, Ltd."),
        ("株式会社ブレインパッド", "BrainPad Inc."),
        ("アイエムブイ株式会社", "IMV CORPORATION"),
        ("Zhongxing Telecommunication Equipment", "ZTE"),
        ("三機技術株式会社", "SANKI TECHNOLOGY CO.,LTD."),
        ("株式会社ジョイル", "Joyill Inc."),
        ("例翔建設股份有限公司", "Li Hsiang"),
        ("例江国际海运集装箱股份有限公司", "International Marine Containers Co., Ltd."),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert meet(prepare(one), prepare(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Example Technologies Ltd.", "Orient Technologies Ltd."),
        ("日立製作所", "例示銀行"),
        ("Operadora Los Altos", "Omega Lift Asia"),
        ("", ""),
    ],
)
def test_names_that_share_common_words_or_initials_alone_do_not_meet(one: str, other: str) -> None:
    assert not meet(prepare(one), prepare(other))


def test_a_pair_that_does_not_meet_says_so_in_its_evidence_and_does_not_alert() -> None:
    found = compare("中國鋼鐵股份有限公司", "中鋼")
    assert not meet(found.left, found.right)
    assert not found.alert


def test_the_explanation_tells_the_bounds_of_this_version(repository: Path) -> None:
    page = (repository / "docs/explanation/names.md").read_text(encoding="utf-8")
    for space, bounds in gate().items():
        parts = [f"{bounds.least // UNIT} bits", f"{bounds.share // 10} % of the smaller name"]
        parts += [f"{bounds.of_longer // 10} % of the larger"] if bounds.of_longer else []
        assert any(all(part in line for part in parts) for line in page.splitlines() if line.startswith("|")), space


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Example Networks Holdings", "Holdings Networks Example", True),
        ("Example Networks Holdings", "ExampleNetworksHoldings", True),
        ("Example Networks Holdings", "Exmaple Netwroks Holdings", True),
        ("Example Networks Holdings", "Example Fisheries of Westland", False),
    ],
)
def test_order_spaces_and_slips_leave_latin_names_alike_together(one: str, other: str, alike: bool) -> None:
    p, q = prepare(one), prepare(other)
    assert like_words(words(p), words(q), shares_of(latin(p), latin(q))) == alike


def test_threes_are_packed_as_their_numbers_are() -> None:
    ended = [f"^{sound_key(word)}$" for word in ("example", "networks", "tri")]
    threes = {number(word[at : at + 3]) for word in ended for at in range(len(word) - 2)}
    assert set(latin(prepare("Example Networks Tri")).weights) == threes
