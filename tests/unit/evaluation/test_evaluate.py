"""Published formulas on published numbers, gates in their order, ties and pending bids."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from nouns import bid, terms, yen
from sekisho.evaluation.evaluate import Standing, evaluate
from sekisho.evaluation.formulas import Entrant, Frame, rounded, rounds, score
from sekisho.evaluation.model import Evaluation, Lottery, Rounding, RoundingMode, Scored
from sekisho.evaluation.presets import preset, presets
from sekisho.faults import InputRefused
from sekisho.findings import Verdict
from sekisho.tenders.model import Bid, LowPriceRecord

DOWN = Rounding(mode="down")
EX_1 = {"A": ("700", "50"), "B": ("800", "65"), "C": ("900", "80"), "D": ("1100", "100")}


def standings(bids: dict[str, tuple[str, str]], **verdicts: Verdict) -> list[Standing]:
    return [
        Standing(bid=bid(id=name, price=price, technical=technical), verdict=verdicts.get(name, Verdict.CLEAR))
        for name, (price, technical) in bids.items()
    ]


def by_bid(evaluation: Evaluation) -> dict[str, Scored]:
    return {one.bid: one for one in evaluation.bids}


def totals(evaluation: Evaluation) -> dict[str, Fraction | None]:
    return {one.bid: one.total for one in evaluation.bids}


def ex_1(ceiling: str = "1000", **facts: Any) -> Any:
    facts = {"technical_points": "100", "price_points": "100", "ceiling": yen(ceiling)} | facts
    return terms("add-1", **facts)


# The example of the national examination for information technology engineers (basic, autumn 2015, question 66).


def test_the_published_example_has_80_85_90_and_a_bid_above_the_ceiling() -> None:
    evaluation = evaluate(standings(EX_1), ex_1())
    scored = by_bid(evaluation)
    assert {name: (one.technical_score, one.price_score, one.total, one.rank) for name, one in scored.items()} == {
        "A": (50, 30, 80, 3),
        "B": (65, 20, 85, 2),
        "C": (80, 10, 90, 1),
        "D": (None, None, None, None),
    }
    assert (scored["D"].status, scored["D"].reason_code) == ("excluded", "over-ceiling")
    assert (evaluation.winner, evaluation.tie) == ("C", ())
    assert evaluation.why_no_winner is None


def test_without_the_ceiling_s_gate_the_example_would_show_a_false_tie() -> None:
    numbers = {"price_points": Fraction(100), "ceiling": Fraction(1000)}
    frame = Frame(formulas=presets()["add-1"].formulas, rounding=DOWN, constants=numbers)
    entrants = [Entrant(bid=name, price=Fraction(price), technical=Fraction(technical)) for name, (price, technical) in EX_1.items()]
    scores = score(entrants, frame)
    assert (scores["D"].price, scores["D"].total) == (-10, 90)
    assert scores["C"].total == 90


def test_a_ceiling_that_lets_the_dearest_bid_in_changes_the_winner() -> None:
    evaluation = evaluate(standings(EX_1), ex_1(ceiling="1100"))
    assert totals(evaluation) == {"A": 86, "B": 92, "C": 98, "D": 100}
    assert evaluation.winner == "D"


def test_a_bid_at_the_ceiling_is_within_it() -> None:
    evaluation = evaluate(standings({"A": ("1000", "60"), "B": ("1001", "99")}), ex_1())
    assert [one.status for one in evaluation.bids] == ["ranked", "excluded"]
    assert by_bid(evaluation)["A"].price_score == 0


def test_division_ranks_the_example_by_integer_cross_multiplication() -> None:
    evaluation = evaluate(standings({name: EX_1[name] for name in "ABC"}), terms("div-1"))
    scored = by_bid(evaluation)
    assert [scored[name].rank for name in "CBA"] == [1, 2, 3]
    assert 80 * 800 > 65 * 900 and 65 * 700 > 50 * 800
    assert {name: one.total for name, one in scored.items()} == {"A": Fraction(50, 700), "B": Fraction(65, 800), "C": Fraction(80, 900)}
    assert all(one.price_score is None for one in evaluation.bids)
    assert evaluation.winner == "C"


def test_base_points_are_added_before_dividing() -> None:
    evaluation = evaluate(standings({"A": ("700", "50"), "B": ("900", "80")}), terms("div-1", base_points="100"))
    assert totals(evaluation) == {"A": Fraction(150, 700), "B": Fraction(180, 900)}
    assert evaluation.winner == "A"


def test_add_2_measures_against_the_lowest_bid_that_remains() -> None:
    bids = {"A": ("80", "40"), "B": ("100", "60"), "C": ("50", "0")}
    everyone = evaluate(standings(bids), terms("add-2"))
    assert {one.bid: one.price_score for one in everyone.bids} == {"A": Fraction("62.5"), "B": 50, "C": 100}
    without = evaluate(standings(bids, C=Verdict.BAR), terms("add-2"))
    assert {one.bid: one.price_score for one in without.bids} == {"A": 100, "B": 80, "C": None}
    assert by_bid(without)["C"].reason_code == "security-bar"


@pytest.mark.parametrize(("mode", "shown"), [("half-up", "66.67"), ("down", "66.66"), ("half-even", "66.67")])
def test_two_thirds_of_the_price_points_differ_by_a_hundredth_between_rounding_modes(mode: RoundingMode, shown: str) -> None:
    asked = terms("add-2", rounding=Rounding(mode=mode, places=2, applies_to="price"))
    evaluation = evaluate(standings({"A": ("300", "66"), "B": ("200", "33")}), asked)
    assert by_bid(evaluation)["A"].price_score == Fraction(shown)
    assert by_bid(evaluation)["A"].unrounded_total == 66 + Fraction(200, 3)


def test_half_up_ties_where_truncation_does_not() -> None:
    bids = {"A": ("300", "66.66"), "B": ("200", "33.33")}

    def evaluated(mode: RoundingMode) -> Evaluation:
        return evaluate(standings(bids), terms("add-2", rounding=Rounding(mode=mode, places=2, applies_to="price")))

    assert (evaluated("half-up").winner, evaluated("half-up").tie) == (None, ("A", "B"))
    assert (evaluated("down").winner, evaluated("down").tie) == ("B", ())


@pytest.mark.parametrize(
    ("mode", "places", "number", "expected"),
    [
        ("down", 0, "2.9", "2"), ("down", 0, "-2.9", "-2"), ("down", 1, "0.09", "0"), ("down", 2, "-0.005", "0"),
        ("half-up", 0, "2.5", "3"), ("half-up", 0, "-2.5", "-3"), ("half-up", 0, "2.4999", "2"), ("half-up", 2, "0.005", "0.01"),
        ("half-even", 0, "2.5", "2"), ("half-even", 0, "3.5", "4"), ("half-even", 0, "-2.5", "-2"), ("half-even", 0, "-3.5", "-4"),
        ("half-even", 1, "0.25", "0.2"), ("none", 0, "2.5", "2.5"), ("none", 3, "-1.23456", "-1.23456"), ("down", 4, "1.23459", "1.2345"),
    ],
)  # fmt: skip
def test_a_number_is_rounded_in_the_mode_of_the_notice(mode: RoundingMode, places: int, number: str, expected: str) -> None:
    assert rounded(Fraction(number), Rounding(mode=mode, places=places)) == Fraction(expected)


@pytest.mark.parametrize(
    ("applies_to", "parts"),
    [("each", {"technical", "price"}), ("price", {"price"}), ("technical", {"technical"}), ("total", {"total"})],
)
def test_what_is_rounded_is_what_the_notice_says(applies_to: Any, parts: set[str]) -> None:
    rounding = Rounding(mode="down", applies_to=applies_to)
    assert {part for part in ("technical", "price", "total") if rounds(rounding, part)} == parts
    assert not any(rounds(Rounding(mode="none", applies_to=applies_to), part) for part in ("technical", "price", "total"))


def test_each_part_keeps_its_value_before_and_after_rounding() -> None:
    evaluation = evaluate(standings({"A": ("333", "50.9")}), ex_1())
    scored = by_bid(evaluation)["A"]
    assert [(step.exact, step.rounded) for step in scored.steps] == [(Fraction("50.9"), 50), (Fraction("66.7"), 66), (116, 116)]
    assert (scored.total, scored.unrounded_total) == (116, Fraction("117.6"))


# Gates in their order.


def test_each_bid_stops_at_the_first_gate_that_it_fails() -> None:
    mandatory = Standing(bid=bid(id="M", price="2000", technical="10", mandatory_met=False), verdict=Verdict.BAR)
    security = Standing(bid=bid(id="S", price="2000", technical="10"), verdict=Verdict.BAR)
    ceiling = Standing(bid=bid(id="P", price="2000", technical="10"))
    minimum = Standing(bid=bid(id="T", price="500", technical="59.9"))
    fine = Standing(bid=bid(id="A", price="500", technical="60"))
    evaluation = evaluate([mandatory, security, ceiling, minimum, fine], ex_1(minimum_score="60"))
    assert [one.reason_code for one in evaluation.bids] == ["mandatory-unmet", "security-bar", "over-ceiling", "below-minimum", ""]
    assert evaluation.winner == "A"


def test_where_no_bid_remains_there_is_no_winner_and_a_reason() -> None:
    evaluation = evaluate(standings({"A": ("2000", "50")}), ex_1())
    assert (evaluation.winner, evaluation.tie, evaluation.could_win) == (None, (), ())
    assert evaluation.why_no_winner is not None and "No bid" in evaluation.why_no_winner.en


@pytest.mark.parametrize("role", ["scored", "advice"])
def test_security_that_is_no_gate_excludes_and_holds_up_nobody(role: Any) -> None:
    evaluation = evaluate(standings(EX_1, C=Verdict.BAR, B=Verdict.REFER), ex_1(security=role))
    assert [one.status for one in evaluation.bids] == ["ranked", "ranked", "ranked", "excluded"]
    assert evaluation.winner == "C"


@pytest.mark.parametrize("role", ["gate", "both"])
def test_security_as_a_gate_excludes_what_is_barred(role: Any) -> None:
    evaluation = evaluate(standings(EX_1, C=Verdict.BAR), ex_1(security=role))
    assert (by_bid(evaluation)["C"].status, evaluation.winner) == ("excluded", "B")


def test_a_rehearsal_excludes_nobody_for_security_and_still_applies_the_ceiling() -> None:
    evaluation = evaluate(standings(EX_1, C=Verdict.BAR, A=Verdict.REFER), ex_1(), rehearsal=True)
    assert [one.status for one in evaluation.bids] == ["ranked", "ranked", "ranked", "excluded"]
    assert evaluation.winner == "C"


# Ties.

TIED = {"A": ("700", "50"), "B": ("600", "40"), "C": ("900", "60")}


def test_a_tie_is_reported_and_not_broken() -> None:
    evaluation = evaluate(standings(TIED), ex_1())
    assert totals(evaluation) == {"A": 80, "B": 80, "C": 70}
    assert (evaluation.winner, evaluation.tie) == (None, ("A", "B"))
    assert [one.rank for one in evaluation.bids] == [1, 1, 3]
    assert evaluation.why_no_winner is not None and "tie" in evaluation.why_no_winner.en


def test_the_notice_may_say_that_the_higher_technical_score_wins_a_tie() -> None:
    evaluation = evaluate(standings(TIED), ex_1(tie="higher-technical"))
    assert (evaluation.winner, evaluation.tie) == ("A", ())
    assert [one.rank for one in evaluation.bids] == [1, 2, 3]


def test_a_tie_in_technical_score_too_stays_a_tie() -> None:
    evaluation = evaluate(standings({"A": ("700", "50"), "B": ("700", "50")}), ex_1(tie="higher-technical"))
    assert (evaluation.winner, evaluation.tie) == (None, ("A", "B"))


def test_a_recorded_lottery_settles_a_tie() -> None:
    drawn = Lottery(winner="B", at=date(2026, 7, 1), witnesses=("関係のない職員",))
    evaluation = evaluate(standings(TIED), ex_1(lottery=drawn))
    assert (evaluation.winner, evaluation.tie) == ("B", ())
    assert {one.bid: one.rank for one in evaluation.bids} == {"A": 2, "B": 1, "C": 3}


@pytest.mark.parametrize("winner", ["C", "Z"])
def test_a_lottery_among_others_settles_nothing(winner: str) -> None:
    drawn = Lottery(winner=winner, at=date(2026, 7, 1), witnesses=())
    evaluation = evaluate(standings(TIED), ex_1(lottery=drawn))
    assert (evaluation.winner, evaluation.tie) == (None, ("A", "B"))


# Pending bids.


def test_while_a_pending_bid_could_win_nobody_does() -> None:
    evaluation = evaluate(standings(EX_1, C=Verdict.REFER), ex_1())
    scored = by_bid(evaluation)
    assert (evaluation.winner, evaluation.could_win) == (None, ("C",))
    assert (scored["C"].status, scored["C"].rank, scored["C"].rank_without_pending) == ("pending", 1, None)
    assert (scored["B"].status, scored["B"].rank, scored["B"].rank_without_pending) == ("ranked", 2, 1)
    assert evaluation.why_no_winner is not None and "pending" in evaluation.why_no_winner.en


def test_a_pending_bid_that_cannot_win_holds_nobody_up() -> None:
    evaluation = evaluate(standings(EX_1, A=Verdict.REFER), ex_1())
    assert (evaluation.winner, evaluation.could_win) == ("C", ())
    assert by_bid(evaluation)["A"].status == "pending"


def test_a_pending_bid_that_could_tie_holds_the_award_up() -> None:
    evaluation = evaluate(standings(TIED, B=Verdict.REFER), ex_1())
    assert (evaluation.winner, evaluation.could_win) == (None, ("B",))


def test_a_pending_bid_that_cannot_win_may_still_change_who_does() -> None:
    """The lowest price of ADD-2 is the pending bid's: with it 乙社 wins, without it 甲社."""
    bids = {"A": ("100", "50"), "B": ("200", "98"), "C": ("25", "0")}
    with_it, without = evaluate(standings(bids), terms("add-2")), evaluate(standings(bids, C=Verdict.BAR), terms("add-2"))
    assert (with_it.winner, without.winner) == ("B", "A")
    pending = evaluate(standings(bids, C=Verdict.REFER), terms("add-2"))
    assert (pending.winner, pending.could_win) == (None, ())
    assert pending.why_no_winner is not None


