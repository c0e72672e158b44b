"""OWNER: restricted owners hold, together and through others, at or above the pack's share of a party the bid rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...composition.walk import Reached
from ...findings import LINES_APART, Finding, Link, Question, Verdict
from ...ownership.model import Chart, Held, Holder, Stake
from ...ownership.walk import held_all
from ...policy.reading import verdict_row
from ...terms import Party, Text, decimal_text
from .. import telling
from ..facts import Condition, Facts, Line, Restriction, holder_party, parties_of_part, same_party
from ..paths import lines_by_party, lines_text, list_place, offers, product, to_component

ID = "OWNER"
UNNAMED = "unnamed"
"""The authority column's word for owners that a chart says exist and does not name: they may be anybody, so never clear."""
BY_CONDITION: Mapping[Condition, Verdict] = {"met": Verdict.BAR, "unknown": Verdict.REFER, "unmet": Verdict.CLEAR}
"""How far a designation may lead by its conditions (kinds covered, purpose of use, affiliates)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owned:
    """A party that the bid rests on: for the bid as a whole, by the lines it makes or supplies, by the lines that hold a part of its making.

    `part` is the first of those parts (of the first line in `inside`), None where there is none. `alternate`: nothing but alternates leads to it.
    """

    party: Party
    relation: str
    whole: bool
    lines: tuple[Line, ...]
    inside: tuple[Line, ...]
    part: Reached | None
    alternate: bool = False

    @property
    def all_lines(self) -> tuple[Line, ...]:
        return tuple(dict.fromkeys((*self.lines, *self.inside)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What both rounds ask: the chart, the restrictions that reach each of its holders, and the holders that each owned party may be."""

    facts: Facts
    chart: Chart
    reach_of: Mapping[str, tuple[Restriction, ...]]
    holders_of: Mapping[_Owned, tuple[str, ...]]


def check(facts: Facts) -> Iterator[Finding]:
    """Findings about the owners of the bidder, its suppliers, makers, subcontractors and providers, as far as a chart names them."""
    chart = facts.bid.chart
    if chart is None:
        return
    reach_of = {holder.id: _restrictions(facts, holder) for holder in chart.holders}
    holders_of = {one: tuple(holder.id for holder in chart.holders if same_party(holder, one.party)) for one in _owned_parties(facts)}
    asked = _Asked(facts=facts, chart=chart, reach_of={holder: found for holder, found in reach_of.items() if found}, holders_of=holders_of)
    told: set[tuple[str, str]] = set()
    for level in (Verdict.BAR, Verdict.REFER):
        for one in _round(asked, level):
            about = (one.subject["party"], one.subject["lines"])
            if about not in told:
                told.add(about)
                yield one


def _restrictions(facts: Facts, holder: Holder) -> tuple[Restriction, ...]:
    return tuple(facts.restrictions(holder_party(holder), None))


def _weight(facts: Facts, one: _Owned, restriction: Restriction, certainty: str) -> Verdict:
    """What the pack makes of an owner under this restriction, as far as its conditions hold for what the owned party delivers."""
    row = verdict_row(facts.basis.pack, trigger="owner", certainty=certainty, authority=restriction.designation.authority)
    return min(row.verdict, BY_CONDITION[_condition(facts, one, restriction)], Verdict.REFER if one.alternate else Verdict.BAR)


def _condition(facts: Facts, one: _Owned, restriction: Restriction) -> Condition:
    designation = restriction.designation
    answers = [facts.conditions(designation, None)[0]] if one.whole else []
    answers += [facts.conditions(designation, one.lines)[0]] if one.lines else []
    answers += [facts.conditions(designation, one.inside, inside=True)[0]] if one.inside else []
    condition = max(answers, key=lambda answer: BY_CONDITION[answer])
    as_affiliate = restriction.hit.relation == "affiliate" or designation not in restriction.hit.entity.designations
    return "unknown" if condition == "met" and as_affiliate and not facts.reaches_affiliates(designation) else condition


def _round(asked: _Asked, level: Verdict) -> Iterator[Finding]:
    """Owners that the pack takes as seriously as `level`; the round of REFER adds those that lead at most to it."""
    everyone = tuple({holder for holders in asked.holders_of.values() for holder in holders})
    walks: dict[tuple[frozenset[str], frozenset[str]], Mapping[str, Held]] = {}
    for one, holders in asked.holders_of.items():
        listed, maybe = seeds = _seeds(asked, one, level)
        if not holders or (not listed and not maybe and level is Verdict.BAR):
            continue
        if seeds not in walks:
            threshold = asked.facts.basis.pack.ownership_threshold
            walks[seeds] = held_all(asked.chart, everyone, listed, possibly_designated=maybe, as_of=asked.facts.as_of, threshold=threshold)
        for answer in (walks[seeds][holder] for holder in holders):
            if answer.entity in listed | maybe or not (answer.designated in ("surely", "possibly") or _contradictory(answer)):
                continue
            found = _finding(asked, one, answer, level)
            if found.verdict is level:
                yield found


