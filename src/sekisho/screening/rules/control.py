"""CONTROL: a restricted holder controls a party the bid rests on, or has a say in it, without the share that OWNER asks for; or a government does."""

from collections.abc import Iterable, Iterator, Mapping

from ...findings import LINES_APART, Finding, Link, Question, Verdict
from ...ownership.control import STRENGTHS
from ...ownership.controllers import STATE_HOLDING
from ...ownership.model import Control, Evidence, Held, Stake, Strength
from ...policy.reading import verdict_row
from ...terms import Text
from .. import telling
from ..facts import Facts, Restriction
from ..gaps import gap_text
from ..owned import UNNAMED, Asked, Owned, asked_of, held_under, seeds_of, under_regime, way_to, weight
from ..paths import lines_text

ID = "CONTROL"
MOST_TOLD = 6
"""Pieces of evidence that one finding shows; the chart has them all."""
_RANK: Mapping[Strength, int] = {"linked": 0, "influences": 1, "decides": 2}


def check(facts: Facts) -> Iterator[Finding]:
    """Findings about who controls the bidder, its suppliers, makers, subcontractors and providers without holding the share that OWNER asks for."""
    asked = asked_of(facts)
    if asked is None:
        return
    everyone = tuple({holder for holders in asked.holders_of.values() for holder in holders})
    walks: dict[tuple[frozenset[str], frozenset[str]], Mapping[str, Held]] = {}
    for one, holders in asked.holders_of.items():
        seeds = seeds_of(asked, one, Verdict.REFER)
        if holders and seeds not in walks:
            walks[seeds] = held_under(asked, everyone, *seeds)
        answers = [walks[seeds][holder] for holder in holders if holder not in seeds[0] | seeds[1]]
        told = [found for answer in answers for found in _of(asked, one, answer)]
        yield from (under_regime(found, facts) for found in told[:2])


def _of(asked: Asked, one: Owned, answer: Held) -> Iterator[Finding]:
    """At most one finding about restricted holders and one about governments. Where OWNER speaks, it tells of control too."""
    regime = asked.facts.regime.regime
    found = [piece for piece in answer.control if piece.kind != STATE_HOLDING and piece.designated in ("surely", "possibly")]
    if found and regime.control != "ignored" and answer.designated not in ("surely", "possibly"):
        yield _finding(asked, one, answer, found)
    if regime.governments:
        countries = {holder.id: holder.country for holder in asked.chart.holders}
        states = [piece for piece in answer.control if piece.holder_kind == "state" and countries.get(piece.holder) in regime.governments.countries]
        if states:
            yield _government(asked, one, answer, states)


def _finding(asked: Asked, one: Owned, answer: Held, found: list[Evidence]) -> Finding:
    facts = asked.facts
    strength = max((piece.strength for piece in found), key=_RANK.__getitem__)
    tops = tuple(dict.fromkeys(_upper(piece.path[0]) for piece in found))
    restrictions = tuple(restriction for top in tops for restriction in asked.reach_of.get(top, ()))
    heaviest = max(restrictions, key=lambda known: weight(facts, one, known, strength, trigger="control"), default=None)
    authority = heaviest.designation.authority if heaviest else UNNAMED
    row = verdict_row(facts.basis.pack, trigger="control", certainty=strength, authority=authority)
    verdict = weight(facts, one, heaviest, strength, trigger="control") if heaviest else row.verdict
    said = telling.both(telling.CONTROLLED[strength, bool(restrictions)], party=one.party.name)
    return _built(asked, one, answer, found, verdict=verdict, said=[said, row.because], restrictions=restrictions, about="control")


def _government(asked: Asked, one: Owned, answer: Held, found: list[Evidence]) -> Finding:
    facts, regime = asked.facts, asked.facts.regime.regime
    decides = any(piece.strength == "decides" for piece in found)
    certainty = "surely" if decides else "possibly"
    row = verdict_row(facts.basis.pack, trigger="government", certainty=certainty, authority=UNNAMED)
    verdict = min(row.verdict, Verdict.REFER) if one.alternate else row.verdict
    clause = regime.governments.clause if regime.governments else ""
    said = telling.both(telling.GOVERNMENT[decides], party=one.party.name, clause=clause)
    return _built(asked, one, answer, found, verdict=verdict, said=[said, row.because], restrictions=(), about="government")


