"""Lots (ロット) one after the other, in the order of the notice: a bidder that has won as many as it may is no bidder for the next.

While an earlier lot is open, who may still be a bidder for a later one can be open too; then nobody wins the later one yet.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..faults import Fault, InputRefused
from ..terms import Text
from .evaluate import REASONS, Standing, evaluate
from .model import Evaluation, Scored, Terms

LIMITED = "lot-limit"
OPEN = Text(
    ja="先のロットが決まるまで、落札できるロットの数の上限により、このロットの応札者が定まらない",
    en="Until an earlier lot is settled, the limit on lots leaves open who is a bidder for this one",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LotOffers:
    """The bids for one lot as the evaluation sees them, and the lot's terms."""

    lot: str
    standings: tuple[Standing, ...]
    terms: Terms


def evaluate_lots(lots: Sequence[LotOffers], *, most: int | None, rehearsal: bool = False, screened: bool = True) -> dict[str, Evaluation]:
    """The evaluation of each lot, in order. InputRefused lists what is missing of every lot, each fault with its lot."""
    _check_all(lots, rehearsal=rehearsal, screened=screened)
    found: dict[str, Evaluation] = {}
    won, maybe = Counter[str](), Counter[str]()
    for one in lots:
        limited = frozenset(held.bid.id for held in one.standings if most is not None and won[held.bid.id] >= most)
        left = [held for held in one.standings if held.bid.id not in limited]
        evaluation = evaluate(left, one.terms, rehearsal=rehearsal, screened=screened)
        running = [scored.bid for scored in evaluation.bids if scored.status != "excluded"]
        if most is not None and any(maybe[bid] and won[bid] + maybe[bid] >= most for bid in running):
            evaluation = replace(evaluation, winner=None, why_no_winner=OPEN)
        found[one.lot] = _with_limited(evaluation, one.standings, limited)
        won.update([evaluation.winner] if evaluation.winner else [])
        maybe.update([] if evaluation.winner else running)
    return found


def _check_all(lots: Sequence[LotOffers], *, rehearsal: bool, screened: bool) -> None:
    """Every lot is reckoned once by itself, so that the faults of all are told together."""
    faults: list[Fault] = []
    for one in lots:
        try:
            evaluate(one.standings, one.terms, rehearsal=rehearsal, screened=screened, shown=False)
        except InputRefused as refused:
            faults += [replace(fault, where=f"lots.{one.lot} {fault.where}".strip()) for fault in refused.faults]
    if faults:
        raise InputRefused(faults)


def _with_limited(evaluation: Evaluation, standings: Sequence[Standing], limited: frozenset[str]) -> Evaluation:
    """The bids in their order, those that may win no more lots among the excluded."""
    scored: Mapping[str, Scored] = {one.bid: one for one in evaluation.bids} | {bid: _limited(bid) for bid in limited}
    return replace(evaluation, bids=tuple(scored[one.bid.id] for one in standings))


def _limited(bid: str) -> Scored:
    return Scored(bid=bid, status="excluded", reason_code=LIMITED, reason=REASONS[LIMITED])


