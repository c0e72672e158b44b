"""What a change does: cases screened again where a new edition or another policy can reach them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .offices import office
from .registers import open_register
from .surroundings import Say, home, quiet, today

if TYPE_CHECKING:
    from ..desk.office import Office
    from ..desk.rescreen import Rescreened, Subject
    from ..desk.rescreen_estate import Devices
    from ..register.matching import NameMatcher
    from ..register.model import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class RescreenAsked:
    """Cases to be screened again from one edition to another, as of a day (today where none is given); policies override the cases' own."""

    cases: tuple[Path, ...]
    before: Path
    after: Path
    policy: str = ""
    policy_before: str = ""
    policy_after: str = ""
    as_of: date | None = None


def rescreen(asked: RescreenAsked, *, say: Say = quiet) -> "Rescreened":
    """What the change does to the cases; nothing is written."""
    from ..desk.rescreen import Worlds
    from ..desk.rescreen import rescreen as screened_again
    from ..names.normalise import tables_digest
    from ..policy.packs import packs
    from ..screening.facts import Basis

    desk = office()
    day = asked.as_of or today()
    before, after = open_register(asked.before, as_of=day), open_register(asked.after, as_of=day)
    say("案件を読み込んでいます", "reading the cases")
    subjects = [one for case in asked.cases if (one := _subject(desk, case, asked))]
    say("変更が及ぶところを確認し直しています", "screening again what the change can reach")
    any_pack = next(iter(packs().values()))
    tables = desk.tables.open() if desk.tables else None
    common = Basis(pack=any_pack, lookup=after, tables_digest=tables_digest(), tables=tables)
    return screened_again(subjects, Worlds(before=before, after=after, common=common), like_names, as_of=day)


def rescreen_estate(files: tuple[Path, ...], asked: RescreenAsked, *, say: Say = quiet) -> "tuple[int, tuple[Devices, ...]]":
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
    makers = Identifier(tables=open_tables(say=say).tables, as_of=day)
    sides = ((asked.policy_before, asked.before), (asked.policy_after, asked.after))
    audits = [
        audit_estate(
            found.sightings,
            Basis(pack=pack_for(policy or asked.policy, day), lookup=open_register(edition, as_of=day), tables_digest=tables_digest()),
            makers,
            as_of=day,
        )
        for policy, edition in sides
    ]
    return len(audits[1].devices), differing(*audits)


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
