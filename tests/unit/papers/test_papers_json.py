"""The stable JSON forms: keys, number formats, nulls."""

from dataclasses import replace
from fractions import Fraction

from papers_fixture import evaluation, judgement, letters
from sekisho.desk.as_json import evaluation_json, proposal_json, score_text, screening_json
from sekisho.evaluation.model import Rounding


def test_screening_has_the_contracts_keys() -> None:
    case = judgement()
    assert case.screening
    shown = screening_json(case.screening)
    assert {"case", "policy", "policy_as_of", "facts_as_of", "rehearsal", "scope", "read", "bids"} <= set(shown)
    assert {"bid", "verdict", "coverage", "findings", "items"} <= set(shown["bids"][0])
    assert list(shown["bids"][0]["items"][0]) == ["line", "where", "maker", "model", "verdict", "findings"]
    assert shown["bids"][1]["items"][7]["maker"] is None and shown["bids"][0]["verdict"] == "bar"


def test_evaluation_has_the_contracts_keys_and_formats() -> None:
    shown = evaluation_json(evaluation(), case="T")
    assert {"case", "preset", "bids", "winner", "tie"} <= set(shown)
    by_bid = {one["bid"]: one for one in shown["bids"]}
    assert by_bid["A"]["total"] is None and by_bid["A"]["unrounded_total"] is None and by_bid["A"]["reason"]["code"] == "security-bar"
    assert by_bid["C"]["technical_score"] == "71.00" and by_bid["C"]["price_score"] == "7.18" and by_bid["C"]["total"] == "78.18"
    assert by_bid["C"]["unrounded_total"] == "1251/16"
    assert by_bid["C"]["reason"] is None and shown["winner"] is None and shown["tie"] == []


def test_a_whole_total_keeps_its_slash() -> None:
    one = replace(evaluation().bids[2], unrounded_total=Fraction(120))
    shown = evaluation_json(replace(evaluation(), bids=(one,)), case="T")
    assert shown["bids"][0]["unrounded_total"] == "120/1"


def test_what_no_rule_rounded_has_six_places_half_even() -> None:
    none, price = Rounding(mode="none"), Rounding(mode="half-up", places=1, applies_to="price")
    assert score_text(Fraction(1, 3), none, "total") == "0.333333"
    assert score_text(Fraction(5, 10_000_000), none, "total") == "0.000000"
    assert score_text(Fraction(50), price, "technical") == "50.000000"
    assert score_text(Fraction(125, 10), price, "price") == "12.5"
    assert score_text(None, none, "price") is None


def test_a_rounded_whole_number_has_no_point() -> None:
    assert score_text(Fraction(85), Rounding(mode="down", places=0, applies_to="each"), "total") == "85"


def test_a_proposal_carries_its_letters() -> None:
    proposal = judgement().proposal
    assert proposal
    shown = proposal_json(proposal)
    assert shown["winner"] is None and shown["pending"] == ["B", "E"] and shown["reason"]["en"].startswith("A pending bid")
    assert [letter["bid"] for letter in shown["letters"]] == ["B", "E"]
    assert shown["letters"][1]["questions"][0]["lines"] == list(letters()[1].questions[0].lines) == ["2", "6"]
