"""What must hold of every tender: order changes nothing, excluded bids weigh nothing, pending bids are thought through to the end."""

from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from nouns import bid, terms, yen
from sekisho.evaluation import evaluate as room
from sekisho.evaluation.evaluate import Standing, evaluate
from sekisho.evaluation.formulas import Entrant, Frame, score
from sekisho.evaluation.model import Lottery, Rounding, Scored, Terms
from sekisho.evaluation.presets import presets
from sekisho.findings import Verdict
from sekisho.tenders.model import Technical

NAMES = "ABCDEFGH"
prices = st.integers(1, 40).map(Fraction)
points = st.integers(0, 20).map(Fraction)
verdicts = st.sampled_from(Verdict)
roundings = st.none() | st.builds(
    Rounding,
    mode=st.sampled_from(["down", "half-up", "half-even", "none"]),
    places=st.integers(0, 2),
    applies_to=st.sampled_from(["each", "price", "technical", "total"]),
)
tie_rules = st.sampled_from(["none", "higher-technical"])
lotteries = st.none() | st.sampled_from(NAMES).map(lambda name: Lottery(winner=name, at=None, witnesses=()))  # type: ignore[arg-type]


@st.composite
def asked(draw: st.DrawFn) -> Terms:
    """Terms of any preset, with a ceiling that most bids are within."""
    found = terms(draw(st.sampled_from(sorted(presets()))), price_points=str(draw(st.integers(1, 30))))
    return replace(found, ceiling=yen("38"), rounding=draw(roundings), tie=draw(tie_rules), lottery=draw(lotteries))


@st.composite
def bids(draw: st.DrawFn, most: int = 6) -> list[Standing]:
    count = draw(st.integers(1, most))
    return [
        Standing(
            bid=replace(
                bid(id=name),
                price=yen(str(draw(prices))),
                technical=Technical(score=draw(points), mandatory_met=draw(st.booleans() | st.just(True) | st.just(True))),
            ),
            verdict=draw(verdicts),
        )
        for name in NAMES[:count]
    ]


def as_pairs(some: tuple[Scored, ...]) -> dict[str, Scored]:
    return {one.bid: one for one in some}


@given(bids(), asked(), st.randoms(use_true_random=False))
def test_the_order_of_bids_changes_nothing(some: list[Standing], notice: Terms, shuffler: object) -> None:
    shuffled = list(some)
    shuffler.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = evaluate(some, notice), evaluate(shuffled, notice)
    assert as_pairs(first.bids) == as_pairs(second.bids)
    assert (first.winner, first.tie, first.could_win, first.why_no_winner) == (second.winner, second.tie, second.could_win, second.why_no_winner)


@given(bids(), asked())
def test_excluded_bids_change_no_score_rank_or_winner_of_the_others(some: list[Standing], notice: Terms) -> None:
    whole = evaluate(some, notice)
    staying = {one.bid for one in whole.bids if one.status != "excluded"}
    without = evaluate([one for one in some if one.bid.id in staying], notice)
    assert as_pairs(without.bids) == {name: one for name, one in as_pairs(whole.bids).items() if name in staying}
    assert (without.winner, without.tie, without.could_win) == (whole.winner, whole.tie, whole.could_win)


@given(bids(), asked(), prices, points)
def test_one_more_bid_changes_no_score_of_add_1(some: list[Standing], notice: Terms, price: Fraction, technical: Fraction) -> None:
    over_ceiling = replace(notice, preset="add-1")
    more = Standing(bid=replace(bid(id="Z"), price=yen(str(price)), technical=Technical(score=technical, mandatory_met=True)))
    before, after = as_pairs(evaluate(some, over_ceiling).bids), as_pairs(evaluate([*some, more], over_ceiling).bids)
    for name, one in before.items():
        assert (one.total, one.price_score, one.unrounded_total) == (after[name].total, after[name].price_score, after[name].unrounded_total)


@given(bids(), st.integers(1, 10**6), tie_rules)
def test_division_ranks_alike_at_any_scale_of_prices(some: list[Standing], scale: int, tie: str) -> None:
    notice = replace(terms("div-1", base_points="100"), tie=tie)
    scaled = [replace(one, bid=replace(one.bid, price=yen(str(one.bid.price.amount * scale)))) for one in some if one.bid.price]
    first, second = evaluate(some, notice), evaluate(scaled, notice)
    assert [one.rank for one in first.bids] == [one.rank for one in second.bids]
    assert (first.winner, first.tie) == (second.winner, second.tie)


