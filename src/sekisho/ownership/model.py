"""Holders, stakes and charts (BODS 0.4 in our words)."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from ..terms import Identifier, Period, Share, Source

HolderKind = Literal["entity", "person", "state", "unknown"]


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


Designated = Literal["surely", "possibly", "no", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The answer about one entity: how surely designated owners hold at or above the threshold, how much, by which paths, with which gaps.

    `paths` run from a designated holder to the entity, one tuple of stakes each. `gaps` are sentences-to-be: (code, holder id).
    """

    entity: str
    designated: Designated
    aggregate: Share
    threshold: Fraction
    paths: tuple[tuple[Stake, ...], ...] = ()
    gaps: tuple[tuple[str, str], ...] = ()
