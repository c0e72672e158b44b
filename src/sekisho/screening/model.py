"""What screening says of each item and each bid."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..findings import Finding, Verdict
from ..tenders.model import EquipmentItem
from ..terms import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadInput:
    """Something the outcome rests on: kind (`policy`, `register`, `names`, `list`, `bom`, `chart`, …), id, SHA-256 (hexadecimal)."""

    kind: str
    id: str
    digest: str

    def as_json(self) -> dict[str, str]:
        return {"kind": self.kind, "id": self.id, "digest": self.digest}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much was examined; always shown."""

    items: int = 0
    items_with_maker: int = 0
    components: int = 0
    components_with_maker: int = 0

    def as_json(self) -> dict[str, int]:
        return {
            "items": self.items,
            "items_with_maker": self.items_with_maker,
            "components": self.components,
            "components_with_maker": self.components_with_maker,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedItem:
    """One line with its findings; `verdict` counts decisions in."""

    item: EquipmentItem
    verdict: Verdict
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAgain:
    """A line of a version: `subject` is the digest of all it is judged by; `why` it was asked again (None = it was not, or never before)."""

    line: str
    subject: str
    why: Text | None = None

    def as_json(self) -> dict[str, object]:
        return {"line": self.line, "subject": self.subject} | ({"why": self.why.as_json()} if self.why else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedVersion:
    """What screening made of one version of a list. `screened` were asked every rule, `kept` keep what was found under version `against`."""

    version: str
    file: str
    digest: str
    submitted_at: date | None
    reason: str
    verdict: Verdict
    against: str = ""
    screened: tuple[LineAgain, ...] = ()
    kept: tuple[LineAgain, ...] = ()
    removed: tuple[str, ...] = ()
    text: Text | None = None

    def as_json(self) -> dict[str, object]:
        return {
            "version": self.version,
            "file": self.file,
            "digest": self.digest,
            "submitted_at": self.submitted_at.isoformat() if self.submitted_at else None,
            "reason": self.reason,
            "verdict": self.verdict.word,
            "against": self.against or None,
            "screened": [one.as_json() for one in self.screened],
            "kept": [one.as_json() for one in self.kept],
            "removed": list(self.removed),
            "text": self.text.as_json() if self.text else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedBid:
    """One bid: findings about the bid itself (supplier, owners, subcontractors, services) and about its lines.

    `versions`: what each version of its list came to, where there are several.
    """

    bid: str
    verdict: Verdict
    coverage: Coverage
    findings: tuple[Finding, ...]
    items: tuple[ScreenedItem, ...]
    unused_decisions: tuple[str, ...] = ()
    versions: tuple[ScreenedVersion, ...] = ()

    def all_findings(self) -> tuple[Finding, ...]:
        """Bid-level findings first, then the items' in line order; a finding that stands on many lines comes once."""
        seen: dict[str, Finding] = {found.id: found for found in self.findings}
        for screened in self.items:
            for found in screened.findings:
                seen.setdefault(found.id, found)
        return tuple(seen.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The outcome of stage 1 for a tender."""

    case: str
    policy: str
    policy_as_of: date
    facts_as_of: date
    rehearsal: bool
    scope: Literal["in", "out"]
    read: tuple[ReadInput, ...]
    bids: tuple[ScreenedBid, ...]
    notices: tuple[Text, ...] = ()
    stale: bool = False
