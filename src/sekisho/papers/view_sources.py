"""What the outcome rests on, as strings: inputs by digest, register sources by date, the pack's sources, and what is unverified."""

from ..desk.model import Judgement
from ..register.model import Edition, SourceCard
from ..screening.model import ReadInput
from ..terms import Lang, Source
from .texts import name_text
from .view_findings import View
from .words import word, word_or

SHORT = 16
MOST_NOTES = 40
"""How many notes on reading a paper shows; the rest are counted."""


def sources_view(judgement: Judgement, lang: Lang) -> View:
    """Rows of strings; digests are shortened, and whole in `judgement.json`."""
    pack, edition = judgement.pack, judgement.edition
    return {
        "inputs": [_input(one, lang) for one in judgement.inputs()],
        "register": [_card(card, judgement, lang) for card in edition.cards] if edition else [],
        "pack": [_source(source, lang) for source in pack.sources] if pack else [],
        "unverified": [text.pick(lang) for text in pack.unverified] if pack else [],
        "reading": _reading(judgement, lang),
        "versions": _versions(judgement, lang),
    }


def _reading(judgement: Judgement, lang: Lang) -> list[str]:
    """What was passed over or doubtful while the files were read."""
    notes = [notice.pick(lang) for notice in judgement.notices]
    more = [word(lang, "and_more").format(count=len(notes) - MOST_NOTES)] if len(notes) > MOST_NOTES else []
    return [name_text(note) for note in notes[:MOST_NOTES]] + more


def _input(one: ReadInput, lang: Lang) -> View:
    return {"kind": word_or(lang, f"input.{one.kind}", name_text(one.kind)), "id": name_text(one.id), "digest": one.digest[:SHORT]}


def _card(card: SourceCard, judgement: Judgement, lang: Lang) -> View:
    states = [word(lang, "state.stale" if card.stale_on(judgement.facts_as_of) else "state.fresh")]
    if card.demo:
        states.append(word(lang, "state.demo"))
    if card.classification == "protected":
        states.append(word(lang, "protected"))
    return {
        "name": name_text(card.title or card.path),
        "authority": name_text(card.authority) or word(lang, "dash"),
        "retrieved_at": card.retrieved_at.isoformat(),
        "good_for": str(card.good_for_days),
        "state": " / ".join(states),
        "digest": card.sha256[:SHORT] or word(lang, "dash"),
    }


def _source(source: Source, lang: Lang) -> View:
    return {
        "name": name_text(source.name),
        "clause": name_text(source.clause) or word(lang, "dash"),
        "retrieved_at": source.retrieved_at.isoformat() if source.retrieved_at else word(lang, "unknown"),
        "state": word(lang, "verified" if source.verified else "unverified"),
        "verified": "yes" if source.verified else "",
    }


def signed_text(edition: Edition, lang: Lang) -> str:
    """Who signed the edition, as it was checked when it was opened."""
    if edition.approval is None:
        return word(lang, "edition_unsigned")
    holders = " / ".join(name_text(one) for one in edition.approval.holders)
    return word(lang, "edition_signed_by", holders=holders, day=edition.approval.effective_from.isoformat())


def _versions(judgement: Judgement, lang: Lang) -> list[list[str]]:
    rows = [[word(lang, "outcome_digest"), judgement.digest], [word(lang, "engine"), judgement.engine]]
    if judgement.edition:
        rows.append([word(lang, "edition"), judgement.edition.digest])
        rows.append([word(lang, "edition_signed"), signed_text(judgement.edition, lang)])
    if judgement.pack:
        rows.append([word(lang, "pack_digest"), judgement.pack.digest])
    return rows
