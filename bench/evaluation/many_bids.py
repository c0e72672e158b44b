"""A tender of 10,000 bids with 200 criteria and five evaluators: ten million marks in memory, from marks to ranks with every step as text."""

import time
from collections.abc import Iterator, Mapping
from fractions import Fraction

from bench.inside.card import Plan, Row, at_most, equal, shown

from sekisho.evaluation.evaluate import Standing, evaluate
from sekisho.evaluation.model import Evaluation, Terms

from . import made, reference

CRITERIA = 200
PART = 20
"""One bid in so many is reckoned by the peer."""


def rows(plan: Plan) -> Iterator[Row]:
    """The section's rows."""
    size = plan.size(10_000)
    notice = made.terms(CRITERIA)
    bids = made.standings(size, notice)
    began = time.perf_counter()
    found = evaluate(bids, notice)
    seconds = time.perf_counter() - began
    what = f"{size:,} bids × {CRITERIA} criteria × {len(made.MEMBERS)} evaluators evaluated"
    detail = {"marks a second": round(size * CRITERIA * len(made.MEMBERS) / seconds), "winner": found.winner, "tie": list(found.tie)}
    peers: dict[str, float] = {}
    told: list[Row] = []
    if plan.with_peers:
        some = bids[:: max(1, PART if size > PART else 1)]
        began = time.perf_counter()
        totals = reference.evaluated(told_of(some), items_of(notice), made.GRADES, frame_of(notice))
        peers["plain fractions"] = (time.perf_counter() - began) * len(bids) / len(some)
        told = list(_held(found, totals, some))
    yield at_most(what, seconds, 5 * size / 10_000, unit="s", detail=detail, peers=peers)
    yield from told
    if peers:
        yield shown("of plain fractions", seconds / peers["plain fractions"])


def _held(found: Evaluation, totals: Mapping[str, int], some: list[Standing]) -> Iterator[Row]:
    wanted = {one.bid.id for one in some}
    ours = {one.bid: one.total for one in found.bids if one.bid in wanted and one.total is not None}
    differing = [bid for bid in ours.keys() | totals.keys() if ours.get(bid) != totals.get(bid)]
    yield equal("totals that differ from the peer's", len(differing), 0, detail={"compared": len(totals), "differing": sorted(differing)[:5]})
    held = {one.bid: one.rank or 0 for one in found.bids if one.bid in totals}
    theirs = reference.ranks(totals)
    wrong = sum((held[one] < held[other]) != (theirs[one] < theirs[other]) for one in held for other in held)
    yield equal("pairs of bids in another order than the peer's", wrong, 0, detail={"pairs": len(held) ** 2})


def told_of(bids: list[Standing]) -> dict[str, tuple[reference.Marks, Fraction]]:
    """The bids as the peer takes them: grades and prices alone."""
    found: dict[str, tuple[reference.Marks, Fraction]] = {}
    for one in bids:
        assert one.bid.price is not None
        marks = {member: {item: mark.given for item, mark in marks.items()} for member, marks in one.bid.evaluations.items()}
        found[one.bid.id] = marks, one.bid.price.amount
    return found


def items_of(notice: Terms) -> reference.Items:
    """The notice's items as the peer takes them."""
    assert notice.criteria is not None
    return [(one.id, one.points or Fraction(0), one.mandatory) for one in notice.criteria.leaves()]


def frame_of(notice: Terms) -> dict[str, Fraction]:
    """The notice's numbers as the peer takes them."""
    assert notice.ceiling is not None and notice.price_points is not None
    return {"ceiling": notice.ceiling.amount, "price_points": notice.price_points}
