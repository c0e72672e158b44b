"""From evaluators' marks to a bid's technical evaluation: mean of the members' points by item, mandatory items by vote.

Reckoned in whole numbers: every mark is points × percent in units of one common denominator, so that ten million marks are additions of integers.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..findings import Verdict
from ..tenders.model import Marked
from ..terms import decimal_text, parse_number
from .criteria import MET, UNMET, Assessed, Criteria, Criterion, ItemScore

Marks = Mapping[str, Mapping[str, Marked]]
"""Member -> item -> mark."""


class Unfit(ValueError):
    """A mark that its item does not take: which member, which item, and what was given."""

    def __init__(self, member: str, item: str, given: str) -> None:
        super().__init__(f"{member} gave item {item} `{given}`")
        self.member, self.item, self.given = member, item, given


class Missing(ValueError):
    """A mark that nobody gave and that the notice does not let be absent."""

    def __init__(self, member: str, item: str) -> None:
        super().__init__(f"{member} gave item {item} nothing")
        self.member, self.item = member, item


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The criteria made ready: `unit` is the common denominator, `worth` each item's grades in units, `most` its points in units.

    `plain`: every item is scored and none is mandatory.
    """

    criteria: Criteria
    leaves: tuple[Criterion, ...]
    unit: int
    worth: Mapping[str, Mapping[str, int]]
    most: Mapping[str, int]
    plain: bool


def scale_of(criteria: Criteria) -> Scale:
    """The criteria made ready for any number of bids."""
    leaves = tuple(criteria.leaves())
    percents = [*criteria.grades.values(), *(percent for one in leaves for percent in (one.security or {}).values())]
    numbers = [one.points for one in leaves if one.points is not None]
    unit = math.lcm(*(number.denominator for number in numbers)) * math.lcm(*(percent.denominator for percent in percents)) * 100
    most = {one.id: int(one.points * unit) for one in leaves if one.points is not None and one.security is None}
    graded = {one.id: {grade: int(one.points * percent / 100 * unit) for grade, percent in criteria.grades.items()} for one in leaves if one.points}
    worth = {item: {MET: points, UNMET: 0} if _of(item, leaves).mandatory else graded.get(item, {}) for item, points in most.items()}
    plain = len(most) == len(leaves) and not any(one.mandatory for one in leaves)
    return Scale(criteria=criteria, leaves=leaves, unit=unit, worth=worth, most=most, plain=plain)


def _of(item: str, leaves: tuple[Criterion, ...]) -> Criterion:
    return next(one for one in leaves if one.id == item)


def assess(scale: Scale, marks: Marks, verdict: Verdict) -> Assessed:
    """One bid's technical evaluation; `verdict` is what the security check came to. Unfit or Missing where a mark is not to be counted."""
    items = tuple(_item(one, scale, marks, verdict) for one in scale.leaves)
    return Assessed(
        score=sum((one.mean for one in items if one.mean is not None), Fraction(0)),
        mandatory_met=all(one.met is not False for one in items),
        items=items,
    )


def score_of(scale: Scale, marks: Marks, verdict: Verdict) -> tuple[Fraction, bool]:
    """The same score and whether every mandatory item is met, without the items: for very many bids."""
    if not scale.plain or any(len(marks.get(member, ())) < len(scale.worth) for member in scale.criteria.members):
        found = assess(scale, marks, verdict)
        return found.score, found.mandatory_met
    total = 0
    for member in scale.criteria.members:
        given = marks[member]
        for item, worth in scale.worth.items():
            points = worth.get(given[item].given)
            total += points if points is not None else _in_units(item, member, given[item].given, scale)
    return Fraction(total, scale.unit * len(scale.criteria.members)), True


def faults_in(scale: Scale, marks: Marks) -> list[Unfit | Missing]:
    """Every mark of a bid that cannot be counted."""
    found: list[Unfit | Missing] = []
    for one in scale.leaves:
        if one.security is not None:
            continue
        for member in scale.criteria.members:
            given = marks.get(member, {}).get(one.id)
            try:
                _counted(one, member, given.given if given else "", scale)
            except (Unfit, Missing) as error:
                found.append(error)
    return found


def _counted(one: Criterion, member: str, given: str, scale: Scale) -> object:
    if not given:
        if scale.criteria.absent == "refuse":
            raise Missing(member, one.id)
        return None
    return _is_met(one, member, given) if one.mandatory else _in_units(one.id, member, given, scale)


def _item(one: Criterion, scale: Scale, marks: Marks, verdict: Verdict) -> ItemScore:
    if one.security is not None:
        return ItemScore(item=one.id, title=one.title, points=one.points, mean=(one.points or Fraction(0)) * one.security[verdict] / 100)
    given = {member: held.given if (held := marks.get(member, {}).get(one.id)) else "" for member in scale.criteria.members}
    if one.mandatory:
        return _mandatory(one, given, scale)
    units = {member: _in_units(one.id, member, mark, scale) for member, mark in given.items() if mark}
    count = _members_counted(one, given, scale)
    mean = Fraction(sum(units.values()), scale.unit * count) if count else Fraction(0)
    shown = {member: decimal_text(Fraction(units[member], scale.unit)) if member in units else "" for member in given}
    return ItemScore(item=one.id, title=one.title, points=one.points, by_member=shown, mean=mean)


def _mandatory(one: Criterion, given: Mapping[str, str], scale: Scale) -> ItemScore:
    votes = [_is_met(one, member, mark) for member, mark in given.items() if mark]
    count = _members_counted(one, given, scale)
    met = sum(votes) == count if scale.criteria.mandatory_by == "all" else 2 * sum(votes) > count
    points = None if one.points is None else one.points if met and count else Fraction(0)
    return ItemScore(item=one.id, title=one.title, points=one.points, by_member=dict(given), mean=points, met=met and count > 0)


def _members_counted(one: Criterion, given: Mapping[str, str], scale: Scale) -> int:
    """How many members an item is divided by: all of them, or those who were there."""
    absent = [member for member, mark in given.items() if not mark]
    if absent and scale.criteria.absent == "refuse":
        raise Missing(absent[0], one.id)
    return len(given) - len(absent) if scale.criteria.absent == "leave-out" else len(given)


def _is_met(one: Criterion, member: str, given: str) -> bool:
    if given not in (MET, UNMET):
        raise Unfit(member, one.id, given)
    return given == MET


def _in_units(item: str, member: str, given: str, scale: Scale) -> int:
    """A mark in units: a grade, or points between 0 and the item's own (points finer than the unit are not a mark of this tree)."""
    points = scale.worth[item].get(given)
    if points is not None:
        return points
    try:
        number = parse_number(given) * scale.unit
    except ValueError:
        raise Unfit(member, item, given) from None
    if number.denominator != 1 or not 0 <= number <= scale.most[item]:
        raise Unfit(member, item, given)
    return int(number)

