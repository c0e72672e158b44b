"""The walk through a bill of materials against a slow, obvious reference."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sekisho.composition.model import Alternate, Bom, Component, PartOf
from sekisho.composition.walk import depth_of, reach
from sekisho.screening.paths import steps_to

REFS = "RABCDEF"
any_parts = st.lists(st.tuples(st.sampled_from(REFS), st.sampled_from(REFS), st.integers(1, 4)), max_size=14)
ordered_parts = any_parts.map(lambda rows: [row for row in rows if REFS.index(row[0]) < REFS.index(row[1])])


def bom_of(rows: list[tuple[str, str, int]]) -> Bom:
    return Bom(
        file="b",
        digest="0" * 64,
        format="x",
        root="R",
        components=tuple(Component(ref=ref, name=ref) for ref in REFS),
        parts=tuple(PartOf(parent=parent, child=child, quantity=Fraction(quantity)) for parent, child, quantity in rows),
    )


def pieces(rows: list[tuple[str, str, int]], ref: str) -> int:
    """Pieces by walking every path from the root: right where nothing contains itself."""
    if ref == "R":
        return 1
    return sum(pieces(rows, parent) * quantity for parent, child, quantity in rows if child == ref)


def levels(rows: list[tuple[str, str, int]]) -> dict[str, int]:
    depth, level = {"R": 0}, 0
    while len(depth) > sum(known < level for known in depth.values()):
        level += 1
        for parent, child, _ in rows:
            if depth.get(parent) == level - 1 and child not in depth:
                depth[child] = level
    return {ref: known for ref, known in depth.items() if ref != "R"}


def goes_through_a_cycle(rows: list[tuple[str, str, int]], ref: str) -> bool:
    below = {start: {start} for start in REFS}
    strictly: dict[str, set[str]] = {start: set() for start in REFS}
    for _ in REFS:
        for parent, child, _quantity in rows:
            for start in REFS:
                if parent in below[start]:
                    below[start].add(child)
                    strictly[start].add(child)
    return any(node in strictly[node] and node in below["R"] and ref in below[node] for node in REFS)


@given(ordered_parts)
def test_pieces_equal_those_of_walking_every_path(rows: list[tuple[str, str, int]]) -> None:
    for part in reach(bom_of(rows)):
        assert part.quantity == pieces(rows, part.component.ref)


@given(any_parts)
def test_every_ref_below_the_root_is_reached_once_at_its_least_depth(rows: list[tuple[str, str, int]]) -> None:
    reached = reach(bom_of(rows))
    wanted = levels(rows)
    assert {part.component.ref: part.depth for part in reached} == wanted
    assert len(reached) == len(wanted)
    assert depth_of(bom_of(rows)) == max(wanted.values(), default=0)


@given(any_parts)
def test_a_path_follows_parts_of_the_bill_and_has_the_length_of_the_depth(rows: list[tuple[str, str, int]]) -> None:
    edges = {(parent, child) for parent, child, _ in rows}
    for part in reach(bom_of(rows)):
        assert part.path[0] == "R"
        assert part.path[-1] == part.component.ref
        assert len(part.path) == part.depth + 1
        assert set(zip(part.path, part.path[1:], strict=False)) <= edges


@given(any_parts)
def test_pieces_are_open_exactly_on_and_below_cycles(rows: list[tuple[str, str, int]]) -> None:
    for part in reach(bom_of(rows)):
        assert (part.quantity is None) == goes_through_a_cycle(rows, part.component.ref)


def with_alternates(rows: list[tuple[str, str, int]], pairs: list[tuple[str, str]]) -> Bom:
    return replace(bom_of(rows), alternates=tuple(Alternate(primary=primary, alternate=alternate) for primary, alternate in pairs))


any_pairs = st.lists(st.tuples(st.sampled_from(REFS), st.sampled_from(REFS)), max_size=6)
ordered_pairs = any_pairs.map(lambda pairs: [pair for pair in pairs if REFS.index(pair[0]) < REFS.index(pair[1])])


def meant(pairs: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Nothing replaces the product, or itself."""
    return {(primary, alternate) for primary, alternate in pairs if "R" not in (primary, alternate) and primary != alternate}


@given(any_parts, any_pairs)
def test_alternates_change_nothing_of_what_is_inside_and_reach_what_may_be(rows: list[tuple[str, str, int]], pairs: list[tuple[str, str]]) -> None:
    inside = {part.component.ref: part for part in reach(bom_of(rows))}
    reached = {part.component.ref: part for part in reach(with_alternates(rows, pairs))}
    assert {ref: part for ref, part in reached.items() if not part.alternate_for} == inside
    wanted = {"R", *inside}
    while more := {other for one, other, *_ in (*rows, *meant(pairs)) if one in wanted} - wanted:
        wanted |= more
    assert set(reached) == wanted - {"R"}


@given(any_parts, any_pairs)
def test_the_way_to_an_alternate_is_made_of_parts_and_of_places_that_it_may_take(
    rows: list[tuple[str, str, int]], pairs: list[tuple[str, str]]
) -> None:
    bom = with_alternates(rows, pairs)
    edges, instead = {(parent, child) for parent, child, _ in rows}, meant(pairs)
    for part in reach(bom):
        here = "R"
        steps = list(steps_to(bom, part))
        for relation, ref in steps:
            if relation == "contains":
                assert any((parent, ref) in edges for parent in (here, *(alternate for primary, alternate in instead if primary == here)))
            else:
                assert (here, ref) in instead
            here = ref
        assert here == part.component.ref
        assert any(relation == "replaceable-by" for relation, _ in steps) is bool(part.alternate_for)


@given(ordered_parts, ordered_pairs)
def test_the_pieces_of_an_alternate_are_those_of_every_place_that_it_may_take(rows: list[tuple[str, str, int]], pairs: list[tuple[str, str]]) -> None:
    reached = {part.component.ref: part for part in reach(with_alternates(rows, pairs))}
    beyond = {ref for ref, part in reached.items() if part.alternate_for}

    def at_most(ref: str) -> int:
        if ref not in beyond:
            return pieces(rows, ref) if ref == "R" or ref in reached else 0
        inner = sum(at_most(parent) * quantity for parent, child, quantity in rows if child == ref and parent in beyond)
        return inner + sum(at_most(primary) for primary, alternate in meant(pairs) if alternate == ref)

    assert {ref: reached[ref].quantity for ref in beyond} == {ref: at_most(ref) for ref in beyond}
