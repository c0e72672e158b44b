"""`whatif designate --json`: what a designation would reach."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..terms import decimal_text
from .stock import AtStake, Consequence, Found

MOST_HOLDINGS = 10_000


def consequence_json(found: Consequence) -> dict[str, Any]:
    """Counts, parties, holdings with their money, and the first items."""
    supposed, at_stake = found.supposed, found.at_stake
    bids = [one for one in at_stake if one.holding.bid]
    sites = [one for one in at_stake if not one.holding.bid]
    return {
        "supposed": {
            "names": list(supposed.names), "owned": [one.name for one in supposed.owned],
            "kind": supposed.kind, "origin": supposed.origin, "product": supposed.product,
        },
        "items": {"total": found.total, "surely": found.surely, "possibly": found.possibly},
        "roles": dict(found.roles),
        "parties": [{"party": one.party.as_json(), "relation": one.relation, "items": one.items} for one in found.met],
        "cases": len({(one.holding.agency, one.holding.case) for one in bids}),
        "contracts": sum(one.holding.standing == "contract" for one in bids),
        "money": {currency: _sums(sums) for currency, sums in sorted(found.money().items())},
        "bids": [_bid(one) for one in bids[:MOST_HOLDINGS]],
        "sites": [_site(one) for one in sites[:MOST_HOLDINGS]],
        "shown": [_item(one) for one in found.shown],
    }  # fmt: skip


def _sums(sums: Mapping[str, Fraction]) -> dict[str, str]:
    return {standing: decimal_text(amount) for standing, amount in sorted(sums.items())}


def _bid(one: AtStake) -> dict[str, Any]:
    held = one.holding
    place = {"agency": held.agency, "case": held.case, "bid": held.bid, "standing": held.standing}
    money = {"amount": None if held.amount is None else decimal_text(held.amount), "currency": held.currency or None}
    return {**place, **money, "items": one.items, "possibly": one.possibly, "pieces": decimal_text(one.pieces)}


def _site(one: AtStake) -> dict[str, Any]:
    return {"site": one.holding.site, "devices": one.items, "possibly": one.possibly}


def _item(one: Found) -> dict[str, Any]:
    held, item = one.holding, one.item
    place = {"case": held.case, "bid": held.bid, "site": held.site, "line": item.line or None, "role": item.role}
    named = {"party": item.party.name if item.party else None, "product": item.product.replace("\x1f", " "), "relation": one.relation or None}
    return {**place, **named, "surely": one.surely}
