"""What the readers of a case share: the case while it is read, a document as fields, charts of any form."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..evaluation.criteria import Criteria
from ..evaluation.model import Terms
from ..faults import Fault, InputRefused, fault
from ..ownership.model import Chart
from ..tenders.model import FileRead, Tender
from .boms.reading import taken_anew
from .charts import any_chart
from .fields import Fields
from .raw.jail import Kind as RawKind
from .raw.jail import RawFile, RawJob, read_raw


@dataclass(slots=True, kw_only=True)
class Reading:
    """A case while it is read: the folder, the faults so far, the officer's own charts, and the bytes of every file."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    criteria: Criteria | None = None
    tender: Tender | None = None
    lot_terms: dict[str, Terms] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)

    def raw(self, wanted: Sequence[tuple[str, RawKind, Path]], bills: Container[str] = ()) -> dict[str, RawFile]:
        """Read files (label, kind, path) in the jail, in one batch; files with faults are left out of the answer. `bills`: labels of BOMs."""
        answers = read_raw([RawJob(kind=kind, path=path, label=label) for label, kind, path in wanted])
        found = {}
        for answer in (taken_anew(one) if one.label in bills else one for one in answers):
            self.faults += answer.faults
            if answer.value is not None and not any(not one.warning for one in answer.faults):
                self.bodies[answer.digest] = answer.octets
                found[answer.label] = answer
        return found


def fields_of(reading: Reading, raw: RawFile) -> Fields | None:
    value = raw.value["value"]
    if not isinstance(value, Mapping):
        reading.faults.append(
            fault(
                raw.label,
                "case.not-keys",
                what=("項目の組になっていない", "the document is not a set of keys"),
                remedy=("key: value の形で書く", "write key: value"),
            )
        )
        return None
    return Fields(file=raw.label, value=value, lines=raw.value["lines"], faults=reading.faults)


def charts_of(reading: Reading, named: Iterable[RawFile], files: list[FileRead]) -> Iterator[Chart]:
    for raw in named:
        try:
            chart, faults = any_chart.chart_of(raw)
        except InputRefused as refused:
            reading.faults += refused.faults
            continue
        reading.faults += faults
        files.append(FileRead(kind="chart", path=raw.label, digest=raw.digest))
        yield chart
