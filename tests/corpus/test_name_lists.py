"""The comparer on public name lists: the fifth that neither a table nor a weight has seen, a little below what was measured."""

import csv
import hashlib
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sekisho.names import compare, compare_prepared, prepare
from sekisho.names.normalise import name_key
from sekisho.names.prepared import kana_folded

pytestmark = pytest.mark.corpus

LISTS = {
    "edinet": ("edinet/edinet_codes_dev70.csv", {"ja": "name_ja", "en": "name_en", "kana": "name_kana"}),
    "szse": ("china/szse_listed_dev70.csv", {"zh": "公司全称", "en": "英文名称", "short": "A股简称"}),
    "twse": ("taiwan/twse_tpex_dev70.csv", {"zh": "公司名稱", "short": "公司簡稱"}),
}
FLOORS = [
    ("edinet", "ja", "en", 0.87),
    ("edinet", "ja", "kana", 0.93),
    ("edinet", "kana", "en", 0.86),
    ("szse", "zh", "en", 0.72),
    ("szse", "zh", "short", 0.98),
    ("twse", "zh", "short", 0.95),
]


def kept_apart(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5 == 0


def pairs(corpus: Path, which: str, left: str, right: str) -> list[tuple[str, str]]:
    path, columns = LISTS[which]
    with (corpus / path).open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if "個人" not in row.get("filer_type", "")]
    found = [(row[columns[left]], row[columns[right]]) for row in rows]
    return [pair for pair in found if all(side.strip(" -") for side in pair) and kept_apart(pair[0])][:300]


def wrong_pairs(true: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    dice = random.Random(1)
    for left, right in true:
        for _, other in dice.sample(true, 10):
            if other != right:
                yield left, other


@pytest.mark.parametrize(("which", "left", "right", "floor"), FLOORS)
def test_names_meet_across_scripts(corpus: Path, which: str, left: str, right: str, floor: float) -> None:
    true = pairs(corpus, which, left, right)
    found = sum(compare(*pair).alert for pair in true)
    false = sum(compare(*pair).alert for pair in wrong_pairs(true))
    assert len(true) > 200
    assert 2 * found / (len(true) + found + false) >= floor


def test_the_scripts_of_chinese_are_one(corpus: Path) -> None:
    opencc = pytest.importorskip("opencc")
    traditional = opencc.OpenCC("s2t")
    names = [name for name, _ in pairs(corpus, "szse", "zh", "en")]
    assert all(compare(name, traditional.convert(name)).relation == "same" for name in names)


def test_names_are_prepared_fast(corpus: Path) -> None:
    names = [name for name, _ in pairs(corpus, "edinet", "ja", "kana") + pairs(corpus, "szse", "zh", "en")]
    prepare.cache_clear()
    prepare("例示通信")
    begun = time.process_time()
    for name in names:
        prepare(name)
    assert len(names) / (time.process_time() - begun) > 2_000


def test_no_two_unequal_names_tie_at_the_top_by_a_clamp(corpus: Path) -> None:
    true = pairs(corpus, "edinet", "ja", "en")
    scores = [compare_prepared(prepare(one), prepare(other)).score for one, other in true if one != other]
    assert max(scores) < 1.0


def test_no_two_companies_become_one_by_the_kana_that_different_hands_write(corpus: Path) -> None:
    with (corpus / LISTS["edinet"][0]).open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if "個人" not in row["filer_type"]]
    for column in ("name_ja", "name_kana"):
        whole: dict[str, set[str]] = {}
        for name in {row[column] for row in rows}:
            plain = "".join(char for char in name_key(name).key if char.isalnum() or char == "ー")
            whole.setdefault(kana_folded(plain), set()).add(plain)
        assert len(whole) > 5_000
        assert {folded: plain for folded, plain in whole.items() if len(plain) > 1} == {}
