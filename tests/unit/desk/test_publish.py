"""What may leave a case, and the swap test: who is designated changes nothing that a reader could tell it by."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from test_judge import case as bare_case
from test_judge import office

from nouns import JUDGED, bid, item, party, terms, yen
from sekisho.desk.judge import judge
from sekisho.desk.model import Case, Judgement
from sekisho.desk.office import Asked
from sekisho.desk.publish import Publishable, after_opening, before_opening, check_fresh, day_of, is_opened
from sekisho.desk.withheld import Kept, before_the_opening
from sekisho.evaluation.criteria import Criteria, Criterion
from sekisho.evaluation.frozen import notice_digest
from sekisho.evaluation.model import Terms
from sekisho.faults import InputRefused, RegisterRefused
from sekisho.feeds.exports import gif, ocds, rakusatsu
from sekisho.feeds.exports.ocds_values import number
from sekisho.ownership.model import Chart, Holder, Stake
from sekisho.tenders.model import Bid, FileRead, NoticeVersion
from sekisho.tenders.publication import AwardDecision, Publication
from sekisho.tenders.shape import BidShape, Member
from sekisho.terms import Identifier, Party, Share, Source

DESIGNATED, HONEST = "例題科技", "見本電機"
OPENED = date(2026, 6, 10)
TOLD = Publication(number="1", ministry_code="99", method_code="1", opened_at=OPENED)


def add_1(**more: Any) -> Terms:
    return terms("add-1", technical_points="100", price_points="100", ceiling=yen("1000"), **more)


def case(*bids: Bid, publication: Publication = TOLD, asked: Terms | None = None) -> Case:
    made = bare_case(*bids, asked=asked or add_1())
    return replace(made, submission=replace(made.submission, publication=publication))


def judged(given: Case) -> Judgement:
    return judge(office(given)[0], Asked(case="T-1"))


def shown(given: Case) -> Publishable:
    return after_opening(given, judged(given))


def offers(which: str, maker: str, price: str = "700") -> Bid:
    return bid(item("1", maker), item("2", "見本通信機"), id=which, price=price, technical="50")


def winning() -> Bid:
    return bid(item("1", "見本通信機"), id="W", price="500", technical="90")


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    return [text for one in value for text in texts(one)] if isinstance(value, list) else [value] if isinstance(value, str) else []


def shape(value: Any) -> Any:
    """Keys and kinds of value, nothing of their content."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    return [shape(one) for one in value] if isinstance(value, list) else type(value).__name__


def everything(given: Case) -> dict[str, Any]:
    """Every form in which a case is published."""
    one, notice = shown(given), before_opening(given, JUDGED)
    return {
        "release": ocds.release_package(one),
        "record": ocds.record_package([notice, one]),
        "gif": gif.as_json(one, gif.kinds_of(one)),
    }


def test_swapping_a_designated_and_an_undesignated_maker_keeps_shape_and_length() -> None:
    one = everything(case(offers("A", DESIGNATED), offers("B", HONEST), winning()))
    other = everything(case(offers("A", HONEST), offers("B", DESIGNATED), winning()))
    assert shape(one) == shape(other)
    assert len(json.dumps(one)) == len(json.dumps(other))
    statuses = [[bid["status"] for bid in form["release"]["releases"][0]["bids"]["details"]] for form in (one, other)]
    assert statuses == [["disqualified", "valid", "valid"], ["valid", "disqualified", "valid"]]


def test_no_maker_product_or_line_of_any_bid_is_in_any_form() -> None:
    bids = (offers("A", DESIGNATED), offers("B", HONEST), winning())
    told = " ".join(texts(everything(case(*bids))))
    names = {held for one in bids if one.list for item in one.list.items for held in (item.maker.name if item.maker else "", item.model, item.name)}
    assert len(names - {""}) >= 4
    assert [name for name in names if name and name in told] == []


def test_what_is_withheld_is_the_same_whatever_was_found() -> None:
    found = shown(case(offers("A", DESIGNATED), winning()))
    nothing = shown(case(offers("A", HONEST), winning()))
    assert found.withheld == nothing.withheld
    kept = ["bids/details/items", "bids/details/description", "parties", "parties/beneficialOwners", "tender/value"]
    assert [one.field for one in found.withheld] == kept
    assert all("条" in one.because.ja and "Art." in one.because.en for one in found.withheld)


