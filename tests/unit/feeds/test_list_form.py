"""The blank form and the marked copy: they read back, and nothing in them is ever a formula."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from sekisho.faults import Fault, InputRefused
from sekisho.feeds.lists.equipment_list import read_equipment_list
from sekisho.feeds.lists.form import blank_form
from sekisho.feeds.lists.marked_copy import ERROR_HEADER, FAULT_SHEET, corrected_copy
from sekisho.feeds.lists.verbs import check_list, make_form, map_list
from sekisho.feeds.raw.csv_text import parse_csv
from sekisho.feeds.raw.workbook import parse_workbook
from sekisho.tenders.model import LIST_COLUMNS, EquipmentList

KINDS = [("server", "サーバ装置"), ("software", "ソフトウェア")]
PAYLOADS = ["=1+1", "=cmd|' /C calc'!A0", "+SUM(1)", "-1+1", "@SUM(1)", "＝1+1", "＋1", "－1", "＠x", "\t=1", '=HYPERLINK("http://x.invalid")', "'=1"]


def read(octets: bytes) -> tuple[EquipmentList, tuple[Fault, ...]]:
    return read_equipment_list(parse_workbook(octets, "list.xlsx"), label="list.xlsx", digest="")


def filled(octets: bytes, *rows: list[Any]) -> bytes:
    """The form with rows typed in as a person would, texts as texts."""
    book = openpyxl.load_workbook(io.BytesIO(octets))
    for number, cells in enumerate(rows, 5):
        for column, value in enumerate(cells, 1):
            if value is not None:
                cell = book.worksheets[0].cell(number, column)
                cell.value = value
                cell.data_type = "s" if isinstance(value, str) else "n"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def formulas(octets: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return [name for name in sheets if re.search(rb"<f[\s/>]", archive.read(name))]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_blank_form_has_every_column_and_reads_back_without_a_mapping(lang: str) -> None:
    listed, faults = read(blank_form(lang, KINDS, ["主要", "その他"]))
    assert listed.columns == LIST_COLUMNS
    assert listed.ignored == ()
    assert [fault.rule for fault in faults] == ["list.no-rows"]


def test_a_filled_form_gives_the_rows_that_were_typed() -> None:
    octets = filled(blank_form("ja", KINDS, ["主要"]), [1, "サーバ装置", "甲社", None, "X-1", "計算機", "17.10", 2, None, "主要"])
    listed, faults = read(octets)
    assert faults == ()
    (item,) = listed.items
    assert (item.line, item.kind, item.model, item.version, item.quantity, item.role, item.where) == (
        "1", "サーバ装置", "X-1", "17.10", 2, "主要", "機器等リスト!A5",
    )  # fmt: skip


def test_the_form_offers_choices_checks_quantities_and_prints_landscape() -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank_form("ja", KINDS, ["主要"])))
    assert book.sheetnames == ["機器等リスト", "再委託先", "記入要領", "選択肢"]
    sheet = book.worksheets[0]
    checks = {check.type: check for check in sheet.data_validations.dataValidation}
    assert set(checks) == {"list", "whole"}
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.freeze_panes == "A5"
    assert sheet.print_area.endswith("$A$1:$O$204")
    assert [cell.value for cell in book["選択肢"]["A"]] == ["機器等の種別", "サーバ装置", "ソフトウェア"]


def test_the_form_of_a_pack_has_its_kinds() -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_form("en")))
    assert book.sheetnames[0] == "Equipment list"
    assert len(list(book["Choices"]["A"])) > 5


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_name_that_would_run_as_a_formula_stays_text_through_import_copy_and_import(payload: str) -> None:
    octets = filled(blank_form("ja", KINDS, []), [1, "サーバ装置", "甲社", "123", payload, payload])
    listed, faults = read(octets)
    assert [fault.rule for fault in faults if not fault.warning] == ["list.maker-id-unknown-form"]
    copy = corrected_copy(octets, faults, "list.xlsx")
    assert formulas(copy) == []
    cell = openpyxl.load_workbook(io.BytesIO(copy)).worksheets[0]["F5"]
    assert (cell.data_type, str(cell.value).strip()) == ("s", payload.strip())
    again, faults_again = read(copy)
    assert (again.items, [fault.rule for fault in faults_again]) == (listed.items, [fault.rule for fault in faults])


def test_the_copy_marks_cells_comments_them_and_lists_every_fault() -> None:
    octets = filled(blank_form("ja", KINDS, []), [1, None, "甲社", "1234567890123", "X"], [1, None, "不明", None, "Y", None, None, "many"])
    _, faults = read(octets)
    copy = corrected_copy(octets, faults, "list.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(copy))
    sheet = book.worksheets[0]
    assert sheet["P4"].value == ERROR_HEADER
    assert "法人番号の検査用数字" in sheet["P5"].value
    assert "check digit" in sheet["D5"].comment.text
    assert {sheet[place].fill.start_color.rgb[-6:] for place in ("D5", "H6", "A6")} == {"FFC7CE"}
    assert sheet["C6"].fill.start_color.rgb[-6:] == "FFEB9C"
    assert sheet["E5"].fill.fill_type is None
    assert [row[1] for row in book[FAULT_SHEET].iter_rows(min_row=2, values_only=True)] == [fault.rule for fault in faults]


def test_checking_a_copy_again_finds_the_same_and_marking_it_again_adds_no_column() -> None:
    octets = filled(blank_form("ja", KINDS, []), [1, None, "甲社", "1234567890123", "X"], [2], [None, None, None, None, None, None, None, 5])
    listed, faults = read(octets)
    copy = corrected_copy(octets, faults, "list.xlsx")
    again, faults_again = read(copy)
    assert (again.items, again.ignored, faults_again) == (listed.items, (), faults)
    twice = openpyxl.load_workbook(io.BytesIO(corrected_copy(copy, faults_again, "list.xlsx")))
    assert twice.worksheets[0].max_column == 16
    assert twice.sheetnames.count(FAULT_SHEET) == 1


def test_a_mended_copy_has_no_faults_left() -> None:
    octets = filled(blank_form("ja", KINDS, []), [1, None, "甲社", "1234567890123", "X", "計算機", "1"])
    copy = openpyxl.load_workbook(io.BytesIO(corrected_copy(octets, read(octets)[1], "list.xlsx")))
    copy.worksheets[0]["D5"].value = None
    stream = io.BytesIO()
    copy.save(stream)
    listed, faults = read(stream.getvalue())
    assert (len(listed.items), faults) == (1, ())


def test_formulas_links_and_names_of_the_original_do_not_come_along() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("機器")
    for column, text in enumerate(("メーカー", "型番", "数量")):
        sheet.write_string(0, column, text)
    sheet.write_string(1, 0, "甲社")
    sheet.write_formula(1, 1, '=HYPERLINK("http://x.invalid","X")', None, "X-9")
    sheet.write_url(2, 0, "http://x.invalid/", string="乙社")
    sheet.write_string(2, 1, "Y")
    sheet.write_string(2, 2, "many")
    book.define_name("Auto_Open", "=機器!$A$1")
    book.close()
    octets = stream.getvalue()
    listed, faults = read(octets)
    copy = corrected_copy(octets, faults, "list.xlsx")
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert listed.items[0].model == "X-9"
    assert formulas(copy) == []
    assert b"x.invalid" not in whole
    assert b"Auto_Open" not in whole


def test_a_csv_becomes_a_marked_workbook_with_its_rows() -> None:
    text = "機器等リスト\r\n番号,メーカー,型番,数量\r\n1,甲社,=1+1,x\r\n\r\n2,乙社,\x02Y,3\r\n"
    for octets in (text.encode("utf-8-sig"), text.encode("cp932")):
        listed, faults = read_equipment_list(parse_csv(octets, "a.csv").as_value(), label="a.csv", digest="")
        assert [fault.where for fault in faults if not fault.warning] == ["line 3", "line 5"]
        copy = corrected_copy(octets, faults, "a.csv")
        assert formulas(copy) == []
        sheet = openpyxl.load_workbook(io.BytesIO(copy)).worksheets[0]
        assert sheet["E2"].value == ERROR_HEADER
        assert "数量" in sheet["E3"].value
        assert read(copy)[0].items == ()
        assert sheet["C3"].value == "=1+1"
        assert sheet["C3"].data_type == "s"
        assert listed.items == ()


def test_a_workbook_too_heavy_for_styles_is_rebuilt_from_its_values(monkeypatch: pytest.MonkeyPatch) -> None:
    octets = filled(blank_form("ja", KINDS, []), [1, None, "甲社", "1234567890123", "=1+1"])
    _, faults = read(octets)
    monkeypatch.setattr("sekisho.feeds.lists.marked_copy.HEAVY_OCTETS", 0)
    copy = corrected_copy(octets, faults, "list.xlsx")
    assert formulas(copy) == []
    sheet = openpyxl.load_workbook(io.BytesIO(copy)).worksheets[0]
    assert (sheet["P4"].value, sheet["E5"].value, sheet["E5"].data_type) == (ERROR_HEADER, "=1+1", "s")
    assert [fault.rule for fault in read(copy)[1]] == [fault.rule for fault in faults]


def test_a_fault_in_a_merged_area_is_marked_at_its_top_left() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "機器"
    for number, cells in enumerate((["番号", "メーカー", "型番"], [1, "甲社", "X"], [None, "乙社", "Y"]), 1):
        for column, value in enumerate(cells, 1):
            sheet.cell(number, column).value = value
    sheet.merge_cells("A2:A3")
    stream = io.BytesIO()
    book.save(stream)
    _, faults = read(stream.getvalue())
    assert [(fault.rule, fault.where) for fault in faults] == [("list.line-duplicate", "機器!A3")]
    marked = openpyxl.load_workbook(io.BytesIO(corrected_copy(stream.getvalue(), faults, "x"))).worksheets[0]
    assert "重複" in marked["A2"].comment.text
    assert "重複" in marked["D3"].value


def test_a_list_is_checked_mapped_and_copied_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("会社,型番\n甲社,X\n", encoding="utf-8")
    assert [fault.rule for fault in check_list(path, None, "ja").faults] == ["list.column-missing"]
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(map_list(path).replace("maker: ''", "maker: A"), encoding="utf-8")
    found = check_list(path, mapping, "en")
    assert (found.errors, found.warnings, len(found.list.items)) == (0, 0, 1)
    mapping.write_text("columns: {maker: Z, modell: B}\n", encoding="utf-8")
    found = check_list(path, mapping, "en")
    assert {fault.file for fault in found.faults if fault.rule.startswith("mapping.")} == {str(mapping)}
    assert found.corrected().startswith(b"PK")
    assert found.as_json()["errors"] == found.errors > 0


def test_a_file_that_is_no_workbook_is_refused_before_anything_is_made_of_it(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"not a workbook")
    with pytest.raises(InputRefused):
        check_list(path, None, "ja")
    with pytest.raises(InputRefused):
        map_list(path)
