"""SUPPLIER: the bidder itself, a member of the consortium that it is, a lessor's supplier, or whoever supplies a line, is restricted."""

from collections.abc import Iterator

from ...findings import Finding, Link
from ...terms import Text
from ..behind import behind
from ..designation import Subject, findings_about
from ..facts import Facts
from ..paths import lines_by_party, lines_text, list_of

ID = "SUPPLIER"


def check(facts: Facts) -> Iterator[Finding]:
    """Findings about the bidder, whoever stands behind it (members, a lessor's supplier), and each distinct supplier of the list."""
    bidder = facts.bid.bidder
    yield from findings_about(
        facts,
        Subject(
            rule=ID,
            trigger="supplier",
            party=bidder,
            about={"bid": facts.bid.id, "party": bidder.name},
            where=Text(ja="応札者について、", en="The bidder:"),
            lines=None,
            links=(),
        ),
    )
    for one in behind(facts.bid):
        about = {"bid": facts.bid.id, "party": one.party.name, "behind": bidder.name}
        yield from findings_about(
            facts, Subject(rule=ID, trigger="supplier", party=one.party, about=about, where=one.where, lines=None, links=(one.link,))
        )
    for supplier, lines in lines_by_party(facts, lambda item: item.supplier).items():
        if supplier == bidder:
            continue
        yield from findings_about(
            facts,
            Subject(
                rule=ID,
                trigger="supplier",
                party=supplier,
                about={"bid": facts.bid.id, "party": supplier.name},
                where=lines_text(lines),
                lines=tuple(lines),
                links=(Link(relation="supplied-by", subject=bidder.name, target=supplier.name, source=list_of(facts, lines)),),
            ),
        )
