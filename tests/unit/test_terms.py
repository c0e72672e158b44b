"""Money, shares, decimal strings, identifiers and the corporate number."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.terms import CorporateNumber, Identifier, Mark, Money, Period, Share, corporate_number_check_digit, decimal_text, parse_number

twelve = st.text(alphabet="0123456789", min_size=12, max_size=12)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.50", Fraction(2469, 2)), ("１２３", Fraction(123)), ("-0.5", Fraction(-1, 2)), ("−7", Fraction(-7)), (" 0 ", Fraction(0)),
        ("+3", Fraction(3)), ("0.1", Fraction(1, 10)), ("99999999999999999999.01", Fraction("99999999999999999999.01")),
    ],
)  # fmt: skip
def test_a_decimal_number_is_read_exactly(text: str, number: Fraction) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["", "1e3", "0x10", "1.", ".5", "1 2", "--1", "nan", "一", "1/3", "9" * 61, "5円", "1..2"])
def test_anything_else_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="not a decimal number"):
        parse_number(text)


@pytest.mark.parametrize("amount", ["-1", "-0.01"])
def test_an_amount_is_never_negative(amount: str) -> None:
    with pytest.raises(ValueError, match="not negative"):
        Money(amount=Fraction(amount), currency="JPY", tax="excluded")


@pytest.mark.parametrize("currency", ["", "jpy", "YEN!", "JP", "円円円"])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(amount=Fraction(1), currency=currency, tax="excluded")


def test_a_share_that_is_not_stated_runs_from_0_to_100() -> None:
    assert Share().text() == "0–100%"
    assert not Share().is_exact
    assert Share(minimum=Fraction(5), maximum=Fraction(5)).as_json() == {"min": "5", "max": "5"}
    assert Share(minimum=Fraction("49.99"), maximum=Fraction("49.99")).text() == "49.99%"


@pytest.mark.parametrize(("low", "high"), [(-1, 5), (6, 5), (0, 101), (101, 102)])
def test_a_share_outside_0_to_100_or_upside_down_is_refused(low: int, high: int) -> None:
    with pytest.raises(ValueError, match="0 to 100"):
        Share(minimum=Fraction(low), maximum=Fraction(high))


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        (Fraction(-1, 2), None, "-0.5"), (Fraction(-3), None, "-3"), (Fraction(1, 3), None, "0.333333"), (Fraction(-1, 3), None, "-0.333333"),
        (Fraction(5, 10**7), None, "0.0000005"), (Fraction(1, 3 * 10**9), None, "0.000000"), (Fraction(-1, 3 * 10**9), None, "0.000000"),
        (Fraction(5, 10**7), 6, "0.000000"), (Fraction(15, 10**7), 6, "0.000002"), (Fraction(25, 10**7), 6, "0.000002"),
        (Fraction(-25, 10**7), 6, "-0.000002"), (Fraction(-35, 10**7), 6, "-0.000004"), (Fraction(90), 2, "90.00"), (Fraction(5, 2), 0, "2"),
        (Fraction(7, 2), 0, "4"), (Fraction(10**30), None, "1" + "0" * 30), (Fraction(0), 3, "0.000"), (Fraction(-5), 1, "-5.0"),
    ],
)  # fmt: skip
def test_a_number_is_shown_without_exponent_and_half_even(number: Fraction, places: int | None, text: str) -> None:
    assert decimal_text(number, places) == text


@given(st.fractions(max_denominator=10**9), st.integers(0, 8))
def test_places_agree_with_the_decimal_module(number: Fraction, places: int) -> None:
    shown = decimal_text(number, places)
    scaled = number * 10**places
    nearest = Decimal(scaled.numerator) / Decimal(scaled.denominator)
    if Fraction(nearest) == scaled:
        assert Fraction(shown) == Fraction(nearest.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)) / 10**places
    assert abs(Fraction(shown) - number) <= Fraction(1, 2 * 10**places)
    assert "e" not in shown.lower()


@given(st.integers(-(10**12), 10**12), st.integers(0, 9))
def test_a_fraction_that_terminates_is_shown_whole(numerator: int, places: int) -> None:
    assert Fraction(decimal_text(Fraction(numerator, 10**places))) == Fraction(numerator, 10**places)


def test_an_identifier_is_compared_without_spaces_width_and_case() -> None:
    assert Identifier.of(" lei ", "5493-00ab cdef") == Identifier.of("LEI", "５４９３００ＡＢＣＤＥＦ")


@pytest.mark.parametrize("digits", ["4000012090001", "1180301018771"])
def test_published_corporate_numbers_hold(digits: str) -> None:
    assert CorporateNumber.parse(digits).digits == digits


def test_a_right_check_digit_does_not_prove_that_a_number_is_assigned() -> None:
    number = CorporateNumber.parse("2876543210987")
    assert number.existence == "unknown"


def test_a_corporate_number_is_cleaned_of_width_spaces_and_hyphens() -> None:
    assert CorporateNumber.parse(" ４０００-０１２０ ９０００１").digits == "4000012090001"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("5000012090001", "the check digit is 5 and should be 4"),
        ("4000012090002", "the check digit is 4 and should be 3"),
        ("400001209000", "13 digits"), ("40000120900011", "13 digits"), ("0000012090001", "does not start with 0"), ("400001209000A", "13 digits"),
        ("", "13 digits"), ("T4000012090001", "13 digits"),
    ],
)  # fmt: skip
def test_a_wrong_corporate_number_is_told_which_check_failed(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        CorporateNumber.parse(text)


@given(twelve)
def test_exactly_one_check_digit_fits(rest: str) -> None:
    fitting = []
    for first in "123456789":
        try:
            fitting.append(CorporateNumber.parse(first + rest).digits)
        except ValueError as error:
            assert "check digit" in str(error)
    assert fitting == [f"{corporate_number_check_digit(rest)}{rest}"]


@given(twelve, st.integers(0, 11), st.integers(1, 8))
def test_one_wrong_digit_is_noticed_unless_it_differs_by_nine(rest: str, place: int, by: int) -> None:
    changed = (int(rest[place]) + by) % 10
    wrong = rest[:place] + str(changed) + rest[place + 1 :]
    weight = 1 if (11 - place) % 2 == 0 else 2
    same = weight * (changed - int(rest[place])) % 9 == 0
    assert (corporate_number_check_digit(wrong) == corporate_number_check_digit(rest)) == same


@pytest.mark.parametrize("rest", ["", "1" * 11, "1" * 13, "12345678901x"])
def test_a_check_digit_needs_twelve_digits(rest: str) -> None:
    with pytest.raises(ValueError, match="twelve"):
        corporate_number_check_digit(rest)


def test_a_period_holds_on_its_first_and_last_day() -> None:
    period = Period(start=date(2026, 4, 1), end=date(2026, 6, 30))
    assert [period.holds(day) for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 1))] == [False, True, True, False]
    assert Period().holds(date.min)


def test_a_mark_is_of_a_known_family_and_cleans_its_value() -> None:
    assert Mark.of("mac", " ＡＡ:bb ").value == "AA:bb"
    with pytest.raises(ValueError, match="no family of marks"):
        Mark(family="smell", value="burnt")
