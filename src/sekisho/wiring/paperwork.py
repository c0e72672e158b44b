"""The papers of a case, written whole into a folder."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..faults import refuse
from .offices import office
from .surroundings import Say, quiet

if TYPE_CHECKING:
    from ..award.clocks import Clock
    from ..desk.dossier import Dossier
    from ..desk.office import Asked
    from ..papers.notices.render import Made
    from ..terms import Lang, Text

INDEX = "papers.json"
FORMAT = "sekisho-papers/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersAsked:
    """The papers of a case: into which folder, in which languages, of which kinds (() = all that can be made), of which lot."""

    case: "Asked"
    out: Path
    langs: "tuple[Lang, ...]"
    kinds: tuple[str, ...] = ()
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersWritten:
    """What was written: the folder, the papers with their index, whether the award is decided, what the officer should look at."""

    out: Path
    made: "Made"
    decided: bool
    notes: "tuple[Text, ...]"
    pdf: bool


def write_papers(asked: PapersAsked, *, say: Say = quiet) -> PapersWritten:
    """Make every wanted paper, then put them in place of an earlier folder of papers; nothing is written where anything is refused."""
    from ..desk.dossier import open_dossier
    from ..papers.notices.render import Wanted, make_papers
    from ..papers.pdf import pdf_here

    _check_folder(asked.out)
    say("案件を読み込み、確認と評価をしています", "reading, screening and evaluating the case")
    dossier = open_dossier(office(), asked.case, lot=asked.lot)
    dossier = replace(dossier, clocks=_clocks(dossier))
    say("文書を作成しています", "making the papers")
    made = make_papers(dossier, Wanted(langs=asked.langs, kinds=asked.kinds))
    _put(asked.out, made.files)
    award = dossier.published.award
    return PapersWritten(out=asked.out, made=made, decided=award is not None and award.at is not None, notes=dossier.published.notes, pdf=pdf_here())


def _clocks(dossier: "Dossier") -> "tuple[Clock, ...]":
    """The deadlines of the case on its day."""
    from ..award.clocks import clocks_of
    from ..award.deadlines import timetable
    from ..award.happened import events_of
    from .clocks import calendars

    table, submission = timetable(), dossier.case.submission
    return clocks_of(submission, table, calendars(table, [dossier.day, *(one.at for one in events_of(submission))]), as_of=dossier.day)


def _check_folder(out: Path) -> None:
    """A new or empty folder, or one that this verb wrote: never over anything else."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    try:
        told = json.loads((out / INDEX).read_bytes())
    except (OSError, ValueError):
        told = None
    if not isinstance(told, dict) or told.get("format") != FORMAT or _strangers(out, told):
        raise refuse(
            str(out),
            "papers.not-ours",
            what=("空でなく、以前に作成した文書だけのフォルダでもない", "this folder is not empty and holds more than papers made earlier"),
            remedy=("別の -o を指定するか、他の物を移す", "name another folder with -o, or move what else it holds"),
        )


def _strangers(out: Path, told: dict[str, object]) -> bool:
    """Whether the folder holds a file that its index does not name."""
    papers = told.get("papers")
    named = {INDEX, *(one.get("path") for one in papers if isinstance(one, dict))} if isinstance(papers, list) else {INDEX}
    return any(path.relative_to(out).as_posix() not in named for path in out.rglob("*") if not path.is_dir())


def _put(out: Path, files: Mapping[str, bytes]) -> None:
    """Beside the folder first, then in its place."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=out.parent, prefix=".papers-"))
        try:
            for name, octets in files.items():
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                (fresh / name).write_bytes(octets)
            fresh.chmod(0o755)
            if out.exists():
                shutil.rmtree(out)
            fresh.rename(out)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise _unwritable(out) from error


def _unwritable(out: Path) -> Exception:
    return refuse(
        str(out),
        "papers.unwritable",
        what=("文書を書き込めない", "the papers cannot be written here"),
        remedy=("書き込める場所を -o に指定する", "name a place that can be written to with -o"),
    )
