"""The algebra of verdicts: clear < refer < bar, the worst wins, and a decision alone lowers."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sekisho.findings import Decision, Finding, Verdict, standing, worst
from sekisho.terms import Text

verdicts = st.sampled_from(Verdict)
many = st.lists(verdicts, max_size=6)


def found(verdict: Verdict, number: int) -> Finding:
    return Finding(rule="MAKER", verdict=verdict, subject={"bid": "A", "line": str(number)}, because=Text(ja="", en=""))


def decided(finding: Finding, verdict: Verdict) -> Finding:
    decision = Decision(
        finding=finding.id, verdict=verdict, by="調達責任者", authority="会計課長", reason="確認", at=date(2026, 6, 16), signature="署名"
    )
    return replace(finding, settled=decision)


@given(many, many)
def test_combining_is_commutative_and_associative(left: list[Verdict], right: list[Verdict]) -> None:
    assert worst([*left, *right]) is worst([*right, *left])
    assert worst([worst(left), worst(right)]) is worst([*left, *right])


@given(many)
def test_nothing_found_is_clear_and_repeating_changes_nothing(some: list[Verdict]) -> None:
    assert worst([]) is Verdict.CLEAR
    assert worst([*some, Verdict.CLEAR]) is worst(some)
    assert worst([*some, *some]) is worst(some)


@given(many, verdicts)
def test_the_worst_wins(some: list[Verdict], more: Verdict) -> None:
    assert all(worst(some) >= one for one in some)
    assert worst([*some, more]) >= worst(some)
    assert not some or worst(some) in some


@given(st.lists(verdicts, min_size=1, max_size=6), st.data())
def test_a_decision_alone_lowers_and_lowers_its_own_finding_alone(some: list[Verdict], data: st.DataObject) -> None:
    findings = [found(verdict, number) for number, verdict in enumerate(some)]
    at = data.draw(st.integers(0, len(findings) - 1))
    verdict = data.draw(verdicts)
    after = [decided(one, verdict) if number == at else one for number, one in enumerate(findings)]
    others = [one.verdict for number, one in enumerate(findings) if number != at]
    assert standing(findings) is worst(some)
    assert standing(after) is worst([*others, verdict])
    assert standing(after) >= worst(others)