def _built(
    asked: Asked,
    one: Owned,
    answer: Held,
    found: list[Evidence],
    *,
    verdict: Verdict,
    said: list[Text],
    restrictions: tuple[Restriction, ...],
    about: str,
) -> Finding:
    facts, lines = asked.facts, one.all_lines
    return Finding(
        rule=ID,
        verdict=verdict,
        subject={"bid": facts.bid.id, "party": one.party.name, "about": about, "lines": LINES_APART.join(line.item.line for line in lines)},
        because=telling.joined([lines_text(lines) if lines else Text(ja="", en=""), *said]),
        evidence=(*way_to(facts, one), *links_of(asked, found[:MOST_TOLD]), *_designations(restrictions)),
        ask=_question(one) if verdict is not Verdict.CLEAR else None,
        notes=tuple(notes_of(asked, answer, found)),
        protected=any(restriction.designation.classification == "protected" for restriction in restrictions),
    )


def _question(one: Owned) -> Question:
    name = one.party.name
    return Question(fact="control", text=telling.both(telling.ASK_CONTROL, party=name), about=name)


def links_of(asked: Asked, found: Iterable[Evidence]) -> Iterator[Link]:
    """The way of each piece from the party up to whom it leads, every step once."""
    names = {holder.id: holder.name for holder in asked.chart.holders}
    shown: set[Stake | Control] = set()
    for piece in found:
        for step in reversed(piece.path):
            if step not in shown:
                shown.add(step)
                yield Link(
                    relation="owned-by" if isinstance(step, Stake) else "controlled-by",
                    subject=names.get(_lower(step), _lower(step)),
                    target=names.get(_upper(step), _upper(step)),
                    share=step.share if isinstance(step, Stake) else None,
                    source=f"{step.source.name}{'' if isinstance(step, Stake) else f' [{step.kind}]'}",
                    retrieved_at=step.source.retrieved_at,
                    unverified=not step.source.verified,
                )


def notes_of(asked: Asked, answer: Held, found: list[Evidence]) -> Iterator[Text]:
    """What each piece is, from when to when; that the strengths are our own reading; what the chart leaves open."""
    names = {holder.id: holder.name for holder in asked.chart.holders}
    for piece in found[:MOST_TOLD]:
        strength, days = telling.STRENGTH[piece.strength], f"{piece.period.start or ''}–{piece.period.end or ''}"
        kind = piece.kind if piece.kind in STRENGTHS or piece.kind == STATE_HOLDING else f"{piece.kind}?"
        holder, entity = names.get(piece.holder, piece.holder), names.get(piece.entity, piece.entity)
        yield Text(
            ja=f"{holder} → {entity}: {kind}({strength.ja}、{days}、{telling.SURELY[piece.designated].ja})",
            en=f"{holder} → {entity}: {kind} ({strength.en}, {days}, {telling.SURELY[piece.designated].en})",
        )
    yield Text(
        ja="支配の種類ごとの強さはSekishoの解釈であり、未確認である。", en="How strong each kind of control is is Sekisho's own reading (unverified)."
    )
    for code, holder in answer.gaps[:MOST_TOLD]:
        gap = gap_text(code, names.get(holder, holder))
        yield Text(ja=f"資本関係の不明点: {gap.ja}", en=f"Gap in the ownership chart: {gap.en}")


def _designations(restrictions: Iterable[Restriction]) -> Iterator[Link]:
    yield from dict.fromkeys(link for restriction in restrictions for link in restriction.links if link.subject != link.target)


def _upper(step: Stake | Control) -> str:
    return step.owner if isinstance(step, Stake) else step.holder


def _lower(step: Stake | Control) -> str:
    return step.owned if isinstance(step, Stake) else step.entity
