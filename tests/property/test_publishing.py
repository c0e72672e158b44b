"""Whatever the makers, products and decisions of a case are, none of their words is in what is published of it, and the shape stays."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nouns import JUDGED, bid, item, submission, terms, yen
from sekisho.award.model import Proposal
from sekisho.desk.model import Case, Judgement
from sekisho.desk.publish import after_opening, before_opening
from sekisho.evaluation.model import Evaluation, Rounding, Scored, Status
from sekisho.feeds.exports import gif, ocds
from sekisho.policy.packs import packs
from sekisho.tenders.model import Subcontractor
from sekisho.tenders.publication import Publication
from sekisho.terms import Party, Text

WORDS = st.text(alphabet="例題科技電機見本通信機ABCDEFabcdef", min_size=4, max_size=12).map(lambda word: f"§{word}")
"""A sign that nothing else of a publication bears stands before every word that may not leave."""
STATUSES = st.sampled_from(["ranked", "pending", "excluded"])
TOLD = Publication(opened_at=date(2026, 6, 1))
NOTHING = Text(ja="§理由", en="§why")


@st.composite
def cases(draw: st.DrawFn) -> tuple[Case, Judgement]:
    """A case whose every word of a bid, but its bidder's, bears the sign; with an evaluation of any outcome."""
    bids = []
    for name in ("A", "B", "C")[: draw(st.integers(1, 3))]:
        lines = [
            item(
                str(line),
                draw(WORDS),
                kind=draw(st.sampled_from(["ルータ", "§独自の種別"])),
                model=draw(WORDS),
                name=draw(WORDS),
                remarks=draw(WORDS),
            )
            for line in range(1, draw(st.integers(1, 4)) + 1)
        ]
        offered = bid(*lines, id=name, bidder=f"{name}社", price="700", technical="50")
        bids.append(replace(offered, subcontractors=(Subcontractor(party=Party(name=draw(WORDS)), work=draw(WORDS)),)))
    asked = terms("add-1", technical_points="100", price_points="100", ceiling=yen("987654321"))
    case = Case(submission=replace(submission(*bids), publication=TOLD), terms=asked)
    return case, judged(case, [draw(STATUSES) for _ in bids])


def judged(case: Case, statuses: list[Status]) -> Judgement:
    bids = case.submission.bids
    winner = next((one.id for one, status in zip(bids, statuses, strict=True) if status == "ranked"), None)
    assert case.terms is not None
    evaluation = Evaluation(
        preset="add-1", formula=Text(ja="式", en="formula"), rounding=Rounding(mode="none"), terms=case.terms, winner=winner,
        bids=tuple(Scored(bid=one.id, status=status, reason=NOTHING) for one, status in zip(bids, statuses, strict=True)),
    )  # fmt: skip
    return Judgement(
        submission=case.submission, pack=packs()["jp-2018"], edition=None, screening=None, evaluation=evaluation, facts_as_of=JUDGED,
        proposal=Proposal(winner=winner, excluded=(), pending=(), reason=NOTHING, letters=()), engine="sekisho/test", digest="0" * 64,
    )  # fmt: skip


def published(case: Case, judgement: Judgement) -> Any:
    notice, shown = before_opening(case, JUDGED), after_opening(case, judgement)
    return [ocds.record_package([notice, shown]), gif.as_json(shown, gif.kinds_of(shown))]


@given(cases())
def test_no_word_of_a_bid_but_its_bidder_is_published(given_case: tuple[Case, Judgement]) -> None:
    text = json.dumps(published(*given_case), ensure_ascii=False)
    assert "§" not in text
    assert "987654321" not in text


@given(cases())
def test_a_bid_has_the_same_fields_whatever_came_of_it(given_case: tuple[Case, Judgement]) -> None:
    case, judgement = given_case
    details = published(case, judgement)[0]["records"][0]["compiledRelease"]["bids"]["details"]
    assert {frozenset(one) for one in details} == {frozenset({"id", "status", "tenderers", "value", "items"})}


@given(cases())
def test_the_notice_is_the_same_whatever_was_bid(given_case: tuple[Case, Judgement]) -> None:
    case, _ = given_case
    empty = replace(case, submission=replace(case.submission, bids=()))
    sealed = replace(case.submission.publication, opened_at=date(2027, 1, 1))
    assert before_opening(case, JUDGED) == before_opening(empty, JUDGED)
    assert "A社" not in json.dumps(
        ocds.release(before_opening(replace(case, submission=replace(case.submission, publication=sealed)), JUDGED)), ensure_ascii=False
    )
