"""What happened in a procurement and when: notices, letters, complaints, awards. Clocks run between events; nothing here changes an outcome."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How it is proven that something reached its addressee: a means of the data file (`award/deadlines.yaml`) and the document's reference."""

    means: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event: its kind (a word of `award/deadlines.yaml`), its day, and the bid it concerns ("" = the tender).

    Of a letter `at` is the day it was sent, `known` the day on which its addressee knew of it (None = not known to us) and `proof` how that is
    proven (None = not proven). `until` is the last day that the agency set for an answer. `lot` "" = every lot. `where` is the place in the file.
    """

    kind: str
    at: date
    bid: str = ""
    known: date | None = None
    proof: Proof | None = None
    until: date | None = None
    reference: str = ""
    lot: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFacts:
    """What decides which deadlines apply. `gpa_covered` None = not stated, which is taken as covered; `urgent`: the shortened period of notice."""

    gpa_covered: bool | None = None
    urgent: bool = False
