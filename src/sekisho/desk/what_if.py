"""The officer's question before an award: what if? Tried on the case as it was judged; nothing of it is recorded or proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..evaluation.evaluate import Standing, evaluate
from ..evaluation.explain import grade_text, turn_text
from ..evaluation.model import Evaluation, Terms
from ..evaluation.what_if import Sensitivity, assume, parse_assumption, sensitivity
from ..findings import Verdict
from ..terms import decimal_text
from .as_json import evaluation_json
from .model import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What was tried on a case: the assumptions with the evaluation under them, and the turning points; None = not asked for."""

    case: str
    assumptions: tuple[str, ...] = ()
    evaluation: Evaluation | None = None
    sensitivity: Sensitivity | None = None

    def as_json(self) -> dict[str, Any]:
        """`what_if` and `sensitivity` of `evaluate --json`; neither where neither was asked for."""
        shown: dict[str, Any] = {}
        if self.evaluation is not None:
            shown["what_if"] = {"assumed": list(self.assumptions), **evaluation_json(self.evaluation, case=self.case)}
        if self.sensitivity is not None:
            shown["sensitivity"] = sensitivity_json(self.sensitivity)
        return shown


def try_out(judgement: Judgement, assumptions: Sequence[str], *, sensitivity: bool) -> Tried:
    """What the officer asked to be tried. ValueError where an assumption cannot be read or does not fit the case."""
    return Tried(
        case=judgement.submission.tender.id,
        assumptions=tuple(assumptions),
        evaluation=assumed(judgement, assumptions) if assumptions else None,
        sensitivity=turning_points(judgement) if sensitivity else None,
    )


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
    verdicts = {one.bid: one.verdict for one in judgement.screening.bids} if judgement.screening else {}
    return [Standing(bid=bid, verdict=verdicts.get(bid.id, Verdict.CLEAR)) for bid in judgement.submission.bids]


def _terms(judgement: Judgement) -> Terms:
    if judgement.evaluation is None:
        raise ValueError("nothing was evaluated, so there is nothing to vary")
    return judgement.evaluation.terms


def _rehearsal(judgement: Judgement) -> bool:
    return judgement.screening.rehearsal if judgement.screening else False
