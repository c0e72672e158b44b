"""Attestations at the findings that they are about: what the policy lets one supply, and what it is not evidence of.

1. An attestation that has expired, or whose scope does not hold the line, is no evidence, and the finding says so.
2. A maker attests for its own products alone; an issuer that the register may mean attests for nobody.
3. Where the policy's data say so, a fact that was not disclosed is known once it is attested. Nothing else is ever settled by one: not what a
   rule found of a party, and not by an issuer of a kind that the data do not name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..findings import Finding, Link, Verdict
from ..policy.model import Attestable
from ..tenders.attestation import Attestation
from ..terms import Text
from . import telling
from .facts import Facts, Line, same_name
from .rules.undisclosed import MOST_PARTS


def attested(findings: Iterable[Finding], facts: Facts, line: Line | None) -> Iterator[Finding]:
    """The findings on a line (None = on the bid as a whole) with the attestations of the fact that each asks for."""
    for one in findings:
        about = [known for known in facts.bid.attestations if _is_about(known, one)]
        yield _with(one, about, facts, line) if about else one


def _is_about(known: Attestation, found: Finding) -> bool:
    return found.ask is not None and found.ask.fact in known.facts and found.verdict is not Verdict.CLEAR


def _with(found: Finding, about: list[Attestation], facts: Facts, line: Line | None) -> Finding:
    """The finding with what each attestation is worth; supplied by the first that the policy lets supply it."""
    notes: list[Text] = []
    for one in about:
        why = _why_not(one, found, facts, line)
        if why is None:
            row = _row(one, found, facts)
            if row is not None:
                return _supplied(found, one, facts, row, tuple(notes))
            why = telling.ATTESTED_NOT_TAKEN
        notes.append(_told(why, one))
    return replace(found, notes=(*found.notes, *notes))


def _why_not(one: Attestation, found: Finding, facts: Facts, line: Line | None) -> Text | None:
    """Why an attestation is no evidence here; None = it is."""
    if not one.holds(facts.as_of):
        return telling.ATTESTED_EXPIRED if one.issued_at <= facts.as_of else telling.ATTESTED_NOT_YET
    if not _in_scope(one, found, line):
        return telling.ATTESTED_OUT_OF_SCOPE
    if one.issuer_kind == "maker" and line is not None and not same_name(one.issuer, line.item.maker):
        return telling.ATTESTED_OTHER_MAKER
    return telling.ATTESTED_BY_RESTRICTED if facts.hits(one.issuer) else None


def _in_scope(one: Attestation, found: Finding, line: Line | None) -> bool:
    if line is None:
        return one.covers_bid()
    if not one.parts:
        return _covers(one, line)
    nameless = _nameless(found)
    of_line = _covers(one, line) or not (one.lines or one.models)
    return of_line and 0 < len(nameless) < MOST_PARTS and all(one.covers_part([part]) for part in nameless)


def _nameless(found: Finding) -> list[str]:
    """The parts that lack what the finding asks for, as its evidence names them after the product itself."""
    lacking = [link.subject for link in found.evidence if link.relation == "lacks" and found.ask is not None and link.target == found.ask.fact]
    return lacking[1:]


def _covers(one: Attestation, line: Line) -> bool:
    item = line.item
    return one.covers_item(item.line, maker=item.maker.name if item.maker else "", model=item.model)


def _row(one: Attestation, found: Finding, facts: Facts) -> Attestable | None:
    """The policy's word that an attestation of this fact by such an issuer supplies it; only a missing fact can be supplied."""
    if found.rule != "UNDISCLOSED" or found.ask is None:
        return None
    rows = facts.basis.pack.attestations
    return next((row for row in rows if found.ask.fact in row.facts and one.issuer_kind in row.issuers), None)


def _supplied(found: Finding, one: Attestation, facts: Facts, row: Attestable, notes: tuple[Text, ...]) -> Finding:
    fact = found.ask.fact if found.ask else ""
    link = Link(
        relation="attested",
        subject=fact,
        target=f"{one.issuer.name} ({one.id})",
        source=f"bids/{facts.bid.id}/{one.file} SHA-256 {one.digest}",
        retrieved_at=one.issued_at,
    )
    by = Link(relation="required-by", subject="attestation", target=facts.basis.pack.id, source=row.source.name, unverified=not row.source.verified)
    said = telling.both(telling.ATTESTED, id=one.id, issuer=one.issuer.name, until=one.valid_until.isoformat() if one.valid_until else "-")
    return replace(
        found,
        verdict=Verdict.CLEAR,
        because=telling.joined([found.because, said]),
        evidence=(*found.evidence, link, by),
        notes=(*found.notes, *notes, row.because),
        ask=None,
        state="",
        id="",
    )


def _told(why: Text, one: Attestation) -> Text:
    return telling.both(why, id=one.id, issuer=one.issuer.name, until=one.valid_until.isoformat() if one.valid_until else "-")
