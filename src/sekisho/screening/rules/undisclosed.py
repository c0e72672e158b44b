"""UNDISCLOSED: a fact that the pack requires of a line is not stated. Unknown is never clear."""

from collections.abc import Callable, Iterator, Mapping

from ...findings import Finding, Link, Question
from ...policy.reading import required_of_line, role_of, verdict_row
from ...terms import Text
from .. import telling
from ..facts import Facts, Line, names_somebody
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
NAMED = {
    "maker": Text(ja="製造業者", en="the maker"),
    "model": Text(ja="型番", en="the model"),
    "kind": Text(ja="種別", en="the kind"),
    "origin": Text(ja="製造・開発国", en="the place of production"),
    "purpose": Text(ja="使用目的", en="the purpose of use"),
    "supplier": Text(ja="供給者", en="the supplier"),
    "version": Text(ja="版数", en="the version"),
    "quantity": Text(ja="数量", en="the quantity"),
    "bom": Text(ja="構成部品表", en="the bill of materials"),
}


def check(line: Line, facts: Facts) -> Iterator[Finding]:
    """One finding for each required fact that the line lacks."""
    pack = facts.basis.pack
    role = role_of(pack, line.item.role)
    for fact, requirement in required_of_line(pack, line.kind, role):
        if fact not in KNOWN or KNOWN[fact](line, facts):
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
    """A bid without an equipment list, or with an empty one, has disclosed nothing that could be cleared."""
    if facts.lines:
        return
    pack = facts.basis.pack
    row = verdict_row(pack, trigger="undisclosed", certainty="missing", authority="-")
    yield Finding(
        rule=ID,
        verdict=row.verdict,
        subject={"bid": facts.bid.id, "fact": "list"},
        because=telling.joined(
            [Text(ja="機器等リストが提出されていないか、1行もない。", en="There is no equipment list, or not a single line in it."), row.because]
        ),
        evidence=(Link(relation="lacks", subject=facts.bid.bidder.name, target="list", source=f"bids/{facts.bid.id}/bid.yaml"),),
        ask=Question(fact="list", text=telling.ASK_LIST),
    )


def _where(facts: Facts, line: Line) -> str:
    return f"{facts.bid.list.file} {line.item.where}" if facts.bid.list else line.item.where
