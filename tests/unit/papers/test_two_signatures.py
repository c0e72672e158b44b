"""A decision of two people in a paper: who, who else, and until when."""

from datetime import date

import pytest

from sekisho.findings import Decision, Verdict
from sekisho.papers.view_findings import decision_text
from sekisho.terms import Lang

BOTH = Decision(
    finding="0" * 32, verdict=Verdict.CLEAR, by="情報システム課長", authority="例省契約委員会", reason="別の者である", at=date(2026, 4, 15),
    signature="alerts/x.note", until=date(2027, 4, 15), approved_by="会計課長",
)  # fmt: skip


@pytest.mark.parametrize(("lang", "until"), [("ja", "令和9年4月15日(2027-04-15)まで有効"), ("en", "holds until 2027-04-15 (Reiwa 9)")])
def test_both_people_and_the_last_day_are_told(lang: Lang, until: str) -> None:
    told = decision_text(BOTH, lang)
    assert "情報システム課長" in told
    assert "会計課長" in told
    assert until in told


def test_a_decision_of_one_names_no_second() -> None:
    one = Decision(finding="0" * 32, verdict=Verdict.CLEAR, by="x", authority="y", reason="z", at=date(2026, 4, 15), signature="s")
    assert "承認" not in decision_text(one, "ja")
    assert set(one.as_json()) == {"finding", "verdict", "by", "authority", "reason", "at", "signature"}
