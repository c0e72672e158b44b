"""A bidder's answers in the blank cells of its list, so that they are screened as if the list had said so."""

from dataclasses import replace
from datetime import date

from ..policy.model import Pack
from ..policy.reading import kind_of, purpose_of
from ..tenders.model import Bid, EquipmentItem
from ..tenders.rounds import LINE_FACTS, answer_about, read_answer


def answered(bid: Bid, pack: Pack, day: date) -> Bid:
    """The bid with what it had answered by that day."""
    if bid.list is None or not bid.questions:
        return bid
    return replace(bid, list=replace(bid.list, items=tuple(completed(item, bid, pack, day) for item in bid.list.items)))


def completed(item: EquipmentItem, bid: Bid, pack: Pack, day: date) -> EquipmentItem:
    """The line with what was answered where its list says nothing, or a word that the policy does not know; its place says so."""
    places = []
    for fact in LINE_FACTS if bid.questions else ():
        entry = answer_about(bid.questions, fact, item.line, day)
        if entry is not None and _is_open(fact, item, pack):
            item = replace(item, **{fact: read_answer(fact, entry.answer)})  # type: ignore[arg-type]
            places.append(entry.where)
    return replace(item, where=" + ".join([item.where, *dict.fromkeys(places)])) if places else item


def _is_open(fact: str, item: EquipmentItem, pack: Pack) -> bool:
    held = getattr(item, fact)
    if fact == "kind":
        return not held or kind_of(pack, held) is None
    if fact == "purpose":
        return not held or not purpose_of(pack, held)
    return held is None or held == ""
