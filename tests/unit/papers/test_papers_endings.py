"""Papers speak of what the method ends in: an award, the right to negotiate (企画競争), a contract without competition (随意契約)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

import nouns
from sekisho.desk.decision_record import decision_record
from sekisho.desk.dossier import Dossier
from sekisho.desk.judge import judge_case
from sekisho.desk.model import Case
from sekisho.desk.office import Asked, Office
from sekisho.desk.publish import after_opening
from sekisho.desk.results import results_of
from sekisho.faults import InputRefused
from sekisho.papers.notices.award import award_document
from sekisho.papers.notices.letters import letter_documents
from sekisho.papers.notices.plain import plain_text
from sekisho.papers.notices.render import Wanted, make_papers, stages_of
from sekisho.papers.notices.results import reasons_document, results_document
from sekisho.papers.notices.views import view_of
from sekisho.tenders.methods import MethodId
from sekisho.tenders.model import Submission
from sekisho.tenders.publication import AwardDecision, Publication
from sekisho.tenders.shape import Discretionary, TenderShape
from sekisho.terms import Lang

DAY = date(2026, 4, 15)
RESTS_ON = Discretionary(
    clause="会計法29条の3第4項", reason="増設", by="契約担当官", at=date(2026, 3, 25), ceiling=nouns.yen("1000"), tax_rate=Fraction(1, 10)
)


class _Nothing:
    def now(self) -> None:
        return None


def dossier(method: MethodId, *, decided: bool = True, agreed: str = "") -> Dossier:
    """A case of this method whose winner is A, decided on DAY; `agreed` is the price that was negotiated."""
    bids = [nouns.bid(id="A", price="999", technical="80"), nouns.bid(id="B", bidder="乙社", price="1000", technical="79")]
    terms = None if method == "discretionary" else nouns.terms("quality" if method == "planning" else "add-2", technical_points="100", tax_rate="0.1")
    if method == "planning":
        terms = replace(terms, priced=False)
    shape = TenderShape(method=method, discretionary=RESTS_ON if method == "discretionary" else None)
    award = AwardDecision(winner="A", at=DAY, by="契約担当官", authority="会計法", price=nouns.yen(agreed) if agreed else None)
    submission = Submission(
        tender=replace(nouns.tender(policy="none"), shape=shape),
        bids=tuple(bids[:1] if method == "discretionary" else bids),
        publication=Publication(opened_at=date(2026, 4, 6), award=award if decided else None),
    )
    case = Case(submission=submission, terms=terms)
    office = Office(cases=None, registers=None, clock=_Nothing())  # type: ignore[arg-type]
    judgement = judge_case(office, case, Asked(case="t", policy="none", as_of=DAY))
    published = after_opening(case, judgement)
    return Dossier(case=case, day=DAY, published=published, judgement=judgement, results=results_of(case, judgement, published))


def letters(found: Dossier, lang: Lang) -> dict[str, str]:
    """Bid -> its letter as text."""
    assert found.results is not None
    tender = found.case.submission.tender
    return {one.bid: plain_text(view_of(one, tender)) for one in letter_documents(found.results, lang)}


def public(found: Dossier, lang: Lang) -> str:
    """The public papers on the outcome as text."""
    assert found.results is not None
    made = [award_document(found.results, lang)] if found.results.winner else []
    if found.results.ranked:
        made += [results_document(found.results, lang), reasons_document(found.results, lang)]
    return "\n".join(plain_text(view_of(one, found.case.submission.tender)) for one in made)


WINNERS = {
    "open": ("落札決定通知書", "Notice of award to the winner", "契約書の提出期限: ____"),
    "planning": ("交渉権者決定通知書", "Notice of your choice for negotiation", "見積書の提出期限: ____"),
    "discretionary": ("契約の相手方の決定通知書", "Notice of the decision to contract with you", "契約書の提出期限: ____"),
}


@pytest.mark.parametrize("method", list(WINNERS))
def test_the_winner_is_told_what_it_won_with_the_value_with_tax_and_what_comes_next_as_blanks(method: MethodId) -> None:
    found = dossier(method)
    ja, en = letters(found, "ja")["A"], letters(found, "en")["A"]
    assert WINNERS[method][0] in ja and WINNERS[method][1] in en
    assert "甲社 御中" in ja and "文書番号　　　第" in ja and WINNERS[method][2] in ja
    assert "1,098" in ja and "1,098.9" not in ja and "1,098" in public(found, "ja")
    assert "乙社" not in ja and "乙社" not in en and "1,000" not in ja


@pytest.mark.parametrize("method", ["planning", "discretionary"])
@pytest.mark.parametrize("decided", [True, False])
def test_nothing_speaks_of_an_award_where_the_method_ends_in_none(method: MethodId, decided: bool) -> None:
    found = dossier(method, decided=decided)
    assert set(letters(found, "ja")) == {("planning", True): {"A", "B"}, ("planning", False): set()}.get((method, decided), {"A"})
    for text in (public(found, "ja"), *letters(found, "ja").values()):
        assert not any(word in text for word in ("落札", "開札", "入札価格")), text
    for text in (public(found, "en"), *letters(found, "en").values()):
        assert not any(word in text for word in ("winner", "Winner", "Notice of award", "Value of the award", "award is decided")), text


def test_a_loser_of_a_competition_of_proposals_is_told_who_negotiates_and_no_price_is_ahead() -> None:
    told = letters(dossier("planning"), "ja")
    assert set(told) == {"A", "B"}
    assert "貴社を交渉権者としなかった理由" in told["B"] and "評価が交渉権者に及ばない" in told["B"]
    assert "見積価格 / 配点: — / 貴社: 1,000円" in told["B"] and "価格点" not in told["B"] and "評価値" not in told["B"]
    assert "契約の相手方の決定ではない" in told["A"] and "契約の相手方の決定の公示ではない" in public(dossier("planning"), "ja")


def test_once_a_price_is_agreed_on_the_papers_speak_of_the_contract_at_that_price() -> None:
    found = dossier("planning", agreed="900")
    ja = letters(found, "ja")
    assert "契約の相手方の決定通知書" in ja["A"] and "990" in ja["A"] and "1,098" not in ja["A"]
    assert "貴社を契約の相手方としなかった理由" in ja["B"] and "評価が契約の相手方に及ばない" in ja["B"]
    assert "交渉権者" not in public(found, "ja")


def test_where_nobody_lost_there_is_no_letter_to_a_loser_and_no_paper_of_a_ranking() -> None:
    found = dossier("discretionary")
    assert set(letters(found, "ja")) == {"A"}
    assert "ranked" not in stages_of(found)
    names = set(make_papers(found, Wanted(langs=("ja",), kinds=("award", "letters", "complaint"))).files)
    assert {name.partition(".")[0] for name in names} == {"papers", "public/award", "bidders/A/decision"}
    assert "随意契約による理由 / 内容: 会計法29条の3第4項 増設" in public(found, "ja")
    with pytest.raises(InputRefused):
        make_papers(found, Wanted(langs=("ja",), kinds=("results",)))


def test_the_decision_record_names_who_was_decided_on_and_that_nobody_was_left_to_notify() -> None:
    basis = dossier("discretionary").basis
    assert basis is not None
    points = {one.number: one for one in decision_record(basis).points}
    assert points[10].entries[0].name.ja == "契約の相手方の決定"
    assert [one.text.ja for one in points[13].entries] == ["他の応札者はなく、通知を要しない"]
    assert points[13].state == "recorded"
