"""Workbooks: what is read from sound ones, and that every hostile shape is refused within a second with a way out in both languages."""

import datetime
import io
import time
from pathlib import Path

import hostile_books as made
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from sekisho.faults import InputRefused
from sekisho.feeds.raw.limits import DEFAULT, Limits
from sekisho.feeds.raw.sheet_bounds import bounds_of
from sekisho.feeds.raw.workbook import check_workbook, parse_workbook

HOSTILE = made.hostile()
HEADERS = ["line", "kind", "maker", "maker_id", "model", "name", "version", "quantity", "purpose", "role", "origin", "place", "supplier"]


def refusal(octets: bytes, limits: Limits = DEFAULT) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        parse_workbook(octets, "list.xlsx", limits)
    return caught.value


def rows_of(octets: bytes) -> list[list[object]]:
    return parse_workbook(octets, "list.xlsx")["sheets"][0]["rows"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_within_a_second_with_a_way_out(name: str) -> None:
    octets, rule = HOSTILE[name]
    started = time.process_time()
    fault = refusal(octets).faults[0]
    assert time.process_time() - started < 1
    assert fault.rule == rule
    assert fault.file == "list.xlsx"
    assert all((fault.what_ja, fault.what_en, fault.remedy_ja, fault.remedy_en))


def test_the_sparse_workbook_is_small_and_its_refusal_says_how_far_it_reaches() -> None:
    assert len(made.SPARSE) < 5_000
    fault = refusal(made.SPARSE).faults[0]
    assert "1,048,576" in fault.what_ja and "16,384" in fault.what_en


def test_thirteen_columns_are_read_back_cell_for_cell(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    written: list[list[str | int | None]] = [list(HEADERS)]
    for line in range(1, 301):
        written.append(
            [
                line,
                "スイッチ",
                f"株式会社例{line}",
                f"{line:013d}",
                f"MX-{line}",
                "L2 スイッチ",
                "1.10",
                line * 3,
                "庁内LAN",
                None,
                "JP",
                "本省",
                "乙社",
            ]
        )
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("機器等リスト")
        for number, row in enumerate(written):
            for column, value in enumerate(row):
                if value is not None:
                    (sheet.write_number if isinstance(value, int) else sheet.write_string)(number, column, value)
    read = parse_workbook(path.read_bytes(), "list.xlsx")
    assert read == {"sheets": [{"name": "機器等リスト", "hidden": False, "rows": written, "merged": []}]}


def test_cells_keep_their_absolute_position() -> None:
    rows = rows_of(made.book(made.row(3, made.cell("C3"), made.cell("D3", "x", ' t="str"'))))
    assert rows == [[None] * 4, [None] * 4, [None, None, 1, "x"]]


def test_numbers_are_whole_or_exact_decimal_text() -> None:
    values = {"A1": "7", "B1": "0.1", "C1": "1E-7", "D1": "-0", "E1": "1e300", "F1": "1234567890123", "G1": "0.30000000000000004"}
    (row,) = rows_of(made.book(made.row(1, *[made.cell(reference, value) for reference, value in values.items()])))
    assert row[:4] == [7, "0.1", "0.0000001", 0]
    assert row[4] == "1" + "0" * 300
    assert row[5:] == [1234567890123, "0.30000000000000004"]


def test_true_is_not_taken_for_one() -> None:
    (row,) = rows_of(made.book(made.row(1, made.cell("A1"), made.cell("B1", "1", ' t="b"'), made.cell("C1", "0"), made.cell("D1", "0", ' t="b"'))))
    assert row == [1, "TRUE", 0, "FALSE"]


def test_dates_and_times_are_iso_8601() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for column, (value, form) in enumerate(
            [(46113, "yyyy-mm-dd"), (46113.4375, "yyyy/m/d h:mm"), (0.4375, "h:mm"), (1.5, "[h]:mm"), (46113, '[$-411]ggge"年"m"月"d"日"')]
        ):
            sheet.write_number(0, column, value, book.add_format({"num_format": form}))
        sheet.write_datetime(0, 5, datetime.datetime(2027, 3, 31), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
    assert rows_of(buffer.getvalue()) == [["2026-04-01", "2026-04-01T10:30:00", "10:30:00", "36:00:00", "2026-04-01", "2027-03-31"]]


def test_furigana_is_not_part_of_the_text() -> None:
    shared = '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>'
    assert rows_of(made.book(made.row(1, made.cell("A1", "0", ' t="s"')), shared)) == [["東京"]]


def test_a_formula_counts_as_its_cached_value_and_an_error_as_nothing() -> None:
    formula = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1" t="e"><v>#N/A</v></c><c r="D1" t="str"><f>A1</f><v>x</v></c>'
    assert rows_of(made.book(made.row(1, formula))) == [[2, None, None, "x"]]


def test_a_merged_region_is_filled_and_reported() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:B3", "甲社")
        sheet.write_string("C3", "末")
    (read,) = parse_workbook(buffer.getvalue(), "list.xlsx")["sheets"]
    assert read["rows"] == [["甲社", "甲社", None], ["甲社", "甲社", None], ["甲社", "甲社", "末"]]
    assert read["merged"] == [[0, 0, 2, 1]]


def test_a_merged_region_beyond_the_sheet_fills_only_what_is_there() -> None:
    written = made.parts(made.row(1, made.cell("A1"), made.cell("B1", "")) + made.row(2, made.cell("B2")))
    name = "xl/worksheets/sheet1.xml"
    written[name] = written[name].replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>')
    (read,) = parse_workbook(made.zipped(written), "list.xlsx")["sheets"]
    assert read["rows"] == [[1, None], [1, 1]]


def test_merged_regions_that_overlap_a_million_times_are_refused() -> None:
    written = made.parts(made.row(1, made.cell("A1")) + made.row(1000, made.cell("Z1000")))
    name = "xl/worksheets/sheet1.xml"
    merges = b"".join(b'<mergeCell ref="A1:Z%d"/>' % (900 + number % 100) for number in range(200))
    written[name] = written[name].replace(b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>")
    assert refusal(made.zipped(written)).faults[0].rule == "zip.bomb"


def test_hidden_sheets_are_read_and_flagged() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("一").write_string(0, 0, "a")
        hidden = book.add_worksheet("二")
        hidden.write_string(0, 0, "b")
        hidden.very_hidden()
        book.add_chartsheet("図").set_chart(_chart(book))
    read = parse_workbook(buffer.getvalue(), "list.xlsx")["sheets"]
    assert [(sheet["name"], sheet["hidden"], sheet["rows"]) for sheet in read] == [("一", False, [["a"]]), ("二", True, [["b"]])]


def _chart(book: xlsxwriter.Workbook) -> object:
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=一!$A$1:$B$1"})
    return chart


def test_one_sheet_listed_many_times_does_not_multiply() -> None:
    sheets = "".join(f'<sheet name="s{number}" sheetId="{number}" r:id="rId1"/>' for number in range(1, 30))
    written = made.parts(made.row(1, made.cell("A1")) + made.row(400, made.cell("J400")), sheets=sheets)
    assert refusal(made.zipped(written), Limits(cells=50_000)).faults[0].rule == "xlsx.too-many-cells"


def test_stored_parts_and_zip64_sizes_are_read() -> None:
    written = made.parts(made.row(1, made.cell("A1")))
    assert rows_of(made.zipped(written, 0)) == [[1]]
    assert rows_of(made.zip64(written)) == [[1]]


def test_the_parser_sees_only_the_parts_that_were_checked() -> None:
    written = made.parts(made.row(1, made.cell("A1"))) | {"xl/media/image1.png": b"x", "docProps/app.xml": b"<a/>"}
    rebuilt = check_workbook(made.zipped(written), "list.xlsx")
    assert b"sheet1.xml" in rebuilt
    assert b"image1.png" not in rebuilt and b"docProps" not in rebuilt


@pytest.mark.parametrize(
    ("sheet", "reach"),
    [
        ("", (0, 0)),
        ('<c r="B2" s="1" t="s"><v>0</v></c>', (2, 2)),
        ('<c r="B2"/><c r="AB7"/>', (7, 28)),
        ("<c r='b2'/>", (2, 2)),
        ('<c s="1" r="C9"/>', (9, 3)),
        ('<c\n r\t=\n"C9"/>', (9, 3)),
        ('<c s="1"r="C9"/>', (9, 3)),
        ('<x:c r="C9"/>', (9, 3)),
        ('<c r="A1" r="C9"/>', (9, 3)),
        ("<row><c/><c/></row><row><c/></row>", (3, 2)),
        ("<c><v>1</v></c>", (1, 1)),
        ('<c r="ZZZZZZZZ1"/>', (1, 10**9)),
    ],
)
def test_the_reach_of_a_sheet_is_measured_in_every_spelling(sheet: str, reach: tuple[int, int]) -> None:
    assert bounds_of(sheet.encode(), 10**12) == reach


@given(st.lists(st.tuples(st.integers(1, 1_048_576), st.integers(1, 16_384)), min_size=1, max_size=8), st.integers(0, 3))
def test_the_reach_is_never_less_than_the_furthest_cell(places: list[tuple[int, int]], spelling: int) -> None:
    form = ('<c r="%s%d"><v>1</v></c>', "<c r='%s%d'/>", '<c s="1" r="%s%d"/>', '<q:c  r = "%s%d" t="s"/>')[spelling]
    filler = form % ("A", 1) + "<v>" + " " * 70_000 + "</v>"
    sheet = filler + "".join(form % (_letters(column), row) for row, column in places) + filler
    rows, columns = bounds_of(sheet.encode(), 10**12)
    assert (rows, columns) == (max(row for row, _ in places), max(column for _, column in places))


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@given(st.binary(max_size=300))
def test_arbitrary_octets_never_crash_the_pre_check(octets: bytes) -> None:
    with pytest.raises(InputRefused):
        check_workbook(octets, "list.xlsx")


SOUND = made.book(made.row(1, made.cell("A1"), made.cell("B1", "0", ' t="s"')), "<si><t>甲社</t></si>")


@given(st.integers(0, len(SOUND) - 1), st.integers(0, 255))
def test_one_altered_octet_is_read_or_refused_and_never_crashes(place: int, octet: int) -> None:
    altered = bytearray(SOUND)
    altered[place] = octet
    try:
        assert parse_workbook(bytes(altered), "list.xlsx")["sheets"]
    except InputRefused as refused:
        assert refused.faults[0].remedy_ja


@given(st.text(st.sampled_from(" <>/=\"'rcowABZ109&;!-[]:x\n"), max_size=200))
def test_arbitrary_sheet_text_stays_within_the_measured_reach(text: str) -> None:
    octets = made.book(text)
    try:
        read = parse_workbook(octets, "list.xlsx", Limits(cells=10_000))
    except InputRefused:
        return
    rows = read["sheets"][0]["rows"]
    reach = bounds_of(made.parts(text)["xl/worksheets/sheet1.xml"], 10**12)
    assert len(rows) <= reach[0]
    assert not rows or len(rows[0]) <= reach[1]