def test_an_honest_maker_of_another_name_changes_no_byte() -> None:
    assert everything(case(offers("A", HONEST), winning())) == everything(case(offers("A", "例示計測器"), winning()))


def test_before_the_opening_nothing_of_any_bid_leaves() -> None:
    sealed = case(offers("A", DESIGNATED), winning(), publication=replace(TOLD, opened_at=date(2026, 7, 1)))
    assert not is_opened(sealed, JUDGED)
    told = ocds.release(before_opening(sealed, JUDGED))
    assert ("bids" in told, "awards" in told, [party["id"] for party in told["parties"]]) == (False, False, ["buyer"])
    assert told["tag"] == ["tender"]
    assert "value" not in told["tender"] and "numberOfTenderers" not in told["tender"]
    fields = {one["field"]: one.get("availabilityDate") for one in told["withheldInformation"]}
    assert (fields["bids"], fields["tender/value"]) == ("2026-07-01T00:00:00Z", None)
    other = case(winning(), publication=sealed.submission.publication, asked=replace(add_1(), ceiling=yen("7777")))
    assert told == ocds.release(before_opening(other, JUDGED))


@pytest.mark.parametrize("opened_at", [None, date(2026, 6, 16)])
def test_a_case_without_a_day_of_opening_that_has_come_is_sealed(opened_at: date | None) -> None:
    assert not is_opened(case(winning(), publication=replace(TOLD, opened_at=opened_at)), JUDGED)


def test_an_award_is_pending_until_a_person_decides_it() -> None:
    (award,) = ocds.release(shown(case(offers("A", HONEST), winning())))["awards"]
    assert (award["status"], award["relatedBids"], "date" in award) == ("pending", ["W"], False)
    decided = replace(TOLD, award=AwardDecision(winner="W", at=date(2026, 6, 12), by="契約担当官", authority="法"))
    told = ocds.release(shown(case(offers("A", HONEST), winning(), publication=decided)))
    (award,) = told["awards"]
    assert (award["status"], award["date"], told["date"], told["tender"]["status"]) == ("active", *2 * ["2026-06-12T00:00:00Z"], "complete")


def test_a_bid_that_the_evaluation_excludes_cannot_be_published_as_the_winner() -> None:
    decided = replace(TOLD, award=AwardDecision(winner="A", at=date(2026, 6, 12), by="契約担当官", authority="法"))
    with pytest.raises(InputRefused) as stopped:
        shown(case(offers("A", DESIGNATED), winning(), publication=decided))
    assert [one.rule for one in stopped.value.faults] == ["publish.award-excluded"]


def test_an_award_that_departs_from_the_evaluation_is_told_to_the_officer_alone() -> None:
    decided = replace(TOLD, award=AwardDecision(winner="A", at=date(2026, 6, 12), by="契約担当官", authority="法"))
    one = shown(case(offers("A", HONEST), winning(), publication=decided))
    assert len(one.notes) == 1
    assert one.notes[0].ja not in json.dumps(ocds.release(one), ensure_ascii=False)


def test_a_ceiling_leaves_only_where_the_agency_publishes_it_and_the_award_is_decided() -> None:
    decided = replace(TOLD, award=AwardDecision(winner="W", at=date(2026, 6, 12), by="契約担当官", authority="法"))
    both = replace(decided, ceiling_published=True)
    values = [
        ocds.release(shown(case(winning(), publication=one)))["tender"].get("value", {}).get("amount")
        for one in (replace(TOLD, ceiling_published=True), decided, both)
    ]
    assert values == [None, None, 1000]


def test_a_decided_case_is_published_as_of_its_award() -> None:
    decided = replace(TOLD, award=AwardDecision(winner="W", at=date(2026, 6, 12), by="契約担当官", authority="法"))
    assert day_of(case(winning(), publication=decided), date(2030, 1, 1)) == date(2026, 6, 12)
    assert day_of(case(winning()), date(2030, 1, 1)) == date(2030, 1, 1)


def test_nothing_is_published_on_a_stale_register() -> None:
    late = judge(office(case(winning()))[0], Asked(case="T-1", as_of=date(2030, 1, 1)))
    with pytest.raises(RegisterRefused) as stopped:
        check_fresh(late)
    assert stopped.value.exit_code == 3
    check_fresh(judged(case(winning())))


