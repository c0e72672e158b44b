"""The cascade against a slow, obvious reference, and what must hold for every chart."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sekisho.ownership.control import strength_of
from sekisho.ownership.model import Chart, Control, Holder, Stake
from sekisho.ownership.walk import held, held_all
from sekisho.terms import Period, Share, Source

DAY = date(2026, 4, 1)
IDS = tuple("ABCDEFG")
RANK = {"no": 0, "possibly": 1, "surely": 2}

shares = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: Share(minimum=Fraction(5 * min(pair)), maximum=Fraction(5 * max(pair))))
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
def test_the_order_of_rows_never_matters(both: tuple[list[Stake], list[Stake]], seeds: frozenset[str], unnamed: frozenset[str], entity: str) -> None:
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


# control beside shares

KINDS = ("appointmentOfBoard", "boardMember", "votingRights", "family", "directConsolidation")
controls = st.builds(
    Control, holder=st.sampled_from(IDS), entity=st.sampled_from(IDS), kind=st.sampled_from(KINDS), share=shares, period=periods, source=sources
)


def with_control(rows: Sequence[Stake], said: Sequence[Control], states: frozenset[str] = frozenset()) -> Chart:
    chart = chart_of(rows)
    holders = tuple(replace(holder, kind="state") if holder.id in states else holder for holder in chart.holders)
    return replace(chart, holders=holders, controls=tuple(said))


def surely_reached(rows: Sequence[Stake], said: Sequence[Control], seeds: frozenset[str], threshold: Fraction) -> frozenset[str]:
    """The slow, obvious reference: everybody whom members hold at the threshold on minima, or decide over."""
    held_by = merged(rows)
    active = [one for one in said if one.period.holds(DAY) and one.holder != one.entity and strength_of(one) == "decides"]
    members = seeds
    while True:
        wider = members | {one.entity for one in active if one.holder in members}
        for node in IDS:
            if sum((low for (owner, owned), (low, _) in held_by.items() if owned == node and owner in members), Fraction(0)) >= threshold:
                wider = wider | {node}
        if wider == members:
            return members
        members = wider


@given(st.lists(stakes, max_size=10), st.lists(controls, max_size=6), listed, listed, thresholds)
def test_control_never_changes_what_is_said_of_shares(
    rows: list[Stake], said: list[Control], seeds: frozenset[str], states: frozenset[str], threshold: Fraction
) -> None:
    without = held_all(with_control(rows, (), states), IDS, seeds, as_of=DAY, threshold=threshold)
    with_it = held_all(with_control(rows, said, states), IDS, seeds, as_of=DAY, threshold=threshold)
    for entity in IDS:
        one, other = without[entity], with_it[entity]
        assert (one.designated, one.aggregate, one.paths, one.gaps) == (other.designated, other.aggregate, other.paths, other.gaps)


@given(st.lists(stakes, max_size=10), st.lists(controls, max_size=6), listed, thresholds)
def test_sure_control_equals_the_slow_reference(rows: list[Stake], said: list[Control], seeds: frozenset[str], threshold: Fraction) -> None:
    reached = surely_reached(rows, said, seeds, threshold)
    for entity, answer in held_all(with_control(rows, said), IDS, seeds, as_of=DAY, threshold=threshold).items():
        if answer.controlled == "surely":
            assert entity in reached
        elif entity in reached:
            assert answer.designated == "surely"


@given(st.lists(stakes, max_size=10), st.lists(controls, max_size=6), listed, st.sampled_from(IDS), st.sampled_from(IDS))
def test_more_designated_never_lowers_control(rows: list[Stake], said: list[Control], seeds: frozenset[str], extra: str, entity: str) -> None:
    ranks = {"unknown": 0, **RANK}
    chart = with_control(rows, said)
    before, after = (held(chart, entity, one, as_of=DAY, threshold=Fraction(50)).controlled for one in (seeds, seeds | {extra}))
    assert ranks[after] >= ranks[before]


@given(
    st.lists(stakes, max_size=10).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))),
    st.lists(controls, max_size=6).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))),
    listed,
    listed,
    st.sampled_from(IDS),
)
def test_the_order_of_what_is_said_of_control_never_matters(
    rows: tuple[list[Stake], list[Stake]],
    said: tuple[list[Control], list[Control]],
    seeds: frozenset[str],
    states: frozenset[str],
    entity: str,
) -> None:
    first, second = (held(with_control(rows[side], said[side], states), entity, seeds, as_of=DAY, threshold=Fraction(50)) for side in (0, 1))
    assert first == second


@given(st.lists(stakes, max_size=10), st.lists(controls, max_size=8), listed, listed, st.sampled_from(IDS))
def test_the_path_of_evidence_is_a_chain_down_to_the_entity(
    rows: list[Stake], said: list[Control], seeds: frozenset[str], states: frozenset[str], entity: str
) -> None:
    for one in held(with_control(rows, said, states), entity, seeds, as_of=DAY, threshold=Fraction(50)).control:
        steps = [(step.owner, step.owned) if isinstance(step, Stake) else (step.holder, step.entity) for step in one.path]
        assert steps[-1][1] == entity
        assert (one.holder, one.entity) in steps
        assert all(upper[1] == lower[0] for upper, lower in pairwise(steps))


@given(st.lists(controls, min_size=1, max_size=6), listed, st.sampled_from(IDS))
def test_control_that_has_ended_is_no_evidence(said: list[Control], seeds: frozenset[str], entity: str) -> None:
    ended = [replace(one, period=Period(end=date(2026, 3, 31))) for one in said]
    assert held(with_control((), ended), entity, seeds, as_of=DAY, threshold=Fraction(50)).control == ()
