"""From evaluators' marks to a bid's technical evaluation: mean of the members' points by item, mandatory items by vote.

Reckoned in whole numbers: every mark is points × percent in units of one common denominator, so that ten million marks are additions of integers.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import getitem, itemgetter

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


class _Worth(dict[str, int]):
    """What marks of one item come to in units: its grades, and every number of points that was given so far. KeyError where a mark does not fit."""

    __slots__ = ("most", "unit")

    def __init__(self, known: Mapping[str, int], *, unit: int, most: int) -> None:
        super().__init__(known)
        self.unit, self.most = unit, most

    def __missing__(self, given: str) -> int:
        try:
            number = parse_number(given) * self.unit
        except ValueError:
            raise KeyError(given) from None
        if number.denominator != 1 or not 0 <= number <= self.most:
            raise KeyError(given)
        return self.setdefault(given, int(number))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The criteria made ready: `unit` is the common denominator, `worth` each marked item's grades in units, `most` its points in units.

    `marked` are the items that evaluators mark (all but the security check), `scored` and `mandatory` their two kinds, `given` the points that the
    verdict on security is worth. `pick` takes a member's marks in the order of `scored` and then `mandatory`, `worths` are those of `scored` in
    that order, `base` what all mandatory items are worth together (基礎点).
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
    pick: Callable[[Mapping[str, Marked]], Sequence[Marked]]
    worths: tuple[Mapping[str, int], ...]
    base: Fraction


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
    worth = {name: _worth_of(one, criteria.grades, unit=unit, most=most[name]) for name, one in marked.items()}
    security = [one for one in leaves.values() if one.security is not None]
    scored = tuple(name for name, one in marked.items() if not one.mandatory)
    mandatory = tuple(name for name, one in marked.items() if one.mandatory)
    return Scale(
        criteria=criteria,
        leaves=leaves,
        unit=unit,
        worth=worth,
        most=most,
        marked=frozenset(marked),
        scored=scored,
        mandatory=mandatory,
        given={verdict: sum((_by_verdict(one, verdict) for one in security), Fraction(0)) for verdict in Verdict},
        pick=_picker((*scored, *mandatory)),
        worths=tuple(worth[name] for name in scored),
        base=Fraction(sum(most[name] for name in mandatory), unit),
    )


def _worth_of(one: Criterion, grades: Mapping[str, Fraction], *, unit: int, most: int) -> Mapping[str, int]:
    if one.mandatory:
        return {MET: most, UNMET: 0}
    return _Worth({grade: int(most * percent / 100) for grade, percent in grades.items()}, unit=unit, most=most)


def _picker(items: tuple[str, ...]) -> Callable[[Mapping[str, Marked]], Sequence[Marked]]:
    """Takes the marks of these items, in their order; KeyError where one is missing."""
    return itemgetter(*items) if len(items) > 1 else lambda marks: [marks[item] for item in items]


def assess(scale: Scale, marks: Marks, verdict: Verdict) -> Assessed:
    """One bid's technical evaluation; `verdict` is what the security check came to. Unfit or Missing where a mark is not to be counted."""
    try:
        score, met = _all_given(scale, marks)
    except KeyError:
        score, met = _by_item(scale, marks)
    return Assessed(score=score + scale.given[verdict], mandatory_met=met, scale=scale, marks=marks, verdict=verdict)


def _all_given(scale: Scale, marks: Marks) -> tuple[Fraction, bool]:
    """Where every member gave every item a mark that fits, the mean of sums is the sum of means: one addition a mark. KeyError elsewhere."""
    members, kept = scale.criteria.members, len(scale.scored)
    units, votes = 0, []
    for member in members:
        given = [mark.given for mark in scale.pick(marks[member])]
        units += sum(map(getitem, scale.worths, given))
        votes.append(given[kept:])
    score = Fraction(units, scale.unit * max(len(members), 1))
    if members and all(one.count(MET) == len(one) for one in votes):
        return score + scale.base, True
    found = [_mandatory(scale.leaves[item], _given(scale, marks, item), scale) for item in scale.mandatory]
    return score + sum((one.mean or Fraction(0) for one in found), Fraction(0)), all(one.met is True for one in found)


def _by_item(scale: Scale, marks: Marks) -> tuple[Fraction, bool]:
    """Item by item, each divided by the members that count for it."""
    score = sum((mean_of(scale, marks, item) for item in scale.scored), Fraction(0))
    found = [_mandatory(scale.leaves[item], _given(scale, marks, item), scale) for item in scale.mandatory]
    return score + sum((one.mean or Fraction(0) for one in found), Fraction(0)), all(one.met is True for one in found)


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
    if not given:
        raise Missing(member, item)
    try:
        return scale.worth[item][given]
    except KeyError:
        raise Unfit(member, item, given) from None
