"""What must hold of every screening by owners and control: more designated never clears, a suspended rule leads to nothing, closed records end."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import nouns
from sekisho.feeds.charts.bods import chart_from_bods
from sekisho.findings import Verdict
from sekisho.policy.regimes import regimes
from sekisho.screening.screen import screen

NAMES = ("例題集団", "例題投資", "例示持株一", "例示持株二", "例示電機")
KINDS = ("appointmentOfBoard", "boardMember", "unknownLink", "directConsolidation")
shares = st.sampled_from(["0-100", "10", "30", "49.99", "50", "40-60", "100"])
stakes = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), shares)
controls = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.just(""), st.sampled_from(KINDS).map(lambda kind: {"control": kind}))
charts = st.lists(st.one_of(stakes, controls), min_size=1, max_size=7)
listed = st.frozensets(st.sampled_from(NAMES[:4]), max_size=2)


CARD = replace(nouns.CARD, good_for_days=1_000)


def verdict(chart: list[Any], designated: frozenset[str], *, regime: str = "", day: date = nouns.JUDGED) -> Verdict:
    rows = [nouns.row(f"e{number}", name, card=CARD, authority="JP-DECISION") for number, name in enumerate(sorted(designated))]
    basis = nouns.basis(*rows, nouns.row("z", "無関係社", card=CARD, authority="JP-DECISION"), cards=(CARD,))
    made = nouns.bid(nouns.item(maker="例示電機"), chart=nouns.chart(*chart))
    return screen(nouns.submission(made, regime=regime), basis, as_of=day).bids[0].verdict


@settings(max_examples=60)
@given(charts, listed, st.sampled_from(NAMES[:4]), st.sampled_from(["", "ofac-50", "us-1260h", "jp-infrastructure"]))
def test_more_designated_owners_never_clear_a_bid(chart: list[Any], some: frozenset[str], more: str, regime: str) -> None:
    assert verdict(chart, some | {more}, regime=regime) >= verdict(chart, some, regime=regime)


@settings(max_examples=40)
@given(charts.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))), listed)
def test_the_order_of_rows_never_changes_a_verdict(both: tuple[list[Any], list[Any]], some: frozenset[str]) -> None:
    assert verdict(both[0], some) is verdict(both[1], some)


days = st.dates(date(2020, 1, 1), date(2026, 1, 1))


@given(st.lists(st.tuples(days, st.integers(0, 100), days), min_size=1, max_size=4, unique_by=lambda one: one[0]), days, days)
def test_a_closed_record_holds_nothing_from_its_day_on(versions: list[tuple[date, int, date]], closed: date, asked: date) -> None:
    last = max([closed, *(day + timedelta(days=1) for day, _, _ in versions)])
    statements = [_entity("A"), _entity("X"), *(_holds(day, share, start) for day, share, start in versions), _closing(last)]
    chart, faults = chart_from_bods(json.loads(json.dumps(statements), parse_float=Decimal), label="b", digest="0" * 64)
    assert [one for one in faults if not one.warning] == []
    day = max(last, asked)
    assert [one for one in (*chart.stakes, *chart.controls) if one.period.holds(day)] == []
    for kind in (chart.stakes, chart.controls):
        periods = sorted((one.period.start or date.min, one.period.end or date.max) for one in kind)
        assert all(before[1] < after[0] for before, after in pairwise(periods)), "one version at a time"


def _statement(kind: str, record: str, day: date, status: str, details: dict[str, Any]) -> dict[str, Any]:
    shared = {"statementId": f"{record}-{day}-{status}", "statementDate": str(day), "recordId": record, "recordType": kind, "recordStatus": status}
    return {**shared, "recordDetails": details}


def _entity(record: str) -> dict[str, Any]:
    return _statement("entity", record, date(2019, 1, 1), "new", {"entityType": {"type": "registeredEntity"}, "name": record})


def _holds(day: date, share: int, start: date) -> dict[str, Any]:
    interests = [{"type": kind, "startDate": str(start), "share": {"exact": share}} for kind in ("shareholding", "votingRights")]
    return _statement("relationship", "r", day, "updated", {"subject": "A", "interestedParty": "X", "interests": interests})


def _closing(day: date) -> dict[str, Any]:
    return _statement("relationship", "r", day, "closed", {"subject": "A", "interestedParty": "X", "interests": []})


@settings(max_examples=30)
@given(charts, listed)
def test_a_suspended_rule_leads_to_nothing_and_an_undetermined_one_never_bars(chart: list[Any], some: frozenset[str]) -> None:
    suspended, undetermined = date(2026, 6, 15), date(2026, 11, 22)
    assert regimes()["bis-affiliates"].suspended
    assert verdict(chart, some, regime="bis-affiliates", day=suspended) is Verdict.CLEAR
    assert verdict(chart, some, regime="bis-affiliates", day=undetermined) is not Verdict.BAR
