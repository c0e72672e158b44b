"""The award price (落札価格): the bid with tax, a fraction below one yen cut, as notices have it; the unrounded amount is kept beside it."""

from dataclasses import dataclass
from fractions import Fraction

from ..evaluation.tax import TaxRate
from ..terms import Money

WHOLE = frozenset({"JPY"})
"""Currencies without a smaller unit, whose fractions are cut (端数切捨て); others keep theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardPrice:
    """`bid` as it was bid, `rate` as a fraction (None where the bid holds the tax already), `exact` with tax, `amount` with its fraction cut."""

    bid: Money
    rate: Fraction | None
    exact: Fraction
    amount: Fraction
    known: TaxRate | None = None


def award_price(bid: Money | None, rate: Fraction | None, known: TaxRate | None = None) -> AwardPrice | None:
    """The price at which the contract would be made; None where there is no bid, or no rate for a bid without tax. `known` is the row of `rate`."""
    if bid is None or (bid.tax == "excluded" and rate is None):
        return None
    added = Fraction(0) if bid.tax == "included" or rate is None else rate
    exact = bid.amount * (1 + added)
    amount = Fraction(exact // 1) if bid.currency in WHOLE else exact
    within = bid.tax == "included"
    return AwardPrice(bid=bid, rate=None if within else rate, exact=exact, amount=amount, known=None if within else known)
