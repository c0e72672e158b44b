"""A tender with lots in the forms in which it is published."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import nouns
from sekisho.desk.audit_neutrality import audit_neutrality
from sekisho.desk.dossier import open_dossier
from sekisho.desk.judge import judge_case
from sekisho.desk.lots import lot_case
from sekisho.desk.model import Case
from sekisho.desk.office import Asked, Office
from sekisho.desk.procedure import frozen_digest
from sekisho.desk.publish import Publishable, after_opening, before_opening, day_of
from sekisho.desk.reasons import WORDING
from sekisho.evaluation.evaluate import REASONS
from sekisho.faults import InputRefused
from sekisho.feeds.exports import gif, ocds, rakusatsu
from sekisho.tenders.model import Bid, NoticeVersion
from sekisho.tenders.publication import AwardDecision, Publication
from sekisho.tenders.shape import BidShape, Invocation, Lot, LotBid, LotLimit, TenderShape

OPENED = date(2026, 5, 1)
SHAPE = TenderShape(method="open", lots=(Lot(id="L1", title="端末"), Lot(id="L2", title="サーバ")), lot_limit=LotLimit(most=1))
AWARDS = (
    AwardDecision(lot="L1", winner="A", at=date(2026, 5, 20), by="契約担当官", authority="会計法"),
    AwardDecision(lot="L2", winner="B", at=date(2026, 5, 22), by="契約担当官", authority="会計法"),
)
PUBLICATION = Publication(opened_at=OPENED, number="0001", ministry_code="A01", method_code="1", ceiling_published=True, awards=AWARDS)


class _Clock:
    def today(self) -> date:
        return nouns.JUDGED


def offer(bid: str, **prices: str) -> Bid:
    lots = {lot: LotBid(price=nouns.yen(price), technical=nouns.bid(technical="50").technical) for lot, price in prices.items()}
    return nouns.bid(id=bid, bidder={"A": "甲社", "B": "乙社"}[bid], shape=BidShape(lots=lots))


def tender_in_lots(**published: Any) -> Case:
    terms = replace(nouns.terms("add-1", tax_rate="0.1"), ceiling=nouns.yen("1000"))
    submission = nouns.submission(offer("A", L1="700", L2="700"), offer("B", L1="800", L2="801.01"))
    return Case(
        submission=replace(
            submission, tender=replace(nouns.tender(policy="none"), shape=SHAPE), publication=replace(PUBLICATION, **published)
        ),
        terms=None,
        lot_terms={"L1": terms, "L2": replace(terms, ceiling=nouns.yen("2000"))},
    )


def shown(case: Case) -> Publishable:
    office = Office(cases=None, registers=None, clock=_Clock())  # type: ignore[arg-type]
    return after_opening(case, judge_case(office, case, Asked(case="t", as_of=date(2026, 5, 30))))


def test_before_the_opening_every_lot_s_criteria_and_nothing_of_any_bid_is_told() -> None:
    told = ocds.release(before_opening(tender_in_lots(), date(2026, 4, 2)))
    assert [one["id"] for one in told["tender"]["lots"]] == ["L1", "L2"]
    assert {one["relatedItem"] for one in told["tender"]["criteria"]} == {"L1", "L2"}
    assert all("value" not in one for one in told["tender"]["lots"])
    assert not {"甲社", "700", "800"} & set(json.dumps(told, ensure_ascii=False).split('"'))
    assert "bids" not in told and "awards" not in told


def test_bids_and_awards_stand_with_their_lots() -> None:
    told = ocds.release(shown(tender_in_lots()))
    assert [(one["id"], one["relatedLots"], one["value"]["amount"]) for one in told["bids"]["details"]] == [
        ("A-L1", ["L1"], 700), ("B-L1", ["L1"], 800), ("A-L2", ["L2"], 700), ("B-L2", ["L2"], 801.01),
    ]  # fmt: skip
    assert [(one["relatedLots"], one["relatedBids"], one["value"]["amountGross"]) for one in told["awards"]] == [
        (["L1"], ["A-L1"], 770),
        (["L2"], ["B-L2"], 881),
    ]
    assert len({one["id"] for one in told["awards"]}) == 2
    assert [one["value"]["amount"] for one in told["tender"]["lots"]] == [1000, 2000]
    assert (told["tender"]["status"], told["date"]) == ("complete", "2026-05-22T00:00:00Z")
    assert {one["name"]: one["roles"] for one in told["parties"] if one["id"] != "buyer"} == {
        "甲社": ["supplier", "tenderer"],
        "乙社": ["supplier", "tenderer"],
    }


def test_while_a_lot_is_open_the_tender_is_active() -> None:
    told = ocds.release(shown(tender_in_lots(awards=AWARDS[:1])))
    assert told["tender"]["status"] == "active"
    assert [one["status"] for one in told["awards"]] == ["active", "pending"]
    assert [one["status"] for one in told["tender"]["lots"]] == ["complete", "active"]


def test_an_award_against_the_evaluation_of_its_lot_is_refused() -> None:
    against = (replace(AWARDS[0], lot="L2"),)
    with pytest.raises(InputRefused) as stopped:
        shown(tender_in_lots(awards=against))
    assert [one.rule for one in stopped.value.faults] == ["publish.award-excluded"]


def test_each_award_has_its_row_and_its_notice() -> None:
    told = shown(tender_in_lots())
    rows = list(csv.reader(io.StringIO(rakusatsu.octets_of(told).decode("utf-8-sig"))))
    assert [(row[2], row[3], row[6]) for row in rows] == [("2026-05-20", "770", "甲社"), ("2026-05-22", "881", "乙社")]
    assert [row[1].split(" ")[-2:] for row in rows] == [["L1", "端末"], ["L2", "サーバ"]]
    notices = gif.as_json(told, gif.kinds_of(told))["notices"]
    assert [(one["kind"], one["items"].get("Award_price")) for one in notices] == [("入札公告", None), ("落札公告", "770"), ("落札公告", "881")]
    table = list(csv.reader(io.StringIO(gif.as_csv(told, "award").decode("utf-8-sig"))))
    assert len(table) == 4


def test_nothing_is_a_row_before_an_award_is_decided() -> None:
    with pytest.raises(InputRefused) as stopped:
        rakusatsu.octets_of(shown(tender_in_lots(awards=())))
    assert [one.rule for one in stopped.value.faults] == ["publish.not-awarded"]


def test_the_day_is_that_of_the_last_award() -> None:
    assert day_of(tender_in_lots(), date(2026, 6, 1)) == date(2026, 5, 22)
    assert day_of(tender_in_lots(), date(2026, 5, 21)) == date(2026, 5, 20)


def test_the_papers_of_a_lot_are_made_from_that_lot_alone() -> None:
    class Cases:
        def read(self, reference: str) -> Case:
            return tender_in_lots()

    office = Office(cases=Cases(), registers=None, clock=_Clock())  # type: ignore[arg-type]
    asked = Asked(case="t", as_of=date(2026, 5, 30))
    dossier = open_dossier(office, asked, lot="L2")
    assert dossier.results is not None and dossier.notice is not None
    assert [(one.bid.id, one.reason.code) for one in dossier.results.results] == [("A", "lot-limit"), ("B", "won")]
    for wrong in ("", "L9"):
        with pytest.raises(InputRefused) as stopped:
            open_dossier(office, asked, lot=wrong)
        assert [one.rule for one in stopped.value.faults] == ["papers.by-lot"]


def test_every_reason_of_the_evaluation_has_its_publishable_wording() -> None:
    assert set(REASONS) <= set(WORDING)


@pytest.mark.parametrize(("priced", "told"), [("1000.5", "1100"), (None, None)])
def test_a_negotiated_price_is_the_award_s_and_without_one_nothing_is_told(priced: str | None, told: str | None) -> None:
    proposals = (nouns.bid(id="A", technical="80"), nouns.bid(id="B", bidder="乙社", technical="60"))
    agreed = AwardDecision(winner="A", at=date(2026, 5, 20), by="契約担当官", authority="会計法", price=nouns.yen(priced) if priced else None)
    submission = nouns.submission(*proposals)
    tender = replace(nouns.tender(policy="none"), shape=TenderShape(method="planning"))
    case = Case(
        submission=replace(submission, tender=tender, publication=replace(PUBLICATION, awards=(), award=agreed)),
        terms=replace(nouns.terms("quality", tax_rate="0.1"), priced=False),
    )
    if told is None:
        with pytest.raises(InputRefused) as stopped:
            rakusatsu.octets_of(shown(case))
        assert [one.rule for one in stopped.value.faults] == ["publish.award-price"]
    else:
        assert rakusatsu.row_of(shown(case))[3] == told
        assert ocds.release(shown(case))["awards"][0]["value"]["amountGross"] == 1100
    undecided = shown(replace(case, submission=replace(case.submission, publication=replace(PUBLICATION, awards=()))))
    assert "awards" not in ocds.release(undecided)


def test_lots_are_audited_one_by_one_and_the_limit_is_a_criterion_of_the_notice() -> None:
    case = tender_in_lots()
    tender = case.submission.tender
    frozen = replace(tender, notices=(NoticeVersion(version="1", at=tender.notice_date, digest=frozen_digest(case)),))
    noticed = replace(case, submission=replace(case.submission, tender=frozen))

    class Cases:
        def read(self, reference: str) -> Case:
            return noticed

    office = Office(cases=Cases(), registers=None, clock=_Clock())  # type: ignore[arg-type]
    audit = audit_neutrality(office, [Asked(case="t", as_of=date(2026, 5, 30))])
    assert len(audit.cases) == 2 and audit.counted.exclusions == 1
    assert audit.findings == ()


def test_a_lot_s_papers_name_the_lot_and_only_the_invocations_that_reach_it() -> None:
    def invoked(*lots: str) -> Invocation:
        return Invocation(invoked=True, paragraph="III:1", lots=lots, by="契約担当官", authority="例省訓令", reason="安全", at=OPENED)

    case = tender_in_lots()
    shape = replace(SHAPE, invocations=(invoked("L1"), invoked("L2"), invoked()))
    case = replace(case, submission=replace(case.submission, tender=replace(case.submission.tender, shape=shape)))
    tender = lot_case(case, SHAPE.lots[1]).submission.tender
    assert tender.title.endswith("L2 サーバ") and tender.shape.lot == SHAPE.lots[1] and not tender.shape.lots
    assert [one.lots for one in tender.shape.invocations] == [("L2",), ()]
