"""What `make bench-change` sows is what it looks for, and it would notice if some of it were not told."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def bench() -> Iterator[None]:
    """The bench is beside the package, not part of it."""
    sys.path.insert(0, str(ROOT))
    yield
    sys.path.remove(str(ROOT))


def test_the_changes_that_are_sown_are_told_and_a_lost_one_is_noticed() -> None:
    from bench.change import editions, made

    from sekisho.desk.rescreen import rescreen
    from sekisho.register.matching import EveryName

    names = made.makers(40)
    sown = made.sown(names, listed=4, each=3)
    several = [replace(one, bids=one.bids[:2]) for one in made.cases(1, names)]
    found = rescreen([editions._subject(one) for one in several], editions._worlds(sown), EveryName, as_of=made.DAY)
    assert [row.value for row in editions._held(found, several, sown)][:2] == [0, 0]
    assert all(found.counts().values())
    less = replace(found, delta=found.delta[1:])
    assert next(row.value for row in editions._held(less, several, sown)) == 1
    twice = replace(found, delta=(*found.delta, found.delta[0]))
    assert [row.value for row in editions._held(twice, several, sown)][1] == 1
