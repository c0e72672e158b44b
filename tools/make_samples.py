"""Make the samples' workbooks from `tools/samples/*.csv` and stamp the source cards of the registers (rows, SHA-256).

Run it after changing a source list or a register source: `python tools/make_samples.py`. The same input gives the same bytes.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
import yaml

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "tools" / "samples"
SAMPLES = ROOT / "src" / "sekisho" / "samples"
MADE_AT = datetime(2026, 4, 1, tzinfo=UTC).replace(tzinfo=None)  # xlsxwriter writes a naive UTC time; fixed, so that the bytes are
FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
CARDS = (
    ROOT / "registers" / "us-statutory" / "section-889.card.yaml",
    ROOT / "registers" / "us-statutory" / "section-5949.card.yaml",
    ROOT / "registers" / "us-statutory" / "fcc-covered-list.card.yaml",
    SAMPLES / "jp" / "register" / "demo-designations.card.yaml",
)
JA = {
    "line": "項番", "kind": "機器等の種別", "maker": "製造業者名", "model": "型番", "name": "製品名", "version": "バージョン", "quantity": "数量",
    "role": "役割", "place": "設置場所", "supplier": "提供事業者", "remarks": "備考", "purpose": "用途",
}  # fmt: skip
EN = {
    "line": "Line", "kind": "Kind", "maker": "Manufacturer", "model": "Model", "name": "Name", "version": "Version", "quantity": "Quantity",
    "role": "Role", "place": "Place", "supplier": "Supplier", "remarks": "Remarks", "purpose": "Purpose",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One list as a form lays it out: rows above and below the table (`merged` over its width or in the first cell) and the headers."""

    source: str
    target: Path
    name: str
    headers: dict[str, str]
    above: Sequence[str] = ()
    below: Sequence[str] = ()
    merged: bool = False
    full_width: tuple[str, ...] = ()


SHEETS = (
    Sheet(
        source="jp-A.csv", target=SAMPLES / "jp/case/bids/A/list.xlsx", name="機器等リスト", headers=JA,
        above=("機器等リスト(様式第1号)", "案件名:例省LAN更改 提出者:甲社"),
    ),
    Sheet(
        source="jp-C.csv", target=SAMPLES / "jp/case/bids/C/list.xlsx", name="様式1", headers=JA, merged=True, full_width=("quantity",),
        above=(
            "機器等リスト", "案件名:例省LAN更改(機器等の調達及び運用・保守)", "提出者:丙社 提出日:令和8年3月16日",
            "注1 製造業者名には、販売者ではなく製造した者を記載すること。", "注2 役割には、重要構成品又は一般のいずれかを記載すること。",
        ),
        below=("※ 部品表は別添のとおり。", "※ 同等品への変更がある場合は、事前に協議する。"),
    ),
    Sheet(source="jp-E.csv", target=SAMPLES / "jp/case/bids/E/list.xlsx", name="機器等リスト", headers=JA, full_width=("line", "quantity")),
    Sheet(source="889-gamma.csv", target=SAMPLES / "889/case/bids/gamma/list.xlsx", name="Equipment list", headers=EN),
)  # fmt: skip


def rows_of(sheet: Sheet) -> list[dict[str, str]]:
    """The source list's rows, digits widened where the form has them so."""
    with (SOURCES / sheet.source).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [{key: cell.translate(FULL_WIDTH) if key in sheet.full_width else cell for key, cell in row.items()} for row in rows]


def workbook_bytes(sheet: Sheet) -> bytes:
    """The workbook; every cell is text."""
    rows = rows_of(sheet)
    columns = list(rows[0])
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": sheet.name, "created": MADE_AT})
    page = book.add_worksheet(sheet.name)
    bold = book.add_format({"bold": True})
    write_across = _across(page, len(columns) - 1) if sheet.merged else lambda at, text: page.write_string(at, 0, text)
    at = 0
    for text in sheet.above:
        write_across(at, text)
        at += 1
    for place, column in enumerate(columns):
        page.write_string(at, place, sheet.headers[column], bold)
    for row in rows:
        at += 1
        for place, column in enumerate(columns):
            if row[column]:
                page.write_string(at, place, row[column])
    for text in sheet.below:
        at += 1
        write_across(at, text)
    book.close()
    return buffer.getvalue()


def _across(page: "xlsxwriter.worksheet.Worksheet", last: int) -> Callable[[int, str], None]:
    def write(at: int, text: str) -> None:
        page.merge_range(at, 0, at, last, text)

    return write


def stamped(card: Path) -> str:
    """The card's text with the rows and the digest of the source that stands beside it."""
    fields = yaml.safe_load(card.read_text(encoding="utf-8"))
    body = (card.parent / fields["path"]).read_bytes()
    fields["rows"] = sum(1 for _ in csv.DictReader(io.StringIO(body.decode("utf-8"))))
    fields["sha256"] = hashlib.sha256(body).hexdigest()
    return str(yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=140))


def main() -> None:
    for sheet in SHEETS:
        sheet.target.write_bytes(workbook_bytes(sheet))
    for card in CARDS:
        card.write_text(stamped(card), encoding="utf-8")


if __name__ == "__main__":
    main()
