"""An ownership chart as columns: what the readers of large files give, and what any chart of the plain model becomes, before it is compiled."""

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ....faults import InputRefused, refuse
from ....ownership.model import Chart, Control, Holder, HolderKind, Stake, StatedGap
from ....terms import HUNDRED, Period, Share, Source
from .csr import Ints
from .texts import Texts

if TYPE_CHECKING:
    from ....feeds.charts.stake_columns import StakeColumns

ALWAYS_FROM, ALWAYS_TO = 0, 2**31 - 1
"""Open ends of a period, as day numbers (`date.toordinal`)."""
FINEST = 10**12
"""Shares are whole numbers of at most this part of a percent; finer ones are left to the plain walk."""
LINE = re.compile(r"(?P<before>.*\bline )(?P<line>[1-9][0-9]{0,8})(?P<after>\)?)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderColumns:
    """The holders in the order of their ids: kinds as places in KINDS; names, countries and identifiers only where they say more than the id.

    `order` is the place of each in the chart's own order, which decides between holders of one name; an id that stakes alone name is not `listed`.
    """

    ids: Texts
    kinds: Ints
    order: Ints
    listed: Ints
    more: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRows:
    """The stakes of a chart as columns: `owner` and `owned` are places among the holders, `low` and `high` whole numbers of 1/`scale` percent.

    `start` and `end` are day numbers, both included. `origin` is a place in `origins`, the sources without their `line` (0 where there is none).
    """

    holders: HolderColumns
    owner: Ints
    owned: Ints
    low: Ints
    high: Ints
    scale: int
    start: Ints
    end: Ints
    origin: Ints
    line: Ints
    origins: tuple[str, ...]
    digests: tuple[str, ...]
    controls: tuple[Control, ...] = ()
    stated_gaps: tuple[StatedGap, ...] = ()


KINDS: tuple[HolderKind, ...] = ("entity", "person", "state", "unknown")


def told_more(holder: Holder) -> str:
    """What is known of a holder beyond its id and kind, as JSON; "" where nothing is."""
    more: dict[str, Any] = {"name": holder.name} if holder.name != holder.id else {}
    if holder.country:
        more["country"] = holder.country
    if holder.identifiers:
        more["identifiers"] = [[known.scheme, known.value] for known in holder.identifiers]
    return json.dumps(more, ensure_ascii=False, separators=(",", ":")) if more else ""


def origin_of(source: Source) -> tuple[str, int]:
    """A source without its line number, as JSON, and the number (0 where it has none)."""
    found = LINE.fullmatch(source.name)
    before, after = (found["before"], found["after"]) if found else (source.name, "")
    day = source.retrieved_at.isoformat() if source.retrieved_at else None
    told = [before, after, day, source.verified, source.clause, source.url, source.sha256]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")), int(found["line"]) if found else 0


def source_of(origin: str, line: int) -> Source:
    """The source that `origin_of` took apart."""
    before, after, day, verified, clause, url, sha256 = json.loads(origin)
    return Source(
        name=f"{before}{line}{after}" if line else before,
        retrieved_at=date.fromisoformat(day) if day else None,
        verified=verified,
        clause=clause,
        url=url,
        sha256=sha256,
    )


def _scale(shares: Iterable[Fraction], label: str) -> int:
    """The parts of a percent in which every share is a whole number. InputRefused where it would be beyond FINEST."""
    scale = 1
    for denominator in {share.denominator for share in shares}:
        scale = math.lcm(scale, denominator)
        if scale > FINEST:
            raise too_fine(label)
    return scale


def too_fine(label: str) -> InputRefused:
    """The refusal to compile a chart whose shares are too fine for whole numbers."""
    return refuse(
        label,
        "chart.too-fine",
        what=("割合の桁が細かすぎて、資本関係図を編成できません", "the shares are too fine for the chart to be compiled"),
        remedy=(
            "owners --chart に元のファイルをそのまま渡してください(答えは同じで、時間がかかります)",
            "pass the file itself to owners --chart (the answer is the same and takes longer)",
        ),
    )


def rows_of(chart: Chart, label: str) -> ChartRows:
    """A chart of the plain model as columns."""
    holders = _holders(chart)
    place = {holders.ids[at]: at for at in range(len(holders.ids))}
    scale = _scale((share for stake in chart.stakes for share in (stake.share.minimum, stake.share.maximum)), label)
    origins: dict[str, int] = {}
    origin, line = [], []
    for stake in chart.stakes:
        text, number = origin_of(stake.source)
        origin.append(origins.setdefault(text, len(origins)))
        line.append(number)
    return ChartRows(
        holders=holders,
        owner=_whole((place[stake.owner] for stake in chart.stakes), chart.stakes, np.uint32),
        owned=_whole((place[stake.owned] for stake in chart.stakes), chart.stakes, np.uint32),
        low=_whole((_amount(stake.share.minimum, scale) for stake in chart.stakes), chart.stakes),
        high=_whole((_amount(stake.share.maximum, scale) for stake in chart.stakes), chart.stakes),
        scale=scale,
        start=_whole((_ordinal(stake.period.start, ALWAYS_FROM) for stake in chart.stakes), chart.stakes, np.int32),
        end=_whole((_ordinal(stake.period.end, ALWAYS_TO) for stake in chart.stakes), chart.stakes, np.int32),
        origin=np.array(origin, dtype=np.uint32),
        line=np.array(line, dtype=np.uint32),
        origins=tuple(origins),
        digests=chart.digests,
        controls=chart.controls,
        stated_gaps=chart.stated_gaps,
    )


def rows_of_columns(columns: "StakeColumns") -> ChartRows:
    """A chart that was read as columns; the same as `rows_of` of the same chart."""
    import pyarrow as pa
    import pyarrow.compute as pc

    used = set(np.unique(np.concatenate((columns.low, columns.high))).tolist())
    scale = _scale((share for at, share in enumerate(columns.shares) if at in used), columns.label)
    amounts = np.array([_amount(share, scale) if at in used else 0 for at, share in enumerate(columns.shares)], dtype=np.int64)
    starts = np.array([_ordinal(day, ALWAYS_FROM) for day in columns.days], dtype=np.int32)
    ends = np.array([_ordinal(day, ALWAYS_TO) for day in columns.days], dtype=np.int32)
    holders = columns.holders
    order = pc.sort_indices(holders.ids).to_numpy().astype(np.int64)
    place = np.empty(len(order), dtype=np.uint32)
    place[order] = np.arange(len(order), dtype=np.uint32)
    said, first, origin = np.unique(columns.source, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first, kind="stable"), kind="stable")
    texts = [columns.sources[at] for at in said[np.argsort(first, kind="stable")].tolist()]
    names = (f"{text} ({columns.label} line 1)" if text else f"{columns.label} line 1" for text in texts)
    return ChartRows(
        holders=HolderColumns(
            ids=Texts.of_arrow(holders.ids.take(pa.array(order))),
            kinds=holders.kinds[order],
            order=order.astype(np.uint32),
            listed=np.ones(len(order), dtype=np.bool_),
            more=Texts.of(told_more(holders.holder(at)) if holders.more[at] else "" for at in order.tolist()),
        ),
        owner=place[columns.owner],
        owned=place[columns.owned],
        low=amounts[columns.low],
        high=amounts[columns.high],
        scale=scale,
        start=starts[columns.start],
        end=ends[columns.end],
        origin=rank[origin].astype(np.uint32),
        line=columns.lines.astype(np.uint32),
        origins=tuple(origin_of(Source(name=name, sha256=columns.digest))[0] for name in names),
        digests=(columns.digest,),
        controls=columns.controls,
    )


