"""Screening against the statutory register: companies of public lists that are not in it, and those that are."""

import csv
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from sekisho.engines.embedded.name_index import NameIndex
from sekisho.feeds.register_source import BareCard, build_edition

pytestmark = pytest.mark.corpus

LISTS: Mapping[str, tuple[str, str]] = {
    "szse-zh": ("china/szse_listed_dev70.csv", "公司全称"),
    "szse-en": ("china/szse_listed_dev70.csv", "英文名称"),
    "szse-short": ("china/szse_listed_dev70.csv", "A股简称"),
    "twse-zh": ("taiwan/twse_tpex_dev70.csv", "公司名稱"),
    "edinet-ja": ("edinet/edinet_codes_dev70.csv", "name_ja"),
    "edinet-kana": ("edinet/edinet_codes_dev70.csv", "name_kana"),
    "edinet-en": ("edinet/edinet_codes_dev70.csv", "name_en"),
    "ieee": ("ieee/oui.csv", "Organization Name"),
}
EACH = 400
MOST_FALSE = 5.0
"""False-alert names per 1,000 over all lists together."""
BRANDS = ("huawei", "hikvision", "dahua technology", "zte corporation", "hytera", "ezviz", "sz dji", "海康威视", "大华技术", "中兴通讯", "大华股份")
"""Words by which a name of a list is one of the register's own."""

JOINT = "Prama "
"""A joint venture that bears its other owner's brand first: the register leaves it to an ownership chart."""


@pytest.fixture(scope="module")
def index(repository: Path) -> NameIndex:
    folder = repository / "registers" / "us-statutory"
    sources = [folder / f"{name}.csv" for name in ("section-889", "section-5949", "fcc-covered-list")]
    return NameIndex.build(build_edition(sources, BareCard(retrieved_at=None, good_for_days=None)).edition)


def names(corpus: Path, which: str) -> list[str]:
    path, column = LISTS[which]
    with (corpus / path).open(encoding="utf-8", newline="") as stream:
        read = [row for row in csv.DictReader(stream) if "個人" not in row.get("filer_type", "")]
    return sorted({row[column] for row in read if row[column].strip(" -")})


def strangers(corpus: Path) -> Iterator[str]:
    for which in LISTS:
        others = [name for name in names(corpus, which) if not any(brand in name.casefold() for brand in BRANDS)]
        yield from random.Random(which).sample(others, min(EACH, len(others)))


def test_companies_that_are_not_in_the_register_are_hardly_ever_alerted(corpus: Path, index: NameIndex) -> None:
    asked = list(dict.fromkeys(strangers(corpus)))
    shown = {name: [hit.entity for hit in hits if hit.alert] for name, hits in zip(asked, index.match(asked), strict=True)}
    shown = {name: entities for name, entities in shown.items() if entities}
    assert len(asked) > 2_500
    assert 1_000 * len(shown) / len(asked) <= MOST_FALSE, shown


@pytest.mark.parametrize("which", ["szse-zh", "szse-en", "szse-short", "ieee"])
def test_the_registers_makers_are_alerted_as_public_lists_write_them(corpus: Path, index: NameIndex, which: str) -> None:
    asked = [name for name in names(corpus, which) if any(brand in name.casefold() for brand in BRANDS) and not name.startswith(JOINT)]
    assert asked
    assert [name for name, hits in zip(asked, index.match(asked), strict=True) if not any(hit.alert for hit in hits)] == []
