"""Compiled tables of marks kept beside the keys: one file a set of sources, made when it is not there or when a source has changed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ... import resources
from ...canonical import digest_of
from ...faults import RegisterRefused
from ...feeds.tables import places
from ...feeds.tables.model import Kind, TableSource
from ...marks.model import Attribution, Note, TableCard
from ...marks.observed import look_up_observed, observed
from ...marks.reading import SaysNothing, read_mark
from ...terms import Mark
from . import index_file
from .mark_tables import FAMILIES, FORMAT, MarkTables, asked, compiled

SUFFIX = ".marks"
Tell = Callable[[str, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Tables, and the kinds that nothing on this machine has, each with where it could come from."""

    tables: MarkTables
    missing: tuple[tuple[Kind, str], ...]

    def notes(self, families: Iterable[str]) -> list[Note]:
        """A note for each table that marks of these families would have been asked of."""
        asked = {FAMILIES.get(family, "") for family in families}
        return [Note(code="table-missing", about=f"{kind} ({source})") for kind, source in self.missing if kind in asked]


def opened_tables(folder: Path, given: Sequence[str], *, tell: Tell) -> Opened:
    """The tables of this machine, those that a user names as KIND=FILE in place of its own; InputRefused lists what is wrong with those."""
    chosen = places.named(given)
    kinds = {one.kind for one in chosen}
    sources = [*chosen, *(one for one in places.placed() if one.kind not in kinds)]
    path = folder / f"{_signature(sources)}{SUFFIX}"
    kept = _kept(path, tell)
    if kept is None:
        tell("識別情報の対照表を整えています", "compiling the tables of marks")
        kept = _compiled(path, _newest([replace(one, dated=one.dated or places.dated(one)) for one in sources], kinds), kinds, tell)
    return Opened(tables=kept, missing=tuple(places.missing(sources)))


def _compiled(path: Path, sources: Sequence[TableSource], users: set[Kind], tell: Tell) -> MarkTables:
    """The tables, read, and kept at `path` where that can be written; warnings about a user's own are told."""
    from ...feeds.tables.reading import read_tables

    tables = read_tables(sources)
    for warning in (warning for one in tables if one.source.kind in users for warning in one.warnings):
        tell(f"警告: {warning.line('ja')}", f"warning: {warning.line('en')}")
    facts, arrays = compiled(tables, path.stem)
    try:
        index_file.write(path, facts, arrays)
    except OSError:
        tell(f"警告: 対照表を控えておけません: {path}", f"warning: the tables cannot be kept and are compiled again next time: {path}")
        return MarkTables(facts, arrays)
    return MarkTables.open(path)


def _kept(path: Path, tell: Tell) -> MarkTables | None:
    if not path.is_file():
        return None
    try:
        return MarkTables.open(path)
    except (RegisterRefused, OSError, ValueError, KeyError):
        tell(f"警告: 対照表が壊れているため作り直します: {path}", f"warning: the kept tables are broken and are made again: {path}")
        return None


def _signature(sources: Sequence[TableSource]) -> str:
    """What the compiled file depends on: each source's place, size and time of writing, and the format."""
    facts = []
    for one in sources:
        try:
            stat = one.path.stat()
            facts.append([one.kind, one.form, str(one.path), stat.st_size, stat.st_mtime_ns])
        except OSError:
            facts.append([one.kind, one.form, str(one.path), -1, 0])
    return digest_of({"format": FORMAT, "rules": _rules_digest(), "sources": [[str(cell) for cell in fact] for fact in facts]})[:32]


def _rules_digest() -> str:
    """One digest of the tables by which names are cut into brands."""
    held = {path: digest for path, digest in resources.digests().items() if path.startswith(("names/tables/", "marks/tables/"))}
    return digest_of(held)


def _newest(sources: Sequence[TableSource], users: set[Kind]) -> list[TableSource]:
    """Of the machine's own tables of one kind the newest, and the first of those of one day; of the user's, all."""
    from ...feeds.tables.reading import day_of

    best: dict[Kind, tuple[date, TableSource]] = {}
    for one in sources:
        day = day_of(one) or date.min
        if one.kind not in best or day > best[one.kind][0]:
            best[one.kind] = day, one
    return [one for one in sources if one.kind in users or best[one.kind][1] is one]


class LazyTables:
    """The tables of this machine, opened when a mark is asked that they alone can answer: the observed table ships with the package.

    `given` are a user's own as KIND=FILE, in place of the machine's.
    """

    def __init__(self, folder: Path, given: Sequence[str] = ()) -> None:
        self._folder, self._given = folder, given
        self._opened: MarkTables | None = None

    @property
    def cards(self) -> Sequence[TableCard]:
        """The tables that were asked."""
        return self._opened.cards if self._opened is not None else (observed().card,)

    def look_up(self, mark: Mark) -> Sequence[Attribution]:
        """What the tables say of one mark."""
        read = read_mark(mark)
        if read is None or isinstance(read, SaysNothing):
            return ()
        if self._opened is None and not asked(mark, read):
            return look_up_observed(mark, read)
        if self._opened is None:
            self._opened = opened_tables(self._folder, self._given, tell=lambda _ja, _en: None).tables
        return self._opened.look_up(mark)
