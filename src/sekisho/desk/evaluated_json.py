"""What `sekisho evaluate --json` prints of a judgement: the contract's evaluation object, with the award price and how the tender is procured."""

from typing import Any

from .as_json import award_price_json, evaluation_json
from .model import Judgement
from .procedure_json import procedure_json


def evaluated_json(judgement: Judgement) -> dict[str, Any]:
    """The evaluation, `award_price`, `ends_in` (award, negotiation) and `procedure`."""
    proposal, evaluation = judgement.proposal, judgement.evaluation
    told = evaluation_json(evaluation, case=judgement.submission.tender.id) if evaluation else {}
    return {
        **told,
        "award_price": award_price_json(proposal.price if proposal else None),
        "ends_in": proposal.ends_in if proposal else "award",
        "procedure": procedure_json(judgement.submission.tender, judgement.process),
    }
