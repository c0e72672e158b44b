"""The parties of a release: the agency, the bidders, and whom an award names."""

from typing import Any

from ...desk.publish import Publishable, PublishableBid
from ...terms import Identifier, Party
from .ocds_values import plain, text

SCHEMES = {"JP-HOUJIN": "JP-JCN", "LEI": "XI-LEI"}
"""Our schemes -> codes of org-id.guide; others are written as they stand."""


def parties(shown: Publishable) -> list[dict[str, Any]]:
    """Each party once; before the opening, the agency alone."""
    found = {"buyer": _agency(shown)}
    for bid in shown.bids:
        here = _bidder(bid, won=shown.award is not None and shown.award.bid.id == bid.id)
        known = found.get(here["id"])
        found[here["id"]] = here if known is None else {**known, "roles": sorted({*known["roles"], *here["roles"]})}
    return [plain(one) for one in found.values()]


def party_id(bid: PublishableBid) -> str:
    """The bidder's own number where it has one, so that it is the same party in every release; else the bid's."""
    first = next(iter(bid.bidder.identifiers), None)
    return f"{_scheme(first)}-{text(first.value)}" if first else f"bidder-{text(bid.id)}"


def reference(party: str, name: str) -> dict[str, str]:
    return {"id": party, "name": text(name)}


def _agency(shown: Publishable) -> dict[str, Any]:
    digits = shown.publication.agency_number
    numbered = [_identifier(Identifier(scheme="JP-HOUJIN", value=digits), shown.tender.agency)] if digits else []
    return {"id": "buyer", "name": text(shown.tender.agency), "identifier": next(iter(numbered), None), "roles": ["buyer", "procuringEntity"]}


def _bidder(bid: PublishableBid, *, won: bool) -> dict[str, Any]:
    own = [_identifier(one, bid.bidder.name) for one in bid.bidder.identifiers]
    return {
        "id": party_id(bid),
        "name": text(bid.bidder.name),
        "identifier": own[0] if own else None,
        "additionalIdentifiers": own[1:],
        "address": _address(bid.bidder),
        "roles": ["supplier", "tenderer"] if won else ["tenderer"],
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
