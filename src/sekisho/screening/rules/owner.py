"""OWNER: restricted owners hold, together and through others, at or above the pack's share of a party the bid rests on."""

from collections.abc import Iterator, Mapping

from ...findings import LINES_APART, Finding, Link, Question, Verdict
from ...ownership.model import Chart, Held, Stake
from ...policy.reading import verdict_row
from ...terms import Text, decimal_text
from .. import telling
from ..facts import Facts, Restriction
from ..gaps import gap_text
from ..meets import red_flags
from ..owned import UNNAMED, Asked, Owned, asked_of, held_under, seeds_of, under_regime, way_to, weight
from ..paths import lines_text

ID = "OWNER"


def check(facts: Facts) -> Iterator[Finding]:
    """Findings about the owners of the bidder, its suppliers, makers, subcontractors and providers, as far as a chart names them."""
    asked = asked_of(facts)
    if asked is None:
        return
    told: set[tuple[str, str]] = set()
    for level in (Verdict.BAR, Verdict.REFER):
        for one in _round(asked, level):
            about = (one.subject["party"], one.subject["lines"])
            if about not in told:
                told.add(about)
                yield under_regime(one, facts)


def _round(asked: Asked, level: Verdict) -> Iterator[Finding]:
    """Owners that the pack takes as seriously as `level`; the round of REFER adds those that lead at most to it."""
    everyone = tuple({holder for holders in asked.holders_of.values() for holder in holders})
    walks: dict[tuple[frozenset[str], frozenset[str]], Mapping[str, Held]] = {}
    for one, holders in asked.holders_of.items():
        listed, maybe = seeds = seeds_of(asked, one, level)
        if not holders or (not listed and not maybe and level is Verdict.BAR):
            continue
        if seeds not in walks:
            walks[seeds] = held_under(asked, everyone, listed, maybe)
        for answer in (walks[seeds][holder] for holder in holders):
            if answer.entity in listed | maybe or not (answer.designated in ("surely", "possibly") or _contradictory(answer)):
                continue
            found = _finding(asked, one, answer, level)
            if found.verdict is level:
                yield found


def _finding(asked: Asked, one: Owned, answer: Held, level: Verdict) -> Finding:
    facts, lines = asked.facts, one.all_lines
    tops = tuple(dict.fromkeys(path[0].owner for path in answer.paths))
    restrictions = tuple(restriction for top in tops for restriction in asked.reach_of.get(top, ()))
    certainty = answer.designated if answer.designated == "surely" else "possibly"
    heaviest = max(restrictions, key=lambda restriction: weight(facts, one, restriction, certainty), default=None)
    authority = heaviest.designation.authority if heaviest else UNNAMED
    row = verdict_row(facts.basis.pack, trigger="owner", certainty=certainty, authority=authority)
    verdict = min(level, weight(facts, one, heaviest, certainty) if heaviest else row.verdict)
    return Finding(
        rule=ID,
        verdict=verdict,
        subject={"bid": facts.bid.id, "party": one.party.name, "lines": LINES_APART.join(line.item.line for line in lines)},
        because=telling.joined([lines_text(lines) if lines else Text(ja="", en=""), _said(facts, one, answer), row.because]),
        evidence=tuple(_links(facts, asked.chart, one, answer, restrictions)),
        ask=_ask(one, verdict, certainty),
        notes=tuple(_notes(facts, asked.chart, answer)),
        protected=any(restriction.designation.classification == "protected" for restriction in restrictions),
    )


def _contradictory(answer: Held) -> bool:
    """A chart whose minima exceed 100 % of somebody cannot be relied on for a no."""
    return answer.designated == "no" and any(code == "contradictory" for code, _ in answer.gaps)


def _ask(one: Owned, verdict: Verdict, certainty: str) -> Question | None:
    if verdict is Verdict.CLEAR:
        return None
    if verdict is Verdict.BAR and certainty == "surely":
        return Question(fact="replacement", text=telling.both(telling.ASK_SUPPLIER, party=one.party.name), about=one.party.name)
    return Question(fact="owners", text=telling.both(telling.ASK_OWNERS, party=one.party.name), about=one.party.name)


def _said(facts: Facts, one: Owned, answer: Held) -> Text:
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


def _links(facts: Facts, chart: Chart, one: Owned, answer: Held, restrictions: tuple[Restriction, ...]) -> Iterator[Link]:
    names = {holder.id: holder.name for holder in chart.holders}
    yield from way_to(facts, one)
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


def _notes(facts: Facts, chart: Chart, answer: Held) -> Iterator[Text]:
    names = {holder.id: holder.name for holder in chart.holders}
    source = facts.regime.regime.source
    if not source.verified:
        threshold = decimal_text(answer.threshold)
        yield Text(ja=f"閾値{threshold}%は参考値(未確認)である。", en=f"The threshold of {threshold} % is a reference value (unverified).")
    for flag in red_flags(answer, facts.regime.regime):
        yield Text(
            ja=f"警戒情報({flag.code}): {names.get(flag.holder, flag.holder)} → {names.get(flag.entity, flag.entity)}",
            en=f"Red flag of the rule ({flag.code}): {names.get(flag.holder, flag.holder)} → {names.get(flag.entity, flag.entity)}",
        )
    for piece in [one for one in answer.control if one.designated in ("surely", "possibly")][:6]:
        tie = f"{names.get(piece.holder, piece.holder)} → {names.get(piece.entity, piece.entity)}"
        strength = telling.STRENGTH[piece.strength]
        yield Text(
            ja=f"持分によらない支配・影響: {tie}({piece.kind}、{strength.ja})", en=f"Control beside shares: {tie} ({piece.kind}, {strength.en})"
        )
    for code, holder in answer.gaps[:6]:
        gap = gap_text(code, names.get(holder, holder))
        yield Text(ja=f"資本関係の不明点: {gap.ja}", en=f"Gap in the ownership chart: {gap.en}")
