"""The compiled cascade equals the plain walk: on charts with cycles, duplicate rows, ranges, dates, unnamed owners, and shares of many decimals."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.embedded.walks.chart_file import CompiledChart
from sekisho.ownership.model import Chart, Control, Holder, Stake, StatedGap
from sekisho.ownership.walk import held_all
from sekisho.terms import Period, Share, Source

DAYS = (date(2024, 6, 1), date(2026, 4, 1))
IDS = tuple("ABCDEFGHI")
ASKED = (*IDS, "Z")

numbers = st.one_of(st.integers(0, 20).map(lambda number: Fraction(5 * number)), st.decimals(0, 100, places=3).map(Fraction))
shares = st.tuples(numbers, numbers).map(lambda pair: Share(minimum=min(pair), maximum=max(pair)))
periods = st.sampled_from(
    [Period(), Period(), Period(end=date(2025, 1, 1)), Period(start=date(2026, 4, 1)), Period(start=date(2024, 6, 2), end=date(2026, 3, 31))]
)
sources = st.sampled_from(["x", "y", "chart.csv line 9", "chart.csv line 10", "r (chart.csv line 2)"]).map(lambda name: Source(name=name))
stakes = st.builds(Stake, owner=st.sampled_from(IDS), owned=st.sampled_from(IDS), share=shares, period=periods, source=sources)
listed = st.frozensets(st.sampled_from(ASKED), max_size=3)
kinds = st.lists(st.sampled_from(["entity", "entity", "entity", "person", "state", "unknown"]), min_size=len(IDS), max_size=len(IDS))
kinds_of_control = st.sampled_from(["appointmentOfBoard", "boardMember", "votingRights", "family", "something else"])
thresholds = st.sampled_from([Fraction(1, 10), Fraction(25), Fraction(50), Fraction(100, 3), Fraction(100)])


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    rows = draw(st.lists(stakes, max_size=24))
    controls = st.builds(
        Control, holder=st.sampled_from(IDS), entity=st.sampled_from(IDS), kind=kinds_of_control, share=shares, period=periods, source=sources
    )
    gaps = st.builds(StatedGap, code=st.sampled_from(["lapsed", "record-closed"]), holder=st.sampled_from(IDS), period=periods, source=sources)
    again = [replace(row, source=draw(sources)) for row in rows if draw(st.booleans())]
    return Chart(
        holders=tuple(Holder(id=name, name=name, kind=kind) for name, kind in zip(IDS, draw(kinds), strict=True)),
        stakes=(*rows, *again),
        controls=tuple(draw(st.lists(controls, max_size=4))),
        stated_gaps=tuple(draw(st.lists(gaps, max_size=2))),
    )


@given(charts(), listed, listed, st.sampled_from(DAYS), thresholds)
def test_the_compiled_cascade_equals_the_plain_walk_in_every_word(
    chart: Chart, designated: frozenset[str], maybe: frozenset[str], day: date, threshold: Fraction
) -> None:
    compiled = CompiledChart.of(chart)
    found = compiled.held_all(ASKED, designated, possibly_designated=maybe, day=compiled.day(day), threshold=threshold)
    assert found == held_all(chart, ASKED, designated, possibly_designated=maybe, as_of=day, threshold=threshold)
