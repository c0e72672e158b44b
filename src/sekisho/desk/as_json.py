"""The stable JSON forms of what the desk hands back (contract: *JSON*). The commands print them and the papers enclose them.

Numbers are decimal strings without exponent: what the rounding rule rounded has its places, anything else exactly six, half-even. Verdict,
rank and identity never depend on these strings; `unrounded_total` is the exact fraction, always with its slash.
"""

from fractions import Fraction
from typing import Any

from ..award.model import AskedOf, Letter, Proposal
from ..award.price import AwardPrice
from ..evaluation.criteria import ItemScore
from ..evaluation.model import Evaluation, Rounding, Scored
from ..screening.model import ScreenedBid, ScreenedItem, Screening
from ..terms import decimal_text

UNROUNDED_PLACES = 6


def screening_json(screening: Screening) -> dict[str, Any]:
    """`screen --json`: verdicts, coverage and findings by bid and by line; `read` names every input by digest."""
    return {
        "case": screening.case,
        "policy": screening.policy,
        "policy_as_of": screening.policy_as_of.isoformat(),
        "facts_as_of": screening.facts_as_of.isoformat(),
        "rehearsal": screening.rehearsal,
        "scope": screening.scope,
        "stale": screening.stale,
        "notices": [notice.as_json() for notice in screening.notices],
        "read": [one.as_json() for one in screening.read],
        "bids": [_screened_bid(bid) for bid in screening.bids],
    }


def _screened_bid(bid: ScreenedBid) -> dict[str, Any]:
    return {
        "bid": bid.bid,
        "verdict": bid.verdict.word,
        "coverage": bid.coverage.as_json(),
        "unused_decisions": list(bid.unused_decisions),
        "findings": [found.as_json() for found in bid.findings],
        "items": [_screened_item(screened) for screened in bid.items],
        **({"versions": [version.as_json() for version in bid.versions]} if bid.versions else {}),
    }


def _screened_item(screened: ScreenedItem) -> dict[str, Any]:
    item = screened.item
    return {
        "line": item.line,
        "where": item.where,
        "maker": item.maker.name if item.maker else None,
        "model": item.model,
        "verdict": screened.verdict.word,
        "findings": [found.as_json() for found in screened.findings],
    }


def evaluation_json(evaluation: Evaluation, *, case: str) -> dict[str, Any]:
    """`evaluate --json`: one object a bid. `reason` is null or `{"code", "ja", "en"}`; `rank_without_pending` leaves pending bids out."""
    return {
        "case": case,
        "preset": evaluation.preset,
        "bids": [_scored(bid, evaluation.rounding) for bid in evaluation.bids],
        "winner": evaluation.winner,
        "tie": list(evaluation.tie),
        "why_no_winner": evaluation.why_no_winner.as_json() if evaluation.why_no_winner else None,
        "could_win": list(evaluation.could_win),
        "notice_digest": evaluation.notice_digest,
    }


def _scored(bid: Scored, rounding: Rounding) -> dict[str, Any]:
    exact = bid.unrounded_total
    return {
        "bid": bid.bid,
        "status": bid.status,
        "technical_score": score_text(bid.technical_score, rounding, "technical"),
        "price_score": score_text(bid.price_score, rounding, "price"),
        "total": score_text(bid.total, rounding, "total"),
        "unrounded_total": None if exact is None else f"{exact.numerator}/{exact.denominator}",
        "rank": bid.rank,
        "rank_without_pending": bid.rank_without_pending,
        "reason": _reason(bid),
        **({"items": [_item_score(one) for one in bid.assessed.items]} if bid.assessed else {}),
    }


def _item_score(one: ItemScore) -> dict[str, Any]:
    return {
        "item": one.item,
        "title": one.title,
        "points": decimal_text(one.points) if one.points is not None else None,
        "by_member": dict(one.by_member),
        "mean": decimal_text(one.mean) if one.mean is not None else None,
        "met": one.met,
    }


def _reason(bid: Scored) -> dict[str, str] | None:
    if not bid.reason_code and bid.reason is None:
        return None
    text = bid.reason.as_json() if bid.reason else {"ja": "", "en": ""}
    return {"code": bid.reason_code, **text}


def score_text(score: Fraction | None, rounding: Rounding, which: str) -> str | None:
    """A score (`which` is technical, price or total) with the rounding's places where that rule rounded it, else with six."""
    if score is None:
        return None
    rounded = rounding.mode != "none" and rounding.applies_to in ("each", which)
    on_grid = (score * 10**rounding.places).denominator == 1
    return decimal_text(score, rounding.places if rounded and on_grid else UNROUNDED_PLACES)


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """What is proposed, why, and the letters of questions; `winner` is null where no award may be proposed."""
    return {
        "winner": proposal.winner,
        "excluded": list(proposal.excluded),
        "pending": list(proposal.pending),
        "reason": proposal.reason.as_json(),
        "letters": [_letter(letter) for letter in proposal.letters],
        "price": award_price_json(proposal.price),
        "ends_in": proposal.ends_in,
    }


def award_price_json(price: AwardPrice | None) -> dict[str, Any] | None:
    """`award_price` of `evaluate --json`: `amount` is the bid with tax, cut to whole yen; `unrounded` is exact; `clause` is of a named rate."""
    if price is None:
        return None
    return {
        "bid": decimal_text(price.bid.amount),
        "currency": price.bid.currency,
        "tax": price.bid.tax,
        "rate": None if price.rate is None else decimal_text(price.rate),
        "clause": price.known.clause if price.known else None,
        "unverified": price.known is not None and not price.known.source.verified,
        "unrounded": f"{price.exact.numerator}/{price.exact.denominator}",
        "amount": decimal_text(price.amount),
    }


def _letter(letter: Letter) -> dict[str, Any]:
    return {"bid": letter.bid, "bidder": letter.bidder, "questions": [_asked(asked) for asked in letter.questions]}


def _asked(asked: AskedOf) -> dict[str, Any]:
    return {"fact": asked.fact, "text": asked.text.as_json(), "lines": list(asked.lines), "findings": list(asked.findings)}
