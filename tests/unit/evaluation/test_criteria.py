"""Evaluators' marks: means by item, mandatory items by vote, absent members by rule, security as an item, and what the notice froze."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nouns import bid, terms, yen
from sekisho.evaluation.assess import Missing, Unfit, assess, faults_in, scale_of
from sekisho.evaluation.criteria import Criteria, Criterion
from sekisho.evaluation.evaluate import Standing, evaluate
from sekisho.evaluation.frozen import notice_digest
from sekisho.evaluation.model import Terms
from sekisho.faults import InputRefused
from sekisho.findings import Verdict
from sekisho.tenders.model import Marked

GRADES = {"A": Fraction(100), "B": Fraction(70), "C": Fraction(40), "D": Fraction(0)}
STAFF, STEPS = Criterion(id="2.1", title="体制", points=Fraction(25)), Criterion(id="2.2", title="工程", points=Fraction(15))
PLAN = Criterion(id="2", title="実施計画", items=(STAFF, STEPS))
MUST = Criterion(id="1", title="基本要件", mandatory=True)
BY_VERDICT = {Verdict.CLEAR: Fraction(100), Verdict.REFER: Fraction(30), Verdict.BAR: Fraction(0)}
RISK = Criterion(id="9", title="国家安全保障上のリスクの低減", points=Fraction(10), security=BY_VERDICT)


def criteria(*items: Criterion, members: int = 3, **rules: Any) -> Criteria:
    return Criteria(items=items or (MUST, PLAN), grades=GRADES, members=tuple(f"委員{number}" for number in range(1, members + 1)), **rules)


def marks(**by_item: str) -> dict[str, dict[str, Marked]]:
    """`_2_1="ABC"` gives the three members' grades of item 2.1; `-` is absent."""
    found: dict[str, dict[str, Marked]] = {}
    for key, by_member in by_item.items():
        item = key.strip("_").replace("_", ".")
        for number, mark in enumerate(by_member.split(",") if "," in by_member else by_member, start=1):
            if mark != "-":
                found.setdefault(f"委員{number}", {})[item] = Marked(item=item, given={"m": "met", "u": "unmet"}.get(mark, mark))
    return found


def assessed(tree: Criteria, verdict: Verdict = Verdict.CLEAR, **given: str) -> Any:
    return assess(scale_of(tree), marks(**given), verdict)


def test_an_item_is_the_mean_of_its_evaluators_exactly() -> None:
    found = assessed(criteria(), _1="mmm", _2_1="ABC", _2_2="AAB")
    assert found.score == Fraction(25) * (100 + 70 + 40) / 300 + Fraction(15) * 270 / 300
    assert found.mandatory_met
    assert [one.item for one in found.items] == ["1", "2.1", "2.2"]
    assert found.items[1].by_member == {"委員1": "25", "委員2": "17.5", "委員3": "10"}


def test_points_may_be_given_in_place_of_a_grade() -> None:
    assert assessed(criteria(PLAN, members=2), _2_1="12.5,25", _2_2="0,15").score == Fraction("18.75") + Fraction("7.5")


@pytest.mark.parametrize(
    ("rule", "votes", "met"), [("majority", "mmu", True), ("majority", "muu", False), ("all", "mmu", False), ("all", "mmm", True)]
)
def test_a_mandatory_item_is_met_by_vote(rule: Any, votes: str, met: bool) -> None:
    assert assessed(criteria(mandatory_by=rule), _1=votes, _2_1="AAA", _2_2="AAA").mandatory_met is met


def test_half_the_votes_are_no_majority() -> None:
    assert not assessed(criteria(MUST, members=2), _1="mu").mandatory_met


def test_a_mandatory_item_with_points_gives_all_of_them_or_none() -> None:
    base = Criterion(id="1", title="基礎点", mandatory=True, points=Fraction(35))
    assert (assessed(criteria(base), _1="mmu").score, assessed(criteria(base), _1="muu").score) == (35, 0)


@pytest.mark.parametrize(("rule", "score"), [("leave-out", Fraction(35, 2)), ("zero", Fraction(35, 3))])
def test_an_absent_evaluator_counts_as_the_notice_says(rule: Any, score: Fraction) -> None:
    tree = criteria(PLAN.items[0], absent=rule)
    assert assessed(tree, _2_1="BB-").score == score


def test_without_such_a_rule_an_absent_mark_is_refused() -> None:
    with pytest.raises(Missing, match="委員3"):
        assessed(criteria(PLAN.items[0]), _2_1="BB-")


@pytest.mark.parametrize("mark", ["E", "26", "-1", "m", "25.0001x", "1/3"])
def test_a_mark_that_an_item_does_not_take_is_refused(mark: str) -> None:
    with pytest.raises(Unfit):
        assessed(criteria(PLAN.items[0], members=1), _2_1=f"{mark},")


@pytest.mark.parametrize(("verdict", "score"), [(Verdict.CLEAR, 10), (Verdict.REFER, 3), (Verdict.BAR, 0)])
def test_the_reduction_of_risk_is_scored_by_the_verdict(verdict: Verdict, score: int) -> None:
    assert assessed(criteria(RISK), verdict).score == score


given_marks = st.sampled_from(["A", "B", "C", "D", "0", "7.5", "15"])


