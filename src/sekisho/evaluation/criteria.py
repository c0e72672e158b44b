"""The criteria of a tender as a tree (評価項目): mandatory items (必須), scored items (任意), grades, and the rules for several evaluators.

They are published with the notice (GPA X:7(c)) and frozen there; `frozen` names them by a digest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from ..findings import Verdict

Absent = Literal["refuse", "leave-out", "zero"]
MandatoryBy = Literal["majority", "all"]
MET, UNMET = "met", "unmet"
"""The two marks of a mandatory item (適・否)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One item, or a heading with items of its own.

    `points` None = a heading, or mandatory without points; a mandatory item with points (基礎点) gives all of them or none. `security`: verdict of
    the security check -> percent of the points, where this item is the reduction of national-security risk itself; no evaluator marks it.
    """

    id: str
    title: str
    mandatory: bool = False
    points: Fraction | None = None
    security: Mapping[Verdict, Fraction] | None = None
    items: "tuple[Criterion, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """The tree with its rules. `grades`: grade -> percent. `members` are roles of evaluators (評価委員), each marking every leaf for every bid.

    `absent`: what a mark that a member did not give counts as. `mandatory_by`: a mandatory item is met where most members, or all, say so.
    """

    items: tuple[Criterion, ...]
    grades: Mapping[str, Fraction]
    members: tuple[str, ...]
    absent: Absent = "refuse"
    mandatory_by: MandatoryBy = "majority"

    def leaves(self) -> Iterator[Criterion]:
        """Every item that is marked, in the order of the notice."""
        stack = list(reversed(self.items))
        while stack:
            one = stack.pop()
            if one.items:
                stack.extend(reversed(one.items))
            else:
                yield one

    @property
    def points(self) -> Fraction:
        """The most that a bid can be given."""
        return sum((one.points for one in self.leaves() if one.points is not None), Fraction(0))

    @property
    def asks_security(self) -> bool:
        """Whether the security check is a scored item."""
        return any(one.security is not None for one in self.leaves())


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScore:
    """What an item came to: each member's points ("" = absent), the mean of those that count, or whether a mandatory item is met."""

    item: str
    title: str
    points: Fraction | None
    by_member: Mapping[str, str] = field(default_factory=dict)
    mean: Fraction | None = None
    met: bool | None = None
