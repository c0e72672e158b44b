"""A slice of the corrupted feeds of `make chaos`: refused, the last good edition kept, nothing clear; and the good feed is clear by itself."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from bench.chaos.feeds import DAY, GOOD, GOOD_APPROVAL, KINDS, RING, Feed, delivered, measured, verdicts

from sekisho.engines.embedded.shelf import Shelf
from sekisho.findings import Verdict
from sekisho.register.edition import decode


def test_every_corrupted_feed_of_a_slice_is_refused_and_nothing_is_clear_meanwhile() -> None:
    found = measured(10 * len(KINDS))
    assert (found.passed, found.not_kept, found.clear) == ((), 0, 0)
    assert found.screened == 2


def test_by_the_good_feed_the_same_lines_are_clear() -> None:
    assert set(verdicts(decode(GOOD, label="x"))) == {Verdict.CLEAR}


def test_a_good_feed_after_a_refused_one_lifts_the_hold() -> None:
    with tempfile.TemporaryDirectory() as place:
        shelf = Shelf(Path(place) / "shelf", RING)
        good = Feed(kind="good", edition=GOOD, approval=GOOD_APPROVAL)
        assert delivered(good, shelf, Path(place))
        assert not delivered(Feed(kind="empty", edition=b"", approval=GOOD_APPROVAL), shelf, Path(place))
        assert shelf.in_force(DAY).held is not None
        assert delivered(good, shelf, Path(place))
        assert shelf.in_force(DAY).held is None
