"""What an entity asks the centre about a case: every product and party of every bid, flagged or not: asking tells nothing then."""

from collections.abc import Collection, Iterator
from datetime import date

from ..policy.model import Pack
from ..screening.answered import answered
from ..screening.centre_questions import questions_of_bid, questions_of_line
from ..screening.facts import inside_of, stood_as
from ..tenders.centre import CentreQuestion
from ..tenders.model import Bid, Submission


def questions_of(submission: Submission, pack: Pack, *, as_of: date, kinds: Collection[str] = ()) -> tuple[CentreQuestion, ...]:
    """Every question of a case once, in the order of their ids. With `kinds`, of the lines those of these kinds alone, all of them.

    Nothing of what screening found, or could find, comes in here: neither a finding nor a register is given.
    """
    stood = [answered(one, pack, as_of) for bid in submission.bids for one in stood_as(bid)]
    distinct = {one.id: one for bid in stood for one in _of_bid(bid, kinds)}
    return tuple(distinct[known] for known in sorted(distinct))


def _of_bid(bid: Bid, kinds: Collection[str]) -> Iterator[CentreQuestion]:
    inside = inside_of(bid)
    for item in bid.list.items if bid.list else ():
        if not kinds or item.kind in kinds:
            yield from questions_of_line(item, inside)
    yield from questions_of_bid(bid, inside)
