"""Ownership rules of regimes (資本関係の規則) as dated data, and whether one is in force on a day.

A rule may be suspended from one day to another, and the day may come on which nobody here knows whether it is in force. Then an officer says so, with
a day, a source and the role that says it; until then the answer is `undetermined`, which is never a clear.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from ..terms import Period, Source, Text

Standing = Literal["in force", "suspended", "undetermined", "not in force"]
STATED: tuple[Standing, ...] = ("in force", "suspended")
"""What an officer may say of a regime."""
Counting = Literal["aggregate", "single"]
ControlCounts = Literal["counts", "red-flag", "ignored"]
UnknownShare = Literal["possibly", "red-flag"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """Days on which a rule is suspended, both included, and on whose word."""

    period: Period
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Governments:
    """The governments that a regime means by owned, controlled or connected: countries (ISO 3166-1), clause, source."""

    countries: tuple[str, ...]
    clause: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Undetermined:
    """The day from which nothing here says whether the rule is in force, and why."""

    day: date
    because: Text
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """An ownership rule: holdings at (`inclusive`) or above `threshold` percent, of designated owners together (`aggregate`) or of one alone.

    `control`: whether control without shares counts, is a red flag, or is ignored. `unknown_share`: what an unknown share of a designated owner says.
    `starts` is None where the rule has no first day of its own (its pack has one); `proposed`: where it is told
    as a proposal that is no law yet.
    """

    id: str
    title: Text
    threshold: Fraction
    inclusive: bool
    counting: Counting
    control: ControlCounts
    unknown_share: UnknownShare
    source: Source
    governments: Governments | None = None
    starts: date | None = None
    starts_source: Source | None = None
    ends: date | None = None
    proposed: Source | None = None
    suspended: tuple[Suspension, ...] = ()
    undetermined: Undetermined | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedStatus:
    """What an officer says of a regime on some days: `status` (one of `STATED`), on what source, in which role, on which day it was said."""

    regime: str
    status: Standing
    period: Period
    source: str
    by: str
    at: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOn:
    """Whether a regime is in force on a day, why, and on whose word."""

    regime: Regime
    day: date
    standing: Standing
    because: Text
    source: Source


def standing_on(regime: Regime, day: date, stated: Sequence[StatedStatus] = ()) -> StandingOn:
    """What holds on the day: an officer's word on these days (the latest that begins), else the data's."""
    said = [one for one in stated if one.regime == regime.id and one.period.holds(day)]
    if said:
        last = max(said, key=lambda one: (one.period.start or date.min, one.at or date.min, one.status))
        source = Source(name=f"{last.source} ({last.by})", retrieved_at=last.at)
        return StandingOn(regime=regime, day=day, standing=last.status, because=_stated(regime, last), source=source)
    standing, because, source = _from_data(regime, day)
    return StandingOn(regime=regime, day=day, standing=standing, because=because, source=source)


def _stated(regime: Regime, said: StatedStatus) -> Text:
    ja = {"in force": "効力がある", "suspended": "停止中である"}[said.status]
    return Text(ja=f"{regime.title.ja}は{ja}とする職員の申告による。", en=f"An officer states that {regime.title.en} is {said.status}.")


def _from_data(regime: Regime, day: date) -> tuple[Standing, Text, Source]:
    title = regime.title
    if regime.proposed:
        return "not in force", Text(ja=f"{title.ja}は提案であり、法令ではない。", en=f"{title.en} is no law yet."), regime.proposed
    if regime.starts and day < regime.starts:
        because = Text(ja=f"{title.ja}は{regime.starts}から効力を生ずる。", en=f"{title.en} takes effect on {regime.starts}.")
        return "not in force", because, regime.starts_source or regime.source
    if regime.ends and day > regime.ends:
        return "not in force", Text(ja=f"{title.ja}は{regime.ends}までであった。", en=f"{title.en} ran to {regime.ends}."), regime.source
    for one in regime.suspended:
        if one.period.holds(day):
            return "suspended", _suspended(regime, one), one.source
    if regime.undetermined and day >= regime.undetermined.day:
        return "undetermined", regime.undetermined.because, regime.undetermined.source
    return "in force", Text(ja=f"{title.ja}は効力がある。", en=f"{title.en} is in force."), regime.starts_source or regime.source


def _suspended(regime: Regime, one: Suspension) -> Text:
    start, end = one.period.start or "", one.period.end or ""
    return Text(ja=f"{regime.title.ja}は{start}から{end}まで停止されている。", en=f"{regime.title.en} is suspended from {start} to {end}.")