def _holders(chart: Chart) -> HolderColumns:
    known = {holder.id: (at, holder) for at, holder in enumerate(chart.holders)}
    named = {name for stake in chart.stakes for name in (stake.owner, stake.owned)}
    named |= {name for control in chart.controls for name in (control.holder, control.entity)} | {gap.holder for gap in chart.stated_gaps}
    ids = sorted({*known, *named})
    rows = [known.get(one, (len(known), Holder(id=one, name=one))) for one in ids]
    return HolderColumns(
        ids=Texts.of(ids),
        kinds=np.array([KINDS.index(holder.kind) for _, holder in rows], dtype=np.uint8),
        order=np.array([at for at, _ in rows], dtype=np.uint32),
        listed=np.array([one in known for one in ids], dtype=np.bool_),
        more=Texts.of(told_more(holder) for _, holder in rows),
    )


def _whole(numbers: Iterable[int], rows: Sequence[Stake], kind: Any = np.int64) -> Ints:
    return np.fromiter(numbers, dtype=kind, count=len(rows))


def _amount(percent: Fraction, scale: int) -> int:
    return percent.numerator * (scale // percent.denominator)


def days_of(period: Period) -> tuple[int, int]:
    """The first and the last day of a period as day numbers."""
    return _ordinal(period.start, ALWAYS_FROM), _ordinal(period.end, ALWAYS_TO)


def _ordinal(day: date | None, absent: int) -> int:
    return day.toordinal() if day else absent


def told_control(control: Control) -> str:
    """Evidence of control as JSON; `control_of` reads it."""
    origin, line = origin_of(control.source)
    share = [str(control.share.minimum), str(control.share.maximum)]
    return json.dumps([control.holder, control.entity, control.kind, share, *_told_days(control.period), origin, line], ensure_ascii=False)


def control_of(told: str) -> Control:
    holder, entity, kind, (low, high), start, end, origin, line = json.loads(told)
    share = Share(minimum=Fraction(low), maximum=Fraction(high))
    return Control(holder=holder, entity=entity, kind=kind, share=share, period=_period(start, end), source=source_of(origin, line))


def told_gap(gap: StatedGap) -> str:
    """What a source says is not known, as JSON; `gap_of` reads it."""
    origin, line = origin_of(gap.source)
    return json.dumps([gap.code, gap.holder, *_told_days(gap.period), origin, line], ensure_ascii=False)


def gap_of(told: str) -> StatedGap:
    code, holder, start, end, origin, line = json.loads(told)
    return StatedGap(code=code, holder=holder, period=_period(start, end), source=source_of(origin, line))


def _told_days(period: Period) -> list[str | None]:
    return [day.isoformat() if day else None for day in (period.start, period.end)]


def _period(start: str | None, end: str | None) -> Period:
    return Period(start=date.fromisoformat(start) if start else None, end=date.fromisoformat(end) if end else None)


def hundred(scale: int) -> int:
    """The whole, in 1/`scale` percent."""
    return int(HUNDRED) * scale
