"""The cascade: OFAC's published examples, ranges, dates, gaps and paths."""

from datetime import date
from fractions import Fraction

import pytest

from sekisho.ownership.model import Chart, Held, Holder, HolderKind, Stake
from sekisho.ownership.walk import held, held_all
from sekisho.terms import Period, Share, Source

DAY = date(2026, 4, 1)
FIFTY = Fraction(50)


def stake(
    owner: str, owned: str, low: object, high: object = None, *, start: date | None = None, end: date | None = None, source: str = "x"
) -> Stake:
    share = Share(minimum=Fraction(str(low)), maximum=Fraction(str(low if high is None else high)))
    return Stake(owner=owner, owned=owned, share=share, period=Period(start=start, end=end), source=Source(name=source))


def chart(*stakes: Stake, **kinds: HolderKind) -> Chart:
    ids = dict.fromkeys(holder for row in stakes for holder in (row.owner, row.owned))
    return Chart(holders=tuple(Holder(id=name, name=name, kind=kinds.get(name, "entity")) for name in ids), stakes=stakes)


def ask(rows: Chart, entity: str, *listed: str, maybe: tuple[str, ...] = (), as_of: date = DAY, threshold: Fraction = FIFTY) -> Held:
    return held(rows, entity, frozenset(listed), possibly_designated=frozenset(maybe), as_of=as_of, threshold=threshold)


def ways(answer: Held) -> list[list[str]]:
    return [[path[0].owner, *(row.owned for row in path)] for path in answer.paths]


def test_half_of_an_intermediate_passes_its_whole_holding_on() -> None:
    answer = ask(chart(stake("X", "A", 50), stake("A", "B", 50)), "B", "X")
    assert answer.designated == "surely"
    assert answer.aggregate == Share(minimum=FIFTY, maximum=FIFTY)
    assert ways(answer) == [["X", "A", "B"]]


def test_two_quarters_through_two_halves_add_up() -> None:
    answer = ask(chart(stake("X", "A", 50), stake("X", "B", 50), stake("A", "C", 25), stake("B", "C", 25)), "C", "X")
    assert answer.designated == "surely"
    assert answer.aggregate == Share(minimum=FIFTY, maximum=FIFTY)
    assert ways(answer) == [["X", "A", "C"], ["X", "B", "C"]]


def test_direct_and_indirect_holdings_add_up() -> None:
    answer = ask(chart(stake("X", "A", 50), stake("X", "B", 10), stake("A", "B", 40)), "B", "X")
    assert answer.designated == "surely"
    assert ways(answer) == [["X", "B"], ["X", "A", "B"]]


def test_a_quarter_of_an_intermediate_passes_nothing_on() -> None:
    answer = ask(chart(stake("X", "A", 25), stake("A", "B", 50)), "B", "X")
    assert answer.designated == "no"
    assert answer.aggregate == Share(minimum=Fraction(0), maximum=Fraction(0))
    assert answer.paths == ()


def test_sixty_percent_through_two_holdings_is_found_and_shown() -> None:
    rows = chart(stake("X", "B", 100), stake("X", "C", 100), stake("B", "A", 40), stake("C", "A", 20), stake("D", "A", 40))
    answer = ask(rows, "A", "X")
    assert answer.designated == "surely"
    assert answer.aggregate == Share(minimum=Fraction(60), maximum=Fraction(60))
    assert ways(answer) == [["X", "B", "A"], ["X", "C", "A"]]


def test_owners_of_different_lists_are_added() -> None:
    assert ask(chart(stake("X", "A", 25), stake("Y", "A", 25)), "A", "X", "Y").designated == "surely"


def test_just_below_the_threshold_is_no_and_the_share_is_still_shown() -> None:
    answer = ask(chart(stake("X", "A", "49.999999")), "A", "X")
    assert answer.designated == "no"
    assert answer.aggregate.maximum == Fraction("49.999999")
    assert ways(answer) == [["X", "A"]]


def test_a_range_that_straddles_the_threshold_is_possibly() -> None:
    answer = ask(chart(stake("X", "A", 25, 50)), "A", "X")
    assert answer.designated == "possibly"
    assert answer.aggregate == Share(minimum=Fraction(25), maximum=FIFTY)


