"""Names that are only like a register's: what the packs make of them, and how a finding tells it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nouns import JUDGED, Likeness, basis, bid, item, row, submission
from sekisho.findings import Finding, Verdict
from sekisho.names.compare import Relation
from sekisho.names.weights import weights
from sekisho.register.build import SourceRow
from sekisho.screening.model import ScreenedBid
from sekisho.screening.screen import screen

MAKER, SURE = "ロタンツウシンギジュツ", weights().certain


def screened(
    maker: str, *rows: SourceRow, policy: str = "jp-2018", as_of: date = JUDGED, alike: Sequence[Likeness] = (), bidder: str = "甲社"
) -> ScreenedBid:
    facts: dict[str, Any] = {"represents": {"uses_covered_equipment": False}} if policy == "us-889" else {}
    given = submission(bid(item("1", maker, kind="router"), bidder=bidder, **facts), policy=policy)
    (found,) = screen(given, basis(*rows, policy=policy, alike=alike), as_of=as_of).bids
    return found


def of_maker(screened: ScreenedBid) -> list[Finding]:
    return [one for one in screened.all_findings() if one.rule == "MAKER"]


def lutan(name: str, **cells: str) -> SourceRow:
    return row("x", name, **{"authority": "JP-DECISION", "country": "CN", **cells})


def test_a_maker_in_katakana_is_met_by_reading_the_register_aloud() -> None:
    (found,) = screened(MAKER, lutan("鷺潭通信技術有限公司")).all_findings()
    assert (found.rule, found.verdict) == ("MAKER", Verdict.BAR)
    assert ("same-as", MAKER, "鷺潭通信技術有限公司") in {(link.relation, link.subject, link.target) for link in found.evidence}
    (note,) = [note for note in found.notes if note.en.startswith("Matched by likeness")]
    assert "ロタン = " in note.en
    assert "ツウシン = 通信" in note.ja


@pytest.mark.parametrize(
    ("relation", "score", "verdict"),
    [("same", SURE, Verdict.BAR), ("same", SURE - 0.01, Verdict.REFER), ("affiliate", SURE - 0.01, Verdict.REFER), ("possible", SURE, Verdict.REFER)],
)
def test_likeness_alone_bars_only_where_it_is_certain(relation: Relation, score: float, verdict: Verdict) -> None:
    found = of_maker(screened("似た名", lutan("鷺潭通信技術有限公司"), alike=[("x", relation, score)]))
    assert [one.verdict for one in found] == [verdict]
    assert found[0].ask is not None
    assert found[0].ask.fact == ("replacement" if verdict is Verdict.BAR else "identity")


@pytest.mark.parametrize(("affiliates", "verdict"), [("included", Verdict.BAR), ("unstated", Verdict.REFER)])
def test_a_regional_company_that_the_register_does_not_name_is_an_affiliate(affiliates: str, verdict: Verdict) -> None:
    (found,) = of_maker(screened("似た名", lutan("鷺潭通信技術有限公司", affiliates=affiliates), alike=[("x", "affiliate", SURE)]))
    assert found.verdict is verdict
    assert ("affiliate-of", "似た名") in {(link.relation, link.subject) for link in found.evidence}


def test_a_designation_that_leaves_affiliates_out_does_not_reach_one_by_name() -> None:
    assert screened("似た名", lutan("鷺潭通信技術有限公司", affiliates="excluded"), alike=[("x", "affiliate", SURE)]).all_findings() == ()


def test_under_889_another_authority_s_like_name_is_shown_and_changes_nothing() -> None:
    for authority, verdict in (("US-889", Verdict.BAR), ("US-FCC", Verdict.CLEAR)):
        found = screened("似た名", lutan("Lutan Communications", authority=authority), policy="us-889", alike=[("x", "same", SURE)])
        assert {one.verdict for one in of_maker(found)} == {verdict}


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
