"""The audit of neutrality finds what is unlike its like, explains what a fact explains, and could fail: rules that favour somebody are caught."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from nouns import JUDGED, bid, edition, item, party, row, submission, terms, yen
from sekisho.desk.audit_neutrality import audit_neutrality
from sekisho.desk.model import Case
from sekisho.desk.neutrality import NeutralityAudit, Unlike
from sekisho.desk.office import Asked, Office
from sekisho.desk.traced import traced
from sekisho.evaluation import formulas
from sekisho.evaluation.evaluate import evaluate
from sekisho.evaluation.frozen import notice_digest
from sekisho.evaluation.model import Terms
from sekisho.findings import Decision, Finding, Verdict
from sekisho.register.lookup import Lookup
from sekisho.register.model import Edition
from sekisho.screening import rules
from sekisho.screening.facts import Facts, Line
from sekisho.tenders.model import Bid, NoticeVersion
from sekisho.terms import Period, Text

BARRED = edition(row("x", "例題科技有限公司", affiliates="included", authority="JP-DECISION"))
EMPTY = edition(row("y", "無関係株式会社"))
LISTED = item("1", "例題科技有限公司", model="RT-1", purpose="基幹網", role="主要")
SOUND = item("2", "見本電機株式会社", model="SW-1")


@dataclass(frozen=True)
class Shelf:
    cases: Mapping[str, Case]

    def read(self, reference: str) -> Case:
        return self.cases[reference]


@dataclass(frozen=True)
class Editions:
    """Each case's own edition."""

    of: Mapping[str, Edition]

    def open(self, *, chosen: str, named_by_case: str, case: str, as_of: date) -> Lookup:
        return Lookup(self.of[case])


@dataclass(frozen=True)
class Calendar:
    day: date = JUDGED

    def today(self) -> date:
        return self.day


def add_1() -> Terms:
    return terms("add-1", technical_points="100", price_points="100", ceiling=yen("1000"))


def noticed(asked: Terms) -> tuple[NoticeVersion, ...]:
    """The digest as it was published: what the notice says, without what the case completes."""
    return (NoticeVersion(version="1", at=date(2026, 4, 1), digest=notice_digest(asked)),)


def case(*bids: Bid, asked: Terms | None = None, noted: bool = True, **tender: Any) -> Case:
    if asked is not None and noted:
        tender["notices"] = noticed(asked)
    return Case(submission=submission(*bids, **tender), terms=asked)


def audited(*cases: Case, editions: Mapping[str, Edition] | None = None, **asked: Any) -> NeutralityAudit:
    named = {f"case-{number}": one for number, one in enumerate(cases)}
    held = {name: (editions or {}).get(name, BARRED) for name in named}
    office = Office(cases=Shelf(named), registers=Editions(held), clock=Calendar())
    return audit_neutrality(office, [Asked(case=name, **asked) for name in named])


def found(audit: NeutralityAudit, weight: str = "breach") -> list[Unlike]:
    return [one for one in audit.findings if one.weight == weight]


A = bid(LISTED, SOUND, id="A", bidder="甲社", price="700", technical="50")
B = bid(replace(LISTED, line="7", where="line 8"), SOUND, id="B", bidder="乙社", price="600", technical="90")
C = bid(SOUND, id="C", bidder="丙社", price="900", technical="40")


def test_like_lines_judged_alike_and_exclusions_by_the_notice_are_neutral() -> None:
    audit = audited(case(A, B, C, asked=add_1()))
    assert audit.findings == ()
    assert audit.is_neutral
    counted = audit.counted
    assert (counted.lines, counted.products, counted.exclusions) == (5, 2, 2)
    assert counted.reruns >= 8


def test_a_difference_that_rests_on_another_edition_is_explained_and_names_it() -> None:
    one, other = case(A), case(replace(B, id="A"), id="T-2", agency="別省")
    audit = audited(one, other, editions={"case-1": EMPTY})
    (told,) = audit.findings
    assert (told.check, told.weight) == ("same-product", "explained")
    assert "the register edition" in told.because.en and "登録簿の版" in told.because.ja
    assert {(one.case, one.said) for one in told.evidence} == {("T-1", "bar (MAKER)"), ("T-2", "clear")}
    assert audit.is_neutral


def test_the_same_product_in_cases_of_two_entities_has_one_verdict() -> None:
    audit = audited(case(A), case(replace(B, id="A"), id="T-2", agency="別省"))
    assert audit.findings == ()
    assert audit.counted.products == 2


def finding_of(one: Bid) -> str:
    audit = audited(case(one))
    screening = audit.cases[0].judgement.screening
    assert screening is not None
    return next(found.id for found in screening.bids[0].all_findings() if found.rule == "MAKER")


def test_the_same_finding_decided_in_two_ways_is_a_breach() -> None:
    settled = Decision(
        finding=finding_of(B), verdict=Verdict.CLEAR, by="課長", authority="例省", reason="代替機器", at=date(2026, 6, 1), signature="s"
    )
    audit = audited(case(A, replace(B, decisions=(settled,))))
    (told,) = found(audit)
    assert "decided in different ways" in told.because.en
    assert {(one.bid, one.said) for one in told.evidence} == {("A", "bar (MAKER)"), ("B", "bar (MAKER) → clear")}
    assert not audit.is_neutral


def test_an_exclusion_that_no_notice_can_be_shown_to_have_said_is_not_verifiable() -> None:
    audit = audited(case(A, C, asked=add_1(), noted=False))
    (told,) = audit.findings
    assert (told.check, told.weight) == ("exclusion", "unverifiable")
    assert not audit.is_neutral


