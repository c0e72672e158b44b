"""A case judged again with what must not matter changed: the order of bids and lines, how bids and bidders are called, what no criterion uses.

Every outcome is brought back to the first one's names and compared: verdicts and rules of each bid and line, scores, ranks, winner. Where bids are
called otherwise decisions are left out on both sides, since they hold for findings that bear the bid's name.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from ..evaluation.evaluate import Standing, evaluate
from ..evaluation.lots import LIMITED
from ..evaluation.model import Evaluation, Terms
from ..findings import Finding, Verdict
from ..names.normalise import name_key
from ..names.spoofing import tricks
from ..screening.facts import Basis, same_party
from ..screening.model import Screening
from ..screening.screen import screen
from ..tenders.model import Bid, EquipmentItem, Submission
from ..tenders.shape import BidShape
from ..terms import Party, Text
from .neutrality import Check, Held, Observed, Unlike

NEUTRAL_NAMES = ("第{}応札者", "応札者その{}", "Bidder No. {}")
SENTINEL = "※ neutrality"
"""What stands in place of an attribute that nothing may rest on."""
TOLD: Mapping[Check, Text] = {
    "order": Text(ja="応札・行の順序", en="the order of bids or lines"),
    "display-name": Text(ja="応札・応札者の呼び名", en="how bids or bidders are called"),
    "unused-attribute": Text(ja="公告のどの基準も用いない事項", en="what no criterion of the notice uses"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Again:
    """A case otherwise: which check, what was changed, and how each bid was called at first."""

    check: Check
    what: str
    submission: Submission
    terms: Terms | None
    first: Mapping[str, str]
    undecided: bool = False


def judged_again(held: Held) -> tuple[int, list[Unlike]]:
    """How often the case was judged again, and what came out otherwise."""
    plain = _outcome(held, held.submission, held.terms)
    bare = _outcome(held, _undecided(held.submission), held.terms)
    again = list(_changed(held))
    found = [one for each in again for one in _differences(held, bare if each.undecided else plain, each)]
    return len(again), [*found, *_bidders_unseen(held)]


def _changed(held: Held) -> Iterator[_Again]:
    own = {bid.id: bid.id for bid in held.submission.bids}
    yield _Again(check="order", what="bids, lines", submission=_reversed(held.submission), terms=held.terms, first=own)
    renamed = {bid.id: f"応札{number:03d}" for number, bid in enumerate(reversed(held.submission.bids), start=1)}
    yield _Again(
        check="display-name", what="bid", submission=_undecided(_called(held.submission, renamed)), terms=_terms_called(held.terms, renamed),
        first={new: old for old, new in renamed.items()}, undecided=True,
    )  # fmt: skip
    bidders = _bidders_called(held)
    if bidders is not None:
        yield _Again(check="display-name", what="bidder.name", submission=_undecided(bidders), terms=held.terms, first=own, undecided=True)
    for what, change in _unused(held):
        yield _Again(check="unused-attribute", what=what, submission=_each_bid(held.submission, change), terms=held.terms, first=own)


def _reversed(submission: Submission) -> Submission:
    turned = _each_bid(submission, lambda bid: _each_line(bid, lambda items: items[::-1]))
    return replace(turned, bids=turned.bids[::-1])


def _undecided(submission: Submission) -> Submission:
    return _each_bid(submission, lambda bid: replace(bid, decisions=()))


def _called(submission: Submission, names: Mapping[str, str]) -> Submission:
    """The bids by other ids, in the order of these."""
    bids = sorted((replace(bid, id=names[bid.id]) for bid in submission.bids), key=lambda bid: bid.id)
    return replace(submission, bids=tuple(bids))


def _terms_called(terms: Terms | None, names: Mapping[str, str]) -> Terms | None:
    if terms is None or terms.lottery is None:
        return terms
    return replace(terms, lottery=replace(terms.lottery, winner=names.get(terms.lottery.winner, terms.lottery.winner)))


def _bidders_called(held: Held) -> Submission | None:
    """Every bidder by a neutral name, wherever the bid names it.

    Those keep theirs whose name is a fact by itself: the register may mean it, it is spelt with tricks, or it is a maker's of what is offered.
    """
    bids, changed = [], False
    for number, bid in enumerate(held.submission.bids, start=1):
        neutral = None if _is_maker(bid) else _neutral(held.basis, bid.bidder, number)
        changed = changed or neutral is not None
        bids.append(bid if neutral is None else _bidder_called(bid, neutral))
    return replace(held.submission, bids=tuple(bids)) if changed else None


def _is_maker(bid: Bid) -> bool:
    key = name_key(bid.bidder.name).key
    makers = [item.maker for item in bid.list.items if item.maker] if bid.list else []
    parts = [maker for bom in bid.boms.values() for part in bom.components for maker in part.makers]
    return any(name_key(maker.name).key == key for maker in {*makers, *parts})


def _neutral(basis: Basis | None, bidder: Party, number: int) -> Party | None:
    if basis is None:
        return replace(bidder, name=NEUTRAL_NAMES[0].format(number))
    named = [replace(bidder, name=form.format(number)) for form in NEUTRAL_NAMES]
    first, *others = basis.lookup.lookup([bidder, *named])
    if first.hits or tricks(bidder.name):
        return None
    return next((party for party, found in zip(named, others, strict=True) if not found.hits), None)


def _bidder_called(bid: Bid, neutral: Party) -> Bid:
    was, key = bid.bidder, name_key(bid.bidder.name).key

    def called(party: Party | None) -> Party | None:
        return replace(party, name=neutral.name) if party is not None and name_key(party.name).key == key else party

    renamed = _each_line(bid, lambda items: tuple(replace(item, supplier=called(item.supplier)) for item in items))
    chart = bid.chart
    if chart is not None:
        chart = replace(chart, holders=tuple(replace(one, name=neutral.name) if same_party(one, was) else one for one in chart.holders))
    return replace(renamed, bidder=neutral, chart=chart)


def _unused(held: Held) -> Iterator[tuple[str, Callable[[Bid], Bid]]]:
    """Attributes that the pack asks nothing of, each with how it is changed."""
    pack = held.judgement.pack
    asked = {fact for requirement in pack.requirements for fact in requirement.facts} if pack else set()
    texts: list[tuple[str, dict[str, Any]]] = [
        ("remarks", {"remarks": SENTINEL}),
        ("place", {"place": SENTINEL}),
        ("cloud_region", {"cloud_region": SENTINEL}),
    ]
    if "quantity" not in asked:
        texts.append(("quantity", {"quantity": Fraction(7)}))
    if "version" not in asked:
        texts.append(("version", {"version": SENTINEL}))
    for what, facts in texts:
        yield what, _with_facts(facts)
    yield "subcontractors.work", lambda bid: replace(bid, subcontractors=_reworded(bid))
    yield "evaluations.comment", _without_comments


def _with_facts(facts: Mapping[str, Any]) -> Callable[[Bid], Bid]:
    return lambda bid: _each_line(bid, lambda items: tuple(replace(item, **facts) for item in items))


def _reworded(bid: Bid) -> Any:
    return None if bid.subcontractors is None else tuple(replace(one, work=SENTINEL) for one in bid.subcontractors)


def _without_comments(bid: Bid) -> Bid:
    marks = {member: {item: replace(mark, comment=SENTINEL) for item, mark in given.items()} for member, given in bid.evaluations.items()}
    return replace(bid, evaluations=marks)


def _each_bid(submission: Submission, change: Callable[[Bid], Bid]) -> Submission:
    return replace(submission, bids=tuple(change(bid) for bid in submission.bids))


def _each_line(bid: Bid, change: Callable[[tuple[EquipmentItem, ...]], tuple[EquipmentItem, ...]]) -> Bid:
    return bid if bid.list is None else replace(bid, list=replace(bid.list, items=change(bid.list.items)))


# What came of it, in a form that can be compared.

Outcome = Mapping[tuple[str, str], Any]
"""(bid, line or what) -> what was said there."""


def _outcome(held: Held, submission: Submission, terms: Terms | None) -> Outcome:
    screening = screen(submission, held.basis, as_of=held.as_of) if held.basis else None
    told: dict[tuple[str, str], Any] = {}
    for bid in screening.bids if screening else ():
        told[bid.bid, ""] = bid.verdict.word, _rules(bid.findings)
        told |= {(bid.bid, one.item.line): (one.verdict.word, _rules(one.findings)) for one in bid.items}
    if terms is not None:
        told |= _scores(_evaluated(submission, screening, terms))
    return told


def _evaluated(submission: Submission, screening: Screening | None, terms: Terms) -> Evaluation:
    verdicts = {one.bid: one.verdict for one in screening.bids} if screening else {}
    standings = [Standing(bid=bid, verdict=verdicts.get(bid.id, Verdict.CLEAR)) for bid in submission.bids]
    return evaluate(standings, terms, rehearsal=screening.rehearsal if screening else False, screened=screening is not None, shown=False)


def _rules(findings: tuple[Finding, ...]) -> Any:
    return sorted(Counter((one.rule, one.verdict.word, one.standing.word) for one in findings).items())


def _scores(found: Evaluation) -> dict[tuple[str, str], Any]:
    told: dict[tuple[str, str], Any] = {
        (one.bid, "score"): (one.status, one.technical_score, one.price_score, one.total, one.rank, one.reason_code) for one in found.bids
    }
    told["", "winner"] = found.winner or ""
    told["", "tie"] = frozenset(found.tie)
    return told


def _differences(held: Held, before: Outcome, again: _Again) -> Iterator[Unlike]:
    after = _named_as_first(_outcome(held, again.submission, again.terms), again.first)
    places = sorted(place for place in before.keys() | after.keys() if before.get(place) != after.get(place))
    if not places:
        return
    changed = TOLD[again.check]
    yield Unlike(
        check=again.check,
        weight="breach",
        because=Text(ja=f"{changed.ja}({again.what})を変えると結果が変わる。", en=f"Changing {changed.en} ({again.what}) changes the outcome."),
        evidence=tuple(
            Observed(case=held.id, bid=bid, line=line, said=f"{before.get((bid, line))} → {after.get((bid, line))}") for bid, line in places[:20]
        ),
    )


def _named_as_first(outcome: Outcome, first: Mapping[str, str]) -> Outcome:
    told = {(first.get(bid, bid), line): said for (bid, line), said in outcome.items()}
    if ("", "winner") in told:
        told["", "winner"] = first.get(told["", "winner"], told["", "winner"])
        told["", "tie"] = frozenset(first.get(bid, bid) for bid in told["", "tie"])
    return told


def _bidders_unseen(held: Held) -> Iterator[Unlike]:
    """The scores once more with nothing of the bidders but their verdicts, prices and technical scores.

    Who has won as many lots as the notice lets one bidder win was no bidder for this lot, and is none now.
    """
    evaluation, screening = held.judgement.evaluation, held.judgement.screening
    if evaluation is None:
        return
    limited = {one.bid for one in evaluation.bids if one.reason_code == LIMITED}
    blank = _each_bid(held.submission, _only_what_is_scored)
    left = replace(blank, bids=tuple(bid for bid in blank.bids if bid.id not in limited))
    again = _scores(_evaluated(left, screening, evaluation.terms))
    before = {place: said for place, said in _scores(evaluation).items() if place[0] not in limited}
    if again != before:
        places = sorted(place for place in before if before[place] != again[place])
        yield Unlike(
            check="unused-attribute",
            weight="breach",
            because=Text(ja="応札者が誰であるかにより、点数又は順位が変わる。", en="Scores or ranks change with who the bidder is."),
            evidence=tuple(Observed(case=held.id, bid=bid, line=what) for bid, what in places[:20]),
        )


def _only_what_is_scored(bid: Bid) -> Bid:
    kept = {"price": bid.price, "technical": bid.technical, "evaluations": bid.evaluations, "low_price": bid.low_price}
    return Bid(id=bid.id, bidder=Party(name="?"), shape=BidShape(unit_prices=bid.shape.unit_prices), **kept)  # type: ignore[arg-type]
