"""What happened in a case, from wherever it is stated: its events, the notice, the opening, the awards, rounds of questions and replacements."""

from collections.abc import Iterator
from datetime import date

from ..tenders.events import Event
from ..tenders.model import Bid, Submission
from ..tenders.publication import AwardDecision
from ..tenders.rounds import Round


def events_of(submission: Submission) -> tuple[Event, ...]:
    """Every event of a case in order of its day; what `events` states stands in the place of what is read from elsewhere."""
    stated = {one.kind for one in submission.events}
    implied = [one for one in (*_of_tender(submission), *_of_rounds(submission)) if one.kind not in stated]
    return tuple(sorted((*implied, *submission.events), key=lambda one: (one.at, one.kind, one.bid, one.lot)))


def losers_of(submission: Submission, as_of: date) -> tuple[str, ...]:
    """The bids that did not win something they bid for, of what was awarded by a day; with lots, a lot that another won is enough."""
    awards = [one for one in awards_of(submission) if one.at <= as_of]
    return tuple(bid.id for bid in submission.bids if any(bid.id != award.winner and _bid_for(bid, award.lot) for award in awards))


def awards_of(submission: Submission) -> tuple[AwardDecision, ...]:
    """The award, or those of the lots."""
    published = submission.publication
    return (*([published.award] if published.award else []), *published.awards)


def _bid_for(bid: Bid, lot: str) -> bool:
    return not lot or lot in (bid.shape.lots or {})


def _of_tender(submission: Submission) -> Iterator[Event]:
    yield Event(kind="notice", at=submission.tender.notice_date, where="tender.notice_date")
    if submission.publication.opened_at:
        yield Event(kind="opening", at=submission.publication.opened_at, where="publication.opened_at")
    yield from (Event(kind="award", at=one.at, lot=one.lot, where="publication") for one in awards_of(submission))


def _of_rounds(submission: Submission) -> Iterator[Event]:
    for one in submission.tender.rounds:
        for bid in submission.bids:
            yield from _asked(one, bid) if one.kind == "questions" else _replaced(one, bid)


def _asked(one: Round, bid: Bid) -> Iterator[Event]:
    """A letter that asks nothing has nothing to be answered; the answer is there once every fact is answered or refused."""
    facts, sent = [fact for fact in bid.questions if fact.round == one.id], one.sent_to(bid.id)
    if not facts or sent is None:
        return
    yield Event(kind="questions-sent", at=sent, bid=bid.id, until=one.due_of(bid.id), reference=one.id, where="tender.rounds")
    days = [fact.at for fact in facts if fact.state != "asked" and fact.at is not None]
    if len(days) == len(facts):
        yield Event(kind="answer-received", at=max(days), bid=bid.id, reference=one.id, where=facts[0].where)


def _replaced(one: Round, bid: Bid) -> Iterator[Event]:
    sent = one.sent_to(bid.id)
    if sent is None:
        return
    yield Event(kind="replacement-asked", at=sent, bid=bid.id, until=one.due_of(bid.id), reference=one.id, where="tender.rounds")
    handed_in = [version.submitted_at for version in bid.versions if version.round == one.id and version.submitted_at is not None]
    if handed_in:
        yield Event(kind="replacement-received", at=min(handed_in), bid=bid.id, reference=one.id, where="versions")