@given(st.lists(st.tuples(given_marks, given_marks), min_size=1, max_size=6))
def test_the_sum_is_that_of_the_items_and_of_plain_fractions(several: list[tuple[str, str]]) -> None:
    tree = criteria(PLAN, members=len(several))
    by_member = {
        f"委員{number}": {item: Marked(item=item, given=mark) for item, mark in zip(("2.1", "2.2"), pair, strict=True)}
        for number, pair in enumerate(several, start=1)
    }
    plain = Fraction(0)
    for pair in several:
        for points, mark in zip((25, 15), pair, strict=True):
            plain += Fraction(points) * GRADES[mark] / 100 if mark in GRADES else Fraction(mark)
    scale = scale_of(tree)
    found = assess(scale, by_member, Verdict.CLEAR)
    assert found.score == plain / len(several) == sum(one.mean for one in found.items if one.mean is not None)
    assert faults_in(scale, by_member) == []


# In an evaluation.


def noticed(tree: Criteria, **facts: Any) -> Terms:
    return replace(terms("add-1", ceiling=yen("1000"), price_points="100"), criteria=tree, **facts)


def standing(name: str, price: str, verdict: Verdict = Verdict.CLEAR, **given: str) -> Standing:
    return Standing(bid=bid(id=name, price=price, evaluations=marks(**given)), verdict=verdict)


def test_the_criteria_make_the_technical_score_and_every_item_is_kept() -> None:
    a = standing("A", "700", _1="mmm", _2_1="ABC", _2_2="AAB")
    b = standing("B", "500", _1="muu", _2_1="AAA", _2_2="AAA")
    evaluation = evaluate([a, b], noticed(criteria()))
    first, second = evaluation.bids
    assert (first.technical_score, first.total, second.reason_code) == (31, 61, "mandatory-unmet")
    assert first.assessed is not None and len(first.assessed.items) == 3
    assert evaluation.winner == "A"


def rules_of(some: list[Standing], asked: Terms, **facts: Any) -> set[str]:
    with pytest.raises(InputRefused) as refused:
        evaluate(some, asked, **facts)
    return {one.rule for one in refused.value.faults}


def test_every_mark_that_cannot_count_is_told_at_once() -> None:
    tree = criteria(PLAN)
    wrong = standing("A", "1", _2_1="EAA", _2_2="A-A", _3="AAA")
    strange = replace(wrong, bid=replace(wrong.bid, evaluations={**wrong.bid.evaluations, "委員9": {}}))
    twice = Standing(bid=bid(id="B", price="1", technical="5", evaluations=marks(_2_1="AAA", _2_2="AAA")))
    assert rules_of([strange, twice], noticed(tree)) == {
        "evaluation.mark-unfit", "evaluation.mark-missing", "evaluation.mark-unknown", "evaluation.technical-twice",
    }  # fmt: skip


def test_security_is_scored_where_the_notice_says_so_and_nowhere_else() -> None:
    bids = [standing("A", "1", _2_1="AAA", _2_2="AAA")]
    assert rules_of(bids, noticed(criteria(PLAN, RISK))) == {"evaluation.security-role"}
    assert rules_of(bids, noticed(criteria(PLAN), security="scored")) == {"evaluation.security-role"}
    assert rules_of(bids, noticed(criteria(PLAN, RISK), security="scored"), screened=False) == {"evaluation.security-unscreened"}
    assert evaluate(bids, noticed(criteria(PLAN, RISK), security="scored")).winner == "A"


def test_scored_security_excludes_nobody_and_both_do_so_and_score() -> None:
    bids = [standing("A", "500", Verdict.BAR, _2_1="AAA", _2_2="AAA"), standing("B", "500", _2_1="AAB", _2_2="AAA")]
    scored = evaluate(bids, noticed(criteria(PLAN, RISK), security="scored"))
    assert [(one.status, one.technical_score) for one in scored.bids] == [("ranked", 40), ("ranked", 47)]
    both = evaluate(bids, noticed(criteria(PLAN, RISK), security="both"))
    assert [one.status for one in both.bids] == ["excluded", "ranked"]


def test_points_that_differ_from_the_tree_s_are_refused() -> None:
    notice = noticed(criteria(PLAN), technical_points=Fraction(50))
    assert rules_of([standing("A", "1", _2_1="AAA", _2_2="AAA")], notice) == {"evaluation.points-differ"}


def test_marks_without_criteria_are_refused() -> None:
    assert rules_of([standing("A", "1", _2_1="AAA")], terms("add-2")) == {"evaluation.criteria-missing"}


def test_the_digest_of_a_notice_changes_with_anything_that_it_froze() -> None:
    tree = criteria(MUST, PLAN, RISK)
    frozen = noticed(tree, security="scored")
    others = [
        replace(frozen, criteria=replace(tree, grades={**GRADES, "B": Fraction(80)})),
        replace(frozen, criteria=replace(tree, mandatory_by="all")),
        replace(frozen, criteria=replace(tree, items=(MUST, PLAN))),
        replace(frozen, criteria=replace(tree, items=(MUST, replace(PLAN, title="計画"), RISK))),
        replace(frozen, price_points=Fraction(99)),
        replace(frozen, preset="add-6"),
        replace(frozen, security="both"),
        replace(frozen, formulas={"total": "技術評価"}),
    ]
    digests = {notice_digest(one) for one in (frozen, *others)}
    assert len(digests) == 1 + len(others)
    assert notice_digest(replace(frozen, ceiling=yen("5"))) == notice_digest(frozen)
    assert notice_digest(replace(frozen, criteria=replace(tree, members=("委員A",)))) == notice_digest(frozen)
