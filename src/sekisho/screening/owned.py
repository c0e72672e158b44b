"""What the rules about owners and about control share: whom a bid rests on, which restrictions reach the holders of its chart, under which regime."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..composition.walk import Reached
from ..findings import Finding, Link, Question, Verdict
from ..ownership.model import Chart, Held, Holder
from ..ownership.walk import held_all
from ..policy.reading import verdict_row
from ..policy.regime import standing_on
from ..terms import Party, Text
from . import telling
from .behind import behind
from .facts import Condition, Facts, Line, Restriction, holder_party, parties_of_part, same_party
from .paths import lines_by_party, list_place, offers, product, to_component

UNNAMED = "unnamed"
"""The authority column's word for owners that a chart says exist and does not name: they may be anybody, so never clear."""
BY_CONDITION: Mapping[Condition, Verdict] = {"met": Verdict.BAR, "unknown": Verdict.REFER, "unmet": Verdict.CLEAR}
"""How far a designation may lead by its conditions (kinds covered, purpose of use, affiliates)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
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
class Asked:
    """What both rounds ask: the chart, the restrictions that reach each of its holders, and the holders that each owned party may be."""

    facts: Facts
    chart: Chart
    reach_of: Mapping[str, tuple[Restriction, ...]]
    holders_of: Mapping[Owned, tuple[str, ...]]


def asked_of(facts: Facts) -> Asked | None:
    """What the rules ask of a bid's chart; None where the bid has none."""
    chart = facts.bid.chart
    if chart is None:
        return None
    reach_of = {holder.id: _restrictions(facts, holder) for holder in chart.holders}
    holders_of = {one: tuple(holder.id for holder in chart.holders if same_party(holder, one.party)) for one in _owned_parties(facts)}
    return Asked(facts=facts, chart=chart, reach_of={holder: found for holder, found in reach_of.items() if found}, holders_of=holders_of)


def held_under(asked: Asked, everyone: Iterable[str], listed: frozenset[str], maybe: frozenset[str]) -> Mapping[str, Held]:
    """The answers about `everyone` by the threshold and the counting of the regime, as of the judging date."""
    regime = asked.facts.regime.regime
    return held_all(
        asked.chart,
        everyone,
        listed,
        possibly_designated=maybe,
        as_of=asked.facts.as_of,
        threshold=regime.threshold,
        strictly=not regime.inclusive,
        alone=regime.counting == "single",
    )


def under_regime(found: Finding, facts: Facts) -> Finding:
    """The finding as far as the regime is in force that day: suspended, it leads to nothing; undetermined, to refer."""
    on = facts.regime
    notes = (*found.notes, *_other_day(facts))
    if on.standing == "in force" or found.verdict is Verdict.CLEAR:
        return replace(found, notes=notes, id="")
    source = "" if on.source.verified else "(未確認)"
    named = Text(ja=f"規則の状態の出典: {on.source.name}{source}", en=f"Source of the rule's standing: {on.source.name}{source and ' (unverified)'}")
    if on.standing == "undetermined":
        ask = Question(fact="regime", text=telling.both(telling.ASK_REGIME, regime=on.regime.id))
        because = telling.joined([found.because, on.because, telling.UNDETERMINED])
        return replace(found, verdict=Verdict.REFER, because=because, ask=ask, notes=(*notes, named), id="")
    because = telling.joined([found.because, on.because, telling.WITHOUT_EFFECT])
    return replace(found, verdict=Verdict.CLEAR, because=because, ask=None, notes=(*notes, named), id="")


def _other_day(facts: Facts) -> Iterator[Text]:
    """A note where the rule stood otherwise on the day of the notice."""
    on = facts.regime
    before = standing_on(on.regime, facts.notice_date, facts.stated)
    if before.standing != on.standing:
        then, now = telling.STANDING[before.standing], telling.STANDING[on.standing]
        yield Text(
            ja=f"公告日({facts.notice_date})における規則の状態: {then.ja}。判断基準日({on.day}): {now.ja}。",
            en=f"The rule on the day of the notice ({facts.notice_date}): {then.en}; on the judging date ({on.day}): {now.en}.",
        )


def _restrictions(facts: Facts, holder: Holder) -> tuple[Restriction, ...]:
    return tuple(facts.restrictions(holder_party(holder), None))


def weight(facts: Facts, one: Owned, restriction: Restriction, certainty: str, *, trigger: str = "owner") -> Verdict:
    """What the pack makes of an owner under this restriction, as far as its conditions hold for what the owned party delivers."""
    row = verdict_row(facts.basis.pack, trigger=trigger, certainty=certainty, authority=restriction.designation.authority)
    return min(row.verdict, BY_CONDITION[_condition(facts, one, restriction)], Verdict.REFER if one.alternate else Verdict.BAR)


def _condition(facts: Facts, one: Owned, restriction: Restriction) -> Condition:
    designation = restriction.designation
    answers = [facts.conditions(designation, None)[0]] if one.whole else []
    answers += [facts.conditions(designation, one.lines)[0]] if one.lines else []
    answers += [facts.conditions(designation, one.inside, inside=True)[0]] if one.inside else []
    condition = max(answers, key=lambda answer: BY_CONDITION[answer])
    as_affiliate = restriction.hit.relation == "affiliate" or designation not in restriction.hit.entity.designations
    return "unknown" if condition == "met" and as_affiliate and not facts.reaches_affiliates(designation) else condition


def seeds_of(asked: Asked, one: Owned, level: Verdict) -> tuple[frozenset[str], frozenset[str]]:
    """Owners restricted for what `one` delivers, at or above the level: those that surely are, and those whose identity is only possible."""
    heavy = {
        holder: {restriction.certainty for restriction in found if weight(asked.facts, one, restriction, "surely") >= level}
        for holder, found in asked.reach_of.items()
    }
    listed = frozenset(holder for holder, certainties in heavy.items() if certainties - {"possible"})
    return listed, frozenset(holder for holder, certainties in heavy.items() if certainties) - listed


def _owned_parties(facts: Facts) -> tuple[Owned, ...]:
    """Every party that the bid rests on, once, with all that it does in the bid."""
    roles: dict[Party, list[tuple[str, Line | None, bool]]] = {facts.bid.bidder: [("offers", None, False)]}
    for one in behind(facts.bid):
        roles.setdefault(one.party, []).append((one.link.relation, None, False))
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
        Owned(
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


def way_to(facts: Facts, one: Owned) -> Iterator[Link]:
    """bidder —offers→ product —made-by→ party, or product —contains→ … part —made-by→ party; of the bid as a whole, a member's or a lessor's way."""
    if one.lines:
        line = one.lines[0]
        yield offers(facts, line)
        yield Link(relation=one.relation, subject=product(line), target=one.party.name, source=list_place(facts, line))
    elif one.part is not None:
        yield from to_component(facts, one.inside[0], one.part, one.party)
    else:
        yield from (known.link for known in behind(facts.bid) if known.party == one.party)
