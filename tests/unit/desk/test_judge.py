"""The officer's verbs over a fake office: guards, stages, and an outcome that is named the same every time."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from nouns import JUDGED, bid, chart, edition, item, row, submission, terms, yen
from sekisho.desk.judge import evaluate_case, judge, judge_case
from sekisho.desk.model import Case, Judgement
from sekisho.desk.office import Asked, Office
from sekisho.evaluation.model import Terms
from sekisho.faults import InputRefused, RegisterRefused
from sekisho.register.lookup import Lookup
from sekisho.tenders.model import Bid, MethodException

BARRED = row("x", "例題科技有限公司")


@dataclass(frozen=True)
class Shelf:
    """Cases by reference."""

    cases: dict[str, Case]

    def read(self, reference: str) -> Case:
        return self.cases[reference]


@dataclass
class Editions:
    """One edition, whatever is asked for; remembers what was."""

    opened: list[tuple[str, str, str]]

    def open(self, *, chosen: str, named_by_case: str, case: str, as_of: date) -> Lookup:
        self.opened.append((chosen, named_by_case, case))
        if chosen == "missing":
            raise RegisterRefused([])
        return Lookup(edition(BARRED))


@dataclass(frozen=True)
class Calendar:
    """A day that stays."""

    day: date

    def today(self) -> date:
        return self.day


def office(case: Case) -> tuple[Office, Editions]:
    editions = Editions([])
    return Office(cases=Shelf({"T-1": case}), registers=editions, clock=Calendar(JUDGED)), editions


def case(*bids: Bid, asked: Terms | None = None, register: str = "", **tender: Any) -> Case:
    return Case(submission=replace(submission(*bids, **tender), register=register), terms=asked)


def judged(given: Case, **asked: Any) -> Judgement:
    return judge(office(given)[0], Asked(case="T-1", **asked))


def add_1() -> Terms:
    return terms("add-1", technical_points="100", price_points="100", ceiling=yen("1000"))


A = bid(item("1"), id="A", price="700", technical="50")
B = bid(item("1", "例題科技"), id="B", price="600", technical="90")
C = bid(item("1", None), id="C", price="990", technical="10")


def refused(given: Case, **asked: Any) -> list[str]:
    with pytest.raises(InputRefused) as stopped:
        judged(given, **asked)
    assert stopped.value.exit_code == 2
    return [fault.rule for fault in stopped.value.faults]


def test_a_case_goes_from_lists_to_a_proposal() -> None:
    judgement = judged(case(A, B, C, asked=add_1()))
    assert judgement.screening is not None and judgement.evaluation is not None and judgement.proposal is not None
    assert [one.verdict.word for one in judgement.screening.bids] == ["clear", "bar", "refer"]
    assert [one.status for one in judgement.evaluation.bids] == ["ranked", "excluded", "pending"]
    proposal = judgement.proposal
    assert (proposal.winner, proposal.excluded, proposal.pending) == ("A", ("B",), ("C",))
    assert [(letter.bid, [one.fact for one in letter.questions]) for letter in proposal.letters] == [("B", ["replacement"]), ("C", ["maker"])]


def test_no_letter_to_a_bidder_names_the_register_or_a_price() -> None:
    proposal = judged(case(A, B, C, asked=add_1())).proposal
    assert proposal is not None
    told = " ".join(f"{one.text.ja} {one.text.en}" for letter in proposal.letters for one in letter.questions)
    assert told
    assert not [word for word in ("例題科技有限公司", "JP-DECISION", "登録簿", "700", "600", "990") if word in told]


# Price alone.


@pytest.mark.parametrize("preset", ["lowest-price", "LOWEST-PRICE", "Lowest-Price", "gate-lowest"])
def test_price_alone_is_refused_for_a_system_in_scope(preset: str) -> None:
    assert refused(case(A, asked=terms(preset))) == ["policy.method-refused"]


def test_price_alone_is_allowed_where_the_exception_is_recorded() -> None:
    exception = MethodException(by="会計課長", authority="官房長", reason="緊急", at=date(2026, 3, 1))
    judgement = judged(case(A, B, asked=terms("lowest-price"), method_exception=exception))
    assert judgement.proposal is not None and judgement.proposal.winner == "A"


def test_price_alone_is_allowed_out_of_scope() -> None:
    judgement = judged(case(A, B, asked=terms("lowest-price"), viewpoints=()))
    assert judgement.proposal is not None and judgement.proposal.winner == "B"


def test_scope_that_is_not_stated_does_not_open_the_way_to_price_alone() -> None:
    assert refused(case(A, asked=terms("lowest-price"), viewpoints=None)) == ["policy.method-refused"]


def test_889_has_no_word_against_price_alone() -> None:
    judgement = judged(case(replace(A, represents={"uses_covered_equipment": False}), asked=terms("lowest-price"), policy="us-889"))
    assert judgement.proposal is not None and judgement.proposal.winner == "A"


# Out of scope nothing may be asked that only the check would need.


def listed(given: Bid, *columns: str) -> Bid:
    assert given.list is not None
    return replace(given, list=replace(given.list, columns=columns))


def test_columns_and_charts_that_only_the_check_would_need_are_refused_out_of_scope_all_at_once() -> None:
    asking = (listed(A, "line", "maker", "origin"), replace(B, chart=chart(("甲", "乙", "5"))))
    assert refused(case(*asking, viewpoints=())) == ["list.column-refused-out-of-scope"] * 2


def test_the_same_columns_and_charts_are_welcome_in_scope() -> None:
    asking = replace(listed(A, "line", "maker", "origin"), chart=chart(("甲", "乙", "5")))
    assert judged(case(asking)).screening is not None


def test_a_plain_list_is_welcome_out_of_scope() -> None:
    screening = judged(case(listed(A, "line", "maker", "model"), viewpoints=())).screening
    assert screening is not None and screening.scope == "out"


# Stages.


def test_at_the_list_stage_there_is_no_evaluation_and_nobody_wins() -> None:
    judgement = judged(case(A, B, C, asked=add_1(), stage="list"))
    assert judgement.evaluation is None
    assert judgement.proposal is not None
    assert (judgement.proposal.winner, judgement.proposal.excluded, judgement.proposal.pending) == (None, ("B",), ("C",))


def test_screening_stops_before_the_prices() -> None:
    given = case(A, asked=add_1())
    judgement = judge_case(office(given)[0], given, Asked(case="T-1"), stop_before_prices=True)
    assert (judgement.screening is None, judgement.evaluation) == (False, None)


def test_a_case_without_terms_is_screened_alone() -> None:
    assert judged(case(A)).evaluation is None


def test_policy_none_evaluates_only_and_opens_no_register() -> None:
    given = case(A, B, asked=add_1(), policy="none")
    desk, editions = office(given)
    judgement = judge(desk, Asked(case="T-1"))
    assert (judgement.screening, judgement.pack, judgement.edition, editions.opened) == (None, None, None, [])
    assert judgement.proposal is not None and judgement.proposal.winner == "B"


def test_evaluating_a_case_without_lists_leaves_screening_out() -> None:
    bare = case(*(replace(one, list=None) for one in (A, B)), asked=add_1())
    desk, editions = office(bare)
    judgement = evaluate_case(desk, bare, Asked(case="T-1"))
    assert (judgement.screening, editions.opened) == (None, [])
    assert judgement.evaluation is not None and judgement.evaluation.winner == "B"


def test_evaluating_a_case_with_one_list_screens_every_bid() -> None:
    mixed = case(A, replace(B, list=None), asked=add_1())
    judgement = evaluate_case(office(mixed)[0], mixed, Asked(case="T-1"))
    assert judgement.screening is not None
    assert [one.verdict.word for one in judgement.screening.bids] == ["clear", "refer"]


def test_evaluating_without_lists_does_not_open_the_way_to_price_alone() -> None:
    bare = case(replace(A, list=None), asked=terms("lowest-price"))
    with pytest.raises(InputRefused) as stopped:
        evaluate_case(office(bare)[0], bare, Asked(case="T-1"))
    assert [fault.rule for fault in stopped.value.faults] == ["policy.method-refused"]


# What the case says, and what the officer asks for.


def test_the_case_s_policy_goes_before_the_one_asked_for() -> None:
    assert judged(case(A), policy="us-889").pack is judged(case(A)).pack
    chosen = judged(case(A, policy=""), policy="us-889").pack
    assert chosen is not None and chosen.id == "us-889"


def test_without_any_policy_the_one_in_force_is_taken_or_the_case_is_refused() -> None:
    early = judged(case(A, policy="", notice_date=date(2019, 5, 1))).pack
    assert early is not None and early.id == "jp-2018"
    assert refused(case(A, policy="")) == ["policy.not-chosen"]


def test_the_register_asked_for_and_the_case_s_own_are_both_handed_on() -> None:
    given = case(A, register="../editions/x")
    desk, editions = office(given)
    judge(desk, Asked(case="T-1", register="mine"))
    assert editions.opened == [("mine", "../editions/x", "T-1")]
    with pytest.raises(RegisterRefused):
        judge(desk, Asked(case="T-1", register="missing"))


def test_the_judging_day_is_the_one_asked_for_or_today() -> None:
    assert judged(case(A)).facts_as_of == JUDGED
    assert judged(case(A), as_of=date(2026, 6, 10)).facts_as_of == date(2026, 6, 10)


def test_a_rehearsal_excludes_nobody_and_says_so() -> None:
    proposal = judged(case(A, B, C, asked=add_1(), rehearsal=True)).proposal
    assert proposal is not None
    assert (proposal.winner, proposal.excluded, proposal.pending) == ("B", (), ())
    assert "rehearsal" in proposal.reason.en.lower()


# The outcome's name.


def test_two_runs_name_the_outcome_alike() -> None:
    given = case(A, B, C, asked=add_1())
    assert judged(given).digest == judged(given).digest
    assert len(judged(given).digest) == 64


def test_the_order_in_which_bids_were_read_does_not_name_another_outcome() -> None:
    assert judged(case(A, B, C, asked=add_1())).digest == judged(case(C, B, A, asked=add_1())).digest


@pytest.mark.parametrize("as_of", [date(2026, 6, 14)])
def test_another_day_price_or_maker_is_another_outcome(as_of: date) -> None:
    first = judged(case(A, B, asked=add_1())).digest
    others = {
        judged(case(A, B, asked=add_1()), as_of=as_of).digest,
        judged(case(replace(A, price=yen("701")), B, asked=add_1())).digest,
        judged(case(replace(A, list=replace(A.list, items=(item("1", "例示無線"),))), B, asked=add_1())).digest,  # type: ignore[type-var]
    }
    assert len(others | {first}) == 4
