"""`sekisho reporting` as a contractor runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def sekisho(in_process):
    return in_process


@pytest.fixture
def report(sekisho, tmp_path: Path) -> Path:
    path = tmp_path / "report.yaml"
    path.write_bytes((ROOT / "docs/examples/reporting/report.yaml").read_bytes())
    assert sekisho("keys", "new", "--name", "compliance", "-o", tmp_path / "me.skey").code == 0
    assert sekisho("keys", "new", "--name", "compliance", "-o", tmp_path / "other.skey").code == 0
    return path


def test_the_clock_starts_with_a_signature_and_the_form_says_what_is_missing(sekisho, report: Path, tmp_path: Path) -> None:
    before = sekisho("reporting", "show", report, "--as-of", "2026-07-10", "--json")
    assert (before.code, before.json["signed_by"], {one["state"] for one in before.json["clocks"]}) == (0, None, {"not-started"})
    note = tmp_path / "identified.note"
    assert sekisho("reporting", "identify", report, "--signing-key", tmp_path / "me.skey", "-o", note).code == 0
    ran = sekisho("reporting", "show", report, "--identified", note, "--key", tmp_path / "me.vkey", "--as-of", "2026-07-10", "--json")
    assert (ran.code, ran.json["signed_by"]) == (0, "compliance")
    assert [(one["id"], one["state"], one["due"]) for one in ran.json["clocks"]] == [
        ("us-889-initial", "met", "2026-07-06"), ("us-889-further", "running", "2026-07-20"),
    ]  # fmt: skip
    assert {one["id"] for one in ran.json["fields"] if one["missing"]} == {"mitigation", "further_mitigation", "efforts_undertaken", "future_efforts"}


def test_a_note_of_another_key_or_of_another_moment_starts_nothing(sekisho, report: Path, tmp_path: Path) -> None:
    note = tmp_path / "identified.note"
    assert sekisho("reporting", "identify", report, "--signing-key", tmp_path / "me.skey", "-o", note).code == 0
    assert sekisho("reporting", "show", report, "--identified", note, "--json").code == 2
    other = sekisho("reporting", "show", report, "--identified", note, "--key", tmp_path / "other.vkey", "--json")
    assert (other.code, other.json["faults"][0]["rule"]) == (2, "reporting.note")
    report.write_text(report.read_text(encoding="utf-8").replace("2026-07-02T15", "2026-07-01T15"), encoding="utf-8")
    moved = sekisho("reporting", "show", report, "--identified", note, "--key", tmp_path / "me.vkey", "--json")
    assert (moved.code, moved.json["faults"][0]["rule"]) == (2, "reporting.note")


def test_a_blank_form_is_refused_until_it_is_filled_in(sekisho, tmp_path: Path) -> None:
    blank = tmp_path / "blank.yaml"
    assert sekisho("reporting", "form", "-o", blank).code == 0
    assert sekisho("reporting", "form", "-o", blank, "--json").json["faults"][0]["rule"] == "reporting.exists"
    ran = sekisho("reporting", "show", blank, "--json")
    assert (ran.code, {one["rule"] for one in ran.json["faults"]}) == (2, {"case.missing"})


def test_the_quarterly_check_is_told(sekisho) -> None:
    ran = sekisho("reporting", "recheck", "--regime", "fascsa", "--last", "2026-07-01", "--as-of", "2026-10-02", "--json")
    assert (ran.code, ran.json["clock"]["due"], ran.json["clock"]["state"]) == (1, "2026-10-01", "late")
