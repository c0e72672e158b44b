"""How near the outcome lies to another, of a tender of 10 bids with 200 criteria and five evaluators: every price, score, weight and single mark.

A mark given otherwise is 24,000 trials here. The peer evaluates the whole tender again for each of a sample of them.
"""

import random
import time
from collections.abc import Iterator

from bench.inside.card import SEED, Plan, Row, at_most, equal, shown

from sekisho.evaluation.evaluate import Standing
from sekisho.evaluation.model import Terms
from sekisho.evaluation.what_if import Sensitivity, sensitivity
from sekisho.findings import Verdict

from . import made, reference
from .many_bids import CRITERIA, frame_of, items_of, told_of

BIDS = 10
SAMPLE = 40


def rows(plan: Plan) -> Iterator[Row]:
    """The section's rows."""
    notice = made.terms(plan.size(CRITERIA))
    bids = made.standings(BIDS, notice)
    found, seconds = _measured(bids, notice)
    trials = [(one, member, item, other) for one, member, item, other in _trials(bids, notice)]
    peers: dict[str, float] = {}
    differing = None
    if plan.with_peers:
        asked = random.Random(SEED).sample(trials, min(SAMPLE, len(trials)))
        began = time.perf_counter()
        theirs = reference.turned(told_of(bids), asked, items_of(notice), made.GRADES, frame_of(notice))
        peers["plain fractions"] = (time.perf_counter() - began) * len(trials) / len(asked)
        ours = {(one.bid, one.member, one.item, one.otherwise): one.winner for one in found.grades}
        differing = sum(ours.get(one, found.winner) != winner for one, winner in zip(asked, theirs, strict=True))
    detail = {"marks tried": len(trials), "marks that turn it": len(found.grades), "turning points": len(found.turns)}
    yield at_most(f"sensitivity of {BIDS} bids × {len(items_of(notice))} criteria", seconds, 1, unit="s", detail=detail, peers=peers)
    if differing is not None:
        yield equal("trials whose winner differs from the peer's", differing, 0, detail={"compared": min(SAMPLE, len(trials))})
    for preset in ("add-2", "relative"):
        _, took = _measured(bids, made.terms(plan.size(CRITERIA), preset))
        yield at_most(f"the same by {preset}, where bids weigh on one another", took, 1, unit="s")
    waiting = [Standing(bid=one.bid, verdict=Verdict.REFER if at % 3 == 0 else Verdict.CLEAR) for at, one in enumerate(bids)]
    yield shown("the same with four bids pending", _measured(waiting, notice)[1], unit="s")


def _measured(bids: list[Standing], notice: Terms) -> tuple[Sensitivity, float]:
    began = time.perf_counter()
    found = sensitivity(bids, notice)
    return found, time.perf_counter() - began


def _trials(bids: list[Standing], notice: Terms) -> Iterator[tuple[str, str, str, str]]:
    """Every other grade of every mark."""
    assert notice.criteria is not None
    scored = [one.id for one in notice.criteria.leaves() if not one.mandatory]
    for one in bids:
        for member, marks in one.bid.evaluations.items():
            for item in scored:
                yield from ((one.bid.id, member, item, grade) for grade in made.GRADES if grade != marks[item].given)
