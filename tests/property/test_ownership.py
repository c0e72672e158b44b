"""The cascade against a slow, obvious reference, and what must hold for every chart."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sekisho.ownership.model import Chart, Holder, Stake
from sekisho.ownership.walk import held, held_all
from sekisho.terms import Period, Share, Source

DAY = date(2026, 4, 1)
IDS = tuple("ABCDEFG")
RANK = {"no": 0, "possibly": 1, "surely": 2}

shares = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(
    lambda pair: Share(minimum=Fraction(5 * min(pair)), maximum=Fraction(5 * max(pair)))
)
periods = st.sampled_from([Period(), Period(end=date(2025, 1, 1)), Period(start=date(2026, 4, 1)), Period(start=date(2026, 4, 2))])
sources = st.sampled_from("xy").map(lambda name: Source(name=name))
stakes = st.builds(Stake, owner=st.sampled_from(IDS), owned=st.sampled_from(IDS), share=shares, period=periods, source=sources)
orders = st.lists(stakes, max_size=16).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows)))
listed = st.frozensets(st.sampled_from(IDS), max_size=3)
thresholds = st.sampled_from([Fraction(25), Fraction(50), Fraction(100, 3), Fraction(100)])


def chart_of(rows: Sequence[Stake], unnamed: frozenset[str] = frozenset()) -> Chart:
    return Chart(holders=tuple(Holder(id=name, name=name, kind="unknown" if name in unnamed else "entity") for name in IDS), stakes=tuple(rows))


def merged(rows: Sequence[Stake]) -> dict[tuple[str, str], tuple[Fraction, Fraction]]:
    pairs: dict[tuple[str, str], set[tuple[Share, Period]]] = {}
    for row in rows:
        if row.owner != row.owned and row.period.holds(DAY):
            pairs.setdefault((row.owner, row.owned), set()).add((row.share, row.period))
    return {
        pair: (max(share.minimum for share, _ in said), min(Fraction(100), sum((share.maximum for share, _ in said), Fraction(0))))
        for pair, said in pairs.items()
    }


def reference(
    rows: Sequence[Stake], entity: str, seeds: frozenset[str], maybe: frozenset[str], threshold: Fraction
) -> tuple[str, Fraction, Fraction]:
    held_by = merged(rows)

    def cap(owner: str, owned: str) -> Fraction:
        others = sum((low for (other, target), (low, _) in held_by.items() if target == owned and other != owner), Fraction(0))
        return min(held_by[owner, owned][1], max(Fraction(0), 100 - others))

    def total(members: frozenset[str], owned: str, *, most: bool) -> Fraction:
        return sum(
            (cap(owner, owned) if most else low for (owner, target), (low, _) in held_by.items() if target == owned and owner in members), Fraction(0)
        )

    def closure(start: frozenset[str], *, most: bool) -> frozenset[str]:
        members = start
        while True:
            wider = members | {node for node in IDS if total(members, node, most=most) >= threshold}
            if wider == members:
                return members
            members = wider

    surely = closure(seeds, most=False)
    possibly = closure(surely | maybe, most=True)
    charted = any(row.owned == entity and row.owner != entity for row in rows)
    low = min(Fraction(100), total(surely, entity, most=False))
    high = max(low, min(Fraction(100), total(possibly, entity, most=True)))
    if not charted and entity not in seeds:
        return ("possibly" if entity in maybe else "unknown"), Fraction(0), Fraction(100)
    return ("surely" if entity in surely else "possibly" if entity in possibly else "no"), low, high


@given(st.lists(stakes, max_size=16), listed, listed, thresholds)
def test_the_walk_equals_the_slow_reference(rows: list[Stake], seeds: frozenset[str], maybe: frozenset[str], threshold: Fraction) -> None:
    answers = held_all(chart_of(rows), IDS, seeds, possibly_designated=maybe, as_of=DAY, threshold=threshold)
    for entity in IDS:
        answer = answers[entity]
        assert (answer.designated, answer.aggregate.minimum, answer.aggregate.maximum) == reference(rows, entity, seeds, maybe, threshold)


@given(st.lists(stakes, max_size=16), listed, listed, st.sampled_from(IDS), st.sampled_from(IDS), thresholds)
def test_more_designated_never_lowers_the_answer(
    rows: list[Stake], seeds: frozenset[str], maybe: frozenset[str], extra: str, entity: str, threshold: Fraction
) -> None:
    before = held(chart_of(rows), entity, seeds, possibly_designated=maybe, as_of=DAY, threshold=threshold)
    after = held(chart_of(rows), entity, seeds | {extra}, possibly_designated=maybe, as_of=DAY, threshold=threshold)
    if before.designated == "unknown":
        assert after.designated in ("unknown", "surely")
    else:
        assert RANK[after.designated] >= RANK[before.designated]
        assert after.aggregate.minimum >= before.aggregate.minimum


@given(
    st.lists(stakes, min_size=1, max_size=16, unique_by=lambda row: (row.owner, row.owned)),
    listed,
    st.data(),
    st.sampled_from(IDS),
    thresholds,
)
def test_widening_a_range_never_turns_possibly_into_no(
    rows: list[Stake], seeds: frozenset[str], data: st.DataObject, entity: str, threshold: Fraction
) -> None:
    before = held(chart_of(rows), entity, seeds, as_of=DAY, threshold=threshold).designated
    place = data.draw(st.integers(0, len(rows) - 1))
    share = rows[place].share
    low = data.draw(st.integers(0, int(share.minimum)))
    high = data.draw(st.integers(int(share.maximum), 100))
    wider = [*rows]
    wider[place] = replace(rows[place], share=Share(minimum=Fraction(low), maximum=Fraction(high)))
    after = held(chart_of(wider), entity, seeds, as_of=DAY, threshold=threshold).designated
    assert after == before or {before, after} <= {"surely", "possibly"} or (before, after) == ("no", "possibly")


@given(orders, listed, listed, st.sampled_from(IDS))
def test_the_order_of_rows_never_matters(
    both: tuple[list[Stake], list[Stake]], seeds: frozenset[str], unnamed: frozenset[str], entity: str
) -> None:
    first, second = (held(chart_of(rows, unnamed), entity, seeds, as_of=DAY, threshold=Fraction(50)) for rows in both)
    assert first == second


@given(st.lists(stakes, max_size=20), listed, st.sampled_from(IDS))
def test_a_path_leads_from_a_listed_holder_to_the_entity_and_repeats_nobody(rows: list[Stake], seeds: frozenset[str], entity: str) -> None:
    answer = held(chart_of(rows), entity, seeds, as_of=DAY, threshold=Fraction(50))
    for path in answer.paths:
        holders = [path[0].owner, *(step.owned for step in path)]
        assert holders[0] in seeds
        assert holders[-1] == entity
        assert len(set(holders)) == len(holders)
        assert [step.owner for step in path] == holders[:-1]
    if answer.designated == "surely" and entity not in seeds:
        assert answer.paths
