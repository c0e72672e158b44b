"""Who stands behind a bidder: the members of a consortium (共同企業体), the supplier behind a lessor. Each is asked about as the bidder itself is."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..findings import Link
from ..tenders.model import Bid
from ..terms import Party, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A party behind the bidder, the words for where it was found, and the link that leads from the bidder to it."""

    party: Party
    where: Text
    link: Link


def behind(bid: Bid) -> Iterator[Behind]:
    """Each party once, in the bid's order; the bidder itself is none of them."""
    source, seen = f"bids/{bid.id}/bid.yaml", {bid.bidder}
    for party, relation, where in _named(bid):
        if party not in seen:
            seen.add(party)
            yield Behind(party=party, where=where, link=Link(relation=relation, subject=bid.bidder.name, target=party.name, source=source))


def _named(bid: Bid) -> Iterator[tuple[Party, str, Text]]:
    for member in bid.shape.members:
        role = Text(ja="代表者", en="representative") if member.role == "representative" else Text(ja="構成員", en="member")
        where = Text(ja=f"共同企業体の{role.ja}について、", en=f"A consortium's {role.en}:")
        yield member.party, "has-member", where
    lease = bid.shape.lease
    if lease is not None and lease.supplier is not None:
        yield lease.supplier, "supplied-by", Text(ja="リース会社への供給者について、", en="The supplier behind the lessor:")
