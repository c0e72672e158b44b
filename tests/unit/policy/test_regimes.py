"""Regimes are data: a rule, its days, its suspensions, and the day from which nobody here knows."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.faults import InputRefused
from sekisho.feeds.regime_words import read_statuses
from sekisho.policy.packs import packs
from sekisho.policy.regime import Standing, StatedStatus, standing_on
from sekisho.policy.regimes import regimes, regimes_digest
from sekisho.terms import Period

BIS = regimes()["bis-affiliates"]


def stated(status: Standing, start: str, end: str | None = None, regime: str = "bis-affiliates") -> StatedStatus:
    period = Period(start=date.fromisoformat(start), end=date.fromisoformat(end) if end else None)
    return StatedStatus(regime=regime, status=status, period=period, source="官報", by="契約担当官")


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        ("2025-09-28", "not in force"),
        ("2025-09-29", "in force"),
        ("2025-11-09", "in force"),
        ("2025-11-10", "suspended"),
        ("2026-11-09", "suspended"),
        ("2026-11-10", "undetermined"),
        ("2030-01-01", "undetermined"),
    ],
)
def test_a_rule_is_in_force_suspended_or_undetermined_by_its_days(day: str, wanted: str) -> None:
    on = standing_on(BIS, date.fromisoformat(day))
    assert on.standing == wanted
    assert on.because.ja and on.because.en and on.source.name


def test_an_officer_settles_what_the_data_leaves_open_from_a_day_and_with_a_source() -> None:
    said = (stated("in force", "2026-11-10"), stated("suspended", "2027-01-15", "2027-06-30"))
    standings = [standing_on(BIS, date.fromisoformat(day), said).standing for day in ("2026-11-10", "2027-01-14", "2027-01-15", "2027-07-01")]
    assert standings == ["in force", "in force", "suspended", "in force"]
    on = standing_on(BIS, date(2026, 11, 10), said)
    assert on.source.name == "官報 (契約担当官)"
    assert standing_on(BIS, date(2026, 11, 9), said).standing == "suspended"
    assert standing_on(BIS, date(2026, 11, 10), [stated("in force", "2026-11-10", regime="ofac-50")]).standing == "undetermined"


def test_a_proposal_is_not_in_force_and_a_rule_without_days_is() -> None:
    assert standing_on(regimes()["eu-csa2"], date(2030, 1, 1)).standing == "not in force"
    assert standing_on(regimes()["ofac-50"], date(2016, 1, 1)).standing == "in force"


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.permutations([stated("in force", "2026-01-01"), stated("suspended", "2026-01-01")]))
def test_the_order_in_which_officers_spoke_does_not_matter(day: date, said: list[StatedStatus]) -> None:
    assert standing_on(BIS, day, said) == standing_on(BIS, day, list(reversed(said)))


def test_every_pack_has_a_regime_and_every_regime_a_source_for_its_share() -> None:
    assert {pack.regime.id for pack in packs().values()} <= set(regimes())
    assert len(regimes_digest()) == 64
    for one in regimes().values():
        assert 0 < one.threshold <= 100
        assert one.source.retrieved_at
        assert one.title.ja and one.title.en
        assert all(ended.period.start and ended.period.end for ended in one.suspended)


def test_the_packs_regimes_are_in_force_whenever_the_pack_is_asked() -> None:
    for pack in packs().values():
        assert pack.period.start
        assert standing_on(pack.regime, pack.period.start - timedelta(days=400)).standing == "in force"
        assert pack.regime.threshold == Fraction(50)


def test_what_officers_state_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "status.yaml"
    path.write_text(
        "regime_status:\n  - {regime: bis-affiliates, status: in force, from: 2026-11-10, source: 官報, by: 契約担当官, at: 2026-11-12}\n",
        encoding="utf-8",
    )
    (one,) = read_statuses(path)
    assert (one.regime, one.status, one.period, one.at) == ("bis-affiliates", "in force", Period(start=date(2026, 11, 10)), date(2026, 11, 12))


def test_every_fault_of_such_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "status.yaml"
    path.write_text(
        "regime_status:\n  - {regime: nobody, status: undetermined, source: x, by: y}\n"
        "  - {regime: ofac-50, status: suspended, from: 2026-02-01, to: 2026-01-01, source: x}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputRefused) as refused:
        read_statuses(path)
    assert [one.rule for one in refused.value.faults] == ["case.choice", "case.choice", "case.missing", "case.missing", "case.period-reversed"]
    path.write_text("other: 1\n", encoding="utf-8")
    with pytest.raises(InputRefused):
        read_statuses(path)
