"""What the desk's verbs hand back: a whole judgement, ready for papers and for the record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ..award.model import Proposal
from ..evaluation.model import Evaluation, Terms
from ..faults import Fault
from ..findings import Finding, Verdict
from ..policy.model import Pack
from ..register.keyring import Keyring
from ..register.model import Edition
from ..screening.model import ReadInput, Screening
from ..tenders.model import Submission
from ..tenders.shape import Lot
from ..terms import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as read: what was handed in, what the notice said of evaluation (None = nothing), warnings, and every file's bytes by digest.

    `lot_terms` are those of each lot, by its id; then `terms` is None.
    """

    submission: Submission
    terms: Terms | None
    lot_terms: Mapping[str, Terms] = field(default_factory=dict)
    warnings: tuple[Fault, ...] = ()
    bodies: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A case from lists to proposal. `screening` is None for a case that is evaluated only; `evaluation` is None before any price exists.

    `lots` are those of a tender with lots, each with its own judgement; then `evaluation` is None and nothing is awarded for the whole.
    `process` are findings about the tender itself and how it is procured. `keyring`: the keys that decisions on alerts were checked by.
    `digest` (hexadecimal SHA-256) names the canonical JSON of the outcome; `engine` is `sekisho/<version>`.
    """

    submission: Submission
    pack: Pack | None
    edition: Edition | None
    screening: Screening | None
    evaluation: Evaluation | None
    proposal: Proposal | None
    facts_as_of: date
    engine: str
    digest: str
    notices: tuple[Text, ...] = ()
    process: tuple[Finding, ...] = ()
    lots: "tuple[JudgedLot, ...]" = ()
    keyring: Keyring | None = None

    @property
    def open_steps(self) -> tuple[Finding, ...]:
        """Steps of procedure that are not on record, or not in order."""
        return tuple(one for one in self.process if one.standing is not Verdict.CLEAR)

    def inputs(self) -> tuple[ReadInput, ...]:
        """What the outcome rests on: what the screening read; without one, the files of the case."""
        if self.screening:
            return self.screening.read
        files = (*self.submission.files, *(one for bid in self.submission.bids for one in bid.files))
        return tuple(ReadInput(kind=one.kind, id=one.path, digest=one.digest) for one in files)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLot:
    """A lot with its own judgement: its bids with what they offer for it, its evaluation, its proposal."""

    lot: Lot
    judgement: Judgement
