"""A proposed award, and the letters of questions that stand before one."""

from dataclasses import dataclass
from datetime import date

from ..tenders.methods import EndsIn
from ..terms import Text
from .price import AwardPrice


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOf:
    """One question in a bidder's letter and the lines it concerns (() = the bid as a whole). `findings` are the ids it would settle.

    `about` is the party that it names, as the bid names it.
    """

    fact: str
    text: Text
    lines: tuple[str, ...]
    findings: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The one grouped letter of questions (照会) to a bidder. It names no register entry and no price.

    In a round every bidder gets one, with or without questions, sent on one day with one last day. `round` "" = of no round yet.
    `equal`: every bidder has the same days, which the letter then says.
    """

    bid: str
    bidder: str
    questions: tuple[AskedOf, ...]
    round: str = ""
    sent_at: date | None = None
    due: date | None = None
    equal: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What Sekisho proposes; a person decides and signs. `winner` is None where none may be proposed, and `reason` says why either way.

    `price` is what the award would come to with tax (落札価格); None without a winner, and where no tax rate is stated for a bid without tax.
    `ends_in`: what the winner is given: the award, negotiations (企画競争: 交渉権), or a contract (随意契約).
    """

    winner: str | None
    excluded: tuple[str, ...]
    pending: tuple[str, ...]
    reason: Text
    letters: tuple[Letter, ...]
    price: AwardPrice | None = None
    ends_in: EndsIn = "award"
