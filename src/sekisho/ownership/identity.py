"""One holder in several files: charts handed in apart number the same company differently, and its stakes must add up all the same.

Within one file different ids stay different holders: whoever made the file told them apart. Persons and unnamed owners are never joined by name.
"""

from collections.abc import Sequence
from dataclasses import replace

from ..names.normalise import name_key
from .model import Chart, Holder


def aligned(charts: Sequence[Chart]) -> tuple[Chart, ...]:
    """The charts with the ids of later ones changed to those of earlier ones where they mean the same company.

    The same: an equal identifier; else one name (key and legal form) and no differing number in one scheme.
    """
    known: list[Holder] = []
    found: list[Chart] = []
    for chart in charts:
        own = {holder.id for holder in chart.holders}
        renamed: dict[str, str] = {}
        for holder in chart.holders:
            twin = next((one for one in known if one.id not in own and one.id not in renamed.values() and _same(one, holder)), None)
            if twin is not None:
                renamed[holder.id] = twin.id
        moved = _renamed(chart, renamed)
        found.append(moved)
        known += moved.holders
    return tuple(found)


def _renamed(chart: Chart, renamed: dict[str, str]) -> Chart:
    return replace(
        chart,
        holders=tuple(replace(holder, id=renamed.get(holder.id, holder.id)) for holder in chart.holders),
        stakes=tuple(
            replace(stake, owner=renamed.get(stake.owner, stake.owner), owned=renamed.get(stake.owned, stake.owned)) for stake in chart.stakes
        ),
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
