"""A designation dossier (指定調書): why somebody is designated, changed or withdrawn, on which evidence, weighed by whom, to be reviewed when."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .diff import EditionDiff
from .model import Edition, Entity

Act = Literal["designate", "change", "withdraw", "take-over"]
ACTS: tuple[Act, ...] = ("designate", "change", "withdraw", "take-over")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion of the designation, whether it is met, and why."""

    criterion: str
    met: bool
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One piece of evidence with its provenance; `speaks` for or against. `level` and `caveat` are ids of `provenance.yaml`."""

    id: str
    what: str
    said_by: str
    said_at: date
    source: str
    speaks: Literal["for", "against"]
    level: str = ""
    caveat: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """What was weighed against what, with which conclusion, in which role, when."""

    speaks_for: str
    speaks_against: str
    conclusion: str
    by: str
    at: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """`entities` are ids of the edition; `authorities` are lists of others that are taken over as they stand (take-over). `digest` names the file."""

    id: str
    act: Act
    entities: tuple[str, ...]
    authorities: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    evidence: tuple[Evidence, ...]
    weighing: Weighing
    review_by: date
    digest: str


FOR_ACTS = {"new": ("designate",), "changed": ("change", "designate"), "withdrawn": ("withdraw",)}
"""Which act of a dossier speaks for which change of an edition."""


def uncovered(changes: EditionDiff, before: Edition, after: Edition, dossiers: tuple[Dossier, ...]) -> tuple[str, ...]:
    """Entities that come, go or are designated otherwise, for which no dossier speaks: neither by their id nor by their authority."""
    taken = {authority for one in dossiers for authority in one.authorities}
    found = []
    for word, acts in FOR_ACTS.items():
        named = {entity for one in dossiers if one.act in acts for entity in one.entities}
        for known in getattr(changes, word):
            old, new = before.entities.get(known), after.entities.get(known)
            if _restricts_alike(old, new) or known in named or _taken_over(old, new, taken):
                continue
            found.append(known)
    return tuple(found)


def _restricts_alike(old: Entity | None, new: Entity | None) -> bool:
    """Whether nothing changes of what is designated, though names or dates of retrieval may."""
    return _restricted(old) == _restricted(new)


def _restricted(entity: Entity | None) -> frozenset[tuple[object, ...]]:
    return frozenset(
        (one.designates, one.authority, one.clause, one.covers, one.purposes, one.affiliates, one.models, one.country, one.period, one.classification)
        for one in (entity.designations if entity else ())
    )


def _taken_over(old: Entity | None, new: Entity | None, authorities: set[str]) -> bool:
    """Whether every designation that differs is of an authority whose list is taken over as it stands."""
    differing = _restricted(old) ^ _restricted(new)
    return all(one[1] in authorities for one in differing)
