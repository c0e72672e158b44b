"""The verb itself: decisions, stale editions, failing rules, where findings stand, what is read and counted."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nouns import CARD, JUDGED, basis, bid, bom, chart, item, party, row, submission
from sekisho.findings import Decision, Finding, Verdict
from sekisho.policy.model import Requirement
from sekisho.policy.packs import packs
from sekisho.register.build import SourceRow
from sekisho.screening import rules
from sekisho.screening import screen as room
from sekisho.screening.model import ReadInput, ScreenedBid, Screening
from sekisho.screening.screen import screen
from sekisho.tenders.model import Bid, FileRead, Service, Subcontractor
from sekisho.terms import Source, Text

BARRED = row("x", "例題科技有限公司", authority="JP-DECISION", clause="決定1")
WEAK = row("y", "例題無線", name_kind="weak", authority="JP-DECISION")
STALE = JUDGED + timedelta(days=60)


def judged(*bids: Bid, rows: tuple[SourceRow, ...] = (BARRED, WEAK), as_of: date = JUDGED, policy: str = "jp-2018", **tender: Any) -> Screening:
    return screen(submission(*bids, policy=policy, **tender), basis(*rows, policy=policy), as_of=as_of)


def sole(*bids: Bid, **facts: Any) -> ScreenedBid:
    (screened,) = judged(*bids, **facts).bids
    return screened


def decided(found: Finding, verdict: Verdict = Verdict.CLEAR) -> Decision:
    return Decision(finding=found.id, verdict=verdict, by="調達責任者", authority="会計課長", reason="確認", at=date(2026, 6, 16), signature="署名")


def with_decisions(given: Bid, *decisions: Decision) -> Bid:
    return replace(given, decisions=decisions)


# Decisions.


def test_a_decision_settles_its_finding_and_no_other() -> None:
    given = bid(item("1", "例題科技"), item("2", "例題無線"))
    before = sole(given)
    first, second = before.all_findings()
    assert (before.verdict, first.verdict, second.verdict) == (Verdict.BAR, Verdict.BAR, Verdict.REFER)
    after = sole(with_decisions(given, decided(first)))
    assert [one.verdict for one in after.items] == [Verdict.CLEAR, Verdict.REFER]
    assert after.verdict is Verdict.REFER
    both = sole(with_decisions(given, decided(first), decided(second)))
    assert both.verdict is Verdict.CLEAR
    assert [one.verdict for one in both.all_findings()] == [Verdict.BAR, Verdict.REFER]
    assert both.unused_decisions == ()


def test_a_decision_may_turn_a_question_into_an_exclusion() -> None:
    given = bid(item("1", "例題無線"))
    (found,) = sole(given).all_findings()
    assert sole(with_decisions(given, decided(found, Verdict.BAR))).verdict is Verdict.BAR


@pytest.mark.parametrize(
    "changed",
    [
        {"model": "EX-2"},
        {"maker": party("例題科技股份有限公司")},
        {"where": "line 9"},
    ],
)
def test_a_decision_lapses_when_the_facts_it_was_made_on_change(changed: dict[str, Any]) -> None:
    (found,) = sole(bid(item("1", "例題科技"))).all_findings()
    after = sole(with_decisions(bid(replace(item("1", "例題科技"), **changed)), decided(found)))
    assert (after.verdict, after.unused_decisions) == (Verdict.BAR, (found.id,))


@pytest.mark.parametrize(
    "rows",
    [
        (replace(BARRED, cells={**BARRED.cells, "clause": "決定2"}),),
        (replace(BARRED, cells={**BARRED.cells, "source": "別の典拠"}),),
        (replace(BARRED, cells={**BARRED.cells, "unverified": "yes"}),),
        (BARRED, row("x", "例題科技有限公司", authority="JP-NCO", clause="決定9")),
    ],
)
def test_a_decision_lapses_when_the_designation_it_was_made_on_changes(rows: tuple[SourceRow, ...]) -> None:
    given = bid(item("1", "例題科技"))
    (found,) = sole(given, rows=(BARRED,)).all_findings()
    assert sole(with_decisions(given, decided(found)), rows=(BARRED,)).verdict is Verdict.CLEAR
    assert sole(with_decisions(given, decided(found)), rows=rows).verdict is Verdict.BAR


def test_a_decision_outlives_a_register_that_was_only_retrieved_again() -> None:
    given = bid(item("1", "例題科技"))
    (found,) = sole(given, rows=(BARRED,)).all_findings()
    again = replace(BARRED, card=replace(CARD, retrieved_at=CARD.retrieved_at + timedelta(days=7)))
    assert sole(with_decisions(given, decided(found)), rows=(again,)).verdict is Verdict.CLEAR


def test_a_decision_of_another_bid_settles_nothing_and_is_told() -> None:
    (found,) = sole(bid(item("1", "例題科技"), id="B")).all_findings()
    mine = sole(with_decisions(bid(item("1", "例題科技")), decided(found)))
    assert (mine.verdict, mine.unused_decisions) == (Verdict.BAR, (found.id,))


# A stale edition.


def test_a_stale_edition_leaves_nothing_clear_even_where_everything_is_decided() -> None:
    given = bid(item("1", "例題科技"), item("2"))
    fresh = sole(given)
    stale = judged(with_decisions(given, *(decided(found) for found in fresh.all_findings())), as_of=STALE)
    assert stale.stale
    (screened,) = stale.bids
    assert [one.verdict for one in screened.items] == [Verdict.REFER, Verdict.REFER]
    assert screened.verdict is Verdict.REFER


def test_no_decision_settles_that_an_edition_is_stale() -> None:
    given = bid(item("1"))
    (found,) = sole(given, as_of=STALE).all_findings()
    assert found.rule == "REGISTER"
    after = sole(with_decisions(given, decided(found)), as_of=STALE)
    assert (after.verdict, after.unused_decisions) == (Verdict.REFER, (found.id,))


def test_one_stale_source_of_several_makes_the_edition_stale() -> None:
    old = replace(CARD, path="old.csv", title="古い典拠", retrieved_at=date(2026, 1, 1))
    screening = screen(submission(bid(item("1"))), basis(BARRED, cards=(CARD, old)), as_of=JUDGED)
    (found,) = screening.bids[0].findings
    assert [link.subject for link in found.evidence] == ["古い典拠"]


# A rule that fails.


@pytest.mark.parametrize("failure", [ValueError("x"), KeyError("x"), TypeError("x"), ZeroDivisionError("x"), IndexError("x")])
def test_a_rule_that_cannot_run_refers_the_line_and_never_passes_it(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def failing(*_: object) -> Any:
        raise failure

    monkeypatch.setattr(room, "OF_LINES", (("MAKER", failing), *(one for one in rules.OF_LINES if one[0] != "MAKER")))
    screened = sole(bid(item("1"), item("2", None)))
    told = [(one.item.line, found.rule, found.verdict) for one in screened.items for found in one.findings]
    assert told == [
        ("1", "RULE-FAILED", Verdict.REFER),
        ("2", "RULE-FAILED", Verdict.REFER),
        ("2", "UNDISCLOSED", Verdict.REFER),
    ]
    assert all(found.subject["rule"] == "MAKER" for found in screened.all_findings() if found.rule == "RULE-FAILED")


def test_a_rule_that_fails_halfway_gives_up_what_it_had_found_for_a_referral(monkeypatch: pytest.MonkeyPatch) -> None:
    def halfway(*_: object) -> Any:
        yield Finding(rule="SUPPLIER", verdict=Verdict.CLEAR, subject={"bid": "A"}, because=Text(ja="", en=""))
        raise LookupError

    monkeypatch.setattr(room, "OF_BIDS", (("SUPPLIER", halfway),))
    screened = sole(bid(item("1")))
    assert [(found.rule, found.verdict) for found in screened.findings] == [("RULE-FAILED", Verdict.REFER)]
    assert screened.verdict is Verdict.REFER


# Where findings stand.


def test_findings_about_the_bid_stand_at_the_bid_and_leave_its_lines_alone() -> None:
    given = bid(
        item("1"),
        bidder="例題科技",
        subcontractors=(Subcontractor(party=party("例題科技")),),
        services=(Service(name="監視", provider=party("例題無線")),),
    )
    screened = sole(given)
    assert [found.rule for found in screened.findings] == ["SUPPLIER", "SUBCONTRACTOR", "SERVICE"]
    assert [one.verdict for one in screened.items] == [Verdict.CLEAR]
    assert screened.verdict is Verdict.BAR


def test_an_owner_finding_fans_out_to_its_lines_and_counts_once() -> None:
    given = bid(item("1", "例示電機"), item("2", "例示無線"), item("3", "例示電機"), chart=chart(("例題科技", "例示電機", "60")))
    screened = sole(given)
    (found,) = screened.findings
    assert [[one.id for one in line.findings] for line in screened.items] == [[found.id], [], [found.id]]
    assert [line.verdict for line in screened.items] == [Verdict.BAR, Verdict.CLEAR, Verdict.BAR]
    assert screened.all_findings() == (found,)


def test_an_owner_finding_finds_its_lines_whatever_they_are_numbered() -> None:
    items = (replace(item("1"), line="1,2"), replace(item("3"), line="3"))
    screened = sole(bid(*items, chart=chart(("例題科技", "例示電機株式会社", "60"))))
    assert [line.verdict for line in screened.items] == [Verdict.BAR, Verdict.BAR]


def test_a_decision_on_an_owner_finding_settles_it_on_every_line() -> None:
    given = bid(item("1", "例示電機"), item("2", "例示電機"), chart=chart(("例題科技", "例示電機", "60")))
    (found,) = sole(given).findings
    after = sole(with_decisions(given, decided(found)))
    assert [line.verdict for line in after.items] == [Verdict.CLEAR, Verdict.CLEAR]
    assert (after.verdict, after.unused_decisions) == (Verdict.CLEAR, ())


# What was examined and what it rests on.


def test_coverage_counts_what_was_examined() -> None:
    given = bid(
        item("1"),
        item("2", None),
        item("3", "・"),
        boms={"1": bom({"基板": {"maker": None, "parts": {"無線": "例示無線", "電源": {"supplier": "例示電源"}}}}), "2": bom({".": "例示"})},
    )
    assert sole(given).coverage.as_json() == {"items": 3, "items_with_maker": 1, "components": 3, "components_with_maker": 1}


def test_what_the_outcome_rests_on_is_named_by_digest() -> None:
    given = replace(bid(item("1")), files=(FileRead(kind="list", path="bids/A/list.csv", digest="ab" * 32),))
    asked = replace(submission(given), files=(FileRead(kind="tender", path="tender.yaml", digest="cd" * 32),), register="../editions/x")
    ground = basis(BARRED)
    assert screen(asked, ground, as_of=JUDGED).read == (
        ReadInput(kind="policy", id="jp-2018", digest=packs()["jp-2018"].digest),
        ReadInput(kind="register", id="../editions/x", digest=ground.edition.digest),
        ReadInput(kind="names", id="tables", digest=ground.tables_digest),
        ReadInput(kind="tender", id="tender.yaml", digest="cd" * 32),
        ReadInput(kind="list", id="bids/A/list.csv", digest="ab" * 32),
    )


def test_both_dates_are_told() -> None:
    screening = judged(bid(item("1")))
    assert (screening.policy_as_of, screening.facts_as_of) == (date(2026, 4, 1), JUDGED)


def test_before_the_agreement_applies_everything_is_computed_as_a_rehearsal() -> None:
    screening = judged(bid(item("1", "例題科技")), notice_date=date(2019, 3, 31))
    assert screening.rehearsal
    assert screening.bids[0].verdict is Verdict.BAR
    assert not judged(bid(item("1")), notice_date=date(2019, 4, 1)).rehearsal
    assert judged(bid(item("1")), rehearsal=True).rehearsal


def test_an_agency_that_the_agreement_does_not_list_and_a_presumed_scope_are_told() -> None:
    assert judged(bid(item("1"))).notices == ()
    told = judged(bid(item("1")), agency="例示市", viewpoints=None).notices
    assert ["viewpoints" in one.en.lower() or "viewpoints" in one.ja for one in told] == [True, False]
    assert "例示市" in told[1].ja


def test_out_of_scope_nothing_is_examined_and_nothing_found() -> None:
    screening = judged(bid(item("1", "例題科技"), bidder="例題科技"), viewpoints=(), as_of=STALE)
    assert (screening.scope, screening.stale) == ("out", False)
    assert screening.bids[0] == ScreenedBid(bid="A", verdict=Verdict.CLEAR, coverage=screening.bids[0].coverage, findings=(), items=())
    assert screening.bids[0].coverage.items == 0


def test_bids_are_screened_apart() -> None:
    screening = judged(bid(item("1", "例題科技")), bid(item("1"), id="B"))
    assert [(one.bid, one.verdict) for one in screening.bids] == [("A", Verdict.BAR), ("B", Verdict.CLEAR)]


def test_a_protected_designation_makes_its_finding_protected() -> None:
    (found,) = sole(bid(item("1", "例題科技")), rows=(replace(BARRED, cells={**BARRED.cells, "classification": "protected"}),)).all_findings()
    assert found.protected


# More entries in a register never clear anything.

NAMES = st.sampled_from(["例示電機", "例題科技", "例題無線有限公司", "甲社", "乙社", "例題"])
ROWS = st.builds(
    lambda entity, name, kind, authority, covers, number: row(
        entity, name, name_kind=kind, authority=authority, covers=covers, scheme="LEI" if number else "", identifier=number
    ),
    st.uuids().map(str), NAMES, st.sampled_from(["legal", "weak"]), st.sampled_from(["JP-DECISION", "US-FCC", "US-889"]),
    st.sampled_from(["", "telecom", "server"]), st.sampled_from(["", "111", "222"]),
)  # fmt: skip
MAKERS = st.builds(lambda name, number: party(name, ("LEI", number)) if number else party(name), NAMES, st.sampled_from(["", "111"]))


@given(
    st.lists(ROWS, min_size=1, max_size=4),
    st.lists(ROWS, max_size=4),
    st.lists(st.tuples(MAKERS, st.sampled_from(["ルータ", "サーバ", "", "謎"])), min_size=1, max_size=3),
    st.sampled_from(["jp-2018", "us-889"]),
)
def test_more_register_entries_never_clear_a_line(rows: list[SourceRow], more: list[SourceRow], lines: list[Any], policy: str) -> None:
    given = bid(*(item(str(at), maker, kind=kind) for at, (maker, kind) in enumerate(lines, start=1)), represents={"uses_covered_equipment": False})
    before, after = (sole(given, rows=tuple(known), policy=policy) for known in (rows, [*rows, *more]))
    for one, other in zip(before.items, after.items, strict=True):
        assert one.verdict is Verdict.CLEAR or other.verdict is not Verdict.CLEAR


@given(st.lists(ROWS, min_size=1, max_size=4), st.lists(MAKERS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_of_lines_changes_no_verdict(rows: list[SourceRow], makers: list[Any], shuffler: Any) -> None:
    lines = [item(str(at), maker) for at, maker in enumerate(makers, start=1)]
    shuffled, shifted = list(lines), list(rows)
    shuffler.shuffle(shuffled)
    shuffler.shuffle(shifted)
    one, other = sole(bid(*lines), rows=tuple(rows)), sole(bid(*shuffled), rows=tuple(shifted))
    assert {line.item.line: line.verdict for line in one.items} == {line.item.line: line.verdict for line in other.items}
    assert one.verdict is other.verdict


def test_what_a_pack_requires_of_a_bid_or_of_the_depth_of_a_bom_is_asked_for() -> None:
    ground = basis(row("E-1", "霧濱控股"))
    asks = {fact: Text(ja="示す", en="state") for fact in ("bom", "subcontractors", "services", "owners")}
    wanted = Requirement(facts=tuple(asks), bom_depth=2, ask=asks, source=Source(name="例"))
    strict = replace(ground, pack=replace(ground.pack, requirements=(wanted,)))

    def missing(handed_in: Bid) -> set[str]:
        screened = screen(submission(handed_in), strict, as_of=date(2026, 4, 1)).bids[0]
        return {found.subject["fact"] for found in screened.all_findings()}

    assert missing(bid(item())) == {"bom", "subcontractors", "services", "owners"}
    shallow = {"1": bom({"board": None})}
    deep = {"1": bom({"board": {"maker": None, "parts": {"chip": None}}})}
    owned = chart(("例示持株", "甲社", "100"))
    assert missing(bid(item(), boms=shallow, subcontractors=(), services=(), chart=owned)) == {"bom"}
    assert missing(bid(item(), boms=deep, subcontractors=(), services=(), chart=owned)) == set()
