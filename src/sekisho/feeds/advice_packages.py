"""Requests and answers that nodes exchange: the text of a signed note is one line of canonical JSON, read strictly."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from ..canonical import canonical_json, sha256_hex
from ..faults import InputRefused, refuse
from ..tenders.centre import ADVICE, About, Advice, AdviceAnswer, AdviceRequest, CentreQuestion, Given, party_from

REQUEST, ANSWER = "sekisho-advice-request/1", "sekisho-advice/1"
MOST_QUESTIONS = 100_000
WORDS = ("model", "kind", "purpose", "origin", "place")
T = TypeVar("T")


def request_text(request: AdviceRequest) -> str:
    """The text of a request; questions in the order of their ids, so that their order tells nothing."""
    value = {
        "format": REQUEST,
        "id": request.id,
        "from": request.sender,
        "case": request.case,
        "title": request.title,
        "policy": request.policy,
        "reason": request.reason,
        "asked_at": request.asked_at.isoformat(),
        "wanted_by": request.wanted_by.isoformat(),
        "questions": [one.as_json() for one in sorted(request.questions, key=lambda one: one.id)],
    }
    return canonical_json(value).decode() + "\n"


def answer_text(answer: AdviceAnswer) -> str:
    """The text of an answer. Nothing of the register is in it: no entity, no clause, no digest."""
    value = {
        "format": ANSWER,
        "request": answer.request,
        "request_sha256": answer.request_sha256,
        "from": answer.sender,
        "to": answer.recipient,
        "answered_at": answer.answered_at.isoformat(),
        "given_by": answer.given_by,
        "given": [
            {"question": one.question, "advice": one.advice, "ask": list(one.ask), "expires": one.expires.isoformat()}
            for one in sorted(answer.given, key=lambda one: one.question)
        ],
        **({"transcribed_by": answer.transcribed_by, "reference": answer.reference} if answer.transcribed_by else {}),
    }
    return canonical_json(value).decode() + "\n"


def text_digest(text: str) -> str:
    """By what an answer names the request that it answers."""
    return sha256_hex(text.encode())


def parse_request(text: str, *, label: str) -> AdviceRequest:
    """The request in a note's text; InputRefused where it is none."""
    return _parsed(text, label, _request)


def parse_answer(text: str, *, label: str) -> AdviceAnswer:
    """The answer in a note's text; InputRefused where it is none."""
    return _parsed(text, label, _answer)


def _parsed(text: str, label: str, read: Callable[[Mapping[str, Any]], T]) -> T:
    try:
        value = json.loads(text)
        if canonical_json(value) + b"\n" != text.encode():
            raise ValueError("not canonical")
        return read(value)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise unreadable(label, f"{error}") from error


def unreadable(label: str, why: str) -> InputRefused:
    """The refusal of what is no package of this kind."""
    return refuse(
        label,
        "advice.package",
        what=("照会・助言のファイルとして読めない", "this is no request or answer of advice"),
        remedy=("送り元に、もう一度作ってもらう", "have it made again by whoever sent it"),
        shown=why,
    )


def _request(value: Mapping[str, Any]) -> AdviceRequest:
    questions = tuple(_question(one) for one in value["questions"])
    found = AdviceRequest(
        id=_hex(value["id"]),
        sender=_text(value["from"]),
        case=_text(value["case"]),
        title=_text(value["title"]),
        policy=_text(value["policy"]),
        reason=_text(value["reason"]),
        asked_at=date.fromisoformat(value["asked_at"]),
        wanted_by=date.fromisoformat(value["wanted_by"]),
        questions=questions,
    )
    if len(questions) > MOST_QUESTIONS or request_text(found) != canonical_json(value).decode() + "\n" or not found.reason:
        raise ValueError("it says more, or less, than a request does")
    return found


def _answer(value: Mapping[str, Any]) -> AdviceAnswer:
    found = AdviceAnswer(
        request=_hex(value["request"]),
        request_sha256=_text(value["request_sha256"]),
        sender=_text(value["from"]),
        recipient=_text(value["to"]),
        answered_at=date.fromisoformat(value["answered_at"]),
        given_by=_text(value["given_by"]),
        given=tuple(_given(one) for one in value["given"]),
        transcribed_by=_text(value.get("transcribed_by", "")),
        reference=_text(value.get("reference", "")),
    )
    if answer_text(found) != canonical_json(value).decode() + "\n" or len({one.question for one in found.given}) != len(found.given):
        raise ValueError("it says more, or less, than an answer does")
    return found


def _question(value: Mapping[str, Any]) -> CentreQuestion:
    if value["about"] not in ("product", "party"):
        raise ValueError("a question is of a product or of a party")
    party = party_from(value["party"]) if "party" in value else None
    return CentreQuestion(about=cast("About", value["about"]), party=party, **{word: _text(value.get(word, "")) for word in WORDS})


def _given(value: Mapping[str, Any]) -> Given:
    if value["advice"] not in ADVICE:
        raise ValueError("no such advice")
    return Given(
        question=_hex(value["question"]),
        advice=cast("Advice", value["advice"]),
        ask=tuple(_text(one) for one in value["ask"]),
        expires=date.fromisoformat(value["expires"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _hex(value: object) -> str:
    """An id: 32 hexadecimal digits, so that it may name a file."""
    text = _text(value)
    if len(bytes.fromhex(text)) != 16 or text != text.lower():
        raise ValueError("no id")
    return text
