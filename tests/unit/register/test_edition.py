"""An edition is one file that holds together or is refused."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nouns import CARD, row
from sekisho.canonical import canonical_json
from sekisho.faults import RegisterRefused
from sekisho.register.build import entities_from
from sekisho.register.diff import diff
from sekisho.register.edition import decode, encode
from sekisho.register.model import Edition

ROWS = (
    row("x", "例示科技有限公司", lang="zh-Hant", country="CN", covers="telecom", purpose="office", affiliates="included", authority="JP-DECISION",
        clause="第1条", effective_from="2026-04-01", effective_to="2027-03-31", classification="protected", scheme="LEI", identifier="549300ABC"),
    row("x", "Reiji \u2028 Technology", name_kind="translation", unverified="yes"),
    row("y", "株式会社例示ジャパン", designates="none", parent="x"),
    row("z", "EX-400", designates="product"),
    row("w", "国外製", designates="place", country="!US", covers="consumer-router"),
)  # fmt: skip
OCTETS = encode(entities_from(ROWS), (CARD,))


def test_what_is_written_reads_back_whole() -> None:
    read = decode(OCTETS, label="edition")
    assert read.entities == {entity.id: entity for entity in entities_from(ROWS)}
    assert read.cards == (CARD,)
    assert encode(tuple(read.entities.values()), read.cards) == OCTETS


def test_the_order_of_rows_does_not_name_another_edition() -> None:
    backwards = encode(tuple(reversed(entities_from(ROWS))), (CARD,))
    assert backwards == OCTETS


@given(st.integers(0, len(OCTETS) - 1), st.integers(1, 255))
def test_one_flipped_byte_anywhere_and_the_edition_is_refused(at: int, by: int) -> None:
    altered = OCTETS[:at] + bytes([OCTETS[at] ^ by]) + OCTETS[at + 1 :]
    with pytest.raises(RegisterRefused) as refused:
        decode(altered, label="2026-06")
    assert refused.value.exit_code == 3
    assert refused.value.faults[0].file == "2026-06"


@given(st.integers(0, len(OCTETS) - 1))
def test_an_edition_cut_short_is_refused(size: int) -> None:
    with pytest.raises(RegisterRefused):
        decode(OCTETS[:size], label="edition")


@pytest.mark.parametrize("more", [b"\n", b"{}\n", b" ", OCTETS.splitlines(keepends=True)[-1]])
def test_an_edition_with_something_after_it_is_refused(more: bytes) -> None:
    with pytest.raises(RegisterRefused):
        decode(OCTETS + more, label="edition")


@pytest.mark.parametrize(
    "octets",
    [b"", b"\n", b"null\n", b"[]\n", b"{}\n", b'{"format":"sekisho-edition/1"}\n', b"\xff\xfe\n", b"[" * 100_000 + b"\n", b'{"format":"other/1"}\n', b"entity,name\nx,y\n"],  # noqa: E501
)  # fmt: skip
def test_what_is_no_edition_is_refused(octets: bytes) -> None:
    with pytest.raises(RegisterRefused):
        decode(octets, label="edition")


def test_an_edition_made_fresher_by_hand_is_refused() -> None:
    head, _, body = OCTETS.partition(b"\n")
    header = json.loads(head)
    header["sources"][0]["good_for_days"] = 3650
    with pytest.raises(RegisterRefused):
        decode(canonical_json(header) + b"\n" + body, label="edition")


def test_the_same_entities_under_another_card_are_another_edition() -> None:
    later = encode(entities_from(ROWS), (replace(CARD, retrieved_at=date(2026, 6, 2)),))
    longer = encode(entities_from(ROWS), (replace(CARD, good_for_days=31),))
    digests = {decode(octets, label="edition").digest for octets in (OCTETS, later, longer)}
    assert len(digests) == 3


def test_a_card_is_stale_from_the_day_after_its_last() -> None:
    assert not CARD.stale_on(date(2026, 7, 1))
    assert CARD.stale_on(date(2026, 7, 2))
    edition = decode(OCTETS, label="edition")
    assert edition.stale_cards(date(2026, 7, 1)) == ()
    assert edition.stale_cards(date(2026, 7, 2)) == (CARD,)


def of(*rows: object) -> Edition:
    return decode(encode(entities_from(rows), (CARD,)), label="edition")  # type: ignore[arg-type]


def test_what_is_new_changed_and_withdrawn_is_told_by_entity() -> None:
    before = of(row("kept", "甲"), row("changed", "乙"), row("gone", "丙"))
    after = of(row("kept", "甲"), row("changed", "乙", covers="telecom"), row("new", "丁"))
    told = diff(before, after)
    assert (told.new, told.changed, told.withdrawn) == (("new",), ("changed",), ("gone",))
    assert (told.before, told.after) == (before.digest, after.digest)
    assert diff(after, after).changed == ()


def test_parents_are_told_nearest_first() -> None:
    edition = of(row("a", "甲", parent="b", designates="none"), row("b", "乙", parent="c", designates="none"), row("c", "丙"))
    assert [entity.id for entity in edition.lineage("a")] == ["b", "c"]
    assert edition.lineage("c") == ()
    assert edition.lineage("nobody") == ()


@pytest.mark.parametrize("parents", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "b"}, {"a": "missing"}])
def test_a_circle_of_parents_ends(parents: dict[str, str]) -> None:
    edition = of(*(row(child, child, parent=parent, designates="none") for child, parent in parents.items()))
    found = [entity.id for entity in edition.lineage("a")]
    assert len(found) == len(set(found))
    assert "a" not in found
