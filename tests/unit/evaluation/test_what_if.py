"""Assumptions tried out, and turning points: at each of them, and not just before it, somebody else wins."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nouns import bid, terms, yen
from sekisho.evaluation.criteria import Criteria, Criterion
from sekisho.evaluation.evaluate import Standing, evaluate
from sekisho.evaluation.explain import grade_text, turn_text
from sekisho.evaluation.model import Rounding, Terms
from sekisho.evaluation.what_if import Turn, assume, parse_assumption, sensitivity
from sekisho.findings import Verdict
from sekisho.tenders.model import Marked

EX_1 = {"A": ("700", "50"), "B": ("800", "65"), "C": ("900", "80")}
NOTICE = replace(terms("add-1", technical_points="100", price_points="100", ceiling=yen("1000")))


def standings(bids: dict[str, tuple[str, str]], **verdicts: Verdict) -> list[Standing]:
    made = {name: bid(id=name, price=price, technical=score) for name, (price, score) in bids.items()}
    return [Standing(bid=one, verdict=verdicts.get(name, Verdict.CLEAR)) for name, one in made.items()]


def winner_if(*texts: str, some: list[Standing] | None = None, notice: Terms = NOTICE) -> str | None:
    return evaluate(*assume([parse_assumption(text) for text in texts], some or standings(EX_1), notice)).winner


def test_one_fact_otherwise_and_nothing_else() -> None:
    assert winner_if() == "C"
    assert winner_if("A.price=290") == "A"
    assert winner_if("B.technical=71") == "B"
    assert winner_if("C.verdict=bar") == "B"
    assert winner_if("C.mandatory=unmet", "B.verdict=bar") == "A"
    assert winner_if("price_points=200") == "A"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("A.price", "is not BID"), ("A.colour=red", "is not BID"), ("Z.price=5", "no bid Z"), ("A.price=cheap", "decimal number"),
        ("A.verdict=maybe", "not clear, refer or bar"), ("A.mandatory=yes", "met or unmet"), ("gravity=9", "is not BID"),
    ],
)  # fmt: skip
def test_an_assumption_that_does_not_fit_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        winner_if(text)


def turns(some: list[Standing], notice: Terms = NOTICE) -> dict[tuple[str, str], Turn]:
    return {(one.kind, one.bid): one for one in sensitivity(some, notice).turns}


def test_the_example_s_turning_points() -> None:
    """C has 90, B 85, A 80, price points cut to whole ones: A wins with 41 of them, B with 26; with 145 in all B and C come out even."""
    found = turns(standings(EX_1))
    assert (found["price", "B"].at, found["price", "B"].winner) == (740, "B")
    assert (found["price", "A"].at, found["technical", "A"].at) == (590, 61)
    assert (found["technical", "C"].at, found["technical", "C"].winner) == (Fraction("75.99"), None)
    assert (found["price-points", ""].at, found["price-points", ""].winner) == (145, None)
    assert "740" in turn_text(found["price", "B"]).en and "B" in turn_text(found["price", "B"]).ja


amounts = st.tuples(st.integers(100, 999), st.integers(1, 99)).map(lambda pair: (str(pair[0]), str(pair[1])))


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from("ABCD"), amounts, min_size=2), st.sampled_from(["add-1", "add-2", "div-1", "relative"]))
def test_at_a_turning_point_the_outcome_is_otherwise_and_one_step_before_it_is_not(bids: dict[str, tuple[str, str]], preset: str) -> None:
    notice = replace(NOTICE, preset=preset, rounding=Rounding(mode="none"))
    some = standings(bids)
    now = evaluate(some, notice).winner
    for one in sensitivity(some, notice).turns:
        size = Fraction(1) if one.kind == "price" else Fraction(1, 100)
        step = size if one.at > one.now else -size
        fact = "price_points" if one.kind == "price-points" else f"{one.bid}.{one.kind}"
        at, before = (winner_if(f"{fact}={float(value):.2f}", some=some, notice=notice) for value in (one.at, one.at - step))
        assert at == one.winner
        if one.bid:
            assert (at == one.bid) != (now == one.bid)
            assert (before == one.bid) == (now == one.bid)
        else:
            assert before == now != at


def test_a_price_turns_at_a_sum_that_can_be_bid() -> None:
    """Yen are whole; dollars have cents, and so has a price in yen that says so itself."""
    some = standings({"A": ("700", "50"), "B": ("600", "41")})
    yen_turns = [one.at for one in sensitivity(some, NOTICE).turns if one.kind == "price"]
    assert yen_turns and all(at.denominator == 1 for at in yen_turns)
    dollars = [replace(one, bid=replace(one.bid, price=yen(str(one.bid.price.amount), currency="USD"))) for one in some if one.bid.price]
    notice = replace(NOTICE, preset="add-2", ceiling=None, rounding=Rounding(mode="none"))
    assert any(one.at.denominator > 1 for one in sensitivity(dollars, notice).turns if one.kind == "price")


def graded(**marks: str) -> list[Standing]:
    """`A="AB"`: two evaluators' grades of the one item."""
    return [
        Standing(bid=bid(id=name, price="500", evaluations={f"委員{at}": {"1": Marked(item="1", given=mark)} for at, mark in enumerate(given, 1)}))
        for name, given in marks.items()
    ]


def by_criteria() -> Terms:
    item = Criterion(id="1", title="体制", points=Fraction(100))
    grades: dict[str, Any] = {"A": Fraction(100), "B": Fraction(70), "C": Fraction(40)}
    return replace(terms("add-2"), criteria=Criteria(items=(item,), grades=grades, members=("委員1", "委員2")))


def test_single_marks_that_turn_the_outcome_are_named() -> None:
    found = sensitivity(graded(甲="AB", 乙="BB"), by_criteria())
    assert found.winner == "甲"
    told = {(one.bid, one.member, one.otherwise): one.winner for one in found.grades}
    assert told[("甲", "委員1", "C")] == "乙"
    assert told[("甲", "委員1", "B")] is None
    assert told[("乙", "委員1", "A")] is None
    assert ("甲", "委員2", "A") not in told
    assert "委員1" in grade_text(found.grades[0]).ja


def test_every_mark_told_turns_the_outcome_when_it_is_tried() -> None:
    some, notice = graded(甲="AC", 乙="BB", 丙="CA"), by_criteria()
    found = sensitivity(some, notice)
    for one in found.grades:
        assert winner_if(f"{one.bid}.mark[{one.member},{one.item}]={one.otherwise}", some=some, notice=notice) == one.winner != found.winner


def test_where_nobody_wins_what_would_let_somebody_win_is_told() -> None:
    tied = standings({"A": ("700", "50"), "B": ("600", "40")})
    assert {one.winner for one in sensitivity(tied, NOTICE).turns} >= {"A", "B"}