def _seeds(asked: _Asked, one: _Owned, level: Verdict) -> tuple[frozenset[str], frozenset[str]]:
    """Owners restricted for what `one` delivers, at or above the level: those that surely are, and those whose identity is only possible."""
    heavy = {
        holder: {restriction.certainty for restriction in found if _weight(asked.facts, one, restriction, "surely") >= level}
        for holder, found in asked.reach_of.items()
    }
    listed = frozenset(holder for holder, certainties in heavy.items() if certainties - {"possible"})
    return listed, frozenset(holder for holder, certainties in heavy.items() if certainties) - listed


def _owned_parties(facts: Facts) -> tuple[_Owned, ...]:
    """Every party that the bid rests on, once, with all that it does in the bid."""
    roles: dict[Party, list[tuple[str, Line | None, bool]]] = {facts.bid.bidder: [("offers", None, False)]}
    parts: dict[Party, Reached] = {}
    sure: set[Party] = set()
    for relation, grouped in (
        ("supplied-by", lines_by_party(facts, lambda item: item.supplier)),
        ("made-by", lines_by_party(facts, lambda item: item.maker)),
    ):
        for party, lines in grouped.items():
            roles.setdefault(party, []).extend((relation, line, False) for line in lines)
    providers = (*(sub.party for sub in facts.bid.subcontractors or ()), *(service.provider for service in facts.bid.services or ()))
    for provider in filter(None, providers):
        roles.setdefault(provider, []).append(("performed-by", None, False))
    for line in facts.lines:
        for part in sorted(facts.inside.get(line.item.line, ()), key=lambda one: bool(one.alternate_for)):
            for maker in parties_of_part(part):
                relation = "made-by" if maker in part.component.makers else "supplied-by"
                roles.setdefault(maker, []).append((relation, line, part.depth > 0))
                if part.depth > 0:
                    parts.setdefault(maker, part)
                if not part.alternate_for:
                    sure.add(maker)
    return tuple(
        _Owned(
            party=party,
            relation=next((relation for relation, line, _ in played if line), played[0][0]),
            whole=any(line is None for _, line, _ in played),
            lines=tuple(dict.fromkeys(line for _, line, within in played if line and not within)),
            inside=tuple(dict.fromkeys(line for _, line, within in played if line and within)),
            part=parts.get(party),
            alternate=party in parts and party not in sure and all(within for _, _, within in played),
        )
        for party, played in roles.items()
    )


def _finding(asked: _Asked, one: _Owned, answer: Held, level: Verdict) -> Finding:
    facts, lines = asked.facts, one.all_lines
    tops = tuple(dict.fromkeys(path[0].owner for path in answer.paths))
    restrictions = tuple(restriction for top in tops for restriction in asked.reach_of.get(top, ()))
    certainty = answer.designated if answer.designated == "surely" else "possibly"
    heaviest = max(restrictions, key=lambda restriction: _weight(facts, one, restriction, certainty), default=None)
    authority = heaviest.designation.authority if heaviest else UNNAMED
    row = verdict_row(facts.basis.pack, trigger="owner", certainty=certainty, authority=authority)
    verdict = min(level, _weight(facts, one, heaviest, certainty) if heaviest else row.verdict)
    return Finding(
        rule=ID,
        verdict=verdict,
        subject={"bid": facts.bid.id, "party": one.party.name, "lines": LINES_APART.join(line.item.line for line in lines)},
        because=telling.joined([lines_text(lines) if lines else Text(ja="", en=""), _said(facts, one, answer), row.because]),
        evidence=tuple(_links(facts, asked.chart, one, answer, restrictions)),
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
    yield from _way_to(facts, one)
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


def _way_to(facts: Facts, one: _Owned) -> Iterator[Link]:
    """bidder —offers→ product —made-by→ party, or product —contains→ … part —made-by→ party; a party of the bid as a whole needs no way."""
    if one.lines:
        line = one.lines[0]
        yield offers(facts, line)
        yield Link(relation=one.relation, subject=product(line), target=one.party.name, source=list_place(facts, line))
    elif one.part is not None:
        yield from to_component(facts, one.inside[0], one.part, one.party)


def _notes(facts: Facts, answer: Held) -> Iterator[Text]:
    source = facts.basis.pack.ownership_threshold_source
    if not source.verified:
        threshold = decimal_text(answer.threshold)
        yield Text(ja=f"閾値{threshold}%は参考値(未確認)である。", en=f"The threshold of {threshold} % is a reference value (unverified).")
    for code, holder in answer.gaps[:6]:
        yield Text(ja=f"資本関係の不明点: {holder}({code})", en=f"Gap in the ownership chart: {holder} ({code})")
