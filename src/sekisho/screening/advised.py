"""Advice at the findings that it is about (助言): shown beside the decision, and never in its place.

Advice moves no verdict of a rule. Where a body sees a concern, or asks for more, and no rule found anything on the line, that is itself a finding to
refer: the entity decides, with its reason.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..findings import Finding, Link, Question, Verdict
from ..tenders.advice import Advice, AdviceAnswer
from ..terms import Text
from . import telling
from .facts import Facts, Line
from .paths import line_subject, line_text, offers

RULE = "ADVICE"
AGAINST: dict[AdviceAnswer, Verdict] = {"concern": Verdict.CLEAR, "no-concern": Verdict.BAR}
"""The decision that goes against an answer."""


def advised(findings: Iterable[Finding], facts: Facts, line: Line | None) -> Iterator[Finding]:
    """The findings with the advice on their line (None = on the bid as a whole), and one more where only the advice sees a concern."""
    about = [one for one in facts.advice if _is_about(one, facts, line) and one.asked_at <= facts.as_of]
    found = list(findings)
    notes = tuple(_note(one, facts) for one in about)
    yield from (replace(one, notes=(*one.notes, *notes), advice=tuple(about)) if one.verdict is not Verdict.CLEAR else one for one in found)
    raised = [one for one in about if one.answer_on(facts.as_of) in ("concern", "more-information")]
    if raised and all(one.verdict is Verdict.CLEAR for one in found):
        yield _finding(raised[-1], tuple(about), notes, facts, line)


def _is_about(one: Advice, facts: Facts, line: Line | None) -> bool:
    if line is None:
        return one.is_about_bid(facts.bid.id)
    item = line.item
    return one.is_about_item(facts.bid.id, item.line, maker=item.maker.name if item.maker else "", model=item.model)


def _finding(one: Advice, about: tuple[Advice, ...], notes: tuple[Text, ...], facts: Facts, line: Line | None) -> Finding:
    answer = one.answer_on(facts.as_of)
    where = line_text(line) if line else Text(ja="応札全体について、", en="The bid as a whole:")
    link = Link(relation="advised-by", subject=facts.bid.bidder.name, target=f"{one.body} {one.reference}".strip(), source=one.where)
    return Finding(
        rule=RULE,
        verdict=Verdict.REFER,
        subject={**line_subject(facts, line), "advice": one.id} if line else {"bid": facts.bid.id, "advice": one.id},
        because=telling.joined([where, telling.ADVISED[answer]]),
        evidence=(*((offers(facts, line),) if line else ()), replace(link, retrieved_at=one.received_at)),
        ask=Question(fact="replacement", text=telling.ASK_REPLACEMENT) if line and answer == "concern" else None,
        notes=notes,
        protected=one.classification == "protected",
        advice=about,
    )


def _note(one: Advice, facts: Facts) -> Text:
    answer = one.answer_on(facts.as_of)
    day = one.received_at.isoformat() if answer and one.received_at else one.asked_at.isoformat()
    expired = one.expires is not None and facts.as_of > one.expires
    words = telling.ADVICE["expired" if expired else answer]
    basis = telling.both(telling.WITHHELD, basis=one.basis) if one.withheld else Text(ja="", en="")
    said = telling.both(words, body=one.body, day=day)
    return Text(ja=said.ja + basis.ja, en=f"{said.en} {basis.en}".strip())


def against_advice(found: Finding) -> tuple[Advice, ...]:
    """The advice, received by the day of the decision on a finding, that the decision goes against."""
    decision = found.settled
    about = [one for one in found.advice if isinstance(one, Advice)]
    return tuple(one for one in about if decision is not None and AGAINST.get(one.answer_on(decision.at)) is decision.verdict)
