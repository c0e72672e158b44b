"""The public layer is made of public rows and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nouns import CARD, edition, row
from sekisho.register.build import SourceRow, named_in_public
from sekisho.register.edition import decode, encode
from sekisho.register.layers import has_protected, public_digest, public_layer, public_octets
from sekisho.register.provenance import caveats, layer_of, levels

SECRET = replace(CARD, path="secret.csv", title="要保護の出典", classification="protected")
PUBLIC = [row("a", "甲社", designates="entity", country="JP"), row("b", "乙社", designates="none", parent="a")]
TOKENS = st.sampled_from(["丙社", "丁社", "戊社"])


def hidden(**cells: str) -> SourceRow:
    return row(cells.pop("entity", "x"), cells.pop("name", "秘匿社"), **{"classification": "protected", "designates": "entity", **cells})


def test_the_public_layer_holds_no_token_of_the_protected_one() -> None:
    rows = [*PUBLIC, hidden(), hidden(entity="a", name="甲社の秘匿名", scheme="LEI", identifier="SECRETNUMBER", country="KP", clause="秘匿条")]
    full = edition(*rows, row("z", "秘匿の者", card=SECRET), cards=(CARD, SECRET))
    public = public_octets(full).decode()
    for token in ("秘匿", "SECRET", "secret", '"x"', '"z"', "KP", "protected"):
        assert token not in public
    assert has_protected(full)
    assert not has_protected(public_layer(full))
    assert set(public_layer(full).entities) == {"a", "b"}


@given(st.lists(st.tuples(TOKENS, st.sampled_from(["a", "b", "x", "y"]), st.sampled_from(["country", "parent", "identifier", "none"])), max_size=6))
def test_no_change_of_the_protected_layer_moves_the_public_digest(added: list[tuple[str, str, str]]) -> None:
    more = []
    for name, entity, fact in added:
        facts = {"country": {"country": "KP"}, "parent": {"parent": "a"}, "identifier": {"scheme": "LEI", "identifier": "1"}, "none": {}}[fact]
        more.append(hidden(entity=entity, name=name, **facts))
    alone = public_digest(edition(*PUBLIC))
    assert public_digest(edition(*more, *PUBLIC)) == public_digest(edition(*PUBLIC, *more)) == alone


def test_a_parent_that_only_protected_rows_name_is_not_named_in_the_public_layer() -> None:
    public = public_layer(edition(row("a", "甲社", designates="entity", parent="x"), hidden()))
    assert public.entities["a"].parent == ""


def test_the_models_of_a_public_designation_hold_no_protected_model() -> None:
    full = edition(row("a", "RT-1", designates="product"), hidden(entity="a", name="RT-9", designates="product"))
    assert [one.models for one in public_layer(full).entities["a"].designations] == [("RT-1",)]
    assert ("RT-1", "RT-9") in [one.models for one in full.entities["a"].designations]


def test_a_public_row_of_a_protected_source_keeps_the_days_of_that_source() -> None:
    full = edition(row("a", "甲社", card=SECRET, classification="public", designates="entity", source="別の名"), cards=(SECRET,))
    assert [card.retrieved_at for card in public_layer(full).cards] == [SECRET.retrieved_at]


def test_an_edition_says_which_layer_it_is() -> None:
    assert (edition(*PUBLIC).layer, public_layer(edition(*PUBLIC)).layer) == ("full", "public")
    assert decode(encode((), (CARD,), layer="public"), label="x").layer == "public"


def test_a_bare_public_name_of_what_is_designated_in_secret_is_told() -> None:
    assert named_in_public([row("a", "甲社"), hidden(entity="a")]) == ("a",)
    assert named_in_public([row("a", "甲社", designates="none"), hidden(entity="a")]) == ()
    assert named_in_public([row("a", "甲社")]) == ()


@pytest.mark.parametrize(
    ("words", "layer"),
    [
        ({}, "public"),
        ({"classification": "protected"}, "protected"),
        ({"level": "confidentiality-1"}, "public"),
        ({"level": "confidentiality-2"}, "protected"),
        ({"caveat": "ally-information"}, "protected"),
        ({"level": "a level that nobody knows"}, "protected"),
        ({"caveat": "a caveat that nobody knows"}, "protected"),
    ],
)
def test_the_strictest_word_decides_the_layer(words: dict[str, str], layer: str) -> None:
    assert layer_of(**{"classification": "public", "level": "", "caveat": "", **words}) == layer


def test_levels_and_caveats_are_data_with_a_source() -> None:
    assert {one.layer for one in levels().values()} == {"public", "protected"}
    assert not levels()["designated-secret"].held
    assert caveats()["ally-information"].protects
    assert all(one.title.ja and one.title.en for one in (*levels().values(), *caveats().values()))


def test_on_whose_word_a_row_stands_is_kept_in_the_edition() -> None:
    found = edition(row("a", "甲社", said_by="同盟国の当局", level="confidentiality-2", caveat="ally-information")).entities["a"].names[0]
    assert (found.source.said_by, found.source.level, found.source.caveat, found.classification) == (
        "同盟国の当局", "confidentiality-2", "ally-information", "protected",
    )  # fmt: skip


def test_an_edition_without_such_words_keeps_its_bytes() -> None:
    octets = encode(tuple(edition(*PUBLIC).entities.values()), (CARD,))
    assert b"said_by" not in octets and b"layer" not in octets and b"protected" not in octets
