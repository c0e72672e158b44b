"""Numbers and ordinals in names: Plant 601 is not Plant 602, and 第二研究所 is not 第三研究所."""

import re

_HAN_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_ORDINAL = re.compile(r"第([一二三四五六七八九十百]+|\d+)")
_COUNTED = re.compile(r"([一二三四五六七八九十]+|(?<![a-z])[a-z])(?=号)")
"""十二号 and A号; 号 is also 號, folded."""
_DIGITS = re.compile(r"\d+")
_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6, "7th": 7, "8th": 8, "9th": 9,
    "ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "daiichi": 1,
}  # fmt: skip


def numbers_in(plain: str, words: tuple[str, ...] | list[str]) -> frozenset[int]:
    """Every number that a normalised name states, in digits, Han ordinals, English ordinals or Roman numerals; a letter before 号 as less than 0."""
    found: set[int] = set() if _WORDS.keys().isdisjoint(words) else {_WORDS[word] for word in words if word in _WORDS}
    if "第" in plain:
        found.update(_value(number) for number in _ORDINAL.findall(plain))
    if "号" in plain:
        found.update(_value(number) if number > "z" else -ord(number) for number in _COUNTED.findall(plain))
    found.update(int(digits[:9]) for digits in _DIGITS.findall(plain))
    return frozenset(found)


def _value(number: str) -> int:
    """七 -> 7, 十二 -> 12, 五十三 -> 53, 一〇 is not met in names."""
    if number[0].isdigit():
        return int(number[:9])
    if "十" in number:
        tens, _, ones = number.partition("十")
        return _HAN_DIGITS.get(tens, 1) * 10 + _HAN_DIGITS.get(ones, 0)
    value = 0
    for char in number:
        value = value * 10 + _HAN_DIGITS.get(char, 0)
    return value
