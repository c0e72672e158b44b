"""One holder in several files: charts handed in apart number the same company differently, and its stakes must add up all the same.

The same are, in this order, and whatever the order of the files:
1. one id in several files, unless numbers in one scheme, countries or kinds (person, company) speak against it;
2. an equal number (LEI, 法人番号, …);
3. one name (key and legal form) of companies or states, where no two of all that bear it speak against each other: no number in one scheme differs.
   Else nobody is joined by that name, and those of them that have no number get the gap `several-of-this-name`.
Within one file different ids stay different holders: whoever made the file told them apart. Persons and unnamed owners are never joined by name.
A holder that is renamed keeps its old id as an identifier of the scheme `CHART-ID`.
"""

from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from ..names.normalise import name_key
from ..terms import Identifier, Source
from .model import SEVERAL, Chart, Holder, StatedGap

CHART_ID = "CHART-ID"
MOST_BEARERS = 100
"""Of one name, whom we would still join by it."""


def aligned(charts: Sequence[Chart]) -> tuple[Chart, ...]:
    """The charts with one id for each company; the least of its ids in text order. O(holders) but for names that very many bear."""
    if len(charts) < 2:
        return tuple(charts)
    groups = _joined([_Group(members={(at, holder.id): holder}) for at, chart in enumerate(charts) for holder in chart.holders])
    ids = _new_ids(groups)
    vague = {place for group in groups if group.vague for place in group.members}
    return tuple(_renamed(chart, at, ids, vague) for at, chart in enumerate(charts))


@dataclass(eq=False, slots=True, kw_only=True)
class _Group:
    """What is held to be one holder: its descriptions by (chart, id). `vague`: its name is borne by others, and nothing tells them apart."""

    members: dict[tuple[int, str], Holder]
    vague: bool = False
    numbers: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for holder in self.members.values():
            self._note(holder)

    def _note(self, holder: Holder) -> None:
        for known in holder.identifiers:
            self.numbers.setdefault(known.scheme, set()).add(known.value)

    def take(self, other: "_Group") -> None:
        self.members |= other.members
        for holder in other.members.values():
            self._note(holder)

    def order(self) -> tuple[object, ...]:
        return tuple(sorted((one.id, one.name, one.kind, one.country) for one in self.members.values()))


def _joined(groups: list[_Group]) -> list[_Group]:
    """The groups that are left when everything that is the same is one."""
    groups = _join(groups, lambda holder: (holder.id,), _may_be_one_id)
    groups = _join(groups, lambda holder: holder.identifiers, _of_different_files)
    return _join_names(groups)


def _join(groups: list[_Group], marks: Callable[[Holder], Iterable[Hashable]], agree: Callable[[_Group, _Group], bool]) -> list[_Group]:
    """Groups that share a mark and agree are one; marks and groups are taken in text order, so that the order of files does not matter."""
    by_mark: dict[Hashable, dict[_Group, None]] = {}
    for group in sorted(groups, key=_Group.order):
        for holder in group.members.values():
            for mark in marks(holder):
                by_mark.setdefault(mark, {})[group] = None
    into: dict[_Group, _Group] = {}
    for mark in sorted((mark for mark, sharing in by_mark.items() if len(sharing) > 1), key=str):
        kept: list[_Group] = []
        for group in dict.fromkeys(_now(one, into) for one in by_mark[mark]):
            twin = next((one for one in kept if agree(one, group)), None)
            if twin is None:
                kept.append(group)
            else:
                twin.take(group)
                into[group] = twin
    return [group for group in groups if group not in into]


def _now(group: _Group, into: Mapping[_Group, _Group]) -> _Group:
    while group in into:
        group = into[group]
    return group


def _join_names(groups: list[_Group]) -> list[_Group]:
    """All who bear one name are one, where no two of them speak against each other; else none are."""
    by_name: dict[tuple[object, ...], dict[_Group, None]] = {}
    for group in sorted(groups, key=_Group.order):
        for holder in group.members.values():
            key = name_key(holder.name)
            if key.key and holder.kind in ("entity", "state"):
                by_name.setdefault((key.key, key.forms, holder.kind), {})[group] = None
    into: dict[_Group, _Group] = {}
    for name in sorted((name for name, sharing in by_name.items() if len(sharing) > 1), key=str):
        bearers = list(dict.fromkeys(_now(one, into) for one in by_name[name]))
        if len({at for group in bearers for at, _ in group.members}) < 2:
            continue
        if len(bearers) <= MOST_BEARERS and all(_same_by_name(one, other) for one, other in combinations(bearers, 2)):
            for group in bearers[1:]:
                bearers[0].take(group)
                into[group] = bearers[0]
        else:
            for group in bearers:
                group.vague = group.vague or not group.numbers
    return [group for group in groups if group not in into]


def _same_by_name(one: _Group, other: _Group) -> bool:
    return _of_different_files(one, other) and _no_number_differs(one, other)


def _of_different_files(one: _Group, other: _Group) -> bool:
    """Whether no file tells the two apart."""
    return not {at for at, _ in one.members} & {at for at, _ in other.members}


def _no_number_differs(one: _Group, other: _Group) -> bool:
    return all(values & other.numbers[scheme] for scheme, values in one.numbers.items() if scheme in other.numbers)


def _may_be_one_id(one: _Group, other: _Group) -> bool:
    """Whether nothing speaks against one id meaning one holder in two files: files number from 1, too."""
    firsts, seconds = one.members.values(), other.members.values()
    countries = {holder.country for holder in (*firsts, *seconds)} - {""}
    kinds = {holder.kind for holder in (*firsts, *seconds)}
    return _no_number_differs(one, other) and len(countries) < 2 and not ("person" in kinds and kinds & {"entity", "state"})


def _new_ids(groups: Iterable[_Group]) -> dict[tuple[int, str], str]:
    """The id of each holder of each file: the least of its group's, with a number after it where another group has that id."""
    ids: dict[tuple[int, str], str] = {}
    taken: set[str] = set()
    for group in sorted(groups, key=_Group.order):
        least = min(known for _, known in group.members)
        chosen, number = least, 1
        while chosen in taken:
            number += 1
            chosen = f"{least}~{number}"
        taken.add(chosen)
        ids.update(dict.fromkeys(group.members, chosen))
    return ids


def _renamed(chart: Chart, at: int, ids: Mapping[tuple[int, str], str], vague: Container[tuple[int, str]]) -> Chart:
    def now(holder: str) -> str:
        return ids.get((at, holder), holder)

    gaps = tuple(
        StatedGap(code=SEVERAL, holder=now(holder.id), source=Source(name=holder.name)) for holder in chart.holders if (at, holder.id) in vague
    )
    return replace(
        chart,
        holders=tuple(_with_id(holder, now(holder.id)) for holder in chart.holders),
        stakes=tuple(replace(stake, owner=now(stake.owner), owned=now(stake.owned)) for stake in chart.stakes),
        controls=tuple(replace(one, holder=now(one.holder), entity=now(one.entity)) for one in chart.controls),
        stated_gaps=(*(replace(gap, holder=now(gap.holder)) for gap in chart.stated_gaps), *gaps),
    )


def _with_id(holder: Holder, known: str) -> Holder:
    if known == holder.id:
        return holder
    return replace(holder, id=known, identifiers=(*holder.identifiers, Identifier(scheme=CHART_ID, value=holder.id)))
