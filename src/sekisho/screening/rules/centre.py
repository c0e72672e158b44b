"""CENTRE: the edition holds the public layer alone, and the centre did not say of a party or product that it has no concern.

The centre holds the protected layer. What it was not asked, has not answered, or answered too long ago is not clear; nor is what concerns it.
"""

from collections.abc import Iterable, Iterator, Mapping

from ...findings import Finding, Link, Verdict
from ...tenders.centre import Advised, CentreQuestion
from ...terms import Party, Text
from ..centre_questions import questions_of_bid, questions_of_line
from ..facts import Facts, Line
from ..paths import line_subject, line_text, product

ID = "CENTRE"
STATES: Mapping[str, Text] = {
    "not-asked": Text(ja="要保護の層について助言機関に照会していない", en="the centre was not asked about the protected layer"),
    "expired": Text(ja="助言機関の助言の有効期間が過ぎている", en="the centre's advice has expired"),
    "more-information": Text(ja="助言機関が追加の情報を求めている", en="the centre wants more information first"),
    "concern": Text(ja="助言機関が懸念を示している", en="the centre has a concern"),
}
"""What leaves a question open, the gravest last."""


def check(line: Line, facts: Facts) -> Iterator[Finding]:
    """One finding for the line: the gravest of what is open about its product, its supplier and its parts' makers and suppliers."""
    if facts.basis.edition.layer != "public":
        return
    open_ones = _open(facts, questions_of_line(line.item, facts.inside))
    if open_ones:
        yield _finding(open_ones, line_text(line), line_subject(facts, line), product(line))


def check_bid(facts: Facts) -> Iterator[Finding]:
    """One finding for the bid: the gravest of what is open about its parties other than those of its lines."""
    if facts.basis.edition.layer != "public":
        return
    open_ones = _open(facts, questions_of_bid(facts.bid, facts.inside))
    if open_ones:
        where = Text(ja="応札者又はその関係者について、", en="The bidder or those behind it:")
        yield _finding(open_ones, where, {"bid": facts.bid.id}, facts.bid.bidder.name)


def _open(facts: Facts, questions: Iterable[CentreQuestion]) -> list[tuple[str, Party | None, Advised | None]]:
    """(state, party, advice) of each question that leaves something open, the gravest first."""
    found = []
    for question in questions:
        said = facts.centre.get(question.id)
        state = _state(said, facts)
        if state:
            found.append((state, question.party, said))
    gravity = list(STATES)
    return sorted(found, key=lambda one: -gravity.index(one[0]))


def _state(said: Advised | None, facts: Facts) -> str:
    if said is None or said.answered_at > facts.as_of:
        return "not-asked"
    if not said.counts_on(facts.as_of):
        return "expired"
    return "" if said.advice == "no-concern" else said.advice


def _finding(open_ones: list[tuple[str, Party | None, Advised | None]], where: Text, subject: Mapping[str, str], shown: str) -> Finding:
    state = open_ones[0][0]
    alike = [(party, said) for other, party, said in open_ones if other == state]
    return Finding(
        rule=ID,
        verdict=Verdict.REFER,
        subject={**subject, "advice": state},
        because=Text(ja=f"{where.ja}{STATES[state].ja}。", en=f"{where.en} {STATES[state].en}."),
        evidence=tuple(_link(party, said, shown) for party, said in alike),
    )


def _link(party: Party | None, said: Advised | None, shown: str) -> Link:
    who = party.name if party else shown
    if said is None:
        return Link(relation="lacks", subject=who, target="advice")
    return Link(relation="advised-by", subject=who, target=said.centre, source=said.request, retrieved_at=said.answered_at)
