"""One bid as strings: coverage, verdict, findings in order of weight, every line of its list; and its letter of questions."""

from collections.abc import Sequence
from typing import Any

from ..award.model import AskedOf, Letter
from ..desk.model import Judgement
from ..findings import Finding, Verdict
from ..screening.model import ScreenedBid, ScreenedItem, ScreenedVersion
from ..tenders.model import Bid, EquipmentItem
from ..terms import Lang, decimal_text
from .dates import day_text
from .texts import name_text, short_text
from .view_findings import View, finding_view
from .view_procured import behind_rows
from .words import word

LETTER_COLUMNS = ("line", "kind", "maker", "model", "name")


def bid_label(bid: Bid) -> str:
    """`甲社(A)`: the bidder's name and the bid's id."""
    return f"{name_text(bid.bidder.name)} ({name_text(bid.id)})"


def bid_view(bid: Bid, screened: ScreenedBid | None, lang: Lang) -> View:
    """Everything the paper says of one bid except money."""
    base: View = {"bid": name_text(bid.id), "bidder": name_text(bid.bidder.name), "label": bid_label(bid), "behind": behind_rows(bid, lang)}
    if screened is None:
        return base | _verdict(None, lang) | {"screened": "", "findings": [], "items": [], "unused": [], "coverage": "", "counts": "", "list": ""}
    numbered = numbers(screened)
    places = {one.item.line: _place(one.item, bid) for one in screened.items}
    found = sorted(screened.all_findings(), key=lambda one: int(numbered[one.id].rpartition("-")[2]))
    return base | _verdict(screened.verdict, lang) | {
        "screened": "yes",
        "coverage": word(lang, "coverage_text", **screened.coverage.as_json()),
        "counts": _counts(found, lang),
        "list": _lists(bid, screened, lang),
        "findings": [finding_view(one, numbered[one.id], places, lang) for one in found],
        "items": [_item(one, numbered, lang) | {"where": name_text(places[one.item.line])} for one in screened.items],
        "unused": list(screened.unused_decisions),
    }  # fmt: skip


def _place(item: EquipmentItem, bid: Bid) -> str:
    """A line's place, with the file of the earlier version in which it stands unchanged."""
    file = bid.list.since.get(item.line, "") if bid.list else ""
    return f"{item.where} ({file.rpartition('/')[2]})" if file else item.where


def _lists(bid: Bid, screened: ScreenedBid, lang: Lang) -> str:
    """The list that counts by its digest; where it was handed in anew, every version with its verdict and what of it was screened again."""
    if bid.list is None:
        return word(lang, "none")
    if not screened.versions:
        return f"{bid.list.file} (SHA-256 {bid.list.digest[:16]})"
    return " ".join(_version(one, lang) for one in screened.versions)


def _version(one: ScreenedVersion, lang: Lang) -> str:
    day = f"{day_text(one.submitted_at, lang)}, " if one.submitted_at else ""
    named = word(lang, "list_version", version=name_text(one.version), file=one.file, day=day, digest=one.digest[:16])
    told = f" {one.text.pick(lang)}" if one.text else ""
    return f"{named} {word(lang, f'verdict.{one.verdict.word}')}{'。' if lang == 'ja' else '.'}{told}"


def numbers(screened: ScreenedBid) -> dict[str, str]:
    """Finding id -> the paper's own number `A-1`, the gravest first, in the order of the list within a verdict."""
    ordered = sorted(screened.all_findings(), key=lambda found: (-found.standing, -found.verdict))
    return {found.id: f"{name_text(screened.bid)}-{position}" for position, found in enumerate(ordered, start=1)}


def _verdict(verdict: Verdict | None, lang: Lang) -> View:
    name = verdict.word if verdict is not None else "none"
    return {"verdict": name, "sign": word(lang, f"sign.{name}"), "verdict_text": word(lang, f"verdict.{name}")}


def _counts(found: Sequence[Finding], lang: Lang) -> str:
    tally = {verdict.word: sum(one.standing is verdict for one in found) for verdict in Verdict}
    return word(lang, "counts", **tally)


def _item(one: ScreenedItem, numbered: dict[str, str], lang: Lang) -> View:
    return item_view(one.item, lang) | _verdict(one.verdict, lang) | {"findings": ", ".join(numbered[found.id] for found in one.findings)}


def item_view(item: EquipmentItem, lang: Lang) -> View:
    """A line as the bidder wrote it."""
    return {
        "line": name_text(item.line),
        "where": name_text(item.where),
        "kind": name_text(item.kind),
        "maker": name_text(item.maker.name) if item.maker else word(lang, "not_disclosed"),
        "model": name_text(item.model),
        "name": name_text(item.name),
        "version": name_text(item.version),
        "quantity": decimal_text(item.quantity) if item.quantity is not None else "",
        "role": name_text(item.role),
        "purpose": name_text(item.purpose),
        "supplier": name_text(item.supplier.name) if item.supplier else "",
        "origin": name_text(item.origin),
    }


def questions_view(letter: Letter, numbered: dict[str, str], lang: Lang) -> View:
    """A bidder's questions with the findings they would settle, for the officer's paper."""
    return {
        "bid": name_text(letter.bid),
        "bidder": name_text(letter.bidder),
        "questions": [_question(place, asked, lang) | {"findings": _concerned(asked, numbered)} for place, asked in enumerate(letter.questions, 1)],
    }


def _question(place: int, asked: AskedOf, lang: Lang) -> View:
    lines = ", ".join(name_text(line) for line in asked.lines)
    return {"no": str(place), "text": asked.text.pick(lang), "lines": lines or word(lang, "whole_bid")}


def _concerned(asked: AskedOf, numbered: dict[str, str]) -> str:
    return ", ".join(numbered[one] for one in asked.findings if one in numbered)


def letter_view(judgement: Judgement, letter: Letter, lang: Lang) -> View:
    """The letter itself: the tender, the questions, and the bidder's own lines. No price, ceiling, verdict, register entry or digest is in it."""
    tender = judgement.submission.tender
    listed = next((bid.list for bid in judgement.submission.bids if bid.id == letter.bid), None)
    items = {item.line: item for item in listed.items} if listed else {}
    asked_lines = dict.fromkeys(line for asked in letter.questions for line in asked.lines)
    tender_rows: list[Any] = [
        [word(lang, "tender_id"), name_text(tender.id)],
        [word(lang, "tender_title"), name_text(tender.title)],
        [word(lang, "agency"), name_text(tender.agency)],
        [word(lang, "notice_date"), day_text(tender.notice_date, lang)],
    ]
    lines = [_own_line(items[line], lang) for line in asked_lines if line in items]
    return {
        "lang": lang,
        "title": word(lang, "letter_title"),
        "tender_id": name_text(tender.id),
        "header_id": short_text(tender.id),
        "agency": name_text(tender.agency),
        "to": word(lang, "letter_to", bidder=name_text(letter.bidder)),
        "date": day_text(judgement.facts_as_of, lang),
        "tender": tender_rows,
        "questions": [_question(place, asked, lang) for place, asked in enumerate(letter.questions, 1)],
        "items": lines,
    }


def _own_line(item: EquipmentItem, lang: Lang) -> View:
    shown = item_view(item, lang)
    return {column: shown[column] for column in LETTER_COLUMNS}
