"""The officer's question before an award: what if? Tried on the case as it was judged; nothing of it is recorded or proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..evaluation.evaluate import Standing, evaluate
from ..evaluation.explain import grade_text, turn_text
from ..evaluation.lots import LIMITED, LotOffers, evaluate_lots
from ..evaluation.model import Evaluation, Terms
from ..evaluation.what_if import Sensitivity, assume, parse_assumption, sensitivity
from ..findings import Verdict
from ..terms import decimal_text
from .as_json import evaluation_json
from .model import JudgedLot, Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What was tried on a case: the assumptions with the evaluation under them, and the turning points; None = not asked for."""

    case: str
    assumptions: tuple[str, ...] = ()
    evaluation: Evaluation | None = None
    sensitivity: Sensitivity | None = None
    lots: "tuple[tuple[str, Tried], ...]" = ()

    def as_json(self) -> dict[str, Any]:
        """`what_if` and `sensitivity` of `evaluate --json`; neither where neither was asked for. With lots, both under the lot."""
        shown: dict[str, Any] = {}
        if self.lots:
            shown["tried"] = [{"lot": lot, **one.as_json()} for lot, one in self.lots]
        if self.evaluation is not None:
            shown["what_if"] = {"assumed": list(self.assumptions), **evaluation_json(self.evaluation, case=self.case)}
        if self.sensitivity is not None:
            shown["sensitivity"] = sensitivity_json(self.sensitivity)
        return shown


def try_out(judgement: Judgement, assumptions: Sequence[str], *, sensitivity: bool) -> Tried:
    """What the officer asked to be tried. ValueError where an assumption cannot be read or does not fit the case.

    With lots, an assumption names its lot (`L1:A.price=650`), and every lot is awarded anew, in order.
    """
    if judgement.lots:
        return _try_lots(judgement, assumptions, sensitivity=sensitivity)
    return Tried(
        case=judgement.submission.tender.id,
        assumptions=tuple(assumptions),
        evaluation=assumed(judgement, assumptions) if assumptions else None,
        sensitivity=turning_points(judgement) if sensitivity else None,
    )


def _try_lots(judgement: Judgement, assumptions: Sequence[str], *, sensitivity: bool) -> Tried:
    by_lot: dict[str, list[str]] = {one.lot.id: [] for one in judgement.lots}
    for text in assumptions:
        lot, _, rest = text.partition(":")
        if lot not in by_lot or not rest:
            raise ValueError(f"`{text}`: name the lot first, as in {next(iter(by_lot))}:{text}; the lots are {', '.join(by_lot)}")
        by_lot[lot].append(rest)
    offers = [_assumed_offers(one, by_lot[one.lot.id]) for one in judgement.lots]
    limit = judgement.submission.tender.shape.lot_limit
    tried = evaluate_lots(offers, most=limit.most if limit else None, rehearsal=_rehearsal(judgement), screened=judgement.screening is not None)
    case = judgement.submission.tender.id
    return Tried(
        case=case,
        lots=tuple(
            (
                one.lot.id,
                Tried(
                    case=case,
                    assumptions=tuple(by_lot[one.lot.id]),
                    evaluation=tried[one.lot.id] if assumptions else None,
                    sensitivity=turning_points(one.judgement) if sensitivity else None,
                ),
            )
            for one in judgement.lots
        ),
    )


def _assumed_offers(one: JudgedLot, texts: Sequence[str]) -> LotOffers:
    standings, terms = assume([parse_assumption(text) for text in texts], _all_standings(one.judgement), _terms(one.judgement))
    return LotOffers(lot=one.lot.id, standings=tuple(standings), terms=terms)


def assumed(judgement: Judgement, texts: Sequence[str]) -> Evaluation:
    """The evaluation under these assumptions, all of them together. ValueError where one cannot be read or does not fit the case."""
    standings, terms = assume([parse_assumption(text) for text in texts], _standings(judgement), _terms(judgement))
    return evaluate(standings, terms, rehearsal=_rehearsal(judgement), screened=judgement.screening is not None)


def turning_points(judgement: Judgement) -> Sensitivity:
    """How near the outcome lies to another."""
    return sensitivity(_standings(judgement), _terms(judgement), rehearsal=_rehearsal(judgement), screened=judgement.screening is not None)


def sensitivity_json(found: Sensitivity) -> dict[str, Any]:
    """`sensitivity` of `evaluate --json`: turning points with their sentence in both languages."""
    return {
        "winner": found.winner,
        "turns": [
            {"kind": one.kind, "bid": one.bid or None, "now": decimal_text(one.now), "at": decimal_text(one.at), "winner": one.winner}
            | turn_text(one).as_json()
            for one in found.turns
        ],
        "grades": [
            {"bid": one.bid, "member": one.member, "item": one.item, "now": one.now, "otherwise": one.otherwise, "winner": one.winner}
            | grade_text(one).as_json()
            for one in found.grades
        ],
    }


def _standings(judgement: Judgement) -> list[Standing]:
    """The bids as they were evaluated; those that a limit on lots left out are none of them."""
    limited = {one.bid for one in judgement.evaluation.bids if one.reason_code == LIMITED} if judgement.evaluation else set()
    return [one for one in _all_standings(judgement) if one.bid.id not in limited]


def _all_standings(judgement: Judgement) -> list[Standing]:
    verdicts = {one.bid: one.verdict for one in judgement.screening.bids} if judgement.screening else {}
    return [Standing(bid=bid, verdict=verdicts.get(bid.id, Verdict.CLEAR)) for bid in judgement.submission.bids]


def _terms(judgement: Judgement) -> Terms:
    if judgement.evaluation is None:
        raise ValueError("nothing was evaluated, so there is nothing to vary")
    return judgement.evaluation.terms


def _rehearsal(judgement: Judgement) -> bool:
    return judgement.screening.rehearsal if judgement.screening else False
