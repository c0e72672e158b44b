"""Rows of a source into entities: what a row states, and what a bare list of names means."""

from dataclasses import replace
from datetime import date

from nouns import CARD, row
from sekisho.register.build import entities_from
from sekisho.register.model import LABEL, Designation, Entity, SourceCard
from sekisho.terms import Identifier, Period


def only(*rows: object) -> Entity:
    (entity,) = entities_from(rows)  # type: ignore[arg-type]
    return entity


def sole(entity: Entity) -> Designation:
    (designation,) = entity.designations
    return designation


def test_a_bare_list_of_names_restricts_whom_it_names_for_everything_and_always() -> None:
    designation = sole(only(row("x", "例示科技")))
    assert (designation.designates, designation.authority, designation.covers, designation.purposes) == ("entity", "JP-DECISION", (), ())
    assert designation.period == Period()
    assert designation.affiliates == "unstated"


def test_rows_of_one_entity_are_one_entity_and_their_names_are_its_names() -> None:
    entity = only(row("x", "例示科技"), row("x", "Reiji Technology", name_kind="translation", lang="en"), row("x", "REIJI", name_kind="brand"))
    assert [(known.name, known.kind) for known in entity.names] == [
        ("例示科技", "legal"),
        ("Reiji Technology", "translation"),
        ("REIJI", "brand"),
    ]
    assert len(entity.designations) == 1


def test_an_alias_row_adds_a_name_and_leaves_the_stated_designation_alone() -> None:
    entity = only(row("x", "例示科技", covers="telecom", authority="JP-DECISION"), row("x", "Reiji", lang="en"))
    assert sole(entity).covers == ("telecom",)


def test_every_row_that_states_something_states_a_designation() -> None:
    entity = only(
        row("x", "例示科技", covers="telecom", effective_from="2026-04-01"),
        row("x", "例示科技", covers="server;terminal", purpose="office, retail", affiliates="yes", clause="第2条", effective_to="2027-03-31"),
    )
    first, second = entity.designations
    assert (first.covers, first.period) == (("telecom",), Period(start=date(2026, 4, 1)))
    assert (second.covers, second.purposes, second.affiliates) == (("server", "terminal"), ("office", "retail"), "included")
    assert (second.clause, second.period) == ("第2条", Period(end=date(2027, 3, 31)))


def test_a_row_with_only_a_date_is_a_designation_of_the_entity_from_that_day() -> None:
    designation = sole(only(row("x", "例示科技", effective_from="2026-05-01")))
    assert (designation.designates, designation.period.start) == ("entity", date(2026, 5, 1))


def test_an_entity_that_designates_none_is_known_and_not_restricted() -> None:
    entity = only(row("child", "株式会社例示ジャパン", designates="none", parent="x"))
    assert entity.designations == ()
    assert entity.parent == "x"


def test_a_product_row_designates_models_and_names_nobody() -> None:
    entity = only(row("x", "例示科技", designates="none"), row("x", "EX-400", designates="product"), row("x", "EX-500", designates="product"))
    (designation,) = {one.models for one in entity.designations}
    assert designation == ("EX-400", "EX-500")
    assert [known.kind for known in entity.names] == ["legal", LABEL, LABEL]


def test_a_class_row_covers_kinds_and_a_place_row_names_a_place() -> None:
    entity = only(
        row("routers", "家庭用ルータ", designates="class", covers="consumer-router"),
        row("routers", "国外製", designates="place", country="!us", covers="consumer-router"),
    )
    by_class, by_place = entity.designations
    assert (by_class.designates, by_class.covers, by_class.country) == ("class", ("consumer-router",), "")
    assert (by_place.designates, by_place.country) == ("place", "!US")
    assert entity.country == ""


def test_words_are_split_at_semicolons_and_commas_and_kept_once() -> None:
    assert sole(only(row("x", "例示", covers=" telecom ;server,telecom;; "))).covers == ("telecom", "server")


def test_authority_and_classification_come_from_the_card_where_a_row_has_none() -> None:
    card = SourceCard(path="x.csv", authority="US-889", retrieved_at=date(2026, 6, 1), good_for_days=30, classification="protected")
    entity = only(row("x", "例示科技", card=card))
    assert (sole(entity).authority, sole(entity).classification, entity.names[0].classification) == ("US-889", "protected", "protected")
    stated = only(row("x", "例示科技", card=card, authority="JP-DECISION", classification="public"))
    assert (sole(stated).authority, sole(stated).classification) == ("JP-DECISION", "public")


def test_a_row_s_source_says_where_when_and_whether_somebody_verified_it() -> None:
    entity = only(row("x", "例示科技", source="決定書 第1号", unverified="yes"))
    source = entity.names[0].source
    assert (source.name, source.retrieved_at, source.verified) == ("決定書 第1号", CARD.retrieved_at, False)
    assert only(row("x", "例示科技")).names[0].source.name == "Rows of a test"


def test_identifiers_are_gathered_from_every_row_and_cleaned() -> None:
    entity = only(
        row("x", "例示科技", scheme="lei", identifier="5493 00"),
        row("x", "例示", scheme="LEI", identifier="549300"),
        row("x", "REIJI", scheme="LEI"),
    )
    assert entity.identifiers == (Identifier(scheme="LEI", value="549300"),)


def test_entities_stand_in_the_order_of_their_first_row() -> None:
    assert [one.id for one in entities_from([row("b", "乙"), row("a", "甲"), row("b", "乙社")])] == ["b", "a"]


def test_one_source_cannot_take_back_what_another_restricts() -> None:
    other = replace(CARD, path="other.csv", authority="OTHER")
    (found,) = entities_from([row("E-1", "例示科技"), row("E-1", "例示科技", card=other, covers="telecom")])
    assert {(one.authority, one.covers) for one in found.designations} == {(CARD.authority, ()), ("OTHER", ("telecom",))}
