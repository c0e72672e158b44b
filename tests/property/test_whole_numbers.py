"""Every published preset beside a second implementation in integers alone, and what must hold of a score whatever the preset."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nouns import bid, terms, yen
from sekisho.evaluation.evaluate import Standing, evaluate
from sekisho.evaluation.model import Evaluation, Lottery, Scored, Terms
from sekisho.evaluation.presets import presets
from sekisho.findings import Verdict
from sekisho.tenders.model import LowPriceRecord
from whole_numbers import PUBLISHED, STATED, Ratio, reckoned

CEILING = 38
INVESTIGATED = LowPriceRecord(at=None, by="契約担当官", accepted=True, reason="聴取のとおり")  # type: ignore[arg-type]
Told = dict[str, tuple[int, int, bool]]
one_bid = st.tuples(st.integers(1, 45), st.sampled_from([1, 40, 69, 70, 71, 749, 750, 900]), st.booleans() | st.just(True))
told = st.dictionaries(st.sampled_from("ABCDEF"), one_bid, min_size=1)


def notice(preset: str) -> Terms:
    wanted = {one.name: Fraction(STATED[one.name]) for one in presets()[preset].parameters}
    found = terms(preset, base_points=str(STATED["base_points"]), ceiling=yen(str(CEILING)), technical_points="1000")
    line = Fraction(STATED["low_price_line"]) if PUBLISHED[preset].price == "kink" else None
    weights = None if PUBLISHED[preset].technical in ("raw", "base") else Fraction(PUBLISHED[preset].points[0])
    return replace(found, parameters=wanted, low_price_line=line, technical_points=weights or found.technical_points)


def standings(several: Told) -> list[Standing]:
    return [
        Standing(bid=bid(id=name, price=str(price), technical=str(score), mandatory_met=met, low_price=INVESTIGATED))
        for name, (price, score, met) in several.items()
    ]


def same(number: Fraction | None, ratio: Ratio | None) -> bool:
    return number is ratio is None if number is None or ratio is None else number.numerator * ratio[1] == ratio[0] * number.denominator


def test_the_second_implementation_has_every_preset() -> None:
    assert set(PUBLISHED) == set(presets())


@settings(max_examples=300)
@given(told, st.sampled_from(sorted(PUBLISHED)))
def test_integers_alone_come_to_the_same_scores_ranks_and_winner(several: Told, preset: str) -> None:
    found = evaluate(standings(several), notice(preset))
    theirs = reckoned(preset, several, CEILING)
    scored = {one.bid: one for one in found.bids if one.status == "ranked"}
    assert scored.keys() == theirs.keys()
    for name, one in scored.items():
        assert same(one.technical_score, theirs[name].technical), (name, "technical")
        assert same(one.price_score, theirs[name].price), (name, "price")
        assert same(one.total, theirs[name].total), (name, "total")
        assert one.rank == theirs[name].rank
    first = [name for name, one in theirs.items() if one.rank == 1]
    assert found.winner == (first[0] if len(first) == 1 else None)
    assert set(found.tie) == (set(first) if len(first) > 1 else set())


@given(told, st.sampled_from(sorted(PUBLISHED)))
def test_a_tie_ends_in_a_recorded_lottery_and_never_in_a_silent_pick(several: Told, preset: str) -> None:
    """Every bid twice, so that the best are always even: nobody wins until a lottery among them is recorded, and then its winner alone."""
    twice = standings({**several, **{name.lower(): one for name, one in several.items()}})
    found = evaluate(twice, notice(preset))
    assert found.winner is None and found.why_no_winner is not None
    if not found.tie:
        return
    assert len(found.tie) % 2 == 0
    for name in found.tie:
        drawn = evaluate(twice, replace(notice(preset), lottery=Lottery(winner=name, at=None, witnesses=("会計課",))))  # type: ignore[arg-type]
        assert (drawn.winner, drawn.tie) == (name, ())
        assert [one.bid for one in drawn.bids if one.rank == 1] == [name]


def best_order(found: Evaluation, name: str) -> tuple[Fraction, int]:
    one: Scored = next(one for one in found.bids if one.bid == name)
    return one.total if one.total is not None else Fraction(0), -(one.rank or 10**6)


@given(told, st.sampled_from(sorted(PUBLISHED)), st.sampled_from("ABCDEF"), st.integers(1, 30))
def test_a_better_technical_score_never_lowers_a_bid(several: Told, preset: str, name: str, more: int) -> None:
    if name not in several:
        return
    price, score, met = several[name]
    before = evaluate(standings(several), notice(preset))
    after = evaluate(standings({**several, name: (price, score + more, met)}), notice(preset))
    assert best_order(after, name) >= best_order(before, name)
    assert before.winner != name or after.winner == name


@given(told, st.sampled_from(sorted(PUBLISHED)), st.sampled_from("ABCDEF"), st.integers(1, 30))
def test_a_lower_price_never_lowers_a_bid(several: Told, preset: str, name: str, less: int) -> None:
    if name not in several or several[name][0] <= less:
        return
    price, score, met = several[name]
    before = evaluate(standings(several), notice(preset))
    after = evaluate(standings({**several, name: (price - less, score, met)}), notice(preset))
    assert (best_order(after, name)[0], 0) >= (best_order(before, name)[0], 0)
    assert before.winner != name or after.winner == name


@given(told, st.sampled_from(sorted(PUBLISHED)), st.integers(2, 10**6))
def test_prices_in_sen_and_in_yen_come_to_the_same_order(several: Told, preset: str, unit: int) -> None:
    """Every amount of the notice and the bids times one number: points stay as they are, values under division go down together."""
    asked = notice(preset)
    assert asked.ceiling is not None
    line = asked.low_price_line
    parameters = {name: value * (unit if name == "base_price" else 1) for name, value in asked.parameters.items()}
    scaled = replace(asked, ceiling=yen(str(CEILING * unit)), low_price_line=None if line is None else line * unit, parameters=parameters)
    times = {name: (price * unit, score, met) for name, (price, score, met) in several.items()}
    first, second = evaluate(standings(several), asked), evaluate(standings(times), scaled)
    assert [(one.status, one.rank) for one in first.bids] == [(one.status, one.rank) for one in second.bids]
    assert (first.winner, first.tie) == (second.winner, second.tie)
    if PUBLISHED[preset].price != "division":
        assert [one.total for one in first.bids] == [one.total for one in second.bids]


@given(told, st.sampled_from(sorted(PUBLISHED)))
def test_gates_come_before_the_formula(several: Told, preset: str) -> None:
    """A bid that fails a gate sets neither lowest price nor best score, whatever it offers."""
    asked = notice(preset)
    alone = evaluate(standings(several), asked)
    bait = bid(id="Z", price="1", technical="1000", mandatory_met=False, low_price=INVESTIGATED)
    barred = Standing(bid=replace(bait, id="Y", technical=replace(bait.technical, mandatory_met=True)), verdict=Verdict.BAR)  # type: ignore[type-var]
    dear = bid(id="X", price=str(CEILING + 1), technical="1000", low_price=INVESTIGATED)
    baited = evaluate([*standings(several), Standing(bid=bait), barred, Standing(bid=dear)], asked)
    assert {one.bid: one.reason_code for one in baited.bids if one.bid in "XYZ"} == {
        "X": "over-ceiling", "Y": "security-bar", "Z": "mandatory-unmet",
    }  # fmt: skip
    assert [one for one in baited.bids if one.bid not in "XYZ"] == list(alone.bids)
    assert (baited.winner, baited.tie) == (alone.winner, alone.tie)


@pytest.mark.parametrize("preset", sorted(PUBLISHED))
def test_one_bid_wins_all_excluded_win_nothing_and_identical_bids_tie(preset: str) -> None:
    asked = notice(preset)
    alone = evaluate(standings({"A": (20, 900, True)}), asked)
    assert (alone.winner, alone.bids[0].rank) == ("A", 1)
    nobody = evaluate(standings({"A": (20, 900, False), "B": (CEILING + 1, 900, True)}), asked)
    assert (nobody.winner, nobody.tie, {one.status for one in nobody.bids}) == (None, (), {"excluded"})
    assert nobody.why_no_winner is not None
    even = evaluate(standings(dict.fromkeys("ABC", (20, 900, True))), asked)
    assert (even.winner, even.tie, {one.rank for one in even.bids}) == (None, ("A", "B", "C"), {1})
