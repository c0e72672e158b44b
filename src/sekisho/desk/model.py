"""What the desk's verbs hand back: a whole judgement, ready for papers and for the record."""

from dataclasses import dataclass
from datetime import date

from ..award.model import Proposal
from ..evaluation.model import Evaluation, Terms
from ..faults import Fault
from ..policy.model import Pack
from ..register.model import Edition
from ..screening.model import ReadInput, Screening
from ..tenders.model import Submission
from ..terms import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as read: what was handed in, what the notice said of evaluation (None = nothing), warnings, and every file's bytes by digest."""

    submission: Submission
    terms: Terms | None
    warnings: tuple[Fault, ...] = ()
    bodies: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A case from lists to proposal. `screening` is None for a case that is evaluated only; `evaluation` is None before any price exists.

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

    def inputs(self) -> tuple[ReadInput, ...]:
        """What the outcome rests on: what the screening read; without one, the files of the case."""
        if self.screening:
            return self.screening.read
        files = (*self.submission.files, *(one for bid in self.submission.bids for one in bid.files))
        return tuple(ReadInput(kind=one.kind, id=one.path, digest=one.digest) for one in files)
