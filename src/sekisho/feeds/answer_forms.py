"""The form on which a bidder answers its questions (回答書): out as XLSX with a row a fact and line, and filled in back with every mistake at once.

A row bears a check code over tender, bid, round, fact, line and party: a row that was altered, or that belongs to another letter, is told and not
read. The form shows the question and nothing of why it is asked.
"""

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..award.model import AskedOf, Letter
from ..canonical import digest_of
from ..faults import Fault, fault
from ..tenders.model import Tender
from ..tenders.rounds import AskedFact, Round, StatedState, read_answer
from ..terms import Lang
from .wareki import parse_day

HEADS: Mapping[str, tuple[str, str]] = {
    "no": ("番号", "No."),
    "question": ("照会事項", "Question"),
    "fact": ("事項", "Fact"),
    "line": ("リストの番号", "Line"),
    "about": ("対象", "About"),
    "state": ("回答の別", "Answer or refusal"),
    "answer": ("回答", "Answer"),
    "check": ("照合記号", "Check code"),
}
WIDTHS = {"no": 7, "question": 60, "fact": 16, "line": 12, "about": 24, "state": 18, "answer": 48, "check": 16}
OPEN = ("state", "answer")
TOP: Mapping[str, tuple[str, str]] = {
    "tender": ("調達案件番号", "Tender"),
    "bid": ("応札者の記号", "Bid"),
    "round": ("照会の回", "Round"),
    "due": ("回答期限", "Please answer by"),
    "at": ("回答日", "Date of the answer"),
}
STATES: Mapping[StatedState, tuple[str, str]] = {"answered": ("回答する", "answered"), "refused": ("回答しない", "refused")}
_LOOKED_AT = 40
_MOST_CHARACTERS = 4_000


def check_code(tender: str, bid: str, round_id: str, fact: str, line: str, about: str) -> str:
    """Twelve hexadecimal digits that hold a row to its letter."""
    return digest_of([tender, bid, round_id, fact, line, about])[:12]


def rows_of(letter: Letter) -> Iterator[tuple[str, AskedOf, str]]:
    """(number, question, line) of every row; a question about the bid as a whole has one row without a line."""
    for place, asked in enumerate(letter.questions, start=1):
        for at, line in enumerate(asked.lines or ("",), start=1):
            yield (f"{place}-{at}" if len(asked.lines) > 1 else str(place)), asked, line


