"""Rounds are equal for every bidder, in number and in time; what is not is a finding of procedure."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from nouns import JUDGED, bid, item
from nouns import tender as a_tender
from sekisho.desk.fairness import unequal_rounds
from sekisho.findings import Verdict
from sekisho.tenders.model import Bid, EquipmentList, ListVersion, Submission
from sekisho.tenders.rounds import Round, Unequal

OPENED, DUE = date(2026, 4, 10), date(2026, 4, 24)


def versions(id: str, *handed_in: tuple[str, date]) -> Bid:
    """A bid with a list for each (round, day) after its first."""
    listed = EquipmentList(file="list.csv", digest="0" * 64, items=(item(),))
    later = (ListVersion(version=str(at), list=listed, round=name, submitted_at=day) for at, (name, day) in enumerate(handed_in, start=2))
    return replace(bid(item(), id=id), versions=(ListVersion(version="1", list=listed), *later) if handed_in else ())


def found(*bids: Bid, day: date = JUDGED, **facts: Any) -> list[str]:
    one = Round(id="1", kind="replacement", opened_at=OPENED, due=DUE, **facts)
    told = unequal_rounds(Submission(tender=a_tender(rounds=(one,)), bids=bids), day)
    return [each.subject["about"] for each in told if each.verdict is Verdict.REFER]


def test_letters_of_one_day_with_one_last_day_are_equal() -> None:
    assert found(versions("A"), versions("B")) == []
    assert found(versions("A", ("1", DUE)), versions("B", ("1", OPENED))) == []


@pytest.mark.parametrize(
    ("facts", "about"),
    [
        ({"sent": {"A": OPENED}}, "sent"),
        ({"sent": {"A": OPENED, "B": date(2026, 4, 13)}}, "day"),
        ({"extended": {"A": date(2026, 5, 8)}}, "time"),
    ],
)
def test_a_bidder_that_is_not_written_to_or_later_or_with_another_last_day_is_a_finding(facts: dict[str, Any], about: str) -> None:
    assert found(versions("A"), versions("B"), **facts) == [about]


def test_the_same_extension_for_all_is_equal() -> None:
    later = date(2026, 5, 8)
    assert found(versions("A"), versions("B"), extended={"A": later, "B": later}) == []


def test_a_list_after_the_last_day_a_second_one_and_one_outside_any_round_are_findings() -> None:
    assert found(versions("A", ("1", date(2026, 4, 25))), versions("B")) == ["late"]
    assert found(versions("A", ("1", OPENED), ("1", DUE)), versions("B")) == ["number"]
    assert found(versions("A", ("", DUE)), versions("B")) == ["number"]


def test_what_came_after_the_day_is_not_known_then() -> None:
    assert found(versions("A", ("1", date(2026, 4, 25))), versions("B"), day=DUE) == []
    assert found(versions("A"), versions("B"), sent={"A": OPENED}, day=date(2026, 4, 1)) == []


def test_one_bidder_has_nobody_to_be_unequal_with() -> None:
    assert found(versions("A", ("", DUE))) == []


def test_an_inequality_that_was_decided_is_shown_and_stops_nothing() -> None:
    decided = Unequal(by="契約担当官", authority="会計法29条の3", reason="災害により郵便が遅れた", at=date(2026, 4, 12))
    one = Round(id="1", kind="questions", opened_at=OPENED, due=DUE, extended={"A": date(2026, 5, 8)}, unequal=decided)
    (told,) = unequal_rounds(Submission(tender=a_tender(rounds=(one,)), bids=(versions("A"), versions("B"))), JUDGED)
    assert told.verdict is Verdict.CLEAR
    assert "災害により郵便が遅れた" in told.because.ja
