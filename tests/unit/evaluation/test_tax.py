"""Rates by date, and the award price that follows from a bid."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import nouns
from sekisho.award.price import award_price
from sekisho.evaluation.tax import rate_on, tax_rates

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "tender-shapes.md"


@pytest.mark.parametrize(
    ("kind", "day", "rate"),
    [
        ("standard", "2014-03-31", None),
        ("standard", "2014-04-01", Fraction(8, 100)),
        ("standard", "2019-09-30", Fraction(8, 100)),
        ("standard", "2019-10-01", Fraction(10, 100)),
        ("reduced", "2019-09-30", None),
        ("reduced", "2019-10-01", Fraction(8, 100)),
    ],
)
def test_a_rate_is_that_of_its_day_and_a_day_without_a_row_has_none(kind: str, day: str, rate: Fraction | None) -> None:
    found = rate_on(kind, date.fromisoformat(day))  # type: ignore[arg-type]
    assert (found.rate if found else None) == rate


def test_no_two_rates_of_a_kind_hold_on_one_day() -> None:
    edges = {day for one in tax_rates() for day in (one.period.start, one.period.end) if day}
    assert all(sum(one.kind == kind and one.period.holds(day) for one in tax_rates()) <= 1 for day in edges for kind in ("standard", "reduced"))


def test_every_rate_is_on_its_page_with_clause_and_doubt() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for one in tax_rates():
        end = one.period.end.isoformat() if one.period.end else "–"
        row = f"| {one.period.start} | {end} | {100 * one.rate} | {one.clause} | {'yes' if one.source.verified else 'no'} |"
        assert row in page


def test_a_fraction_below_one_yen_is_cut_and_the_exact_amount_kept() -> None:
    found = award_price(nouns.yen("999"), Fraction(8, 100))
    assert found is not None
    assert (found.exact, found.amount) == (Fraction("1078.92"), 1078)


def test_another_currency_keeps_its_fraction() -> None:
    found = award_price(nouns.yen("999.99", currency="USD"), Fraction(1, 10))
    assert found is not None and found.amount == found.exact == Fraction("1099.989")


def test_a_bid_without_tax_and_a_notice_without_rate_have_no_award_price() -> None:
    assert award_price(nouns.yen("999"), None) is None
    assert award_price(None, Fraction(1, 10)) is None


def test_a_bid_with_tax_is_the_award_price() -> None:
    found = award_price(nouns.yen("1100", tax="included"), Fraction(1, 10))
    assert found is not None and (found.amount, found.rate) == (1100, None)
