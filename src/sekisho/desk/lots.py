"""A tender with lots: each lot as a case and a judgement of its own, so that everything that reads a judgement reads a lot.

A line of a list that no lot names counts for every lot that its bid is for; what was found of the bid as a whole counts for each.
"""

from collections.abc import Iterator
from dataclasses import replace

from ..award.propose import propose, withheld
from ..canonical import digest_of
from ..evaluation.evaluate import Standing
from ..evaluation.lots import LotOffers, evaluate_lots
from ..evaluation.model import Evaluation
from ..findings import LINES_APART, Finding, Verdict, standing
from ..screening.model import ScreenedBid, Screening
from ..tenders.model import Bid, EquipmentList
from ..tenders.shape import BidShape, Lot, LotBid, TenderShape
from ..terms import Text
from .as_json import evaluation_json, proposal_json
from .model import Case, JudgedLot, Judgement


def has_lots(case: Case) -> bool:
    """Whether the case is evaluated lot by lot."""
    return bool(case.lot_terms)


def lot_case(case: Case, lot: Lot) -> Case:
    """The lot as a case of its own: its bids with what they offer for it, its terms, its award."""
    submission = case.submission
    bids = tuple(_bid(bid, bid.shape.lots[lot.id]) for bid in submission.bids if bid.shape.lots and lot.id in bid.shape.lots)
    awards = [one for one in submission.publication.awards if one.lot == lot.id]
    publication = replace(submission.publication, award=awards[0] if awards else None, awards=())
    title = " ".join(part for part in (submission.tender.title, lot.id, lot.title) if part)
    tender = replace(submission.tender, title=title, shape=_shape(submission.tender.shape, lot))
    return replace(
        case, submission=replace(submission, tender=tender, bids=bids, publication=publication), terms=case.lot_terms[lot.id], lot_terms={}
    )


def offers_of(case: Case, screening: Screening | None) -> list[LotOffers]:
    """The bids for each lot, each with the verdict of what it offers there, in the order of the notice."""
    return [_offers(lot, lot_case(case, lot), screening) for lot in case.submission.tender.shape.lots]


def with_lots(judgement: Judgement, case: Case) -> Judgement:
    """The judgement with one of each lot; nothing is awarded for the whole."""
    found = evaluated_lots(judgement, case)
    lots = tuple(JudgedLot(lot=lot, judgement=_judged(judgement, lot_case(case, lot), found[lot.id])) for lot in case.submission.tender.shape.lots)
    assert judgement.proposal is not None
    proposal = replace(judgement.proposal, reason=_by_lot(lots))
    outcome = {one.lot.id: [_json(one, judgement.submission.tender.id), one.judgement.digest] for one in lots}
    return replace(judgement, lots=lots, proposal=proposal, digest=digest_of({"whole": judgement.digest, "lots": outcome}))


def evaluated_lots(judgement: Judgement, case: Case) -> dict[str, Evaluation]:
    """Every lot's evaluation, in order."""
    limit, screening = case.submission.tender.shape.lot_limit, judgement.screening
    return evaluate_lots(
        offers_of(case, screening),
        most=limit.most if limit else None,
        rehearsal=screening.rehearsal if screening else False,
        screened=screening is not None,
    )


def _json(one: JudgedLot, case: str) -> list[object]:
    evaluation, proposal = one.judgement.evaluation, one.judgement.proposal
    return [evaluation_json(evaluation, case=case) if evaluation else None, proposal_json(proposal) if proposal else None]


def _by_lot(lots: tuple[JudgedLot, ...]) -> Text:
    told = [(one.lot.id, one.judgement.proposal.winner if one.judgement.proposal else None) for one in lots]
    return Text(
        ja="ロットごとに提案する: " + "、".join(f"{lot} {winner or 'なし'}" for lot, winner in told) + "。",
        en="Proposed lot by lot: " + ", ".join(f"{lot} {winner or 'none'}" for lot, winner in told) + ".",
    )


def _judged(judgement: Judgement, case: Case, evaluation: Evaluation) -> Judgement:
    """The lot's own judgement; the letters of questions are those of the whole bid and stand there."""
    screening = _screening(judgement.screening, case) if judgement.screening else None
    proposal = replace(propose(case.submission, screening, evaluation), letters=())
    rehearsal = judgement.submission.tender.rehearsal or (screening is not None and screening.rehearsal)
    proposal = proposal if rehearsal else withheld(proposal, judgement.open_steps)
    return replace(judgement, submission=case.submission, screening=screening, evaluation=evaluation, proposal=proposal, lots=())


def _shape(shape: TenderShape, lot: Lot) -> TenderShape:
    """The lot's own: of the invocations, those for it and for the whole."""
    invocations = tuple(one for one in shape.invocations if not one.lots or lot.id in one.lots)
    return replace(shape, lots=(), lot_limit=None, lot=lot, invocations=invocations)


def _bid(bid: Bid, offered: LotBid) -> Bid:
    return replace(
        bid,
        list=_list(bid, offered),
        price=offered.price,
        technical=offered.technical,
        evaluations=offered.evaluations,
        low_price=offered.low_price,
        shape=BidShape(members=bid.shape.members, lease=bid.shape.lease),
    )


def _list(bid: Bid, offered: LotBid) -> EquipmentList | None:
    if bid.list is None or offered.lines is None:
        return bid.list
    elsewhere = {line for one in (bid.shape.lots or {}).values() if one.lines is not None for line in one.lines} - set(offered.lines)
    return replace(bid.list, items=tuple(item for item in bid.list.items if item.line not in elsewhere))


def _offers(lot: Lot, case: Case, screening: Screening | None) -> LotOffers:
    of_lot = _screening(screening, case) if screening else None
    verdicts = {one.bid: one.verdict for one in of_lot.bids} if of_lot else {}
    assert case.terms is not None
    standings = tuple(Standing(bid=bid, verdict=verdicts.get(bid.id, Verdict.CLEAR)) for bid in case.submission.bids)
    return LotOffers(lot=lot.id, standings=standings, terms=case.terms)


def _screening(screening: Screening, case: Case) -> Screening:
    bids = {bid.id: bid for bid in case.submission.bids}
    return replace(screening, bids=tuple(_screened(one, bids[one.bid]) for one in screening.bids if one.bid in bids))


def _screened(one: ScreenedBid, bid: Bid) -> ScreenedBid:
    """What was found of the lot's lines, and of the bid as a whole."""
    lines = {item.line for item in bid.list.items} if bid.list else set()
    items = tuple(item for item in one.items if item.item.line in lines)
    whole = set(_whole_parties(bid))
    findings = tuple(found for found in one.findings if _concerns(found, lines, whole))
    verdict = max(standing(findings), *(item.verdict for item in items), Verdict.CLEAR)
    return replace(one, verdict=verdict, findings=findings, items=items)


def _whole_parties(bid: Bid) -> Iterator[str]:
    """Whoever stands for the whole bid, whatever lines it has a part in as well."""
    yield bid.bidder.name
    yield from (one.party.name for one in bid.shape.members)
    if bid.shape.lease and bid.shape.lease.supplier:
        yield bid.shape.lease.supplier.name
    yield from (one.party.name for one in bid.subcontractors or ())
    yield from (one.provider.name for one in bid.services or () if one.provider)


def _concerns(found: Finding, lines: set[str], whole: set[str]) -> bool:
    """Whether a finding at the bid is about this lot: about the whole bid, or about a line of the lot."""
    named = set(filter(None, found.subject.get("lines", "").split(LINES_APART)))
    return not named or bool(named & lines) or found.subject.get("party", "") in whole