def test_a_pending_bid_above_the_ceiling_is_simply_excluded() -> None:
    evaluation = evaluate(standings(EX_1, D=Verdict.REFER), ex_1())
    assert (by_bid(evaluation)["D"].status, evaluation.winner) == ("excluded", "C")


def test_where_only_pending_bids_remain_nobody_wins() -> None:
    evaluation = evaluate(standings({"A": ("700", "50")}, A=Verdict.REFER), ex_1())
    assert (evaluation.winner, evaluation.could_win) == (None, ("A",))


def test_the_lowest_price_wins_where_the_notice_says_so() -> None:
    evaluation = evaluate(standings({"A": ("700", "0"), "B": ("600", "0")}), terms("lowest-price"))
    assert (evaluation.winner, [one.rank for one in evaluation.bids]) == ("B", [2, 1])
    assert by_bid(evaluation)["A"].total is None


def test_a_lowest_price_tender_needs_no_technical_score() -> None:
    evaluation = evaluate([Standing(bid=bid(id="A", price="5"))], terms("lowest-price"))
    assert evaluation.winner == "A"


# Every fault at once.


def rules_of(standing: Sequence[Standing], asked: Any) -> list[tuple[str, str]]:
    with pytest.raises(InputRefused) as refused:
        evaluate(standing, asked)
    assert refused.value.exit_code == 2
    assert all(one.remedy_ja and one.remedy_en for one in refused.value.faults)
    return [(one.file, one.rule) for one in refused.value.faults]


