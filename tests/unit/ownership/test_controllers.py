"""Control and influence beside shares: evidence apart from the aggregate."""

from datetime import date
from fractions import Fraction

from sekisho.ownership.model import Chart, Control, Held, Holder, HolderKind, Stake, StatedGap
from sekisho.ownership.walk import held
from sekisho.terms import Period, Share, Source

DAY = date(2026, 4, 1)
SOURCE = Source(name="chart.csv line 2")


def owns(owner: str, owned: str, low: int, high: int | None = None) -> Stake:
    share = Share(minimum=Fraction(low), maximum=Fraction(low if high is None else high))
    return Stake(owner=owner, owned=owned, share=share, source=SOURCE)


def controls(holder: str, entity: str, kind: str = "appointmentOfBoard", period: Period | None = None) -> Control:
    return Control(holder=holder, entity=entity, kind=kind, period=period or Period(), source=SOURCE)


def ask(*said: Stake | Control, listed: str = "X", kinds: dict[str, HolderKind] | None = None, maybe: str = "", threshold: int = 50) -> Held:
    ids = sorted({name for one in said for name in ((one.owner, one.owned) if isinstance(one, Stake) else (one.holder, one.entity))})
    holders = tuple(Holder(id=name, name=name, kind=(kinds or {}).get(name, "entity")) for name in ids)
    stakes = tuple(one for one in said if isinstance(one, Stake))
    chart = Chart(holders=holders, stakes=stakes, controls=tuple(one for one in said if isinstance(one, Control)))
    return held(
        chart, "E", frozenset(filter(None, [listed])), possibly_designated=frozenset(filter(None, [maybe])), as_of=DAY, threshold=Fraction(threshold)
    )


def ends(answer: Held) -> list[tuple[str, str, str, str, str]]:
    return [(one.holder, one.entity, one.kind, one.strength, one.designated) for one in answer.control]


def test_who_appoints_the_board_controls_and_holds_no_share() -> None:
    answer = ask(controls("X", "E"), owns("Y", "E", 100))
    assert (answer.designated, answer.aggregate, answer.controlled) == ("no", Share(maximum=Fraction(0)), "surely")
    assert ends(answer) == [("X", "E", "appointmentOfBoard", "decides", "surely")]
    assert answer.control[0].source == SOURCE


def test_a_director_has_a_say_and_a_relative_only_a_link() -> None:
    assert ask(controls("X", "E", "boardMember")).controlled == "possibly"
    answer = ask(controls("X", "E", "family"))
    assert (answer.controlled, ends(answer)) == ("no", [("X", "E", "family", "linked", "surely")])


def test_officers_who_are_not_designated_are_shown_all_the_same() -> None:
    answer = ask(controls("P", "E", "boardMember"), listed="")
    assert (answer.controlled, ends(answer)) == ("no", [("P", "E", "boardMember", "influences", "no")])


def test_control_is_passed_down_through_whole_holdings_and_further_control() -> None:
    answer = ask(controls("X", "A"), owns("A", "B", 60), controls("B", "E", "controlByLegalFramework"))
    assert answer.controlled == "surely"
    assert ends(answer) == [("B", "E", "controlByLegalFramework", "decides", "surely"), ("X", "A", "appointmentOfBoard", "decides", "surely")]
    (last, first) = answer.control
    assert [step.owner if isinstance(step, Stake) else step.holder for step in last.path] == ["X", "A", "B"]
    assert [step.owner if isinstance(step, Stake) else step.holder for step in first.path] == ["X", "A", "B"]


def test_holdings_of_controlled_companies_add_up_for_control_and_not_for_ownership() -> None:
    answer = ask(controls("X", "A"), owns("A", "E", 30), owns("X", "E", 20), owns("Y", "E", 50))
    assert (answer.designated, answer.aggregate.maximum, answer.controlled) == ("no", 20, "surely")


def test_a_controlled_company_with_a_minority_has_only_a_link() -> None:
    answer = ask(controls("X", "A"), owns("A", "E", 10), owns("Y", "E", 90))
    assert (answer.controlled, ends(answer)) == ("no", [("X", "A", "appointmentOfBoard", "linked", "surely")])


def test_a_range_over_the_threshold_makes_control_possible() -> None:
    answer = ask(controls("X", "A"), owns("A", "E", 40, 60))
    assert (answer.controlled, answer.control[0].strength) == ("possibly", "influences")


def test_who_may_be_designated_and_who_is_not_named_control_only_possibly() -> None:
    assert ask(controls("X", "E"), listed="", maybe="X").controlled == "possibly"
    assert ask(controls("U", "E"), listed="", kinds={"U": "unknown"}).controlled == "possibly"


def test_control_counts_on_its_days_alone() -> None:
    ended = Period(end=date(2026, 3, 31))
    assert ask(controls("X", "E", period=ended), owns("Y", "E", 100)).control == ()
    answer = ask(controls("X", "E", period=Period(end=DAY)))
    assert (answer.controlled, answer.control[0].period.end) == ("surely", DAY)


def test_a_stake_of_a_state_is_evidence_and_no_control_of_a_designated_one() -> None:
    answer = ask(owns("S", "A", 20), owns("A", "E", 100), kinds={"S": "state"}, listed="")
    assert ends(answer) == [("S", "A", "stateHolding", "influences", "no")]
    assert (answer.control[0].holder_kind, answer.control[0].share.minimum) == ("state", 20)
    assert ask(owns("S", "E", 20), owns("Y", "E", 80), kinds={"S": "state"}, listed="S").controlled == "no"


def test_an_entity_of_which_nothing_at_all_is_said_is_unknown() -> None:
    assert ask(controls("X", "F"), listed="X").controlled == "unknown"
    assert ask(owns("Y", "F", 100)).controlled == "unknown"


def test_circles_of_control_end() -> None:
    answer = ask(controls("A", "E"), controls("E", "A"), controls("X", "A"), owns("A", "E", 10), owns("E", "A", 10))
    assert answer.controlled == "surely"
    assert all(len(one.path) <= 3 for one in answer.control)


def test_what_a_source_says_is_missing_is_a_gap_while_it_says_so() -> None:
    gaps = (
        StatedGap(code="direct-parent:NO_KNOWN_PERSON", holder="E", source=SOURCE),
        StatedGap(code="lapsed", holder="E", period=Period(end=date(2020, 1, 1)), source=SOURCE),
    )
    chart = Chart(holders=(Holder(id="E", name="E"),), stakes=(), stated_gaps=gaps)
    answer = held(chart, "E", frozenset(), as_of=DAY, threshold=Fraction(50))
    assert answer.gaps == (("direct-parent:NO_KNOWN_PERSON", "E"), ("no-chart", "E"))


def test_what_lies_behind_two_weak_ties_is_not_told() -> None:
    one = ask(controls("X", "A"), owns("A", "B", 100), owns("B", "E", 10), owns("Y", "E", 90))
    assert ends(one) == [("X", "A", "appointmentOfBoard", "linked", "surely")]
    assert ask(controls("X", "A"), owns("A", "B", 10), owns("B", "E", 10), owns("Y", "E", 90)).control == ()


def test_a_state_far_up_a_chain_of_whole_holdings_is_told_behind_one_minority() -> None:
    answer = ask(owns("S", "A", 100), owns("A", "B", 100), owns("B", "E", 5), kinds={"S": "state"}, listed="")
    assert ends(answer) == [("S", "A", "stateHolding", "linked", "no")]
    assert [step.owned for step in answer.control[0].path if isinstance(step, Stake)] == ["A", "B", "E"]
