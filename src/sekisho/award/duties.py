"""Duties to report what was identified and to check again (889, FASCSA): fields and deadlines from `policy/reporting.yaml` into values."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from .. import resources
from ..faults import OurFault
from ..terms import Source, Text
from .deadlines import Timetable, read_timetable

PATH = "policy/reporting.yaml"
ReportKind = Literal["initial", "further"]
Needed = Literal["always", "if-applicable", "if-known", "one-of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAsked:
    """A field of a report. `needed` one-of: at least one field of the same `group` is given."""

    id: str
    report: ReportKind
    title: Text
    needed: Needed
    group: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What one regime asks: the ids of its deadlines, the fields of its reports, what of it is not confirmed."""

    id: str
    title: Text
    initial: str
    further: str
    recheck: str
    unverified: Text
    fields: tuple[FieldAsked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """The data file: deadlines in the form of procurement's, and duties by regime."""

    timetable: Timetable
    regimes: Mapping[str, Duty]


@functools.cache
def duties() -> Duties:
    """Every duty to report."""
    table = read_timetable(PATH)
    try:
        raw = resources.read_yaml(PATH)
        sources = {key: _source(one) for key, one in raw["sources"].items()}
        regimes = {one["id"]: _duty(one, sources) for one in raw["regimes"]}
        known = {one.id for one in table.deadlines}
        if any({one.initial, one.further, one.recheck} - known for one in regimes.values()):
            raise ValueError("a regime names a deadline that is not there")
    except (KeyError, ValueError, TypeError) as error:
        raise OurFault(f"{PATH}: {error!r}") from error
    return Duties(timetable=table, regimes=regimes)


def _source(raw: Mapping[str, str]) -> Source:
    return Source(name=raw["name"], retrieved_at=date.fromisoformat(raw["retrieved_at"]), verified=raw["verified"] == "true")


def _duty(raw: Mapping[str, Any], sources: Mapping[str, Source]) -> Duty:
    return Duty(
        id=raw["id"],
        title=Text(ja=raw["ja"], en=raw["en"]),
        initial=raw["initial"],
        further=raw["further"],
        recheck=raw["recheck"],
        unverified=Text(ja=raw["unverified"]["ja"], en=raw["unverified"]["en"]),
        fields=tuple(_field(one, sources) for one in raw["fields"]),
    )


def _field(raw: Mapping[str, str], sources: Mapping[str, Source]) -> FieldAsked:
    if raw["report"] not in get_args(ReportKind) or raw["needed"] not in get_args(Needed) or (raw["needed"] == "one-of") != ("group" in raw):
        raise ValueError(f"field {raw['id']}")
    return FieldAsked(
        id=raw["id"],
        report=raw["report"],  # type: ignore[arg-type]
        title=Text(ja=raw["ja"], en=raw["en"]),
        needed=raw["needed"],  # type: ignore[arg-type]
        group=raw.get("group", ""),
        source=sources[raw["source"]],
    )
