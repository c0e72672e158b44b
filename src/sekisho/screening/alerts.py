"""Decisions on alerts (要確認の表示に対する決定): two people sign, it ends by a day, and it holds for exactly the facts that it was made on.

The text that both sign, one fact a line:

    sekisho/alert-decision
    case T-1
    alert <id of the finding>
    reason not-the-same-entity
    verdict clear
    subject <SHA-256>                     the digests of a Matter
    entry <SHA-256>
    rule <SHA-256>
    edition <SHA-256>                     the edition that it was decided under
    by 情報システム課長
    authority 例省契約委員会
    because …
    proposed_by <key name>+<key id>
    proposed_at 2026-04-20
    until 2027-04-20
    fact subject_identifier=JP-HOUJIN:…   those that the reason needs

Steps of the check, in this order: 1. it is of this case; 2. its reason is one of the closed set and has its facts; 3. it ends within 365 days of its
proposal; 4. the key that proposed has signed, and so has a key of another holder; 5. the day asked about lies within its days.
Then it settles an alert whose subject, entry and rule have the digests that it names, whatever edition they stand in.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ..faults import InputRefused, fault
from ..findings import Decision, Finding, Matter, Verdict
from ..ledger.notes import NoteRefused, VerifierKey
from ..ledger.signed_note import SignedNote, read_note
from ..names.normalise import name_key
from ..register.keyring import Keyring
from ..tenders.alerts import AlertNote
from ..terms import Text
from .alert_reasons import MOST_DAYS, Reason, reasons

HEAD = "sekisho/alert-decision"
State = Literal["proposed", "approved", "expired", "not-yet", "unproven", "unsound"]
PLAIN = (
    "case", "alert", "reason", "verdict", "subject", "entry", "rule", "edition", "by", "authority", "because", "proposed_by", "proposed_at", "until",
)  # fmt: skip
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"[^\s+]+\+[0-9a-f]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDecision:
    """What is proposed or decided about one alert. `proposed_by` is a key's name and id, `facts` those that the reason needs, in its order."""

    case: str
    alert: str
    reason: str
    verdict: Verdict
    matter: Matter
    edition: str
    by: str
    authority: str
    because: str
    proposed_by: str
    proposed_at: date
    until: date
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed."""
        values = {
            "case": self.case,
            "alert": self.alert,
            "reason": self.reason,
            "verdict": self.verdict.word,
            "subject": self.matter.subject,
            "entry": self.matter.entry,
            "rule": self.matter.rule,
            "edition": self.edition,
            "by": self.by,
            "authority": self.authority,
            "because": self.because,
            "proposed_by": self.proposed_by,
            "proposed_at": self.proposed_at.isoformat(),
            "until": self.until.isoformat(),
        }
        lines = [HEAD, *(f"{key} {values[key]}" for key in PLAIN), *(f"fact {key}={value}" for key, value in self.facts)]
        return "\n".join(lines) + "\n"

    def unsound(self) -> Iterable[str]:
        """Codes of what keeps it from ever counting: its reason, its facts, its days."""
        reason = reasons().by_id.get(self.reason)
        if reason is None or reason.verdict is not self.verdict:
            yield "reason"
        elif any(reason.lacks(dict(self.facts))) or {key for key, _ in self.facts} != {one.id for one in reason.facts}:
            yield "facts"
        days = (self.until - self.proposed_at).days
        if not 0 <= days <= min(MOST_DAYS, reason.days if reason else MOST_DAYS):
            yield "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedNote:
    """A note with what it comes to on a day; `holders` are those whose signatures count, the proposer first."""

    note: AlertNote
    decision: AlertDecision
    state: State
    holders: tuple[str, ...] = ()


def parse_decision(text: str) -> AlertDecision:
    """Read a note's text strictly; NoteRefused where it is not exactly in the form above."""
    head, *lines = text.removesuffix("\n").split("\n")
    pairs = [(key, value) for key, _, value in (line.partition(" ") for line in lines)]
    stated = dict(pairs[: len(PLAIN)])
    facts = tuple((key, value) for key, _, value in (value.partition("=") for _, value in pairs[len(PLAIN) :]))
    try:
        found = AlertDecision(
            case=stated["case"],
            alert=stated["alert"],
            reason=stated["reason"],
            verdict=Verdict.parse(stated["verdict"]),
            matter=Matter(subject=stated["subject"], entry=stated["entry"], rule=stated["rule"]),
            edition=stated["edition"],
            by=stated["by"],
            authority=stated["authority"],
            because=stated["because"],
            proposed_by=stated["proposed_by"],
            proposed_at=date.fromisoformat(stated["proposed_at"]),
            until=date.fromisoformat(stated["until"]),
            facts=facts,
        )
    except (KeyError, ValueError) as error:
        raise NoteRefused("the decision lacks a line, or has one that cannot be read") from error
    digests = (found.matter.subject, found.matter.entry, found.matter.rule, found.edition)
    if found.text != text or head != HEAD or not all(map(_SHA256.fullmatch, digests)) or not _KEY.fullmatch(found.proposed_by):
        raise NoteRefused("the decision is not written as it must be")
    return found


