"""Names that are only like a register's: what the packs make of them, and how a finding tells it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nouns import JUDGED, basis, bid, item, row, submission
from sekisho.findings import Finding, Verdict
from sekisho.register.build import SourceRow
from sekisho.screening.screen import screen

MAKER, SUBSIDIARY = "ロタンツウシンギジュツ", "Lutan Japan K.K."


def screened(maker: str, *rows: SourceRow, policy: str = "jp-2018", as_of: date = JUDGED) -> Any:
    facts: dict[str, Any] = {"represents": {"uses_covered_equipment": False}} if policy == "us-889" else {}
    (found,) = screen(
        submission(bid(item("1", maker, kind="router"), **facts), policy=policy), basis(*rows, policy=policy, alike=True), as_of=as_of
    ).bids
    return found


def sole(maker: str, *rows: SourceRow, **facts: Any) -> Finding:
    (found,) = screened(maker, *rows, **facts).all_findings()
    return found


def lutan(name: str, **cells: str) -> SourceRow:
    return row("x", name, **{"authority": "JP-DECISION", "country": "CN", **cells})


def test_a_maker_in_katakana_is_met_by_reading_the_register_aloud() -> None:
    found = sole(MAKER, lutan("鷺潭通信技術有限公司"))
    assert (found.rule, found.verdict) == ("MAKER", Verdict.BAR)
    assert ("same-as", MAKER, "鷺潭通信技術有限公司") in {(link.relation, link.subject, link.target) for link in found.evidence}
    (note,) = [note for note in found.notes if note.en.startswith("Matched by likeness")]
    assert "ロタン = " in note.en


@pytest.mark.parametrize(("affiliates", "verdict"), [("included", Verdict.BAR), ("unstated", Verdict.REFER), ("excluded", Verdict.CLEAR)])
def test_a_regional_company_that_the_register_does_not_name_is_an_affiliate(affiliates: str, verdict: Verdict) -> None:
    found = screened(SUBSIDIARY, lutan("Lutan Communications Technology Co., Ltd.", affiliates=affiliates), row("x", "LUTAN"))
    assert found.verdict is verdict
    if verdict is not Verdict.CLEAR:
        (one,) = found.all_findings()
        assert ("affiliate-of", SUBSIDIARY) in {(link.relation, link.subject) for link in one.evidence}


def test_under_889_another_authority_s_like_name_is_shown_and_changes_nothing() -> None:
    rows = [lutan("Lutan Communications Technology Co., Ltd.", authority=authority) for authority in ("US-889", "US-FCC")]
    assert screened("Lutan Comunications Technology", rows[0], policy="us-889").verdict is Verdict.BAR
    assert screened("Lutan Comunications Technology", rows[1], policy="us-889").verdict is Verdict.CLEAR


WORDS = st.sampled_from(["Lutan Communications", "Lutan Japan K.K.", "LUTAN", "Fengzhu Wireless", "鷺潭通信技術有限公司", "楓渚無線", "ロタン"])
ROWS = st.builds(
    lambda entity, name, kind, says: row(entity, name, name_kind=kind, designates=says, authority="JP-DECISION" if says else ""),
    st.sampled_from("pqr"), WORDS, st.sampled_from(["legal", "weak", "brand"]), st.sampled_from(["", "none"]),
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(ROWS, min_size=1, max_size=3), st.lists(ROWS, max_size=3), WORDS)
def test_more_register_entries_never_clear_a_like_name(rows: list[SourceRow], more: list[SourceRow], name: str) -> None:
    """Rows of further entities: what a further row says of an entity that is known may well be that its name proves less."""
    known = {one.cells["entity"] for one in rows}
    further = [one for one in more if one.cells["entity"] not in known]
    before, after = screened(name, *rows).verdict, screened(name, *rows, *further).verdict
    assert (before is Verdict.CLEAR) or (after is not Verdict.CLEAR)
