"""The outcome as strings: who is proposed or why nobody is, the ranking, and why the lowest price does not win."""

from fractions import Fraction

from ..award.price import AwardPrice
from ..desk.as_json import score_text
from ..desk.model import Judgement
from ..evaluation.model import Evaluation, Scored
from ..findings import Finding, Verdict
from ..screening.model import ScreenedBid
from ..tenders.model import Bid
from ..terms import Lang, Money, Text, decimal_text
from .texts import amount_text, exact_text, money_text, name_text
from .view_bids import bid_label
from .view_findings import View
from .words import word


def screened_by_bid(judgement: Judgement) -> dict[str, ScreenedBid]:
    return {one.bid: one for one in judgement.screening.bids} if judgement.screening else {}


def scored_by_bid(judgement: Judgement) -> dict[str, Scored]:
    return {one.bid: one for one in judgement.evaluation.bids} if judgement.evaluation else {}


def winner_of(judgement: Judgement) -> str | None:
    """The proposal's winner; without a proposal the evaluation's."""
    if judgement.proposal:
        return judgement.proposal.winner
    return judgement.evaluation.winner if judgement.evaluation else None


def outcome_view(judgement: Judgement, lang: Lang) -> View:
    """Headline, one-line reason, further sentences, and the ranking rows."""
    rows = ranking_rows(judgement, lang)
    bids = {bid.id: bid for bid in judgement.submission.bids}
    winner = winner_of(judgement)
    named = bids.get(winner) if winner else None
    if judgement.lots:
        label, headline, rows = "", word(lang, "by_lot"), []
    elif _is_contract(judgement):
        rows = []
        label, headline = (word(lang, _winner_word(judgement)), bid_label(named)) if named else ("", word(lang, "no_contract"))
    elif judgement.evaluation is None:
        label, headline = "", word(lang, "not_evaluated")
    elif winner:
        label, headline = word(lang, _winner_word(judgement)), bid_label(named) if named else name_text(winner)
    else:
        label, headline = "", word(lang, "no_winner")
    more, total = _more(judgement, rows, lang), word(lang, _total_word(judgement))
    return {"label": label, "headline": headline, "reason": _reason(judgement, lang), "more": more, "total": total, "ranking": rows}


def _is_contract(judgement: Judgement) -> bool:
    """A discretionary contract is proposed or not without any ranking; at list stage nothing is."""
    tender = judgement.submission.tender
    return tender.shape.discretionary is not None and tender.stage == "bid"


def _winner_word(judgement: Judgement) -> str:
    ends_in = judgement.proposal.ends_in if judgement.proposal else "award"
    return {"award": "winner", "negotiation": "winner_negotiates", "contract": "winner_contracts"}[ends_in]


def _total_word(judgement: Judgement) -> str:
    """Under division there are no price points, and the total is the 評価値."""
    ranked = [one for one in judgement.evaluation.bids if one.total is not None] if judgement.evaluation else []
    priced = judgement.evaluation is not None and judgement.evaluation.terms.priced
    return "total_division" if priced and ranked and all(one.price_score is None for one in ranked) else "total"


def _reason(judgement: Judgement, lang: Lang) -> str:
    text: Text | None = judgement.proposal.reason if judgement.proposal else None
    if text is None and judgement.evaluation:
        text = judgement.evaluation.why_no_winner
    return text.pick(lang) if text else ""


def _more(judgement: Judgement, rows: list[View], lang: Lang) -> list[View]:
    """Sentences under the headline: why the cheapest is not proposed, ties."""
    said: list[View] = []
    lowest = lowest_bids(judgement.submission.bids) if _asks_why_not_the_cheapest(judgement) else ()
    if lowest is None:
        said.append({"label": "", "text": word(lang, "price_not_comparable")})
    for bid in lowest or ():
        row = next(one for one in rows if one["bid"] == name_text(bid.id))
        if row["winner"]:
            said.append({"label": "", "text": word(lang, "cheapest_wins")})
        else:
            price = money_text(bid.price, lang) if bid.price else ""
            why = word(lang, "why_cheapest", bidder=bid_label(bid), price=price)
            said.append({"label": why, "text": _not_proposed(row, screened_by_bid(judgement).get(bid.id), lang)})
    priced = judgement.proposal.price if judgement.proposal else None
    if priced is not None:
        contract = judgement.proposal is not None and judgement.proposal.ends_in == "contract"
        said.append({"label": word(lang, "contract_price" if contract else "award_price"), "text": award_price_text(priced, lang)})
    if judgement.evaluation and judgement.evaluation.tie:
        said.append({"label": word(lang, "tie"), "text": ", ".join(name_text(bid) for bid in judgement.evaluation.tie)})
    return said


def _asks_why_not_the_cheapest(judgement: Judgement) -> bool:
    """Where prices decide with; not while a step of procedure keeps back every proposal."""
    evaluation = judgement.evaluation
    if evaluation is None or (judgement.open_steps and winner_of(judgement) is None):
        return False
    return evaluation.terms.priced or any(one.price_score is not None for one in evaluation.bids)


def award_price_text(price: AwardPrice, lang: Lang) -> str:
    """`1,100円(税込): 入札価格 1,000円(税抜) × 1.1、1円未満切捨て`, with the exact amount where it was cut."""
    amount = amount_text(Money(amount=price.amount, currency=price.bid.currency, tax="included"), lang)
    if price.rate is None:
        return word(lang, "award_price_as_bid", amount=amount)
    cut = word(lang, "award_price_cut", exact=exact_text(price.exact)) if price.exact != price.amount else ""
    doubt = f" ({word(lang, 'unverified')})" if price.known is not None and not price.known.source.verified else ""
    return word(lang, "award_price_text", amount=amount, bid=money_text(price.bid, lang), factor=decimal_text(1 + price.rate), cut=cut) + doubt


