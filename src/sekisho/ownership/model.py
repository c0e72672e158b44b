"""Holders, stakes and charts (BODS 0.4 in our words)."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from ..terms import Identifier, Period, Share, Source

HolderKind = Literal["entity", "person", "state", "unknown"]
Designated = Literal["surely", "possibly", "no", "unknown"]
Strength = Literal["decides", "influences", "linked"]
SEVERAL = "several-of-this-name"
"""The gap of a holder whose name others bear, too, where no number tells which of them is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A node of a chart. `unknown` is an owner that the source says exists and does not name (BODS anonymousEntity, unknownEntity, unspecified)."""

    id: str
    name: str
    kind: HolderKind = "entity"
    country: str = ""
    identifiers: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """`owner` holds `share` percent of `owned` while `period` lasts. `source` names file and line or statement."""

    owner: str
    owned: str
    share: Share
    period: Period = field(default_factory=Period)
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """`holder` controls or influences `entity` in another way than by a share: evidence beside the stakes, never added to them.

    `kind` is an interest type of BODS 0.4 or one of ours (`control.STRENGTHS` has them all); `share` is stated for `votingRights` alone.
    """

    holder: str
    entity: str
    kind: str
    share: Share = field(default_factory=Share)
    period: Period = field(default_factory=Period)
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedGap:
    """What a source itself says is not known or not stated of `holder`: `code` is one of `gaps_above`'s (a GLEIF reporting exception, …)."""

    code: str
    holder: str
    period: Period = field(default_factory=Period)
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Holders by id, stakes, control and stated gaps between them, from one or more files (`digests` are SHA-256 of the files)."""

    holders: tuple[Holder, ...]
    stakes: tuple[Stake, ...]
    controls: tuple[Control, ...] = ()
    stated_gaps: tuple[StatedGap, ...] = ()
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Control or influence, or a state's stake (kind `stateHolding`), that bears on the entity asked about.

    `strength` is that of the weakest link from `holder` down to the entity; `designated` says how surely the holder is designated, or held or
    controlled by somebody who is. `path` runs from there down to the entity, stakes and control mixed; `share` is the state's.
    """

    kind: str
    strength: Strength
    holder: str
    holder_kind: HolderKind
    entity: str
    designated: Designated
    share: Share
    period: Period
    source: Source
    path: tuple[Stake | Control, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The answer about one entity: how surely designated owners hold at or above the threshold, how much, by which paths, with which gaps.

    `paths` run from a designated holder to the entity, one tuple of stakes each. `gaps` are sentences-to-be: (code, holder id). Apart from all of
    these, `control` is what a chart says of control without shares, and `controlled` how surely a designated holder has it.
    """

    entity: str
    designated: Designated
    aggregate: Share
    threshold: Fraction
    paths: tuple[tuple[Stake, ...], ...] = ()
    gaps: tuple[tuple[str, str], ...] = ()
    control: tuple[Evidence, ...] = ()
    controlled: Designated = "unknown"