def test_only_persons_of_the_bidders_own_chart_are_shown_and_only_where_the_agency_says_that_it_may() -> None:
    told = Source(name="bids/W/owners.csv", sha256="f" * 64)
    elsewhere = Source(name="officer.csv", sha256="e" * 64)
    holders = (
        Holder(id="w", name="W社"), Holder(id="h", name="例示持株会社"), Holder(id="p", name="例示太郎", kind="person", country="JP"),
        Holder(id="q", name="例示花子", kind="person"), Holder(id="r", name="例示次郎", kind="person"),
    )  # fmt: skip
    stakes = (
        Stake(owner="h", owned="w", share=Share(), source=told), Stake(owner="p", owned="h", share=Share(), source=told),
        Stake(owner="q", owned="w", share=Share(), source=elsewhere), Stake(owner="r", owned="other", share=Share(), source=told),
    )  # fmt: skip
    holder = replace(
        winning(), bidder=Party(name="W社"), chart=Chart(holders=holders, stakes=stakes),
        files=(FileRead(kind="chart", path="bids/W/owners.csv", digest="f" * 64),),
    )  # fmt: skip
    sealed = ocds.release(shown(case(holder)))
    assert "例示太郎" not in json.dumps(sealed, ensure_ascii=False)
    told_of = ocds.release(shown(case(holder, publication=replace(TOLD, owners_published=True))))
    (party,) = [one for one in told_of["parties"] if one["name"] == "W社"]
    assert party["beneficialOwners"] == [{"id": "1", "name": "例示太郎", "nationalities": ["JP"]}]
    assert "例示持株会社" not in json.dumps(told_of, ensure_ascii=False)
    fields = [[one["field"] for one in release["withheldInformation"]] for release in (sealed, told_of)]
    assert ["parties/beneficialOwners" in one for one in fields] == [True, False]


def test_a_corporate_number_stands_under_its_code_of_org_id() -> None:
    numbered = replace(winning(), bidder=Party(name="丙社", identifiers=(Identifier.of("JP-HOUJIN", "2876543210987"),)))
    told = ocds.release(shown(case(numbered)))
    (party,) = [one for one in told["parties"] if one["name"] == "丙社"]
    assert (party["id"], party["identifier"]["scheme"], party["roles"]) == ("JP-JCN-2876543210987", "JP-JCN", ["supplier", "tenderer"])


def test_ids_follow_from_content_and_the_same_case_gives_the_same_bytes() -> None:
    one, again = (ocds.release(shown(case(offers("A", HONEST), winning()))) for _ in range(2))
    assert one == again
    dearer = ocds.release(shown(case(offers("A", HONEST, price="701"), winning())))
    assert (one["ocid"], one["id"] != dearer["id"]) == (dearer["ocid"], True)


def test_two_bids_of_one_company_are_one_party() -> None:
    same = Party(name="丙社", identifiers=(Identifier.of("JP-HOUJIN", "2876543210987"),))
    told = ocds.release(shown(case(replace(offers("A", HONEST), bidder=same), replace(winning(), bidder=same))))
    assert Counter(party["name"] for party in told["parties"])["丙社"] == 1


def test_a_row_of_awards_has_the_eight_columns_and_the_price_with_tax() -> None:
    decided = replace(TOLD, award=AwardDecision(winner="W", at=date(2026, 6, 12), by="契約担当官", authority="法"))
    taxed = add_1(tax_rate="0.10")
    octets = rakusatsu.octets_of(shown(case(bid(item("1"), id="W", price="505", technical="90"), publication=decided, asked=taxed)))
    assert octets.startswith(b"\xef\xbb\xbf")
    (line,) = octets.decode("utf-8-sig").splitlines()
    cells = line.split(",")
    assert len(cells) == len(rakusatsu.COLUMNS) == 8
    assert (cells[0], cells[2], cells[3], cells[4], cells[5]) == ("1", "2026-06-12", "555", "99", "1")


def test_a_row_of_awards_names_everything_that_it_lacks_at_once() -> None:
    decided = Publication(opened_at=OPENED, award=AwardDecision(winner="W", at=date(2026, 6, 12), by="契約担当官", authority="法"))
    with pytest.raises(InputRefused) as stopped:
        rakusatsu.row_of(shown(case(winning(), publication=decided)))
    assert [one.where for one in stopped.value.faults] == ["publication.number", "publication.ministry_code", "publication.method_code"]


