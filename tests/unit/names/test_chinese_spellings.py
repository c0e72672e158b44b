"""Chinese brands as companies of Taiwan spell them, and brands that may have been coined."""

import pytest

from sekisho.names import compare
from sekisho.names.wade_giles import wade_giles


@pytest.mark.parametrize(
    ("pinyin", "spelled"),
    [("xiang", ("hsiang", "shiang")), ("tian", ("tien",)), ("qing", ("ching",)), ("zhong", ("chung",)), ("guo", ("kuo",)), ("rong", ("jung",)),
     ("zi", ("tzu",)), ("cai", ("tsai",)), ("de", ("te",)), ("ming", ("ming",))],
)  # fmt: skip
def test_a_syllable_is_spelled_in_wade_giles(pinyin: str, spelled: tuple[str, ...]) -> None:
    assert wade_giles(pinyin) == spelled


def test_a_brand_in_wade_giles_is_read() -> None:
    found = compare("例翔建設股份有限公司", "Li Hsiang Construction Co., Ltd.")
    assert ("例翔", "li hsiang") in {(pair.left, pair.right) for pair in found.evidence.pairs}
    assert found.alert


def test_a_brand_that_is_hardly_coined_from_the_other_needs_a_second_fact() -> None:
    assert not compare("例科科技股份有限公司", "Brimstone").alert
