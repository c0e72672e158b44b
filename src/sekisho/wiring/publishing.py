"""What may be published of a case, in the forms of others."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .offices import office
from .surroundings import Say, quiet, today

if TYPE_CHECKING:
    from ..desk.office import Asked
    from ..desk.publish import Publishable
    from ..feeds.award_rows import AwardsRead
    from ..feeds.exports.gif import Kind
    from ..feeds.exports.verbs import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked:
    """A case to be published in a form of others: with which judgement's record, as a record of all releases, as which notice."""

    case: "Asked"
    form: "Form"
    out: Path
    record: bool = False
    judged: Path | None = None
    kind: "Kind | None" = None


def export_case(asked: ExportAsked, *, say: Say = quiet) -> dict[str, Any]:
    """Write what may be published of a case today; what was written and what is withheld, as JSON."""
    from ..canonical import sha256_hex
    from ..engines.embedded.disk import write_durably
    from ..feeds.csv_out import unwritable
    from ..feeds.exports import verbs

    stages = _publishable(asked, say)
    shown = stages[-1]
    if asked.form == "ocds":
        octets = verbs.ocds_octets(stages, record=asked.record)
    elif asked.form == "gif":
        octets = verbs.gif_octets(shown, asked.kind, as_csv=asked.out.suffix.lower() == ".csv")
    else:
        octets = verbs.rakusatsu_octets(shown)
    try:
        write_durably(asked.out, octets)
    except OSError as error:
        raise unwritable(asked.out) from error
    return {**verbs.summary(asked.form, shown, sha256_hex(octets)), "out": str(asked.out)}


def _publishable(asked: ExportAsked, say: Say) -> "list[Publishable]":
    """The stages of a case that can be told of, the notice first; bids are judged only once they are opened."""
    from dataclasses import replace

    from ..desk.judge import judge_case
    from ..desk.publish import after_opening, before_opening, check_fresh, day_of, is_opened
    from ..engines.embedded.sealed_record import nothing_sealed, sealed_record

    desk = office()
    say("案件を読み込んでいます", "reading the case")
    case = desk.cases.read(asked.case.case)
    day = asked.case.as_of or day_of(case, today())
    notice = before_opening(case, day)
    if not is_opened(case, day):
        if asked.judged:
            raise nothing_sealed(asked.judged)
        return [notice]
    say("確認と評価をしています", "screening and evaluating")
    judgement = judge_case(desk, case, replace(asked.case, as_of=day))
    check_fresh(judgement)
    record = sealed_record(asked.judged, judgement.digest) if asked.judged else None
    return [notice, after_opening(case, judgement, record)]


def check_awards(path: Path) -> "AwardsRead":
    """Read a file of awards (落札実績) and find every fault in it."""
    from ..feeds.award_rows import read_awards

    return read_awards(path)
