"""Advice (助言) that the procuring entity asked for: by item, apart from its own decision, which may differ."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

AdviceAnswer = Literal["", "concern", "no-concern", "more-information"]
Classification = Literal["public", "protected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One question to an advisory body and its answer ("" = not received yet), about lines of a bid or about a maker and model of any bid.

    `body` is the body, `reference` the number of the document, `wanted_by` the day by which the answer was wanted, `expires` the day after which it
    holds no longer (None = no day is set). `withheld`: what it rests on may not be told; `basis` is the legal basis for that. `where` is the place.
    """

    id: str
    body: str
    asked_at: date
    bid: str = ""
    lines: tuple[str, ...] = ()
    maker: str = ""
    model: str = ""
    wanted_by: date | None = None
    received_at: date | None = None
    answer: AdviceAnswer = ""
    asks: tuple[str, ...] = ()
    classification: Classification = "protected"
    withheld: bool = False
    basis: str = ""
    expires: date | None = None
    reference: str = ""
    where: str = ""

    def answer_on(self, day: date) -> AdviceAnswer:
        """The answer as of a day: "" before it was received and once it has expired."""
        received = self.received_at is not None and self.received_at <= day
        return self.answer if received and (self.expires is None or day <= self.expires) else ""

    def is_about_bid(self, bid: str) -> bool:
        """Whether it is about the bid as a whole."""
        return self.bid == bid and not self.lines and not self.maker

    def is_about_item(self, bid: str, line: str, *, maker: str, model: str) -> bool:
        """Whether it is about an item: by its line, else by its maker and, where the advice names one, its model."""
        if self.bid not in ("", bid):
            return False
        if self.lines:
            return line in self.lines
        return bool(self.maker) and _plain(self.maker) == _plain(maker) and (not self.model or _plain(self.model) == _plain(model))

    def as_json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "body": self.body,
            "asked_at": self.asked_at.isoformat(),
            "wanted_by": self.wanted_by.isoformat() if self.wanted_by else None,
            "received_at": self.received_at.isoformat() if self.received_at else None,
            "answer": self.answer or None,
            "classification": self.classification,
            "withheld": self.withheld,
            "reference": self.reference,
        }


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
