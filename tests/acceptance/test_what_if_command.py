"""`evaluate --what-if` and `--sensitivity` as an officer asks them before an award."""

from __future__ import annotations

from pathlib import Path

from case_kit import EX_1_BIDS, EX_1_TENDER, write_case


def test_an_assumption_is_tried_beside_the_outcome_and_changes_neither_it_nor_the_exit(sekisho, tmp_path: Path) -> None:
    case = write_case(tmp_path / "ex-1", EX_1_TENDER, EX_1_BIDS)
    ran = sekisho("evaluate", case, "--what-if", "A.price=290", "--what-if", "B.technical=66", "--json")
    assert ran.code == 0, ran.err
    assert (ran.json["winner"], ran.json["what_if"]["winner"], ran.json["what_if"]["assumed"]) == ("C", "A", ["A.price=290", "B.technical=66"])


def test_the_outcome_s_turning_points_are_told(sekisho, tmp_path: Path) -> None:
    case = write_case(tmp_path / "ex-1", EX_1_TENDER, EX_1_BIDS)
    ran = sekisho("evaluate", case, "--sensitivity", "--json")
    told = {(one["kind"], one["bid"]): (one["at"], one["winner"]) for one in ran.json["sensitivity"]["turns"]}
    assert told[("price", "B")] == ("740", "B")
    assert told[("price", "D")] == ("1000", "D")
    plain = sekisho("evaluate", case, "--sensitivity", "--what-if", "C.verdict=bar")
    assert "740" in plain.out and "C.verdict=bar" in plain.out


def test_an_assumption_that_does_not_fit_is_usage(sekisho, tmp_path: Path) -> None:
    ran = sekisho("evaluate", write_case(tmp_path / "ex-1", EX_1_TENDER, EX_1_BIDS), "--what-if", "Z.price=5")
    assert ran.code == 2
    assert "there is no bid Z" in ran.err
