"""Presets: formulas that agencies published, as data, with their variants. A tender's own values override the preset's."""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, cast

from .. import resources
from ..faults import refuse
from ..terms import Source, Text, parse_number
from .formulas import PARTS, Formulas
from .language import parse
from .model import Rounding, TieRule

FOLDER = "evaluation/presets"
OWN = "own"
"""The preset of a tender that writes its own formulas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number that the formulas need beside points and prices; `default` None = the notice must give it."""

    name: str
    text: Text
    default: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One published formula with its own points and rounding; `digest` is the SHA-256 of its file, `written` its formulas as text by part."""

    id: str
    formulas: Formulas
    written: Mapping[str, str]
    text: Text
    technical_points: Fraction
    price_points: Fraction
    rounding: Rounding
    source: Source
    effective_from: date
    digest: str
    parameters: tuple[Parameter, ...] = ()
    minimum_score: Fraction | None = None
    tie: TieRule = "none"
    variant_of: str = ""

    @property
    def needs_ceiling(self) -> bool:
        """Whether a formula divides by the ceiling or takes from it."""
        return "ceiling" in self.formulas.names

    @property
    def needs_price(self) -> bool:
        """Whether a bid without a price can be scored or ranked at all."""
        return self.formulas.by_price or bool(self.formulas.names & {"bid", "lowest_bid", "highest_bid"})

    @property
    def needs_technical(self) -> bool:
        """Whether a bid is scored at all."""
        return bool(self.formulas.of)


@functools.cache
def presets() -> Mapping[str, Preset]:
    """Every preset by its id, variants after what they vary."""
    found = [preset for path in resources.names_under(FOLDER, ".yaml") for preset in _presets(resources.read_yaml(path), resources.digests()[path])]
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
            remedy=(
                f"次から選ぶ: {', '.join(presets())}。独自の式は {OWN} として evaluation.formulas に書く",
                f"choose one of: {', '.join(presets())}; or write your own formulas under evaluation.formulas and name it {OWN}",
            ),
            shown=name,
        )
    return found


def own_preset(written: Mapping[str, str], formulas: Formulas, parameters: tuple[Parameter, ...]) -> Preset:
    """The preset of a tender's own formulas; its points and everything else are the tender's."""
    shown = "; ".join(f"{part} = {written[part]}" for part in PARTS if part in written)
    return Preset(
        id=OWN,
        formulas=formulas,
        written=written,
        text=Text(ja=f"公告に定める式: {shown}", en=f"As the notice says: {shown}"),
        technical_points=Fraction(0),
        price_points=Fraction(0),
        rounding=Rounding(mode="none"),
        source=Source(name="tender.yaml"),
        effective_from=date.min,
        digest="",
        parameters=parameters,
    )


def _presets(raw: Mapping[str, Any], digest: str) -> Iterator[Preset]:
    """The preset of a file and its variants, which say only what differs."""
    yield _preset(raw, digest)
    for variant in raw.get("variants", ()):
        yield _preset({**raw, **variant, "variant_of": raw["id"]}, digest)


def _preset(raw: Mapping[str, Any], digest: str) -> Preset:
    rounding = raw["rounding"]
    parameters = tuple(_parameter(name, told) for name, told in raw.get("parameters", {}).items())
    written: Mapping[str, str] = raw.get("formulas") or {}
    known = [one.name for one in parameters]
    formulas = {part: parse(written[part], known=known) for part in PARTS if part in written}
    return Preset(
        id=raw["id"],
        formulas=Formulas(of=formulas, by_price=raw.get("ranked_by") == "price"),
        written=written,
        text=Text(ja=raw["ja"], en=raw["en"]),
        technical_points=parse_number(raw["technical_points"]),
        price_points=parse_number(raw["price_points"]),
        rounding=Rounding(mode=rounding["mode"], places=int(rounding["places"]), applies_to=rounding["applies_to"]),
        source=Source(
            name=raw["source"]["name"],
            retrieved_at=date.fromisoformat(raw["source"]["retrieved_at"]),
            verified=raw["source"]["verified"] == "true",
        ),
        effective_from=date.fromisoformat(raw["effective_from"]),
        digest=digest,
        parameters=parameters,
        minimum_score=parse_number(raw["minimum_score"]) if "minimum_score" in raw else None,
        tie=cast("Literal['none', 'higher-technical']", raw.get("tie", "none")),
        variant_of=raw.get("variant_of", ""),
    )


def _parameter(name: str, told: Mapping[str, str]) -> Parameter:
    default = parse_number(told["default"]) if "default" in told else None
    return Parameter(name=name, text=Text(ja=told["ja"], en=told["en"]), default=default)
