"""What a look-up makes of names that are only like a party's: relations, what outranks them, what is left out."""

from collections.abc import Iterable

import pytest

from nouns import Said, edition, party, row
from sekisho.names.compare import Relation
from sekisho.names.weights import weights
from sekisho.register.build import SourceRow
from sekisho.register.lookup import Hit, Lookup
from sekisho.register.matching import EveryName
from sekisho.terms import Party

CERTAIN = weights().certain


def hits(who: Party, answers: Iterable[tuple[str, Relation, float]], *rows: SourceRow) -> dict[str, Hit]:
    made = edition(*rows)
    (found,) = Lookup(made, Said(made, list(answers))).lookup([who])
    return {hit.entity.id: hit for hit in found.hits}


X = row("x", "例示科技", scheme="LEI", identifier="111")


@pytest.mark.parametrize(
    ("said", "score", "told"),
    [
        ("same", CERTAIN, "same"),
        ("same", CERTAIN - 0.001, "possible"),
        ("affiliate", CERTAIN, "affiliate"),
        ("affiliate", CERTAIN - 0.001, "possible"),
        ("possible", 0.999, "possible"),
    ],
)
def test_a_like_name_is_what_the_comparison_says_from_the_score_that_is_called_certain(said: Relation, score: float, told: str) -> None:
    hit = hits(party("似た名"), [("x", said, score)], X)["x"]
    assert hit.relation == told
    assert hit.comparison is not None
    assert hit.comparison.score == score


def test_another_number_makes_a_like_name_a_question() -> None:
    hit = hits(party("似た名", ("LEI", "222")), [("x", "same", 0.99)], X)["x"]
    assert (hit.relation, hit.against) == ("possible", ("identifier-differs:LEI",))


def test_an_equal_name_or_number_is_told_as_before_whatever_is_alike() -> None:
    for who in (party("例示科技"), party("似た名", ("LEI", "111"))):
        hit = hits(who, [("x", "possible", 0.9)], X)["x"]
        assert (hit.relation, hit.comparison) == ("same", None)


def test_a_weak_alias_stays_a_question_though_the_name_is_like_another_name_of_the_entity_or_its_group() -> None:
    rows = (row("x", "例示科技"), row("x", "例", name_kind="weak"), row("y", "例示科技日本", parent="x"))
    found = hits(party("例"), [("y", "same", 0.99), ("x", "same", 0.99)], *rows)
    assert {hit.relation for hit in found.values()} == {"possible"}


def test_the_others_of_a_group_are_left_out_where_the_name_is_one_of_it() -> None:
    rows = (row("x", "例示科技"), row("y", "例示クラウド", parent="x", designates="none"), row("z", "例示科技日本", parent="x", designates="none"))
    alike: list[tuple[str, Relation, float]] = [("y", "same", 0.985), ("z", "affiliate", 0.981)]
    assert list(hits(party("例示科技"), alike, *rows)) == ["x"]
    assert list(hits(party("例示日本"), [("x", "same", 0.99), *alike], *rows)) == ["x"]


def test_a_member_of_the_group_that_is_designated_itself_is_not_left_out() -> None:
    rows = (row("x", "例示科技"), row("y", "例示クラウド", parent="x", authority="JP"))
    assert set(hits(party("例示科技"), [("y", "affiliate", 0.985)], *rows)) == {"x", "y"}


def test_a_parent_that_the_name_is_an_affiliate_of_is_left_out_where_its_child_is_met() -> None:
    rows = (row("x", "例示科技"), row("y", "例示科技日本", parent="x", designates="none"))
    assert list(hits(party("例示科技日本"), [("x", "affiliate", 0.99)], *rows)) == ["y"]


def test_the_parent_itself_is_not_left_out_for_a_likelier_child() -> None:
    rows = (row("x", "例示科技"), row("y", "例示クラウド", parent="x", designates="none"))
    found = hits(party("似た名"), [("y", "same", 0.99), ("x", "same", 0.985)], *rows)
    assert [(hit.entity.id, hit.relation) for hit in found.values()] == [("y", "same"), ("x", "same")]


def test_another_entity_with_the_equal_name_does_not_hide_a_designated_one_with_a_like_name() -> None:
    rows = (X, row("y", "似た名", designates="none"))
    assert set(hits(party("似た名"), [("x", "same", 0.99)], *rows)) == {"x", "y"}


def test_a_name_like_those_of_several_groups_is_possibly_each_and_one_equal_name_stays_the_same() -> None:
    rows = (X, row("y", "別の会社"), row("z", "例示クラウド", parent="x", authority="JP"))
    alike: list[tuple[str, Relation, float]] = [("x", "same", 0.99), ("y", "same", 0.985)]
    for hit in hits(party("似た名"), alike, *rows).values():
        assert (hit.relation, hit.against) == ("possible", ("several-entities",))
    found = hits(party("別の会社"), alike, *rows)
    assert [(hit.entity.id, hit.relation) for hit in found.values()] == [("y", "same"), ("x", "possible")]
    family = hits(party("似た名"), [("x", "same", 0.99), ("z", "same", 0.985)], *rows)
    assert {hit.relation for hit in family.values()} == {"same"}


def test_all_names_are_matched_in_one_batch_and_equal_parties_once() -> None:
    made = edition(X)
    matcher = Said(made, [])
    Lookup(made, matcher).lookup([party("甲"), party("乙"), party("甲")])
    assert matcher.asked == [["甲", "乙"]]


def test_the_plain_matcher_gives_each_entity_by_its_likeliest_name() -> None:
    label = row("z", "EX-1", designates="product", name_kind="label")
    made = edition(row("x", "鷺潭通信技術有限公司"), row("x", "鷺潭"), row("y", "見本工業"), label)
    ((best,), ()) = EveryName(made).match(["鹭潭通信技术有限公司", "例題商店"], ["", ""])
    assert (best.entity.id, best.alias.name, best.comparison.relation) == ("x", "鷺潭通信技術有限公司", "same")


def test_without_a_matcher_a_like_name_meets_nobody() -> None:
    (found,) = Lookup(edition(row("x", "鷺潭通信技術有限公司"))).lookup([party("ロタンツウシンギジュツ")])
    assert found.hits == ()
