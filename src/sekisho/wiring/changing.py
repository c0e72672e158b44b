"""What a change does: cases screened again where a new edition, policy, ownership chart or table of marks can reach them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .changed_inputs import Charts, charts_given, other_tables, with_charts
from .offices import office
from .registers import open_register
from .surroundings import Say, home, quiet, today

if TYPE_CHECKING:
    from ..desk.office import Office
    from ..desk.rescreen import Rescreened, Subject
    from ..desk.rescreen_estate import Devices
    from ..desk.rescreen_inputs import Change, OtherTables
    from ..register.matching import NameMatcher
    from ..register.model import Edition
    from ..screening.facts import Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class RescreenAsked:
    """Cases to be screened again from one edition to another, as of a day (today where none is given); policies override the cases' own.

    Charts stand in for those that the tenders name (`owners`); a side without any has the tenders' own. Tables are KIND=FILE, in place of the
    machine's own.
    """

    cases: tuple[Path, ...]
    before: Path
    after: Path
    policy: str = ""
    policy_before: str = ""
    policy_after: str = ""
    charts_before: tuple[Path, ...] = ()
    charts_after: tuple[Path, ...] = ()
    tables_before: tuple[str, ...] = ()
    tables_after: tuple[str, ...] = ()
    as_of: date | None = None


def rescreen(asked: RescreenAsked, files: tuple[Path, ...] = (), *, say: Say = quiet) -> "tuple[Rescreened, int, tuple[Devices, ...]]":
    """What the change does to the cases; of how many devices the exports in `files` tell, and what it does to them. Nothing is written."""
    charts = charts_given(asked.charts_before, asked.charts_after)
    tables = other_tables(asked.tables_before, asked.tables_after, say)
    found = _cases(asked, charts, tables, say)
    return found, *(_estate(files, asked, tables, say) if files else (0, ()))


def _cases(asked: RescreenAsked, charts: Charts, other: "OtherTables | None", say: Say) -> "Rescreened":
    from ..desk.rescreen import Worlds
    from ..desk.rescreen import rescreen as screened_again
    from ..names.normalise import tables_digest
    from ..policy.packs import packs
    from ..screening.facts import Basis

    desk = office()
    day = asked.as_of or today()
    before, after = open_register(asked.before, as_of=day), open_register(asked.after, as_of=day)
    say("案件を読み込んでいます", "reading the cases")
    subjects = [with_charts(one, charts) for case in asked.cases if (one := _subject(desk, case, asked))]
    say("変更が及ぶところを確認し直しています", "screening again what the change can reach")
    any_pack = next(iter(packs().values()))
    tables = desk.tables.open() if desk.tables else None
    common = Basis(pack=any_pack, lookup=after, tables_digest=tables_digest(), tables=tables)
    return screened_again(subjects, Worlds(before=before, after=after, common=common, tables=other), like_names, as_of=day)


def _estate(files: tuple[Path, ...], asked: RescreenAsked, other: "OtherTables | None", say: Say) -> "tuple[int, tuple[Devices, ...]]":
    """How many devices the exports tell of, and what the change does to them."""
    from ..desk.audit_estate import audit_estate
    from ..desk.rescreen_estate import rescreen_estate as differing
    from ..engines.embedded.mark_columns import Identifier
    from ..feeds.estate.reading import read_estate
    from ..names.normalise import tables_digest
    from ..policy.packs import pack_for
    from ..screening.facts import Basis
    from .marking import open_tables

    day = asked.as_of or today()
    found = read_estate(files, mapping=None, site="", say=say)
    earlier = Identifier(tables=open_tables(asked.tables_before, say=say).tables, as_of=day)
    later = Identifier(tables=open_tables(asked.tables_after, say=say).tables, as_of=day) if other else earlier
    sides = ((asked.policy_before, asked.before, earlier), (asked.policy_after, asked.after, later))
    bases = [
        Basis(pack=pack_for(policy or asked.policy, day), lookup=open_register(edition, as_of=day), tables_digest=tables_digest())
        for policy, edition, _ in sides
    ]
    audits = [audit_estate(found.sightings, basis, makers, as_of=day) for basis, (_, _, makers) in zip(bases, sides, strict=True)]
    changes = tuple(_changes(bases[0], bases[1], other))
    return len(audits[1].devices), differing(*audits, changes=changes, stale=other is not None and other.lost)


def _changes(before: "Basis", after: "Basis", other: "OtherTables | None") -> "Iterator[Change]":
    from ..desk.rescreen_inputs import Change

    if before.edition.digest != after.edition.digest:
        yield Change(input="edition", before=(before.edition.digest,), after=(after.edition.digest,))
    if before.pack.digest != after.pack.digest:
        yield Change(input="policy", before=(before.pack.digest,), after=(after.pack.digest,))
    if other is not None:
        yield other.change


def like_names(edition: "Edition") -> "NameMatcher":
    """The matcher of like names of an edition."""
    from ..engines.embedded.like_names import LikeNames

    return LikeNames(edition, home() / "indexes")


def _subject(desk: "Office", case: Path, asked: RescreenAsked) -> "Subject | None":
    """A case with its policies; None where it is evaluated only."""
    from ..desk.alerts import decided
    from ..desk.judge import NO_POLICY
    from ..desk.rescreen import Subject
    from ..policy.packs import pack_for

    submission = desk.cases.read(str(case)).submission
    own = submission.tender.policy or asked.policy
    if own == NO_POLICY and not (asked.policy_before or asked.policy_after):
        return None
    named = "" if own == NO_POLICY else own
    before, after = (pack_for(chosen or named, submission.tender.notice_date) for chosen in (asked.policy_before, asked.policy_after))
    return Subject(submission=submission, before=before, after=after, decided=decided(desk, submission, asked.as_of or today()))


def cases_under(folders: Sequence[Path]) -> tuple[Path, ...]:
    """The case folders named, and those directly under a folder that is none itself."""
    found: list[Path] = []
    for folder in folders:
        inner = [] if (folder / "tender.yaml").is_file() else sorted(path.parent for path in folder.glob("*/tender.yaml"))
        found += inner or [folder]
    return tuple(dict.fromkeys(found))
