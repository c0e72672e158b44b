"""Rates of the consumption tax (消費税及び地方消費税) by date, as data with their source; a day without a row has no rate and none is guessed."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, cast

from .. import resources
from ..terms import Period, Source, parse_number

FILE = "evaluation/tax.yaml"
TaxKind = Literal["standard", "reduced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRate:
    """A rate that holds in `period` (days of supply): standard (標準税率) or reduced (軽減税率), with its clause and source."""

    kind: TaxKind
    rate: Fraction
    period: Period
    clause: str
    source: Source


@functools.cache
def tax_rates() -> tuple[TaxRate, ...]:
    """Every rate that is known, earliest first within its kind."""
    raw = resources.read_yaml(FILE)
    sources = {key: _source(one) for key, one in raw["sources"].items()}
    return tuple(_rate(one, sources) for one in raw["rates"])


def rate_on(kind: TaxKind, day: date) -> TaxRate | None:
    """The rate of this kind on that day, or None where no row holds it."""
    return next((one for one in tax_rates() if one.kind == kind and one.period.holds(day)), None)


def _rate(raw: Mapping[str, str], sources: Mapping[str, Source]) -> TaxRate:
    end = date.fromisoformat(raw["to"]) if "to" in raw else None
    return TaxRate(
        kind=cast("TaxKind", raw["kind"]),
        rate=parse_number(raw["rate"]),
        period=Period(start=date.fromisoformat(raw["from"]), end=end),
        clause=raw["clause"],
        source=sources[raw["source"]],
    )


def _source(raw: Mapping[str, Any]) -> Source:
    return Source(name=raw["name"], retrieved_at=date.fromisoformat(raw["retrieved_at"]), verified=raw["verified"] == "true")
