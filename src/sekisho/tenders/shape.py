"""The shape of a tender and its bids: method, lots, unit prices, experts' opinions, GPA Art. III; consortia, leasing, offers for a lot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from ..terms import Money, Party
from .methods import MethodId
from .offered import LowPriceRecord, Marked, Technical

Body = Literal["national", "municipality"]
CeilingBy = Literal["total", "line"]
MemberRole = Literal["representative", "member"]
Paragraph = Literal["III:1", "III:2"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot (ロット・分割された調達の一): its own ceiling and terms of evaluation stand in the case under its id."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotLimit:
    """The most lots that one bidder may win. Lots are awarded in the order in which the notice lists them, so that the outcome is one."""

    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitItem:
    """An item of a unit-price contract (単価契約): its estimated quantity (予定数量), and its own ceiling where ceilings are by item."""

    id: str
    title: str
    quantity: Fraction
    unit: str = ""
    ceiling: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrices:
    """Unit prices asked for: `ceiling_by` total (the sum against the ceiling) or line (every unit price against its item's own, and the sum too)."""

    items: tuple[UnitItem, ...]
    currency: str
    tax: Literal["excluded", "included"]
    ceiling_by: CeilingBy = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """An expert's opinion (学識経験者の意見): by which role, when, and what it came to."""

    by: str
    at: date
    opinion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Experts:
    """Experts heard before the criteria were set; `again`: whether they held that they must be heard again on the winner, None = not recorded."""

    on_criteria: tuple[Opinion, ...] = ()
    again: bool | None = None
    on_winner: tuple[Opinion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """Whether GPA Art. III is invoked, for which lots (() = the whole), under which paragraph, by which role, why. Nothing is ever assumed."""

    invoked: bool
    paragraph: Paragraph
    lots: tuple[str, ...]
    by: str
    authority: str
    reason: str
    at: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Discretionary:
    """What a discretionary contract (随意契約) rests on: clause and reason, by which role and when; its ceiling and tax rate, where there are any."""

    clause: str
    reason: str
    by: str
    at: date
    ceiling: Money | None = None
    tax_rate: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderShape:
    """`method` "" = not stated. `body`: whose rules of procedure hold. () and None are what the tender does not have.

    `lot`: this is that lot of a tender, as a case of its own.
    """

    method: MethodId = ""
    body: Body = "national"
    lots: tuple[Lot, ...] = ()
    lot_limit: LotLimit | None = None
    unit_prices: UnitPrices | None = None
    experts: Experts | None = None
    invocations: tuple[Invocation, ...] = ()
    discretionary: Discretionary | None = None
    lot: Lot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a consortium (共同企業体の構成員): its role, its share in percent (None = not stated), its work."""

    party: Party
    role: MemberRole
    share: Fraction | None = None
    work: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The bidder is a lessor (リース会社): who supplies the goods to it; None = not disclosed."""

    supplier: Party | None
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotBid:
    """What a bid offers for one lot. `lines` are the lines of its list that are for this lot, None = all of them."""

    price: Money | None = None
    technical: Technical | None = None
    lines: tuple[str, ...] | None = None
    evaluations: Mapping[str, Mapping[str, Marked]] = field(default_factory=dict)
    low_price: LowPriceRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BidShape:
    """`members` of a consortium, `lease` of a lessor, `lots` that it bids for (None = the tender has none), unit prices by item."""

    members: tuple[Member, ...] = ()
    lease: Lease | None = None
    lots: Mapping[str, LotBid] | None = None
    unit_prices: Mapping[str, Fraction] = field(default_factory=dict)
