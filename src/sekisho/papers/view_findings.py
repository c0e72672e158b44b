"""A finding as strings: what was found, where, why, on which path of evidence, and who decided what about it."""

from collections.abc import Mapping
from typing import Any

from ..findings import Decision, Finding, Link
from ..terms import Lang
from .dates import day_text
from .texts import name_text
from .words import word, word_or

View = dict[str, Any]
_ENTRY_SIDE = {"same-as", "possibly-same-as"}
_DASHED = {"possibly-same-as", "lacks"}


def finding_view(found: Finding, number: str, places: Mapping[str, str], lang: Lang) -> View:
    """`number` is the paper's own (`A-1`), `places` the list's places by line number."""
    standing = found.standing.word
    line = found.subject.get("line", "")
    return {
        "no": number,
        "id": found.id,
        "rule": rule_text(found.rule, lang),
        "verdict": found.verdict.word,
        "standing": standing,
        "sign": word(lang, f"sign.{found.verdict.word}"),
        "verdict_text": word(lang, f"verdict.{found.verdict.word}"),
        "line": line,
        "place": _place(found, line, places, lang),
        "because": found.because.pick(lang),
        "links": [link_view(link, position == 0, lang) for position, link in enumerate(found.evidence)],
        "notes": [note.pick(lang) for note in found.notes],
        "ask": found.ask.text.pick(lang) if found.ask else "",
        "protected": word(lang, "protected") if found.protected else "",
        "settled_sign": word(lang, f"sign.{found.settled.verdict.word}") if found.settled else "",
        "decision": decision_text(found.settled, lang) if found.settled else "",
    }


def rule_text(rule: str, lang: Lang) -> str:
    """`製造者 [MAKER]`: what the rule is about, and its id."""
    title = word_or(lang, f"rule.{rule}", "")
    return f"{title} [{rule}]" if title else rule


def _place(found: Finding, line: str, places: Mapping[str, str], lang: Lang) -> str:
    if not line:
        return word(lang, "whole_bid")
    parts = [f"{word(lang, 'line')} {name_text(line)}", places.get(line, ""), found.subject.get("maker", ""), found.subject.get("model", "")]
    return " / ".join(name_text(part) for part in parts if part)


def link_view(link: Link, first: bool, lang: Lang) -> View:
    """One step both as an arrow (`from`, `to`, `label`, `share`, `dashed`) and as a sentence with its source."""
    uncertain = link.relation in _DASHED or link.unverified or (link.share is not None and not link.share.is_exact)
    share = link.share.text() if link.share else ""
    subject, target = _ends(link, lang)
    return {
        "from": subject,
        "to": target,
        "relation": link.relation,
        "label": word_or(lang, f"rel.{link.relation}", link.relation),
        "share": share,
        "dashed": "yes" if uncertain else "",
        "style": {"designated-by": "designation", "lacks": "missing"}.get(link.relation, ""),
        "from_kind": word(lang, "node.bidder" if first and link.relation == "offers" else "node.start") if first else "",
        "to_kind": word_or(lang, f"node.{link.relation}", ""),
        "sentence": _sentence(link, lang),
        "share_text": word(lang, "share", share=share) if share else "",
        "source": source_text(link, lang),
        "unverified": word(lang, "unverified") if link.unverified else "",
    }


def _sentence(link: Link, lang: Lang) -> str:
    key = f"say.{link.relation}"
    subject, target = _ends(link, lang)
    if word_or(lang, key, ""):
        return word(lang, key, s=subject, t=target)
    return word(lang, "say.other", s=subject, t=target, relation=link.relation)


def _ends(link: Link, lang: Lang) -> tuple[str, str]:
    """Subject and target; a fact that is lacking or required stands as its id in the evidence and is told in words."""
    subject = word_or(lang, f"fact.{link.subject}", link.subject) if link.relation == "required-by" else link.subject
    target = word_or(lang, f"fact.{link.target}", link.target) if link.relation == "lacks" else link.target
    return subject, target


def source_text(link: Link, lang: Lang) -> str:
    if link.retrieved_at:
        retrieved = word(lang, "retrieved", date=link.retrieved_at.isoformat())
    else:
        retrieved = word(lang, "as_submitted" if link.source.startswith("bids/") else "not_retrieved")
    named = f"{word(lang, 'source')}: {link.source}" if link.source else f"{word(lang, 'source')}: {word(lang, 'unknown')}"
    return f"{named}, {retrieved}"


def decision_text(decision: Decision, lang: Lang) -> str:
    """Who decided what, by which authority and why, as signed."""
    text = word(
        lang, "decided_text",
        at=day_text(decision.at, lang), by=decision.by, verdict=word(lang, f"verdict.{decision.verdict.word}"),
        authority=decision.authority, reason=decision.reason, signature=name_text(decision.signature),
    )  # fmt: skip
    if decision.until is None:
        return text
    return word(lang, "decided_two", text=text, approved_by=decision.approved_by, until=day_text(decision.until, lang))
