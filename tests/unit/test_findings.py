"""A finding is named by its facts, so a decision holds exactly as long as they do."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from sekisho.findings import Decision, Finding, Link, Question, Verdict
from sekisho.terms import Share, Text

LINK = Link(
    relation="designated-by", subject="例示科技", target="JP-DECISION 1", share=Share(), source="決定書", retrieved_at=date(2026, 6, 1),
)  # fmt: skip
FACTS: dict[str, Any] = {
    "rule": "MAKER",
    "verdict": Verdict.BAR,
    "subject": {"bid": "A", "line": "1", "maker": "例示科技", "model": "EX-1"},
    "because": Text(ja="該当する。", en="It is."),
    "evidence": (LINK,),
    "ask": Question(fact="replacement", text=Text(ja="代替品を", en="Replace it")),
}
FOUND = Finding(**FACTS)


def test_the_same_facts_have_the_same_id() -> None:
    assert Finding(**FACTS).id == FOUND.id
    assert len(FOUND.id) == 32 and int(FOUND.id, 16) >= 0


@pytest.mark.parametrize(
    "changed",
    [
        {"rule": "PRODUCT"},
        {"verdict": Verdict.REFER},
        {"subject": {**FACTS["subject"], "line": "2"}},
        {"subject": {**FACTS["subject"], "bid": "B"}},
        {"subject": {**FACTS["subject"], "model": "EX-2"}},
        {"evidence": ()},
        {"evidence": (LINK, LINK)},
        *(
            {"evidence": (replace(LINK, **part),)}
            for part in (
                {"relation": "same-as"}, {"subject": "例示"}, {"target": "JP-DECISION 2"}, {"share": Share(minimum=Fraction(1))}, {"share": None},
                {"source": "別の決定書"}, {"unverified": True},
            )
        ),
        {"ask": None},
        {"ask": Question(fact="identity", text=FACTS["ask"].text)},
    ],
)  # fmt: skip
def test_any_changed_fact_changes_the_id(changed: dict[str, Any]) -> None:
    assert Finding(**{**FACTS, **changed}).id != FOUND.id


@pytest.mark.parametrize(
    "changed",
    [
        {"because": Text(ja="別の言い方。", en="In other words.")},
        {"evidence": (replace(LINK, retrieved_at=date(2026, 6, 2)),)},
        {"ask": Question(fact="replacement", text=Text(ja="別の文", en="Another sentence"))},
        {"notes": (Text(ja="注", en="note"),)},
        {"protected": True},
    ],
)
def test_the_words_around_the_facts_are_no_facts(changed: dict[str, Any]) -> None:
    assert Finding(**{**FACTS, **changed}).id == FOUND.id


def test_the_order_in_which_a_subject_is_written_changes_nothing() -> None:
    assert Finding(**{**FACTS, "subject": dict(reversed(FACTS["subject"].items()))}).id == FOUND.id


def test_a_decision_settles_a_finding_and_leaves_its_id() -> None:
    decision = Decision(
        finding=FOUND.id, verdict=Verdict.CLEAR, by="調達責任者", authority="課長", reason="確認した", at=date(2026, 6, 16), signature="署名"
    )
    settled = replace(FOUND, settled=decision)
    assert (settled.verdict, settled.standing, settled.id) == (Verdict.BAR, Verdict.CLEAR, FOUND.id)
    assert settled.as_json()["verdict"] == "bar"
    assert settled.as_json()["settled"] == {
        "finding": FOUND.id, "verdict": "clear", "by": "調達責任者", "authority": "課長", "reason": "確認した",
        "at": "2026-06-16", "signature": "署名",
    }  # fmt: skip


def test_a_finding_shows_what_the_contract_names() -> None:
    assert list(FOUND.as_json()) == ["id", "rule", "verdict", "because", "evidence", "ask"]
    assert FOUND.as_json()["evidence"] == [
        {
            "relation": "designated-by", "from": "例示科技", "to": "JP-DECISION 1", "share": {"min": "0", "max": "100"}, "source": "決定書",
            "retrieved_at": "2026-06-01", "unverified": False,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(("word", "verdict"), [("clear", Verdict.CLEAR), (" Refer ", Verdict.REFER), ("BAR", Verdict.BAR)])
def test_a_verdict_is_read_from_its_word(word: str, verdict: Verdict) -> None:
    assert Verdict.parse(word) is verdict
    assert verdict.word == word.strip().lower()


@pytest.mark.parametrize("word", ["", "ok", "安全", "clear!", "0"])
def test_no_other_word_is_a_verdict(word: str) -> None:
    with pytest.raises(ValueError, match="not clear, refer or bar"):
        Verdict.parse(word)
