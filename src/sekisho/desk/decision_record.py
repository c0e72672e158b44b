"""The decision record (決定の記録): the sixteen points that a decision must show when it is challenged, each told or said to be missing.

Nothing is made up: what the case does not hold is named as not recorded. Derived from GPA XV to XVIII, the challenge procedure of Japan and notices
of other countries; the list of points is a reading of these, not a statute.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from ..award.clocks import Clock
from ..terms import Text
from .model import Case, Judgement
from .publish import Publishable
from .results import Results

State = Literal["recorded", "partly", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that is on record: its name and what it says; `bid` "" = of the tender."""

    name: Text
    text: Text
    bid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One of the sixteen: what is on record of it, and what is not."""

    number: int
    title: Text
    entries: tuple[Entry, ...]
    missing: tuple[Text, ...]

    @property
    def state(self) -> State:
        return "recorded" if not self.missing else "partly" if self.entries else "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What the record is drawn up from. `results` and `judgement.evaluation` may be None before an evaluation; `clocks` are those of the day."""

    case: Case
    judgement: Judgement
    published: Publishable
    results: Results | None
    clocks: tuple[Clock, ...]
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """The record of a tender on a day."""

    case: str
    as_of: date
    judgement: str
    points: tuple[Point, ...]

    @property
    def complete(self) -> bool:
        return all(point.state == "recorded" for point in self.points)


def both(text: str) -> Text:
    """What is the same in both languages: a name, a number, a digest."""
    return Text(ja=text, en=text)


def on_day(day: date | None) -> Text:
    return both(day.isoformat()) if day else Text(ja="記録なし", en="not recorded")


def entry(ja: str, en: str, text: Text | str, bid: str = "") -> Entry:
    return Entry(name=Text(ja=ja, en=en), text=text if isinstance(text, Text) else both(text), bid=bid)


def iso_day(day: date | None) -> str:
    return day.isoformat() if day else "—"


Told = tuple[Sequence[Entry], Sequence[Text]]
"""What is on record, and what is missing."""


def decision_record(basis: Basis) -> DecisionRecord:
    """All sixteen points, in their order."""
    from .record_points import POINTS

    return DecisionRecord(
        case=basis.case.submission.tender.id,
        as_of=basis.day,
        judgement=basis.judgement.digest,
        points=tuple(_point(place, title, told(basis)) for place, (title, told) in enumerate(POINTS, start=1)),
    )


def _point(number: int, title: Text, told: Told) -> Point:
    entries, missing = told
    return Point(number=number, title=title, entries=tuple(entries), missing=tuple(missing))


PointMaker = Callable[[Basis], Told]


def decision_record_json(record: DecisionRecord) -> dict[str, Any]:
    """The record as JSON: `decision-record.json` of the papers."""
    return {
        "case": record.case,
        "as_of": record.as_of.isoformat(),
        "judgement": record.judgement,
        "complete": record.complete,
        "points": [
            {
                "number": point.number,
                "title": point.title.as_json(),
                "state": point.state,
                "entries": [{"bid": one.bid or None, "name": one.name.as_json(), "text": one.text.as_json()} for one in point.entries],
                "missing": [one.as_json() for one in point.missing],
            }
            for point in record.points
        ],
    }
