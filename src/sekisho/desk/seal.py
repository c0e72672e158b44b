"""Sealing a judgement: the acts that the record keeps of it, in the order of the procedure. Prices and names stay behind salted digests."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from .. import resources
from ..canonical import canonical_json, sha256_hex
from ..ledger.log import Act
from ..policy.packs import FOLDER as PACKS
from ..register.edition import encode
from ..register.layers import public_digest
from .as_json import evaluation_json, proposal_json, screening_json
from .evaluated_json import lot_json
from .model import Case, Judgement
from .procedure_json import procedure_json


def acts_of(judgement: Judgement, papers: Mapping[str, bytes]) -> tuple[Act, ...]:
    """What was read, found for each bid, decided by people, how the bids were evaluated, what is proposed, which papers were written."""
    outcomes = outcomes_of(judgement)
    acts = (
        _read(judgement),
        *_screened(judgement, outcomes),
        *_advised(judgement),
        *_decisions(judgement),
        *_evaluated(judgement, outcomes),
        _proposed(judgement, outcomes),
        *_papers(judgement, papers),
    )
    return tuple(replace(act, reads=(-place,)) if place else act for place, act in enumerate(acts))  # each stands on what was read


def bodies_of(judgement: Judgement, case: Case, papers: Mapping[str, bytes]) -> list[bytes]:
    """The bodies that the acts name by digest: the files read, the papers, and each outcome in canonical JSON."""
    return [*case.bodies, *_basis(judgement).values(), *papers.values(), *(canonical_json(outcome) for outcome in outcomes_of(judgement).values())]


def _basis(judgement: Judgement) -> dict[str, bytes]:
    """The edition and the pack that were judged by, and the keys that decisions were checked by, so that the record alone can be replayed."""
    found = {}
    if judgement.edition:
        found["register"] = encode(tuple(judgement.edition.entities.values()), judgement.edition.cards, layer=judgement.edition.layer)
    if judgement.pack:
        found["policy"] = resources.read(f"{PACKS}/{judgement.pack.id}.yaml")
    if judgement.keyring:
        found["keyring"] = judgement.keyring.octets
    return found


def outcomes_of(judgement: Judgement) -> dict[str, Any]:
    """Each outcome as the JSON value that a body holds."""
    found: dict[str, Any] = {}
    if judgement.screening:
        whole = screening_json(judgement.screening)
        found |= {f"screening/{bid['bid']}": bid for bid in whole["bids"]}
    if judgement.evaluation:
        found["evaluation"] = evaluation_json(judgement.evaluation, case=judgement.submission.tender.id)
    if judgement.proposal:
        found["proposal"] = proposal_json(judgement.proposal)
    for one in judgement.lots:
        told = lot_json(one)
        found |= {f"lots/{one.lot.id}/{part}": told[part] for part in ("evaluation", "proposal")}
    found["procedure"] = procedure_json(judgement.submission.tender, judgement.process)
    return found


def _body(kind: str, path: str, value: Any) -> dict[str, str]:
    return {"kind": kind, "path": path, "sha256": sha256_hex(canonical_json(value))}


def _read(judgement: Judgement) -> Act:
    tender = judgement.submission.tender
    return Act(
        kind="read",
        claims={
            "case": tender.id,
            "notice_date": tender.notice_date.isoformat(),
            "facts_as_of": judgement.facts_as_of.isoformat(),
            "engine": judgement.engine,
            "outcome": judgement.digest,
            **_standing(judgement),
            **{f"basis/{kind}": {"kind": kind, "path": kind, "sha256": sha256_hex(octets)} for kind, octets in _basis(judgement).items()},
            **{f"input/{place}": {"kind": one.kind, "path": one.id, "sha256": one.digest} for place, one in enumerate(judgement.inputs())},
        },
    )


def _standing(judgement: Judgement) -> dict[str, Any]:
    """On what footing it was judged: what a certificate must say of it."""
    screening, edition = judgement.screening, judgement.edition
    return {
        "scope": screening.scope if screening else None,
        "stale": screening.stale if screening else None,
        "rehearsal": screening.rehearsal if screening else judgement.submission.tender.rehearsal,
        "sample": edition.demo if edition else False,
        "held": edition.held.as_json() if edition and edition.held else None,
        "public_edition": public_digest(edition) if edition else None,
    }


def _screened(judgement: Judgement, outcomes: Mapping[str, Any]) -> Iterator[Act]:
    bidders = {bid.id: bid.bidder for bid in judgement.submission.bids}
    for name, value in outcomes.items():
        if name.startswith("screening/"):
            party = bidders[value["bid"]]
            bidder = {"name": party.name, "country": party.country, "identifiers": [[one.scheme, one.value] for one in party.identifiers]}
            claims = {"bid": value["bid"], "verdict": value["verdict"], "bidder": bidder, "outcome": _body("outcome", name, value)}
            yield Act(kind="screened", claims=claims)


def _advised(judgement: Judgement) -> Iterator[Act]:
    """Advice is recorded apart from the decisions, which may differ."""
    for one in judgement.submission.advice if judgement.screening else ():
        if one.asked_at <= judgement.facts_as_of:
            answer = one.answer_on(judgement.facts_as_of)
            about = {"bid": one.bid, "lines": list(one.lines), "maker": one.maker, "model": one.model}
            yield Act(kind="advice", claims={**about, **one.as_json(), "answer": answer or None})


def _decisions(judgement: Judgement) -> Iterator[Act]:
    for bid in judgement.screening.bids if judgement.screening else ():
        for one in bid.all_findings():
            if one.settled:
                yield Act(kind="decision", claims={"bid": bid.bid, **one.settled.as_json()})


def _evaluated(judgement: Judgement, outcomes: Mapping[str, Any], lot: str = "") -> Iterator[Act]:
    """How the bids were evaluated; with lots, each of them."""
    for one in judgement.lots:
        yield from _evaluated(one.judgement, outcomes, one.lot.id)
    if judgement.evaluation is None:
        return
    name = f"lots/{lot}/evaluation" if lot else "evaluation"
    outcome = outcomes[name]
    prices = {bid.id: str(bid.price.amount) for bid in judgement.submission.bids if bid.price}
    ceiling = judgement.evaluation.terms.ceiling
    yield Act(
        kind="evaluated",
        claims={
            "preset": outcome["preset"],
            **({"lot": lot} if lot else {}),
            "outcome": _body("outcome", name, outcome),
            "ceiling": str(ceiling.amount) if ceiling else None,
            **{f"price/{bid}": amount for bid, amount in prices.items()},
        },
    )


def _proposed(judgement: Judgement, outcomes: Mapping[str, Any]) -> Act:
    """What is proposed, and how the tender was procured: method, exception, experts, invocations as they were recorded."""
    outcome, tender = outcomes.get("proposal", {}), judgement.submission.tender
    return Act(
        kind="proposed",
        claims={
            "winner": outcome.get("winner"),
            "outcome": _body("outcome", "proposal", outcome),
            "method": tender.shape.method or None,
            "method_exception": tender.method_exception is not None,
            "procedure": _body("outcome", "procedure", outcomes["procedure"]),
            **{f"lot/{name.split('/')[1]}": _body("outcome", name, told) for name, told in outcomes.items() if _is_lots_proposal(name)},
        },
    )


def _is_lots_proposal(name: str) -> bool:
    return name.startswith("lots/") and name.endswith("/proposal")


def _papers(judgement: Judgement, papers: Mapping[str, bytes]) -> Iterator[Act]:
    for path, octets in sorted(papers.items()):
        yield Act(kind="paper", claims={"paper": {"kind": "paper", "path": path, "sha256": sha256_hex(octets)}})
