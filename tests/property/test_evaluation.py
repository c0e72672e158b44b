"""What must hold of every tender: order changes nothing, excluded bids weigh nothing, pending bids are thought through to the end."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nouns import bid, terms, yen
from sekisho.evaluation import evaluate as room
from sekisho.evaluation.assess import assess, scale_of
from sekisho.evaluation.criteria import Criteria, Criterion
from sekisho.evaluation.evaluate import Standing, evaluate
from sekisho.evaluation.formulas import Entrant, Frame, Scorer, score
from sekisho.evaluation.language import Undefined, Unreadable, parse, told, value_of, written
from sekisho.evaluation.model import Lottery, Rounding, Scored, Terms
from sekisho.evaluation.presets import presets
from sekisho.evaluation.trials import Trials
from sekisho.findings import Verdict
from sekisho.tenders.model import LowPriceRecord, Marked, Technical

NAMES = "ABCDEFGH"
prices = st.integers(1, 40).map(Fraction)
points = st.integers(1, 20).map(Fraction)
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
    numbers = {"raw_points": Fraction(20), "base_price": Fraction(7)}
    parameters = {one.name: numbers[one.name] for one in presets()[found.preset].parameters}
    found = replace(found, parameters=parameters, low_price_line=Fraction(12), minimum_score=draw(st.none() | st.just(Fraction(3))))
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
    over_ceiling = replace(notice, preset="add-1", parameters={})
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


def every_outcome(outcome: room.Outcome, frame: Frame, notice: Terms) -> set[frozenset[str]]:
    """The slow, obvious reference: settle every subset of the pending bids in favour."""
    firm = [one for name, one in outcome.entrants.items() if name not in outcome.pending]
    waiting = [one for name, one in outcome.entrants.items() if name in outcome.pending]
    subsets = chain.from_iterable(combinations(waiting, size) for size in range(len(waiting) + 1))
    return {room.top(score([*firm, *kept], frame), notice) for kept in subsets}


@settings(max_examples=400)
@given(st.lists(st.tuples(points, prices, st.booleans() | st.just(True)), min_size=1, max_size=8), asked())
def test_a_few_pending_bids_at_a_time_tell_as_much_as_all_subsets(several: list[tuple[Fraction, Fraction, bool]], notice: Terms) -> None:
    entrants = {name: Entrant(bid=name, technical=technical, price=price) for name, (technical, price, _) in zip(NAMES, several, strict=False)}
    waiting = frozenset([name for name, (_, _, pending) in zip(NAMES, several, strict=False) if pending][:6])
    outcome = room.Outcome(gated={}, entrants=entrants, waiting=dict.fromkeys(waiting, "security-refer"))
    frame = room.frame_of(notice, presets()[notice.preset])
    quick, slow = room.possible_tops(outcome, Scorer(frame), notice), every_outcome(outcome, frame, notice)
    assert quick <= slow
    assert frozenset().union(*quick) == frozenset().union(*slow)
    assert (len(quick) == 1) == (len(slow) == 1)
    everyone = score(list(entrants.values()), frame)
    assert room.winner_of(quick, outcome, everyone, notice)[:2] == room.winner_of(slow, outcome, everyone, notice)[:2]


def every_settlement(some: list[Standing], notice: Terms) -> Iterator[tuple[set[str], list[Standing]]]:
    """The pending bids, and the bids once each of them is settled, in every way."""
    waiting = [one.bid for one in evaluate(some, notice).bids if one.status == "pending"]
    for size in range(len(waiting) + 1):
        for cleared in combinations(waiting, size):
            yield set(waiting), [settled(one, cleared) if one.bid.id in waiting else one for one in some]


def settled(one: Standing, cleared: tuple[str, ...]) -> Standing:
    fine = one.bid.id in cleared
    record = LowPriceRecord(at=date(2026, 7, 1), by="契約担当官", accepted=fine, reason="聴取のとおり")
    return replace(one, bid=replace(one.bid, low_price=record), verdict=Verdict.CLEAR if fine else Verdict.BAR)


@given(bids(), asked())
def test_a_winner_stays_the_winner_however_the_pending_bids_are_settled(some: list[Standing], notice: Terms) -> None:
    evaluation = evaluate(some, notice)
    if evaluation.winner is None:
        return
    for _, after in every_settlement(some, notice):
        assert evaluate(after, notice).winner == evaluation.winner


@given(bids(), asked())
def test_a_bid_that_could_win_can_be_made_to_win_or_tie(some: list[Standing], notice: Terms) -> None:
    reached: set[str] = set()
    for waiting, settlement in every_settlement(some, notice):
        after = evaluate(settlement, notice)
        reached |= {after.winner, *after.tie} & waiting  # type: ignore[arg-type]
    assert set(evaluate(some, notice).could_win) == reached


# The formula language beside Python's own fractions.


def sums(depth: int = 4) -> st.SearchStrategy[str]:
    """Formulas with brackets around every operation, so that both readers see one shape."""
    leaf = st.integers(0, 30).map(str) | st.sampled_from(["bid", "ceiling", "technical"]) | st.decimals(0, 9, places=2).map(str)
    return st.recursive(leaf, lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner), max_leaves=2**depth)


@settings(max_examples=300)
@given(sums(), prices, points)
def test_a_formula_has_the_value_that_python_s_fractions_give(text: str, price: Fraction, technical: Fraction) -> None:
    facts = {"bid": price, "ceiling": Fraction(38), "technical": technical}
    as_fractions = re.sub(r"[0-9]+(\.[0-9]+)?", lambda number: f"F('{number[0]}')", text)
    try:
        wanted = eval(as_fractions, {"F": Fraction, **facts})
    except ZeroDivisionError:
        with pytest.raises(Undefined):
            value_of(parse(text), facts)
        return
    formula = parse(text)
    assert value_of(formula, facts) == wanted
    assert parse(written(formula)) == formula
    if value_of(formula, facts).denominator == 1 and "/" not in text:
        assert value_of(parse(told(formula, facts)), {}) == wanted


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_is_refused(text: str) -> None:
    try:
        formula = parse(text, known=["甲"])
    except Unreadable as refused:
        assert 1 <= refused.at <= 2 * len(unicodedata.normalize("NFKC", text)) + 2
        assert all(refused.what)
    else:
        assert parse(written(formula), known=["甲"]) == formula


# Trials, and marks reckoned in whole numbers.

changes = st.tuples(st.sampled_from(["price", "technical", "verdict"]), prices, points, verdicts)


def otherwise(one: Standing, change: tuple[str, Fraction, Fraction, Verdict]) -> Standing:
    what, price, technical, verdict = change
    if what == "verdict":
        return replace(one, verdict=verdict)
    scored = Technical(score=technical, mandatory_met=True)
    return replace(one, bid=replace(one.bid, price=yen(str(price))) if what == "price" else replace(one.bid, technical=scored))


@settings(max_examples=200)
@given(bids(), asked(), st.lists(st.tuples(st.integers(0, 5), changes), max_size=6), st.booleans())
def test_a_trial_names_the_winner_that_a_whole_evaluation_names(
    some: list[Standing], notice: Terms, several: list[tuple[int, tuple[str, Fraction, Fraction, Verdict]]], rehearsal: bool
) -> None:
    """One after another on the same trials, so that what is remembered of one is held against the next."""
    trials = Trials(some, notice, rehearsal=rehearsal)
    assert trials.winner() == evaluate(some, notice, rehearsal=rehearsal).winner
    for place, change in several:
        changed = otherwise(some[place % len(some)], change)
        whole = [changed if one.bid.id == changed.bid.id else one for one in some]
        assert trials.winner(changed) == evaluate(whole, notice, rehearsal=rehearsal).winner


MEMBERS = ("委員1", "委員2", "委員3")
GRADES = {"A": Fraction(100), "B": Fraction(70), "C": Fraction(125, 3), "D": Fraction(0)}


@st.composite
def marked(draw: st.DrawFn) -> tuple[Criteria, dict[str, dict[str, Marked]]]:
    """A notice's items and the marks of one bid: grades, points, votes, and marks that nobody gave where the notice lets them be absent."""
    absent = draw(st.sampled_from(["refuse", "leave-out", "zero"]))
    items = []
    for number in range(draw(st.integers(1, 6))):
        mandatory = draw(st.booleans())
        worth = draw(st.none() | st.integers(1, 40)) if mandatory else draw(st.integers(1, 40))
        items.append(Criterion(id=str(number), title=f"項目{number}", mandatory=mandatory, points=None if worth is None else Fraction(worth, 2)))
    criteria = Criteria(items=tuple(items), grades=GRADES, members=MEMBERS, absent=absent, mandatory_by=draw(st.sampled_from(["majority", "all"])))
    marks: dict[str, dict[str, Marked]] = {}
    for member in MEMBERS:
        for one in items:
            fitting = ["met", "unmet"] if one.mandatory else [*GRADES, "0", "0.5"]
            given = draw(st.sampled_from([*fitting, ""] if absent != "refuse" else fitting))
            if given or draw(st.booleans()):
                marks.setdefault(member, {})[one.id] = Marked(item=one.id, given=given)
    return criteria, marks