def test_an_unknown_share_of_a_listed_owner_is_possibly_all_the_way_down() -> None:
    answer = ask(chart(stake("X", "A", 0, 100), stake("A", "B", 60)), "B", "X")
    assert answer.designated == "possibly"
    assert answer.aggregate == Share(minimum=Fraction(0), maximum=Fraction(60))
    assert ways(answer) == [["X", "A", "B"]]


def test_a_maximum_is_capped_by_what_the_others_surely_hold() -> None:
    answer = ask(chart(stake("X", "A", 0, 100), stake("Y", "A", 60)), "A", "X")
    assert answer.designated == "no"
    assert answer.aggregate == Share(minimum=Fraction(0), maximum=Fraction(40))


def test_each_maximum_is_capped_by_the_other_owners_alone() -> None:
    answer = ask(chart(stake("X", "A", 10, 100), stake("Y", "A", 20, 100), stake("Z", "A", 40, 100)), "A", "X", "Y")
    assert answer.aggregate == Share(minimum=Fraction(30), maximum=Fraction(90))
    assert answer.designated == "possibly"


def test_a_listed_entity_is_surely_even_without_a_chart() -> None:
    answer = ask(chart(stake("X", "A", 10)), "Z", "Z")
    assert answer.designated == "surely"
    assert answer.aggregate == Share(minimum=Fraction(0), maximum=Fraction(0))


def test_an_entity_that_no_row_names_as_owned_is_unknown() -> None:
    answer = ask(chart(stake("X", "A", 60)), "Z", "X")
    assert (answer.designated, answer.aggregate, answer.gaps) == ("unknown", Share(), (("no-chart", "Z"),))


def test_an_owner_whose_own_owners_nobody_states_is_a_gap() -> None:
    answer = ask(chart(stake("B", "A", 100)), "A", "X")
    assert answer.designated == "no"
    assert answer.gaps == (("no-chart", "B"),)


def test_an_entity_whose_rows_are_all_out_of_date_has_a_chart() -> None:
    answer = ask(chart(stake("X", "A", 60, end=date(2022, 11, 30))), "A", "X")
    assert answer.designated == "no"
    assert answer.gaps == (("out-of-date", "A"),)


@pytest.mark.parametrize(("day", "wanted"), [("2020-01-01", "surely"), ("2022-11-30", "surely"), ("2022-12-01", "no"), ("2019-12-31", "no")])
def test_both_ends_of_a_period_count(day: str, wanted: str) -> None:
    rows = chart(stake("X", "A", 60, start=date(2020, 1, 1), end=date(2022, 11, 30)))
    assert ask(rows, "A", "X", as_of=date.fromisoformat(day)).designated == wanted


def test_identical_rows_count_once_and_differing_ones_are_a_range() -> None:
    assert ask(chart(stake("X", "A", 30, source="x"), stake("X", "A", 30, source="y")), "A", "X").aggregate == Share(
        minimum=Fraction(30), maximum=Fraction(30)
    )
    answer = ask(chart(stake("X", "A", 30, source="x"), stake("X", "A", 40, source="y")), "A", "X")
    assert answer.designated == "possibly"
    assert answer.aggregate == Share(minimum=Fraction(40), maximum=Fraction(70))
    assert [row.source.name for row in answer.paths[0]] == ["x; y"]


def test_an_owner_that_nobody_names_is_possibly_designated() -> None:
    rows = chart(stake("U", "A", 60), U="unknown")
    assert ask(rows, "A").designated == "possibly"
    assert ask(rows, "A").gaps == (("remainder", "A"), ("unknown-owner", "U"))


def test_a_possibly_listed_owner_never_makes_anything_sure() -> None:
    rows = chart(stake("P", "A", 100), stake("A", "B", 100))
    assert ask(rows, "B", maybe=("P",)).designated == "possibly"
    assert ask(rows, "B", maybe=("P",)).aggregate == Share(minimum=Fraction(0), maximum=Fraction(100))
    assert ask(rows, "P", maybe=("P",)).designated == "possibly"


