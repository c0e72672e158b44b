"""Who in the register a party may be, and what speaks against it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nouns import edition, party, row
from sekisho.register.lookup import Hit, Lookup
from sekisho.register.model import NAME_KINDS
from sekisho.terms import Identifier, Party

REIJI = row("x", "例示科技有限公司", scheme="LEI", identifier="111")


def hits(who: Party, *rows: object) -> dict[str, Hit]:
    (found,) = Lookup(edition(*rows)).lookup([who])  # type: ignore[arg-type]
    assert found.party == who
    return {hit.entity.id: hit for hit in found.hits}


def test_an_equal_name_is_the_same_with_the_steps_it_took() -> None:
    hit = hits(party("㈱例示科技"), row("x", "例示科技有限公司"))["x"]
    assert (hit.relation, hit.steps, hit.against) == ("same", ("width-and-case", "legal-form"), ())


def test_a_name_that_is_not_there_has_no_candidate() -> None:
    assert hits(party("例題科技"), REIJI) == {}


@pytest.mark.parametrize("name", ["", "・", "\u200b", " "])
def test_an_empty_key_meets_nobody(name: str) -> None:
    assert hits(party(name), row("x", "・・"), row("y", "例示")) == {}


def test_an_equal_number_proves_identity_under_any_name() -> None:
    hit = hits(party("まったく別の名", ("lei", "1-1-1")), REIJI)["x"]
    assert (hit.relation, hit.by) == ("same", Identifier(scheme="LEI", value="111"))


def test_an_equal_number_outranks_what_speaks_against_the_name() -> None:
    rows = (row("x", "例示", name_kind="acronym", scheme="LEI", identifier="111"), row("x", "例示科技", scheme="CN-USCC", identifier="222"))
    hit = hits(party("例示", ("LEI", "111"), ("CN-USCC", "999")), *rows)["x"]
    assert hit.relation == "same"


def test_a_differing_number_in_the_same_scheme_makes_an_equal_name_possible() -> None:
    hit = hits(party("例示科技", ("LEI", "999")), REIJI)["x"]
    assert (hit.relation, hit.against) == ("possible", ("identifier-differs:LEI",))


def test_a_number_in_another_scheme_says_nothing() -> None:
    assert hits(party("例示科技", ("DUNS", "999")), REIJI)["x"].relation == "same"


def test_a_persons_name_that_equals_a_brand_but_for_its_space_is_possible() -> None:
    rows = (row("x", "Wangxin", name_kind="brand"),)
    assert hits(party("Wangxin"), *rows)["x"].relation == "same"
    assert (hits(party("Wang Xin"), *rows)["x"].relation, hits(party("Wang Xin"), *rows)["x"].against) == ("possible", ("reads-as-a-person",))


def test_a_space_within_a_brand_that_is_no_persons_name_says_nothing() -> None:
    assert hits(party("Rei Ji Net"), row("x", "Reijinet"))["x"].relation == "same"


def test_a_name_that_two_entities_bear_is_possible_for_both() -> None:
    found = hits(party("例示科技"), row("x", "例示科技"), row("y", "例示科技股份有限公司"))
    assert {one: (hit.relation, hit.against) for one, hit in found.items()} == {
        "x": ("possible", ("several-entities",)),
        "y": ("possible", ("several-entities",)),
    }


def test_a_number_tells_two_entities_of_one_name_apart() -> None:
    found = hits(party("例示科技", ("LEI", "111")), REIJI, row("y", "例示科技", scheme="LEI", identifier="222"))
    assert found["x"].relation == "same"
    assert (found["y"].relation, found["y"].against) == ("possible", ("identifier-differs:LEI", "several-entities"))


@pytest.mark.parametrize("kind", NAME_KINDS)
def test_a_weak_alias_or_acronym_is_possible_and_every_other_name_the_same(kind: str) -> None:
    weak = kind in ("weak", "acronym")
    hit = hits(party("EXT"), row("x", "例示科技"), row("x", "EXT", name_kind=kind))["x"]
    assert (hit.relation, hit.against) == (("possible", ("weak-alias",)) if weak else ("same", ()))


def test_an_entity_met_by_a_weak_alias_and_its_legal_name_is_the_same() -> None:
    for rows in ((row("x", "EXT", name_kind="weak"), row("x", "EXT Ltd")), (row("x", "EXT Ltd"), row("x", "EXT", name_kind="weak"))):
        assert hits(party("ext"), *rows)["x"].relation == "same"


@pytest.mark.parametrize("designates", ["product", "class", "place"])
def test_a_label_of_a_product_class_or_place_is_nobody_s_name(designates: str) -> None:
    label = row("x", "EX-400", designates=designates, covers="server", country="CN")
    assert hits(party("EX-400"), row("x", "例示科技", designates="none"), label) == {}


def test_equal_parties_have_equal_answers_in_the_order_asked() -> None:
    lookup = Lookup(edition(REIJI))
    asked = [party("例示科技"), party("例題"), party("例示科技")]
    answers = lookup.lookup(asked)
    assert [one.party for one in answers] == asked
    assert answers[0] == answers[2]
    assert lookup.lookup([]) == []


NAMES = st.sampled_from(["例示", "例示株式会社", "例題", "EXT", "ext ltd", "別名"])
NUMBERS = st.sampled_from(["", "111", "222"])
ROWS = st.builds(
    lambda entity, name, kind, number: row(entity, name, name_kind=kind, scheme="LEI", identifier=number),
    st.sampled_from("pqrs"), NAMES, st.sampled_from(["legal", "weak", "brand"]), NUMBERS,
)  # fmt: skip


@given(st.lists(ROWS, min_size=1, max_size=6), st.lists(ROWS, max_size=6), NAMES, NUMBERS)
def test_more_register_entries_never_clear_a_candidate(rows: list[object], more: list[object], name: str, number: str) -> None:
    who = party(name, ("LEI", number)) if number else party(name)
    assert set(hits(who, *rows)) <= set(hits(who, *rows, *more))


@pytest.mark.parametrize("spoofed", ["例示\u3164科技", "\u202e例示科技", "例\u200b示科技"])
def test_a_trick_with_characters_does_not_hide_a_name(spoofed: str) -> None:
    hit = hits(party(spoofed), REIJI)["x"]
    assert (hit.relation, hit.steps[0]) == ("same", "unmasked")
