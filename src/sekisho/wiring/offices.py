"""The office that the desk's verbs take, filled with this machine's folders, editions, tables and clock."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..faults import RegisterRefused
from .advising import ADVICE, with_advice
from .registers import no_register, open_register
from .surroundings import SystemClock, home

if TYPE_CHECKING:
    from ..desk.model import Case
    from ..desk.office import Keyrings, Office
    from ..marks.model import Tables
    from ..register.keyring import Keyring
    from ..register.lookup import Lookup


class Folders:
    """Cases from folders, with the centre's advice in them as far as a keyring verifies it."""

    def __init__(self, keyrings: "Keyrings") -> None:
        self.keyrings = keyrings

    def read(self, reference: str) -> "Case":
        from ..feeds.case_folder import read_case

        folder = Path(reference)
        case = read_case(folder)
        return with_advice(case, folder, self.keyrings.open()) if (folder / ADVICE).is_dir() else case


class _Editions:
    """Editions from files; relative ones that a case names are relative to the case."""

    def open(self, *, chosen: str, named_by_case: str, case: str, as_of: date) -> "Lookup":
        if not chosen and not named_by_case:
            raise RegisterRefused([no_register()])
        return open_register(Path(chosen) if chosen else Path(case) / named_by_case, as_of=as_of)


class _MarkTables:
    """The tables of marks of this machine, opened where a bid bears marks."""

    def open(self) -> "Tables":
        from ..engines.embedded.mark_store import LazyTables

        return LazyTables(home() / "tables")


class _Keyrings:
    """The keyring of this node."""

    def open(self) -> "Keyring | None":
        from .keeping import configured_keyring

        return configured_keyring()


class OneKeyring:
    """The keyring in a file; without one, nobody's signature counts."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def open(self) -> "Keyring | None":
        from .keeping import keyring_in

        return keyring_in(self.path) if self.path else None


def office() -> "Office":
    """The desk's surroundings on this machine."""
    from ..desk.office import Office

    return Office(cases=Folders(_Keyrings()), registers=_Editions(), clock=SystemClock(), tables=_MarkTables(), keyrings=_Keyrings())
