"""UNDISCLOSED: a fact that the pack requires of a line is not stated. Unknown is never clear."""

from collections.abc import Callable, Iterator, Mapping

from ...composition.walk import Reached, depth_of
from ...findings import Finding, Link, Question
from ...policy.model import Requirement
from ...policy.reading import required_of_line, role_of, verdict_row
from ...terms import Party, Text
from .. import telling
from ..facts import Facts, Line, names_somebody, same_name, same_party
from ..paths import line_subject, line_text, product

ID = "UNDISCLOSED"
MOST_PARTS = 50
"""Parts without a maker that stand in the evidence."""
MOST_TOLD = 8
"""Of them, those that a note names."""

KNOWN: Mapping[str, Callable[[Line, Facts], bool]] = {
    "maker": lambda line, facts: names_somebody(line.item.maker) and not _is_lessor(line, facts),
    "model": lambda line, facts: bool(line.item.model),
    "kind": lambda line, facts: line.kind is not None,
    "origin": lambda line, facts: bool(line.item.origin),
    "purpose": lambda line, facts: bool(line.purpose),
    "supplier": lambda line, facts: names_somebody(line.item.supplier),
    "version": lambda line, facts: bool(line.item.version),
    "quantity": lambda line, facts: line.item.quantity is not None,
    "bom": lambda line, facts: line.item.line in facts.bid.boms,
    "component-maker": lambda line, facts: line.item.line in facts.bid.boms,
}
OF_BID: Mapping[str, Callable[[Facts], bool]] = {
    "subcontractors": lambda facts: facts.bid.subcontractors is not None,
    "services": lambda facts: facts.bid.services is not None,
    "owners": lambda facts: all(_is_charted(facts, party) for party in ([one.party for one in facts.bid.shape.members] or [facts.bid.bidder])),
}
NAMED = {
    "maker": Text(ja="製造業者", en="the maker"),
    "model": Text(ja="型番", en="the model"),
    "kind": Text(ja="種別", en="the kind"),
    "origin": Text(ja="製造・開発国", en="the place of production"),
    "purpose": Text(ja="使用目的", en="the purpose of use"),
    "supplier": Text(ja="供給者", en="the supplier"),
    "version": Text(ja="版数", en="the version"),
    "quantity": Text(ja="数量", en="the quantity"),
    "bom": Text(ja="構成部品表(求める深さまで)", en="the bill of materials, to the depth asked for"),
    "component-maker": Text(ja="全ての構成部品の製造業者", en="the maker of every part"),
    "subcontractors": Text(ja="再委託先の有無", en="its subcontractors, or that there are none"),
    "services": Text(ja="役務とその提供者", en="its services and who provides them"),
    "owners": Text(ja="応札者の出資者", en="the bidder's owners"),
}


def check(line: Line, facts: Facts) -> Iterator[Finding]:
    """One finding for each required fact that the line lacks."""
    pack = facts.basis.pack
    role = role_of(pack, line.item.role)
    for fact, requirement in required_of_line(pack, line.kind, role):
        if fact not in KNOWN or _is_known(fact, line, facts, requirement):
            continue
        nameless = _nameless(line, facts, requirement.bom_depth) if fact == "component-maker" else ()
        row = verdict_row(pack, trigger="undisclosed", certainty="missing", authority="-")
        named = NAMED[fact]
        roles = {one.id: one.text for one in pack.roles}
        as_role = Text(ja=f"({roles[role].ja})", en=f" ({roles[role].en.lower()})") if role in roles else Text(ja="", en="")
        yield Finding(
            rule=ID,
            verdict=row.verdict,
            subject={**line_subject(facts, line), "fact": fact},
            because=telling.joined(
                [line_text(line), Text(ja=f"{named.ja}が示されていない{as_role.ja}。", en=f"It does not state {named.en}{as_role.en}."), row.because]
            ),
            evidence=(
                Link(relation="lacks", subject=product(line), target=fact, source=_where(facts, line)),
                *(
                    Link(relation="lacks", subject=one.component.name, target=fact, source=_part_place(line, facts, one))
                    for one in nameless[:MOST_PARTS]
                ),
                Link(
                    relation="required-by",
                    subject=fact,
                    target=pack.id,
                    source=requirement.source.name,
                    retrieved_at=requirement.source.retrieved_at,
                    unverified=not requirement.source.verified,
                ),
            ),
            ask=Question(fact=fact, text=requirement.ask[fact]),
            notes=tuple(_notes(fact, line, facts, nameless)),
        )


