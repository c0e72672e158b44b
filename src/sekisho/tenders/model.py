"""A tender, its bids and their equipment lists (機器等リスト)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from ..composition.model import Bom
from ..findings import Decision
from ..ownership.model import Chart
from ..policy.regime import StatedStatus
from ..terms import Mark, Money, Party
from .advice import Advice
from .alerts import AlertNote
from .attestation import Attestation
from .centre import CentreWord
from .events import ClockFacts, Event
from .interests import Interest
from .offered import LowPriceRecord as LowPriceRecord
from .offered import Marked as Marked
from .offered import Technical as Technical
from .publication import Publication
from .rounds import AskedFact, Round
from .shape import BidShape, TenderShape

Stage = Literal["list", "bid"]

LIST_COLUMNS = (
    "line", "kind", "maker", "maker_id", "model", "name", "version", "quantity",
    "purpose", "role", "origin", "place", "supplier", "cloud_region", "remarks",
)  # fmt: skip
"""Canonical columns of an equipment list, in the order of the blank form (contract: *List columns*)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentItem:
    """One line (`line` is the bidder's own number, as text). `where` is `sheet!A12` or `line 12`. `maker` None = not disclosed.

    `quantity` None = not given. `role` and `purpose` are the text given; packs read them through their word lists.
    """

    line: str
    where: str
    kind: str = ""
    maker: Party | None = None
    model: str = ""
    name: str = ""
    version: str = ""
    quantity: Fraction | None = None
    purpose: str = ""
    role: str = ""
    origin: str = ""
    place: str = ""
    supplier: Party | None = None
    cloud_region: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentList:
    """A list as submitted; `digest` is the SHA-256 of the file, `columns` the canonical columns it has, `ignored` headers that map to none.

    `since`: line -> file of the earlier version in which the line stands unchanged; its item is the one that was read there.
    """

    file: str
    digest: str
    items: tuple[EquipmentItem, ...]
    columns: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    since: Mapping[str, str] = field(default_factory=dict)

    def file_of(self, line: str) -> str:
        """The file in which a line stands since it last changed: later versions that repeat it are no other evidence."""
        return self.since.get(line, self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcontractor:
    """A subcontractor (再委託先) and its share of the work."""

    party: Party
    work: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service (役務・クラウド) and who provides it; None = not disclosed."""

    name: str
    provider: Party | None
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionClaim:
    """A bidder's claim that an exception of the pack applies to a line; it never clears by itself."""

    line: str
    exception: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVersion:
    """A version of a bid's list with what came with it: bills of materials, marks and claims by line. `submitted_at` None = not stated.

    `boms`, `marks`, `exceptions` and `questions` are those that hold under this version: a replaced product inherits none.
    """

    version: str
    list: EquipmentList
    submitted_at: date | None = None
    reason: str = ""
    round: str = ""
    boms: Mapping[str, Bom] = field(default_factory=dict)
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    exceptions: tuple[ExceptionClaim, ...] = ()
    questions: tuple[AskedFact, ...] = ()
    attestations: tuple[Attestation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """A file that a case was read from: kind (`tender`, `bid`, `list`, `bom`, `chart`, `decisions`, `mapping`), path within the case, SHA-256."""

    kind: str
    path: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid:
    """Everything one bidder handed in, with the decisions that were taken on it. `subcontractors` and `services` None = not stated, () = none.

    `marks` are those of an inspected sample, by the line's number. `evaluations` are evaluators' marks, by member and item.
    `versions` are those of the list, oldest first, where there are several: `list`, `boms`, `marks`, `exceptions` and `questions` are those
    of the last. `chart` is what the bidder's own charts (`shown_charts`) and the officer's say together.
    """

    id: str
    bidder: Party
    list: EquipmentList | None = None
    boms: Mapping[str, Bom] = field(default_factory=dict)
    chart: Chart | None = None
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    subcontractors: tuple[Subcontractor, ...] | None = None
    services: tuple[Service, ...] | None = None
    represents: Mapping[str, bool] = field(default_factory=dict)
    exceptions: tuple[ExceptionClaim, ...] = ()
    price: Money | None = None
    technical: Technical | None = None
    evaluations: Mapping[str, Mapping[str, Marked]] = field(default_factory=dict)
    low_price: LowPriceRecord | None = None
    decisions: tuple[Decision, ...] = ()
    shape: BidShape = field(default_factory=BidShape)
    files: tuple[FileRead, ...] = ()
    versions: tuple[ListVersion, ...] = ()
    questions: tuple[AskedFact, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    shown_charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeVersion:
    """A version of the notice: when it was published, the digest of what it froze, and to which bids it was sent (None = to all)."""

    version: str
    at: date
    digest: str
    sent_to: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodException:
    """A recorded exception to the refusal of a price-only method."""

    by: str
    authority: str
    reason: str
    at: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """A tender (調達案件). `viewpoints` None = not stated; () = outside every viewpoint. `policy` "" = not named, "none" = evaluate only.

    `regime` is the rule on ownership that counts ("" = the policy's), `regime_status` what officers state of regimes.
    """

    id: str
    title: str
    agency: str
    notice_date: date
    policy: str = ""
    viewpoints: tuple[str, ...] | None = None
    stage: Stage = "bid"
    rehearsal: bool = False
    method_exception: MethodException | None = None
    notices: tuple[NoticeVersion, ...] = ()
    regime: str = ""
    regime_status: tuple[StatedStatus, ...] = ()
    shape: TenderShape = field(default_factory=TenderShape)
    rounds: tuple[Round, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A tender with all its bids, as read from a case folder; `register` is the path the case names, "" if none."""

    tender: Tender
    bids: tuple[Bid, ...]
    register: str = ""
    files: tuple[FileRead, ...] = ()
    publication: Publication = field(default_factory=Publication)
    events: tuple[Event, ...] = ()
    alerts: tuple[AlertNote, ...] = ()
    clock_facts: ClockFacts = field(default_factory=ClockFacts)
    advice: tuple[Advice, ...] = ()
    centre: CentreWord = field(default_factory=CentreWord)
    interests: tuple[Interest, ...] = ()