def key_label(key: VerifierKey) -> str:
    """How a text names a key: its name and id."""
    return f"{key.name}+{key.key_id.hex()}"


def check_notes(notes: Sequence[AlertNote], keyring: Keyring | None, *, case: str, as_of: date) -> tuple[CheckedNote, ...]:
    """What each note of a case comes to on a day. InputRefused names every note that cannot be read or whose signature does not verify."""
    faults, found = [], []
    for note in notes:
        try:
            found.append(_checked(note, keyring, case=case, as_of=as_of))
        except NoteRefused as error:
            faults.append(
                fault(
                    note.file,
                    "alert.note",
                    what=("決定の書面として読めないか、署名が合わない", "this is no decision on an alert, or a signature does not verify"),
                    remedy=("届け直してもらうか、フォルダから除く", "have it delivered again, or take it out of the folder"),
                    shown=str(error),
                )
            )
    if faults:
        raise InputRefused(faults)
    return tuple(found)


def _checked(note: AlertNote, keyring: Keyring | None, *, case: str, as_of: date) -> CheckedNote:
    signed = read_note(note.octets)
    found = parse_decision(signed.text)
    if found.case != case or any(found.unsound()):
        return CheckedNote(note=note, decision=found, state="unsound")
    holders = signing_holders(found, signed, keyring) if keyring else ()
    return CheckedNote(note=note, decision=found, state=_state(found, holders, as_of), holders=holders)


def _state(found: AlertDecision, holders: tuple[str, ...], as_of: date) -> State:
    if not holders:
        return "unproven"
    if as_of > found.until:
        return "expired"
    if len(holders) < 2:
        return "proposed"
    return "approved" if as_of >= found.proposed_at else "not-yet"


def signing_holders(found: AlertDecision, signed: SignedNote, keyring: Keyring) -> tuple[str, ...]:
    """Different people whose signatures count, the proposer first; () where the proposer has not signed.

    One person with two keys, or one key under two names, is one person.
    """
    known = {one.key: one for one in keyring.keyholders}
    signers = [known[key] for key in signed.signers(known) if known[key].counts_on(found.proposed_at)]
    first = next((one for one in signers if key_label(one.key) == found.proposed_by), None)
    if first is None:
        return ()
    people = _people(keyring)
    different = {people[one.key.public]: one.holder for one in reversed((first, *signers))}
    different.pop(people[first.key.public])
    return (first.holder, *(different[person] for person in dict.fromkeys(people[one.key.public] for one in signers) if person in different))


def _people(keyring: Keyring) -> dict[bytes, str]:
    """Who stands behind each key: holders whose names are written alike, or who share a key, however far the chain goes, are one person."""
    person: dict[str, str] = {}

    def root(name: str) -> str:
        while person.setdefault(name, name) != name:
            name = person[name]
        return name

    for one in keyring.keyholders:
        person[root(name_key(one.holder).key or one.holder.strip())] = root(one.key.public.hex())
    return {one.key.public: root(one.key.public.hex()) for one in keyring.keyholders}


def settle_alert(found: Finding, approved: Mapping[Matter, CheckedNote]) -> Decision | None:
    """The decision that two people signed on exactly these facts, if there is one."""
    checked = approved.get(found.matter) if found.matter else None
    if checked is None:
        return None
    decided = checked.decision
    title = reasons().by_id[decided.reason].title
    return Decision(
        finding=found.id,
        verdict=decided.verdict,
        by=f"{decided.by} ({checked.holders[0]})",
        authority=decided.authority,
        reason=f"{title.ja} / {title.en}: {decided.because}",
        at=decided.proposed_at,
        signature=f"{checked.note.file} {checked.note.digest}",
        until=decided.until,
        approved_by=checked.holders[1],
        against_advice=decided.because if found.advice else "",
    )


def approved_by_matter(checked: Iterable[CheckedNote]) -> dict[Matter, CheckedNote]:
    """Decisions that count, by what they are about; of two about the same the graver counts, then the later."""
    found: dict[Matter, CheckedNote] = {}
    for one in checked:
        held = found.get(one.decision.matter)
        if one.state == "approved" and reasons().by_id[one.decision.reason].about == "present" and (held is None or _weight(one) > _weight(held)):
            found[one.decision.matter] = one
    return found


def _weight(one: CheckedNote) -> tuple[int, date, str]:
    return (one.decision.verdict, one.decision.until, one.note.digest)


def longest(reason: Reason, proposed_at: date) -> date:
    """The last day that a decision for this reason may hold."""
    return proposed_at + timedelta(days=min(reason.days, MOST_DAYS))


CHANGED: Mapping[str, Text] = {
    "subject": Text(ja="対象の事実が変わった", en="the facts of the subject have changed"),
    "entry": Text(ja="登録簿の記載が変わった", en="the register's entry has changed"),
    "rule": Text(ja="規則・方針・判定が変わった", en="the rule, the policy or the verdict has changed"),
}


def changed(decided: Matter, now: Matter) -> tuple[str, ...]:
    """Which parts differ from what was decided on."""
    return tuple(part for part in CHANGED if getattr(decided, part) != getattr(now, part))
