"""The published examples of BODS 0.4 and what they say of ownership."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from sekisho.faults import InputRefused
from sekisho.feeds.charts.csv_chart import chart_from_bods
from sekisho.ownership.model import Chart, Held
from sekisho.ownership.walk import held, held_all

pytestmark = pytest.mark.corpus


def read(path: Path) -> Chart:
    chart, faults = chart_from_bods(json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal), label=path.name, digest="0" * 64)
    assert [found.line() for found in faults if not found.warning] == []
    return chart


def ask(chart: Chart, entity: str, listed: str, day: date) -> Held:
    return held(chart, entity, frozenset({listed}), as_of=day, threshold=Fraction(50))


def test_every_published_example_is_read_and_walked(corpus: Path) -> None:
    paths = sorted((corpus / "bods").glob("*.json"))
    assert len(paths) >= 19
    for path in paths:
        chart = read(path)
        assert chart.holders, path.name
        known = {holder.id for holder in chart.holders}
        assert {end for stake in chart.stakes for end in (stake.owner, stake.owned)} <= known, path.name
        answers = held_all(chart, sorted(known), frozenset(known), as_of=date(2024, 1, 1), threshold=Fraction(50))
        assert {answer.designated for answer in answers.values()} == {"surely"}


def test_control_without_shares_is_kept_as_evidence(corpus: Path) -> None:
    found = {path.name.removeprefix("examples__"): {one.kind for one in read(path).controls} for path in sorted((corpus / "bods").glob("*.json"))}
    assert found["nomination.json"] >= {"nominator", "nominee"}
    assert found["levent.json"] >= {"trustee", "settlor", "beneficiaryOfLegalArrangement"}
    assert {kind for kinds in found.values() for kind in kinds} >= {"boardMember", "boardChair", "otherInfluenceOrControl", "votingRights"}
    assert found["joint-ownership.json"] == set()


def test_older_bods_is_refused_by_its_version(corpus: Path) -> None:
    seen = 0
    for path in sorted((corpus / "gleif").glob("*-out.json")):
        with pytest.raises(InputRefused) as refused:
            chart_from_bods(json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal), label=path.name, digest="0" * 64)
        assert [found.rule for found in refused.value.faults] == ["bods.version"]
        seen += 1
    assert seen == 2


def test_a_changing_share_is_answered_for_each_day(corpus: Path) -> None:
    chart = read(corpus / "bods/examples__tecido.json")
    company, founder, trust = "01B68D7633", "018AF6B3EB", "033E84672B"
    assert ask(chart, company, founder, date(2020, 1, 1)).aggregate.minimum == 100
    assert ask(chart, company, founder, date(2021, 12, 1)).aggregate.minimum == 40
    assert ask(chart, company, trust, date(2021, 12, 1)).aggregate.minimum == 60
    assert ask(chart, company, trust, date(2023, 4, 1)).aggregate.minimum == 80
    assert ask(chart, company, founder, date(2023, 4, 1)).aggregate.maximum == 0


def test_a_share_handed_on_is_never_counted_twice(corpus: Path) -> None:
    chart = read(corpus / "bods/examples__fermcat.json")
    for day in (date(2021, 4, 2), date(2021, 4, 3), date(2021, 4, 4)):
        answer = ask(chart, "ent-93c75c87ab28f889", "per-41c0bb0cef246f7c", day)
        assert answer.aggregate.minimum == 50
        assert "contradictory" not in {code for code, _ in answer.gaps}


def test_a_trust_with_roles_and_no_shares_stays_unknown(corpus: Path) -> None:
    chart = read(corpus / "bods/examples__levent.json")
    assert ask(chart, "8e40d059", "700c264e", date(2021, 1, 1)).designated == "unknown"


def test_an_undisclosed_owner_of_a_listed_company_is_possibly_designated(corpus: Path) -> None:
    chart = read(corpus / "bods/examples__listed-company-exempt-from-disclosure.json")
    assert held(chart, "4c7ea3bfbe6c", frozenset(), as_of=date(2024, 1, 1), threshold=Fraction(50)).designated == "possibly"


def test_a_state_that_holds_through_its_ministry_surely_holds(corpus: Path) -> None:
    chart = read(corpus / "bods/examples__bods-package-fi-soe.json")
    assert {holder.kind for holder in chart.holders} == {"entity", "state"}
    assert ask(chart, "19f1c5afe9d7", "05ce06ec97b1", date(2022, 2, 14)).designated == "surely"