def test_a_remainder_that_no_row_states_counts_as_undesignated_and_is_shown() -> None:
    answer = ask(chart(stake("X", "A", 30)), "A", "X")
    assert answer.designated == "no"
    assert answer.gaps == (("remainder", "A"),)


def test_contradictory_rows_are_shown() -> None:
    answer = ask(chart(stake("X", "A", 60), stake("Y", "A", 60)), "A", "X")
    assert answer.designated == "surely"
    assert answer.aggregate == Share(minimum=Fraction(60), maximum=Fraction(60))
    assert ("contradictory", "A") in answer.gaps


def test_a_holding_in_oneself_is_ignored_and_shown() -> None:
    answer = ask(chart(stake("A", "A", 60), stake("X", "A", 40)), "A", "X")
    assert answer.designated == "no"
    assert ("self-holding", "A") in answer.gaps
    assert ask(chart(stake("A", "A", 60)), "A", "X").designated == "unknown"


def test_cross_holdings_end_and_prove_nothing_by_themselves() -> None:
    assert ask(chart(stake("A", "B", 60), stake("B", "A", 60)), "B", "X").designated == "no"


def test_cross_holdings_pass_on_what_enters_them() -> None:
    rows = chart(stake("A", "B", 60), stake("B", "A", 40), stake("X", "A", 50))
    answer = ask(rows, "B", "X")
    assert answer.designated == "surely"
    assert ways(answer) == [["X", "A", "B"]]


def test_a_path_starts_at_the_nearest_listed_holder() -> None:
    assert ways(ask(chart(stake("X", "D", 100), stake("D", "A", 100)), "A", "X", "D")) == [["D", "A"]]


def test_every_stake_that_counts_is_on_a_path() -> None:
    rows = chart(stake("X", "M", 30), stake("Y", "M", 30), stake("M", "A", 100))
    assert ways(ask(rows, "A", "X", "Y")) == [["X", "M", "A"], ["Y", "M", "A"]]


def test_paths_and_gaps_are_bounded() -> None:
    owners = [f"H{number:03}" for number in range(99)]
    rows = chart(*(stake(owner, "A", 1) for owner in owners), *(stake("X", owner, 100) for owner in owners))
    assert len(ask(rows, "A", "X").paths) == 20
    lone = chart(*(stake(owner, "A", 1) for owner in owners))
    gaps = ask(lone, "A", "X").gaps
    assert len(gaps) == 51
    assert gaps[-1][0] == "more"


def test_shares_without_a_common_decimal_form_are_exact() -> None:
    thirds = Share(minimum=Fraction(100, 3), maximum=Fraction(100, 3))
    stakes = tuple(Stake(owner=name, owned="A", share=thirds, source=Source(name="x")) for name in "XYZ")
    rows = Chart(holders=(), stakes=stakes)
    assert ask(rows, "A", "X", "Y", "Z", threshold=Fraction(100)).designated == "surely"
    assert ask(rows, "A", "X", "Y", threshold=Fraction(200, 3)).designated == "surely"
    assert ask(rows, "A", "X", "Y", threshold=Fraction(200, 3) + Fraction(1, 10**30)).designated == "no"


@pytest.mark.parametrize("threshold", [Fraction(0), Fraction(-1), Fraction(101)])
def test_a_threshold_outside_0_to_100_is_refused(threshold: Fraction) -> None:
    with pytest.raises(ValueError, match="threshold"):
        ask(chart(stake("X", "A", 60)), "A", "X", threshold=threshold)


def test_a_chain_of_fifty_thousand_is_walked_whole() -> None:
    """Deeper than any recursion goes, and longer than anything but one pass over it could be walked while a test waits."""
    size = 50_000
    rows = Chart(holders=(), stakes=tuple(stake(f"n{number}", f"n{number + 1}", 60) for number in range(size)))
    answers = held_all(rows, [f"n{size}", "n1"], frozenset({"n0"}), as_of=DAY, threshold=FIFTY)
    assert answers[f"n{size}"].designated == "surely"
    assert len(answers[f"n{size}"].paths[0]) == size
