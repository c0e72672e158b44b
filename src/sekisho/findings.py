"""What a check says about a case: verdicts, findings, and the path of evidence behind them.

CLEAR < REFER < BAR, and the worst wins (contract: *Verdicts and decisions*). A finding never decides: BAR is an exclusion *proposed*, and only
a person's signed decision settles REFER or BAR. Every required fact that is missing is REFER with the question to ask, never CLEAR.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Protocol

from .canonical import digest_of
from .terms import Share, Text


class Verdict(IntEnum):
    """clear (確認した範囲で懸念は認められない), refer (懸念が払拭できない), bar (懸念あり・除外の提案)."""

    CLEAR = 0
    REFER = 1
    BAR = 2

    @property
    def word(self) -> str:
        return self.name.lower()

    @classmethod
    def parse(cls, word: str) -> "Verdict":
        try:
            return cls[word.strip().upper()]
        except KeyError:
            raise ValueError(f"`{word}` is not clear, refer or bar") from None


LINES_APART = "\x1f"
"""What stands between the line numbers under `lines` of a subject (a bidder's own line number may hold a comma)."""


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """How verdicts combine; nothing found is CLEAR."""
    return max(verdicts, default=Verdict.CLEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step of an evidence path: `subject` —relation→ `target`, on whose word and as of when.

    `relation` is a word of the glossary: offers, made-by, supplied-by, contains, replaceable-by, bears, points-to, owned-by, controlled-by,
    same-as, possibly-same-as, affiliate-of, designated-by, represents, lacks, performed-by, written-with,
    answered, refused, attested, advised-by, granted,
    has-member.
    """

    relation: str
    subject: str
    target: str
    share: Share | None = None
    source: str = ""
    retrieved_at: date | None = None
    unverified: bool = False

    def as_json(self) -> dict[str, object]:
        return {
            "relation": self.relation,
            "from": self.subject,
            "to": self.target,
            "share": self.share.as_json() if self.share else None,
            "source": self.source,
            "retrieved_at": self.retrieved_at.isoformat() if self.retrieved_at else None,
            "unverified": self.unverified,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to ask the bidder: which fact, the sentence that goes into the letter, and the party that it names ("" = none)."""

    fact: str
    text: Text
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's signed decision on one finding, the only way out of REFER or BAR. `against_advice`: why it goes against the advice received.

    `until` and `approved_by` are those of a decision on an alert, which two people signed and which ends (None and "" = of another kind).
    """

    finding: str
    verdict: Verdict
    by: str
    authority: str
    reason: str
    at: date
    signature: str
    against_advice: str = ""
    until: date | None = None
    approved_by: str = ""

    def as_json(self) -> dict[str, object]:
        shown: dict[str, object] = {
            "finding": self.finding,
            "verdict": self.verdict.word,
            "by": self.by,
            "authority": self.authority,
            "reason": self.reason,
            "at": self.at.isoformat(),
            "signature": self.signature,
            **({"against_advice": self.against_advice} if self.against_advice else {}),
        }
        return shown | ({"approved_by": self.approved_by, "until": self.until.isoformat()} if self.until else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a decision on an alert is bound to, as digests: the material facts of the subject, the register's entry, the rule with its policy."""

    subject: str
    entry: str
    rule: str


class Advised(Protocol):
    """A piece of advice as a finding shows it: `tenders.advice` has the value."""

    def as_json(self) -> dict[str, object]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule found about one subject.

    `subject` says what it is about: {"bid": …} with, for an item, {"line": …, "maker": …, "model": …}. `id` is the digest of rule, subject, verdict
    and evidence, so a decision holds exactly as long as the facts it was made on. The day on which a source was retrieved again is no such fact.
    `state` says whether the fact that it asks for was asked of the bidder, answered or refused ("" = not asked); an answer or refusal is evidence.
    `advice` is what advisory bodies were asked and said of it.
    `matter` is there where the subject met an entry of the register: such a finding is an alert (screening.alerts).
    """

    rule: str
    verdict: Verdict
    subject: Mapping[str, str]
    because: Text
    evidence: tuple[Link, ...] = ()
    ask: Question | None = None
    notes: tuple[Text, ...] = ()
    protected: bool = False
    settled: Decision | None = None
    state: str = ""
    advice: tuple["Advised", ...] = ()
    matter: Matter | None = None
    id: str = field(default="")

    def __post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", self._digest())

    def _digest(self) -> str:
        facts = {
            "rule": self.rule,
            "verdict": self.verdict.word,
            "subject": dict(self.subject),
            "evidence": [{**link.as_json(), "retrieved_at": None} for link in self.evidence],
            "ask": self.ask.fact if self.ask else None,
        }
        return digest_of(facts)[:32]

    @property
    def standing(self) -> Verdict:
        """The verdict after a decision, if there is one."""
        return self.settled.verdict if self.settled else self.verdict

    def as_json(self) -> dict[str, object]:
        shown: dict[str, object] = {
            "id": self.id,
            "rule": self.rule,
            "verdict": self.verdict.word,
            "because": self.because.as_json(),
            "evidence": [link.as_json() for link in self.evidence],
            "ask": self.ask.text.as_json() if self.ask else None,
        }
        if self.notes:
            shown["notes"] = [note.as_json() for note in self.notes]
        if self.state:
            shown["state"] = self.state
        if self.advice:
            shown["advice"] = [one.as_json() for one in self.advice]
        if self.settled:
            shown["settled"] = self.settled.as_json()
        return shown


def standing(findings: Iterable[Finding]) -> Verdict:
    """The worst verdict that no decision has settled otherwise."""
    return worst(found.standing for found in findings)
