"""Attribution of changes: by putting one sealed input back at a time."""

from typing import Any

from sekisho.desk.replay import Change, attributed, compared


def outcomes(verdict: str, winner: str = "A") -> dict[str, Any]:
    bid = {"bid": "A", "verdict": verdict, "findings": [], "items": []}
    return {"screening/A": bid, "proposal": {"winner": winner}}


def test_the_input_without_which_a_change_vanishes_is_its_cause() -> None:
    def judge(names: frozenset[str]) -> dict[str, Any]:
        return outcomes("bar" if "chart" in names else "clear", winner="B" if "pack" in names else "A")

    changes = attributed(judge, ["pack", "chart", "list"], judge(frozenset()), judge(frozenset({"pack", "chart", "list"})))
    assert {one.what: one.because for one in changes} == {"verdict": ("chart",), "winner": ("pack",)}


def test_where_either_of_two_inputs_is_enough_both_are_named() -> None:
    def judge(names: frozenset[str]) -> dict[str, Any]:
        return outcomes("bar" if names & {"edition", "pack"} else "clear")

    [change] = attributed(judge, ["edition", "pack", "chart"], judge(frozenset()), judge(frozenset({"edition", "pack", "chart"})))
    assert change.because == ("edition", "pack")


def test_where_only_two_inputs_together_make_a_change_both_are_named() -> None:
    def judge(names: frozenset[str]) -> dict[str, Any]:
        return outcomes("bar" if names >= {"edition", "chart"} else "clear")

    [change] = attributed(judge, ["edition", "chart", "list"], judge(frozenset()), judge(frozenset({"edition", "chart", "list"})))
    assert change == Change(bid="A", what="verdict", was="clear", now="bar", because=("edition", "chart"))


def test_what_no_report_tells_of_is_told_by_its_path() -> None:
    before, after = outcomes("clear"), {**outcomes("clear"), "procedure": {"open": True}}
    assert compared(before, before) == ()
    assert [one.what for one in compared(before, after)] == ["procedure"]
