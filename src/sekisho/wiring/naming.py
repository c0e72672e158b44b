"""Names compared in pairs, and lists of names matched with an edition."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..faults import RegisterRefused
from .keeping import edition_to_judge_by
from .registers import no_register
from .surroundings import Say, home, quiet, today

if TYPE_CHECKING:
    from ..engines.embedded.bulk_run import NamesMatched
    from ..feeds.name_pairs import PairsCompared


def compare_pairs(pairs: Path, out: Path, *, register: str, say: Say = quiet) -> "PairsCompared":
    """Compare the two names of each row of a CSV; with a register edition, its aliases and parents are facts."""
    from ..feeds.name_pairs import compare_file

    return compare_file(pairs, out, edition=edition_to_judge_by(Path(register)) if register else None, as_of=today(), say=say)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchAsked:
    """A list of names to match with a register, as of a day (today where none is given); processes and names a part, 0 for the default."""

    names: Path
    out: Path
    register: str
    as_of: date | None = None
    jobs: int = 0
    batch: int = 0


def match_names(asked: MatchAsked, *, say: Say = quiet, progress: Callable[[int, int], None]) -> "NamesMatched":
    """Match a list of names with an edition and write a row a hit; `progress` is told (names done, names in all)."""
    from ..engines.embedded.bulk_run import Wanted, match_file

    if not asked.register:
        raise RegisterRefused([no_register()])
    day = asked.as_of or today()
    edition = edition_to_judge_by(Path(asked.register), as_of=day)
    wanted = Wanted(names=asked.names, out=asked.out, edition=edition, as_of=day, jobs=asked.jobs, batch=asked.batch)
    return match_file(wanted, home() / "indexes", tell=say, progress=progress)
