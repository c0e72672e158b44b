"""The removal plan (撤去計画): which devices are of concern, and what somebody decided to do about each, kept from audit to audit.

Sekisho says what is of concern and why; a person fills in by when, in which window, what holds until then, the cost and the substitute.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..estate.merge import KEYED, keys_of
from ..findings import Finding, Verdict
from .audit_estate import EstateAudit, Group

FILLED = ("by_when", "window", "interim_measure", "cost", "substitute", "responsible", "note")
"""What people fill in: 期限, 作業時間帯, 暫定措置, 費用, 代替品, 担当, 備考."""
TOLD = ("site", "place", "model", "function", "consequence", "redundancy")
"""Facts of a device that stand in its row."""
NO_CONCERN = frozenset({"UNDISCLOSED", "REGISTER", "RULE-FAILED", "SPOOF"})
"""Findings that ask for a fact: they call for an answer, not for a removal."""
BATCH = 20_000
GONE = "gone"
"""The verdict of a row whose device this audit has not seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One device of the plan. `keys` find it again in the next audit; `why` is its findings' ids; `filled` what people decided, by FILLED."""

    device: str
    keys: tuple[str, ...]
    verdict: str
    site: str = ""
    place: str = ""
    maker: str = ""
    model: str = ""
    function: str = ""
    consequence: str = ""
    redundancy: str = ""
    why: tuple[str, ...] = ()
    filled: Mapping[str, str] = field(default_factory=dict)


def concerns(group: Group) -> tuple[Finding, ...]:
    """The findings of a group for which a device would be removed."""
    return tuple(one for one in group.findings if one.rule not in NO_CONCERN and one.standing is not Verdict.CLEAR)


def removal_plan(audit: EstateAudit, earlier: Sequence[PlanRow] = ()) -> tuple[PlanRow, ...]:
    """A row for each device of concern, the gravest first, with what an earlier plan holds of it; rows whose device is gone stand at the end."""
    concerned = np.array([bool(concerns(group)) for group in audit.groups] or [False])
    devices = np.flatnonzero(concerned[audit.group_of]) if len(audit.group_of) else np.zeros(0, np.int64)
    known = _by_key(earlier)
    kept: set[int] = set()
    rows = []
    whys = {group: tuple(one.id for one in concerns(audit.groups[group])) for group in set(audit.group_of[devices].tolist())}
    for group, facts, (name, keys) in zip(audit.group_of[devices].tolist(), _told(audit, devices), _named(audit, devices), strict=True):
        before = next((known[key] for key in (*keys, name) if key in known), None)
        if before is not None:
            kept.add(before)
        filled = earlier[before].filled if before is not None else {}
        rows.append(_row(audit.groups[group], whys[group], facts, name, keys, filled))
    rows.sort(key=lambda row: (row.verdict != Verdict.BAR.word, row.site, row.device))
    gone = [one for place, one in enumerate(earlier) if place not in kept and any(one.filled.values())]
    return (
        *rows,
        *(
            PlanRow(device=one.device, keys=one.keys, verdict=GONE, site=one.site, maker=one.maker, model=one.model, filled=one.filled)
            for one in gone
        ),
    )


def _by_key(rows: Iterable[PlanRow]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, row in enumerate(rows):
        for key in (*row.keys, row.device):
            found.setdefault(key, place)
    return found


def _named(audit: EstateAudit, devices: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What each device is called, and its keys."""
    for start in range(0, len(devices), BATCH):
        numbers = [int(device) for device in devices[start : start + BATCH]]
        rows = [audit.devices.rows(number) for number in numbers]
        names = audit.facts["device"].take(numbers).to_pylist()
        told = iter(audit.devices.sightings.several([int(row) for some in rows for row in some], KEYED))
        for name, some in zip(names, rows, strict=True):
            keys = {key for _ in some for key in keys_of(next(told))}
            yield name, tuple(sorted(keys))


def _told(audit: EstateAudit, devices: Any) -> Iterator[tuple[str, ...]]:
    """The facts of each device that the plan shows, by TOLD."""
    return zip(*(audit.facts[fact].take(devices).to_pylist() for fact in TOLD), strict=True)


def _row(group: Group, why: tuple[str, ...], facts: tuple[str, ...], name: str, keys: tuple[str, ...], filled: Mapping[str, str]) -> PlanRow:
    return PlanRow(
        device=name,
        keys=keys,
        verdict=group.verdict.word,
        maker="; ".join(group.about.makers) or group.about.known_maker,
        why=why,
        filled={one: filled.get(one, "") for one in FILLED},
        **dict(zip(TOLD, facts, strict=True)),
    )
