"""What changed between two editions, and of which entities the later one can tell nothing any more."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from nouns import CARD, edition, row
from sekisho.canonical import canonical_json
from sekisho.register.build import entities_from
from sekisho.register.diff import diff
from sekisho.register.edition import _entity_json, _line

OTHER = replace(CARD, path="other.csv", title="Other rows", authority="US-889")
LATER = replace(CARD, retrieved_at=date(2026, 7, 1))
NOW, FRESH, STALE = date(2026, 6, 15), date(2026, 7, 15), date(2026, 8, 15)


def test_an_entity_that_its_source_names_no_more_is_withdrawn() -> None:
    found = diff(edition(row("x", "例示科技"), row("y", "例示電機")), edition(row("x", "例示科技", card=LATER), cards=(LATER,)), as_of=FRESH)
    assert (found.withdrawn, found.changed, found.new, found.unverifiable) == (("y",), ("x",), (), ())


def test_an_entity_whose_source_is_missing_is_unverifiable_and_not_withdrawn() -> None:
    before = edition(row("x", "例示科技"), row("y", "例示電機", card=OTHER), cards=(CARD, OTHER))
    found = diff(before, edition(row("x", "例示科技")), as_of=NOW)
    assert (found.withdrawn, found.unverifiable) == ((), ("y",))


def test_an_entity_that_one_of_two_sources_still_names_is_unverifiable_as_to_the_other() -> None:
    before = edition(row("x", "例示科技"), row("x", "Reiji", card=OTHER, designates="entity"), cards=(CARD, OTHER))
    found = diff(before, edition(row("x", "例示科技")), as_of=NOW)
    assert (found.changed, found.unverifiable) == (("x",), ("x",))


def test_an_entity_of_a_stale_source_is_unverifiable_whether_it_is_there_or_gone() -> None:
    found = diff(edition(row("x", "例示科技"), row("y", "例示電機")), edition(row("x", "例示科技", card=LATER), cards=(LATER,)), as_of=STALE)
    assert (found.withdrawn, found.unverifiable) == ((), ("x", "y"))


def test_without_a_day_no_source_is_stale() -> None:
    assert diff(edition(row("x", "例示科技")), edition(row("x", "例示科技"))).unverifiable == ()


def test_a_source_under_another_path_and_the_same_title_is_the_same_source() -> None:
    moved = replace(CARD, path="rows-2026-07.csv")
    found = diff(edition(row("x", "例示科技"), row("y", "例示電機")), edition(row("x", "例示科技", card=moved), cards=(moved,)))
    assert (found.withdrawn, found.unverifiable) == (("y",), ())


def test_rows_that_name_their_own_source_rest_on_the_cards_of_their_authority() -> None:
    before = edition(row("x", "例示科技", source="決定書"), row("y", "例示電機", card=OTHER, source="statute"), cards=(CARD, OTHER))
    found = diff(before, edition(row("x", "例示科技", source="決定書")))
    assert (found.withdrawn, found.unverifiable) == ((), ("y",))


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1), st.text(st.characters(exclude_categories=("Cs",))))
def test_an_entity_s_line_is_its_canonical_json(name: str, clause: str) -> None:
    (entity,) = entities_from([row("x", name, clause=clause, scheme="LEI", identifier="549300", effective_from="2026-04-01")])
    assert _line(_entity_json(entity)) == canonical_json(_entity_json(entity))
