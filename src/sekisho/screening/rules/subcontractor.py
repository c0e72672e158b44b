"""SUBCONTRACTOR: a subcontractor (再委託先) is restricted."""

from collections.abc import Iterator

from ...findings import Finding, Link
from ...terms import Text
from ..designation import Subject, findings_about
from ..facts import Facts

ID = "SUBCONTRACTOR"


def check(facts: Facts) -> Iterator[Finding]:
    """Findings about each subcontractor that the bid names."""
    for sub in facts.bid.subcontractors or ():
        yield from findings_about(
            facts,
            Subject(
                rule=ID,
                trigger="subcontractor",
                party=sub.party,
                about={"bid": facts.bid.id, "party": sub.party.name, "work": sub.work},
                where=Text(ja=f"再委託({sub.work or '業務範囲の記載なし'})について、", en=f"Subcontracted work ({sub.work or 'not described'}):"),
                lines=None,
                links=(Link(relation="performed-by", subject=facts.bid.bidder.name, target=sub.party.name, source=f"bids/{facts.bid.id}/bid.yaml"),),
            ),
        )
