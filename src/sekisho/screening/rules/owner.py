"""OWNER: restricted owners hold, together and through others, at or above the pack's share of a party the bid rests on."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...findings import Finding, Link, Question, Verdict, worst
from ...ownership.model import Chart, Held, Holder, Stake
from ...ownership.walk import held_all
from ...policy.reading import verdict_row
from ...terms import Party, Text, decimal_text
from .. import telling
from ..facts import Facts, Line, Restriction, holder_party, same_party
from ..paths import lines_by_party, lines_text

ID = "OWNER"
UNNAMED = "unnamed"
"""The authority column's word for owners that a chart says exist and does not name: they may be anybody, so never clear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owned:
    """A party that the bid rests on, and the lines by which it does (None = the bid as a whole)."""

    party: Party
    lines: tuple[Line, ...] | None
    relation: str


def check(facts: Facts) -> Iterator[Finding]:
    """Findings about the owners of the bidder, its suppliers, makers, subcontractors and providers, as far as a chart names them."""
    chart = facts.bid.chart
    if chart is None:
        return
    told: set[str] = set()
    reach_of = {holder.id: _restrictions(facts, holder) for holder in chart.holders}
    for verdict in (Verdict.BAR, Verdict.REFER):
        # Owners whose designation the pack takes so seriously; the next round adds those that lead at most to REFER.
        listed = frozenset(one for one, found in reach_of.items() if _weight(facts, found, possible=False) >= verdict)
        maybe = frozenset(one for one, found in reach_of.items() if _weight(facts, found, possible=True) >= verdict) - listed
        for one in _round(facts, chart, listed, maybe, reach_of, verdict):
            if one.subject["party"] not in told:
                told.add(one.subject["party"])
                yield one


def _restrictions(facts: Facts, holder: Holder) -> tuple[Restriction, ...]:
    return tuple(facts.restrictions(holder_party(holder), None))


def _weight(facts: Facts, found: tuple[Restriction, ...], *, possible: bool) -> Verdict:
    """How seriously the pack takes an owner with these restrictions; a merely possible identity counts only where `possible`."""
    pack = facts.basis.pack
    return worst(
        verdict_row(pack, trigger="owner", certainty="surely", authority=one.designation.authority).verdict
        for one in found
        if possible or one.certainty != "possible"
    )


def _round(
    facts: Facts, chart: Chart, listed: frozenset[str], maybe: frozenset[str], reach_of: dict[str, tuple[Restriction, ...]], level: Verdict
) -> Iterator[Finding]:
    if not listed and not maybe and level is Verdict.BAR:
        return
    owned = _owned_parties(facts)
    named = {party: next((holder.id for holder in chart.holders if same_party(holder, party)), "") for party in owned}
    asked = tuple({holder for holder in named.values() if holder})
    answers = held_all(chart, asked, listed, possibly_designated=maybe, as_of=facts.as_of, threshold=facts.basis.pack.ownership_threshold)
    for party, one in owned.items():
        answer = answers.get(named[party])
        if answer is None or answer.entity in listed | maybe or not (answer.designated in ("surely", "possibly") or _contradictory(answer)):
            continue
        found = _finding(facts, chart, one, answer, reach_of, level)
        if found.verdict is level:
            yield found


def _owned_parties(facts: Facts) -> dict[Party, _Owned]:
    owned = {facts.bid.bidder: _Owned(party=facts.bid.bidder, lines=None, relation="offers")}
    for relation, grouped in (
        ("supplied-by", lines_by_party(facts, lambda item: item.supplier)),
        ("made-by", lines_by_party(facts, lambda item: item.maker)),
    ):
        for party, lines in grouped.items():
            owned.setdefault(party, _Owned(party=party, lines=tuple(lines), relation=relation))
    for sub in facts.bid.subcontractors or ():
        owned.setdefault(sub.party, _Owned(party=sub.party, lines=None, relation="performed-by"))
    for service in facts.bid.services or ():
        if service.provider is not None:
            owned.setdefault(service.provider, _Owned(party=service.provider, lines=None, relation="performed-by"))
    by_line = {line.item.line: line for line in facts.lines}
    for number, reached in facts.inside.items():
        for part in reached:
            maker = part.component.maker
            if maker is not None and number in by_line:
                owned.setdefault(maker, _Owned(party=maker, lines=(by_line[number],), relation="made-by"))
    return owned


