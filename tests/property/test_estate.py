"""Merging is what a slow and plain union of keys is, whatever the order in which sightings come."""

from collections import defaultdict
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.estate.keys import address_key
from sekisho.estate.merge import keys_of, merge
from sekisho.estate.model import Sighting
from sekisho.estate.sightings import Notebook
from sekisho.terms import Mark

MACS = ("00:1b:21:00:00:01", "001b.2100.0002", "00-1B-21-00-00-03", "02:00:00:00:00:01", "00:00:5e:00:01:01")
ODD = st.sampled_from(["", "", "", "x"])


@st.composite
def sighting(draw: st.DrawFn, number: int = 0) -> Sighting:
    pick = lambda *values: draw(st.sampled_from(values))  # noqa: E731
    macs = draw(st.lists(st.sampled_from(MACS), max_size=2))
    return Sighting(
        file=pick("a", "b"), where=f"line {draw(st.integers(1, 99))}", format="t",
        maker=pick("", "甲社", "甲株式会社", "乙"), serial=pick("", "", "AB1234", "ab-1234", "N/A", "CD5678"),
        asset_tag=pick("", "", "1", "2"), model=pick("", "", "EX-9"), imei=pick("", "", "490154203237518", "49015420323751"),
        address=pick("", "10.0.0.1", "10.0.0.1/24", "10.0.0.2"), site=pick("", "s"), seen_at=pick(None, date(2026, 1, 1), date(2026, 1, 2)),
        hostname=pick("", "h"), marks=tuple(Mark(family="mac", value=mac) for mac in macs),
    )  # fmt: skip


def slowly(seen: list[Sighting]) -> list[int]:
    """By definition: a group a sighting, and groups that share a sound key become one, until nothing changes."""
    keys = [set(keys_of(one)) for one in seen]
    tags: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one, own in zip(seen, keys, strict=True):
        for key in own:
            if one.asset_tag and not key.startswith("asset="):
                tags[key, one.file].add(one.asset_tag)
    shared = {key for (key, _), found in tags.items() if len(found) > 1}
    keys = [own - shared for own in keys]
    group = united(keys)
    at: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row, one in enumerate(seen):
        if one.site and one.seen_at and address_key(one.address):
            at[one.site, one.seen_at, address_key(one.address)].append(row)
    identified = {
        kind: {group[row] for row, one in enumerate(seen) if any(key.startswith(kind) for key in keys_of(one))} for kind in ("mac=", "serial=")
    }
    for place, rows in at.items():
        if all(len({group[row] for row in rows} & found) <= 1 for found in identified.values()):
            for row in rows:
                keys[row].add(f"at {place}")
    return united(keys)


def united(keys: list[set[str]]) -> list[int]:
    group = list(range(len(keys)))
    changed = True
    while changed:
        changed = False
        for one in range(len(keys)):
            for other in range(one):
                if group[one] != group[other] and keys[one] & keys[other]:
                    old, new = max(group[one], group[other]), min(group[one], group[other])
                    group, changed = [new if held == old else held for held in group], True
    return group


def sets(group: Any) -> set[frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row, one in enumerate(group):
        found[int(one)].add(row)
    return {frozenset(rows) for rows in found.values()}


def quickly(seen: list[Sighting]) -> Any:
    book = Notebook()
    for one in seen:
        book.note(one)
    return merge(book.close())


@settings(max_examples=150, deadline=None)
@given(st.lists(sighting(), max_size=9))
def test_merging_columns_is_the_plain_union_of_keys(seen: list[Sighting]) -> None:
    assert sets(quickly(seen).of_row) == sets(slowly(seen))


@settings(max_examples=80, deadline=None)
@given(st.lists(sighting(), max_size=9), st.randoms(use_true_random=False))
def test_the_order_of_the_sightings_changes_no_device(seen: list[Sighting], chance: Any) -> None:
    other = list(seen)
    chance.shuffle(other)
    first, second = quickly(seen), quickly(other)
    spelled = lambda devices: sorted(repr(device) for device in devices.several(range(len(devices))))  # noqa: E731
    assert spelled(first) == spelled(second)
