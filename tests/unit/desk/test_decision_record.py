"""The sixteen points: on record or said to be missing, and nothing made up."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from nouns import JUDGED, basis, bid, edition, item, row, submission, terms, yen
from sekisho.desk.decision_record import Basis, DecisionRecord, decision_record, decision_record_json
from sekisho.desk.judge import judge_case
from sekisho.desk.model import Case
from sekisho.desk.office import Asked, Office
from sekisho.desk.publish import after_opening
from sekisho.desk.results import results_of
from sekisho.evaluation.frozen import notice_digest
from sekisho.evaluation.model import Terms
from sekisho.register.lookup import Lookup
from sekisho.tenders.events import Event, Proof
from sekisho.tenders.interests import Interest
from sekisho.tenders.model import NoticeVersion, Submission
from sekisho.tenders.publication import AwardDecision, Publication

LISTED = "例題科技有限公司"
TOLD = Publication(opened_at=date(2026, 6, 1), award=AwardDecision(winner="C", at=JUDGED, by="契約担当官", authority="会計法29条の6"))


class Shelf:
    """One edition, whatever is asked for."""

    def open(self, **_: object) -> Lookup:
        return Lookup(edition(row("x", LISTED)), None)


class Today:
    def today(self) -> date:
        return JUDGED


class NoCases:
    def read(self, reference: str) -> Case:
        raise AssertionError(reference)


def asked() -> Terms:
    return replace(terms("add-2", technical_points="100", price_points="100"), tax_rate=Fraction("0.1"), ceiling=yen("1000"))


def record(given: Submission, *, asked_terms: Terms | None = None) -> DecisionRecord:
    case = Case(submission=given, terms=asked_terms or asked())
    judgement = judge_case(Office(cases=NoCases(), registers=Shelf(), clock=Today()), case, Asked(case="x", as_of=JUDGED))
    published = after_opening(case, judgement)
    results = results_of(case, judgement, published)
    return decision_record(Basis(case=case, judgement=judgement, published=published, results=results, clocks=(), day=JUDGED))


def tendered(**more: object) -> Submission:
    bids = (
        bid(item("1", LISTED), id="A", bidder="A社", price="600", technical="90"),
        bid(item("1", "見本電機"), id="B", bidder="B社", price="900", technical="50"),
        bid(item("1", "例示計器"), id="C", bidder="C社", price="700", technical="80"),
    )
    return replace(submission(*bids), publication=TOLD, **more)


def point(found: DecisionRecord, number: int) -> tuple[str, str, str]:
    """State, what is on record and what is missing, as text."""
    one = found.points[number - 1]
    return one.state, " ".join(f"{each.bid} {each.name.ja} {each.text.ja}" for each in one.entries), " ".join(each.ja for each in one.missing)


def test_there_are_sixteen_points_in_their_order_and_each_has_both_languages() -> None:
    found = record(tendered())
    assert [one.number for one in found.points] == list(range(1, 17))
    for one in found.points:
        assert one.title.ja and one.title.en
        assert all(each.text.ja and each.text.en and each.name.en for each in one.entries)
        assert all(each.ja and each.en for each in one.missing)
        assert one.entries or one.missing


def test_what_the_case_does_not_hold_is_missing_and_not_presumed() -> None:
    found = record(tendered())
    assert not found.complete
    assert point(found, 6)[0] == "missing"
    assert "援用" in point(found, 2)[2]
    assert point(found, 16)[0] == "missing" and "契約担当官" in point(found, 16)[2]
    assert "A: 所見 1 件についての署名された決定" in point(found, 10)[2]
    assert "B: 通知の送付日" in point(found, 13)[2] and "C:" not in point(found, 13)[2]


def test_a_letter_whose_day_of_knowledge_is_proven_is_on_record() -> None:
    sent = [
        Event(kind="loser-notified", at=date(2026, 6, 10), bid=one, known=date(2026, 6, 11), proof=Proof(means="receipt", reference="第1号"))
        for one in "AB"
    ]
    state, told, missing = point(record(tendered(events=tuple(sent))), 13)
    assert (state, missing) == ("recorded", "")
    assert "2026-06-11 (receipt 第1号)" in told


def test_what_happened_after_the_day_is_not_on_record_yet() -> None:
    later = (Event(kind="loser-notified", at=date(2026, 7, 1), bid="A"),)
    assert "A: 通知の送付日" in point(record(tendered(events=later)), 13)[2]


def test_criteria_are_on_record_where_the_last_version_of_the_notice_froze_them() -> None:
    given = tendered()
    versions = (NoticeVersion(version="1", at=date(2026, 4, 1), digest=notice_digest(asked())),)
    frozen = replace(given, tender=replace(given.tender, notices=versions))
    assert point(record(frozen), 4)[0] == "recorded"
    assert point(record(given), 4)[0] == "partly"


def test_statements_on_conflicts_are_on_record_by_role() -> None:
    stated = (Interest(by="契約担当官", at=date(2026, 4, 1), conflict=True, handling="評価から外れた"),)
    state, told, _ = point(record(tendered(interests=stated)), 16)
    assert state == "recorded"
    assert "利益相反あり" in told and "評価から外れた" in told


@pytest.mark.parametrize("number", [10])
def test_the_publishable_reason_in_the_record_names_no_maker(number: int) -> None:
    told = point(record(tendered()), number)[1]
    assert "公表できる理由" in told
    assert LISTED not in told and "見本電機" not in told


def test_the_record_as_json_says_the_same() -> None:
    found = record(tendered())
    told = decision_record_json(found)
    assert [one["state"] for one in told["points"]] == [one.state for one in found.points]
    assert told["complete"] is False
    assert basis(row("x", LISTED)).pack.id == "jp-2018"
