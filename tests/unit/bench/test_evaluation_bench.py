"""The peer of `make bench-evaluation` is a reference worth its name: on a small tender it and Sekisho agree, and it would notice if not."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def bench() -> Iterator[None]:
    """The bench is beside the package, not part of it."""
    sys.path.insert(0, str(ROOT))
    yield
    sys.path.remove(str(ROOT))


def test_every_total_and_order_of_a_small_tender_is_the_reference_s() -> None:
    from bench.evaluation import made, many_bids, reference

    from sekisho.evaluation.evaluate import evaluate

    notice = made.terms(12)
    bids = made.standings(100, notice)
    found = evaluate(bids, notice)
    told = many_bids.told_of(bids)
    totals = reference.evaluated(told, many_bids.items_of(notice), made.GRADES, many_bids.frame_of(notice))
    assert {one.bid: one.total for one in found.bids if one.total is not None} == totals
    assert {one.bid: one.rank for one in found.bids if one.rank} == reference.ranks(totals)
    assert {one.reason_code for one in found.bids} == {"", "mandatory-unmet", "over-ceiling"}
    assert next(row.value for row in many_bids._held(found, {**totals, bids[0].bid.id: 1}, bids)) == 1


def test_every_mark_given_otherwise_turns_the_outcome_as_the_reference_says() -> None:
    from bench.evaluation import made, many_bids, reference, sensitivity

    notice = made.terms(6)
    bids = made.standings(4, notice)
    found, _ = sensitivity._measured(bids, notice)
    asked = list(sensitivity._trials(bids, notice))
    given = (many_bids.items_of(notice), made.GRADES, many_bids.frame_of(notice))
    theirs = reference.turned(many_bids.told_of(bids), asked, *given)
    turned = {(one.bid, one.member, one.item, one.otherwise): one.winner for one in found.grades}
    assert {one: winner for one, winner in zip(asked, theirs, strict=True) if winner != found.winner} == turned
