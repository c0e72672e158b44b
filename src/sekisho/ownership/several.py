"""One answer for a name that several holders bear: never more certain than the least certain of them, and it says who they are."""

from collections.abc import Sequence
from dataclasses import replace

from ..terms import Share
from .model import SEVERAL, Designated, Held

_RANK: dict[Designated, int] = {"no": 0, "unknown": 1, "possibly": 2, "surely": 3}


def together(certainties: Sequence[Designated]) -> Designated:
    """Theirs where they agree, else `possibly` where any may be, else `unknown`."""
    if len(set(certainties)) == 1:
        return certainties[0]
    return "possibly" if {"surely", "possibly"} & set(certainties) else "unknown"


def one_of(answers: Sequence[Held]) -> Held:
    """The answers about all whom a name may mean, as one; a single one as it is. Its entity is the gravest's."""
    if len(answers) == 1:
        return answers[0]
    gravest = max(answers, key=lambda one: (_RANK[one.designated], _RANK[one.controlled]))
    low, high = min(one.aggregate.minimum for one in answers), max(one.aggregate.maximum for one in answers)
    gaps = [*((SEVERAL, one.entity) for one in answers), *(gap for one in answers for gap in one.gaps)]
    return replace(
        gravest,
        designated=together([one.designated for one in answers]),
        aggregate=Share(minimum=low, maximum=high),
        paths=tuple(path for one in answers for path in one.paths),
        gaps=tuple(dict.fromkeys(gaps)),
        control=tuple(piece for one in answers for piece in one.control),
        controlled=together([one.controlled for one in answers]),
    )