def test_criteria_changed_by_a_later_version_of_the_notice_are_told() -> None:
    asked = add_1()
    notices = (
        NoticeVersion(version="1", at=date(2026, 4, 1), digest="0" * 64),
        NoticeVersion(version="2", at=date(2026, 4, 9), digest=notice_digest(asked)),
    )
    audit = audited(Case(submission=submission(A, C, notices=notices), terms=asked))
    (told,) = audit.findings
    assert (told.check, told.weight) == ("exclusion", "explained")
    assert "version 2" in told.because.en


def test_a_policy_that_the_notice_does_not_name_is_not_verifiable_and_one_not_in_force_a_breach() -> None:
    asked = add_1()
    unnamed = audited(case(A, C, asked=asked, policy=""), policy="jp-2018")
    assert [(one.check, one.weight) for one in unnamed.findings] == [("exclusion", "unverifiable")]
    (held,) = audited(case(A, C, asked=asked)).cases
    assert held.judgement.pack is not None
    over = replace(held.judgement, pack=replace(held.judgement.pack, period=Period(end=date(2020, 3, 31))))
    count, (told,) = traced(replace(held, judgement=over))
    assert (count, told.weight) == (1, "breach")
    assert "no policy in force" in told.because.en


def test_an_exclusion_without_a_finding_or_by_a_gate_that_the_notice_does_not_state_is_a_breach() -> None:
    (held,) = audited(case(A, C, asked=add_1())).cases
    screening, evaluation = held.judgement.screening, held.judgement.evaluation
    assert screening is not None and evaluation is not None
    cleared = replace(screening, bids=tuple(replace(one, findings=(), items=()) for one in screening.bids))
    assert "no finding leads to it" in traced(replace(held, judgement=replace(held.judgement, screening=cleared)))[1][0].because.en
    bids = tuple(replace(one, status="excluded", reason_code="below-minimum") for one in evaluation.bids)
    count, told = traced(replace(held, judgement=replace(held.judgement, evaluation=replace(evaluation, bids=bids))))
    assert (count, {one.weight for one in told}) == (2, {"breach"})


# The audit can fail: each of these favours somebody, and is caught.


def test_a_rule_that_looks_at_the_remarks_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(line: Line, facts: Facts) -> Iterator[Finding]:
        if "優先" in line.item.remarks:
            yield Finding(rule="MAKER", verdict=Verdict.REFER, subject={"line": line.item.line}, because=Text(ja="備考", en="remarks"))

    _with_rule(monkeypatch, check)
    noted = replace(C, list=replace(C.list, items=(replace(SOUND, remarks="優先"),)))  # type: ignore[type-var]
    (told,) = found(audited(case(noted)))
    assert told.check == "unused-attribute"
    assert "remarks" in told.because.en


def test_a_rule_that_looks_at_who_bids_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(line: Line, facts: Facts) -> Iterator[Finding]:
        if facts.bid.bidder.name == "乙社":
            yield Finding(rule="MAKER", verdict=Verdict.REFER, subject={"line": line.item.line}, because=Text(ja="応札者", en="bidder"))

    _with_rule(monkeypatch, check)
    checks = {one.check for one in found(audited(case(replace(A, list=replace(A.list, items=(SOUND,))), bid(SOUND, id="B", bidder="乙社"))))}  # type: ignore[type-var]
    assert checks == {"same-product", "display-name"}


def test_a_rule_that_looks_at_the_first_bid_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[str] = []

    def check(line: Line, facts: Facts) -> Iterator[Finding]:
        met.append(facts.bid.id)
        if facts.bid.id == met[0]:
            yield Finding(rule="SPOOF", verdict=Verdict.REFER, subject={"line": line.item.line}, because=Text(ja="初め", en="first"))

    _with_rule(monkeypatch, check)
    assert "display-name" in {one.check for one in found(audited(case(replace(C, id="A"), replace(C, id="B"))))}


def test_a_formula_that_looks_at_a_name_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = formulas.points

    def points(one: formulas.Entrant, *given: Any, **more: Any) -> formulas.Points:
        found = plain(one, *given, **more)
        return replace(found, total=(found.total or 0) + (1 if one.bid == "C" else 0))

    monkeypatch.setattr(formulas, "points", points)
    assert {one.check for one in found(audited(case(C, replace(C, id="D", price=yen("800")), asked=add_1())))} == {"display-name"}
    assert evaluate([], add_1()).winner is None


def _with_rule(monkeypatch: pytest.MonkeyPatch, check: Any) -> None:
    from sekisho.screening import screen

    monkeypatch.setattr(screen, "OF_LINES", (*rules.OF_LINES, ("SPOOF", check)))


def test_a_bidder_that_the_register_may_mean_keeps_its_name() -> None:
    """Its name is a fact: the finding about it rests on nothing else."""
    audit = audited(case(bid(SOUND, id="A", bidder=party("例題科技有限公司")), C))
    assert found(audit) == []


def test_the_json_says_what_was_checked() -> None:
    told = audited(case(A, B, C, asked=add_1())).as_json()
    assert told["neutral"] is True
    assert told["checked"] == {"lines": 5, "products": 2, "reruns": told["checked"]["reruns"], "exclusions": 2}
    assert told["cases"][0]["agency"] == "総務省"
    assert (told["breaches"], told["unverifiable"], told["explained"]) == (0, 0, 0)
