"""What the centre is to be asked about a bid: the product of every line, and everybody else whom the bid names. The rule CENTRE asks for the same."""

from collections.abc import Mapping

from ..composition.walk import Reached
from ..tenders.centre import CentreQuestion, about_party, about_product
from ..tenders.model import Bid, EquipmentItem
from .facts import parties_of, parties_of_part

Inside = Mapping[str, tuple[Reached, ...]]


def questions_of_line(item: EquipmentItem, inside: Inside) -> tuple[CentreQuestion, ...]:
    """The line's product, its supplier, and who made and supplied its parts."""
    asked = about_product(item)
    parties = [party for reached in inside.get(item.line, ()) for party in parties_of_part(reached)]
    if item.supplier is not None:
        parties.insert(0, item.supplier)
    return (*((asked,) if asked else ()), *map(about_party, dict.fromkeys(parties)))


def questions_of_bid(bid: Bid, inside: Inside) -> tuple[CentreQuestion, ...]:
    """Everybody whom the bid names and whom no question about a line is about."""
    items = bid.list.items if bid.list else ()
    of_lines = {one.party for item in items for one in questions_of_line(item, inside)}
    return tuple(about_party(party) for party in dict.fromkeys(parties_of(bid, {})) if party not in of_lines)
