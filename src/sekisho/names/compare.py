"""Two names, one answer: same or different, and by which transforms. (Graded scores and readings come to this seam later.)"""

from dataclasses import dataclass
from typing import Literal

from .normalise import NameKey, name_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The class (`same`, `different`) and the transforms on either side that made the keys meet."""

    relation: Literal["same", "different"]
    left: NameKey
    right: NameKey

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.left.steps, *self.right.steps)))


def compare(left: str, right: str) -> Comparison:
    """Same where both have one non-empty key."""
    one, other = name_key(left), name_key(right)
    return Comparison(relation="same" if one.key and one.key == other.key else "different", left=one, right=other)
