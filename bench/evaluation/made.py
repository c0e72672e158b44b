"""A tender of any size from a seed: one criterion in five is mandatory, evaluators mark every item of every bid, prices lie near the ceiling."""

import random
from collections.abc import Sequence
from fractions import Fraction

from bench.inside.card import SEED

from sekisho.evaluation.criteria import MET, UNMET, Criteria, Criterion
from sekisho.evaluation.evaluate import Standing
from sekisho.evaluation.model import Terms
from sekisho.tenders.model import Bid, Marked
from sekisho.terms import Money, Party

GRADES = {"A": Fraction(100), "B": Fraction(70), "C": Fraction(40), "D": Fraction(0)}
"""The grades of a published notice (鳥取県), in percent."""
MEMBERS = tuple(f"委員{number}" for number in range(1, 6))
CEILING = 1_000_000_000


def terms(criteria: int, preset: str = "add-1") -> Terms:
    """A notice with so many criteria."""
    return Terms(preset=preset, price_points=Fraction(500), ceiling=_yen(CEILING), criteria=_criteria(criteria))


def standings(bids: int, notice: Terms) -> list[Standing]:
    """So many bids, each with every evaluator's mark of every item as an object of its own; one bid in fifty misses a mandatory item."""
    chance = random.Random(SEED)
    assert notice.criteria is not None
    items = tuple(notice.criteria.leaves())
    return [Standing(bid=_bid(number, items, chance)) for number in range(bids)]


def _criteria(count: int) -> Criteria:
    chance = random.Random(SEED + 1)
    return Criteria(items=tuple(_item(number, chance) for number in range(count)), grades=GRADES, members=MEMBERS)


def _item(number: int, chance: random.Random) -> Criterion:
    mandatory = number % 5 == 0
    points = Fraction(chance.randint(1, 40), 2)
    return Criterion(id=f"{number // 10 + 1}.{number % 10 + 1}", title=f"項目{number + 1}", mandatory=mandatory, points=points)


def _bid(number: int, items: Sequence[Criterion], chance: random.Random) -> Bid:
    failing = number % 50 == 49
    weights = (6, 3, 2, 1) if number % 2 else (5, 4, 2, 1)
    evaluations = {}
    for member in MEMBERS:
        given = chance.choices(tuple(GRADES), weights, k=len(items))
        evaluations[member] = {
            one.id: Marked(item=one.id, given=(UNMET if failing and at == 0 else MET) if one.mandatory else given[at]) for at, one in enumerate(items)
        }
    price = _yen(chance.randint(CEILING * 7 // 10, CEILING * 101 // 100))
    return Bid(id=f"B{number:05d}", bidder=Party(name=f"{number}社"), price=price, evaluations=evaluations)


def _yen(amount: int) -> Money:
    return Money(amount=Fraction(amount), currency="JPY", tax="excluded")
