"""The peer: additive evaluation by the notice, as plainly as can be. A fraction for every mark, a whole evaluation for every trial; nothing of ours.

Technical score: the mean of the members' points, item by item; a mandatory item has its points where most members say that it is met, and
excludes the bid otherwise. Price score: price points × (1 − bid ÷ ceiling). Both cut to whole points; the highest total wins, a tie nobody.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

Marks = Mapping[str, Mapping[str, str]]
"""Member -> item -> grade."""
Items = Sequence[tuple[str, Fraction, bool]]
"""Id, points, whether it is mandatory."""


def technical(items: Items, grades: Mapping[str, Fraction], marks: Marks) -> Fraction | None:
    """The technical score; None where a mandatory item is not met."""
    total = Fraction(0)
    for item, points, mandatory in items:
        given = [told[item] for told in marks.values()]
        if mandatory:
            if 2 * given.count("met") <= len(given):
                return None
            total += points
        else:
            total += sum((points * grades[one] / 100 for one in given), Fraction(0)) / len(given)
    return total


def total(score: Fraction, price: Fraction, ceiling: Fraction, price_points: Fraction) -> int:
    """The bid's total, each part cut to whole points."""
    return int(score) + int(price_points * (1 - price / ceiling))


def evaluated(
    bids: Mapping[str, tuple[Marks, Fraction]], items: Items, grades: Mapping[str, Fraction], frame: Mapping[str, Fraction]
) -> dict[str, int]:
    """Bid -> total, of the bids that remain."""
    scores = {bid: technical(items, grades, marks) for bid, (marks, _) in bids.items()}
    return {
        bid: total(score, bids[bid][1], frame["ceiling"], frame["price_points"])
        for bid, score in scores.items()
        if score is not None and bids[bid][1] <= frame["ceiling"]
    }


def winner(totals: Mapping[str, int]) -> str | None:
    """The one bid with the highest total."""
    best = max(totals.values(), default=None)
    leading = [bid for bid, number in totals.items() if number == best]
    return leading[0] if len(leading) == 1 else None


def ranks(totals: Mapping[str, int]) -> dict[str, int]:
    """1 for the highest; equal totals share a rank."""
    return {bid: 1 + sum(other > number for other in totals.values()) for bid, number in totals.items()}


def turned(bids: Mapping[str, tuple[Marks, Fraction]], asked: Sequence[tuple[str, str, str, str]], *given: Any) -> list[str | None]:
    """Who wins where one mark (bid, member, item, other grade) is given otherwise: a whole evaluation each."""
    found = []
    for bid, member, item, otherwise in asked:
        marks, price = bids[bid]
        changed = {**marks, member: {**marks[member], item: otherwise}}
        found.append(winner(evaluated({**bids, bid: (changed, price)}, *given)))
    return found