def test_every_missing_and_unfitting_fact_is_told_at_once() -> None:
    faulty = [
        Standing(bid=bid(id="A", technical="50")),
        Standing(bid=bid(id="B", price="100")),
        Standing(bid=bid(id="C", price="100", technical="101")),
        Standing(bid=replace(bid(id="E"), price=yen("5", currency="USD"))),
        Standing(bid=bid(id="F", price="100", technical="-1")),
    ]
    assert rules_of(faulty, ex_1()) == [
        ("bids/A/bid.yaml", "evaluation.price-missing"),
        ("bids/B/bid.yaml", "evaluation.technical-missing"),
        ("bids/C/bid.yaml", "evaluation.technical-out-of-range"),
        ("bids/E/bid.yaml", "evaluation.price-basis"),
        ("bids/E/bid.yaml", "evaluation.technical-missing"),
        ("bids/F/bid.yaml", "evaluation.technical-out-of-range"),
    ]


def test_a_negative_technical_score_is_refused_whether_or_not_a_maximum_is_stated() -> None:
    assert rules_of(standings({"A": ("100", "-1")}), terms("div-1")) == [("bids/A/bid.yaml", "evaluation.technical-out-of-range")]


@pytest.mark.parametrize("ceiling", [None, yen("0")])
def test_a_formula_over_the_ceiling_needs_one_above_zero(ceiling: Any) -> None:
    assert rules_of(standings({"A": ("1", "1")}), terms("add-1", ceiling=ceiling)) == [("tender.yaml", "evaluation.ceiling-missing")]


