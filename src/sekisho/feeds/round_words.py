"""From `tender.rounds` and a bid's `questions` to values (照会・代替品の回、照会の状況)."""

from collections.abc import Sequence
from datetime import date
from typing import cast, get_args

from ..tenders.rounds import ASKABLE, AskedFact, Round, RoundKind, StatedState, Unequal, read_answer
from .fields import Fields


def rounds_from(tender: Fields) -> tuple[Round, ...]:
    """The rounds of a tender, in their order; faults are collected in `tender`."""
    found = [_round(one) for one in tender.each("rounds") or ()]
    known: set[str] = set()
    for one in found:
        if one.id in known:
            tender.wrong(
                "rounds", "round-twice", ("同じ番号の回が二つある", "two rounds bear one number"), ("番号を変える", "give them different ids"), one.id
            )
        known.add(one.id)
    return tuple(found)


def _round(one: Fields) -> Round:
    found = Round(
        id=one.text("id", required=True),
        kind=cast("RoundKind", one.choice("kind", get_args(RoundKind), default="questions")),
        opened_at=one.day("opened_at", required=True) or date.min,
        due=one.day("due", required=True) or date.max,
        sent=_days(one, "sent"),
        extended=_days(one, "extended"),
        unequal=_unequal(one),
    )
    one.unknown(())
    if found.due <= found.opened_at:
        one.wrong(
            "due",
            "round-due",
            ("期限が送付日より後でない", "the last day is not after the day on which it opened"),
            ("日付を確かめる", "check the dates"),
            found.due.isoformat(),
        )
    return found


def _unequal(one: Fields) -> Unequal | None:
    inner = one.under("unequal")
    if inner is None:
        return None
    found = Unequal(
        by=inner.text("by", required=True),
        authority=inner.text("authority", required=True),
        reason=inner.text("reason", required=True),
        at=inner.day("at", required=True) or date.min,
    )
    inner.unknown(())
    return found


def _days(one: Fields, key: str) -> dict[str, date]:
    inner = one.under(key)
    read = {bid: inner.day(bid, required=True) for bid in inner.value} if inner else {}
    return {bid: day for bid, day in read.items() if day is not None}


def questions_from(bid: Fields, bid_id: str, rounds: Sequence[Round]) -> tuple[AskedFact, ...]:
    """What was asked of a bidder and what came of it; a round gives the days that an entry leaves out."""
    by_id = {one.id: one for one in rounds}
    found = [_asked(one, at, bid_id, by_id) for at, one in enumerate(bid.each("questions") or ())]
    return tuple(one for one in found if one is not None)


def round_named(bid: Fields, round_id: str, rounds: Sequence[Round]) -> Round | None:
    """The round of a filled-in form (`answers`)."""
    found = next((one for one in rounds if one.id == round_id), None)
    if found is None:
        bid.wrong(
            f"answers.{round_id}",
            "answers-round",
            ("tender.yaml の rounds にない回である", "rounds of tender.yaml has no such round"),
            ("回の番号を確かめる", "check its id"),
            round_id,
        )
    return found


def _asked(one: Fields, place: int, bid_id: str, rounds: dict[str, Round]) -> AskedFact | None:
    fact = one.choice("fact", ASKABLE, default="") if one.text("fact", required=True) else ""
    round_id = one.text("round")
    within = rounds.get(round_id)
    if round_id and within is None:
        one.wrong(
            "round",
            "round-unknown",
            ("tender.yaml の rounds にない回である", "rounds of tender.yaml has no such round"),
            ("回の番号を確かめる", "check its id"),
            round_id,
        )
    asked_at = one.day("asked_at", required=within is None) or (within.sent_to(bid_id) or within.opened_at if within else None)
    due = one.day("due") or (within.due_of(bid_id) if within else None)
    state = cast("StatedState", one.choice("state", get_args(StatedState), default="asked"))
    at, answer, lines, about = one.day("at", required=state != "asked"), one.text("answer"), one.texts("lines") or (), one.text("about")
    _check(one, fact, state, answer)
    one.unknown(())
    if not fact or asked_at is None:
        return None
    where = f"bids/{bid_id}/bid.yaml questions[{place}]"
    return AskedFact(fact=fact, lines=lines, about=about, round=round_id, asked_at=asked_at, due=due, state=state, at=at, answer=answer, where=where)


def _check(one: Fields, fact: str, state: str, answer: str) -> None:
    if state == "answered" and not answer:
        one.wrong(
            "answer", "answer-missing", ("回答済みなのに回答がない", "it is answered, and there is no answer"), ("回答を書く", "write the answer")
        )
    if state == "asked" and answer:
        one.wrong(
            "state",
            "answer-state",
            ("回答があるのに状態が asked である", "there is an answer, and the state is asked"),
            ("state: answered とし、at に日を書く", "set state: answered, and at to its day"),
        )
    try:
        read_answer(fact, answer or "0")
    except ValueError as error:
        one.wrong(
            "answer", "answer-quantity", ("数量として読めない回答である", "the answer is no quantity"), ("数で書く", "write a number"), str(error)
        )
