"""One holder in several files: charts handed in apart number the same company differently, and its stakes must add up all the same.

Within one file different ids stay different holders: whoever made the file told them apart. Persons and unnamed owners are never joined by name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..names.normalise import name_key
from .model import Chart, Holder


def aligned(charts: Sequence[Chart]) -> tuple[Chart, ...]:
    """The charts with the ids of later ones changed to those of earlier ones where they mean the same company.

    The same: an equal identifier; else one name (key and legal form) and no differing number in one scheme. O(holders).
    """
    known = _Known()
    found: list[Chart] = []
    for chart in charts:
        own = {holder.id for holder in chart.holders}
        renamed: dict[str, str] = {}
        taken: set[str] = set()
        for holder in chart.holders:
            twin = next((one for one in known.like(holder) if one.id not in own and one.id not in taken and _same(one, holder)), None)
            if twin is not None:
                renamed[holder.id] = twin.id
                taken.add(twin.id)
        moved = _renamed(chart, renamed) if renamed else chart
        found.append(moved)
        known.add(moved.holders)
    return tuple(found)


class _Known:
    """The holders of earlier charts in their order, found by identifier and by name key."""

    def __init__(self) -> None:
        self.holders: list[Holder] = []
        self.places: dict[object, list[int]] = {}

    def add(self, holders: Iterable[Holder]) -> None:
        for holder in holders:
            for mark in _marks(holder):
                self.places.setdefault(mark, []).append(len(self.holders))
            self.holders.append(holder)

    def like(self, holder: Holder) -> Iterator[Holder]:
        """Those that share an identifier or the name, earliest first."""
        places = {place for mark in _marks(holder) for place in self.places.get(mark, ())}
        return (self.holders[place] for place in sorted(places))


def _marks(holder: Holder) -> Iterator[object]:
    yield from holder.identifiers
    if holder.kind in ("entity", "state"):
        key = name_key(holder.name).key
        if key:
            yield key


def _renamed(chart: Chart, renamed: Mapping[str, str]) -> Chart:
    def now(holder: str) -> str:
        return renamed.get(holder, holder)

    return replace(
        chart,
        holders=tuple(replace(holder, id=now(holder.id)) for holder in chart.holders),
        stakes=tuple(replace(stake, owner=now(stake.owner), owned=now(stake.owned)) for stake in chart.stakes),
        controls=tuple(replace(one, holder=now(one.holder), entity=now(one.entity)) for one in chart.controls),
        stated_gaps=tuple(replace(gap, holder=now(gap.holder)) for gap in chart.stated_gaps),
    )


def _same(one: Holder, other: Holder) -> bool:
    if set(one.identifiers) & set(other.identifiers):
        return True
    if {known.scheme for known in one.identifiers} & {known.scheme for known in other.identifiers}:
        return False
    if one.kind != other.kind or one.kind not in ("entity", "state"):
        return False
    left, right = name_key(one.name), name_key(other.name)
    return bool(left.key) and left.key == right.key and left.forms == right.forms