@pytest.mark.parametrize("name", ["add-2", "div-1"])
def test_a_price_of_zero_cannot_be_divided_by(name: str) -> None:
    assert rules_of(standings({"A": ("0", "1"), "B": ("5", "1")}), terms(name)) == [("bids/A/bid.yaml", "evaluation.price-zero")]


def test_a_price_of_zero_is_fine_where_nothing_is_divided_by_it() -> None:
    assert evaluate(standings({"A": ("0", "1"), "B": ("5", "1")}), ex_1()).winner == "A"


def test_tax_bases_that_differ_are_refused_unless_a_rate_is_stated() -> None:
    mixed = [Standing(bid=bid(id="A", price="100", technical="1")), Standing(bid=included("B", "110"))]
    assert rules_of(mixed, terms("add-2")) == [("bids/B/bid.yaml", "evaluation.price-basis")]
    evaluation = evaluate(mixed, terms("add-2", tax_rate="0.1"))
    assert [one.price_score for one in evaluation.bids] == [100, 100]


def included(name: str, price: str) -> Bid:
    return replace(bid(id=name, technical="1"), price=yen(price, "included"))


def test_a_price_is_put_on_the_ceiling_s_basis_exactly() -> None:
    """1,000 yen without tax is exactly 1,100 with 10 %: at the ceiling, not above it; one third stays one third."""
    asked = terms("add-1", tax_rate="0.1", ceiling=yen("1100", "included"), rounding=Rounding(mode="none"))
    evaluation = evaluate(standings({"A": ("1000", "1"), "B": ("1000.01", "1")}), asked)
    assert [one.status for one in evaluation.bids] == ["ranked", "excluded"]
    back = terms("add-1", tax_rate="0.08", ceiling=yen("300"), rounding=Rounding(mode="none"))
    evaluation = evaluate([Standing(bid=included("A", "100"))], back)
    assert by_bid(evaluation)["A"].price_score == 100 * (1 - Fraction(100) / Fraction("1.08") / 300)


