"""A request as a form (照会書) that a centre without this software fills in, and the form read back: one sheet, no formula, no merged cell."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..faults import InputRefused
from ..tenders.centre import Advice, AdviceAnswer, AdviceRequest, CentreQuestion, Given
from .complaints import Complaints, Words
from .raw.jail import RawJob, read_raw
from .wareki import parse_day

SHEET = "照会 request"
HEADS = (
    "番号 question", "対象 about", "名称 name", "国 country", "識別番号 identifiers", "型番 model", "種別 kind", "用途 purpose",
    "原産国 origin", "生産地 place", "助言 advice", "求める情報 ask", "有効期限 expires",
)  # fmt: skip
WIDTHS = (36, 10, 34, 8, 24, 20, 16, 24, 10, 14, 18, 28, 14)
ADVICE_AS: Mapping[str, Advice] = {
    "懸念あり": "concern", "concern": "concern", "懸念なし": "no-concern", "no-concern": "no-concern", "追加の情報を求める": "more-information",
    "more-information": "more-information",
}  # fmt: skip
CHOICES = ("懸念なし", "懸念あり", "追加の情報を求める")
_AS_IT_IS = ("様式のとおりに書き、読み込み直す", "fill in the form as it is, and read it again")
WORDS = {
    "advice.form-other": Words(("この案件の照会書ではない", "this is no form of a request of this case"), _AS_IT_IS),
    "advice.form-given-by": Words(("回答者の役職がない", "the role of who answers is missing"), _AS_IT_IS),
    "advice.form-twice": Words(("同じ番号の行が二つある", "a question stands on two rows"), _AS_IT_IS),
    "advice.form-day": Words(("日付として読めない", "this is not a date"), _AS_IT_IS),
    "advice.form-question": Words(("照会していない番号である", "no such question was asked"), _AS_IT_IS),
    "advice.form-advice": Words(("助言として読めない", "this is no advice"), _AS_IT_IS),
}
FIRST = 9
"""The row of the heads, one-based; above them stands what the request is, and who answers."""
ABOVE = (
    "照会番号 request",
    "照会機関 from",
    "案件 case",
    "照会の理由 reason",
    "照会日 asked at",
    "回答期限 wanted by",
    "回答日 answered at",
    "回答者の役職 given by",
)


def form_octets(request: AdviceRequest) -> bytes:
    """The form as XLSX; every cell is text, whatever a bidder wrote."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#E8F1FE", "text_wrap": True})
    text = book.add_format({"num_format": "@", "border": 1, "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(SHEET)
    values = (
        request.id,
        request.sender,
        f"{request.case} {request.title}",
        request.reason,
        request.asked_at.isoformat(),
        request.wanted_by.isoformat(),
    )
    for row, name in enumerate(ABOVE):
        sheet.write_string(row, 0, name, head)
        sheet.write_string(row, 1, values[row] if row < len(values) else "", text)
    for column, (name, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(FIRST - 1, column, name, head)
    for row, asked in enumerate(sorted(request.questions, key=lambda one: one.id), FIRST):
        for column, cell in enumerate((*_cells(asked), "", "", "")):
            sheet.write_string(row, column, cell, text)
    last = FIRST + len(request.questions) - 1
    sheet.data_validation(FIRST, HEADS.index("助言 advice"), last, HEADS.index("助言 advice"), {"validate": "list", "source": list(CHOICES)})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST - 1)
    book.close()
    return stream.getvalue()


def read_form(path: Path, requests: Mapping[str, AdviceRequest]) -> AdviceAnswer:
    """The answer on a filled-in form, for one of the requests; InputRefused lists every cell that is wrong. A line without advice is not answered."""
    (raw,) = read_raw([RawJob(kind="xlsx", path=path, label=path.name)])
    if raw.value is None:
        raise InputRefused(raw.faults)
    sheet = raw.value["sheets"][0]
    rows = [["" if cell is None else str(cell).strip() for cell in row] for row in sheet["rows"]]
    form = _Form(sheet=sheet["name"], rows=rows, complaints=Complaints(file=path.name, words=WORDS))
    request = requests.get(form.above(0))
    if request is None or form.row(FIRST - 1)[: len(HEADS)] != list(HEADS):
        raise form.complaints.refused("advice.form-other", form.place(1, 1), form.above(0))
    answered_at, given_by = form.day(7, 2, form.above(6)), form.above(7)
    if not given_by:
        form.note("advice.form-given-by", 8, 2)
    given = [one for number in range(FIRST, len(rows)) if (one := _given(form, number, request)) is not None]
    if len({one.question for one in given}) != len(given):
        form.note("advice.form-twice", FIRST, 1)
    if form.complaints.faults():
        raise InputRefused(form.complaints.faults())
    return AdviceAnswer(
        request=request.id, request_sha256="", sender="", recipient="", answered_at=answered_at, given_by=given_by, given=tuple(given)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """The sheet's cells as text, and what is wrong in them."""

    sheet: str
    rows: Sequence[list[str]]
    complaints: Complaints

    def row(self, number: int) -> list[str]:
        cells = self.rows[number] if number < len(self.rows) else []
        return [*cells, *[""] * (len(HEADS) - len(cells))]

    def above(self, number: int) -> str:
        return self.row(number)[1]

    def place(self, row: int, column: int) -> str:
        return f"{self.sheet}!{chr(64 + column)}{row}"

    def note(self, rule: str, row: int, column: int, shown: str = "") -> None:
        self.complaints.add(rule, self.place(row, column), shown)

    def day(self, row: int, column: int, text: str) -> date:
        try:
            return parse_day(text)
        except ValueError as error:
            self.note("advice.form-day", row, column, f"{text} ({error})")
            return date.min


def _given(form: _Form, number: int, request: AdviceRequest) -> Given | None:
    cells = form.row(number)
    word = cells[HEADS.index("助言 advice")]
    if not word:
        return None
    if cells[0] not in {one.id for one in request.questions}:
        form.note("advice.form-question", number + 1, 1, cells[0])
        return None
    if word not in ADVICE_AS:
        form.note("advice.form-advice", number + 1, 11, word)
        return None
    asked = tuple(part.strip() for part in cells[11].replace("、", ";").replace(",", ";").split(";") if part.strip())
    return Given(question=cells[0], advice=ADVICE_AS[word], ask=asked, expires=form.day(number + 1, 13, cells[12]))


def _cells(asked: CentreQuestion) -> tuple[str, ...]:
    party: Any = asked.party
    numbers = "; ".join(f"{one.scheme} {one.value}" for one in party.identifiers) if party else ""
    about = "製品 product" if asked.about == "product" else "者 party"
    named = (party.name, party.country) if party else ("", "")
    return (asked.id, about, *named, numbers, asked.model, asked.kind, asked.purpose, asked.origin, asked.place)
