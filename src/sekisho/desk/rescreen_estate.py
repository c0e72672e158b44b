"""What a new edition does to installed devices: the same sightings audited by both editions, and what differs told by devices that are alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..estate.sightings import coded
from ..findings import Finding
from .audit_estate import EstateAudit, Group
from .rescreen import Kind, faded_labels, kind_of_change, pairs_of
from .rescreen_inputs import Change

MOST_SITES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """Devices of one maker and model for which a finding differs: how many, and at which sites (the first of them). `changes`: all that changed."""

    kind: Kind
    devices: int
    sites: tuple[str, ...]
    maker: str
    models: tuple[str, ...]
    was: Finding | None
    finding: Finding | None
    changes: tuple[Change, ...] = ()

    def as_json(self) -> dict[str, Any]:
        shown = self.finding or self.was
        assert shown is not None
        verdicts = {side: one.standing.word if one else None for side, one in (("from", self.was), ("to", self.finding))}
        place = {"kind": self.kind, "devices": self.devices, "sites": list(self.sites), "maker": self.maker, "models": list(self.models)}
        told = {"rule": shown.rule, "verdict": verdicts, "because": shown.because.as_json()}
        return {**place, **told, "changes": [one.as_json() for one in self.changes]}


def rescreen_estate(before: EstateAudit, after: EstateAudit, *, changes: tuple[Change, ...] = (), stale: bool = False) -> tuple[Devices, ...]:
    """What differs between two audits of the same sightings, once for devices that are alike by both; `stale`: nothing can be cleared."""
    if not len(after.devices):
        return ()
    faded = faded_labels(before.edition, after.edition, after.facts_as_of)
    together = np.stack((before.group_of, after.group_of), axis=1)
    pairs, which = np.unique(together, axis=0, return_inverse=True)
    sites = coded(after.facts["site"])
    found: list[Devices] = []
    for at, (then, now) in enumerate(pairs.tolist()):
        devices = np.flatnonzero(which.reshape(-1) == at)
        named = tuple(sites.values[code] for code in np.unique(sites.codes[devices])[:MOST_SITES])
        found += _differing(before.groups[then], after.groups[now], len(devices), named, faded, stale=stale or after.stale)
    return tuple(replace(one, changes=changes) for one in found)


def _differing(then: Group, now: Group, count: int, sites: Sequence[str], faded: frozenset[str], *, stale: bool) -> Iterator[Devices]:
    for was, found in pairs_of(then.findings, now.findings):
        kind = kind_of_change(was, found, faded, stale=stale)
        maker, models = now.about.known_maker, now.about.models
        yield Devices(kind=kind, devices=count, sites=tuple(sites), maker=maker, models=models, was=was, finding=found)
