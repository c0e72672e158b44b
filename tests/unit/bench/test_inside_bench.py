"""The frame of `make bench-inside`: sections are found, figures are told beside their targets, and a run of one section keeps the others' figures."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def bench() -> Iterator[None]:
    """The bench is beside the package, not part of it."""
    sys.path.insert(0, str(ROOT))
    yield
    sys.path.remove(str(ROOT))


def test_a_figure_is_met_short_shown_or_not_measured() -> None:
    from bench.inside.card import at_least, at_most, equal, shown

    rows = (at_most("a", 0.5, 0.6), at_most("b", 0.7, 0.6), at_least("c", 3, 3), equal("d", 2, 3), shown("e", 9), at_most("f", None, 1))
    assert [row.verdict for row in rows] == ["met", "SHORT", "met", "SHORT", "shown", "not measured"]


def test_a_section_that_fails_says_so_and_stops_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    from bench.inside.__main__ import measured
    from bench.inside.card import Plan, shown

    def rows(plan: Plan) -> Iterator[object]:
        yield shown("size", plan.size(1000))
        raise ValueError("no data")

    found = measured("example", SimpleNamespace(rows=rows), Plan(quick=True))
    assert [(row["what"], row["value"]) for row in found["rows"]] == [("size", 100), ("example stopped: no data", None)]
    assert "not measured" in capsys.readouterr().out


def test_one_section_measured_again_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    from bench.inside.__main__ import keep, kept

    keep(tmp_path / "build" / "kept.json", {"a": {"rows": [1]}, "b": {"rows": [2]}})
    keep(tmp_path / "build" / "kept.json", {"b": {"rows": [3]}})
    assert kept(tmp_path / "build" / "kept.json") == {"a": {"rows": [1]}, "b": {"rows": [3]}}
    assert json.loads((tmp_path / "build" / "kept.json").read_text(encoding="utf-8"))["seed"]


def test_a_process_is_measured_from_its_start_to_its_end() -> None:
    from bench.inside import cold

    ran = cold.run("-c", "print(len(b'x' * 50_000_000))")
    assert (ran.code, ran.json) == (0, 50_000_000)
    assert ran.seconds > 0
    assert ran.peak > 50_000_000
