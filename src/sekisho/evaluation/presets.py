"""Presets: formulas that agencies published, as data. A tender's own values override the preset's."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from .. import resources
from ..faults import refuse
from ..terms import Source, Text, parse_number
from .model import Rounding

FOLDER = "evaluation/presets"
Formula = Literal["ceiling-ratio", "lowest-ratio", "division", "lowest-price"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One published formula with its own points and rounding; `digest` is the SHA-256 of its file."""

    id: str
    formula: Formula
    text: Text
    technical_points: Fraction
    price_points: Fraction
    rounding: Rounding
    needs_ceiling: bool
    source: Source
    effective_from: date
    digest: str


@functools.cache
def presets() -> Mapping[str, Preset]:
    """Every preset by its id."""
    found = [_preset(resources.read_yaml(path), resources.digests()[path]) for path in resources.names_under(FOLDER, ".yaml")]
    return {preset.id: preset for preset in found}


def preset(name: str, *, file: str) -> Preset:
    """The preset of this id; InputRefused lists those there are."""
    found = presets().get(name.lower())
    if found is None:
        raise refuse(
            file,
            "evaluation.preset-unknown",
            where="evaluation.preset",
            what=("この評価方式はない", "there is no such preset"),
            remedy=(f"次から選ぶ: {', '.join(presets())}", f"choose one of: {', '.join(presets())}"),
            shown=name,
        )
    return found


def _preset(raw: Mapping[str, Any], digest: str) -> Preset:
    rounding = raw["rounding"]
    return Preset(
        id=raw["id"],
        formula=raw["formula"],
        text=Text(ja=raw["ja"], en=raw["en"]),
        technical_points=parse_number(raw["technical_points"]),
        price_points=parse_number(raw["price_points"]),
        rounding=Rounding(mode=rounding["mode"], places=int(rounding["places"]), applies_to=rounding["applies_to"]),
        needs_ceiling=raw["needs_ceiling"] == "true",
        source=Source(
            name=raw["source"]["name"],
            retrieved_at=date.fromisoformat(raw["source"]["retrieved_at"]),
            verified=raw["source"]["verified"] == "true",
        ),
        effective_from=date.fromisoformat(raw["effective_from"]),
        digest=digest,
    )
