"""Alerts and what was decided on them: list, propose, approve. One person proposes, another approves, and neither can do both.

A refined query is a new screening: an alert that was raised once stays in the case's book, and is closed by a decision alone, never by going away.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, TypedDict

from ..faults import InputRefused, fault, refuse
from ..findings import Finding, Matter, Verdict
from ..ledger.notes import VerifierKey
from ..register.keyring import Keyring
from ..screening.alert_reasons import Reason, reasons
from ..screening.alerts import CHANGED, AlertDecision, CheckedNote, approved_by_matter, changed, check_notes, key_label, longest
from ..screening.model import Screening
from ..tenders.model import Submission
from .office import Office

State = Literal["open", "proposed", "settled", "reopened", "expired", "gone", "closed"]
OPEN: tuple[State, ...] = ("open", "proposed", "reopened", "expired", "gone")


class Decided(TypedDict):
    """The fields of a Basis that decisions on alerts fill."""

    alerts: Mapping[Matter, CheckedNote]
    keyring: Keyring | None


def decided(office: Office, submission: Submission, day: date) -> Decided:
    """What two people decided on alerts of the case, as of a day; nothing counts on a node that has no keyring."""
    if not submission.alerts:
        return Decided(alerts={}, keyring=submission.centre.keyring)
    keyring = office.keyrings.open() if office.keyrings else None
    checked = check_notes(submission.alerts, keyring, case=submission.tender.id, as_of=day)
    return Decided(alerts=approved_by_matter(checked), keyring=keyring)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An alert as it was raised once: its finding, bid and rule, what it was about, the sentence, and when."""

    alert: str
    bid: str
    rule: str
    matter: Matter
    ja: str
    en: str
    raised_at: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A decision that is or was about an alert; `changed` names the parts that differ from what it was made on."""

    checked: CheckedNote
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An alert of a case: `raised` as it stands or stood, its verdict (None = it does not stand any more), its state and decisions.

    `settled_by`: two people's verified signatures, or one decision in `decisions.yaml`, whose signature is kept and not verified.
    """

    raised: Raised
    verdict: Verdict | None
    state: State
    related: tuple[Related, ...]
    settled_by: Literal["", "two", "one"] = ""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons that may be given for it."""
        about = "gone" if self.verdict is None else "present"
        return tuple(one for one in reasons().by_id.values() if one.about == about)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertBook:
    """Every alert of a case as of a day; `edition` is the one it was screened against, `unsound` notes that can never count."""

    case: str
    as_of: date
    edition: str
    policy: str
    alerts: tuple[Alert, ...]
    unsound: tuple[CheckedNote, ...]

    @property
    def raised(self) -> tuple[Raised, ...]:
        return tuple(one.raised for one in self.alerts)

    def one(self, alert: str) -> Alert:
        """The alert of this id; InputRefused where there is none."""
        for found in self.alerts:
            if found.raised.alert == alert:
                return found
        raise refuse(
            "ALERT",
            "alert.unknown",
            what=("この案件にない番号である", "the case has no such alert"),
            remedy=("sekisho alerts list で番号を確かめる", "look it up with `sekisho alerts list`"),
            shown=alert,
        )


def alert_book(screening: Screening, edition: str, notes: Sequence[CheckedNote], before: Iterable[Raised], *, as_of: date) -> AlertBook:
    """Alerts of today's screening, and those that were raised before and are not in it."""
    standing = {found.id: (bid, found) for bid, found in _alerts_in(screening)}
    sound = [one for one in notes if one.state != "unsound"]
    stands = {found.matter for _, found in standing.values()}
    today = [_present(bid, found, _related(found, sound, stands), as_of) for bid, found in standing.values()]
    gone = [_gone(one, sound) for one in before if one.alert not in standing]
    known = {one.alert: one.raised_at for one in before}
    return AlertBook(
        case=screening.case,
        as_of=as_of,
        edition=edition,
        policy=screening.policy,
        alerts=tuple([_first_raised(one, known) for one in today] + gone),
        unsound=tuple(one for one in notes if one.state == "unsound"),
    )


def _alerts_in(screening: Screening) -> Iterator[tuple[str, Finding]]:
    for bid in screening.bids:
        for found in bid.all_findings():
            if found.matter is not None and found.verdict is not Verdict.CLEAR:
                yield bid.bid, found


