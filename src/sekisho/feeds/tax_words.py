"""`evaluation.tax_rate` and `evaluation.tax_date`: a number, or the standard or reduced rate of a day."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ..evaluation.tax import TaxKind, TaxRate, rate_on
from .fields import Fields

NAMED: dict[str, TaxKind] = {"standard": "standard", "標準": "standard", "reduced": "reduced", "軽減": "reduced"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxStated:
    """The rate as a fraction (None = not stated), and the row of the table that it is from (None = a number of the notice's own)."""

    rate: Fraction | None = None
    known: TaxRate | None = None


def tax_from(evaluation: Fields, notice_date: date | None) -> TaxStated:
    """The rate that holds on `tax_date`, the day of supply, else on the day of the notice; faults are collected in `evaluation`."""
    word, day = evaluation.text("tax_rate"), evaluation.day("tax_date") or notice_date
    kind = NAMED.get(word)
    if kind is None:
        return TaxStated(rate=_number(evaluation))
    found = rate_on(kind, day) if day is not None else None
    if found is None:
        evaluation.wrong(
            "tax_rate",
            "rate-unknown",
            ("その日の税率が表にない", "the table has no rate for that day"),
            ("tax_date(引渡しの日)を確かめるか、税率を 0.10 のように数で書く", "check tax_date (the day of supply), or write the rate as a number"),
            f"{word} {day.isoformat() if day else ''}",
        )
        return TaxStated()
    return TaxStated(rate=found.rate, known=found)


def _number(evaluation: Fields) -> Fraction | None:
    rate = evaluation.number("tax_rate")
    if rate is not None and not 0 <= rate < 1:
        evaluation.wrong(
            "tax_rate",
            "rate",
            ("税率が0から1の間にない", "a tax rate lies between 0 and 1"),
            ("10% は 0.10 と書く。標準税率なら standard", "write 10 % as 0.10, or the standard rate as `standard`"),
            str(rate),
        )
        return None
    return rate
