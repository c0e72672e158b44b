"""The centre's verb: what to say to each question, by the whole register. What it says holds nothing of the register but one of three words.

A designation that the policy acts on and that surely reaches the party or product is a concern; one that possibly does, or whose conditions are open,
wants more information; where none does there is no concern *by this register*. Earlier advice that still counts is given again, unless the register
says something graver now.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..findings import Verdict
from ..names.normalise import tables_digest
from ..policy.model import Pack
from ..policy.reading import verdict_row
from ..register.lookup import Lookup
from ..screening.facts import Basis, Facts, Line, gather
from ..screening.rules import place, product
from ..tenders.centre import ADVICE, Advice, CentreQuestion, Given
from ..tenders.model import Bid, EquipmentItem, EquipmentList, Submission, Tender
from ..terms import Party

NOBODY = Party(name="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What the register says to a question: the advice, the facts it wants, the designations it rests on (for the centre's eyes alone)."""

    question: CentreQuestion
    advice: Advice
    ask: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    met: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """Advice that was given before on the same question: to whom, on which request."""

    entity: str
    request: str
    given: Given


def propose_advice(questions: Sequence[CentreQuestion], lookup: Lookup, pack: Pack, *, as_of: date) -> tuple[Proposed, ...]:
    """What the register says to each question, in their order."""
    items = tuple(_item(number, one) for number, one in enumerate(questions))
    bid = Bid(id="-", bidder=NOBODY, list=EquipmentList(file="request", digest="", items=items))
    tender = Tender(id="-", title="", agency="", notice_date=as_of, policy=pack.id)
    basis = Basis(pack=pack, lookup=lookup, tables_digest=tables_digest())
    (facts,) = gather(Submission(tender=tender, bids=(bid,)), basis, as_of=as_of)
    return tuple(_proposed(one, line, facts) for one, line in zip(questions, facts.lines, strict=True))


def settle(proposed: Proposed, earlier: Sequence[Earlier], *, as_of: date, days: int) -> Given:
    """The advice to give: an earlier one that still counts, unless the register says something graver now."""
    counting = [one.given for one in earlier if one.given.expires >= as_of]
    kept = max(counting, key=lambda one: (ADVICE.index(one.advice), one.expires), default=None)
    if kept is not None and ADVICE.index(kept.advice) >= ADVICE.index(proposed.advice):
        return kept
    return Given(question=proposed.question.id, advice=proposed.advice, ask=proposed.ask, expires=as_of + timedelta(days=days))


def told_otherwise(given: Given, earlier: Sequence[Earlier], *, as_of: date) -> tuple[Earlier, ...]:
    """Earlier advice on the same question that still counts somewhere and says something else."""
    return tuple(one for one in earlier if one.given.expires >= as_of and one.given.advice != given.advice)


def _item(number: int, asked: CentreQuestion) -> EquipmentItem:
    return EquipmentItem(
        line=str(number),
        where=f"question {number}",
        kind=asked.kind,
        maker=asked.party,
        model=asked.model,
        purpose=asked.purpose,
        origin=asked.origin,
        place=asked.place,
    )


def _proposed(asked: CentreQuestion, line: Line, facts: Facts) -> Proposed:
    found = [*_of_party(asked, line, facts), *(_of_goods(line, facts) if asked.about == "product" else ())]
    gravest: Advice = max((advice for advice, _, _ in found), key=ADVICE.index, default="no-concern")
    wanted = [fact for advice, facts_wanted, _ in found if advice == gravest == "more-information" for fact in facts_wanted]
    return Proposed(
        question=asked,
        advice=gravest,
        ask=tuple(sorted(set(wanted))),
        grounds=tuple(dict.fromkeys(ground for _, _, ground in found)),
        met=_met(asked, facts),
    )


def _of_party(asked: CentreQuestion, line: Line, facts: Facts) -> Iterator[tuple[Advice, tuple[str, ...], str]]:
    """Designations that reach the party; a party that is no maker of a product is judged without a line, so that conditions stay open."""
    if asked.party is None:
        return
    for one in facts.restrictions(asked.party, (line,) if asked.about == "product" else None):
        row = verdict_row(facts.basis.pack, trigger="maker", certainty=one.certainty, authority=one.designation.authority)
        if one.conditions == "unmet" or row.verdict is Verdict.CLEAR:
            continue
        ground = " ".join(part for part in (one.designation.authority, one.designation.clause, one.hit.entity.id) if part)
        if one.certainty == "possible":
            yield "more-information", ("identifiers",), ground
        elif one.conditions == "unknown":
            yield "more-information", one.unmet or ("purpose",), ground
        else:
            yield "concern", (), ground


def _of_goods(line: Line, facts: Facts) -> Iterator[tuple[Advice, tuple[str, ...], str]]:
    """Designations of the product, its class, its place of production."""
    for finding in (*product.check(line, facts), *place.check(line, facts)):
        if finding.verdict is Verdict.CLEAR:
            continue
        fact = finding.ask.fact if finding.ask else ""
        unknown = any(link.relation == "lacks" for link in finding.evidence)
        ground = " ".join(link.target for link in finding.evidence if link.relation == "designated-by")
        yield ("more-information", (fact or "kind",), ground) if unknown else ("concern", (), ground)


def _met(asked: CentreQuestion, facts: Facts) -> tuple[str, ...]:
    """Every entity of the register that the party may be, with its parents."""
    if asked.party is None:
        return ()
    hits = [hit.entity.id for hit in facts.hits(asked.party)]
    return tuple(dict.fromkeys((*hits, *(above.id for one in hits for above in facts.basis.edition.lineage(one)))))


def decided(given: Given, decision: Advice | None, ask: tuple[str, ...] = ()) -> Given:
    """What the person who gives the advice says instead, where they do."""
    return given if decision is None else replace(given, advice=decision, ask=ask)


def by_question(earlier: Sequence[Earlier]) -> Mapping[str, tuple[Earlier, ...]]:
    """Earlier advice by the question it was given on."""
    found: dict[str, tuple[Earlier, ...]] = {}
    for one in earlier:
        found[one.given.question] = (*found.get(one.given.question, ()), one)
    return found
