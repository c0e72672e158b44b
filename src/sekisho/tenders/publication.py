"""What an agency adds to a case so that it can be published: numbers and codes of the publishing systems, the opening, the award that was decided.

Nothing of it changes an outcome. What may leave a case, and when, is for `desk.publish` to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ..terms import Money

Method = Literal["", "open", "selective", "limited", "direct"]
Category = Literal["", "goods", "services", "works"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardDecision:
    """The award (落札) as a person decided it: which bid, when, by which role, on what authority; `lot` "" = the whole tender.

    `price` is the one agreed on where it is not the bid's (交渉・見積合わせ); None = the bid's.
    """

    winner: str
    at: date
    by: str
    authority: str
    lot: str = ""
    price: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """`publication` of `tender.yaml`; "" and None are what the agency did not state.

    `opened_at` is the day on which bids were or will be opened (開札日). `method` is a code of OCDS, `method_name` the agency's own word for it.
    `agency_number` is the agency's 法人番号. `ceiling_published`: the agency publishes the ceiling once there is an award.
    `owners_published`: the law permits the persons behind bidders to be published, and they are.
    `gif` are further items of the government's data model (DS-451-8) by their English names.
    """

    ocid_prefix: str = ""
    number: str = ""
    agency_number: str = ""
    ministry_code: str = ""
    method_code: str = ""
    method: Method = ""
    method_name: str = ""
    method_reason: str = ""
    category: Category = ""
    opened_at: date | None = None
    award: AwardDecision | None = None
    awards: tuple[AwardDecision, ...] = ()
    ceiling_published: bool = False
    owners_published: bool = False
    gif: Mapping[str, str] = field(default_factory=dict)
