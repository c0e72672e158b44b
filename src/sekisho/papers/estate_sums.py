"""Sums of an audit: devices by site, kind, rule, maker, function and consequence, and the bars that show them. Numbers and geometry, no words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..desk.audit_estate import EstateAudit
from ..estate.sightings import coded
from ..findings import Verdict

MOST_ROWS = 14
WIDTH = 168.0
LABEL = 46.0
NUMBERS = 26.0
ROW = 6.2
BAR = 3.9
FILLS = {"bar": "#7a1020", "refer": "#e3a32b", "clear": "#c9d3da"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Devices of one value (`text`, "" = not told) by verdict."""

    text: str
    clear: int
    refer: int
    bar: int

    @property
    def total(self) -> int:
        return self.clear + self.refer + self.bar


def by_fact(audit: EstateAudit, fact: str) -> list[Sum]:
    """Devices by a fact, the gravest values first; none where no device tells it."""
    if not len(audit.devices):
        return []
    column = coded(audit.facts[fact])
    if not any(column.values):
        return []
    counted = np.bincount(column.codes.astype(np.int64) * 3 + audit.verdicts(), minlength=len(column.values) * 3).reshape(-1, 3)
    return _gravest(Sum(text=text, clear=int(row[0]), refer=int(row[1]), bar=int(row[2])) for text, row in zip(column.values, counted, strict=True))


def by_rule(audit: EstateAudit) -> list[Sum]:
    """Devices by the rules that found something, each device once a rule, by the worst that the rule found of it."""
    found: dict[str, list[int]] = {}
    for group in audit.groups:
        worst: dict[str, Verdict] = {}
        for one in group.findings:
            worst[one.rule] = max(one.standing, worst.get(one.rule, Verdict.CLEAR))
        for rule, verdict in worst.items():
            found.setdefault(rule, [0, 0, 0])[int(verdict)] += group.devices
    return _gravest(Sum(text=rule, clear=row[0], refer=row[1], bar=row[2]) for rule, row in found.items())


def _gravest(sums: Any) -> list[Sum]:
    return sorted(sums, key=lambda one: (-one.bar, -one.refer, -one.total, one.text))


def shortened(sums: Sequence[Sum]) -> tuple[list[Sum], Sum | None, int]:
    """The first rows, the rest as one row, and how many values that is."""
    if len(sums) <= MOST_ROWS:
        return list(sums), None, 0
    rest = sums[MOST_ROWS - 1 :]
    one = Sum(text="", clear=sum(row.clear for row in rest), refer=sum(row.refer for row in rest), bar=sum(row.bar for row in rest))
    return list(sums[: MOST_ROWS - 1]), one, len(rest)


def bars(rows: Sequence[tuple[str, Sum]]) -> dict[str, Any]:
    """Horizontal bars, a row a value, stacked by verdict from the gravest: geometry in millimetres."""
    longest = max((one.total for _, one in rows), default=0) or 1
    room = WIDTH - LABEL - NUMBERS
    drawn = []
    for place, (label, one) in enumerate(rows):
        x, parts = LABEL, []
        for name in ("bar", "refer", "clear"):
            count = getattr(one, name)
            width = max(round(room * count / longest, 2), 0.5) if count else 0.0
            if count:
                parts.append({"x": round(x, 2), "w": width, "fill": FILLS[name]})
            x += width
        top = place * ROW
        drawn.append(
            {
                "label": label,
                "y": round(top + (ROW - BAR) / 2, 2),
                "ty": round(top + ROW / 2 + 1.0, 2),
                "parts": parts,
                "end": round(x + 1.5, 2),
                "text": _numbers(one),
            }
        )
    return {"width": WIDTH, "height": round(len(rows) * ROW, 2), "h": BAR, "label_x": LABEL - 2.0, "rows": drawn}


def _numbers(one: Sum) -> str:
    return f"{one.bar:,} / {one.refer:,} / {one.clear:,}"