# Presets.


def test_every_preset_has_a_source_and_is_named_by_its_bytes() -> None:
    own = {"add-1", "add-2", "add-3", "add-4", "add-6", "div-1", "lowest-price", "gate-lowest", "qcbs", "relative", "meat", "quality"}
    assert {name for name, one in presets().items() if not one.variant_of} == own
    assert {one.variant_of for one in presets().values()} - {""} <= own
    assert all(one.source.name and one.source.retrieved_at and len(one.digest) == 64 for one in presets().values())
    assert preset("ADD-1", file="tender.yaml").id == "add-1"


def test_an_unknown_preset_is_refused_with_the_list_of_those_there_are() -> None:
    with pytest.raises(InputRefused) as refused:
        evaluate(standings({"A": ("1", "1")}), terms("add-9"))
    (fault,) = refused.value.faults
    assert (fault.rule, fault.shown) == ("evaluation.preset-unknown", "add-9")
    assert "add-1, add-1b" in fault.remedy_en
    assert "evaluation.formulas" in fault.remedy_en


def test_the_terms_of_the_notice_override_the_preset_s_own() -> None:
    preset_s_own = evaluate(standings({"A": ("750", "50.5")}), terms("add-1", ceiling=yen("1000")))
    overridden = evaluate(standings({"A": ("750", "50.5")}), ex_1(price_points="40", rounding=Rounding(mode="half-up", places=0)))
    assert totals(preset_s_own) == {"A": 75}
    assert totals(overridden) == {"A": 61}


