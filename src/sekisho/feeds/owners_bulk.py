"""`sekisho owners --entities`: an answer a row, from one cascade over the charts; each carries its paths, days, control, gaps and sources.

A row that several holders may be is answered by all of them together: never more certain than the least certain of them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, Protocol

from ..faults import Fault
from ..ownership.model import Control, Held, Stake
from ..ownership.several import one_of
from ..policy.regime import StandingOn
from ..screening.meets import meets, red_flags
from ..terms import Period, decimal_text
from .csv_out import write_csv
from .owners_list import AskedList, AskedRow

HEADER = (
    "line", "entity", "country", "holder", "name", "matched", "as_of", "threshold", "designated", "share_min", "share_max", "controlled",
    "regime", "standing", "meets", "paths", "control", "gaps", "red_flags", "sources",
)  # fmt: skip
Matched = Literal["one", "several", "none"]
MOST_CHARACTERS = 32_000
"""Of one cell: what a spreadsheet program takes."""


class Charted(Protocol):
    """A chart of a day with its cascade, plain or compiled."""

    @property
    def read(self) -> Sequence[tuple[str, str]]:
        """The files with the SHA-256 of what was read; of a compiled chart, of what it was compiled from."""
        ...

    def holders(self, word: str, country: str) -> Sequence[str]:
        """The ids of the holders that a word may mean, by id, number or name."""
        ...

    def name(self, holder: str) -> str: ...

    def answer(self, holder: str) -> Held: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was written: rows by certainty and by how they were matched, and what the answers rest on."""

    rows: int
    as_of: date
    designated: Mapping[str, int]
    controlled: Mapping[str, int]
    matched: Mapping[str, int]
    regime: StandingOn | None
    read: tuple[tuple[str, str, str], ...]
    warnings: tuple[Fault, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "entities": self.rows,
            "as_of": str(self.as_of),
            "designated": dict(self.designated),
            "controlled": dict(self.controlled),
            "matched": dict(self.matched),
            "regime": {"id": self.regime.regime.id, "standing": self.regime.standing} if self.regime else None,
            "read": [{"kind": kind, "id": name, "digest": digest} for kind, name, digest in self.read],
            "warnings": [one.as_json() for one in self.warnings],
        }


@dataclass(slots=True, kw_only=True)
class _Run:
    """One run over a list: what is asked of what, and the counts as rows are written."""

    asked: AskedList
    chart: Charted
    day: date
    on: StandingOn | None
    progress: Callable[[int, int], None]
    designated: Counter[str] = field(default_factory=Counter)
    controlled: Counter[str] = field(default_factory=Counter)
    matched: Counter[str] = field(default_factory=Counter)


def answer_list(
    listed: Path,
    asked: AskedList,
    chart: Charted,
    out: Path,
    *,
    designated: tuple[str, str, str],
    day: date,
    on: StandingOn | None,
    progress: Callable[[int, int], None],
) -> Told:
    """Write an answer for each row, in the list's order, whole or not at all. `designated` is what the designated were read from, for `read`."""
    run = _Run(asked=asked, chart=chart, day=day, on=on, progress=progress)
    write_csv(out, _rows(run))
    read = (("entities", str(listed), asked.digest), *(("chart", name, digest) for name, digest in chart.read), designated)
    words = ("surely", "possibly", "no", "unknown")
    return Told(
        rows=len(asked.rows),
        as_of=day,
        designated={word: run.designated[word] for word in words},
        controlled={word: run.controlled[word] for word in words},
        matched={word: run.matched[word] for word in ("one", "several", "none")},
        regime=on,
        read=read,
        warnings=asked.warnings,
    )


def _rows(run: _Run) -> Iterator[Sequence[str]]:
    yield HEADER
    for number, row in enumerate(run.asked.rows):
        run.progress(number, len(run.asked.rows))
        yield _told(row, run)


def _told(row: AskedRow, run: _Run) -> Sequence[str]:
    holders = next((found for word in row.words if (found := run.chart.holders(word, row.country))), ())
    answer = one_of([run.chart.answer(holder) for holder in holders or row.words[:1]])
    matched: Matched = "several" if len(holders) > 1 else "one" if holders else "none"
    run.designated[answer.designated] += 1
    run.controlled[answer.controlled] += 1
    run.matched[matched] += 1
    regime = run.on.regime if run.on else None
    return (
        str(row.line),
        row.words[0],
        row.country,
        "; ".join(holders),
        "; ".join(dict.fromkeys(run.chart.name(holder) for holder in holders)),
        matched,
        str(run.day),
        decimal_text(answer.threshold),
        answer.designated,
        decimal_text(answer.aggregate.minimum),
        decimal_text(answer.aggregate.maximum),
        answer.controlled,
        regime.id if regime else "",
        run.on.standing if run.on else "",
        meets(answer, regime) if regime else "",
        _cell(path_text(path) for path in answer.paths),
        _cell(f"{piece.strength}: {path_text(piece.path)}" for piece in answer.control),
        _cell(f"{code} {holder}" for code, holder in answer.gaps),
        _cell(f"{flag.code} {flag.holder}→{flag.entity}" for flag in red_flags(answer, regime)) if regime else "",
        _cell(dict.fromkeys(step.source.name for path in _paths(answer) for step in path)),
    )


def path_text(path: Sequence[Stake | Control]) -> str:
    """`X →[50%, 2020-01-01–] A →[appointmentOfBoard] B`."""
    first = path[0]
    parts = [first.owner if isinstance(first, Stake) else first.holder]
    for step in path:
        said, lower = (step.share.text(), step.owned) if isinstance(step, Stake) else (step.kind, step.entity)
        days = _days(step.period)
        parts.append(f"→[{said}{f', {days}' if days else ''}] {lower}")
    return " ".join(parts)


def _paths(answer: Held) -> Iterator[Sequence[Stake | Control]]:
    yield from answer.paths
    yield from (piece.path for piece in answer.control)


def _days(period: Period) -> str:
    return f"{period.start or ''}–{period.end or ''}" if period.start or period.end else ""


def _cell(texts: Iterable[str]) -> str:
    """Several texts in one cell, cut with a sign where a spreadsheet program would not take them all."""
    shown = " | ".join(texts)
    return shown if len(shown) <= MOST_CHARACTERS else shown[:MOST_CHARACTERS] + " …"
