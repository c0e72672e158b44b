"""What holds of every identification, whatever the marks and the tables say (fictional makers)."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sekisho.feeds.tables.forms import key_of, rows_of_text
from sekisho.feeds.tables.model import KINDS, Kind
from sekisho.marks.agreeing import agree
from sekisho.marks.identify import weighed
from sekisho.marks.model import DECLARED, OBSERVED, Attribution, MakerFound
from sekisho.marks.observed import look_up_observed
from sekisho.marks.reading import Read, read_mark
from sekisho.marks.rules import rules
from sekisho.terms import MARK_FAMILIES, Mark

MAKERS = ("Reidai", "REIDAI ELECTRIC CO.,LTD", "Reidai Electric", "Shadai Denki", "Shadai", "Meidai Optics", "Reidai Shadai Holdings")
FAMILIES = tuple(rules().families)
ATTRIBUTIONS = st.builds(
    Attribution,
    family=st.sampled_from([one for one in FAMILIES if one != DECLARED]),
    value=st.sampled_from(["a", "b"]),
    maker=st.sampled_from(MAKERS),
    table=st.sampled_from(["registry", OBSERVED]),
    table_date=st.just(date(2026, 10, 1)),
    weight=st.integers(1, 4),
    seen=st.booleans(),
    elsewhere=st.booleans(),
    inside=st.booleans(),
)
SEVERAL = st.lists(ATTRIBUTIONS, max_size=7)


def bare(found: tuple[MakerFound, ...]) -> object:
    return [(one.maker, one.certainty, one.evidence, one.against) for one in found]


@given(SEVERAL, st.randoms(use_true_random=False))
def test_the_order_in_which_marks_are_given_says_nothing(held: list[Attribution], chance: object) -> None:
    turned = list(held)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    assert bare(weighed(held)) == bare(weighed(turned))


@given(SEVERAL)
def test_every_attribution_is_evidence_for_one_maker(held: list[Attribution]) -> None:
    told = [one for found in weighed(held) for one in found.evidence]
    assert sorted((one.family, one.value, one.maker, one.table) for one in told) == sorted((o.family, o.value, o.maker, o.table) for o in held)


@given(SEVERAL)
def test_surely_takes_two_witnesses_that_stand_alone_or_a_declaration(held: list[Attribution]) -> None:
    for found in weighed(held):
        witnesses = {("part" if one.inside else rules().families[one.family].witness) for one in found.evidence if rules().families[one.family].alone}
        assert found.certainty != "surely" or len(witnesses) >= 2
        assert found.certainty == "doubtful" or witnesses


@given(SEVERAL, st.sampled_from(MAKERS))
def test_a_declared_maker_is_surely_among_the_makers(held: list[Attribution], name: str) -> None:
    said = Attribution(family=DECLARED, value=name, maker=name, table=DECLARED, table_date=None, weight=4)
    found = [one for one in weighed([said, *held]) if said in one.evidence]
    assert [one.certainty for one in found] == ["surely"]


@given(SEVERAL)
def test_what_speaks_against_a_maker_speaks_for_another(held: list[Attribution]) -> None:
    found = weighed(held)
    for one in found:
        others = {said for other in found if other is not one for said in other.evidence}
        assert set(one.against) <= others


@given(ATTRIBUTIONS, ATTRIBUTIONS)
def test_a_further_witness_for_the_same_maker_never_makes_it_less_certain(first: Attribution, second: Attribution) -> None:
    order = {"surely": 2, "possibly": 1, "doubtful": 0}
    alone = weighed([first])[0].certainty
    both = weighed([first, replace(second, maker=first.maker)])[0].certainty
    assert order[both] >= order[alone]


LINES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.from_regex(r"[0-9A-F:]{6,17}(/[0-9]{1,2})?\t[A-Za-z ]{0,9}(\t[A-Za-z ]{0,9})?", fullmatch=True),
        st.from_regex(r"[0-9]{1,12}", fullmatch=True),
        st.from_regex(r"[0-9a-f]{4}  [A-Za-z]{0,9}", fullmatch=True),
    ),
    max_size=12,
)


@given(st.sampled_from(KINDS), st.sampled_from(["manuf", "tsv", "iana", "ids"]), LINES)
def test_any_text_gives_rows_with_places_and_only_sound_keys(kind: Kind, form: str, lines: list[str]) -> None:
    for where, given_key, maker in rows_of_text(form, [line.replace("\n", " ") for line in lines]):
        key = key_of(kind, given_key)
        assert where.startswith("line ")
        assert isinstance(maker, str)
        assert key is None or key_of(kind, key) == key


@given(st.sampled_from(MARK_FAMILIES), st.one_of(st.text(max_size=60), st.from_regex(r"[0-9a-fA-FxX:.\-\[\] ]{0,40}", fullmatch=True)))
def test_any_text_is_a_mark_that_can_be_read_or_not_and_breaks_nothing(family: str, text: str) -> None:
    mark = Mark.of(family, text)
    read = read_mark(mark)
    if isinstance(read, Read):
        assert read.key
        assert all(one.family == family for one in look_up_observed(mark, read))


@given(st.text(alphabet="Reidai Shdnk&-.,'ゼツ例題（）", max_size=30), st.text(alphabet="Reidai Shdnk&-.,'ゼツ例題（）", max_size=30))
def test_whether_names_agree_does_not_hang_on_their_order(one: str, other: str) -> None:
    assert agree(one, other) == agree(other, one)
    assert agree(one, one)
