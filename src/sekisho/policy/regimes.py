"""Regimes from `regimes.yaml` into values. A fault in our own file is our fault, and stops."""

import functools
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from .. import resources
from ..faults import OurFault
from ..terms import Period, Source, Text, parse_number
from .regime import ControlCounts, Counting, Governments, Regime, Suspension, Undetermined, UnknownShare

PATH = "policy/regimes.yaml"


@functools.cache
def regimes() -> Mapping[str, Regime]:
    """Every regime by its id."""
    try:
        raw = resources.read_yaml(PATH)
        sources = {key: _source(one) for key, one in raw["sources"].items()}
        found = [_regime(one, sources) for one in raw["regimes"]]
    except (KeyError, ValueError, TypeError) as error:
        raise OurFault(f"{PATH}: {error!r}") from error
    return {one.id: one for one in found}


def regimes_digest() -> str:
    """SHA-256 of the data."""
    return resources.digests()[PATH]


def _source(raw: Mapping[str, str]) -> Source:
    return Source(name=raw["name"], retrieved_at=date.fromisoformat(raw["retrieved_at"]), verified=raw["verified"] == "true")


def _regime(raw: Mapping[str, Any], sources: Mapping[str, Source]) -> Regime:
    starts = raw.get("effective_from")
    return Regime(
        id=raw["id"],
        title=Text(ja=raw["title"]["ja"], en=raw["title"]["en"]),
        threshold=parse_number(raw["threshold"]),
        inclusive=_one_of(raw["inclusive"], ("true", "false")) == "true",
        counting=_one_of(raw["counting"], get_args(Counting)),
        control=_one_of(raw["control"], get_args(ControlCounts)),
        unknown_share=_one_of(raw["unknown_share"], get_args(UnknownShare)),
        source=sources[raw["source"]],
        governments=_governments(raw.get("governments"), sources),
        starts=date.fromisoformat(starts["day"]) if starts else None,
        starts_source=sources[starts["source"]] if starts else None,
        ends=date.fromisoformat(raw["effective_to"]) if raw.get("effective_to") else None,
        proposed=sources[raw["proposed"]["source"]] if "proposed" in raw else None,
        suspended=tuple(_suspension(one, sources) for one in raw.get("suspended", ())),
        undetermined=_undetermined(raw.get("undetermined_from"), sources),
    )


def _one_of(word: str, words: tuple[str, ...]) -> Any:
    if word not in words:
        raise ValueError(f"{word!r} is none of {words}")
    return word


def _governments(raw: Mapping[str, Any] | None, sources: Mapping[str, Source]) -> Governments | None:
    return Governments(countries=tuple(raw["countries"]), clause=raw["clause"], source=sources[raw["source"]]) if raw else None


def _suspension(raw: Mapping[str, str], sources: Mapping[str, Source]) -> Suspension:
    period = Period(start=date.fromisoformat(raw["from"]), end=date.fromisoformat(raw["to"]) if raw.get("to") else None)
    return Suspension(period=period, source=sources[raw["source"]])


def _undetermined(raw: Mapping[str, str] | None, sources: Mapping[str, Source]) -> Undetermined | None:
    if not raw:
        return None
    return Undetermined(day=date.fromisoformat(raw["day"]), because=Text(ja=raw["ja"], en=raw["en"]), source=sources[raw["source"]])
