"""A file of names matched with a register, over all cores and in constant memory: the batches are streamed, their hits kept part by part and joined.

1. The list is checked whole, and the edition's index opened or made.
2. Each batch goes to a process that is free; no more batches are held than processes, and one.
3. Its hits are kept as a part. Where an earlier run of the same command was killed, its finished parts are taken over.
4. The parts are joined in the order of the list. The octets are those of a run that was never interrupted, on any number of cores.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from ...faults import Fault, InputRefused, refuse
from ...feeds.complaints import stale_source
from ...feeds.csv_out import csv_octets
from ...feeds.name_list import NameList, read_names
from ...feeds.name_pairs import thresholds
from ...names.normalise import tables_digest
from ...register.model import Edition
from ...screening.model import ReadInput
from .bulk import HITS
from .bulk_parts import Basis, Parts, names_digest, opened
from .crew import Crew, Matched, cores, crew_of
from .index_store import Tell, kept_index
from .name_index import rules_digest

BATCH = 20_000
"""Names a part: a second or two of work, the most that a kill can cost each core."""
CLASSES = ("same", "affiliate", "possible")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A list of names, the edition to match it with as of a day, where the hits go, and how: processes and names a part (0: the default)."""

    names: Path
    out: Path
    edition: Edition
    as_of: date
    jobs: int = 0
    batch: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesMatched:
    """How many names were read, how many of them have a hit and how many are blank; the hits, by class; what they rest on; what was warned about."""

    names: int
    blank: int
    matched: int
    hits: int
    alerts: int
    classes: Mapping[str, int]
    as_of: date
    stale: bool
    read: tuple[ReadInput, ...]
    warnings: tuple[Fault, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The stable JSON form."""
        return {
            "names": self.names,
            "blank": self.blank,
            "matched": self.matched,
            "hits": self.hits,
            "alerts": self.alerts,
            "classes": dict(self.classes),
            "facts_as_of": self.as_of.isoformat(),
            "stale": self.stale,
            "thresholds": thresholds(),
            "read": [one.as_json() for one in self.read],
            "warnings": [one.as_json() for one in self.warnings],
        }


def match_file(wanted: Wanted, indexes: Path, *, tell: Tell, progress: Progress) -> NamesMatched:
    """Match a file of names; `progress` is told (names done, names in all). InputRefused: nothing was written but, at most, parts to go on from."""
    if wanted.out.resolve() == wanted.names.resolve():
        raise _same_file(wanted.out)
    names = read_names(wanted.names)
    index = kept_index(wanted.edition, indexes, tell=tell)
    size = wanted.batch or BATCH
    basis: Basis = {
        "list": names.digest,
        "register": wanted.edition.digest,
        "names": tables_digest(),
        "rules": rules_digest(),
        "batch": size,
    }
    with opened(wanted.out, basis, tell) as parts:
        run = _Run(parts=parts, total=names.rows, progress=progress)
        jobs = min(wanted.jobs or cores(), max(1, -(-names.rows // size)))
        crew = crew_of(index, jobs)
        try:
            count = run.through(names.batches(size), crew)
        finally:
            crew.close()
        parts.join(csv_octets([HITS.names]), count)
    return _summary(wanted, names, run.counts)


@dataclass(slots=True, kw_only=True)
class _Run:
    """One pass over the batches of a list."""

    parts: Parts
    total: int
    progress: Progress
    counts: Counter[str] = field(default_factory=Counter)
    done: int = 0
    _given: dict[int, tuple[str, int]] = field(default_factory=dict)

    def through(self, batches: Iterable[pa.RecordBatch], crew: Crew) -> int:
        """Match what is not finished yet; how many parts there are."""
        count = 0
        for number, batch in enumerate(batches):
            count, names = number + 1, names_digest(batch.to_pydict())
            part = self.parts.finished(number, names)
            if part is not None:
                self._count(part.counts, batch.num_rows)
                continue
            if not self._given:
                self.progress(self.done, self.total)
            while crew.full():
                self._settle(crew.take())
            self._given[number] = (names, batch.num_rows)
            crew.give(number, batch)
        while crew.busy():
            self._settle(crew.take())
        return count

    def _settle(self, done: Matched) -> None:
        names, rows = self._given.pop(done.number)
        self.parts.keep(done.number, names, done.octets, done.counts)
        self._count(done.counts, rows)
        self.progress(self.done, self.total)

    def _count(self, counts: Mapping[str, int], rows: int) -> None:
        self.counts.update(counts)
        self.done += rows


def _summary(wanted: Wanted, names: NameList, counts: Counter[str]) -> NamesMatched:
    stale = wanted.edition.stale_cards(wanted.as_of)
    return NamesMatched(
        names=names.rows,
        blank=names.blank,
        matched=counts["matched"],
        hits=counts["hits"],
        alerts=counts["alerts"],
        classes={name: counts[name] for name in CLASSES},
        as_of=wanted.as_of,
        stale=bool(stale),
        read=(
            ReadInput(kind="list", id=str(wanted.names), digest=names.digest),
            ReadInput(kind="names", id="tables", digest=tables_digest()),
            ReadInput(kind="register", id="--register", digest=wanted.edition.digest),
        ),
        warnings=(*names.warnings, *(stale_source(card, wanted.as_of) for card in stale)),
    )


def _same_file(out: Path) -> InputRefused:
    return refuse(
        str(out),
        "match.output-is-list",
        what=("出力が名称のファイルそのものです", "the output is the list itself"),
        remedy=("-o に別のファイルを指定してください", "name another file with -o"),
    )
