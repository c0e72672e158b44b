"""The parties of a release: the agency, the bidders, and whom an award names."""

from collections.abc import Iterator
from typing import Any

from ...desk.publish import Publishable, PublishableBid
from ...terms import Identifier, Party
from .ocds_values import plain, text

SCHEMES = {"JP-HOUJIN": "JP-JCN", "LEI": "XI-LEI"}
"""Our schemes -> codes of org-id.guide; others are written as they stand."""


def parties(shown: Publishable) -> list[dict[str, Any]]:
    """Each party once; before the opening, the agency alone."""
    found = {"buyer": _agency(shown)}
    winners = {one.award.bid.id for one in shown.awarded if one.award is not None}
    for here in (here for bid in shown.bids for here in _tenderers(bid, won=bid.id in winners)):
        known = found.get(here["id"])
        found[here["id"]] = here if known is None else {**known, "roles": sorted({*known["roles"], *here["roles"]})}
    return [plain(one) for one in found.values()]


def party_id(bid: PublishableBid) -> str:
    """The bidder's own number where it has one, so that it is the same party in every release; else the bid's."""
    return _own_id(bid.bidder, f"bidder-{text(bid.id)}")


def tenderers(bid: PublishableBid) -> list[dict[str, str]]:
    """The bidder, and after it the members of the consortium that it is."""
    members = [reference(_member_id(bid, place), one.name) for place, one in enumerate(bid.members, start=1)]
    return [reference(party_id(bid), bid.bidder.name), *members]


def _own_id(party: Party, otherwise: str) -> str:
    first = next(iter(party.identifiers), None)
    return f"{_scheme(first)}-{text(first.value)}" if first else otherwise


def _member_id(bid: PublishableBid, place: int) -> str:
    return _own_id(bid.members[place - 1], f"bidder-{text(bid.id)}-{place}")


def _tenderers(bid: PublishableBid, *, won: bool) -> Iterator[dict[str, Any]]:
    yield _bidder(bid, won=won)
    for place, one in enumerate(bid.members, start=1):
        yield _party(one, _member_id(bid, place), won=won)


def reference(party: str, name: str) -> dict[str, str]:
    return {"id": party, "name": text(name)}


def _agency(shown: Publishable) -> dict[str, Any]:
    digits = shown.publication.agency_number
    numbered = [_identifier(Identifier(scheme="JP-HOUJIN", value=digits), shown.tender.agency)] if digits else []
    return {"id": "buyer", "name": text(shown.tender.agency), "identifier": next(iter(numbered), None), "roles": ["buyer", "procuringEntity"]}


def _party(party: Party, number: str, *, won: bool) -> dict[str, Any]:
    own = [_identifier(one, party.name) for one in party.identifiers]
    return {
        "id": number,
        "name": text(party.name),
        "identifier": own[0] if own else None,
        "additionalIdentifiers": own[1:],
        "address": _address(party),
        "roles": ["supplier", "tenderer"] if won else ["tenderer"],
    }


def _bidder(bid: PublishableBid, *, won: bool) -> dict[str, Any]:
    return {
        **_party(bid.bidder, party_id(bid), won=won),
        "beneficialOwners": [
            {"id": str(place), "name": text(one.name), "nationalities": [one.country] if one.country else []}
            for place, one in enumerate(bid.owners, start=1)
        ],
    }


def _identifier(one: Identifier, name: str) -> dict[str, str]:
    return {"scheme": _scheme(one), "id": text(one.value), "legalName": text(name)}


def _scheme(one: Identifier) -> str:
    return SCHEMES.get(one.scheme, text(one.scheme))


def _address(party: Party) -> dict[str, str]:
    return {"countryName": text(party.country), "country": party.country} if party.country else {}
