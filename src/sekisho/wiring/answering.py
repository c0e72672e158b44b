"""The centre's side of advice: requests are opened, watched, answered by the whole register, and entered into the book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..faults import InputRefused, RegisterRefused, fault, refuse
from .advising import me, needed_keyring, not_signed, pack_of, sealed, signed_by, unsealed
from .keeping import edition_to_judge_by
from .records import signing_key_of
from .surroundings import home, quiet, today

if TYPE_CHECKING:
    from ..desk.advice_watch import Alarm, Limits
    from ..desk.advise import Earlier, Proposed
    from ..engines.embedded.keys import KeyPair
    from ..ledger.signed_note import SignedNote
    from ..register.keyring import Keyring, Node
    from ..register.lookup import Lookup
    from ..tenders.centre import AdviceRequest, Given


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAsked:
    """What the centre answers by: requests, the whole register, who gives the advice; `decisions` are a person's own words on single questions."""

    requests: tuple[Path, ...]
    register: Path
    out: Path
    given_by: str
    as_of: date | None = None
    decisions: Path | None = None
    book: Path | None = None
    canaries: Path | None = None
    limits: Path | None = None
    signing_key: Path | None = None
    sealing_key: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Centre:
    """The centre while it answers: who it is, its keys, its book, its limits and canaries, its register."""

    node: "Node"
    keyring: "Keyring"
    keys: "KeyPair"
    book: Any
    limits: "Limits"
    canaries: frozenset[str]
    lookup: "Lookup"
    day: date
    given_by: str


def answer_requests(asked: AnswerAsked) -> list[dict[str, Any]]:
    """Answer each request, or refuse it where it is over a budget or feels its way along names; what was said, as JSON, one a request."""
    centre = _centre_at_work(asked)
    opened = [(path, *_opened_request(path, centre, asked)) for path in asked.requests]
    decisions = _decisions(asked.decisions)
    unknown = set(decisions) - {question.id for _, request, _, _ in opened for question in request.questions}
    if unknown:
        raise refuse(
            str(asked.decisions),
            "advice.decision-unknown",
            what=("照会にない問いへの決定がある", "a decision is on a question that no request asks"),
            remedy=("問いの番号を確かめる", "check the question's id"),
            shown=", ".join(sorted(unknown)[:3]),
        )
    folder = len(opened) > 1 or asked.out.is_dir()
    return [
        _answered(centre, request, note, sender, decisions, asked.out / f"{request.id}.answer.age" if folder else asked.out)
        for _, request, note, sender in opened
    ]


def _centre_at_work(asked: AnswerAsked) -> _Centre:
    from ..desk.advice_watch import default_limits
    from ..engines.embedded.advice_book import AdviceBook
    from ..engines.embedded.like_names import LikeNames
    from ..register.lookup import Lookup

    day = asked.as_of or today()
    keyring = needed_keyring()
    keys = signing_key_of(asked.signing_key, quiet)
    here = me(keyring, keys, role="centre")
    edition = edition_to_judge_by(asked.register, as_of=day)
    if edition.layer != "full" or edition.stale_cards(day):
        raise RegisterRefused(
            [
                fault(
                    str(asked.register),
                    "advice.register",
                    what=("要保護の層がないか、期限切れか、番人に拒まれている", "it lacks the protected layer, is stale, or stands refused"),
                    remedy=("効力のある全層の版で回答する", "answer by the whole edition in force"),
                )
            ]
        )
    return _Centre(
        node=here,
        keyring=keyring,
        keys=keys,
        book=AdviceBook(asked.book or home() / "advice-book"),
        limits=_limits(asked.limits) if asked.limits else default_limits(),
        canaries=_canaries(asked.canaries),
        lookup=Lookup(edition, LikeNames(edition, home() / "indexes")),
        day=day,
        given_by=asked.given_by,
    )


def _opened_request(path: Path, centre: _Centre, asked: AnswerAsked) -> "tuple[AdviceRequest, SignedNote, Node]":
    """The request in a sealed package, signed by the node it says it is from."""
    from ..feeds.advice_packages import parse_request

    note = unsealed(path, asked.sealing_key)
    request = parse_request(note.text, label=path.name)
    sender = centre.keyring.named(request.sender)
    if sender is None or sender.role != "entity" or not signed_by(note, sender, path.name):
        raise not_signed(path.name, request.sender)
    if centre.book.has(request.id):
        raise refuse(
            path.name,
            "advice.answered",
            what=("この照会には回答済みである", "this request was answered already"),
            remedy=("前の回答を送り直すか、新しい照会を求める", "send the earlier answer again, or ask for a new request"),
            shown=request.id,
        )
    return request, note, sender


