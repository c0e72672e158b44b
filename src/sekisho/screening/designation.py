"""From restrictions to findings: which designation decides, what the pack makes of it, what to ask. Every rule about a party goes through here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..findings import Finding, Link, Question, Verdict
from ..names import Comparison
from ..policy.reading import verdict_row
from ..register.lookup import Hit
from ..register.model import NamedAs
from ..terms import Party, Text
from . import telling
from .facts import Facts, Line, Restriction, label
from .matter import Met, matter_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a finding is about: the rule and trigger, the party, the lines (None = the bid itself), and the links that lead to the party.

    `alternate`: the part that leads to the party may be in the product and need not be. `likened_to` is a line that stands in for a
    subject without lines where a designation's conditions are judged: it can meet them, never miss them.
    `unsure`: whether the party is concerned at all is only possible, so that nothing about it is more. `ask` is the question in place of who it is.
    """

    rule: str
    trigger: str
    party: Party
    about: Mapping[str, str]
    where: Text
    lines: tuple[Line, ...] | None
    links: tuple[Link, ...]
    inside: bool = False
    alternate: bool = False
    likened_to: Line | None = None
    unsure: bool = False
    notes: tuple[Text, ...] = ()
    ask: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    restriction: Restriction
    verdict: Verdict
    because: Text


def findings_about(facts: Facts, subject: Subject) -> Iterator[Finding]:
    """One finding for each entity of the register that the party may be; the designation with the worst verdict decides."""
    grouped: dict[str, list[_Weighed]] = {}
    lines = (subject.likened_to,) if subject.likened_to else subject.lines
    for restriction in facts.restrictions(subject.party, lines, inside=subject.inside or subject.likened_to is not None):
        grouped.setdefault(restriction.hit.entity.id, []).append(_weigh(facts, subject, restriction))
    for weighed in grouped.values():
        worst = max(weighed, key=lambda one: one.verdict)
        yield _finding(facts, subject, worst, [one for one in weighed if one is not worst])


def _weigh(facts: Facts, subject: Subject, one: Restriction) -> _Weighed:
    certainty = "possible" if subject.unsure else one.certainty
    row = verdict_row(facts.basis.pack, trigger=subject.trigger, certainty=certainty, authority=one.designation.authority)
    verdict = row.verdict
    if one.conditions == "unknown" or subject.alternate:
        verdict = min(verdict, Verdict.REFER)
    elif one.conditions == "unmet":
        verdict = Verdict.CLEAR
    if verdict is Verdict.BAR and _claims(facts, subject, one):
        verdict = Verdict.REFER
    return _Weighed(restriction=one, verdict=verdict, because=row.because)


def _claims(facts: Facts, subject: Subject, one: Restriction) -> list[Text]:
    """The pack's questions on the exceptions that the bidder claims, where it claims one for every line that the designation may cover."""
    known = {rule.id: rule for rule in facts.basis.pack.exceptions}
    claimed = {claim.line: known[claim.exception].ask for claim in facts.bid.exceptions if claim.exception in known}
    meant = [line.item.line for line in subject.lines or () if facts.conditions(one.designation, (line,), inside=subject.inside)[0] != "unmet"]
    return [claimed[line] for line in meant] if set(meant) <= set(claimed) else []


def _finding(facts: Facts, subject: Subject, worst: _Weighed, others: list[_Weighed]) -> Finding:
    one = worst.restriction
    entity = one.links[-1].subject
    who = telling.both(telling.CERTAINTY[one.certainty], entity=f"「{entity}」")
    trigger = telling.TRIGGER[subject.trigger]
    parts = [
        subject.where,
        Text(
            ja=f"{trigger.ja}「{subject.party.name}」は、{who.ja}。",
            en=f"{trigger.en} “{subject.party.name}” {who.en.replace('「', '“').replace('」', '”')}.",
        ),
        worst.because if one.conditions != "unmet" else _reasons(one, telling.UNMET),
    ]
    if one.conditions == "unknown":
        parts.append(_reasons(one, telling.CONDITION))
    if subject.alternate and one.conditions != "unmet":
        parts.append(telling.ALTERNATE)
    return Finding(
        rule=subject.rule,
        verdict=worst.verdict,
        subject=subject.about,
        because=telling.joined(parts),
        evidence=(*subject.links, *one.links, *_further_links(worst, others)),
        ask=_question(facts, subject, worst),
        notes=(*subject.notes, *_notes(facts, subject, one)),
        protected=any(weighed.restriction.designation.classification == "protected" for weighed in (worst, *others)),
        matter=matter_of(
            facts,
            Met(
                rule=subject.rule,
                trigger=subject.trigger,
                party=subject.party,
                lines=subject.lines or (),
                about=subject.about,
                hit=one.hit,
                certainty=one.certainty,
                verdict=worst.verdict,
            ),
        ),
    )


