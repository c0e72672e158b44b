"""How a tender is procured: what is price alone, and where it is told."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import nouns
from sekisho.desk.judge import judge_case
from sekisho.desk.model import Case
from sekisho.desk.office import Asked, Office
from sekisho.desk.seal import acts_of
from sekisho.evaluation.criteria import Criteria, Criterion
from sekisho.evaluation.model import Terms
from sekisho.evaluation.quality import decides_by_price_alone, looks_at_price
from sekisho.papers.view import judgement_view
from sekisho.tenders.methods import methods
from sekisho.tenders.model import MethodException
from sekisho.tenders.procedure import hearing
from sekisho.tenders.shape import Discretionary, Invocation, TenderShape

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "tender-shapes.md"
OWN = {"technical": "技術評価", "price": "価格点満点 × (1 − 入札価格 ÷ 予定価格)", "total": "技術点 + 価格点"}
TOLD = MethodException(by="契約担当官", authority="例省訓令", reason="同一の消耗品", at=date(2026, 3, 1))
INVOKED = Invocation(invoked=False, paragraph="III:2", lots=(), by="調達企画室長", authority="例省訓令", reason="競争を妨げない", at=date(2026, 3, 2))


def own(**formulas: str) -> Terms:
    return replace(nouns.terms("own", technical_points="100", price_points="100"), formulas={**OWN, **formulas})


@pytest.mark.parametrize(
    ("terms", "alone", "weighed"),
    [
        (nouns.terms("lowest-price"), True, True),
        (nouns.terms("gate-lowest"), True, True),
        (nouns.terms("add-1"), False, True),
        (nouns.terms("add-1", technical_points="0"), True, True),
        (nouns.terms("relative"), False, True),
        (nouns.terms("div-1"), False, True),
        (nouns.terms("quality"), False, False),
        (own(), False, True),
        (own(total="価格点"), True, True),
        (own(total="最高技術評価 + 価格点"), False, True),
        (own(total="技術点"), False, False),
    ],
)
def test_price_alone_is_told_by_what_is_reckoned(terms: Terms, alone: bool, weighed: bool) -> None:
    assert decides_by_price_alone(terms, file="t") is alone
    assert looks_at_price(terms, file="t") is weighed


def test_criteria_without_points_leave_price_alone() -> None:
    def criteria(*items: Criterion) -> Criteria:
        return Criteria(items=items, grades={"A": Fraction(100)}, members=("委員1",))

    mandatory, scored = Criterion(id="1", title="要件", mandatory=True), Criterion(id="2", title="提案", points=Fraction(10))
    assert decides_by_price_alone(replace(nouns.terms("add-1"), criteria=criteria(mandatory)), file="t")
    assert not decides_by_price_alone(replace(nouns.terms("add-1"), criteria=criteria(mandatory, scored)), file="t")


def test_every_method_is_on_its_page_with_its_clause_and_doubt() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for one in methods().values():
        row = f"| `{one.id}` | {one.text.ja} | {one.clause} | {'yes' if one.source.verified else 'no'} | {one.ends_in} | {one.ocds} |"
        assert row in page
    assert hearing().clause.split("、")[0] in page and hearing().least == 2


class _Nothing:
    def today(self) -> date:
        return nouns.JUDGED


def judged(**facts: object):  # type: ignore[no-untyped-def]
    bids = (nouns.bid(id="A", price="900", technical="50"),)
    tender = replace(nouns.tender(policy="none"), **facts)
    case = Case(submission=replace(nouns.submission(*bids), tender=tender), terms=replace(nouns.terms("add-1"), ceiling=nouns.yen("1000")))
    office = Office(cases=None, registers=None, clock=_Nothing())  # type: ignore[arg-type]
    return judge_case(office, case, Asked(case="t", policy="none"))


def test_method_exception_and_invocation_stand_in_the_paper_in_both_languages() -> None:
    judgement = judged(method_exception=TOLD, shape=TenderShape(method="open", invocations=(INVOKED,)))
    for lang, words in (
        ("ja", ("一般競争入札", "同一の消耗品", "援用しない", "調達全体")),
        ("en", ("Open tendering", "同一の消耗品", "Not invoked")),
    ):
        told = str(judgement_view(judgement, lang)["tender"])  # type: ignore[arg-type]
        assert all(word in told for word in words), told


def test_the_record_holds_how_the_tender_was_procured() -> None:
    acts = acts_of(judged(method_exception=TOLD, shape=TenderShape(method="open")), {})
    (act,) = [one for one in acts if one.kind == "proposed"]
    assert (act.claims["method"], act.claims["method_exception"]) == ("open", True)


def test_an_open_step_withholds_the_proposal_and_not_the_ranking_and_a_rehearsal_withholds_nothing() -> None:
    town = TenderShape(method="open", body="municipality")
    judgement = judged(shape=town)
    assert (judgement.evaluation.winner, judgement.proposal.winner, judgement.proposal.price) == ("A", None, None)
    assert [one.rule for one in judgement.open_steps] == ["EXPERTS"]
    assert judgement_view(judgement, "ja")["banners"] == [judgement.open_steps[0].because.ja]
    assert judged(shape=town, rehearsal=True).proposal.winner == "A"


def planned(**facts: object):  # type: ignore[no-untyped-def]
    """A competition of proposals that scores no price."""
    bids = (nouns.bid(id="A", technical="80"), nouns.bid(id="B", bidder="乙社", price="1", technical="79"))
    tender = replace(nouns.tender(policy="none"), shape=TenderShape(method="planning"))
    case = Case(submission=replace(nouns.submission(*bids), tender=tender), terms=replace(nouns.terms("quality"), priced=False))
    office = Office(cases=None, registers=None, clock=_Nothing())  # type: ignore[arg-type]
    return judge_case(office, case, Asked(case="t", policy="none"))


def test_a_competition_of_proposals_is_told_without_an_award_and_without_asking_why_not_the_cheapest() -> None:
    view = judgement_view(planned(), "ja")["outcome"]
    assert view["label"].startswith("交渉権者の候補") and view["total"] == "総合評価点"
    assert view["more"] == [] and "総合評価点が最も高い" in view["reason"]
    assert [row["winner"] for row in view["ranking"]] == ["交渉権者候補", ""]
    assert "交渉権者候補 甲社" in view["ranking"][1]["reason"]


def test_a_discretionary_contract_has_no_ranking_and_its_price() -> None:
    rests_on = Discretionary(
        clause="会計法29条の3第4項", reason="増設", by="契約担当官", at=date(2026, 3, 25), ceiling=nouns.yen("1000"), tax_rate=Fraction(1, 10)
    )
    shape = TenderShape(method="discretionary", discretionary=rests_on)
    office = Office(cases=None, registers=None, clock=_Nothing())  # type: ignore[arg-type]
    for price, headline, more in (("999", "甲社 (A)", ["契約金額(案・税込)"]), ("1001", "契約は提案しない", [])):
        tender = replace(nouns.tender(policy="none"), shape=shape)
        case = Case(submission=replace(nouns.submission(nouns.bid(id="A", price=price)), tender=tender), terms=None)
        view = judgement_view(judge_case(office, case, Asked(case="t", policy="none")), "ja")["outcome"]
        assert (view["headline"], view["ranking"], [one["label"] for one in view["more"]]) == (headline, [], more)
