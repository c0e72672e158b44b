"""What an audit of neutrality says: findings about ourselves, each a breach, not verifiable, or a difference that the law and the facts explain.

A case is neutral where like is judged alike (WTO GPA IV:1, V:8, XV:5): by the criteria of its notice and by nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from ..evaluation.model import Terms
from ..screening.facts import Basis
from ..tenders.model import Submission
from ..terms import Text
from .model import Case, Judgement
from .office import Asked

Check = Literal["same-product", "order", "display-name", "unused-attribute", "exclusion"]
Weight = Literal["breach", "unverifiable", "explained"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A case, or one lot of it, as it was judged, with what it was judged by (`basis` None = evaluated only).

    `frozen` is the digest of all that the notice froze (of a lot: of every lot); `limited`: the notice limits the lots that one bidder may win.
    """

    asked: Asked
    case: Case
    judgement: Judgement
    basis: Basis | None
    frozen: str = ""
    lot: str = ""
    limited: bool = False

    @property
    def id(self) -> str:
        """The case, and the lot where it is one: `T-1/L2`."""
        tender = self.judgement.submission.tender.id
        return f"{tender}/{self.lot}" if self.lot else tender

    @property
    def submission(self) -> Submission:
        return self.judgement.submission

    @property
    def terms(self) -> Terms | None:
        """How bids are evaluated; None = not, or not yet."""
        return self.judgement.evaluation.terms if self.judgement.evaluation else None

    @property
    def as_of(self) -> date:
        return self.judgement.facts_as_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """A place in a case, and what stands there."""

    case: str
    bid: str = ""
    line: str = ""
    said: str = ""

    def as_json(self) -> dict[str, str]:
        return {"case": self.case, "bid": self.bid, "line": self.line, "said": self.said}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlike:
    """A finding of the audit: which check, how heavy, why, and where."""

    check: Check
    weight: Weight
    because: Text
    evidence: tuple[Observed, ...] = ()

    def as_json(self) -> dict[str, Any]:
        told = {"check": self.check, "weight": self.weight, "because": self.because.as_json()}
        return {**told, "evidence": [one.as_json() for one in self.evidence]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How much was looked at: lines, products that stand on several lines, cases judged again, exclusions traced."""

    lines: int = 0
    products: int = 0
    reruns: int = 0
    exclusions: int = 0

    def as_json(self) -> dict[str, int]:
        return {"lines": self.lines, "products": self.products, "reruns": self.reruns, "exclusions": self.exclusions}


@dataclass(frozen=True, slots=True, kw_only=True)
class NeutralityAudit:
    """The audit of several cases."""

    cases: tuple[Held, ...]
    counted: Counted
    findings: tuple[Unlike, ...] = field(default=())

    @property
    def is_neutral(self) -> bool:
        """Whether nothing but explained differences was found."""
        return all(one.weight == "explained" for one in self.findings)

    def of(self, weight: Weight) -> Sequence[Unlike]:
        return [one for one in self.findings if one.weight == weight]

    def as_json(self) -> dict[str, Any]:
        """`audit neutrality --json`."""
        return {
            "neutral": self.is_neutral,
            "cases": [_case_json(one) for one in self.cases],
            "checked": self.counted.as_json(),
            "breaches": len(self.of("breach")),
            "unverifiable": len(self.of("unverifiable")),
            "explained": len(self.of("explained")),
            "findings": [one.as_json() for one in self.findings],
        }


def _case_json(held: Held) -> dict[str, Any]:
    judged = held.judgement
    return {
        "case": held.id,
        "agency": held.submission.tender.agency,
        "policy": judged.pack.id if judged.pack else None,
        "register": judged.edition.digest if judged.edition else None,
        "facts_as_of": judged.facts_as_of.isoformat(),
        "bids": len(held.submission.bids),
        "lines": sum(len(bid.list.items) for bid in held.submission.bids if bid.list),
    }