@given(bids(), st.integers(0, 100))
def test_division_ranks_as_integers_multiplied_crosswise_do(some: list[Standing], base: int) -> None:
    ranks = {one.bid: one.rank for one in evaluate(some, terms("div-1", base_points=str(base))).bids if one.rank is not None}
    terms_of = {one.bid.id: (base + one.bid.technical.score, one.bid.price.amount) for one in some if one.bid.technical and one.bid.price}
    for left in ranks:
        for right in ranks:
            mine, theirs = terms_of[left][0] * terms_of[right][1], terms_of[right][0] * terms_of[left][1]
            assert (ranks[left] < ranks[right]) == (mine > theirs)


@given(bids(), asked())
def test_a_winner_is_ranked_first_stands_alone_and_is_not_pending(some: list[Standing], notice: Terms) -> None:
    evaluation = evaluate(some, notice)
    if evaluation.winner is None:
        assert evaluation.why_no_winner is not None
        return
    winner = as_pairs(evaluation.bids)[evaluation.winner]
    assert (winner.status, winner.rank, winner.rank_without_pending, evaluation.tie) == ("ranked", 1, 1, ())
    assert [one.bid for one in evaluation.bids if one.rank == 1] == [evaluation.winner]


def every_outcome(outcome: room._Outcome, frame: Frame, notice: Terms) -> set[frozenset[str]]:
    """The slow, obvious reference: settle every subset of the pending bids in favour."""
    firm = [one for name, one in outcome.entrants.items() if name not in outcome.pending]
    waiting = [one for name, one in outcome.entrants.items() if name in outcome.pending]
    subsets = chain.from_iterable(combinations(waiting, size) for size in range(len(waiting) + 1))
    return {room._top(score([*firm, *kept], frame), notice) for kept in subsets}


@settings(max_examples=400)
@given(st.lists(st.tuples(points, prices, st.booleans() | st.just(True)), min_size=1, max_size=8), asked())
def test_two_pending_bids_at_a_time_tell_as_much_as_all_subsets(several: list[tuple[Fraction, Fraction, bool]], notice: Terms) -> None:
    entrants = {name: Entrant(bid=name, technical=technical, price=price) for name, (technical, price, _) in zip(NAMES, several, strict=False)}
    waiting = frozenset([name for name, (_, _, pending) in zip(NAMES, several, strict=False) if pending][:6])
    outcome = room._Outcome(gated={}, entrants=entrants, pending=waiting)
    frame = room._frame(notice, presets()[notice.preset])
    quick, slow = room._possible_tops(outcome, frame, notice), every_outcome(outcome, frame, notice)
    assert quick <= slow
    assert frozenset().union(*quick) == frozenset().union(*slow)
    assert (len(quick) == 1) == (len(slow) == 1)
    everyone = score(list(entrants.values()), frame)
    assert room._winner(quick, outcome, everyone, notice)[:2] == room._winner(slow, outcome, everyone, notice)[:2]


@given(bids(), asked())
def test_a_winner_stays_the_winner_however_the_pending_bids_are_settled(some: list[Standing], notice: Terms) -> None:
    evaluation = evaluate(some, notice)
    if evaluation.winner is None:
        return
    waiting = [one.bid.id for one in some if one.verdict is Verdict.REFER]
    for size in range(len(waiting) + 1):
        for cleared in combinations(waiting, size):
            settled = [
                one if one.verdict is not Verdict.REFER else replace(one, verdict=Verdict.CLEAR if one.bid.id in cleared else Verdict.BAR)
                for one in some
            ]
            assert evaluate(settled, notice).winner == evaluation.winner


@given(bids(), asked())
def test_a_bid_that_could_win_can_be_made_to_win_or_tie(some: list[Standing], notice: Terms) -> None:
    evaluation = evaluate(some, notice)
    waiting = [one.bid.id for one in some if one.verdict is Verdict.REFER]
    reached: set[str] = set()
    for size in range(len(waiting) + 1):
        for cleared in combinations(waiting, size):
            settled = [
                one if one.verdict is not Verdict.REFER else replace(one, verdict=Verdict.CLEAR if one.bid.id in cleared else Verdict.BAR)
                for one in some
            ]
            after = evaluate(settled, notice)
            reached |= {after.winner, *after.tie} & set(waiting)  # type: ignore[arg-type]
    assert set(evaluation.could_win) == reached
