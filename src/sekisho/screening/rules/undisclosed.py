"""UNDISCLOSED: a fact that the pack requires of a line is not stated. Unknown is never clear."""

from collections.abc import Callable, Iterator, Mapping

from ...composition.walk import depth_of
from ...findings import Finding, Link, Question
from ...policy.reading import required_of_line, role_of, verdict_row
from ...terms import Text
from .. import telling
from ..facts import Facts, Line, names_somebody, same_party
from ..paths import line_subject, line_text, product

ID = "UNDISCLOSED"

KNOWN: Mapping[str, Callable[[Line, Facts], bool]] = {
    "maker": lambda line, facts: names_somebody(line.item.maker),
    "model": lambda line, facts: bool(line.item.model),
    "kind": lambda line, facts: line.kind is not None,
    "origin": lambda line, facts: bool(line.item.origin),
    "purpose": lambda line, facts: bool(line.purpose),
    "supplier": lambda line, facts: names_somebody(line.item.supplier),
    "version": lambda line, facts: bool(line.item.version),
    "quantity": lambda line, facts: line.item.quantity is not None,
    "bom": lambda line, facts: line.item.line in facts.bid.boms,
}
OF_BID: Mapping[str, Callable[[Facts], bool]] = {
    "subcontractors": lambda facts: facts.bid.subcontractors is not None,
    "services": lambda facts: facts.bid.services is not None,
    "owners": lambda facts: facts.bid.chart is not None and any(same_party(holder, facts.bid.bidder) for holder in facts.bid.chart.holders),
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
    "subcontractors": Text(ja="再委託先の有無", en="its subcontractors, or that there are none"),
    "services": Text(ja="役務とその提供者", en="its services and who provides them"),
    "owners": Text(ja="応札者の出資者", en="the bidder's owners"),
}


def check(line: Line, facts: Facts) -> Iterator[Finding]:
    """One finding for each required fact that the line lacks."""
    pack = facts.basis.pack
    role = role_of(pack, line.item.role)
    for fact, requirement in required_of_line(pack, line.kind, role):
        if fact not in KNOWN or (KNOWN[fact](line, facts) and not (fact == "bom" and _too_shallow(line, facts, requirement.bom_depth))):
            continue
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


def _too_shallow(line: Line, facts: Facts, levels: int) -> bool:
    bom = facts.bid.boms.get(line.item.line)
    return bom is not None and depth_of(bom) < levels


def _where(facts: Facts, line: Line) -> str:
    return f"{facts.bid.list.file} {line.item.where}" if facts.bid.list else line.item.where
