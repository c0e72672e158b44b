"""`procedure` of `evaluate --json` and `judge --json`: how the tender is procured, what was recorded of it, what is still open."""

from collections.abc import Sequence
from typing import Any

from ..findings import Finding
from ..tenders.methods import methods
from ..tenders.model import MethodException, Tender
from ..tenders.shape import Discretionary, Experts, Invocation, Opinion


def procedure_json(tender: Tender, process: Sequence[Finding]) -> dict[str, Any]:
    """Method with its clause, exception, discretionary contract, experts, invocations of GPA Art. III; null and [] where nothing is recorded."""
    shape = tender.shape
    known = methods().get(shape.method)
    return {
        "method": {"id": known.id, **known.text.as_json(), "clause": known.clause, "unverified": not known.source.verified} if known else None,
        "method_exception": _exception(tender.method_exception),
        "discretionary": _discretionary(shape.discretionary),
        "body": shape.body,
        "experts": _experts(shape.experts),
        "essential_security": [_invocation(one) for one in shape.invocations],
        "findings": [one.as_json() for one in process],
    }


def _exception(one: MethodException | None) -> dict[str, str] | None:
    return {"by": one.by, "authority": one.authority, "reason": one.reason, "at": one.at.isoformat()} if one else None


def _discretionary(one: Discretionary | None) -> dict[str, str] | None:
    return {"clause": one.clause, "reason": one.reason, "by": one.by, "at": one.at.isoformat()} if one else None


def _experts(one: Experts | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"on_criteria": [_opinion(each) for each in one.on_criteria], "again": one.again, "on_winner": [_opinion(each) for each in one.on_winner]}


def _opinion(one: Opinion) -> dict[str, str]:
    return {"by": one.by, "at": one.at.isoformat(), "opinion": one.opinion}


def _invocation(one: Invocation) -> dict[str, Any]:
    return {
        "invoked": one.invoked,
        "paragraph": one.paragraph,
        "lots": list(one.lots),
        "by": one.by,
        "authority": one.authority,
        "reason": one.reason,
        "at": one.at.isoformat(),
    }
