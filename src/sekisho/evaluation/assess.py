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
from .criteria import MET, UNMET, Criteria, Criterion, ItemScore

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
    """The criteria made ready: `unit` is the common denominator, `worth` each marked item's grades in units, `most` its points in units.

    `marked` are the items that evaluators mark (all but the security check), `scored` and `mandatory` their two kinds, `given` the points that the
    verdict on security is worth.
    """

    criteria: Criteria
    leaves: Mapping[str, Criterion]
    unit: int
    worth: Mapping[str, Mapping[str, int]]
    most: Mapping[str, int]
    marked: frozenset[str]
    scored: tuple[str, ...]
    mandatory: tuple[str, ...]
    given: Mapping[Verdict, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """A bid's technical evaluation: the sum of the items' means, exactly, and whether every mandatory item is met; `items` tells each of them."""

    score: Fraction
    mandatory_met: bool
    scale: Scale
    marks: Marks
    verdict: Verdict

    @property
    def items(self) -> tuple[ItemScore, ...]:
        """Every item with what each member gave it, in the order of the notice."""
        return tuple(_item(one, self.scale, self.marks, self.verdict) for one in self.scale.leaves.values())


def scale_of(criteria: Criteria) -> Scale:
    """The criteria made ready for any number of bids."""
    leaves = {one.id: one for one in criteria.leaves()}
    marked = {name: one for name, one in leaves.items() if one.security is None}
    numbers = [one.points for one in marked.values() if one.points is not None]
    unit = math.lcm(*(number.denominator for number in numbers)) * math.lcm(*(percent.denominator for percent in criteria.grades.values())) * 100
    most = {name: int((one.points or Fraction(0)) * unit) for name, one in marked.items()}
    graded = {name: {grade: int(points * percent / 100) for grade, percent in criteria.grades.items()} for name, points in most.items()}
    security = [one for one in leaves.values() if one.security is not None]
    return Scale(
        criteria=criteria,
        leaves=leaves,
        unit=unit,
        worth={name: {MET: most[name], UNMET: 0} if one.mandatory else graded[name] for name, one in marked.items()},
        most=most,
        marked=frozenset(marked),
        scored=tuple(name for name, one in marked.items() if not one.mandatory),
        mandatory=tuple(name for name, one in marked.items() if one.mandatory),
        given={verdict: sum((_by_verdict(one, verdict) for one in security), Fraction(0)) for verdict in Verdict},
    )


def assess(scale: Scale, marks: Marks, verdict: Verdict) -> Assessed:
    """One bid's technical evaluation; `verdict` is what the security check came to. Unfit or Missing where a mark is not to be counted."""
    members = scale.criteria.members
    if any(len(marks.get(member, ())) < len(scale.marked) for member in members):
        score = sum((mean_of(scale, marks, item) for item in scale.scored), Fraction(0))
    else:
        score = Fraction(sum(_total(scale, marks.get(member, {}), member) for member in members), scale.unit * max(len(members), 1))
    met = True
    for item in scale.mandatory:
        found = _mandatory(scale.leaves[item], _given(scale, marks, item), scale)
        met = met and found.met is True
        score += found.mean or 0
    return Assessed(score=score + scale.given[verdict], mandatory_met=met, scale=scale, marks=marks, verdict=verdict)


def mean_of(scale: Scale, marks: Marks, item: str) -> Fraction:
    """What one scored item comes to."""
    given = _given(scale, marks, item)
    units = sum(_in_units(item, member, mark, scale) for member, mark in given.items() if mark)
    count = counted(scale, marks, item)
    return Fraction(units, scale.unit * count) if count else Fraction(0)


def counted(scale: Scale, marks: Marks, item: str) -> int:
    """How many members an item is divided by: all of them, or those who were there. Missing where the notice lets nobody be absent."""
    given = _given(scale, marks, item)
    absent = [member for member, mark in given.items() if not mark]
    if absent and scale.criteria.absent == "refuse":
        raise Missing(absent[0], item)
    return len(given) - len(absent) if scale.criteria.absent == "leave-out" else len(given)


def faults_in(scale: Scale, marks: Marks) -> list[Unfit | Missing]:
    """Every mark of a bid that cannot be counted."""
    found: list[Unfit | Missing] = []
    for item, one in scale.leaves.items():
        for member, given in _given(scale, marks, item).items() if one.security is None else ():
            try:
                if given:
                    _is_met(one, member, given) if one.mandatory else _in_units(item, member, given, scale)
                elif scale.criteria.absent == "refuse":
                    raise Missing(member, item)
            except (Unfit, Missing) as error:
                found.append(error)
    return found


def _total(scale: Scale, marks: Mapping[str, Marked], member: str) -> int:
    """One member's points for all scored items, in units; every item is there."""
    worth, total = scale.worth, 0
    for item in scale.scored:
        given = marks[item].given if item in marks else ""
        points = worth[item].get(given)
        total += points if points is not None else _in_units(item, member, given, scale)
    return total


def _given(scale: Scale, marks: Marks, item: str) -> dict[str, str]:
    """What each member gave an item, "" = nothing."""
    return {member: held.given if (held := marks.get(member, {}).get(item)) else "" for member in scale.criteria.members}


def _item(one: Criterion, scale: Scale, marks: Marks, verdict: Verdict) -> ItemScore:
    if one.security is not None:
        return ItemScore(item=one.id, title=one.title, points=one.points, mean=_by_verdict(one, verdict))
    given = _given(scale, marks, one.id)
    if one.mandatory:
        return _mandatory(one, given, scale)
    shown = {member: decimal_text(Fraction(_in_units(one.id, member, mark, scale), scale.unit)) if mark else "" for member, mark in given.items()}
    return ItemScore(item=one.id, title=one.title, points=one.points, by_member=shown, mean=mean_of(scale, marks, one.id))


def _mandatory(one: Criterion, given: Mapping[str, str], scale: Scale) -> ItemScore:
    """Met by the vote of those who count; with points, all of them or none."""
    votes = [_is_met(one, member, mark) for member, mark in given.items() if mark]
    absent = len(given) - len(votes)
    if absent and scale.criteria.absent == "refuse":
        raise Missing(next(member for member, mark in given.items() if not mark), one.id)
    count = len(votes) if scale.criteria.absent == "leave-out" else len(given)
    met = (sum(votes) == count if scale.criteria.mandatory_by == "all" else 2 * sum(votes) > count) and count > 0
    points = None if one.points is None else one.points if met else Fraction(0)
    return ItemScore(item=one.id, title=one.title, points=one.points, by_member=dict(given), mean=points, met=met)


def _by_verdict(one: Criterion, verdict: Verdict) -> Fraction:
    return (one.points or Fraction(0)) * (one.security or {})[verdict] / 100


def _is_met(one: Criterion, member: str, given: str) -> bool:
    if given not in (MET, UNMET):
        raise Unfit(member, one.id, given)
    return given == MET


def _in_units(item: str, member: str, given: str, scale: Scale) -> int:
    """A mark in units: a grade, or points between 0 and the item's own, as fine as the unit."""
    points = scale.worth[item].get(given)
    if points is not None:
        return points
    if not given:
        raise Missing(member, item)
    try:
        number = parse_number(given) * scale.unit
    except ValueError:
        raise Unfit(member, item, given) from None
    if number.denominator != 1 or not 0 <= number <= scale.most[item]:
        raise Unfit(member, item, given)
    return int(number)