def _first_raised(alert: Alert, known: Mapping[str, date]) -> Alert:
    at = known.get(alert.raised.alert)
    return replace(alert, raised=replace(alert.raised, raised_at=at)) if at else alert


def _present(bid: str, found: Finding, related: tuple[Related, ...], as_of: date) -> Alert:
    matter = found.matter or Matter(subject="", entry="", rule="")
    raised = Raised(alert=found.id, bid=bid, rule=found.rule, matter=matter, ja=found.because.ja, en=found.because.en, raised_at=as_of)
    settled_by: Literal["", "two", "one"] = "" if found.settled is None else "two" if found.settled.until else "one"
    return Alert(raised=raised, verdict=found.verdict, state=_state(found, related), related=related, settled_by=settled_by)


def _related(found: Finding, notes: Sequence[CheckedNote], stands: set[Matter | None]) -> tuple[Related, ...]:
    """Decisions on exactly these facts, and those on facts that stand nowhere any more and were this alert's or this subject's."""
    if found.matter is None:
        return ()
    about = []
    for one in notes:
        decided_on = one.decision.matter
        was_this = one.decision.alert == found.id or decided_on.subject == found.matter.subject
        if decided_on == found.matter or (decided_on not in stands and was_this):
            about.append(Related(checked=one, changed=changed(decided_on, found.matter)))
    return tuple(about)


def _state(found: Finding, related: Sequence[Related]) -> State:
    if found.settled is not None:
        return "settled"
    exact = [one.checked.state for one in related if not one.changed]
    if "proposed" in exact or "not-yet" in exact:
        return "proposed"
    if "expired" in exact:
        return "expired"
    return "reopened" if any(one.changed and len(one.checked.holders) > 1 for one in related) else "open"


def _gone(raised: Raised, notes: Sequence[CheckedNote]) -> Alert:
    related = tuple(Related(checked=one, changed=()) for one in notes if one.decision.alert == raised.alert and one.decision.matter == raised.matter)
    closing = [one.checked for one in related if reasons().by_id[one.checked.decision.reason].about == "gone"]
    closed = any(one.state in ("approved", "expired") and len(one.holders) > 1 for one in closing)
    state: State = "closed" if closed else "proposed" if any(one.state == "proposed" for one in closing) else "gone"
    return Alert(raised=raised, verdict=None, state=state, related=related)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposing:
    """What a person proposes about one alert."""

    alert: str
    reason: str
    facts: Mapping[str, str]
    by: str
    authority: str
    because: str
    at: date
    until: date | None
    key: VerifierKey


def propose(book: AlertBook, asked: Proposing) -> AlertDecision:
    """The decision to be signed; InputRefused lists what the reason lacks. It settles nothing until another person signs."""
    alert = book.one(asked.alert)
    reason = reasons().by_id.get(asked.reason)
    if reason is None or reason not in alert.reasons:
        known = ", ".join(one.id for one in alert.reasons)
        raise refuse(
            "--reason",
            "alert.reason",
            what=("この表示に使える理由ではない", "this is no reason that such an alert takes"),
            remedy=(f"次から選ぶ: {known}", f"choose from: {known}"),
            shown=asked.reason,
        )
    until = asked.until or longest(reason, asked.at)
    _check(asked, reason, until)
    return AlertDecision(
        case=book.case,
        alert=asked.alert,
        reason=reason.id,
        verdict=reason.verdict,
        matter=alert.raised.matter,
        edition=book.edition,
        by=one_line(asked.by),
        authority=one_line(asked.authority),
        because=one_line(asked.because),
        proposed_by=key_label(asked.key),
        proposed_at=asked.at,
        until=until,
        facts=tuple((one.id, one_line(asked.facts[one.id])) for one in reason.facts),
    )


