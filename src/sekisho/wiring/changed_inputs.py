"""Ownership charts and tables of marks of two sides, read before anything is said: every fault of every file, or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..faults import Fault, InputRefused
from .surroundings import Say, home

if TYPE_CHECKING:
    from ..desk.rescreen import Subject
    from ..desk.rescreen_inputs import OtherTables
    from ..ownership.model import Chart
    from ..tenders.model import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Charts:
    """The officer's charts before and after; None = those that each tender names."""

    before: "tuple[Chart, ...] | None" = None
    after: "tuple[Chart, ...] | None" = None


def charts_given(before: Sequence[Path], after: Sequence[Path]) -> Charts:
    """The charts of both sides; InputRefused lists every fault of all of them."""
    if not (before or after):
        return Charts()
    from ..feeds.owners_query import charts_in

    sides, faults = [], list[Fault]()
    for paths in (before, after):
        charts, wrong = charts_in(paths, by_name=True) if paths else (None, ())
        sides.append(charts)
        faults += wrong
    if any(not one.warning for one in faults):
        raise InputRefused(dict.fromkeys(faults))
    return Charts(before=sides[0], after=sides[1])


def with_charts(one: "Subject", charts: Charts) -> "Subject":
    """A case with the charts of both sides in place of those that its tender names."""
    if charts.before is None and charts.after is None:
        return one
    from ..desk.rescreen_inputs import Change

    own = one.submission
    change = Change(input="chart", before=_digests(own, charts.before), after=_digests(own, charts.after))
    return replace(one, submission=_charted(own, charts.after), was=_charted(own, charts.before), charts=change)


def _charted(submission: "Submission", officers: "tuple[Chart, ...] | None") -> "Submission":
    if officers is None:
        return submission
    from ..feeds.owners_query import charts_together

    bids = tuple(replace(bid, chart=charts_together((*bid.shown_charts, *officers))) for bid in submission.bids)
    return replace(submission, bids=bids)


def _digests(submission: "Submission", officers: "tuple[Chart, ...] | None") -> tuple[str, ...]:
    """The digests of the officer's charts: those given, else those that the tender names."""
    if officers is None:
        return tuple(one.digest for one in submission.files if one.kind == "chart")
    return tuple(digest for chart in officers for digest in chart.digests)


def other_tables(before: Sequence[str], after: Sequence[str], say: Say) -> "OtherTables | None":
    """The tables of both sides, None where neither names any; InputRefused lists every fault of all of them."""
    if not (before or after):
        return None
    from ..desk.rescreen_inputs import Cards, OtherTables
    from ..engines.embedded.mark_store import LazyTables
    from .marking import open_tables

    opened, faults = [], list[Fault]()
    for given in (before, after):
        try:
            opened.append(open_tables(given, say=say).tables)
        except InputRefused as refused:
            faults += refused.faults
    if faults:
        raise InputRefused(dict.fromkeys(faults))
    all_before, all_after = (Cards(cards=tuple(one.cards)) for one in opened)
    kept = home() / "tables"
    return OtherTables(before=LazyTables(kept, before), after=LazyTables(kept, after), all_before=all_before, all_after=all_after)