def _not_proposed(row: View, screened: ScreenedBid | None, lang: Lang) -> str:
    """Status and reason, and the finding behind them where the screening is what stands in the way."""
    found = _gravest(screened, lang) if row["status_id"] != "ranked" else ""
    said = row["reason"] if found in row["reason"] else f"{row['reason']} {found}"
    return ": ".join(part for part in (row["status"], said.strip()) if part)


def lowest_bids(bids: tuple[Bid, ...]) -> tuple[Bid, ...] | None:
    """The bids at the lowest price, () where no price is known, None where prices are not comparable as they stand."""
    priced = [(bid, bid.price) for bid in bids if bid.price is not None]
    if len({(price.currency, price.tax) for _, price in priced}) > 1:
        return None
    least = min((price.amount for _, price in priced), default=None)
    return tuple(bid for bid, price in priced if price.amount == least)


def ranking_rows(judgement: Judgement, lang: Lang) -> list[View]:
    """One row a bid, in order of rank; unranked bids last, in the order handed in."""
    scored, screened = scored_by_bid(judgement), screened_by_bid(judgement)
    lowest = {bid.id for bid in lowest_bids(judgement.submission.bids) or ()}
    order = sorted(judgement.submission.bids, key=lambda bid: (_rank_key(scored.get(bid.id)), judgement.submission.bids.index(bid)))
    return [_row(judgement, bid, scored.get(bid.id), screened.get(bid.id), bid.id in lowest, lang) for bid in order]


def _rank_key(one: Scored | None) -> tuple[int, int]:
    return (0, one.rank) if one and one.rank is not None else (1, 0)


def _row(judgement: Judgement, bid: Bid, one: Scored | None, screened: ScreenedBid | None, lowest: bool, lang: Lang) -> View:
    name = screened.verdict.word if screened else "none"
    dash, status = word(lang, "dash"), one.status if one else "unranked"
    return {
        "rank": str(one.rank) if one and one.rank is not None else dash,
        "rank_without": _rank_without(judgement.evaluation, one, lang),
        "bid": name_text(bid.id),
        "bidder": bid_label(bid),
        "price": amount_text(bid.price, lang) if bid.price and judgement.evaluation else dash,
        "tax": word(lang, f"tax_{bid.price.tax}") if bid.price and judgement.evaluation else "",
        "lowest": word(lang, "lowest_price") if lowest and judgement.evaluation else "",
        "verdict": name,
        "sign": word(lang, f"sign.{name}"),
        "verdict_text": word(lang, f"verdict.{name}"),
        "technical": _score(judgement, one.technical_score if one else None, "technical", lang),
        "price_points": _score(judgement, one.price_score if one else None, "price", lang),
        "total": _score(judgement, one.total if one else None, "total", lang),
        "status_id": status,
        "status": word(lang, f"status.{status}"),
        "winner": word(lang, _role_word(judgement)) if winner_of(judgement) == bid.id else "",
        "reason": _why(judgement, one, screened, lang),
    }


def _score(judgement: Judgement, score: Fraction | None, which: str, lang: Lang) -> str:
    text = score_text(score, judgement.evaluation.rounding, which) if judgement.evaluation else None
    return text if text is not None else word(lang, "dash")


def _rank_without(evaluation: Evaluation | None, one: Scored | None, lang: Lang) -> str:
    """The rank when pending bids are left out, shown where there is any pending bid."""
    if evaluation is None or one is None or not any(other.status == "pending" for other in evaluation.bids) or one.rank is None:
        return ""
    rank = one.rank_without_pending
    return word(lang, "rank_without", rank=rank if rank is not None else word(lang, "dash"))


def _why(judgement: Judgement, one: Scored | None, screened: ScreenedBid | None, lang: Lang) -> str:
    if one is None:
        return _gravest(screened, lang)
    if one.reason is not None:
        return one.reason.pick(lang)
    if one.status != "ranked":
        return _gravest(screened, lang)
    return _against_the_best(judgement, one, lang)


def _gravest(screened: ScreenedBid | None, lang: Lang) -> str:
    """The first of the findings that weigh most; "" where nothing weighs."""
    found: Finding | None = max(screened.all_findings(), key=lambda known: known.standing, default=None) if screened else None
    return found.because.pick(lang) if found and found.standing is not Verdict.CLEAR else ""


def _against_the_best(judgement: Judgement, one: Scored, lang: Lang) -> str:
    winner = scored_by_bid(judgement).get(winner_of(judgement) or "")
    if winner is None and one.rank_without_pending == 1 and one.rank != 1:
        return word(lang, "reason_first_without")
    if winner is None or one.total is None or winner.total is None:
        return ""
    if winner.bid == one.bid:
        return word(lang, "reason_best")
    named = {bid.id: bid_label(bid) for bid in judgement.submission.bids}
    total, best = (_score(judgement, each, "total", lang) for each in (one.total, winner.total))
    blanks = {"total": total, "winner": named[winner.bid], "best": best}
    if one.total == winner.total:
        return word(lang, "reason_equal", **blanks)
    return word(lang, "reason_lower", role=word(lang, f"{_role_word(judgement)}_role"), **blanks)


def _role_word(judgement: Judgement) -> str:
    return "is_negotiator" if judgement.proposal and judgement.proposal.ends_in == "negotiation" else "is_winner"
