"""From `bids/<id>/advice.yaml` to the advice on a bid's items."""

from datetime import date
from typing import cast, get_args

from ..tenders.advice import Advice, AdviceAnswer, Classification
from .fields import Fields

ANSWERS = tuple(one for one in get_args(AdviceAnswer) if one)


def advice_from(fields: Fields, bid: str) -> tuple[Advice, ...]:
    """Every piece of advice on a bid; faults are collected in `fields`."""
    found = [_advice(one, bid, place) for place, one in enumerate(fields.each("advice") or ())]
    fields.unknown(())
    return tuple(one for one in found if one is not None)


def _advice(one: Fields, bid: str, place: int) -> Advice | None:
    asked_at, received_at = one.day("asked_at", required=True), one.day("received_at")
    answer = one.choice("answer", ("", *ANSWERS), default="")
    found = Advice(
        id=one.text("id", required=True),
        body=one.text("body", required=True),
        asked_at=asked_at or date.min,
        bid=bid,
        lines=one.texts("lines") or (),
        maker=one.text("maker"),
        model=one.text("model"),
        wanted_by=one.day("wanted_by"),
        received_at=received_at,
        answer=cast("AdviceAnswer", answer),
        asks=one.texts("asks") or (),
        classification=cast("Classification", one.choice("classification", get_args(Classification), default="protected")),
        withheld=bool(one.yes("withheld")),
        basis=one.text("basis"),
        expires=one.day("expires"),
        reference=one.text("reference"),
        where=f"bids/{bid}/advice.yaml advice[{place}]",
    )
    _check(one, found)
    one.unknown(())
    return found if asked_at is not None else None


def _check(one: Fields, found: Advice) -> None:
    if bool(found.answer) != (found.received_at is not None):
        one.wrong(
            "answer",
            "advice-half",
            ("助言の内容と受領日のどちらかがない", "an answer needs the day it was received, and the day an answer"),
            ("answer と received_at を両方書くか、両方書かない", "write both answer and received_at, or neither"),
        )
    if found.received_at is not None and found.received_at < found.asked_at:
        one.wrong(
            "received_at",
            "advice-order",
            ("照会より前に助言を受けている", "it was received before it was asked for"),
            ("日付を確かめる", "check the days"),
            found.received_at.isoformat(),
        )
    if found.withheld and not found.basis:
        one.wrong(
            "basis",
            "advice-basis",
            ("根拠を示さない理由となる規定がない", "what it rests on is withheld, and no legal basis is named"),
            ("basis に規定を書く", "name the provision as basis"),
        )