def _answered(
    centre: _Centre, request: "AdviceRequest", note: "SignedNote", sender: "Node", decisions: "dict[str, Any]", out: Path
) -> dict[str, Any]:
    from ..desk.advice_watch import LookUp, canaries, watch
    from ..desk.advise import propose_advice
    from ..engines.embedded.advice_book import Answered
    from ..engines.embedded.disk import write_durably
    from ..feeds.advice_packages import answer_text, text_digest
    from ..ledger.signed_note import SignedNote
    from ..tenders.centre import AdviceAnswer

    look_up = LookUp(entity=request.sender, case=request.case, at=centre.day, questions=request.questions)
    alarms = watch(look_up, centre.book.look_ups(), centre.limits)
    edition = centre.lookup.edition.digest
    if any(one.stops for one in alarms):
        centre.book.keep(
            Answered(request=request, answered_at=centre.day, edition=edition, given_by=centre.given_by, given=(), grounds={}, alarms=alarms)
        )
        return {"request": request.id, "from": request.sender, "answered": False, "given": [], "alarms": [one.as_json() for one in alarms]}
    proposed = propose_advice(request.questions, centre.lookup, pack_of(request.policy, request.asked_at), as_of=centre.day)
    given, otherwise = _given(centre, request, proposed, decisions)
    alarms = (*alarms, *canaries(look_up, {one.question.id: one.met for one in proposed}, centre.canaries), *otherwise)
    answer = AdviceAnswer(
        request=request.id,
        request_sha256=text_digest(note.text),
        sender=centre.node.name,
        recipient=sender.name,
        answered_at=centre.day,
        given_by=centre.given_by,
        given=given,
    )
    grounds = {one.question.id: one.grounds for one in proposed}
    centre.book.keep(
        Answered(request=request, answered_at=centre.day, edition=edition, given_by=centre.given_by, given=given, grounds=grounds, alarms=alarms)
    )
    write_durably(out, sealed(SignedNote(text=answer_text(answer)).signed_by(centre.keys), sender))
    return {
        "request": request.id,
        "from": request.sender,
        "answered": True,
        "given": [
            {
                "question": one.question.id,
                "asked": one.question.as_json(),
                "advice": said.advice,
                "ask": list(said.ask),
                "expires": said.expires.isoformat(),
                "grounds": list(one.grounds),
            }
            for one, said in zip(proposed, given, strict=True)
        ],
        "alarms": [one.as_json() for one in alarms],
        "out": str(out),
    }


def _given(
    centre: _Centre, request: "AdviceRequest", proposed: "Sequence[Proposed]", decisions: "dict[str, Any]"
) -> "tuple[tuple[Given, ...], tuple[Alarm, ...]]":
    """The advice on each question, and an alarm where another entity was told otherwise."""
    from ..desk.advice_watch import Alarm
    from ..desk.advise import by_question, decided, settle, told_otherwise

    earlier = by_question(centre.book.earlier())
    given, alarms = [], []
    for one in proposed:
        before: tuple[Earlier, ...] = earlier.get(one.question.id, ())
        said = decided(settle(one, before, as_of=centre.day, days=centre.limits.advice_days), *decisions.get(one.question.id, (None,)))
        given.append(said)
        for other in told_otherwise(said, before, as_of=centre.day):
            detail = f"{one.question.id}: {other.entity} {other.request} {other.given.advice} ≠ {said.advice}"
            alarms.append(Alarm(kind="different-advice", entity=request.sender, case=request.case, at=centre.day, detail=detail))
    return tuple(given), tuple(alarms)


def _limits(path: Path) -> "Limits":
    from ..desk.advice_watch import limits_from
    from ..feeds.raw.jail import RawJob, read_raw

    (raw,) = read_raw([RawJob(kind="yaml", path=path, label=path.name)])
    if raw.value is None:
        raise InputRefused(raw.faults)
    try:
        return limits_from(raw.value["value"] if isinstance(raw.value["value"], dict) else {})
    except ValueError as error:
        raise refuse(
            path.name,
            "advice.limits",
            what=("上限の値が足りないか、整数でない", "a figure of the limits is missing, or no whole number"),
            remedy=("docs/reference/advice.md の項目を書く", "write the figures of docs/reference/advice.md"),
            shown=str(error),
        ) from error


def _canaries(path: Path | None) -> frozenset[str]:
    """Ids of canary entries, one a line; they are kept apart from the edition, which does not tell them."""
    named = path or home() / "canaries.txt"
    if path is None and not named.exists():
        return frozenset()
    try:
        lines = named.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise refuse(str(named), "file.unreadable", what=("読めない", "it cannot be read"), remedy=("道順を確かめる", "check the path")) from error
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _decisions(path: Path | None) -> "dict[str, Any]":
    from ..feeds.advice_decisions import read_decisions

    return read_decisions(path) if path else {}