def check_bid(facts: Facts) -> Iterator[Finding]:
    """What the pack requires of the bid as a whole; and a bid without an equipment list has disclosed nothing that could be cleared."""
    pack = facts.basis.pack
    row = verdict_row(pack, trigger="undisclosed", certainty="missing", authority="-")
    source = f"bids/{facts.bid.id}/bid.yaml"
    for requirement in pack.requirements:
        for fact in requirement.facts:
            if fact in OF_BID and not OF_BID[fact](facts):
                yield Finding(
                    rule=ID,
                    verdict=row.verdict,
                    subject={"bid": facts.bid.id, "fact": fact},
                    because=telling.joined(
                        [Text(ja=f"{NAMED[fact].ja}が示されていない。", en=f"The bid does not state {NAMED[fact].en}."), row.because]
                    ),
                    evidence=(Link(relation="lacks", subject=facts.bid.bidder.name, target=fact, source=source),),
                    ask=Question(fact=fact, text=requirement.ask[fact]),
                )
    if facts.bid.shape.lease is not None and facts.bid.shape.lease.supplier is None:
        yield Finding(
            rule=ID,
            verdict=row.verdict,
            subject={"bid": facts.bid.id, "fact": "lease-supplier"},
            because=telling.joined(
                [Text(ja="リース会社に機器等を供給する者が示されていない。", en="Who supplies the lessor is not stated."), row.because]
            ),
            evidence=(Link(relation="lacks", subject=facts.bid.bidder.name, target="lease-supplier", source=source),),
            ask=Question(fact="lease-supplier", text=telling.ASK_LEASE),
        )
    if facts.lines:
        return
    yield Finding(
        rule=ID,
        verdict=row.verdict,
        subject={"bid": facts.bid.id, "fact": "list"},
        because=telling.joined(
            [Text(ja="機器等リストが提出されていないか、1行もない。", en="There is no equipment list, or not a single line in it."), row.because]
        ),
        evidence=(Link(relation="lacks", subject=facts.bid.bidder.name, target="list", source=source),),
        ask=Question(fact="list", text=telling.ASK_LIST),
    )


def _is_lessor(line: Line, facts: Facts) -> bool:
    """Whether a lessor names itself as the maker of what it leases: it made none of it."""
    maker, bidder = line.item.maker, facts.bid.bidder
    if facts.bid.shape.lease is None or maker is None:
        return False
    return bool(set(maker.identifiers) & set(bidder.identifiers)) or same_name(bidder, maker)


def _is_charted(facts: Facts, party: Party) -> bool:
    """Whether a chart says anything of who owns the party."""
    return facts.bid.chart is not None and any(same_party(holder, party) for holder in facts.bid.chart.holders)


def _is_known(fact: str, line: Line, facts: Facts, requirement: Requirement) -> bool:
    """A bill of materials that is too shallow, or says of itself that it is incomplete, is not the one that was asked for."""
    if not KNOWN[fact](line, facts):
        return False
    if fact == "bom":
        bom = facts.bid.boms[line.item.line]
        return bom.completeness != "incomplete" and depth_of(bom) >= requirement.bom_depth
    return fact != "component-maker" or not _nameless(line, facts, requirement.bom_depth)


def _nameless(line: Line, facts: Facts, levels: int) -> tuple[Reached, ...]:
    """The parts within so many levels (0 = all), alternates included, whose maker nobody names; a supplier is none."""
    inside = facts.inside.get(line.item.line, ())
    return tuple(one for one in inside if 0 < one.depth <= (levels or one.depth) and not any(map(names_somebody, one.component.makers)))


def _notes(fact: str, line: Line, facts: Facts, nameless: tuple[Reached, ...]) -> Iterator[Text]:
    bom = facts.bid.boms.get(line.item.line)
    if fact == "maker" and _is_lessor(line, facts):
        yield Text(
            ja="製造業者として応札者であるリース会社自身が記載されている。製造した者を示す必要がある。",
            en="The lessor that bids is named as the maker; who made it is to be stated.",
        )
    if fact == "bom" and bom is not None and bom.completeness == "incomplete":
        yield Text(
            ja="提出された構成部品表は、不完全であると自ら述べている。",
            en="The bill of materials that was submitted says of itself that it is incomplete.",
        )
    if nameless:
        named = [one.component.name for one in nameless[:MOST_TOLD]]
        more = Text(ja=" ほか", en=" and others") if len(nameless) > MOST_TOLD else Text(ja="", en="")
        yield Text(
            ja=f"製造業者が示されていない部品({len(nameless)}点): {'、'.join(named)}{more.ja}",
            en=f"Parts whose maker is not named ({len(nameless)}): {', '.join(named)}{more.en}",
        )


def _part_place(line: Line, facts: Facts, one: Reached) -> str:
    return f"{facts.bid.boms[line.item.line].file} {one.component.where}".strip()


def _where(facts: Facts, line: Line) -> str:
    return f"{facts.bid.list.file_of(line.item.line)} {line.item.where}" if facts.bid.list else line.item.where
