"""The entity's side of advice: requests to the centre, its answers, and what a case holds of them. Packages are sealed signed notes."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..faults import InputRefused, refuse
from .keeping import configured_keyring
from .layers import sealing_key_path
from .records import signing_key_of
from .surroundings import quiet, today

if TYPE_CHECKING:
    from ..desk.model import Case
    from ..engines.embedded.keys import KeyPair
    from ..ledger.signed_note import SignedNote
    from ..policy.model import Pack
    from ..register.keyring import Keyring, Node
    from ..tenders.advice import Advice
    from ..tenders.centre import AdviceAnswer, AdviceRequest

ADVICE = "advice"
DAYS_WANTED = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAsked:
    """What is to be asked: of a case, for which reason, wanted by when; `kinds` () = every line."""

    case: Path
    out: Path
    reason: str
    wanted_by: date | None = None
    kinds: tuple[str, ...] = ()
    signing_key: Path | None = None
    form: bool = False


def request_advice(asked: RequestAsked) -> dict[str, Any]:
    """Write a request to the centre, sealed and signed, or as a form to print; the case keeps the request as it was signed."""
    from ..desk.ask_centre import questions_of
    from ..engines.embedded.disk import write_durably
    from ..feeds.advice_packages import request_text
    from ..feeds.case_folder import read_case
    from ..ledger.signed_note import SignedNote
    from ..tenders.centre import AdviceRequest

    keyring = needed_keyring()
    keys = signing_key_of(asked.signing_key, quiet)
    here, centre = me(keyring, keys), _centre(keyring)
    submission = read_case(asked.case).submission
    tender = submission.tender
    questions = questions_of(submission, pack_of(tender.policy, tender.notice_date), as_of=today(), kinds=asked.kinds)
    if not questions:
        raise _nothing_to_ask(str(asked.case))
    request = AdviceRequest(
        id=os.urandom(16).hex(),
        sender=here.name,
        case=tender.id,
        title=tender.title,
        policy=tender.policy,
        reason=asked.reason,
        asked_at=today(),
        wanted_by=asked.wanted_by or today() + timedelta(days=DAYS_WANTED),
        questions=questions,
    )
    note = SignedNote(text=request_text(request)).signed_by(keys)
    write_durably(asked.case / ADVICE / f"{request.id}.request", note.octets)
    if asked.form:
        from ..feeds.advice_form import form_octets

        write_durably(asked.out, form_octets(request))
    else:
        write_durably(asked.out, sealed(note, centre))
    return {"request": request.id, "questions": len(questions), "wanted_by": request.wanted_by.isoformat(), "out": str(asked.out)}


def import_answer(path: Path, case: Path, *, sealing_key: Path | None = None) -> dict[str, Any]:
    """Take the centre's answer into a case, once its signature and the request it is bound to are verified."""
    from ..engines.embedded.disk import write_durably
    from ..feeds.advice_packages import parse_answer

    keyring = needed_keyring()
    note = unsealed(path, sealing_key)
    answer = parse_answer(note.text, label=path.name)
    verified_answer(note, case, keyring, label=path.name)
    write_durably(case / ADVICE / f"{answer.request}.answer", note.octets)
    return _told(answer)


def import_form(path: Path, case: Path, *, transcribed_by: str, reference: str, signing_key: Path | None = None) -> dict[str, Any]:
    """Take an answer that the centre gave on the printed form into a case, signed by whoever read it in, as such."""
    from ..engines.embedded.disk import write_durably
    from ..feeds.advice_form import read_form
    from ..feeds.advice_packages import answer_text, parse_request, text_digest
    from ..ledger.signed_note import SignedNote, read_note

    keyring = needed_keyring()
    keys = signing_key_of(signing_key, quiet)
    here, centre = me(keyring, keys), _centre(keyring)
    requests = {file.stem: read_note(file.read_bytes()) for file in (case / ADVICE).glob("*.request")}
    known = {name: parse_request(note.text, label=name) for name, note in requests.items()}
    answer = read_form(path, known)
    answer = replace(
        answer,
        request_sha256=text_digest(requests[answer.request].text),
        sender=centre.name,
        recipient=here.name,
        transcribed_by=transcribed_by,
        reference=reference,
    )
    note = SignedNote(text=answer_text(answer)).signed_by(keys)
    verified_answer(note, case, keyring, label=path.name)
    write_durably(case / ADVICE / f"{answer.request}.answer", note.octets)
    return _told(answer)


