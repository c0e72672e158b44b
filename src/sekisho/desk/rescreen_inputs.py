"""The inputs of a re-screening that may change, and what of each the change can reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..findings import Finding
from ..marks.model import TableCard, Tables
from ..names.normalise import name_key
from ..screening.betrayed import cards_asked, families_asked
from ..screening.rules import control, mark, owner
from ..tenders.model import Bid

Input = Literal["edition", "policy", "chart", "table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An input that changed, with the digests (SHA-256, hexadecimal) of what it was and what it is."""

    input: Input
    before: tuple[str, ...]
    after: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"input": self.input, "from": list(self.before), "to": list(self.after)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """All tables of marks of one side, opened or not: enough to tell which are asked of a family."""

    cards: Sequence[TableCard]

    def look_up(self, _mark: object) -> Sequence[Any]:
        """Cards alone say nothing of a mark."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherTables:
    """Tables of marks before and after, with the cards of all that are on either side."""

    before: Tables
    after: Tables
    all_before: Cards
    all_after: Cards

    @property
    def change(self) -> Change:
        """The tables that are not on both sides."""
        then, now = ({card.digest: None for card in side.cards} for side in (self.all_before, self.all_after))
        return Change(input="table", before=tuple(one for one in then if one not in now), after=tuple(one for one in now if one not in then))

    @property
    def lost(self) -> bool:
        """Whether a kind of table is not there any more."""
        return bool({card.kind for card in self.all_before.cards} - {card.kind for card in self.all_after.cards})

    def lost_for(self, bid: Bid) -> bool:
        """Whether a kind of table that was asked of the bid's marks is not there any more."""
        families = families_asked(bid)
        then, now = ({card.kind for card in cards_asked(side, families)} for side in (self.all_before, self.all_after))
        return bool(then - now)


def is_silent(was: Finding, bid: Bid, *, charted: bool, tables: OtherTables | None) -> bool:
    """Whether what said so is silent now: the later chart does not name the party at all, or the table is not there any more."""
    if charted and was.rule in (owner.ID, control.ID):
        key = name_key(was.subject.get("party", "")).key
        return all(name_key(one.name).key != key for one in (bid.chart.holders if bid.chart else ()))
    return was.rule == mark.ID and tables is not None and tables.lost_for(bid)


def is_only_elsewhere(was: Finding | None, found: Finding | None) -> bool:
    """Whether the two say the same and stand at the same, read at another place."""
    if was is None or found is None or was.standing != found.standing:
        return False
    return bool(_unplaced(was) == _unplaced(found))


def _unplaced(one: Finding) -> Any:
    links = [(link.relation, link.subject, link.target) for link in one.evidence]
    return one.rule, one.verdict, sorted(one.subject.items()), one.because, links
