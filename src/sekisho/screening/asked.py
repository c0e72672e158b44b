"""What was asked of the bidder and what came of it (照会の状況), at each finding that has a question.

An answer never clears by itself. Of a column of the list it stands in for the blank cell, and the line is screened with it; any other answer is
evidence at the finding. A refusal, or no answer by the last day, leaves the concern as it was and says so: what is not stated cannot dispel it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..findings import LINES_APART, Finding, Link
from ..tenders.rounds import AskedFact
from . import telling
from .facts import Facts


def told(findings: Iterable[Finding], facts: Facts) -> Iterator[Finding]:
    """The findings, each with the state of the fact that it asks for."""
    for one in findings:
        entry = _entry(one, facts)
        yield one if entry is None else _with_state(one, entry, facts)


def _entry(found: Finding, facts: Facts) -> AskedFact | None:
    """What was asked last of the fact that the finding asks for, about one of its lines or, without any, about the bid."""
    if found.ask is None or not facts.bid.questions:
        return None
    lines = {found.subject.get("line", ""), *found.subject.get("lines", "").split(LINES_APART)} - {""}
    asked = [
        one
        for one in facts.bid.questions
        if one.fact == found.ask.fact and (bool(lines & set(one.lines)) if one.lines else not found.subject.get("line"))
        if one.about in ("", found.ask.about) and one.state_on(facts.as_of) != "not asked"
    ]
    return max(asked, key=lambda one: (one.asked_at, one.state != "asked"), default=None)


def _with_state(found: Finding, entry: AskedFact, facts: Facts) -> Finding:
    state = entry.state_on(facts.as_of)
    due = entry.due.isoformat() if entry.due else "-"
    if state == "asked":
        late = entry.due is not None and facts.as_of > entry.due
        words = telling.UNANSWERED if late else telling.ASKED
        return replace(found, state=state, notes=(*found.notes, telling.both(words, at=entry.asked_at.isoformat(), due=due)))
    at = entry.at.isoformat() if entry.at else "-"
    words = telling.REFUSED if state == "refused" else telling.ANSWERED
    link = Link(relation=state, subject=facts.bid.bidder.name, target=entry.answer or entry.fact, source=entry.where, retrieved_at=entry.at)
    note = telling.both(words, at=at, answer=entry.answer)
    return replace(found, state=state, evidence=(*found.evidence, link), notes=(*found.notes, note), id="")