def with_advice(case: "Case", folder: Path, keyring: "Keyring | None") -> "Case":
    """The case with the centre's advice that lies in it, each answer verified anew; an answer that does not hold stops the reading.

    Without a keyring answers are not used, so that by a public layer nothing is clear.
    """
    from ..canonical import sha256_hex
    from ..tenders.centre import CentreWord, advised_by
    from ..tenders.model import FileRead

    files = sorted((folder / ADVICE).glob("*.answer"))
    if not files or keyring is None:
        return case
    octets = {file: file.read_bytes() for file in files}
    answers = tuple(verified_answer(_note(one, file.name), folder, keyring, label=file.name) for file, one in octets.items())
    octets |= {file.with_suffix(".request"): file.with_suffix(".request").read_bytes() for file in files}
    read = [FileRead(kind="advice", path=f"{ADVICE}/{file.name}", digest=sha256_hex(one)) for file, one in octets.items()]
    submission = case.submission
    told = replace(
        submission,
        centre=CentreWord(advised=advised_by(answers), keyring=keyring),
        advice=(*submission.advice, *(one for answer in answers for one in _told_of_products(answer, folder))),
        files=(*submission.files, *read),
    )
    return replace(case, submission=told, bodies=(*case.bodies, *octets.values()))


def _told_of_products(answer: "AdviceAnswer", case: Path) -> "Iterator[Advice]":
    """What the centre said of makers and models, as the advice that stands beside findings and decisions."""
    from ..tenders.advice import Advice

    kept = case / ADVICE / f"{answer.request}.request"
    request = parse_kept(kept)
    asked = {one.id: one for one in request.questions if one.about == "product" and one.party is not None and one.model}
    for given in answer.given:
        question = asked.get(given.question)
        if question is not None and question.party is not None:
            yield Advice(
                id=f"{answer.request[:8]}-{given.question[:8]}",
                body=answer.sender,
                asked_at=request.asked_at,
                maker=question.party.name,
                model=question.model,
                wanted_by=request.wanted_by,
                received_at=answer.answered_at,
                answer=given.advice,
                asks=given.ask,
                expires=given.expires,
                reference=answer.reference,
                where=f"{ADVICE}/{answer.request}.answer",
            )


def parse_kept(path: Path) -> "AdviceRequest":
    """The request that a case keeps, as it was signed."""
    from ..feeds.advice_packages import parse_request

    return parse_request(_note(path.read_bytes(), path.name).text, label=path.name)


def verified_answer(note: "SignedNote", case: Path, keyring: "Keyring", *, label: str) -> "AdviceAnswer":
    """The answer in a note, step by step.

    1. The centre signed it, or the entity's own node as a transcript. 2. It answers a request of this case, as that was signed, 3. of the node
    that it is for, and 4. nothing that was not asked.
    """
    from ..feeds.advice_packages import parse_answer, parse_request, text_digest

    answer = parse_answer(note.text, label=label)
    signer = keyring.named(answer.recipient if answer.transcribed_by else answer.sender)
    centre = keyring.named(answer.sender)
    if signer is None or centre is None or centre.role != "centre" or not signed_by(note, signer, label):
        raise not_signed(label, answer.sender)
    kept = case / ADVICE / f"{answer.request}.request"
    if not kept.is_file():
        raise _not_ours(label, answer.request)
    request_note = _note(kept.read_bytes(), kept.name)
    request = parse_request(request_note.text, label=kept.name)
    asked = {one.id for one in request.questions}
    bound = text_digest(request_note.text) == answer.request_sha256 and request.id == answer.request and request.sender == answer.recipient
    if not bound or not {one.question for one in answer.given} <= asked:
        raise _not_ours(label, answer.request)
    return answer


def needed_keyring() -> "Keyring":
    """The keyring; advice needs one, since nobody's word counts without."""
    found = configured_keyring()
    if found is None or not found.nodes:
        raise refuse(
            "keyring.yaml",
            "advice.no-nodes",
            what=("鍵束に助言機関と機関(nodes)がない", "the keyring names no nodes: neither centre nor entities"),
            remedy=("SEKISHO_HOME/keyring.yaml に nodes を書く", "write nodes in SEKISHO_HOME/keyring.yaml"),
        )
    return found


