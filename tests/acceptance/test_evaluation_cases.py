"""Runs `cases/evaluation/*.yaml`: a tender of every preset, with its source, to the digit."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

import nouns
from sekisho.evaluation.evaluate import Standing, evaluate
from sekisho.evaluation.model import Evaluation, Scored, Terms
from sekisho.evaluation.presets import OWN, presets
from sekisho.terms import parse_number

FOLDER = Path(__file__).resolve().parents[2] / "cases" / "evaluation"
NUMBERS = ("technical_points", "price_points", "base_points", "tax_rate", "minimum_score", "low_price_line")
EXPECT = {"winner", "totals", "technical", "price", "excluded", "pending", "tie"}


def cases() -> list[Any]:
    return [
        case
        for file in sorted(FOLDER.glob("*.yaml"))
        for case in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["cases"]
    ]


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['terms']['preset']}: {case['about']}")
def test_the_notice_and_the_bids_come_to_what_the_source_says(case: Mapping[str, Any]) -> None:
    assert case["source"] and set(case["expect"]) <= EXPECT
    evaluation = evaluate([_standing(name, told) for name, told in case["bids"].items()], _terms(case["terms"]))
    expect = case["expect"]
    scored = {one.bid: one for one in evaluation.bids}
    tie = expect.get("tie", [])
    assert list(evaluation.tie) == tie
    assert evaluation.winner == (None if expect["winner"] == "null" else expect["winner"])
    for part, read in (("technical", "technical_score"), ("price", "price_score"), ("totals", "total")):
        for name, number in expect.get(part, {}).items():
            assert getattr(scored[name], read) == (None if number == "null" else Fraction(number)), (name, part)
    for status in ("excluded", "pending"):
        assert _reasons(evaluation, status) == expect.get(status, {})


def test_every_preset_and_variant_has_a_case() -> None:
    assert {case["terms"]["preset"] for case in cases()} == {*presets(), OWN}


@pytest.mark.parametrize("name", sorted(presets()))
def test_every_step_shown_is_the_sum_that_it_says(name: str) -> None:
    """The text of a step, read as a formula again, has the value that stands beside it."""
    from sekisho.evaluation.language import parse, value_of

    for case in (case for case in cases() if case["terms"]["preset"] == name):
        for one in evaluate([_standing(bid, told) for bid, told in case["bids"].items()], _terms(case["terms"])).bids:
            for step in one.steps:
                difference = value_of(parse(step.sum), {}) - step.exact
                assert abs(difference) < Fraction(1, 1000), (step.sum, step.exact)


def _reasons(evaluation: Evaluation, status: str) -> dict[str, str]:
    held: list[Scored] = [one for one in evaluation.bids if one.status == status]
    return {one.bid: one.reason_code for one in held}


def _standing(name: str, told: list[str]) -> Standing:
    price, technical, *unmet = told
    scored = {"technical": technical, "mandatory_met": not unmet} if technical else {}
    return Standing(bid=nouns.bid(id=name, price=price, **scored))


def _terms(told: Mapping[str, Any]) -> Terms:
    ceiling = told.get("ceiling")
    asked = nouns.terms(told["preset"], **{key: told[key] for key in NUMBERS if key in told and key != "low_price_line"})
    return replace(
        asked,
        ceiling=nouns.yen(**ceiling) if isinstance(ceiling, dict) else nouns.yen(ceiling) if ceiling else None,
        low_price_line=Fraction(told["low_price_line"]) if "low_price_line" in told else None,
        parameters={key: parse_number(text) for key, text in told.get("parameters", {}).items()},
        formulas=told.get("formulas", {}),
    )
