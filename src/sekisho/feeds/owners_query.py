"""What `sekisho owners` reads: charts, and the designated as an edition or a list of ids."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from ..faults import Fault, InputRefused, RegisterRefused
from ..names.normalise import name_key
from ..ownership.identity import aligned
from ..ownership.model import Chart, Held
from ..ownership.walk import Bar, held_all
from ..register.lookup import Lookup
from ..terms import Party
from .charts.any_chart import chart_of, kind_of
from .charts.csv_chart import join_charts
from .id_list import ids_in
from .raw.jail import RawJob, read_raw


def answers_about(
    entities: Sequence[str],
    charts: Sequence[Path],
    designated: Path,
    open_register: Callable[[Path], Lookup],
    day: date,
    bar: Bar,
) -> tuple[Held, ...]:
    """An answer for each entity as the user wrote it, from one reading of the charts and one cascade. InputRefused lists every fault."""
    chart = read_charts(charts)
    listed, maybe = designated_holders(chart, designated, open_register, day)
    asked = [holder_of(chart, entity) for entity in entities]
    found = held_all(chart, asked, listed, possibly_designated=maybe, as_of=day, threshold=bar.threshold, strictly=bar.strictly, alone=bar.alone)
    return tuple(found[one] for one in asked)


def read_charts(paths: Sequence[Path]) -> Chart:
    """The charts of one or more files, joined; InputRefused lists every fault."""
    answers = read_raw([RawJob(kind=kind_of(path), path=path, label=str(path)) for path in paths])
    faults: list[Fault] = []
    charts: list[Chart] = []
    for answer in answers:
        faults += answer.faults
        if answer.value is not None:
            try:
                chart, wrong = chart_of(answer)
            except InputRefused as refused:
                faults += refused.faults
                continue
            faults += wrong
            charts.append(chart)
    if any(not one.warning for one in faults):
        raise InputRefused(faults)
    return join_charts(aligned(charts))


def holder_of(chart: Chart, entity: str) -> str:
    """The chart's id for the entity as the user wrote it: an id, a name, or a name with the same key; else what was written."""
    if any(holder.id == entity for holder in chart.holders):
        return entity
    key = name_key(entity).key
    numbers = {holder.id for holder in chart.holders if any(known.value == entity for known in holder.identifiers)}
    named = [holder.id for holder in chart.holders if holder.name == entity or (key and name_key(holder.name).key == key)]
    return next(iter(sorted(numbers)), named[0] if named else entity)


def designated_holders(chart: Chart, designated: Path, open_register: Callable[[Path], Lookup], day: date) -> tuple[frozenset[str], frozenset[str]]:
    """The holders that are designated and those that may be, by an edition in force on `day` or a text file of ids, one a line."""
    try:
        register = open_register(designated)
    except RegisterRefused:
        ids = ids_in(designated)
        if not ids:
            raise
        return ids | frozenset(holder_of(chart, one) for one in ids), frozenset()
    found = register.lookup([Party(name=holder.name, identifiers=holder.identifiers) for holder in chart.holders])
    listed: set[str] = set()
    maybe: set[str] = set()
    for holder, candidates in zip(chart.holders, found, strict=True):
        for hit in candidates.hits:
            chain = (hit.entity, *register.edition.lineage(hit.entity.id))
            if any(one.designates == "entity" and one.period.holds(day) for entity in chain for one in entity.designations):
                (listed if hit.relation == "same" else maybe).add(holder.id)
    return frozenset(listed), frozenset(maybe - listed)
