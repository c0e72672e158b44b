"""Many bills as one: what is one part, and where a bill goes on in another."""

from collections.abc import Sequence

from sekisho.composition.joined import identity, join, words_of
from sekisho.composition.model import Alternate, Bom, Component, PartOf
from sekisho.composition.walk import reach
from sekisho.terms import Party


def bom(digest: str, *components: Component, uses: Sequence[str], alternates: Sequence[str] = ()) -> Bom:
    return Bom(
        file=f"{digest}.json",
        digest=digest * 64,
        format="x",
        root=components[0].ref,
        components=components,
        parts=tuple(PartOf(parent=use[0], child=use[1]) for use in uses),
        alternates=tuple(Alternate(primary=one[0], alternate=one[1]) for one in alternates),
    )


def module(ref: str, number: str = "WM-5", maker: str = "丙無線株式会社") -> Component:
    return Component(ref=ref, name="radio", maker=Party(name=maker), part_number=number)


def test_a_part_is_one_by_maker_and_number_else_by_purl_else_by_cpe() -> None:
    assert identity(module("a")) == identity(module("b", "wm-5", "(株)丙無線"))
    assert identity(module("a")) != identity(module("a", "WM-6"))
    assert identity(Component(ref="a", name="x", part_number="WM-5")) == ""
    assert identity(Component(ref="a", name="x", purl="pkg:a/b")) == identity(Component(ref="c", name="y", purl="pkg:a/b", cpe="cpe:2.3:h:x"))
    assert identity(Component(ref="a", name="x", cpe="cpe:2.3:h:x")) == "cpe cpe:2.3:h:x"


def test_a_suppliers_bill_goes_on_inside_the_product_that_uses_it() -> None:
    router = bom("1", Component(ref="R", name="router"), module("m"), uses=["Rm"])
    supplied = bom("2", module("W"), Component(ref="s", name="chip"), uses=["Ws"])
    joined = join([router, supplied])
    assert [one.component.ref for one in reach(joined.bom(joined.products[0]))] == ["111111111111#m", "222222222222#s"]


def test_a_part_that_its_own_bill_opens_or_that_two_bills_open_stays_as_it_is() -> None:
    own = bom("1", Component(ref="R", name="router"), module("m"), Component(ref="x", name="x"), uses=["Rm", "mx"])
    closed = bom("4", Component(ref="R", name="other"), module("m"), uses=["Rm"])
    first, second = (bom(digest, module("W"), Component(ref="s", name="chip"), uses=["Ws"]) for digest in "23")
    joined = join([own, closed, first, second])
    assert [one.component.name for one in reach(joined.bom(joined.products[0]))] == ["radio", "x"]
    assert [one.component.name for one in reach(joined.bom(joined.products[1]))] == ["radio"]


def test_the_same_bill_twice_counts_once_and_a_single_bill_keeps_its_refs() -> None:
    one = bom("1", Component(ref="R", name="router"), uses=["Rm"], alternates=["mn"])
    joined = join([one, one])
    assert len(joined.products) == 1
    assert {component.ref for component in joined.components} >= {"R", "m"}


def test_a_component_is_asked_for_by_what_is_written_on_it() -> None:
    words = set(words_of(module("1#m", "ＷＭ-5"), "m"))
    assert {"m", "wm-5", "radio"} <= words
    assert identity(module("a")) in words
