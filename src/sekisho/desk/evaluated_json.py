"""What `sekisho evaluate --json` prints of a judgement: the contract's evaluation object, with the award price and how the tender is procured."""

from typing import Any

from .as_json import award_price_json, evaluation_json, proposal_json
from .model import JudgedLot, Judgement
from .procedure_json import procedure_json


def evaluated_json(judgement: Judgement) -> dict[str, Any]:
    """The evaluation, `award_price`, `ends_in` (award, negotiation) and `procedure`; with lots, the evaluations under `lots`."""
    proposal, evaluation = judgement.proposal, judgement.evaluation
    case = judgement.submission.tender.id
    if judgement.lots:
        return {
            "case": case,
            "preset": None,
            "bids": [],
            "winner": None,
            "tie": [],
            "lots": [_lot(one) for one in judgement.lots],
            "ends_in": proposal.ends_in if proposal else "award",
            "procedure": procedure_json(judgement.submission.tender, judgement.process),
        }
    told = evaluation_json(evaluation, case=case) if evaluation else {}
    return {
        **told,
        "award_price": award_price_json(proposal.price if proposal else None),
        "ends_in": proposal.ends_in if proposal else "award",
        "procedure": procedure_json(judgement.submission.tender, judgement.process),
    }


def lot_json(one: JudgedLot) -> dict[str, Any]:
    """A lot of `judge --json`: its evaluation and what is proposed for it."""
    evaluation, proposal = one.judgement.evaluation, one.judgement.proposal
    return {
        "lot": one.lot.id,
        "title": one.lot.title,
        "evaluation": evaluation_json(evaluation, case=one.judgement.submission.tender.id) if evaluation else None,
        "proposal": proposal_json(proposal) if proposal else None,
    }


def _lot(one: JudgedLot) -> dict[str, Any]:
    """A lot of `evaluate --json`: the contract's keys of an evaluation, and the award price."""
    evaluation, proposal = one.judgement.evaluation, one.judgement.proposal
    told = evaluation_json(evaluation, case="") if evaluation else {}
    told.pop("case", None)
    return {"lot": one.lot.id, "title": one.lot.title, **told, "award_price": award_price_json(proposal.price if proposal else None)}
