"""The formula language: read, reckoned exactly, refused with the place and the reason."""

from fractions import Fraction

import pytest

from sekisho.evaluation.language import Undefined, Unreadable, divisors_in, names_in, parse, told, value_of, written

FACTS = {"bid": Fraction(700), "ceiling": Fraction(1000), "price_points": Fraction(100), "technical": Fraction(50)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7), ("(1 + 2) × 3", 9), ("10 − 4 − 3", 3), ("100 ÷ 10 ÷ 4", "2.5"), ("-2 * -3", 6), ("2 - -3", 5), ("1/3", Fraction(1, 3)),
        ("0.1 + 0.2", "0.3"), ("60%", "0.6"), ("１００ ＊ １．５", 150), ("MIN(3, 1, 2)", 1), ("max(3, 1, 2)", 3), ("MIN(5)", 5),
        ("ROUND(2.5, 0)", 3), ("ROUND(-2.5, 0)", -3), ("ROUNDDOWN(-2.9, 0)", -2), ("ROUNDUP(-2.1, 0)", -3), ("ROUNDUP(2.001, 2)", "2.01"),
        ("ROUND(1/3, 4)", "0.3333"), ("IF(1 < 2, 10, 20)", 10), ("IF(2 <= 1, 10, 20)", 20), ("IF(1 <> 1, 10, 20)", 20), ("IF(2 ≧ 2, 1, 0)", 1),
        ("価格点満点 × (1 − 入札価格 ÷ 予定価格)", 30), ("price_points * (1 - bid / ceiling) + technical", 80),
    ],
)  # fmt: skip
def test_a_formula_has_its_exact_value(text: str, value: object) -> None:
    assert value_of(parse(text), FACTS) == Fraction(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "at", "why"),
    [
        ("", 1, "a value is missing"), ("1 +", 4, "a value is missing"), ("1 2", 3, "nothing may follow"), ("(1", 3, "closing bracket"),
        ("bid ^ 2", 5, "no meaning"), ("1 ** 2", 4, "a value is missing"), ("price", 1, "there is no `price`"), ("__import__", 1, "there is no"),
        ("IF(1, 2, 3)", 5, "comparison"), ("IF(1 < 2, 3)", 1, "takes 3 values"), ("1 < 2", 3, "nothing may follow"),
        ("ROUND(1, 2.5)", 1, "whole number"),
        ("ROUND(1, bid)", 1, "whole number"), ("MIN()", 5, "a value is missing"),
        ("(" * 41 + "1" + ")" * 41, 41, "deeper"), ("-" * 50 + "1", 41, "deeper"),
        ("9" * 31, 31, "nothing may follow"), ("1;2", 2, "no meaning"), ("bid.real", 4, "no meaning"), ("sum(bid)", 1, "there is no"),
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused_with_its_place(text: str, at: int, why: str) -> None:
    with pytest.raises(Unreadable, match=why) as refused:
        parse(text)
    assert refused.value.at == at
    assert refused.value.what[0]


def test_a_formula_is_not_longer_than_a_notice_would_write_it() -> None:
    with pytest.raises(Unreadable, match="longer"):
        parse("1+" * 600 + "1")


def test_a_division_by_nought_names_what_is_nought() -> None:
    formula = parse("price_points * (bid - 1) / (ceiling - 1000)")
    with pytest.raises(Undefined) as undefined:
        value_of(formula, FACTS)
    assert undefined.value.part == "(ceiling − 1000)"


def test_the_branch_that_is_not_taken_is_not_reckoned() -> None:
    assert value_of(parse("IF(bid > 0, 5, 1 / 0)"), FACTS) == 5


def test_what_is_told_holds_the_numbers_and_the_branch_that_was_taken() -> None:
    assert told(parse("価格点満点 × (1 − 入札価格 ÷ 予定価格)"), FACTS) == "100 × (1 − 700 ÷ 1000)"
    assert told(parse("2 * IF(bid < ceiling, technical + 1, 0)"), FACTS) == "2 × (50 + 1)"
    assert told(parse("MAX(0, bid - ceiling)"), FACTS) == "MAX(0, 700 − 1000)"
    assert told(parse("(bid)"), FACTS) == "700"


def test_names_and_divisors_are_known_before_anything_is_reckoned() -> None:
    formula = parse("IF(bid < floor, 1, 最低入札価格 ÷ 入札価格)", known=["floor"])
    assert names_in(formula) == {"bid", "floor", "lowest_bid"}
    assert divisors_in(formula) == {"bid"}


def test_a_formula_is_written_as_it_would_be_read_again() -> None:
    for text in ("1 − (2 − bid) × -3", "IF(bid >= 80%, MIN(1, bid), ROUND(bid ÷ 3, 2))"):
        assert parse(written(parse(text))) == parse(text)
