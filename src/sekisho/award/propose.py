"""The third verb: what to propose, and what to ask first. A person decides and signs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..evaluation.model import Evaluation
from ..findings import LINES_APART, Finding, Verdict
from ..screening.model import ScreenedBid, Screening
from ..tenders.methods import ends_in
from ..tenders.model import Submission
from ..tenders.rounds import Round
from ..terms import Text
from .contract import contract_text, why_not
from .model import AskedOf, Letter, Proposal
from .price import AwardPrice, award_price

FOR_OFFICERS = ("regime",)
"""Facts that an officer finds out; no bidder is asked for them."""


def propose(submission: Submission, screening: Screening | None, evaluation: Evaluation | None) -> Proposal:
    """The proposal that follows from both stages; either may be missing (no lists to screen, no prices yet)."""
    bidders = {bid.id: bid.bidder.name for bid in submission.bids}
    excluded, pending = _set_aside(screening, evaluation)
    ending = ends_in(submission.tender.shape.method)
    found = Proposal(
        winner=evaluation.winner if evaluation else None,
        excluded=excluded,
        pending=pending,
        reason=_reason(bidders, screening, evaluation),
        letters=tuple(_letter(bid, bidders[bid.bid]) for bid in (screening.bids if screening else ()) if _open_questions(bid)),
        price=_price(submission, evaluation) if ending == "award" else None,
        ends_in=ending,
    )
    if ending == "negotiation" and found.winner is not None:
        return replace(found, reason=_negotiation(found.reason))
    return _with_party(found, submission, screening) if ending == "contract" and submission.tender.stage == "bid" else found


def withheld(proposal: Proposal, open_steps: Sequence[Finding]) -> Proposal:
    """No award is proposed while a step that the law wants is not on record."""
    if not open_steps:
        return proposal
    ja, en = "".join(one.because.ja for one in open_steps), " ".join(one.because.en for one in open_steps)
    told = Text(ja=f"手続に未了の事項があるため、落札者を提案しない。{ja}", en=f"A step of procedure is open, so no award is proposed. {en}")
    return replace(proposal, winner=None, price=None, reason=told)


def _negotiation(reason: Text) -> Text:
    """The best proposal is negotiated with; nothing is awarded by it."""
    return Text(
        ja=f"{reason.ja}企画競争であり、同者を交渉権者とする(落札ではない。価格は交渉で定める)。",
        en=f"{reason.en} As a competition of proposals this gives the right to negotiate, not the award.",
    )


def _with_party(found: Proposal, submission: Submission, screening: Screening | None) -> Proposal:
    """A discretionary contract: the one party, unless something stands against it."""
    rests_on, party = submission.tender.shape.discretionary, submission.bids[0]
    if rests_on is None:
        return found
    against = why_not(party, rests_on, screening)
    return replace(
        found,
        winner=None if against else party.id,
        reason=contract_text(party.bidder.name, rests_on, against),
        price=None if against else award_price(party.price, rests_on.tax_rate),
    )


def _price(submission: Submission, evaluation: Evaluation | None) -> AwardPrice | None:
    won = next((bid for bid in submission.bids if evaluation and bid.id == evaluation.winner), None)
    return award_price(won.price, evaluation.terms.tax_rate, evaluation.terms.tax) if won and evaluation else None


def _set_aside(screening: Screening | None, evaluation: Evaluation | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if evaluation is not None:
        return (
            tuple(one.bid for one in evaluation.bids if one.status == "excluded"),
            tuple(one.bid for one in evaluation.bids if one.status == "pending"),
        )
    screened = screening.bids if screening and not screening.rehearsal else ()
    return (
        tuple(one.bid for one in screened if one.verdict is Verdict.BAR),
        tuple(one.bid for one in screened if one.verdict is Verdict.REFER),
    )


def _reason(bidders: dict[str, str], screening: Screening | None, evaluation: Evaluation | None) -> Text:
    if evaluation is None:
        return Text(
            ja="価格が提出される前の確認であり、落札者は提案しない。",
            en="This check precedes any price; no award is proposed.",
        )
    if evaluation.winner is None:
        why = evaluation.why_no_winner or Text(ja="落札者を定められない", en="No winner can be named")
        return Text(ja=f"{why.ja}。", en=f"{why.en}.")
    winner = bidders[evaluation.winner]
    if screening is not None and screening.rehearsal:
        return Text(
            ja=f"試行のため誰も除外していない。その前提では{winner}が最も優れている。",
            en=f"A rehearsal: nobody was excluded. On that footing {winner} comes out best.",
        )
    division = evaluation.terms.priced and all(one.price_score is None for one in evaluation.bids)
    value = Text(ja="評価値", en="value") if division else Text(ja="総合評価点", en="total score")
    verdict = next((one.verdict for one in screening.bids if one.bid == evaluation.winner), None) if screening else None
    if verdict is None:
        return Text(
            ja=f"要件を満たす応札のうち、{winner}の{value.ja}が最も高い(懸念の有無は確認していない)。",
            en=f"Among the bids that meet the requirements, {winner} has the highest {value.en} (nothing was screened).",
        )
    if verdict is not Verdict.CLEAR:
        return Text(
            ja=f"公告の定めでは懸念の有無は落札の条件でなく、{winner}の{value.ja}が最も高い。ただし{winner}の懸念は払拭されていない。",
            en=f"The notice makes security no gate; {winner} has the highest {value.en}. But a concern about {winner} has not been dispelled.",
        )
    return Text(
        ja=f"要件を満たし懸念が認められなかった応札のうち、{winner}の{value.ja}が最も高い。",
        en=f"Among the bids that meet the requirements and show no concern, {winner} has the highest {value.en}.",
    )


def letters_of_round(submission: Submission, screening: Screening, round_: Round | None) -> tuple[Letter, ...]:
    """A letter to every bidder, with or without questions: that one gets a letter, and when, says nothing of what was found."""
    bidders = {bid.id: bid.bidder.name for bid in submission.bids}
    letters = [_letter(bid, bidders[bid.bid]) for bid in screening.bids]
    if round_ is None:
        return tuple(letters)
    days = {(round_.sent_to(one.bid), round_.due_of(one.bid)) for one in letters}
    return tuple(replace(one, round=round_.id, sent_at=round_.sent_to(one.bid), due=round_.due_of(one.bid), equal=len(days) == 1) for one in letters)


def _open_questions(bid: ScreenedBid) -> list[Finding]:
    """Findings with a question to the bidder that nothing has settled yet, and that it has neither answered nor refused."""
    return [
        one
        for one in bid.all_findings()
        if one.ask is not None
        and one.ask.fact not in FOR_OFFICERS
        and one.settled is None
        and one.verdict is not Verdict.CLEAR
        and one.state in ("", "asked")
    ]


def _letter(bid: ScreenedBid, bidder: str) -> Letter:
    grouped: dict[tuple[str, str, Text], list[Finding]] = {}
    for found in _open_questions(bid):
        if found.ask is not None:
            grouped.setdefault((found.ask.fact, found.ask.about, found.ask.text), []).append(found)
    return Letter(
        bid=bid.bid,
        bidder=bidder,
        questions=tuple(
            AskedOf(
                fact=fact,
                text=text,
                lines=tuple(dict.fromkeys(number for one in findings for number in _lines(one))),
                findings=tuple(one.id for one in findings),
                about=about,
            )
            for (fact, about, text), findings in grouped.items()
        ),
    )


def _lines(found: Finding) -> Iterator[str]:
    if found.subject.get("line"):
        yield found.subject["line"]
    yield from filter(None, found.subject.get("lines", "").split(LINES_APART))
