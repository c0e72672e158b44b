"""The compiled walks equal the plain ones: charts and bills with cycles, repeated rows, ranges, dates, unnamed owners, alternates, odd quantities."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sekisho.composition.joined import Joined, Product
from sekisho.composition.model import Alternate, Component, PartOf
from sekisho.composition.walk import reach
from sekisho.engines.embedded.walks.chart_file import CompiledChart
from sekisho.engines.embedded.walks.part_file import CompiledProducts
from sekisho.engines.embedded.walks.part_rows import rows_of as rows_of_bills
from sekisho.ownership.model import Chart, Control, Holder, Stake, StatedGap
from sekisho.ownership.walk import Bar, held_all
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
bars = st.builds(Bar, threshold=thresholds, strictly=st.booleans(), alone=st.booleans())


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


@given(charts(), listed, listed, st.sampled_from(DAYS), bars)
def test_the_compiled_cascade_equals_the_plain_walk_in_every_word(
    chart: Chart, designated: frozenset[str], maybe: frozenset[str], day: date, bar: Bar
) -> None:
    compiled = CompiledChart.of(chart)
    found = compiled.held_all(ASKED, designated, possibly_designated=maybe, day=compiled.day(day), bar=bar)
    assert found == held_all(
        chart, ASKED, designated, possibly_designated=maybe, as_of=day, threshold=bar.threshold, strictly=bar.strictly, alone=bar.alone
    )


REFS = "RSTABCDEF"
uses = st.tuples(st.sampled_from(REFS), st.sampled_from(REFS), st.sampled_from([Fraction(1), Fraction(2), Fraction(3), Fraction(5, 2)]))
instead = st.tuples(st.sampled_from(REFS), st.sampled_from(REFS))


def joined_of(rows: list[tuple[str, str, Fraction]], alternates: list[tuple[str, str]]) -> Joined:
    return Joined(
        products=tuple(Product(ref=ref, file=f"{ref}.json", digest="0", completeness="unknown") for ref in "RS"),
        components=tuple(Component(ref=ref, name=ref, part_number=f"P{ref}") for ref in REFS),
        parts=tuple(PartOf(parent=parent, child=child, quantity=quantity) for parent, child, quantity in rows),
        alternates=tuple(Alternate(primary=primary, alternate=alternate) for primary, alternate in alternates),
    )


@given(st.lists(uses, max_size=18), st.lists(instead, max_size=4))
def test_a_compiled_product_explodes_as_the_plain_walk_says(rows: list[tuple[str, str, Fraction]], alternates: list[tuple[str, str]]) -> None:
    joined = joined_of(rows, alternates)
    products = CompiledProducts.of(rows_of_bills(joined))
    for number, product in enumerate(joined.products):
        assert products.reached(number) == reach(joined.bom(product))


@given(st.lists(uses, max_size=18), st.lists(instead, max_size=4), st.sets(st.sampled_from(REFS), min_size=1, max_size=2))
def test_where_used_names_the_products_whose_explosion_names_the_part(
    rows: list[tuple[str, str, Fraction]], alternates: list[tuple[str, str]], asked: set[str]
) -> None:
    joined = joined_of(rows, alternates)
    products = CompiledProducts.of(rows_of_bills(joined))
    nodes = [node for ref in sorted(asked) for node in products.nodes_of(f"p{ref}")]
    used = {one.product.ref: one for one in products.where_used(nodes)}
    quick = {products.product(number).ref for number in products.products_with(nodes)}
    steps = {(parent, child) for parent, child, _ in rows}
    for product in joined.products:
        lines = [one for one in reach(joined.bom(product)) if one.component.ref in asked]
        inside = [one for one in lines if not one.alternate_for]
        counted = inside or lines
        if not counted:
            assert product.ref not in used
            continue
        told = used[product.ref]
        assert told.depth == min(one.depth for one in counted)
        assert (told.path[0], len(told.path) - 1, told.path[-1] in asked) == (product.ref, told.depth, True)
        assert bool(told.alternate_for) == (not inside)
        assert told.quantity == (None if any(one.quantity is None for one in counted) else sum(one.quantity or 0 for one in counted))
        if inside:
            assert product.ref in quick
            assert set(zip(told.path, told.path[1:], strict=False)) <= steps
