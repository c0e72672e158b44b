"""Screening what is already installed: devices that are alike are judged once, by the rules and the one path by which a bid's lines are.

1. Declared makers as MAKER does; makers that marks point to as MARK does; what a scanner infers about the maker is possible and never more.
2. The model and name against designated products, the kind against designated classes, the origin against designated places.
3. What the pack requires and nobody told is asked for. Where no maker is known, declared or surely pointed to, nothing is ever clear.
4. A rule that fails, and a stale edition, leave nothing clear.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..findings import Finding, Link, Question, Verdict
from ..marks.agreeing import agree
from ..marks.model import DECLARED, Attribution, Identified, MakerFound
from ..policy.reading import kind_of, purpose_of, verdict_row
from ..policy.regime import standing_on
from ..tenders.model import Bid, EquipmentItem
from ..terms import Party, Text
from . import telling
from .designation import Subject, findings_about
from .facts import Basis, Facts, Line, names_somebody
from .paths import line_subject, line_text, product
from .rules import centre as centre_rule
from .rules import maker as maker_rule
from .rules import mark as mark_rule
from .rules import place as place_rule
from .rules import product as product_rule
from .rules import spoof as spoof_rule
from .rules import undisclosed as undisclosed_rule
from .screen import FAILED, stale_finding

ENTERPRISE_ARCS = 7
"""Of a sysObjectID, up to the enterprise number."""
EXPORTS = "設置済み機器の書き出し / exports of installed devices"
"""The source of what is told of devices that are alike; of each device the report shows its file and line."""
OF_INSTALLED = (product_rule, place_rule, spoof_rule, undisclosed_rule, centre_rule)
"""Rules that are asked of installed devices as they are of lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """Devices that are alike: what is declared of them, what a machine inferred (`vendors`), what marks say. `named` is a designated product."""

    makers: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    named: str = ""
    kind: str = ""
    purpose: str = ""
    role: str = ""
    origin: str = ""
    identified: Identified | None = None

    @property
    def pointed_to(self) -> tuple[MakerFound, ...]:
        """Makers that marks point to and that nobody declared, none doubtful."""
        found = self.identified.makers if self.identified else ()
        others = (one for one in found if one.certainty != "doubtful" and all(said.family != DECLARED for said in one.evidence))
        return tuple(one for one in others if not any(agree(one.maker, declared) for declared in self.makers))

    @property
    def known_maker(self) -> str:
        """The maker by which the devices are listed: declared, else surely pointed to, else ""."""
        declared = next((one for one in self.makers if names_somebody(Party(name=one))), "")
        return declared or next((one.maker for one in self.pointed_to if one.certainty == "surely"), "")


def judge_installed(groups: Sequence[Installed], basis: Basis, *, as_of: date) -> list[tuple[Finding, ...]]:
    """The findings of each group, with one look-up for all their makers."""
    parties = list(dict.fromkeys(party for one in groups for party in _parties(one)))
    facts = Facts(
        basis=basis,
        bid=Bid(id="", bidder=Party(name="")),
        as_of=as_of,
        notice_date=as_of,
        regime=standing_on(basis.pack.regime, as_of),
        candidates=dict(zip(parties, basis.lookup.lookup(parties), strict=True)),
        lines=(),
    )
    stale = stale_finding(facts, basis.edition.stale_cards(as_of))
    return [(*_told_once(_findings(one, facts)), *stale) for one in groups]


def _parties(one: Installed) -> Iterator[Party]:
    yield from (Party(name=name) for name in (*one.makers, *one.vendors))
    yield from (Party(name=found.maker) for found in one.pointed_to)


def _told_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple({one.id: one for one in findings}.values())


def _findings(one: Installed, facts: Facts) -> Iterator[Finding]:
    lines = [_line(one, model, facts) for model in one.models or ("",)]
    try:
        found = [_for_the_estate(finding) for line in lines for finding in _of_line(one, line, facts)]
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        yield _failed(lines[0], facts, type(error).__name__)
        return
    yield from found
    if not one.known_maker and not any(finding.subject.get("fact") == "maker" for finding in found):
        yield _nobody(lines[0], facts)


def _of_line(one: Installed, line: Line, facts: Facts) -> Iterator[Finding]:
    for name in one.makers:
        yield from findings_about(facts, _declared(line, facts, name, unsure=False))
    for found in one.pointed_to:
        yield from findings_about(facts, _pointed_to(line, facts, found, beside=bool(one.makers)))
    told = (*one.makers, *(found.maker for found in one.pointed_to))
    for name in one.vendors:
        if not any(agree(name, other) for other in told):
            yield from findings_about(facts, _declared(line, facts, name, unsure=True))
    for rule in OF_INSTALLED:
        yield from rule.check(line, facts)


