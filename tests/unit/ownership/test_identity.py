"""One holder in several files, whatever the order of the files."""

from collections.abc import Sequence
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from sekisho.ownership.identity import CHART_ID, aligned
from sekisho.ownership.model import Chart, Control, Holder, HolderKind, Stake
from sekisho.terms import Identifier, Share, Source

LEI, OTHER = Identifier(scheme="LEI", value="A" * 18 + "01"), Identifier(scheme="LEI", value="B" * 18 + "02")
SOURCE = Source(name="c")


def holder(known: str, name: str, *identifiers: Identifier, kind: HolderKind = "entity", country: str = "") -> Holder:
    return Holder(id=known, name=name, kind=kind, country=country, identifiers=identifiers)


def chart(*holders: Holder, digest: str = "") -> Chart:
    stakes = [Stake(owner=one.id, owned=one.id, share=Share(), source=SOURCE) for one in holders]
    controls = [Control(holder=one.id, entity=one.id, kind="boardMember", source=SOURCE) for one in holders]
    return Chart(holders=holders, stakes=tuple(stakes), controls=tuple(controls), digests=(digest,))


def ids(charts: Sequence[Chart]) -> list[list[str]]:
    found = aligned(charts)
    for one in found:
        assert [stake.owner for stake in one.stakes] == [control.entity for control in one.controls] == [known.id for known in one.holders]
    return [[known.id for known in one.holders] for one in found]


def test_an_equal_number_or_name_is_one_company_and_an_old_id_is_kept() -> None:
    first, second = chart(holder("x", "甲電機株式会社", LEI)), chart(holder("p", "KO DENKI", LEI), holder("q", "乙"))
    third = chart(holder("r", "甲電機"), holder("s", "甲電機株式会社"))
    assert ids([first, second, third]) == [["p"], ["p", "q"], ["r", "p"]]
    assert aligned([first, second])[0].holders[0].identifiers == (LEI, Identifier(scheme=CHART_ID, value="x"))


def test_a_name_that_two_bear_who_differ_joins_nobody_and_says_so() -> None:
    charts = [chart(holder("a", "甲", LEI)), chart(holder("b", "甲")), chart(holder("c", "甲", OTHER))]
    for order in permutations(charts):
        found = aligned(order)
        assert {known.id for one in found for known in one.holders} == {"a", "b", "c"}
        assert [(gap.code, gap.holder) for one in found for gap in one.stated_gaps] == [("several-of-this-name", "b")]


def test_two_whom_their_own_file_tells_apart_stay_two() -> None:
    assert ids([chart(holder("a", "甲"), holder("b", "甲")), chart(holder("c", "丙"))]) == [["a", "b"], ["c"]]
    assert ids([chart(holder("a", "甲", LEI), holder("b", "甲", LEI)), chart(holder("c", "丙", LEI))])[0] == ["a", "b"]


def test_persons_and_the_unnamed_are_never_joined_by_name() -> None:
    for kind in ("person", "unknown"):
        assert ids([chart(holder("a", "甲", kind=kind)), chart(holder("b", "甲", kind=kind))]) == [["a"], ["b"]]  # type: ignore[arg-type]


def test_files_that_number_from_one_do_not_mean_one_company() -> None:
    assert ids([chart(holder("1", "甲", LEI)), chart(holder("1", "乙", OTHER))]) == [["1~2"], ["1"]]
    assert ids([chart(holder("1", "甲", country="JP")), chart(holder("1", "乙", country="US"))]) == [["1~2"], ["1"]]
    assert ids([chart(holder("1", "甲", kind="person")), chart(holder("1", "乙"))]) == [["1~2"], ["1"]]
    assert ids([chart(holder("1", "甲")), chart(holder("1", "1"))]) == [["1"], ["1"]]


names = st.sampled_from(["甲", "乙", "甲株式会社"])
holders = st.builds(
    lambda known, name, numbers, kind: holder(known, name, *numbers, kind=kind),
    st.sampled_from("abc"),
    names,
    st.sampled_from([(), (LEI,), (OTHER,), (Identifier(scheme="JP-HOUJIN", value="7000012050002"),)]),
    st.sampled_from(["entity", "entity", "state", "person"]),
)
charts = st.lists(st.lists(holders, min_size=1, max_size=3, unique_by=lambda one: one.id), min_size=2, max_size=4)


@given(charts.flatmap(lambda several: st.tuples(st.just(several), st.permutations(range(len(several))))))
def test_the_order_of_files_never_matters(both: tuple[list[list[Holder]], list[int]]) -> None:
    several, order = both
    given_charts = [chart(*one, digest=str(at)) for at, one in enumerate(several)]

    def joined(found: Sequence[Chart]) -> set[frozenset[tuple[str, str]]]:
        """Who is one with whom, by file and old id."""
        groups: dict[str, set[tuple[str, str]]] = {}
        for one in found:
            for known in one.holders:
                old = next((number.value for number in known.identifiers if number.scheme == CHART_ID), known.id)
                groups.setdefault(known.id, set()).add((one.digests[0], old))
        return {frozenset(group) for group in groups.values()}

    assert joined(aligned(given_charts)) == joined(aligned([given_charts[at] for at in order]))