def _check(asked: Proposing, reason: Reason, until: date) -> None:
    faults = [
        fault(
            "--fact",
            "alert.fact",
            where=one.id,
            what=(f"理由に必要な事実がない: {one.title.ja}", f"the reason needs this fact: {one.title.en}"),
            remedy=(f"--fact {one.id}=… と書く({one.form})", f"write --fact {one.id}=… ({one.form})"),
            shown=asked.facts.get(one.id, ""),
        )
        for one in reason.lacks(asked.facts)
    ]
    extra = sorted(set(asked.facts) - {one.id for one in reason.facts})
    faults += [
        fault(
            "--fact",
            "alert.fact-unknown",
            where=name,
            what=("この理由の事実ではない", "this is no fact of the reason"),
            remedy=("除く", "leave it out"),
        )
        for name in extra
    ]
    if not asked.at <= until <= longest(reason, asked.at):
        faults.append(
            fault(
                "--until",
                "alert.until",
                what=("365日を超えるか、提案より前の日である", "it is later than 365 days from now, or before the proposal"),
                remedy=(f"{longest(reason, asked.at)}までの日を書く", f"write a day up to {longest(reason, asked.at)}"),
                shown=until.isoformat(),
            )
        )
    blank = [name for name, text in (("--by", asked.by), ("--authority", asked.authority), ("--because", asked.because)) if not text.strip()]
    faults += [
        fault(name, "alert.blank", what=("空である", "it is empty"), remedy=("書く", "write it")) for name in blank
    ]  # fmt: skip
    if faults:
        raise InputRefused(faults)


def check_approval(book: AlertBook, checked: CheckedNote, key: VerifierKey) -> None:
    """Refuse where the key is the proposer's, or where what was proposed is not what stands today."""
    found = checked.decision
    if key_label(key) == found.proposed_by:
        raise refuse(
            checked.note.file,
            "alert.same-person",
            what=("提案した者の鍵である", "this is the key of whoever proposed it"),
            remedy=("別の者が自分の鍵で承認する", "have another person approve it with a key of their own"),
            shown=key_label(key),
        )
    if checked.state in ("unsound", "expired"):
        raise refuse(
            checked.note.file,
            "alert.unsound",
            what=("この案件の決定として効力を持ち得ない", "it can never count in this case"),
            remedy=("提案し直す", "propose it again"),
            shown=", ".join(found.unsound()) or checked.state,
        )
    alert = book.one(found.alert)
    parts = changed(found.matter, alert.raised.matter) or (() if reasons().by_id[found.reason] in alert.reasons else ("subject",))
    if parts:
        raise refuse(
            checked.note.file,
            "alert.changed",
            what=(
                f"提案の後に事実が変わった: {'、'.join(CHANGED[part].ja for part in parts)}",
                f"since it was proposed: {', '.join(CHANGED[part].en for part in parts)}",
            ),
            remedy=("提案し直す", "propose it again"),
        )


def one_line(text: str) -> str:
    """A text on one line, without characters that a note cannot carry."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:2_000]


def book_of_alerts_json(book: AlertBook) -> dict[str, Any]:
    """`alerts list --json`."""
    return {
        "case": book.case,
        "as_of": book.as_of.isoformat(),
        "edition": book.edition,
        "policy": book.policy,
        "open": sum(one.state in OPEN for one in book.alerts),
        "alerts": [_alert_json(one) for one in book.alerts],
        "unsound": [{"file": one.note.file, "why": list(one.decision.unsound()) or ["case"]} for one in book.unsound],
    }


def _alert_json(one: Alert) -> dict[str, Any]:
    raised = one.raised
    return {
        "id": raised.alert,
        "bid": raised.bid,
        "rule": raised.rule,
        "state": one.state,
        "settled_by": one.settled_by or None,
        "verdict": one.verdict.word if one.verdict is not None else None,
        "because": {"ja": raised.ja, "en": raised.en},
        "raised_at": raised.raised_at.isoformat(),
        "bound_to": {"subject": raised.matter.subject, "entry": raised.matter.entry, "rule": raised.matter.rule},
        "reasons": [
            {"id": reason.id, "title": reason.title.as_json(), "verdict": reason.verdict.word, "facts": [fact.id for fact in reason.facts]}
            for reason in one.reasons
        ],
        "decisions": [_related_json(each) for each in one.related],
    }


def _related_json(one: Related) -> dict[str, Any]:
    found = one.checked.decision
    return {
        "file": one.checked.note.file,
        "state": one.checked.state,
        "reason": found.reason,
        "verdict": found.verdict.word,
        "by": found.by,
        "authority": found.authority,
        "because": found.because,
        "facts": dict(found.facts),
        "proposed_at": found.proposed_at.isoformat(),
        "until": found.until.isoformat(),
        "signed_by": list(one.checked.holders),
        "edition": found.edition,
        "changed": [{"part": part, **CHANGED[part].as_json()} for part in one.changed],
    }
