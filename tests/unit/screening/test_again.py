"""A later version of a list: only what changed is screened again, and the rest is proven to be as it was."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from nouns import JUDGED, basis, bid, bom, item, row, submission
from sekisho.findings import Decision, Finding, Verdict
from sekisho.screening import screen as screening
from sekisho.screening.facts import Facts, Line
from sekisho.screening.model import ScreenedBid
from sekisho.screening.screen import screen
from sekisho.tenders.list_versions import HandedIn, next_version, under
from sekisho.tenders.model import Bid, EquipmentItem, EquipmentList, ListVersion

BAD = row("x", "例題科技有限公司", authority="JP-DECISION")
FIRST = [item("1", "例示電機"), item("2", "見本通信"), item("3", "例題科技有限公司", supplier="丙商事")]
MENDED = item("3", "試作工業", supplier="丙商事", where="line 9")


def versions(first: list[EquipmentItem], *later: list[EquipmentItem], **facts: object) -> Bid:
    """A bid whose list was handed in anew, once for each further list."""
    made = bid(*first, **facts)  # type: ignore[arg-type]
    assert made.list is not None
    held = [ListVersion(version="1", list=made.list, boms=made.boms, marks=made.marks, exceptions=made.exceptions)]
    for at, items in enumerate(later, start=2):
        listed = EquipmentList(file=f"bids/A/list-{at}.csv", digest=str(at) * 64, items=tuple(items))
        held.append(next_version(held[-1], HandedIn(version=str(at), list=listed, reason="代替品")))
    return replace(under(made, held[-1]), versions=tuple(held))


def screened(made: Bid) -> ScreenedBid:
    (found,) = screen(submission(made), basis(BAD), as_of=JUDGED).bids
    return found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines that rules were asked about, in turn."""
    told: list[str] = []

    def check(line: Line, facts: Facts) -> Iterator[Finding]:
        told.append(line.item.line)
        return iter(())

    monkeypatch.setattr(screening, "OF_LINES", (*screening.OF_LINES, ("ASKED", check)))
    return told


def test_a_version_that_only_replaces_the_flagged_line_screens_that_line_alone(asked: list[str]) -> None:
    found = screened(versions(FIRST, [item("1", "例示電機"), item("2", "見本通信"), MENDED]))
    assert asked == ["1", "2", "3", "3"]
    first, second = found.versions
    assert (first.verdict, second.verdict, found.verdict) == (Verdict.BAR, Verdict.CLEAR, Verdict.CLEAR)
    assert [one.line for one in second.screened] == ["3"]
    assert [one.line for one in second.kept] == ["1", "2"]
    assert second.text is not None
    assert "変わった3番だけを確認し直した" in second.text.ja
    assert "line 3 alone was screened again" in second.text.en


def test_the_proof_is_that_a_kept_line_has_the_digest_it_had() -> None:
    first, second = screened(versions(FIRST, [*FIRST[:2], MENDED])).versions
    before = {one.line: one.subject for one in first.screened}
    assert all(one.subject == before[one.line] for one in second.kept)
    assert second.screened[0].subject != before["3"]


def test_a_line_whose_bill_of_materials_came_later_is_screened_again_and_says_why(asked: list[str]) -> None:
    made = versions(FIRST, FIRST)
    grown = {"2": bom({"基板": "例題科技有限公司"})}
    last = replace(made.versions[1], boms=grown)
    found = screened(replace(under(made, last), versions=(made.versions[0], last)))
    (again,) = found.versions[1].screened
    assert (again.line, asked) == ("2", ["1", "2", "3", "2"])
    assert again.why is not None and "bill of materials" in again.why.en
    assert [one.rule for one in found.items[1].findings] == ["COMPONENT"]


def test_a_replaced_product_does_not_inherit_the_bill_of_the_one_before() -> None:
    made = versions(FIRST, [*FIRST[:2], MENDED], boms={"2": bom({"基板": "甲"}), "3": bom({"基板": "乙"})})
    assert set(made.boms) == {"2"}


def test_a_bill_of_materials_follows_its_product_to_another_number() -> None:
    made = versions(
        [item("1", "例示電機", model="R"), item("2", "見本通信", model="S")], [item("7", "見本通信", model="S")], boms={"2": bom({"基板": "甲"})}
    )
    assert set(made.boms) == {"7"}


def test_a_decision_on_a_line_that_did_not_change_holds_in_the_next_version() -> None:
    flagged = [item("1", "例題科技有限公司"), item("2", "見本通信")]
    (finding,) = screened(bid(*flagged)).items[0].findings
    decision = Decision(
        finding=finding.id, verdict=Verdict.CLEAR, by="契約担当官", authority="会計法29条の6", reason="用途を限定", at=JUDGED, signature="決裁1号"
    )
    later = versions(flagged, [item("2", "別の通信"), item("1", "例題科技有限公司", where="line 8")], decisions=(decision,))
    found = screened(later)
    assert found.verdict is Verdict.CLEAR
    assert found.unused_decisions == ()


def test_a_renumbered_line_is_screened_again_under_its_new_number() -> None:
    found = screened(versions([item("1", "例示電機", model="R"), item("2", "見本通信", model="S")], [item("2", "例示電機", model="R")]))
    second = found.versions[1]
    assert [(one.line, one.why.en if one.why else "") for one in second.screened] == [("2", "It was line 1 before.")]
    assert second.removed == ("2",)


def test_a_bid_with_one_list_has_no_versions() -> None:
    assert screened(bid(*FIRST)).versions == ()
