"""The matcher that screening uses: like the plain one name for name, and kept for large editions."""

from pathlib import Path

import pytest

from nouns import edition, row
from sekisho.engines.embedded import like_names
from sekisho.engines.embedded.index_store import index_path
from sekisho.engines.embedded.like_names import LikeNames
from sekisho.register.matching import EveryName, NameHit
from sekisho.register.model import Edition

ROWS = (
    row("x", "鷺潭通信技術有限公司", country="CN"), row("x", "Lutan Communications Technology Co., Ltd."), row("x", "ロタン", name_kind="weak"),
    row("y", "Lutan Japan K.K.", parent="x"), row("z", "見本工業株式会社"), row("z", "EX-1", designates="product"),
)  # fmt: skip
ASKED = ["ロタンツウシンギジュツ", "Lutan Comunications", "LUTAN JAPAN", "例題商店", "", "EX-1", "鷺潭通信技術"]
COUNTRIES = ["", "CN", "JP", "", "", "", "CN"]


def told(found: list[list[NameHit]]) -> list[list[tuple[str, str, float]]]:
    return [[(hit.entity.id, hit.alias.name, hit.comparison.score) for hit in hits] for hits in found]


@pytest.fixture
def known() -> Edition:
    return edition(*ROWS)


def test_the_index_tells_what_comparing_with_every_name_tells(known: Edition) -> None:
    found = told(LikeNames(known).match(ASKED, COUNTRIES))
    assert found == told(EveryName(known).match(ASKED, COUNTRIES))
    assert [bool(hits) for hits in found] == [True, True, True, False, False, False, True]
    assert LikeNames(known).match([], []) == []


def test_the_index_of_a_large_edition_is_kept_and_made_again_where_it_breaks(known: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(like_names, "WORTH_KEEPING", 3)
    first = told(LikeNames(known, tmp_path).match(ASKED, COUNTRIES))
    (kept,) = tmp_path.iterdir()
    assert kept == index_path(known, tmp_path)
    made = kept.read_bytes()
    assert told(LikeNames(known, tmp_path).match(ASKED, COUNTRIES)) == first
    kept.write_bytes(made[:-1])
    assert told(LikeNames(known, tmp_path).match(ASKED, COUNTRIES)) == first
    assert kept.read_bytes() == made


def test_the_index_of_a_small_edition_leaves_nothing_behind(known: Edition, tmp_path: Path) -> None:
    LikeNames(known, tmp_path).match(ASKED, COUNTRIES)
    assert list(tmp_path.iterdir()) == []