def plainly(criteria: Criteria, marks: dict[str, dict[str, Marked]]) -> tuple[Fraction, bool]:
    """The slow, obvious reference: a fraction for every mark."""
    total, met = Fraction(0), True
    for one in criteria.items:
        given = [marks[member][one.id].given if one.id in marks.get(member, {}) else "" for member in MEMBERS]
        kept = [mark for mark in given if mark]
        count = len(kept) if criteria.absent == "leave-out" else len(given)
        if one.mandatory:
            votes = kept.count("met")
            passed = count > 0 and (votes == count if criteria.mandatory_by == "all" else 2 * votes > count)
            met, total = met and passed, total + (one.points or 0) * passed
        elif count and one.points is not None:
            total += sum((one.points * GRADES[mark] / 100 if mark in GRADES else Fraction(mark) for mark in kept), Fraction(0)) / count
    return total, met


@settings(max_examples=300)
@given(marked())
def test_marks_in_whole_numbers_come_to_what_plain_fractions_do(told: tuple[Criteria, dict[str, dict[str, Marked]]]) -> None:
    criteria, marks = told
    found = assess(scale_of(criteria), marks, Verdict.CLEAR)
    assert (found.score, found.mandatory_met) == plainly(criteria, marks)
    assert sum((one.mean or Fraction(0) for one in found.items), Fraction(0)) == found.score