def _finding(facts: Facts, chart: Chart, one: _Owned, answer: Held, reach_of: dict[str, tuple[Restriction, ...]], level: Verdict) -> Finding:
    tops = tuple(dict.fromkeys(path[0].owner for path in answer.paths))
    restrictions = tuple(restriction for top in tops for restriction in reach_of.get(top, ()))
    certainty = answer.designated if answer.designated == "surely" else "possibly"
    authority = max(
        (restriction.designation.authority for restriction in restrictions),
        key=lambda name: verdict_row(facts.basis.pack, trigger="owner", certainty=certainty, authority=name).verdict,
        default=UNNAMED,
    )
    row = verdict_row(facts.basis.pack, trigger="owner", certainty=certainty, authority=authority)
    verdict = min(row.verdict, level, _by_conditions(facts, one, restrictions))
    return Finding(
        rule=ID,
        verdict=verdict,
        subject={"bid": facts.bid.id, "party": one.party.name, "lines": ",".join(line.item.line for line in one.lines or ())},
        because=telling.joined([lines_text(one.lines) if one.lines else Text(ja="", en=""), _said(facts, one, answer), row.because]),
        evidence=tuple(_links(facts, chart, one, answer, restrictions)),
        ask=_ask(one, verdict, certainty),
        notes=tuple(_notes(facts, answer)),
        protected=any(restriction.designation.classification == "protected" for restriction in restrictions),
    )


def _contradictory(answer: Held) -> bool:
    """A chart whose minima exceed 100 % of somebody cannot be relied on for a no."""
    return answer.designated == "no" and any(code == "contradictory" for code, _ in answer.gaps)


def _ask(one: _Owned, verdict: Verdict, certainty: str) -> Question | None:
    if verdict is Verdict.CLEAR:
        return None
    if verdict is Verdict.BAR and certainty == "surely":
        return Question(fact="replacement", text=telling.both(telling.ASK_SUPPLIER, party=one.party.name))
    return Question(fact="owners", text=telling.both(telling.ASK_OWNERS, party=one.party.name))


def _by_conditions(facts: Facts, one: _Owned, restrictions: tuple[Restriction, ...]) -> Verdict:
    """BAR where some designation's conditions hold (or there are none), REFER where they may, CLEAR where none can."""
    answers = {facts.conditions(restriction.designation, one.lines)[0] for restriction in restrictions}
    if not answers or "met" in answers:
        return Verdict.BAR
    return Verdict.REFER if "unknown" in answers else Verdict.CLEAR


def _said(facts: Facts, one: _Owned, answer: Held) -> Text:
    share, threshold = answer.aggregate.text(), decimal_text(answer.threshold)
    if answer.designated == "no":
        return Text(
            ja=f"「{one.party.name}」の資本関係の資料は持分の合計が100%を超えており、信頼できない。",
            en=f"The ownership chart of “{one.party.name}” adds up to more than 100 % and cannot be relied on.",
        )
    if not answer.paths:
        return Text(
            ja=f"「{one.party.name}」の持分{share}の保有者が明らかでなく、懸念先である可能性がある(閾値{threshold}%)。",
            en=f"Who holds {share} of “{one.party.name}” is not disclosed and may be a restricted entity (threshold {threshold} %).",
        )
    if answer.designated == "surely":
        return Text(
            ja=f"「{one.party.name}」の持分を、懸念先が他の者を通じた保有を合わせて{share}(閾値{threshold}%)保有している。",
            en=f"Restricted owners hold {share} of “{one.party.name}”, directly and through others (threshold {threshold} %).",
        )
    return Text(
        ja=f"「{one.party.name}」の持分を、懸念先が合わせて{share}保有している可能性がある(閾値{threshold}%)。",
        en=f"Restricted owners may hold {share} of “{one.party.name}”, directly and through others (threshold {threshold} %).",
    )


def _links(facts: Facts, chart: Chart, one: _Owned, answer: Held, restrictions: tuple[Restriction, ...]) -> Iterator[Link]:
    names = {holder.id: holder.name for holder in chart.holders}
    if one.lines:
        first = one.lines[0]
        yield Link(
            relation=one.relation,
            subject=f"#{first.item.line} {first.item.model or first.item.name}",
            target=one.party.name,
            source=f"{facts.bid.list.file} {first.item.where}" if facts.bid.list else "",
        )
    shown: set[Stake] = set()
    for path in answer.paths:
        for stake in reversed(path):
            if stake not in shown:
                shown.add(stake)
                yield Link(
                    relation="owned-by",
                    subject=names.get(stake.owned, stake.owned),
                    target=names.get(stake.owner, stake.owner),
                    share=stake.share,
                    source=stake.source.name,
                    retrieved_at=stake.source.retrieved_at,
                    unverified=not stake.source.verified,
                )
    yield from dict.fromkeys(link for restriction in restrictions for link in restriction.links if link.subject != link.target)


def _notes(facts: Facts, answer: Held) -> Iterator[Text]:
    source = facts.basis.pack.ownership_threshold_source
    if not source.verified:
        threshold = decimal_text(answer.threshold)
        yield Text(ja=f"閾値{threshold}%は参考値(未確認)である。", en=f"The threshold of {threshold} % is a reference value (unverified).")
    for code, holder in answer.gaps[:6]:
        yield Text(ja=f"資本関係の不明点: {holder}({code})", en=f"Gap in the ownership chart: {holder} ({code})")
