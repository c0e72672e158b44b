"""A slice of `make chaos` and of `make bench-record`: the same code, fewer rounds."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def bench() -> Iterator[None]:
    """The bench is beside the package, not part of it."""
    sys.path.insert(0, str(ROOT))
    yield
    sys.path.remove(str(ROOT))


def wanting(rows: Any) -> list[str]:
    return [row.what for row in rows if row.met is False]


def test_every_mutation_is_found_by_both_verifiers(monkeypatch: pytest.MonkeyPatch) -> None:
    from bench.chaos import mutations
    from bench.inside.card import Plan

    monkeypatch.setattr(mutations, "MUTATIONS", 420)
    monkeypatch.setattr(mutations, "SIZES", mutations.SIZES[:3])
    rows = list(mutations.rows(Plan()))
    assert wanting(rows) == []
    assert {*rows[0].detail["made"]} >= {"flip", "drop", "insert", "swap", "truncate", "roll_back", "fork", "key_swap", "clock back"}


def test_a_verifier_that_finds_nothing_would_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from bench.chaos import mutations
    from bench.inside.card import Plan

    monkeypatch.setattr(mutations, "MUTATIONS", 42)
    monkeypatch.setattr(mutations, "SIZES", mutations.SIZES[:1])
    monkeypatch.setattr(mutations, "_one", lambda *_: ("flip", ((True, set()), (False, set()))))
    assert len(wanting(mutations.rows(Plan()))) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
@pytest.mark.parametrize("database", [False, True])
def test_a_killed_writer_loses_nothing_that_it_acknowledged(database: bool) -> None:
    from bench.chaos.kills import killed

    found = killed(6, database=database, seed=6)
    assert (found.kills, found.lost, found.broken) == (6, 0, 0)


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("cc"), reason="needs a C compiler and LD_PRELOAD")
def test_a_failing_file_operation_neither_breaks_the_log_nor_stops_it() -> None:
    from bench.chaos import faults
    from bench.inside.card import Plan

    rows = list(faults.rows(Plan(quick=True)))
    assert wanting(rows) == []
    assert all(row.value and row.value >= 20 for row in rows if row.what.startswith("file operations failed"))


def test_a_made_log_verifies_and_gives_its_proofs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bench.inside.card import Plan
    from bench.record import large, made

    monkeypatch.setattr(made, "MADE", tmp_path)
    monkeypatch.setattr(large, "ENTRIES", 70_000)
    monkeypatch.setattr(large, "ASKED", 20)
    rows = {row.what: row for row in large.rows(Plan())}
    assert rows["hashes of an inclusion proof, the most"].value == 17