def _line(one: Installed, model: str, facts: Facts) -> Line:
    pack = facts.basis.pack
    known = one.known_maker
    item = EquipmentItem(
        line="", where="", kind=one.kind, maker=Party(name=known) if known else None, model=model, name=one.named,
        purpose=one.purpose, role=one.role, origin=one.origin,
    )  # fmt: skip
    return Line(item=item, kind=kind_of(pack, one.kind) if one.kind else None, purpose=purpose_of(pack, one.purpose) if one.purpose else "")


def _declared(line: Line, facts: Facts, name: str, *, unsure: bool) -> Subject:
    """What somebody wrote down as the maker, or (`unsure`) what a scanner or monitor inferred."""
    said = telling.INFERRED if unsure else Text(ja="", en="")
    return Subject(
        rule=maker_rule.ID,
        trigger="maker",
        party=Party(name=name),
        about={**line_subject(facts, line), "maker": name},
        where=telling.joined([line_text(line), said]),
        lines=(line,),
        links=(Link(relation="made-by", subject=product(line), target=name, source=EXPORTS),),
        unsure=unsure,
        ask=telling.ASK_NAMEPLATE if unsure else None,
    )


def _pointed_to(line: Line, facts: Facts, found: MakerFound, *, beside: bool) -> Subject:
    """A maker that marks point to, `beside` one that was declared or alone."""
    return Subject(
        rule=mark_rule.ID,
        trigger="maker",
        party=Party(name=found.maker),
        about={**line_subject(facts, line), "betrayed": found.maker},
        where=telling.joined([line_text(line), telling.POINTED_TO if beside else telling.POINTED_TO_ALONE]),
        lines=(line,),
        links=tuple(dict.fromkeys(link for said in found.evidence for link in _witness(line, said, found.maker))),
        unsure=found.certainty != "surely",
        notes=tuple(mark_rule.against(found)),
        ask=telling.ASK_NAMEPLATE,
    )


def _witness(line: Line, said: Attribution, maker: str) -> Iterator[Link]:
    """device —bears→ mark —points-to→ maker."""
    shown = _shown(said)
    yield Link(relation="bears", subject=product(line), target=shown, source=EXPORTS)
    yield Link(relation="points-to", subject=shown, target=maker, source=mark_rule.table_of(said), retrieved_at=said.table_date)


def _shown(said: Attribution) -> str:
    """A mark by what names its maker and not by what names one device: the devices are many, and the finding's id is to stay when others join."""
    if said.family == "mac":
        return "mac"
    if said.family == "sysobjectid":
        return "sysobjectid " + ".".join(said.value.lstrip(".").split(".")[:ENTERPRISE_ARCS])
    return f"{said.family} {said.value}"


def _nobody(line: Line, facts: Facts) -> Finding:
    """No maker is known: never clear, whatever the pack requires."""
    row = verdict_row(facts.basis.pack, trigger="undisclosed", certainty="missing", authority="-")
    return Finding(
        rule=undisclosed_rule.ID,
        verdict=max(row.verdict, Verdict.REFER),
        subject={**line_subject(facts, line), "fact": "maker"},
        because=telling.joined([line_text(line), telling.NOBODY, row.because]),
        evidence=(Link(relation="lacks", subject=product(line), target="maker", source=EXPORTS),),
        ask=Question(fact="maker", text=telling.ASK_NAMEPLATE),
    )


def _failed(line: Line, facts: Facts, reason: str) -> Finding:
    return Finding(
        rule=FAILED,
        verdict=Verdict.REFER,
        subject={**line_subject(facts, line), "rule": FAILED},
        because=telling.joined([line_text(line), telling.RULE_FAILED]),
        notes=(Text(ja=f"内部の理由: {reason}", en=f"Internal reason: {reason}"),),
    )


def _for_the_estate(found: Finding) -> Finding:
    """The same finding with the question that the owner of the devices can answer: nobody offers a replacement here, somebody plans a removal."""
    asked = {"replacement": telling.ASK_REMOVAL, "maker": telling.ASK_NAMEPLATE}
    if found.ask is None or found.ask.fact not in asked:
        return found
    fact = "removal" if found.ask.fact == "replacement" else found.ask.fact
    return replace(found, ask=Question(fact=fact, text=asked[found.ask.fact]), id="")
