"""REPRESENTS: what the bidder must state about itself (889 (a)(1)(B) and the like): missing, or stated in the affirmative."""

from collections.abc import Iterator

from ...findings import Finding, Link, Question
from ...policy.reading import verdict_row
from ...terms import Text
from .. import telling
from ..facts import Facts

ID = "REPRESENTS"


def check(facts: Facts) -> Iterator[Finding]:
    """One finding for each representation of the pack that is missing or affirmative."""
    for wanted in facts.basis.pack.representations:
        stated = facts.bid.represents.get(wanted.id)
        if stated is False:
            continue
        certainty = "missing" if stated is None else "declared"
        row = verdict_row(facts.basis.pack, trigger="represents", certainty=certainty, authority="-")
        said = (
            Text(ja="申告がない", en="there is no statement")
            if stated is None
            else Text(ja="「該当する」と申告している", en="the statement is affirmative")
        )
        yield Finding(
            rule=ID,
            verdict=row.verdict,
            subject={"bid": facts.bid.id, "representation": wanted.id},
            because=telling.joined([Text(ja=f"{wanted.text.ja}: {said.ja}。", en=f"{wanted.text.en}: {said.en}."), row.because]),
            evidence=(
                Link(
                    relation="represents" if stated else "lacks",
                    subject=facts.bid.bidder.name,
                    target=wanted.id,
                    source=f"bids/{facts.bid.id}/bid.yaml",
                ),
            ),
            ask=Question(fact=wanted.id, text=wanted.ask),
        )