def _reasons(one: Restriction, words: Mapping[str, Text]) -> Text:
    known = [words[word] for word in one.unmet if word in words]
    return (
        Text(ja="、".join(part.ja for part in known) + "。", en="; ".join(part.en for part in known).capitalize() + ".")
        if known
        else Text(ja="", en="")
    )


def _further_links(worst: _Weighed, others: Iterable[_Weighed]) -> Iterator[Link]:
    """Other designations that weigh as much are shown too."""
    shown = set(worst.restriction.links)
    for other in others:
        if other.verdict is worst.verdict:
            yield from (link for link in other.restriction.links if link not in shown)
            shown |= set(other.restriction.links)


def _question(facts: Facts, subject: Subject, worst: _Weighed) -> Question | None:
    one = worst.restriction
    claims = _claims(facts, subject, one)
    if worst.verdict is Verdict.CLEAR:
        return None
    if claims:
        return Question(fact="exception", text=claims[0])
    if subject.ask is not None and (subject.unsure or one.certainty == "possible"):
        return Question(fact="true-maker", text=subject.ask)
    if one.certainty == "possible":
        return Question(fact="identity", text=telling.both(telling.ASK_IDENTITY, party=subject.party.name), about=subject.party.name)
    if one.conditions == "unknown" and "purpose" in one.unmet:
        return Question(fact="purpose", text=telling.ASK_PURPOSE)
    if one.conditions == "unknown" and "kind" in one.unmet:
        return Question(fact="kind", text=telling.ASK_KIND)
    if subject.alternate:
        return Question(fact="alternate", text=telling.ASK_ALTERNATE)
    if subject.lines is None:
        return Question(fact="replacement", text=telling.both(telling.ASK_SUPPLIER, party=subject.party.name), about=subject.party.name)
    return Question(fact="replacement", text=telling.ASK_REPLACEMENT)


def _likeness(found: Comparison) -> Text:
    """The score of a like name, and what in it answers to what."""
    evidence = found.evidence
    pairs = "、".join(f"{pair.left} = {pair.right}" for pair in evidence.pairs if pair.left and pair.right)
    over = "、".join(word for word in (*evidence.left_over, *evidence.right_over) if word)
    return Text(
        ja=f"名称の類似による照合: {found.score:.4f}(対応する部分: {pairs or 'なし'}。対応しない部分: {over or 'なし'})",
        en=f"Matched by likeness: {found.score:.4f} ({found.why})",
    )


def _notes(facts: Facts, subject: Subject, one: Restriction) -> Iterator[Text]:
    hit: Hit = one.hit
    if isinstance(hit.by, NamedAs) and hit.by.name not in (label(hit.entity), subject.party.name):
        yield Text(ja=f"照合した登録簿の名称: {hit.by.name}", en=f"The register's name that met: {hit.by.name}")
    if hit.comparison is not None:
        yield _likeness(hit.comparison)
    if hit.steps:
        known = [telling.STEPS[step] for step in hit.steps]
        yield Text(ja="照合: " + "、".join(step.ja for step in known), en="Matched through: " + ", ".join(step.en for step in known))
    for code in hit.against:
        text = telling.AGAINST[code.partition(":")[0]]
        yield Text(ja=f"反対の事実: {text.ja}", en=f"Against: {text.en}")
    start = one.designation.period.start
    if start is not None and start > facts.notice_date:
        yield Text(
            ja=f"この指定は公告日({facts.notice_date})より後の{start}に効力を生じた。",
            en=f"This designation took effect on {start}, after the notice of {facts.notice_date}.",
        )
    if _claims(facts, subject, one):
        yield Text(
            ja="応札者が例外に当たると主張している。主張だけでは懸念なしとせず、職員が判断する。",
            en="The bidder claims an exception; a claim alone clears nothing, a person decides.",
        )
    if not one.designation.source.verified:
        yield Text(ja="指定の典拠は未確認(unverified)である。", en="The source of the designation is unverified.")
