"""Watching look-ups into the protected layer: budgets, near-duplicates of names, and canary entries that nobody can ask for by chance.

Every look-up bears an entity, a case and its questions. What is over a budget, or feels its way along the spelling of names, is not answered at all;
a canary is answered like any other name, so that whoever holds a stolen register learns nothing from the answer, and the keeper is alarmed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from .. import resources
from ..faults import OurFault
from ..register.lookup import key_of
from ..tenders.centre import CentreQuestion

PATH = "desk/advice_limits.yaml"
FIGURES = ("window_days", "per_entity", "per_case", "similarity", "near_duplicates", "advice_days")
Kind = Literal["entity-budget", "case-budget", "near-duplicates", "canary", "different-advice"]
STOPPING: tuple[Kind, ...] = ("entity-budget", "case-budget", "near-duplicates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The figures of `advice_limits.yaml`."""

    window_days: int
    per_entity: int
    per_case: int
    similarity: int
    near_duplicates: int
    advice_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """One request as it was, or is to be, answered: who asked what, in which case, when."""

    entity: str
    case: str
    at: date
    questions: tuple[CentreQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something for the centre's keeper; `stops` where the request is not answered."""

    kind: Kind
    entity: str
    case: str
    at: date
    detail: str

    @property
    def stops(self) -> bool:
        return self.kind in STOPPING

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "entity": self.entity, "case": self.case, "at": self.at.isoformat(), "detail": self.detail, "stops": self.stops}


def limits_from(data: Mapping[str, Any]) -> Limits:
    """Limits from plain values; ValueError where a figure is missing, or is not a whole number that is not negative."""
    figures = {}
    for name in FIGURES:
        text = str(data.get(name, ""))
        if not text.isdecimal() or not text.isascii():
            raise ValueError(f"{name} is not a whole number: `{text}`")
        figures[name] = int(text)
    return Limits(**figures)


def default_limits() -> Limits:
    """Those of the package."""
    try:
        return limits_from(resources.read_yaml(PATH))
    except ValueError as error:
        raise OurFault(f"{PATH}: {error}") from error


def watch(asked: LookUp, history: Sequence[LookUp], limits: Limits) -> tuple[Alarm, ...]:
    """The alarms that a request raises by its measure; a question that the entity asked before costs nothing again."""
    mine = [one for one in history if one.entity == asked.entity]
    since = asked.at - timedelta(days=limits.window_days)
    recent = [one for one in mine if since <= one.at <= asked.at]
    found = []
    spent = _ids([*recent, asked])
    if len(spent) > limits.per_entity:
        found.append(_alarm("entity-budget", asked, f"{len(spent)} > {limits.per_entity}"))
    of_case = _ids([*(one for one in mine if one.case == asked.case), asked])
    if len(of_case) > limits.per_case:
        found.append(_alarm("case-budget", asked, f"{len(of_case)} > {limits.per_case}"))
    alike = near_duplicates(_names([asked]), _names(recent), limits.similarity)
    if len(alike) > limits.near_duplicates:
        shown = "; ".join(f"{one} / {other}" for one, other in alike[:3])
        found.append(_alarm("near-duplicates", asked, f"{len(alike)} > {limits.near_duplicates}: {shown}"))
    return tuple(found)


def canaries(asked: LookUp, met: Mapping[str, Collection[str]], entries: Collection[str]) -> tuple[Alarm, ...]:
    """An alarm for every question that met a canary entry; `met` are the entities of the register by question."""
    wanted = set(entries)
    return tuple(_alarm("canary", asked, question) for question, entities in met.items() if wanted.intersection(entities))


def near_duplicates(fresh: Collection[str], before: Collection[str], similarity: int) -> list[tuple[str, str]]:
    """Pairs of names that are alike and not the same by their keys, at least one of them fresh."""
    from rapidfuzz import fuzz, process

    keys = {key_of(name).key: name for name in fresh}
    known = {**{key_of(name).key: name for name in before}, **keys}
    ours, all_keys = [key for key in keys if key], [key for key in known if key]
    if not ours:
        return []
    scores = process.cdist(ours, all_keys, scorer=fuzz.ratio, score_cutoff=similarity)
    pairs = {tuple(sorted((ours[row], all_keys[column]))) for row, column in zip(*scores.nonzero(), strict=True) if ours[row] != all_keys[column]}
    return [(known[one], known[other]) for one, other in sorted(pairs)]


def _ids(looked_up: Iterable[LookUp]) -> set[str]:
    return {question.id for one in looked_up for question in one.questions}


def _names(looked_up: Iterable[LookUp]) -> set[str]:
    return {question.party.name for one in looked_up for question in one.questions if question.party is not None}


def _alarm(kind: Kind, asked: LookUp, detail: str) -> Alarm:
    return Alarm(kind=kind, entity=asked.entity, case=asked.case, at=asked.at, detail=detail)