def answer_form(letter: Letter, tender: Tender, lang: Lang) -> bytes:
    """The blank form (XLSX); a bidder without questions gets the same form without rows."""
    import xlsxwriter

    said = 0 if lang == "ja" else 1
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    base = {"num_format": "@", "border": 1, "text_wrap": True, "valign": "top"}
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "border": 1, "bg_color": "#E8F1FE", "text_wrap": True}),
        "fixed": book.add_format({**base, "bg_color": "#F4F4F4"}),
        "open": book.add_format(base),
    }
    sheet = book.add_worksheet(("回答書", "Answers")[said])
    sheet.write_string(0, 0, ("回答書", "Form of answers")[said], styles["title"])
    sheet.write_string(1, 0, NOTE[said])
    _top(sheet, styles, letter, tender, said)
    first = 3 + len(TOP)
    for column, (key, heads) in enumerate(HEADS.items()):
        sheet.set_column(column, column, WIDTHS[key])
        sheet.write_string(first, column, heads[said], styles["head"])
    for row, (number, asked, line) in enumerate(rows_of(letter), start=first + 1):
        code = check_code(tender.id, letter.bid, letter.round, asked.fact, line, asked.about)
        cells = {"no": number, "question": asked.text.pick(lang), "fact": asked.fact, "line": line, "about": asked.about, "check": code}
        for column, key in enumerate(HEADS):
            sheet.write_string(row, column, cells.get(key, ""), styles["open" if key in OPEN else "fixed"])
        place = list(HEADS).index("state")
        sheet.data_validation(row, place, row, place, {"validate": "list", "source": [words[said] for words in STATES.values()]})
    sheet.freeze_panes(first + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return stream.getvalue()


NOTE = (
    "白い欄に記入してください。資料は別に添え、回答欄に資料名を書いてください。代替品を提案する場合は、改訂した機器等リストを添えてください。",
    "Fill in the white cells. Attach documents separately and name them in the answer. To offer a substitute, attach a revised list.",
)


def _top(sheet: Any, styles: Mapping[str, Any], letter: Letter, tender: Tender, said: int) -> None:
    held = {"tender": tender.id, "bid": letter.bid, "round": letter.round, "due": letter.due.isoformat() if letter.due else "", "at": ""}
    for row, (key, heads) in enumerate(TOP.items(), start=2):
        sheet.write_string(row, 0, heads[said], styles["head"])
        sheet.write_string(row, 1, held[key], styles["open" if key == "at" else "fixed"])


@dataclass(slots=True, kw_only=True)
class _Form:
    """A filled-in form while it is read: where it comes from, what it must be about, the faults so far."""

    label: str
    tender: str
    bid: str
    round: Round
    faults: list[Fault] = field(default_factory=list)


def answers_from(
    value: Mapping[str, Any], *, kind: str, label: str, tender: str, bid: str, round_: Round
) -> tuple[tuple[AskedFact, ...], tuple[Fault, ...]]:
    """What one filled-in form says, read raw as `csv` or `xlsx`: a fact without an answer stays asked. Every fault is returned."""
    form = _Form(label=label, tender=tender, bid=bid, round=round_)
    rows = _rows(value, kind)
    head = next((at for at, (_, cells) in enumerate(rows[:_LOOKED_AT]) if {"fact", "answer", "check"} <= set(_columns(cells))), None)
    if head is None:
        return (), (_no_header(label),)
    at = _check_top(form, rows[:head])
    columns = _columns(rows[head][1])
    found: dict[str, AskedFact] = {}
    for where, cells in rows[head + 1 :]:
        said = {key: cells[place].strip()[:_MOST_CHARACTERS] for key, place in columns.items() if place < len(cells)}
        if any(said.values()):
            _row(form, where, said, at, found)
    return tuple(found.values()), tuple(form.faults)


def _row(form: _Form, where: str, said: Mapping[str, str], at: date | None, found: dict[str, AskedFact]) -> None:
    fact, line, about, answer = (said.get(key, "") for key in ("fact", "line", "about", "answer"))
    code = said.get("check", "")
    if code != check_code(form.tender, form.bid, form.round.id, fact, line, about):
        form.faults.append(_altered(form.label, where, code))
        return
    if code in found:
        form.faults.append(_twice(form.label, where, code))
        return
    state = _state(form, where, said.get("state", ""), answer)
    if state != "asked" and at is None:
        form.faults.append(_no_day(form.label, where))
    if fact == "quantity" and state == "answered":
        _check_quantity(form, where, answer)
    asked_at = form.round.sent_to(form.bid) or form.round.opened_at
    found[code] = AskedFact(
        fact=fact,
        lines=(line,) if line else (),
        about=about,
        round=form.round.id,
        asked_at=asked_at,
        due=form.round.due_of(form.bid),
        state=state,
        at=at if state != "asked" else None,
        answer=answer,
        where=f"{form.label} {where}",
    )


def _state(form: _Form, where: str, stated: str, answer: str) -> StatedState:
    """Answered, refused, or still asked: an answer without a word beside it is an answer."""
    word = unicodedata.normalize("NFKC", stated).strip().casefold()
    known: dict[str, StatedState] = {text.casefold(): state for state, words in STATES.items() for text in (*words, state)}
    if word and word not in known:
        form.faults.append(_unknown_state(form.label, where, stated))
        return "asked"
    state: StatedState = known[word] if word else "answered" if answer else "asked"
    if state == "answered" and not answer:
        form.faults.append(_no_answer(form.label, where))
    return state


def _check_quantity(form: _Form, where: str, answer: str) -> None:
    try:
        read_answer("quantity", answer)
    except ValueError:
        form.faults.append(
            fault(
                form.label,
                "answers.quantity",
                where=where,
                what=("数量として読めない回答である", "the answer is no quantity"),
                remedy=("数だけを書く", "write a number alone"),
                shown=answer,
            )
        )


def _check_top(form: _Form, rows: Sequence[tuple[str, list[str]]]) -> date | None:
    """The form must be that of this tender, bid and round; the day of the answer."""
    told: dict[str, tuple[str, str]] = {}
    known = {_plain(text): key for key, heads in TOP.items() for text in heads}
    for where, cells in rows:
        if len(cells) > 1 and _plain(cells[0]) in known:
            told.setdefault(known[_plain(cells[0])], (where, cells[1].strip()))
    for key, wanted in (("tender", form.tender), ("bid", form.bid), ("round", form.round.id)):
        where, held = told.get(key, ("", ""))
        if held != wanted:
            form.faults.append(_other_letter(form.label, where, f"{TOP[key][1]}: {held or '-'} ≠ {wanted}"))
    where, held = told.get("at", ("", ""))
    try:
        return parse_day(held[:10] if held[:4].isdecimal() else held) if held else None
    except ValueError:
        form.faults.append(_bad_day(form.label, where, held))
        return None


def _rows(value: Mapping[str, Any], kind: str) -> list[tuple[str, list[str]]]:
    if kind == "csv":
        return [(f"line {line}", [str(cell) for cell in row]) for row, line in zip(value["rows"], value["lines"], strict=True)]
    sheet = next((one for one in value["sheets"] if not one["hidden"]), {"name": "", "rows": []})
    return [(f"{sheet['name']}!A{at}", ["" if cell is None else str(cell) for cell in row]) for at, row in enumerate(sheet["rows"], start=1)]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _columns(cells: Sequence[str]) -> dict[str, int]:
    known = {_plain(text): key for key, heads in HEADS.items() for text in heads}
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        if _plain(cell) in known:
            found.setdefault(known[_plain(cell)], at)
    return found


def _no_header(label: str) -> Fault:
    return fault(
        label,
        "answers.header",
        what=("回答書の見出しの行がない", "this has no header row of a form of answers"),
        remedy=("送付した様式に記入してもらう(様式: sekisho questions)", "have the form that was sent filled in (`sekisho questions` writes it)"),
    )


def _altered(label: str, where: str, shown: str) -> Fault:
    return fault(
        label,
        "answers.row-altered",
        where=where,
        what=("送付した様式にない行か、事項・番号が書き換えられた行である", "this row was not in the form that was sent, or it was altered"),
        remedy=("白い欄だけに記入したものを出し直してもらう", "have it handed in with the white cells alone filled in"),
        shown=shown,
    )


def _twice(label: str, where: str, shown: str) -> Fault:
    return fault(
        label,
        "answers.row-twice",
        where=where,
        what=("同じ行が二度ある", "this row stands twice"),
        remedy=("一つにする", "leave one of them"),
        shown=shown,
    )


def _unknown_state(label: str, where: str, shown: str) -> Fault:
    return fault(
        label,
        "answers.state",
        where=where,
        what=("回答の別が、回答する・回答しないのどちらでもない", "this is neither answered nor refused"),
        remedy=("一覧から選ぶ", "choose from the list"),
        shown=shown,
    )


def _no_answer(label: str, where: str) -> Fault:
    return fault(
        label,
        "answers.missing",
        where=where,
        what=("回答するとあるが、回答がない", "it says answered, and there is no answer"),
        remedy=("回答を書くか、回答しないを選ぶ", "write the answer, or choose refused"),
    )


def _no_day(label: str, where: str) -> Fault:
    return fault(
        label,
        "answers.no-day",
        where=where,
        what=("回答があるのに回答日がない", "there is an answer, and no date of it"),
        remedy=("上の欄に回答日を書く", "write the date of the answer at the top"),
    )


def _bad_day(label: str, where: str, shown: str) -> Fault:
    return fault(
        label,
        "answers.day",
        where=where,
        what=("回答日が日付として読めない", "the date of the answer is no date"),
        remedy=("2026-04-15 又は 令和8年4月15日 の形で書く", "write 2026-04-15 (or 令和8年4月15日)"),
        shown=shown,
    )


def _other_letter(label: str, where: str, shown: str) -> Fault:
    return fault(
        label,
        "answers.other-letter",
        where=where,
        what=("別の案件・応札者・回の回答書である", "this answers another tender, bid or round"),
        remedy=("ファイルと置き場所を確かめる", "check the file and where it was put"),
        shown=shown,
    )
