"""Screening only what changed gives what screening everything gives, whatever was changed and however often."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from nouns import JUDGED, basis, bid, bom, item, row, submission
from sekisho.screening.model import ScreenedBid
from sekisho.screening.screen import screen
from sekisho.tenders.list_versions import HandedIn, next_version, under
from sekisho.tenders.model import Bid, EquipmentItem, EquipmentList, ListVersion

GROUND = basis(row("x", "例題科技有限公司", authority="JP-DECISION"), row("y", "見本無線", authority="US-BIS"))
MAKERS = st.sampled_from(["例示電機", "例題科技有限公司", "見本無線", None])
ROWS = st.lists(
    st.tuples(MAKERS, st.sampled_from(["R1", "S2", ""]), st.integers(1, 2), st.sampled_from([None, "見本無線", "丙商事"])), min_size=1, max_size=5
)
ORDERS = st.permutations(range(1, 6))


def made(rows: list[tuple[str | None, str, int, str | None]], order: list[int]) -> tuple[EquipmentItem, ...]:
    return tuple(
        item(str(number), maker, model=model, quantity=Fraction(count), supplier=supplier)
        for number, (maker, model, count, supplier) in zip(order, rows, strict=False)
    )


@settings(max_examples=60)
@given(st.lists(st.tuples(ROWS, ORDERS), min_size=2, max_size=3), st.booleans())
def test_what_is_kept_is_what_would_be_found_again(
    lists: list[tuple[list[tuple[str | None, str, int, str | None]], list[int]]], with_bom: bool
) -> None:
    first, *later = [made(*one) for one in lists]
    boms = {first[0].line: bom({"基板": "見本無線"})} if with_bom else {}
    start = bid(*first, boms=boms)
    assert start.list is not None
    held = [ListVersion(version="1", list=start.list, boms=boms)]
    for at, items in enumerate(later, start=2):
        listed = EquipmentList(file=f"bids/A/list-{at}.csv", digest=str(at) * 64, items=items)
        held.append(next_version(held[-1], HandedIn(version=str(at), list=listed)))
    versions = replace(under(start, held[-1]), versions=tuple(held))
    again, anew = screened(versions), screened(replace(versions, versions=()))
    assert replace(again, versions=()) == anew
    for before, after in zip(again.versions, again.versions[1:], strict=False):
        known = {one.subject for one in (*before.screened, *before.kept)}
        assert all(one.subject in known for one in after.kept)
        assert all(one.subject not in known for one in after.screened)


def screened(one: Bid) -> ScreenedBid:
    (found,) = screen(submission(one), GROUND, as_of=JUDGED).bids
    return found
