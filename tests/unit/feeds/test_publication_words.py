"""`publication` of a tender: what is read, and what is refused."""

from datetime import date
from typing import Any

from sekisho.faults import Fault
from sekisho.feeds.fields import Fields
from sekisho.feeds.publication_words import publication_from
from sekisho.tenders.publication import Publication

WHOLE = {
    "ocid_prefix": "ocds-a1b2c3",
    "number": "0001",
    "agency_number": "2876543210987",
    "ministry_code": "99",
    "method_code": "8002010",
    "method": "open",
    "opened_at": "令和8年5月11日",
    "award": {"winner": "A", "at": "2026-05-18", "by": "契約担当官", "authority": "会計法29条の6"},
    "ceiling_published": "true",
    "gif": {"Unit": "式"},
}


def read(value: Any) -> tuple[Publication, list[Fault]]:
    faults: list[Fault] = []
    found = publication_from(Fields(file="tender.yaml", value={"publication": value}, lines={}, faults=faults), ["A", "B"])
    return found, faults


def rules(**change: Any) -> list[str]:
    return [one.rule for one in read({**WHOLE, **change})[1]]


def test_everything_is_read() -> None:
    found, faults = read(WHOLE)
    assert faults == []
    assert (found.ocid_prefix, found.opened_at, found.ceiling_published, found.gif) == ("ocds-a1b2c3", date(2026, 5, 11), True, {"Unit": "式"})
    assert found.award is not None and (found.award.winner, found.award.at) == ("A", date(2026, 5, 18))


def test_a_tender_without_it_states_nothing() -> None:
    faults: list[Fault] = []
    assert publication_from(Fields(file="tender.yaml", value={}, lines={}, faults=faults), ["A"]) == Publication()
    assert faults == []


def test_what_cannot_be_used_is_named() -> None:
    assert rules(ocid_prefix="OCDS-1") == ["case.ocid-prefix"]
    assert rules(number="番号一") == ["case.publication-code"]
    assert rules(agency_number="1876543210987") == ["case.agency-number"]
    assert rules(method="auction") == ["case.choice"]
    assert rules(gif={"Award_price": "1"}) == ["case.gif-own"]
    assert rules(gif={"Award_prise": "1"}) == ["case.gif-unknown"]


def test_an_award_names_a_bid_and_follows_the_opening() -> None:
    award = WHOLE["award"]
    assert isinstance(award, dict)
    assert rules(award={**award, "winner": "Z"}) == ["case.award-winner"]
    assert rules(award={**award, "at": "2026-05-10"}) == ["case.award-before-opening"]
    assert rules(award=award, opened_at="") == ["case.award-before-opening"]
    assert rules(award={"winner": "A", "at": "2026-05-18"}) == ["case.missing", "case.missing"]