# A notice's own formulas, and a low price.


def own(**formulas: str) -> Any:
    return replace(terms("own", price_points="40"), formulas=formulas, ceiling=yen("1000"))


def test_a_notice_may_bring_its_own_formulas() -> None:
    notice = own(technical="技術評価", price="価格点満点 × 最低入札価格 ÷ 入札価格", total="技術点 + 価格点")
    evaluation = evaluate(standings({"A": ("500", "30"), "B": ("800", "60")}), notice)
    assert (totals(evaluation), evaluation.winner, evaluation.preset) == ({"A": 70, "B": 85}, "B", "own")


def test_every_formula_that_cannot_be_read_is_told_with_its_place() -> None:
    with pytest.raises(InputRefused) as refused:
        evaluate(standings({"A": ("5", "1")}), own(technical="技術評価 +", price="bid // 2"))
    told = [(one.rule, one.where) for one in refused.value.faults]
    assert told == [
        ("evaluation.formula-unreadable", "evaluation.formulas.technical: 7"),
        ("evaluation.formula-unreadable", "evaluation.formulas.price: 6"),
        ("evaluation.formulas-missing", "evaluation.formulas"),
    ]


def test_what_a_formula_does_not_define_is_refused_with_the_bid_and_the_part() -> None:
    with pytest.raises(InputRefused) as refused:
        evaluate(standings({"A": ("500", "0"), "B": ("800", "0")}), terms("relative"))
    (fault,) = refused.value.faults
    assert (fault.rule, fault.where, fault.shown) == ("evaluation.undefined", "bids/A: technical", "best_technical")


def test_numbers_that_a_preset_needs_and_numbers_that_it_does_not_are_told_at_once() -> None:
    asked = replace(terms("add-3", ceiling=yen("1000")), parameters={"base_price": Fraction(1)})
    assert rules_of(standings({"A": ("500", "1")}), asked) == [
        ("tender.yaml", "evaluation.parameter-missing"),
        ("tender.yaml", "evaluation.parameter-missing"),
        ("tender.yaml", "evaluation.parameter-unknown"),
    ]


@pytest.mark.parametrize(
    ("accepted", "status", "code", "winner"),
    [(None, "pending", "low-price", None), (True, "ranked", "", "A"), (False, "excluded", "low-price-rejected", "B")],
)
def test_a_bid_below_the_low_price_line_waits_for_its_investigation(accepted: bool | None, status: str, code: str, winner: str | None) -> None:
    record = None if accepted is None else LowPriceRecord(at=date(2026, 7, 1), by="契約担当官", accepted=accepted, reason="聴取のとおり")
    low, fine = standings({"A": ("599", "60"), "B": ("600", "50")})
    evaluation = evaluate([replace(low, bid=replace(low.bid, low_price=record)), fine], replace(ex_1(), low_price_line=Fraction(600)))
    scored = by_bid(evaluation)["A"]
    assert (scored.status, scored.reason_code, evaluation.winner) == (status, code, winner)


def test_three_thousand_bids_have_a_rank_each() -> None:
    many = {str(number): (str(1000 + number), "50") for number in range(3_000)}
    evaluation = evaluate(standings(many), replace(ex_1(ceiling="9999"), rounding=Rounding(mode="none")))
    assert [one.rank for one in evaluation.bids] == list(range(1, 3_001))
