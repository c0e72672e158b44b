"""Lots one after the other: nobody wins more than it may, and nothing else makes lots depend on each other."""

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

import nouns
from sekisho.evaluation.evaluate import Standing, evaluate
from sekisho.evaluation.lots import LotOffers, evaluate_lots
from sekisho.findings import Verdict

TERMS = nouns.terms("add-2", technical_points="100", price_points="100")
OFFERS = st.lists(
    st.dictionaries(
        st.sampled_from("ABC"), st.tuples(st.integers(1, 5), st.integers(0, 5), st.sampled_from([Verdict.CLEAR, Verdict.REFER])), min_size=1
    ),
    min_size=1,
    max_size=4,
)


def offers(lots: list[dict[str, tuple[int, int, Verdict]]], *, backwards: bool = False) -> list[LotOffers]:
    def standing(name: str, told: tuple[int, int, Verdict]) -> Standing:
        return Standing(bid=nouns.bid(id=name, price=str(told[0]), technical=str(told[1])), verdict=told[2])

    return [
        LotOffers(lot=f"L{at}", standings=tuple(standing(name, lot[name]) for name in sorted(lot, reverse=backwards)), terms=TERMS)
        for at, lot in enumerate(lots)
    ]


@given(OFFERS)
def test_without_a_limit_every_lot_is_as_if_it_stood_alone(lots: list[dict[str, tuple[int, int, Verdict]]]) -> None:
    found = evaluate_lots(offers(lots), most=None)
    assert [one.winner for one in found.values()] == [evaluate(one.standings, one.terms).winner for one in offers(lots)]


@given(OFFERS, st.integers(1, 3))
def test_nobody_wins_more_lots_than_it_may_and_the_order_of_bids_is_nothing(lots: list[dict[str, tuple[int, int, Verdict]]], most: int) -> None:
    found = evaluate_lots(offers(lots), most=most)
    won = Counter(one.winner for one in found.values() if one.winner)
    assert all(times <= most for times in won.values())
    again = evaluate_lots(offers(lots, backwards=True), most=most)
    assert [one.winner for one in found.values()] == [one.winner for one in again.values()]


@given(OFFERS, st.integers(1, 3))
def test_a_winner_stays_whatever_comes_of_the_open_lots_before_it(lots: list[dict[str, tuple[int, int, Verdict]]], most: int) -> None:
    """Settle every open bid either way: a winner that was named is named again."""
    named = {lot: one.winner for lot, one in evaluate_lots(offers(lots), most=most).items() if one.winner}
    for verdict in (Verdict.CLEAR, Verdict.BAR):
        settled = [{name: (told[0], told[1], verdict if told[2] is Verdict.REFER else told[2]) for name, told in lot.items()} for lot in lots]
        found = evaluate_lots(offers(settled), most=most)
        assert {lot: found[lot].winner for lot in named} == named


def test_who_may_win_no_more_sets_no_price() -> None:
    lots = [{"A": (1, 5, Verdict.CLEAR), "B": (4, 1, Verdict.CLEAR)}, {"A": (1, 5, Verdict.CLEAR), "B": (4, 1, Verdict.CLEAR)}]
    second = evaluate_lots(offers(lots), most=1)["L1"]
    assert [(one.bid, one.reason_code, one.price_score) for one in second.bids] == [("A", "lot-limit", None), ("B", "", Fraction(100))]