@pytest.mark.parametrize(("decided", "rule"), [(False, "publish.not-awarded"), (True, "publish.tax-rate")])
def test_a_price_is_published_once_it_is_decided_and_its_tax_is_known(decided: bool, rule: str) -> None:
    told = replace(TOLD, award=AwardDecision(winner="W", at=date(2026, 6, 12), by="契約担当官", authority="法")) if decided else TOLD
    with pytest.raises(InputRefused) as stopped:
        rakusatsu.row_of(shown(case(winning(), publication=told)))
    assert [one.rule for one in stopped.value.faults] == [rule]


def test_an_award_notice_of_the_government_model_follows_the_decision() -> None:
    assert gif.kinds_of(shown(case(winning()))) == ("notice",)
    decided = replace(
        TOLD, award=AwardDecision(winner="W", at=date(2026, 6, 12), by="契約担当官", authority="法"), gif={"Unit": "式"}, method_name="一般競争入札"
    )
    items = gif.items_of(shown(case(winning(), publication=decided, asked=add_1(tax_rate="0.10"))), "award")
    assert list(items) == list(gif.ITEMS["award"])
    stated = (items["Award_price"], items["Unit"], items["Evaluation_type"], items["Contract_type"], items["Estimate_price"])
    assert stated == ("550", "式", "総合評価落札方式", "一般競争入札", "")


def leaf(number: str, **facts: Any) -> Criterion:
    return Criterion(id=number, title=f"項目{number}", **facts)


def test_the_tree_of_criteria_and_the_digest_that_froze_it_are_told_in_the_notice() -> None:
    tree = Criteria(
        items=(leaf("1", mandatory=True), Criterion(id="2", title="見出し", items=(leaf("2.1", points=Fraction(60)),))),
        grades={},
        members=("甲委員",),
    )
    asked = replace(add_1(), criteria=tree)
    told = ocds.release(before_opening(case(winning(), asked=asked), JUDGED))["tender"]
    ids = [one["id"] for one in told["criteria"]]
    assert ids == ["mandatory", "technical", "mandatory-1", "technical-2.1", "security", "price"]
    (document,) = told["documents"]
    assert document["documentType"] == "evaluationCriteria" and notice_digest(asked) in document["description"]
    assert "甲委員" not in json.dumps(told, ensure_ascii=False)


def test_a_later_version_of_the_notice_is_an_amendment_once_its_day_has_come() -> None:
    versions = tuple(NoticeVersion(version=number, at=date(2026, 4, day), digest="a" * 64) for number, day in (("1", 1), ("2", 20)))
    given = case(winning(), publication=Publication())
    given = replace(given, submission=replace(given.submission, tender=replace(given.submission.tender, notices=versions)))
    before, after = (ocds.release(before_opening(given, day)) for day in (date(2026, 4, 10), date(2026, 4, 20)))
    assert (before["tag"], before["date"], "amendments" in before["tender"]) == (["tender"], "2026-04-01T00:00:00Z", False)
    assert (after["tag"], after["date"]) == (["tenderAmendment"], "2026-04-20T00:00:00Z")
    assert [one["id"] for one in after["tender"]["amendments"]] == ["2"]


@pytest.mark.parametrize(("amount", "written"), [("700", "700"), ("0.1", "0.1"), ("12345678.25", "12345678.25")])
def test_an_amount_is_written_exactly(amount: str, written: str) -> None:
    assert json.dumps(number(Fraction(amount))) == written


def test_an_amount_that_a_json_number_cannot_carry_is_refused() -> None:
    for amount in (Fraction(1, 3), Fraction(2**53 + 1), Fraction("0.1234567890123456789")):
        with pytest.raises(InputRefused) as stopped:
            number(amount)
        assert [one.rule for one in stopped.value.faults] == ["publish.number"]


def test_a_pack_of_another_country_cites_no_law_of_japan() -> None:
    here = Kept(japanese=True, ceiling=True, persons=True)
    abroad = before_the_opening(replace(here, japanese=False), opened_at=None)
    assert all("情報公開法" not in one.because.en and "会計令" not in one.because.en for one in abroad)
    assert [one.field for one in abroad] == [one.field for one in before_the_opening(here, opened_at=None)]


