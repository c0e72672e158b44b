"""Rounds of questions and of replacements (照会・代替品の回), what was asked of a bidder in them, and how it answered.

Each fact is not asked, asked, answered or refused. A round is the same for every bidder: all are written to on one day and have one last day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from ..terms import Party, parse_number

RoundKind = Literal["questions", "replacement"]
FactState = Literal["not asked", "asked", "answered", "refused"]
StatedState = Literal["asked", "answered", "refused"]
"""What a case may say of a fact; a fact that it does not name is not asked."""

LINE_FACTS = ("maker", "model", "kind", "origin", "purpose", "supplier", "version", "quantity")
"""Facts that are columns of a list: an answer stands in for a blank cell, and is screened like one."""
ASKABLE = (
    *LINE_FACTS, "bom", "component-maker", "owners", "subcontractors", "services", "list", "identity", "replacement", "true-maker", "alternate",
    "exception", "control", "name",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Unequal:
    """A recorded decision to treat bidders differently in a round."""

    by: str
    authority: str
    reason: str
    at: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round: when its letters went out and the last day for answers, for all bids alike.

    `sent` names the day for each bid that was written to (empty = to all on `opened_at`). `extended`: bids whose last day is another.
    """

    id: str
    kind: RoundKind
    opened_at: date
    due: date
    sent: Mapping[str, date] = field(default_factory=dict)
    extended: Mapping[str, date] = field(default_factory=dict)
    unequal: Unequal | None = None

    def sent_to(self, bid: str) -> date | None:
        """The day on which the bidder was written to; None where it was not."""
        return self.sent.get(bid) if self.sent else self.opened_at

    def due_of(self, bid: str) -> date:
        return self.extended.get(bid, self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFact:
    """One fact asked of a bidder about lines (() = the bid as a whole) and what came of it.

    `at` is the day of the answer or refusal, `answer` its words, `about` the party that the question names. `where` is the place in the case.
    """

    fact: str
    lines: tuple[str, ...] = ()
    about: str = ""
    round: str = ""
    asked_at: date
    due: date | None = None
    state: StatedState = "asked"
    at: date | None = None
    answer: str = ""
    where: str = ""

    def state_on(self, day: date) -> FactState:
        """The state as of a day: a case read again for an earlier day knows no more than was known then."""
        if self.asked_at > day:
            return "not asked"
        return self.state if self.state == "asked" or self.at is None or self.at <= day else "asked"


def following(questions: Iterable[AskedFact], follows: Mapping[str, str]) -> tuple[AskedFact, ...]:
    """What was asked, under the numbers that the lines bear now; a question about lines that are all gone is gone with them."""
    moved = ((one, tuple(follows[line] for line in one.lines if line in follows)) for one in questions)
    return tuple(replace(one, lines=lines) for one, lines in moved if lines or not one.lines)


def answer_about(questions: Iterable[AskedFact], fact: str, line: str, day: date) -> AskedFact | None:
    """The last answer to a question about a line by a day."""
    known = [one for one in questions if one.fact == fact and line in one.lines and one.answer and one.state_on(day) == "answered"]
    return max(known, key=lambda one: one.at or date.min, default=None)


def read_answer(fact: str, answer: str) -> Party | Fraction | str:
    """An answer as a cell of a list would hold it. ValueError where a quantity is no number."""
    if fact in ("maker", "supplier"):
        return Party(name=answer)
    return parse_number(answer) if fact == "quantity" else answer
