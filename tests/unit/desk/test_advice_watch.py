"""Look-ups into the protected layer are watched: budgets by entity and case, names felt along their spelling, canaries; and advice is settled."""

from datetime import date, timedelta

import pytest

from nouns import edition, row
from sekisho.desk.advice_watch import Limits, LookUp, canaries, default_limits, limits_from, near_duplicates, watch
from sekisho.desk.advise import Earlier, propose_advice, settle, told_otherwise
from sekisho.policy.packs import packs
from sekisho.register.lookup import Lookup
from sekisho.tenders.centre import Advice, CentreQuestion, Given, about_party
from sekisho.terms import Party

DAY = date(2026, 6, 10)
LIMITS = Limits(window_days=30, per_entity=5, per_case=4, similarity=88, near_duplicates=2, advice_days=180)


def asked(*names: str, entity: str = "例省", case: str = "T-1", at: date = DAY) -> LookUp:
    return LookUp(entity=entity, case=case, at=at, questions=tuple(about_party(Party(name=name)) for name in names))


def kinds(fresh: LookUp, *before: LookUp) -> list[str]:
    return [one.kind for one in watch(fresh, before, LIMITS)]


def test_a_budget_counts_different_questions_of_one_entity_within_its_window() -> None:
    before = asked("甲", "乙", "丙", case="T-0")
    assert kinds(asked("丁", "戊"), before) == []
    assert kinds(asked("丁", "戊", "己"), before) == ["entity-budget"]
    assert kinds(asked("甲", "乙", "丙", "丁"), before) == []
    assert kinds(asked("丁", "戊", "己"), asked("甲", "乙", "丙", case="T-0", at=DAY - timedelta(days=31))) == []
    assert kinds(asked("丁", "戊", "己"), asked("甲", "乙", "丙", entity="見本庁")) == []


def test_a_case_has_a_budget_of_its_own_that_no_window_renews() -> None:
    assert kinds(asked("丁", "戊"), asked("甲", "乙", "丙", at=DAY - timedelta(days=300))) == ["case-budget"]


def test_an_enumerator_of_spellings_is_stopped() -> None:
    probing = [f"QUUXVARR HOLDING{end}" for end in ("A", "B", "C")]
    assert kinds(asked(*probing)) == ["near-duplicates"]
    assert kinds(asked(probing[2]), asked(*probing[:2], case="T-0")) == []
    assert kinds(asked(probing[2], "QUUXVARR HOLDINGD"), asked(*probing[:2], case="T-0")) == ["near-duplicates"]


def test_one_name_in_several_spellings_is_no_near_duplicate() -> None:
    assert near_duplicates({"Example Co., Ltd.", "EXAMPLE CO LTD", "Example"}, {"example"}, 88) == []
    assert near_duplicates({"日本例示電機", "米国見本通商"}, set(), 88) == []


def test_every_question_that_meets_a_canary_alarms() -> None:
    met = {"q1": ("a", "canary-1"), "q2": ("b",), "q3": ("canary-2",)}
    assert [one.detail for one in canaries(asked("甲"), met, {"canary-1", "canary-2"})] == ["q1", "q3"]
    assert not any(one.stops for one in canaries(asked("甲"), met, {"canary-1"}))


@pytest.mark.parametrize("wrong", [{}, {"per_entity": "-1"}, {"per_entity": "a few"}, {"per_entity": "٣"}])
def test_limits_are_whole_numbers_and_none_is_left_out(wrong: dict[str, str]) -> None:
    figures = {name: str(getattr(default_limits(), name)) for name in Limits.__slots__}
    with pytest.raises(ValueError, match="whole number"):
        limits_from({**({} if not wrong else figures), **wrong})


def given(advice: Advice, *, days: int = 10) -> Earlier:
    return Earlier(entity="見本庁", request="r", given=Given(question="q", advice=advice, expires=DAY + timedelta(days=days)))


def said(*names: str) -> dict[str, str]:
    """What a register says of parties as makers of a product whose purpose is not known."""
    restricted = edition(
        row("a", "例示科技有限公司"), row("b", "条件付電機", designates="entity", purpose="national-security"), row("c", "見本", name_kind="weak")
    )
    questions = [CentreQuestion(about="product", party=Party(name=name), model="M") for name in names]
    found = propose_advice(questions, Lookup(restricted), packs()["jp-2018"], as_of=DAY)
    return {name: one.advice for name, one in zip(names, found, strict=True)}


def test_a_sure_designation_is_a_concern_an_open_condition_or_a_weak_name_wants_more_and_else_there_is_none() -> None:
    assert said("例示科技有限公司", "条件付電機", "見本", "無関係の製作所") == {
        "例示科技有限公司": "concern", "条件付電機": "more-information", "見本": "more-information", "無関係の製作所": "no-concern",
    }  # fmt: skip


def test_earlier_advice_counts_until_it_expires_and_never_against_a_graver_register() -> None:
    (proposed,) = propose_advice([about_party(Party(name="無関係"))], Lookup(edition(row("a", "例示"))), packs()["jp-2018"], as_of=DAY)
    assert settle(proposed, [given("concern")], as_of=DAY, days=180).advice == "concern"
    assert settle(proposed, [given("concern", days=-1)], as_of=DAY, days=180).advice == "no-concern"
    (grave,) = propose_advice([about_party(Party(name="例示"))], Lookup(edition(row("a", "例示"))), packs()["jp-2018"], as_of=DAY)
    assert settle(grave, [given("no-concern")], as_of=DAY, days=180).advice == "concern"
    fresh = settle(grave, [given("no-concern")], as_of=DAY, days=180)
    assert [one.entity for one in told_otherwise(fresh, [given("no-concern"), given("no-concern", days=-1)], as_of=DAY)] == ["見本庁"]