def me(keyring: "Keyring", keys: "KeyPair", role: str = "entity") -> "Node":
    found = next((node for node in keyring.nodes if node.key == keys.key and node.role == role), None)
    if found is None:
        raise refuse(
            "--signing-key",
            "advice.not-a-node",
            what=("この鍵は鍵束の、この役割の node のものではない", "this key is of no node of the keyring in this role"),
            remedy=("自らの node の鍵を --signing-key で指定する", "name your own node's key with --signing-key"),
            shown=f"{keys.key.name} ({role})",
        )
    return found


def _centre(keyring: "Keyring") -> "Node":
    found = keyring.centre()
    if found is None:
        raise refuse(
            "keyring.yaml",
            "advice.centre",
            what=("鍵束に助言機関がないか、二つ以上ある", "the keyring names no centre, or more than one"),
            remedy=("role: centre の node を一つにする", "leave one node of role: centre"),
        )
    return found


def sealed(note: "SignedNote", recipient: "Node") -> bytes:
    from ..engines.embedded.sealing import seal

    return seal(note.octets, [recipient.recipient])


def unsealed(path: Path, sealing_key: Path | None) -> "SignedNote":
    from ..engines.embedded.sealing import Identity, NotSealed, unseal

    identity = Identity.read(sealing_key or sealing_key_path())
    try:
        return _note(unseal(path.read_bytes(), identity), path.name)
    except (NotSealed, OSError) as error:
        raise refuse(
            path.name,
            "advice.sealed",
            what=("開封できない(宛先が違うか、壊れている)", "it does not open: it is sealed to somebody else, or damaged"),
            remedy=("宛先と届き方を確かめ、送り直してもらう", "check to whom it was sealed, and have it sent again"),
            shown=str(error),
        ) from error


def _note(octets: bytes, label: str) -> "SignedNote":
    from ..feeds.advice_packages import unreadable
    from ..ledger.notes import NoteRefused
    from ..ledger.signed_note import read_note

    try:
        return read_note(octets)
    except NoteRefused as error:
        raise unreadable(label, str(error)) from error


def signed_by(note: "SignedNote", node: "Node", label: str) -> bool:
    from ..ledger.notes import NoteRefused

    try:
        return node.key in note.signers([node.key])
    except NoteRefused as error:
        raise not_signed(label, node.name) from error


def not_signed(label: str, shown: str) -> InputRefused:
    return refuse(
        label,
        "advice.signature",
        what=("名乗る node の署名がないか、合わない", "it is not signed by the node that it says it is from"),
        remedy=("送り元に確かめる。鍵が変わったのなら鍵束を改める", "ask whoever sent it; renew the keyring where a key changed"),
        shown=shown,
    )


def _not_ours(label: str, shown: str) -> InputRefused:
    return refuse(
        label,
        "advice.other-request",
        what=("この案件の照会への回答ではない", "it does not answer a request of this case as it was sent"),
        remedy=("照会した案件に取り込む", "import it into the case that asked"),
        shown=shown,
    )


def _nothing_to_ask(label: str) -> InputRefused:
    return refuse(
        label,
        "advice.nothing-to-ask",
        what=("照会する行も関係者もない", "there is no line and no party to ask about"),
        remedy=("機器等リストと --kind を確かめる", "check the equipment lists and --kind"),
    )


def pack_of(policy: str, day: date) -> "Pack":
    """The policy named, else the one in force on the day; a case that is evaluated alone is asked about by the one in force, too."""
    from ..policy.packs import pack_for

    return pack_for("" if policy == "none" else policy, day)


def _told(answer: "AdviceAnswer") -> dict[str, Any]:
    counts = {word: sum(one.advice == word for one in answer.given) for word in ("concern", "more-information", "no-concern")}
    return {
        "request": answer.request,
        "from": answer.sender,
        "answered_at": answer.answered_at.isoformat(),
        "given_by": answer.given_by,
        "advice": counts,
        "transcribed_by": answer.transcribed_by or None,
    }
