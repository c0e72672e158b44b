"""What is installed: exports audited, and the report written."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..faults import RegisterRefused, refuse
from .marking import open_tables
from .registers import no_register, open_register
from .surroundings import Say, quiet, today

if TYPE_CHECKING:
    from ..papers.estate_view import EstatePaper


@dataclass(frozen=True, slots=True, kw_only=True)
class EstateAsked:
    """An audit of installed devices: the exports, where the report goes, and what overrides what ("" and None = nothing)."""

    files: tuple[Path, ...]
    out: Path
    register: str
    policy: str = ""
    mapping: Path | None = None
    tables: tuple[str, ...] = ()
    plan: Path | None = None
    as_of: date | None = None
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EstateAudited:
    """An audit as written: the paper it was made of, and the names of its files."""

    paper: "EstatePaper"
    names: tuple[str, ...]


def audit_estate(asked: EstateAsked, *, say: Say = quiet) -> EstateAudited:
    """Read exports, judge what is installed, write the report; nothing is written where anything is wrong."""
    from ..feeds.raw.jail import without_collection

    if not asked.register:
        raise RegisterRefused([no_register()])
    with without_collection():
        paper = _audited(asked, say)
        say("報告書を書いています", "writing the report")
        return EstateAudited(paper=paper, names=_write_estate(paper, asked.out))


def _audited(asked: EstateAsked, say: Say) -> "EstatePaper":
    from ..desk.audit_estate import audit_estate as audited
    from ..desk.removal_plan import removal_plan
    from ..engines.embedded.mark_columns import Identifier
    from ..feeds.estate.plan import read_plan
    from ..feeds.estate.reading import read_estate
    from ..names.normalise import tables_digest
    from ..papers.estate_view import EstatePaper
    from ..policy.packs import pack_for
    from ..screening.facts import Basis
    from ..screening.model import ReadInput

    day = asked.as_of or today()
    pack, lookup = pack_for(asked.policy, day), open_register(Path(asked.register), as_of=day)
    earlier = read_plan(asked.plan) if asked.plan else ()
    found = read_estate(asked.files, mapping=asked.mapping, site=asked.site, say=say)
    say(f"{len(found.sightings):,} 件の観測を確認しています", f"judging {len(found.sightings):,} sightings")
    basis = Basis(pack=pack, lookup=lookup, tables_digest=tables_digest())
    makers = Identifier(tables=open_tables(asked.tables, say=say).tables, as_of=day)
    read = [ReadInput(kind="estate", id=one.path, digest=one.digest) for one in found.files]
    audit = audited(found.sightings, basis, makers, as_of=day, read=read)
    return EstatePaper(audit=audit, plan=removal_plan(audit, earlier), files=found.files, unread=found.unread, warnings=found.warnings)


def estate_json(paper: "EstatePaper") -> dict[str, Any]:
    """An audit as `--json` prints it and audit.json holds it."""
    from ..papers.estate import estate_json as as_json

    return as_json(paper)


def _write_estate(paper: "EstatePaper", out: Path) -> tuple[str, ...]:
    """Every file of the report into a folder beside, which then takes the place of an earlier report's files in `out`."""
    from pyarrow import csv

    from ..papers.estate import devices_table, render_estate

    made = render_estate(paper)
    try:
        out.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=out, prefix=".report-"))
    except OSError as error:
        raise refuse(
            str(out), "file.unwritable", what=("書き込めません", "it cannot be written"), remedy=("置き場所を確かめてください", "check the folder")
        ) from error
    try:
        for name, octets in made.items():
            (fresh / name).write_bytes(octets)
        csv.write_csv(devices_table(paper.audit), str(fresh / "devices.csv"))
        for path in sorted(fresh.iterdir()):
            path.replace(out / path.name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return tuple(sorted([*made, "devices.csv"]))
