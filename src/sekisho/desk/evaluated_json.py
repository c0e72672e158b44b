"""What `sekisho evaluate --json` prints of a judgement: the contract's evaluation object, with the award price and how the tender is procured."""

from collections.abc import Sequence
from typing import Any

from ..tenders.model import Bid
from ..tenders.shape import UnitPrices
from ..terms import decimal_text
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
    asked = judgement.submission.tender.shape.unit_prices
    return {
        **told,
        **({"unit_prices": _unit_prices(asked, judgement.submission.bids)} if asked else {}),
        "award_price": award_price_json(proposal.price if proposal else None),
        "ends_in": proposal.ends_in if proposal else "award",
        "procedure": procedure_json(judgement.submission.tender, judgement.process),
    }


def _unit_prices(asked: UnitPrices, bids: Sequence[Bid]) -> dict[str, Any]:
    """What a unit-price contract asks for, and each bid's unit prices with their amounts; the sum is the bid's price."""
    items = [{"id": one.id, "title": one.title, "quantity": decimal_text(one.quantity), "unit": one.unit} for one in asked.items]
    told = {"ceiling_by": asked.ceiling_by, "tax": asked.tax, "currency": asked.currency}
    return {**told, "items": items, "bids": [_unit_bid(asked, bid) for bid in bids]}


def _unit_bid(asked: UnitPrices, bid: Bid) -> dict[str, Any]:
    given = bid.shape.unit_prices
    lines = [
        {"item": one.id, "price": decimal_text(given[one.id]), "amount": decimal_text(given[one.id] * one.quantity)}
        for one in asked.items
        if one.id in given
    ]
    return {"bid": bid.id, "lines": lines, "total": decimal_text(bid.price.amount) if bid.price else None}


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