@pytest.mark.parametrize("security", ["gate", "scored", "both", "advice"])
def test_the_swap_changes_no_shape_under_any_role_of_security(security: Any) -> None:
    asked = replace(add_1(), security=security)
    one = everything(case(offers("A", DESIGNATED), offers("B", HONEST), winning(), asked=asked))
    other = everything(case(offers("A", HONEST), offers("B", DESIGNATED), winning(), asked=asked))
    assert shape(one) == shape(other)
    assert len(json.dumps(one)) == len(json.dumps(other))
    if security in ("scored", "advice"):
        assert one == other


FIELDS = {
    "criteria": {"id", "title", "description", "relatesToTenderer", "relatedItem", "relatedLots", "requirementGroups"},
    "requirements": {"id", "title", "description", "dataType", "pattern", "expectedValue", "minValue", "maxValue", "period"},
    "details": {
        "id", "identifiers", "submissionType", "date", "description", "status", "items", "tenderers", "value", "validityPeriod", "documents",
        "relatedLots", "countriesOfOrigin", "hasRank", "rank", "variant",
    },
    "beneficialOwners": {"id", "name", "identifier", "nationalities", "address", "email", "faxNumber", "telephone"},
    "withheldInformation": {"id", "field", "name", "rationale", "rationaleClassifications", "availabilityDate"},
    "bidOpening": {"date", "address", "description", "location"},
}  # fmt: skip
"""What the extensions define (bid d62ff4b0, requirements b4f5ba94, beneficialOwners e37e79ac; the last two as documented)."""


def members(value: Any, name: str) -> list[dict[str, Any]]:
    """Every object that stands, alone or in a list, under this key."""
    if isinstance(value, list):
        return [found for one in value for found in members(one, name)]
    if not isinstance(value, dict):
        return []
    held = value.get(name, [])
    here = [one for one in (held if isinstance(held, list) else [held]) if isinstance(one, dict)]
    return here + [found for one in value.values() for found in members(one, name)]


def test_fields_of_extensions_are_those_that_they_define() -> None:
    told = Source(name="bids/W/owners.csv", sha256="f" * 64)
    holders = (Holder(id="w", name="W社"), Holder(id="p", name="例示太郎", kind="person", country="JP"))
    owned = replace(
        winning(), bidder=Party(name="W社"), chart=Chart(holders=holders, stakes=(Stake(owner="p", owned="w", share=Share(), source=told),)),
        files=(FileRead(kind="chart", path="bids/W/owners.csv", digest="f" * 64),),
    )  # fmt: skip
    release = ocds.release(shown(case(offers("A", HONEST), owned, publication=replace(TOLD, owners_published=True))))
    for name, fields in FIELDS.items():
        found = members(release, name)
        assert found, name
        assert set().union(*found) <= fields, name


def test_an_award_that_is_still_to_come_is_no_decision() -> None:
    later = replace(TOLD, award=AwardDecision(winner="A", at=date(2026, 7, 1), by="契約担当官", authority="法"))
    (award,) = ocds.release(shown(case(offers("A", HONEST), winning(), publication=later)))["awards"]
    assert (award["status"], award["relatedBids"]) == ("pending", ["W"])


@pytest.mark.parametrize("maker", [DESIGNATED, HONEST])
def test_words_of_the_agency_that_name_a_maker_are_told_to_the_officer_whoever_it_is(maker: str) -> None:
    named = case(offers("A", maker), winning(), publication=replace(TOLD, gif={"Detail": f"{maker}製と同等"}, method_reason="なし"))
    for one in (before_opening(named, JUDGED), shown(named)):
        assert [maker in note.ja and "publication.gif.Detail" in note.en for note in one.notes] == [True]
    assert before_opening(case(offers("A", maker), winning()), JUDGED).notes == ()


def test_the_members_of_a_consortium_stand_after_it_among_tenderers() -> None:
    members = (Member(party=party("丙社"), role="representative"), Member(party=party("丁社"), role="member"))
    joint = replace(winning(), shape=BidShape(members=members))
    told = ocds.release(shown(case(joint, offers("B", HONEST))))
    detail = next(one for one in told["bids"]["details"] if one["id"] == joint.id)
    assert [one["name"] for one in detail["tenderers"]] == [joint.bidder.name, "丙社", "丁社"]
    assert {"丙社", "丁社"} <= {one["name"] for one in told["parties"]}
    assert len({one["id"] for one in told["parties"]}) == len(told["parties"])
