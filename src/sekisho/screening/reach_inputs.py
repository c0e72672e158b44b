"""What a changed ownership chart, or a changed table of marks, can reach of a bid.

Of a chart a bid rests on the holders that may be one of its parties and on all that hangs together with these by holdings or control; of every other
holder only the spelling counts (SPOOF), and the centre's word where the edition is the public layer (CENTRE). Of tables it rests on those that are
asked of the families of marks it bears. Both reach more than they must and never less (`tests/property/test_rescreen_inputs.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from ..marks.model import Tables
from ..names.normalise import name_key
from ..names.spoofing import tricks
from ..ownership.model import Chart, Control, Stake, StatedGap
from ..terms import Party
from .betrayed import cards_asked, families_asked
from .facts import Facts, parties_of

NO_CHART = Chart(holders=(), stakes=())
_Told = TypeVar("_Told", Stake, Control, StatedGap)


def charts_reach(was: Facts, now: Facts, *, public: bool) -> bool:
    """Whether it can matter to the bid that its chart is that of `now` instead of that of `was`; `public`: an edition is the public layer."""
    before, after = was.bid.chart or NO_CHART, now.bid.chart or NO_CHART
    if before == after:
        return False
    if public and before.holders != after.holders:
        return True
    if any(tricks(name) for name in {one.name for one in before.holders} ^ {one.name for one in after.holders}):
        return True
    parties = tuple(dict.fromkeys(chain(_parties(was), _parties(now))))
    return around(before, parties) != around(after, parties)


def tables_reach(before: Tables, after: Tables, facts: Facts) -> bool:
    """Whether the bid bears marks of a family of which other tables are asked now."""
    families = families_asked(facts.bid)
    return list(cards_asked(before, families)) != list(cards_asked(after, families))


def _parties(facts: Facts) -> Iterator[Party]:
    """Whom the bid names, but for the holders of its chart."""
    return parties_of(replace(facts.bid, chart=None), facts.inside)


def around(chart: Chart, parties: Sequence[Party]) -> Chart:
    """The part of a chart that hangs together with holders who may be one of the parties, in the chart's order, whatever the digests of its files."""
    numbers = {known for party in parties for known in party.identifiers}
    keys = {name_key(party.name).key for party in parties} - {""}
    begun = {one.id for one in chart.holders if numbers & set(one.identifiers) or name_key(one.name).key in keys}
    within = _together(begun, [*((one.owner, one.owned) for one in chart.stakes), *((one.holder, one.entity) for one in chart.controls)])
    files = {digest: at for at, digest in enumerate(chart.digests)}
    return Chart(
        holders=tuple(one for one in chart.holders if one.id in within),
        stakes=tuple(_undigested(one, files) for one in chart.stakes if one.owned in within),
        controls=tuple(_undigested(one, files) for one in chart.controls if one.entity in within),
        stated_gaps=tuple(_undigested(one, files) for one in chart.stated_gaps if one.holder in within),
    )


def _undigested(one: _Told, files: Mapping[str, int]) -> _Told:
    """What is told, with the number of its file in place of the digest: findings rest on which rows are one file's, and not on its other rows."""
    number = str(files.get(one.source.sha256, ""))
    return replace(one, source=replace(one.source, sha256=number))


def _together(begun: set[str], edges: Sequence[tuple[str, str]]) -> set[str]:
    """All that edges join to those that it begins with, in either direction. O(edges)."""
    beside: dict[str, list[str]] = {}
    for one, other in edges:
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    found, waiting = set(begun), list(begun)
    while waiting:
        for other in beside.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
