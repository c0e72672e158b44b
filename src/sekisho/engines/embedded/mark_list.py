"""`identify --in`: many devices from a file, a row a device and maker to a CSV."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ...faults import Fault
from ...feeds.csv_out import write_csv
from ...feeds.mark_list import MarkList
from ...marks.model import Attribution, Identified, MakerFound, Note
from .mark_columns import COLUMNS, Identifier
from .mark_store import Opened

HEADER = ("id", "maker", "certainty", "evidence", "against", "notes")
UNKNOWN = "unknown"
"""The certainty of a device of which no mark names a maker."""


@dataclass(slots=True, kw_only=True)
class ListIdentified:
    """How many devices a file had, how many have a maker, and what is to be known of the file and the tables."""

    devices: int = 0
    named: int = 0
    warnings: tuple[Fault, ...] = ()
    notes: list[Note] = field(default_factory=list)


def identify_file(source: Path, out: Path, opened: Opened, *, as_of: date, tell: Callable[[str, str], None]) -> ListIdentified:
    """Write `out` whole or not at all. InputRefused where the file cannot be used."""
    done = ListIdentified()
    devices = MarkList(path=source)
    identifier = Identifier(tables=opened.tables, as_of=as_of)
    families: set[str] = set()

    def rows() -> Iterator[tuple[str, ...]]:
        yield HEADER
        for batch in devices.batches():
            families.update(batch)
            many = identifier.identify({name: column for name, column in batch.items() if name in COLUMNS})
            told = [_rows(outcome) for outcome in many.outcomes]
            for one, at in zip(batch["id"].to_pylist(), many.which.tolist(), strict=True):
                done.devices += 1
                done.named += bool(many.outcomes[at].makers)
                yield from ((one, *row) for row in told[at])
            tell(f"{done.devices:,} 台まで調べました", f"{done.devices:,} devices done")

    write_csv(out, rows())
    done.warnings = devices.warnings
    done.notes = _of_tables(identifier.outcomes) + opened.notes(sorted(families))
    return done


def _of_tables(outcomes: list[Identified]) -> list[Note]:
    """What outcomes say of tables, once; what they say of a device stands in its row."""
    return list(dict.fromkeys(note for one in outcomes for note in one.notes if note.code == "table-old"))


def _rows(outcome: Identified) -> list[tuple[str, str, str, str, str]]:
    """maker, certainty, evidence, against, notes of each maker; one row that says unknown where there is none."""
    notes = [f"{one.family} unreadable" for one in outcome.unreadable]
    notes += [note.code for note in outcome.notes if note.code != "table-old"]
    joined = "; ".join(dict.fromkeys(notes))
    rows: list[tuple[str, str, str, str, str]] = [(one.maker, one.certainty, *_told(one), joined) for one in outcome.makers]
    return rows or [("", UNKNOWN, "", "", joined)]


def _told(found: MakerFound) -> tuple[str, str]:
    against = "; ".join(f"{_line(one)}: {one.maker}" for one in found.against)
    return "; ".join(_line(one) for one in found.evidence), against


def _line(one: Attribution) -> str:
    return f"{one.family} {one.table}{f' {one.table_date}' if one.table_date else ''} ({one.weight})"
