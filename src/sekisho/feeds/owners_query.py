"""What `sekisho owners` reads: charts, and the designated as an edition or a list of ids."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from ..faults import Fault, InputRefused, RegisterRefused
from ..names.normalise import name_key
from ..ownership.identity import CHART_ID, aligned
from ..ownership.model import Chart, Control, Held, Stake, StatedGap
from ..ownership.walk import Bar, answer, cascade_on
from ..register.lookup import Lookup
from ..terms import Identifier, Party
from .charts.any_chart import chart_of, kind_of
from .charts.csv_chart import join_charts
from .id_list import ids_in
from .raw.jail import RawJob, read_raw

_Cited = TypeVar("_Cited", Stake, Control, StatedGap)


class PlainCharts:
    """The charts of some files on a day, with one cascade over all of them, to be asked about any number of entities."""

    def __init__(self, charts: Sequence[Path], designated: Path, open_register: Callable[[Path], Lookup], day: date, bar: Bar) -> None:
        """InputRefused lists every fault of every file."""
        self.chart = read_charts(charts)
        self.read = tuple(zip(map(str, charts), self.chart.digests, strict=False))
        self.index = HolderIndex(self.chart)
        listed, maybe = designated_holders(self.chart, designated, open_register, day)
        self.cascade = cascade_on(self.chart, listed, maybe, as_of=day, bar=bar)

    def holders(self, word: str, country: str) -> Sequence[str]:
        return self.index.holders(word, country)

    def name(self, holder: str) -> str:
        return self.index.names.get(holder, holder)

    def answer(self, holder: str) -> Held:
        return answer(holder, self.cascade)


class HolderIndex:
    """The holders of a chart by id (their ids in their own files too), number and name."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.names = {holder.id: holder.name for holder in chart.holders}
        self.countries = {holder.id: holder.country for holder in chart.holders}
        self.by_id: dict[str, set[str]] = {}
        self.by_number: dict[str, set[str]] = {}
        for holder in chart.holders:
            self.by_id.setdefault(holder.id, set()).add(holder.id)
            for known in holder.identifiers:
                (self.by_id if known.scheme == CHART_ID else self.by_number).setdefault(known.value, set()).add(holder.id)

    @functools.cached_property
    def by_name(self) -> dict[str, set[str]]:
        """Name, or key of the name -> ids. Keys take time, and few questions need them."""
        found: dict[str, set[str]] = {}
        for holder in self.chart.holders:
            for word in {holder.name, name_key(holder.name).key} - {""}:
                found.setdefault(word, set()).add(holder.id)
        return found

    def holders(self, word: str, country: str) -> Sequence[str]:
        """Those of that id; else of that number; else of that name or key, and of the country where theirs is known."""
        found = self.by_id.get(word) or self.by_number.get(Identifier.of("", word).value)
        found = found or self.by_name.get(word) or self.by_name.get(name_key(word).key, set())
        return sorted(one for one in found if not country or self.countries[one] in ("", country))


def read_charts(paths: Sequence[Path]) -> Chart:
    """The charts of one or more files, joined; InputRefused lists every fault."""
    charts, faults = charts_in(paths)
    if any(not one.warning for one in faults):
        raise InputRefused(faults)
    return join_charts(aligned(charts))


def charts_together(charts: Sequence[Chart]) -> Chart | None:
    """What a bidder's charts and the officer's own say together; None where there is none."""
    return join_charts(aligned(charts)) if charts else None


def charts_in(paths: Sequence[Path], *, by_name: bool = False) -> tuple[tuple[Chart, ...], list[Fault]]:
    """The charts of one or more files, each by itself, and every fault of all of them.

    `by_name`: what is read cites the file by its name alone, so that two states of one file in different folders are cited alike.
    """
    answers = read_raw([RawJob(kind=kind_of(path), path=path, label=str(path)) for path in paths])
    faults: list[Fault] = []
    charts: list[Chart] = []
    for path, raw in zip(paths, answers, strict=True):
        faults += raw.faults
        if raw.value is not None:
            try:
                chart, wrong = chart_of(raw)
            except InputRefused as refused:
                faults += refused.faults
                continue
            faults += wrong
            charts.append(_cited_as(chart, str(path), path.name) if by_name else chart)
    return tuple(charts), faults


def _cited_as(chart: Chart, label: str, name: str) -> Chart:
    def cited(one: _Cited) -> _Cited:
        return replace(one, source=replace(one.source, name=one.source.name.replace(label, name, 1)))

    return replace(
        chart,
        stakes=tuple(cited(one) for one in chart.stakes),
        controls=tuple(cited(one) for one in chart.controls),
        stated_gaps=tuple(cited(one) for one in chart.stated_gaps),
    )


def designated_holders(chart: Chart, designated: Path, open_register: Callable[[Path], Lookup], day: date) -> tuple[frozenset[str], frozenset[str]]:
    """The holders that are designated and those that may be, by an edition in force on `day` or a text file of ids, one a line."""
    try:
        register = open_register(designated)
    except RegisterRefused:
        ids = ids_in(designated)
        if not ids:
            raise
        index = HolderIndex(chart)
        return ids | frozenset(holder for one in ids for holder in index.holders(one, "")), frozenset()
    found = register.lookup([Party(name=holder.name, identifiers=holder.identifiers) for holder in chart.holders])
    listed: set[str] = set()
    maybe: set[str] = set()
    for holder, candidates in zip(chart.holders, found, strict=True):
        for hit in candidates.hits:
            chain = (hit.entity, *register.edition.lineage(hit.entity.id))
            if any(one.designates == "entity" and one.period.holds(day) for entity in chain for one in entity.designations):
                (listed if hit.relation == "same" else maybe).add(holder.id)
    return frozenset(listed), frozenset(maybe - listed)
