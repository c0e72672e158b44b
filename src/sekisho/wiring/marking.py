"""What a device betrays of its maker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .surroundings import Say, home, quiet, today

if TYPE_CHECKING:
    from ..engines.embedded.mark_list import ListIdentified
    from ..engines.embedded.mark_store import Opened
    from ..marks.model import Identified, TableCard
    from ..terms import Mark


def open_tables(given: Sequence[str] = (), *, say: Say = quiet) -> "Opened":
    """The tables of marks of this machine, those named as KIND=FILE in place of its own; compiled once and kept."""
    from ..engines.embedded.mark_store import opened_tables

    return opened_tables(home() / "tables", given, tell=say)


@dataclass(frozen=True, slots=True, kw_only=True)
class MakersFound:
    """What marks said of one device, as of which day, by which tables."""

    found: "Identified"
    as_of: date
    read: "tuple[TableCard, ...]"


def identify(marks: "Sequence[Mark]", tables: Sequence[str] = (), *, declared: str = "", as_of: date | None = None, say: Say = quiet) -> MakersFound:
    """The makers that the marks of one device point to; `tables` are the user's own as KIND=FILE."""
    from ..marks.identify import identify as identified
    from ..marks.model import with_notes

    opened = open_tables(tables, say=say)
    day = as_of or today()
    found = identified(marks, opened.tables, declared=declared, as_of=day)
    return MakersFound(found=with_notes(found, opened.notes(mark.family for mark in marks)), as_of=day, read=tuple(opened.tables.cards))


def identify_list(source: Path, out: Path, tables: Sequence[str] = (), *, as_of: date | None = None, say: Say = quiet) -> "ListIdentified":
    """The makers of many devices, from a CSV or Parquet file to a CSV with a row a device and maker."""
    from ..engines.embedded.mark_list import identify_file

    return identify_file(source, out, open_tables(tables, say=say), as_of=as_of or today(), tell=say)
