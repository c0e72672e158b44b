"""What cases and estates hold, item by item, so that a designation can be tried on all of it before anybody makes it.

A part of a product, a supplier, a subcontractor, an owner in a chart are items too: whoever is named anywhere is found there, with the role it has.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ..composition.walk import reach
from ..policy.model import Pack
from ..policy.reading import kind_of
from ..screening.facts import holder_party, parties_of_part
from ..tenders.model import Bid, EquipmentItem, Submission
from ..terms import Party

Role = Literal["maker", "supplier", "part", "bidder", "subcontractor", "provider", "owner", "installed"]
ROLES: tuple[Role, ...] = ("maker", "supplier", "part", "bidder", "subcontractor", "provider", "owner", "installed")
Standing = Literal["contract", "open", "lost", "installed"]
STANDINGS: tuple[Standing, ...] = ("contract", "open", "lost", "installed")
"""A bid that was awarded, one that may be, one that was not; a site of an estate."""
KINDS_APART = "\x1f"
"""What stands between a kind and its groups, and between the words a product is known by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Where items are: a bid of a case with its price, or a site of an estate."""

    standing: Standing
    agency: str = ""
    case: str = ""
    bid: str = ""
    site: str = ""
    amount: Fraction | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockItem:
    """One item of a holding: in which role who is named, and of the product what is told. `line` "" = the bid as a whole."""

    role: Role
    party: Party | None
    line: str = ""
    product: str = ""
    kind: str = ""
    origin: str = ""
    quantity: Fraction = Fraction(1)


def holdings_of(submission: Submission, pack: Pack | None) -> Iterator[tuple[Holding, tuple[StockItem, ...]]]:
    """Every bid of a case with its items; kinds are those of the pack."""
    award = submission.publication.award
    for bid in submission.bids:
        standing: Standing = "open" if award is None else "contract" if award.winner == bid.id else "lost"
        held = Holding(
            standing=standing, agency=submission.tender.agency, case=submission.tender.id, bid=bid.id,
            amount=bid.price.amount if bid.price else None, currency=bid.price.currency if bid.price else "",
        )  # fmt: skip
        yield held, tuple(_items(bid, pack))


def _items(bid: Bid, pack: Pack | None) -> Iterator[StockItem]:
    yield StockItem(role="bidder", party=bid.bidder)
    for item in bid.list.items if bid.list else ():
        yield from _of_line(bid, item, pack)
    yield from (StockItem(role="subcontractor", party=one.party) for one in bid.subcontractors or ())
    yield from (StockItem(role="provider", party=one.provider, product=one.name) for one in bid.services or ())
    yield from (StockItem(role="owner", party=holder_party(holder)) for holder in (bid.chart.holders if bid.chart else ()))


def _of_line(bid: Bid, item: EquipmentItem, pack: Pack | None) -> Iterator[StockItem]:
    told = {"line": item.line, "product": product_words(item.model, item.name), "kind": kind_words(pack, item.kind), "origin": item.origin}
    quantity = Fraction(1) if item.quantity is None else item.quantity
    yield _item("maker", item.maker, quantity, told)
    if item.supplier is not None:
        yield _item("supplier", item.supplier, quantity, told)
    bom = bid.boms.get(item.line)
    if bom is None:
        return
    for reached in reach(bom):
        named = product_words(reached.component.part_number, reached.component.name)
        for party in dict.fromkeys(parties_of_part(reached)):
            yield _item("part", party, quantity * (reached.quantity or 1), {"line": item.line, "product": named})


def _item(role: Role, party: Party | None, quantity: Fraction, told: Mapping[str, str]) -> StockItem:
    return StockItem(role=role, party=party, quantity=quantity, **told)


def product_words(*words: str) -> str:
    """The words by which a product is known, each once."""
    return KINDS_APART.join(dict.fromkeys(word for word in words if word))


def kind_words(pack: Pack | None, text: str) -> str:
    """A kind with its groups, as the pack reads the text; "" where it is not known."""
    kind = kind_of(pack, text) if pack and text else None
    return KINDS_APART.join((kind.id, *kind.groups)) if kind else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """A designation that nobody made: of an entity (its names, and who belongs to it), of a kind of goods, a place of production or a product.

    What is given must be met together: a maker's network devices are its name and a kind.
    """

    names: tuple[str, ...] = ()
    owned: tuple[Party, ...] = ()
    kind: str = ""
    origin: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A party that the designation would mean: how it is written, how surely, and of how many items."""

    party: Party
    relation: str
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AtStake:
    """A holding that the designation would reach: how many items and pieces surely, and how many items possibly."""

    holding: Holding
    items: int
    possibly: int
    pieces: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One item that the designation would reach."""

    holding: Holding
    item: StockItem
    surely: bool
    relation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What a designation would reach, over everything: parties, holdings, and the first items in order; `roles` counts items by role."""

    supposed: Supposed
    total: int
    surely: int
    possibly: int
    met: tuple[Met, ...]
    roles: Mapping[str, int]
    at_stake: tuple[AtStake, ...]
    shown: tuple[Found, ...]

    def money(self) -> dict[str, dict[str, Fraction]]:
        """Currency -> standing -> the prices of the bids reached, each once."""
        sums: dict[str, dict[str, Fraction]] = {}
        for one in self.at_stake:
            held = one.holding
            if held.amount is not None:
                of_currency = sums.setdefault(held.currency, {})
                of_currency[held.standing] = of_currency.get(held.standing, Fraction(0)) + held.amount
        return sums
