"""A policy pack: criteria with their source and dates, and nothing else.

Certainty words a rule may report: `same`, `affiliate`, `possible` (who a name is), `surely`, `possibly` (a share), `missing`, `declared`,
`disguised` (a name written with hidden or look-alike characters).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..findings import Verdict
from ..terms import Period, Source, Text
from .regime import Regime

TRIGGERS = (
    "supplier", "maker", "product", "component", "owner", "service-provider", "subcontractor", "place", "undisclosed", "represents", "control",
    "government",
)  # fmt: skip
CERTAINTIES = ("same", "affiliate", "possible", "surely", "possibly", "missing", "declared", "disguised", "decides", "influences", "linked")
FACTS = (
    "maker", "model", "kind", "bom", "component-maker", "owners", "subcontractors", "services", "origin", "purpose", "supplier", "version",
    "quantity",
)  # fmt: skip
ISSUERS = ("maker", "laboratory", "certifier", "bidder", "other")
GoodsOrService = Literal["goods", "software", "service"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewpoint:
    """One of the viewpoints by which a system is in scope (対象システムの観点)."""

    id: str
    text: Text
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of goods or services (機器等の種別). `words` are the spellings recognised in lists, `groups` what a designation may cover it by."""

    id: str
    text: Text
    nature: GoodsOrService
    groups: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class WordList:
    """A closed vocabulary of a list column (`role`, `purpose`): id -> spellings, and a text to show."""

    id: str
    text: Text
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What must be known: `facts` for the listed kinds (empty = all) in the listed roles (empty = all).

    `bom_depth`: to how many levels a bill of materials must go (`bom`), and every part in it name its maker (`component-maker`; 0 = all of them).
    """

    facts: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    bom_depth: int = 0
    ask: Mapping[str, Text]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestable:
    """Facts that are known once an issuer of one of these kinds attests them; any other attestation is shown and supplies nothing."""

    facts: tuple[str, ...]
    issuers: tuple[str, ...]
    because: Text
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow:
    """One row of the table trigger × certainty × authority -> verdict. `*` matches anything; the first row that matches decides.

    `authority` is a group of the pack's `authorities` or the authority itself.
    """

    trigger: str
    certainty: str
    authority: str
    verdict: Verdict
    because: Text
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionRule:
    """An exception that a bidder may claim; a claim lowers BAR to REFER and never clears."""

    id: str
    text: Text
    clause: str
    ask: Text
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """A statement the bidder must make about itself: `id` is the key in `represents`."""

    id: str
    text: Text
    ask: Text
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedBody:
    """An entity that the instrument binds (対象機関), with the days it is on the list; `open_slot` marks a place whose holder is not known."""

    name: str
    period: Period
    open_slot: bool = False
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodGuard:
    """Award methods that the pack refuses for a system in scope."""

    refused: tuple[str, ...]
    because: Text
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A policy pack in the version of one file; `digest` is the SHA-256 of its bytes."""

    id: str
    version: str
    title: Text
    instrument: Text
    period: Period
    adopted_at: date
    revised_at: tuple[date, ...]
    digest: str
    sources: tuple[Source, ...]
    viewpoints: tuple[Viewpoint, ...]
    bodies: tuple[ListedBody, ...]
    kinds: tuple[Kind, ...]
    roles: tuple[WordList, ...]
    purposes: tuple[WordList, ...]
    requirements: tuple[Requirement, ...]
    authorities: Mapping[str, str]
    verdicts: tuple[VerdictRow, ...]
    exceptions: tuple[ExceptionRule, ...]
    representations: tuple[Representation, ...]
    method_guard: MethodGuard | None
    regime: Regime
    default_affiliates: Literal["included", "excluded", "unstated"]
    rehearsal: Period
    rehearsal_text: Text
    out_of_scope_columns: tuple[str, ...] = ()
    unverified: tuple[Text, ...] = ()
    attestations: tuple[Attestable, ...] = ()
