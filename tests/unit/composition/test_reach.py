"""Everything below a product, once, with its depth, one path and how many pieces."""

import time
from dataclasses import replace
from fractions import Fraction

from sekisho.composition.model import Alternate, Bom, Component, PartOf
from sekisho.composition.walk import Reached, depth_of, reach


def bom(*parts: tuple[str, str, int], root: str = "R") -> Bom:
    refs = dict.fromkeys((root, *(ref for parent, child, _ in parts for ref in (parent, child))))
    return Bom(
        file="b.json",
        digest="0" * 64,
        format="CycloneDX 1.6 JSON",
        root=root,
        components=tuple(Component(ref=ref, name=ref.lower()) for ref in refs),
        parts=tuple(PartOf(parent=parent, child=child, quantity=Fraction(quantity)) for parent, child, quantity in parts),
    )


def found(product: Bom) -> dict[str, Reached]:
    return {part.component.ref: part for part in reach(product)}


def test_a_part_two_levels_down_is_reached_with_its_path_and_pieces() -> None:
    below = found(bom(("R", "A", 2), ("A", "B", 3)))
    assert below["B"].depth == 2
    assert below["B"].path == ("R", "A", "B")
    assert below["B"].quantity == 6


def test_a_shared_assembly_is_reached_once_and_counted_through_every_parent() -> None:
    product = bom(("R", "A", 2), ("R", "B", 1), ("A", "C", 4), ("B", "C", 1), ("C", "D", 2))
    assert [part.component.ref for part in reach(product)] == ["A", "B", "C", "D"]
    assert found(product)["C"].quantity == 9
    assert found(product)["D"].quantity == 18


def test_the_shortest_path_is_shown() -> None:
    assert found(bom(("R", "A", 1), ("A", "B", 1), ("B", "C", 1), ("R", "C", 1)))["C"].path == ("R", "C")


def test_two_rows_for_the_same_part_add_up() -> None:
    assert found(bom(("R", "A", 2), ("R", "A", 3)))["A"].quantity == 5


def test_a_cycle_ends_and_leaves_the_quantity_open_on_it_and_below_it() -> None:
    below = found(bom(("R", "A", 1), ("A", "B", 1), ("B", "A", 1), ("B", "C", 1), ("R", "D", 7)))
    assert {ref: part.quantity for ref, part in below.items()} == {"A": None, "B": None, "C": None, "D": Fraction(7)}


def test_a_product_that_contains_itself_ends() -> None:
    below = found(bom(("R", "A", 1), ("A", "R", 1)))
    assert list(below) == ["A"]
    assert below["A"].quantity is None


def test_what_the_root_does_not_contain_is_not_reached() -> None:
    assert list(found(bom(("R", "A", 1), ("X", "Y", 1)))) == ["A"]


def test_a_part_that_nobody_describes_is_reached_without_a_maker() -> None:
    bare = Bom(file="b", digest="0" * 64, format="x", root="R", components=(), parts=(PartOf(parent="R", child="A"),))
    (part,) = reach(bare)
    assert part.component.ref == "A"
    assert part.component.maker is None


def test_depth_is_the_number_of_levels_shown() -> None:
    assert depth_of(bom()) == 0
    assert depth_of(bom(("R", "A", 1))) == 1
    assert depth_of(bom(("R", "A", 1), ("A", "B", 1), ("B", "C", 1))) == 3


def test_a_lattice_with_more_paths_than_atoms_ends_at_once() -> None:
    parts = [(f"L{level}{side}", f"L{level + 1}{below}", 1) for level in range(60) for side in "ab" for below in "ab"]
    started = time.perf_counter()
    below = found(bom(("R", "L0a", 1), ("R", "L0b", 1), *parts))
    assert time.perf_counter() - started < 2
    assert below["L60a"].quantity == 2**60


def with_alternates(product: Bom, *pairs: tuple[str, str]) -> dict[str, Reached]:
    refs = {ref for pair in pairs for ref in pair} - {component.ref for component in product.components}
    more = tuple(Component(ref=ref, name=ref.lower()) for ref in sorted(refs))
    instead = tuple(Alternate(primary=primary, alternate=alternate) for primary, alternate in pairs)
    return found(replace(product, components=(*product.components, *more), alternates=instead))


def test_an_alternate_is_reached_in_the_place_of_its_part_and_adds_no_pieces() -> None:
    below = with_alternates(bom(("R", "A", 2), ("A", "B", 3)), ("B", "X"), ("B", "Y"))
    assert [(ref, part.alternate_for) for ref, part in below.items()] == [("A", ""), ("B", ""), ("X", "B"), ("Y", "B")]
    assert (below["X"].depth, below["X"].path, below["X"].quantity) == (2, ("R", "A", "X"), 6)
    assert sum(part.quantity or 0 for part in below.values() if not part.alternate_for) == 8


def test_what_is_inside_an_alternate_may_be_inside_the_product() -> None:
    below = with_alternates(bom(("R", "A", 2), ("X", "C", 5), ("X", "A", 1)), ("A", "X"))
    assert (below["C"].alternate_for, below["C"].quantity, below["C"].path) == ("A", 10, ("R", "X", "C"))
    assert (below["A"].alternate_for, below["A"].quantity) == ("", 2)


def test_a_part_that_is_in_the_product_anyway_is_no_alternate_of_another() -> None:
    below = with_alternates(bom(("R", "A", 2), ("R", "B", 1)), ("A", "B"))
    assert (below["B"].alternate_for, below["B"].quantity) == ("", 1)


def test_alternates_of_alternates_and_in_circles_end() -> None:
    below = with_alternates(bom(("R", "A", 1)), ("A", "X"), ("X", "Y"), ("Y", "A"), ("X", "R"), ("A", "A"))
    assert {ref: (part.alternate_for, part.path) for ref, part in below.items()} == {
        "A": ("", ("R", "A")),
        "X": ("A", ("R", "X")),
        "Y": ("X", ("R", "Y")),
    }


def test_an_alternate_of_a_part_in_a_cycle_has_no_number() -> None:
    below = with_alternates(bom(("R", "A", 1), ("A", "A", 1), ("X", "C", 1)), ("A", "X"))
    assert {ref: part.quantity for ref, part in below.items()} == {"A": None, "X": None, "C": None}


def test_alternates_do_not_deepen_a_bill() -> None:
    product = bom(("R", "A", 1), ("X", "C", 1))
    assert depth_of(replace(product, alternates=(Alternate(primary="A", alternate="X"),))) == 1
