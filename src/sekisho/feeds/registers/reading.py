"""What every reader of a register format is given and fills: the retrieved files with their card, the rows found, their count, what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ...faults import Fault, RegisterRefused
from ...register.build import SourceRow
from ...register.model import SourceCard
from ..complaints import Complaints
from ..raw.jail import RawFile
from .days import read_day
from .words import WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """A source as it was retrieved: its card, its main file, the files named in `also`, and whether persons are wanted."""

    card: SourceCard
    raw: RawFile
    also: tuple[RawFile, ...] = ()
    persons: bool = False


@dataclass(slots=True, kw_only=True)
class Reading:
    """The rows of one source. `count` is how many data rows its main file has, faulty ones included: what the card's `rows` must equal."""

    source: Retrieved
    rows: list[SourceRow] = field(default_factory=list)
    count: int = 0
    complaints: Complaints
    _places: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _first: dict[str, SourceRow] = field(default_factory=dict)
    _known: set[tuple[Any, ...]] = field(default_factory=set)

    @classmethod
    def of(cls, source: Retrieved) -> "Reading":
        return cls(source=source, complaints=Complaints(file=source.raw.label, words=WORDS))

    def add(self, place: str, entity: str, name: str, start: date | None = None, end: date | None = None, /, **cells: str) -> None:
        """One row: a name of an entity and what the row states. A name met again keeps the place where it stood first; an equal row counts once."""
        kind = cells.get("name_kind") or "legal"
        place = self._places.setdefault((entity, name, kind), f"{self.source.raw.label}#{place}")
        known = (entity, name, start, end, *sorted(cells.items()))
        if known in self._known:
            return
        self._known.add(known)
        stated = {"entity": entity, "name": name, "url": place, **cells}
        row = SourceRow(cells=stated, effective_from=start, effective_to=end, where=place, card=self.source.card)
        self._first.setdefault(entity, row)
        self.rows.append(row)

    def numbers(self, entity: str, found: Iterable[tuple[str, str]]) -> None:
        """Identification numbers of an entity, on rows that repeat its first."""
        first = self._first[entity]
        for scheme, value in dict.fromkeys(found):
            self.rows.append(replace(first, cells={**first.cells, "scheme": scheme, "identifier": value}))

    def wrong(self, rule: str, place: str = "", shown: object = "") -> None:
        """A fault of the source at `place` (`line=12`)."""
        self.complaints.add(rule, place.replace("=", " "), shown)

    def left_out(self, rule: str, many: int) -> None:
        """A warning that says how many rows were left out, where there are any."""
        if many:
            self.complaints.add(rule, "", str(many))

    def day(self, text: str, place: str) -> date | None:
        """The day that a cell states; a fault where it states one that cannot be read."""
        try:
            return read_day(text)
        except ValueError:
            self.wrong("register.row-date", place, text)
            return None

    def truncated(self, rule: str, place: str, shown: str) -> RegisterRefused:
        """The refusal of a source that lacks what its own files refer to. To be raised by the caller."""
        return RegisterRefused(self.complaints.refused(rule, place, shown).faults)

    def faults(self) -> tuple[Fault, ...]:
        return self.complaints.faults()

    def table(self) -> list[tuple[list[str], str]]:
        """The rows of a CSV with their places, blank rows and the end mark (SUB) of old files left out."""
        return table_of(self.source.raw)

    def records(self, needed: Sequence[str]) -> list[tuple[Mapping[str, str], str]]:
        """The rows below the header of a CSV as mappings; none, and a fault, where a needed column is missing."""
        rows = self.table()
        header = [cell.strip().lower() for cell in rows[0][0]] if rows else []
        self.count = max(0, len(rows) - 1)
        missing = [column for column in needed if column not in header]
        if missing:
            self.wrong("register.layout", "line=1", ", ".join(missing))
            return []
        found: list[tuple[Mapping[str, str], str]] = []
        for cells, place in rows[1:]:
            if len(cells) != len(header):
                self.wrong("register.row-columns", place, str(len(cells)))
                continue
            found.append((dict(zip(header, (cell.strip() for cell in cells), strict=True)), place))
        return found


def table_of(raw: RawFile) -> list[tuple[list[str], str]]:
    """The rows of a CSV file with their places, without blank rows and without the end mark (SUB) of old files."""
    pairs = zip(raw.value["rows"], raw.value["lines"], strict=True)
    return [(cells, f"line={line}") for cells, line in pairs if any(cell.strip(" \t\x1a") for cell in cells)]
