"""The criteria of `tender.yaml`, and the versions of the notice that froze them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import cast, get_args

from ...evaluation.criteria import Absent, Criteria, Criterion, MandatoryBy
from ...findings import Verdict
from ...terms import parse_number
from ..fields import Fields

MOST_ITEMS = 2_000
MOST_LEVELS = 8
GRADES = {"A": Fraction(100), "B": Fraction(70), "C": Fraction(40), "D": Fraction(0)}
"""Where the tender names no grades: the scale of a published notice (鳥取県)."""


def criteria_from(fields: Fields) -> Criteria | None:
    """The criteria, or None where the tender has none; faults are collected in `fields`."""
    inner = fields.under("criteria")
    if inner is None:
        return None
    items = _items(inner, 1)
    found = Criteria(
        items=items,
        grades=_grades(inner),
        members=inner.texts("members") or (),
        absent=cast("Absent", inner.choice("absent", get_args(Absent), default="refuse")),
        mandatory_by=cast("MandatoryBy", inner.choice("mandatory_by", get_args(MandatoryBy), default="majority")),
    )
    _check(inner, found)
    inner.unknown(())
    return found


def _grades(inner: Fields) -> Mapping[str, Fraction]:
    under = inner.under("grades")
    if under is None:
        return GRADES
    read = {grade: under.number(grade) for grade in under.value}
    for grade, percent in read.items():
        if percent is not None and not 0 <= percent <= 100:
            under.wrong(grade, "grade-range", ("0から100の割合ではない", "this is no percentage from 0 to 100"), ("割合を書く", "write one"))
    return {grade: percent for grade, percent in read.items() if percent is not None}


def _items(fields: Fields, level: int) -> tuple[Criterion, ...]:
    if level > MOST_LEVELS:
        fields.wrong(
            "items",
            "criteria-depth",
            (f"評価項目が{MOST_LEVELS}段を超えている", f"criteria go deeper than {MOST_LEVELS} levels"),
            ("段を減らす", "use fewer levels"),
        )
        return ()
    return tuple(_item(one, level) for one in fields.each("items") or ())


def _item(fields: Fields, level: int) -> Criterion:
    found = Criterion(
        id=fields.text("id", required=True),
        title=fields.text("title"),
        mandatory=bool(fields.yes("mandatory")),
        points=fields.number("points"),
        security=_security(fields),
        items=_items(fields, level + 1),
    )
    fields.unknown(())
    if found.items and (found.points is not None or found.mandatory or found.security):
        fields.wrong(
            "items",
            "criteria-heading",
            ("下位の項目がある項目に、配点や必須の別がある", "an item that has items of its own is a heading, and is neither scored nor mandatory"),
            ("配点と必須の別は末端の項目に書く", "give points and mandatory to the items below it"),
        )
    elif not found.items and found.points is None and not found.mandatory:
        fields.wrong(
            "points",
            "criteria-points",
            ("配点も必須の別もない", "the item has no points and is not mandatory"),
            ("points か mandatory: true を書く", "add points, or mandatory: true"),
        )
    elif found.points is not None and found.points <= 0:
        what = ("配点が正の数ではない", "points are not above 0")
        fields.wrong("points", "criteria-points", what, ("配点を確かめる", "check them"), str(found.points))
    return found


def _security(fields: Fields) -> Mapping[Verdict, Fraction] | None:
    """What each verdict is worth; all three must be said, since a notice may leave none of them open."""
    under = fields.under("security")
    if under is None:
        return None
    read: dict[Verdict, Fraction] = {}
    for verdict in Verdict:
        text = under.text(verdict.word, required=True)
        try:
            read[verdict] = parse_number(text) if text else Fraction(0)
        except ValueError:
            read[verdict] = Fraction(-1)
        if not 0 <= read[verdict] <= 100:
            what = ("0から100の割合ではない", "this is no percentage from 0 to 100")
            under.wrong(verdict.word, "grade-range", what, ("割合を書く", "write one"), text)
            read[verdict] = Fraction(0)
    return read


def _check(inner: Fields, found: Criteria) -> None:
    leaves = list(found.leaves())
    if not leaves or len(leaves) > MOST_ITEMS:
        inner.wrong(
            "items",
            "criteria-items",
            (f"評価項目が{len(leaves)}件である", f"there are {len(leaves)} criteria"),
            (f"1件から{MOST_ITEMS}件の項目を書く", f"give 1 to {MOST_ITEMS} items"),
        )
    for twice in _twice(one.id for one in leaves):
        inner.wrong("items", "criteria-twice", ("同じ番号の項目が二つある", "two items have one id"), ("番号を分ける", "give each its own"), twice)
    if not found.members:
        inner.wrong("members", "missing", ("委員がいない", "there are no evaluators"), ("members: [委員1, …] を書く", "add members: [委員1, …]"))
    for twice in _twice(found.members):
        inner.wrong("members", "criteria-twice", ("同じ委員が二度ある", "an evaluator stands twice"), ("一度だけ書く", "name each once"), twice)
    if sum(one.security is not None for one in leaves) > 1:
        what = ("リスクの低減を採点する項目が二つ以上ある", "more than one item scores the security check")
        inner.wrong("items", "criteria-security", what, ("一つにする", "keep one"))


def _twice(names: Iterable[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)
