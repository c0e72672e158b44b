"""Rows of awards as the procurement portal publishes them (落札実績): read, every fault of the file told at once."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from ..faults import Fault, InputRefused
from ..terms import CorporateNumber, parse_number
from .complaints import Complaints, Words
from .exports.rakusatsu import JAPANESE
from .raw.jail import RawJob, read_raw
from .wareki import parse_day

WORDS = {
    "awards.empty": Words(("行がありません", "the file has no rows"), ("落札実績のファイルを指定してください", "name a file of awards")),
    "awards.header": Words(
        ("見出し行があります。この様式に見出しはありません", "this is a header; the form has none"),
        ("見出し行を除いてください", "take the header out"),
        warning=True,
    ),
    "awards.bom": Words(
        ("先頭に BOM がありません", "the file does not start with a byte order mark"),
        ("BOM 付き UTF-8 で保存してください", "save it as UTF-8 with a byte order mark"),
        warning=True,
    ),
    "awards.columns": Words(("列が八つではありません", "the row does not have eight columns"), ("列を直してください", "mend its columns")),
    "awards.number-missing": Words(("調達案件番号がありません", "the number of the procurement is missing"), ("番号を書いてください", "write it")),
    "awards.number-twice": Words(
        ("同じ調達案件番号が二度あります", "the same number of a procurement stands twice"),
        ("二重の行でないか確かめてください(落札者が複数ならこのままで構いません)", "see whether the row is there twice (several winners: leave it)"),
        warning=True,
    ),
    "awards.day": Words(("落札決定日として読めません", "this is not a date"), ("2026-04-01 の形で書いてください", "write it like 2026-04-01")),
    "awards.price": Words(("落札価格として読めません", "this is not an amount"), ("数字で書いてください", "write it in digits")),
    "awards.name-missing": Words(("商号又は名称がありません", "the winner's name is missing"), ("名称を書いてください", "write it")),
    "awards.corporate-number": Words(
        ("法人番号の検査用数字が合いません", "this is not a corporate number (13 digits with their check digit)"),
        ("番号を確かめてください。法人番号がなければ空欄にしてください", "check it; leave it blank where there is none"),
        warning=True,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRow:
    """One award; `line` is the physical line of the file, `corporate_number` "" where none is given or its check digit is wrong."""

    number: str
    title: str
    at: date
    price: Fraction
    ministry_code: str
    method_code: str
    winner: str
    corporate_number: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardsRead:
    """The rows that can be read, and what is wrong with the file."""

    rows: tuple[AwardRow, ...]
    faults: tuple[Fault, ...]


def read_awards(path: Path) -> AwardsRead:
    """Read a file of awards. InputRefused where it cannot be read at all."""
    (raw,) = read_raw([RawJob(kind="csv", path=path, label=str(path))])
    if raw.faults:
        raise InputRefused(raw.faults)
    complaints = Complaints(file=str(path), words=WORDS)
    rows, lines = raw.value["rows"], raw.value["lines"]
    if not any(rows):
        raise complaints.refused("awards.empty")
    if not raw.octets.startswith(b"\xef\xbb\xbf"):
        complaints.add("awards.bom")
    found = [row for cells, line in zip(rows, lines, strict=True) if cells and (row := _row(list(cells), line, complaints)) is not None]
    twice = {number for number, times in Counter(row.number for row in found).items() if times > 1}
    for row in found:
        if row.number in twice:
            complaints.add("awards.number-twice", f"line {row.line}", row.number)
    return AwardsRead(rows=tuple(found), faults=complaints.faults())


def _row(cells: list[str], line: int, complaints: Complaints) -> AwardRow | None:
    """The row, or None after noting every fault of it."""
    where = f"line {line}"
    if len(cells) != len(JAPANESE):
        complaints.add("awards.columns", where, f"{len(cells)}")
        return None
    number, title, day, price, ministry, method, winner, corporate = (cell.strip().removeprefix("'") for cell in cells)
    if number == JAPANESE[0]:
        complaints.add("awards.header", where, number)
        return None
    if not number:
        complaints.add("awards.number-missing", where)
    if not winner:
        complaints.add("awards.name-missing", where)
    at, amount = _day(day, where, complaints), _price(price, where, complaints)
    digits = _corporate_number(corporate, where, complaints)
    if at is None or amount is None or not number or not winner:
        return None
    return AwardRow(
        number=number, title=title, at=at, price=amount, ministry_code=ministry, method_code=method, winner=winner, corporate_number=digits, line=line
    )


def _day(text: str, where: str, complaints: Complaints) -> date | None:
    try:
        return parse_day(text)
    except ValueError:
        complaints.add("awards.day", where, text)
        return None


def _price(text: str, where: str, complaints: Complaints) -> Fraction | None:
    try:
        amount = parse_number(text)
    except ValueError:
        amount = Fraction(-1)
    if amount < 0:
        complaints.add("awards.price", where, text)
        return None
    return amount


def _corporate_number(text: str, where: str, complaints: Complaints) -> str:
    try:
        return CorporateNumber.parse(text).digits if text else ""
    except ValueError:
        complaints.add("awards.corporate-number", where, text)
        return ""
