"""Rows of an equipment list: what becomes an item, what is a fault, and where."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest

from sekisho.feeds.lists.cells import cell_text
from sekisho.feeds.lists.equipment_list import _built, read_equipment_list
from sekisho.feeds.lists.faults import MOST_FAULTS, rules
from sekisho.feeds.lists.values import line_text, read_maker_id, read_quantity
from sekisho.tenders.model import EquipmentItem
from sekisho.terms import Identifier, Party, corporate_number_check_digit

HEAD = [
    "No",
    "種別",
    "製造業者名",
    "法人番号",
    "型番",
    "製品名",
    "バージョン",
    "数量",
    "用途",
    "役割",
    "原産国",
    "設置場所",
    "提供事業者",
    "リージョン",
    "備考",
]
GOOD_NUMBER = f"{corporate_number_check_digit('000000000012')}000000000012"
LEI_STEM = "0000SEKISHOTEST001"
GOOD_LEI = LEI_STEM + f"{98 - int(''.join(str(int(char, 36)) for char in LEI_STEM + '00')) % 97:02d}"
WRONG_LEI = GOOD_LEI[:-1] + str((int(GOOD_LEI[-1]) + 1) % 10)


def row(line: Any = "1", **cells: Any) -> list[Any]:
    """A sound row of HEAD with some cells replaced."""
    columns = (
        "kind",
        "maker",
        "maker_id",
        "model",
        "name",
        "version",
        "quantity",
        "purpose",
        "role",
        "origin",
        "place",
        "supplier",
        "region",
        "remarks",
    )
    sound = {"kind": "端末", "maker": "甲社", "model": "X-1", "name": "パソコン", "quantity": "1"}
    return [line, *((sound | cells).get(column) for column in columns)]


def read(*rows: list[Any], head: list[Any] | None = None, **more: Any) -> tuple[tuple[EquipmentItem, ...], list[tuple[str, str]]]:
    merged = more.pop("merged", [])
    value = {"sheets": [{"name": "機器", "hidden": False, "rows": [["機器等リスト"], head or HEAD, *rows], "merged": merged}]}
    listed, faults = read_equipment_list(value, label="list.xlsx", digest="ab" * 32, **more)
    return listed.items, [(fault.rule, fault.where) for fault in faults]


def read_csv(*rows: list[str]) -> tuple[tuple[EquipmentItem, ...], list[tuple[str, str]]]:
    value = {"rows": [list(map(str, HEAD)), *rows], "lines": [1, *range(5, 5 + len(rows))], "encoding": "utf-8"}
    listed, faults = read_equipment_list(value, label="list.csv", digest="")
    return listed.items, [(fault.rule, fault.where) for fault in faults]


def test_a_whole_row_becomes_an_item_with_every_field() -> None:
    given = [
        "１",
        "端末",
        " 株式会社　甲 ",
        GOOD_NUMBER,
        "X-1\n(改)",
        "パソコン",
        "17.10",
        "１２台",
        "窓口",
        "主要",
        "JP",
        "東京",
        "乙社",
        "東日本",
        "無線あり",
    ]
    items, faults = read(given)
    assert faults == []
    assert items == (
        EquipmentItem(
            line="1",
            where="機器!A3",
            kind="端末",
            maker=Party(name="株式会社 甲", identifiers=(Identifier(scheme="JP-HOUJIN", value=GOOD_NUMBER),)),
            model="X-1 (改)",
            name="パソコン",
            version="17.10",
            quantity=Fraction(12),
            purpose="窓口",
            role="主要",
            origin="JP",
            place="東京",
            supplier=Party(name="乙社"),
            cloud_region="東日本",
            remarks="無線あり",
        ),
    )


def test_the_list_names_its_file_digest_columns_and_the_headers_it_ignored() -> None:
    value = {"rows": [["型番", "社内メモ番号", "メーカー"], ["X", "9", "甲社"]], "lines": [1, 2], "encoding": "utf-8"}
    listed, faults = read_equipment_list(value, label="a.csv", digest="ff")
    assert (listed.file, listed.digest, listed.columns, listed.ignored, faults) == ("a.csv", "ff", ("maker", "model"), ("社内メモ番号",), ())


def test_items_made_a_field_at_a_time_equal_those_of_the_constructor() -> None:
    fields = {name: ["a", "b"] for name in EquipmentItem.__slots__} | {
        "maker": [None, Party(name="甲社")],
        "supplier": [None, None],
        "quantity": [None, Fraction(1)],
    }
    made = _built(fields, 2)
    assert made == [EquipmentItem(**{name: column[place] for name, column in fields.items()}) for place in (0, 1)]
    assert hash(made[1]) == hash(EquipmentItem(**{name: column[1] for name, column in fields.items()}))


@pytest.mark.parametrize(
    ("text", "number", "rule"),
    [
        ("", None, ""),
        ("12", Fraction(12), ""),
        ("１２台", Fraction(12), ""),
        ("1,000 個", Fraction(1000), ""),
        ("一式", Fraction(1), ""),
        ("0.5人月", Fraction(1, 2), ""),
        ("3ライセンス", Fraction(3), ""),
        ("2 sets", Fraction(2), ""),
        ("5ぱこ", Fraction(5), "list.quantity-unit-unknown"),
        ("約10台", None, "list.quantity-not-a-number"),
        ("10~20", None, "list.quantity-not-a-number"),
        ("1e3", None, "list.quantity-not-a-number"),
        ("2026-04-01", None, "list.quantity-not-a-number"),
        ("0", None, "list.quantity-not-positive"),
        ("-3", None, "list.quantity-not-positive"),
        ("9" * 14, None, "list.quantity-too-large"),
        ("1台2台", None, "list.quantity-not-a-number"),
        ("9" * 70, None, "list.quantity-not-a-number"),
        ("1,2,3", Fraction(123), ""),
        ("１．５式", Fraction(3, 2), ""),
    ],
)
def test_quantities_with_units_and_full_width_digits(text: str, number: Fraction | None, rule: str) -> None:
    found = read_quantity(text)
    assert (found.value, found.rule) == (number, rule)


@pytest.mark.parametrize(
    ("text", "known", "rule"),
    [
        ("", (), ""),
        (GOOD_NUMBER, ("JP-HOUJIN", GOOD_NUMBER), ""),
        (f"T{GOOD_NUMBER}", ("JP-HOUJIN", GOOD_NUMBER), ""),
        ("法人番号:" + GOOD_NUMBER, ("JP-HOUJIN", GOOD_NUMBER), ""),
        (GOOD_NUMBER.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}), ("JP-HOUJIN", GOOD_NUMBER), ""),
        (GOOD_NUMBER[:-1] + str((int(GOOD_NUMBER[-1]) + 1) % 10), (), "list.corporate-number-check-digit"),
        (GOOD_NUMBER[1:], (), "list.corporate-number-length"),
        (GOOD_LEI, ("LEI", GOOD_LEI), ""),
        (f"lei: {GOOD_LEI.lower()}", ("LEI", GOOD_LEI), ""),
        (WRONG_LEI, (), "list.lei-check-digits"),
        ("DUNS:12-345-6789", ("DUNS", "123456789"), ""),
        ("ABC", (), "list.maker-id-unknown-form"),
        ("不:1", (), "list.maker-id-unknown-form"),
    ],
)
def test_identifiers_are_recognised_and_their_check_digits_verified(text: str, known: tuple[str, ...], rule: str) -> None:
    found = read_maker_id(text)
    assert found.rule == rule
    assert [(one.scheme, one.value) for one in found.value] == ([known] if known else [])


def test_line_numbers_lose_only_their_dress() -> None:
    assert [line_text(text) for text in ("３", "No.3", "(3)", "3.", "03", "A-3", "3-1")] == ["3", "3", "3", "3", "03", "A-3", "3-1"]


def test_every_error_is_found_in_one_pass_with_its_cell() -> None:
    _, faults = read(
        row("1", quantity="たくさん", maker_id="1234567890123"),
        row("1", model="X\u202eY"),
        row("3", name="\x07"),
        row("4", remarks="長" * 2001, version="\u200b1"),
        row("5", maker="\ufffd", maker_id="ABC"),
        row("6", maker=None, model=None, name=None),
        row("7", model="#REF!", quantity="0"),
        row("8", maker_id=WRONG_LEI, supplier="\ud800"),
    )
    assert sorted(faults) == sorted(
        [
            ("list.quantity-not-a-number", "機器!H3"),
            ("list.corporate-number-check-digit", "機器!D3"),
            ("list.line-duplicate", "機器!A4"),
            ("list.bidi-controls", "機器!E4"),
            ("list.control-characters", "機器!F5"),
            ("list.too-long", "機器!O6"),
            ("list.invisible-characters", "機器!G6"),
            ("list.damaged-characters", "機器!C7"),
            ("list.maker-id-unknown-form", "機器!D7"),
            ("list.row-names-nothing", "機器!A8"),
            ("list.cell-error", "機器!E9"),
            ("list.quantity-not-positive", "機器!H9"),
            ("list.lei-check-digits", "機器!D10"),
            ("list.damaged-characters", "機器!M10"),
        ]
    )
    assert [where for _, where in faults][:3] == ["機器!D3", "機器!H3", "機器!A4"]


def test_what_hides_in_a_name_is_a_warning_and_stays_in_the_name_for_screening() -> None:
    items, faults = read(
        row("1", maker="甲\u200b社"),
        row("2", maker="同上\u200b"),
        row("3", supplier="\u202e乙社\u202c", name="例\u3164題 \u200b\u202eX"),
        row("4", maker="不\u200b明"),
        row("5", maker="\u200b"),
    )
    assert [item.maker.name if item.maker else None for item in items] == ["甲\u200b社", "甲社", "甲社", None, None]
    assert (items[2].supplier, items[2].name) == (Party(name="\u202e乙社\u202c"), "例\u3164題 \u200b\u202eX")
    hidden = [where for rule, where in faults if rule == "list.hidden-in-name"]
    assert hidden == ["機器!C3", "機器!C4", "機器!F5", "機器!M5", "機器!C6", "機器!C7"]
    assert ("list.maker-is-placeholder", "機器!C6") in faults


def test_every_rule_has_words_in_both_languages_and_nobody_uses_another() -> None:
    assert len(rules()) >= 40
    for rule in rules().values():
        assert all((*rule.what, *rule.remedy))
    with pytest.raises(KeyError):
        rules()["list.no-such-rule"]


def test_input_is_shown_with_its_hidden_characters_made_visible() -> None:
    value = {"rows": [["メーカー", "型番"], ["甲\u202e\x1b[31m社", "X"]], "lines": [1, 2], "encoding": "utf-8"}
    _, faults = read_equipment_list(value, label="a.csv", digest="")
    assert {fault.shown for fault in faults} == {"甲\\u202e\\u001b[31m社"}
    assert {fault.where for fault in faults} == {"line 2"}


@pytest.mark.parametrize("word", ["－", "不明", "N/A", "ｎ／ａ", "未定", "TBD", "—", "ー", "非公開", "○○", "Unknown"])
def test_a_maker_that_is_only_a_placeholder_is_undisclosed_and_its_row_is_kept(word: str) -> None:
    items, faults = read(row(maker=word))
    assert items[0].maker is None
    assert faults == [("list.maker-is-placeholder", "機器!C3")]


def test_missing_makers_and_models_are_warnings_and_their_rows_are_kept() -> None:
    items, faults = read(row("1", maker=None), row("2", model=None), row("3", model="-"))
    assert [(item.maker is None, item.model) for item in items] == [(True, "X-1"), (False, ""), (False, "")]
    assert faults == [("list.maker-missing", "機器!C3"), ("list.model-missing", "機器!E4"), ("list.model-is-placeholder", "機器!E5")]
    assert all(rules()[rule].warning for rule, _ in faults)


def test_a_maker_known_only_by_its_number_is_disclosed() -> None:
    items, _ = read(row(maker=None, maker_id=GOOD_NUMBER))
    assert items[0].maker == Party(name=GOOD_NUMBER, identifiers=(Identifier(scheme="JP-HOUJIN", value=GOOD_NUMBER),))


def test_blank_rows_and_rows_numbered_in_advance_are_passed_over_in_silence() -> None:
    items, faults = read(row("1"), [None] * 15, ["2", *[None] * 14], [3, *[""] * 14], [], row("4"))
    assert [item.line for item in items] == ["1", "4"]
    assert faults == []


@pytest.mark.parametrize(
    "cells",
    [
        ["※ 型番は変更の可能性あり"],
        ["注1 上記は予定"],
        ["注）予定"],
        ["備考: なし"],
        ["合計", None, None, None, None, None, None, 25],
        ["以下余白"],
        ["Total"],
        ["ネットワーク機器"],
        [None, None, None, None, None, "※ 製品名は仮称"],
        ["No", "種別", "製造業者名", "法人番号", "型番"],
    ],
)
def test_notes_totals_headings_and_repeated_headers_are_no_equipment_but_never_vanish(cells: list[Any]) -> None:
    items, faults = read(row("1"), cells)
    assert len(items) == 1
    assert faults == [("list.row-read-as-note", "機器!A4")]


def test_a_note_mark_does_not_hide_a_row_that_names_a_maker() -> None:
    items, faults = read(row("※1"), row("例"), row("注", model=None))
    assert [item.maker.name for item in items if item.maker] == ["甲社"] * 3
    assert ("list.row-is-example", "機器!A4") in faults


def test_rows_above_the_header_that_look_like_equipment_are_pointed_out() -> None:
    value = {"sheets": [{"name": "機器", "hidden": False, "rows": [["甲社", "隠し型番"], ["メーカー", "型番"], ["乙社", "X"]], "merged": []}]}
    listed, faults = read_equipment_list(value, label="a", digest="")
    assert len(listed.items) == 1
    assert [(fault.rule, fault.where) for fault in faults] == [("list.row-above-header", "機器!A1")]


def test_the_row_of_column_numbers_under_the_header_is_no_equipment() -> None:
    items, _ = read([f"({number})" for number in range(1, 16)], ["必須", "任意", "必須", "任意", "必須"], row("1"))
    assert [item.line for item in items] == ["1"]


def test_ditto_marks_take_the_value_above_and_say_so() -> None:
    items, faults = read(row("1"), row("2", maker="同上", model="X-2"), row("3", maker="〃", model="X-3"))
    assert [item.maker.name for item in items if item.maker] == ["甲社"] * 3
    assert faults == [("list.ditto-read", "機器!C4"), ("list.ditto-read", "機器!C5")]
    assert read(row("1", maker="同上"))[1] == [("list.ditto-without-above", "機器!C3")]


def test_cells_merged_across_columns_count_once() -> None:
    wide = ["ネットワーク機器"] * 15
    items, faults = read(row("1"), wide, row("2", maker="乙社", maker_id="乙社"), merged=[[3, 0, 3, 14], [4, 2, 4, 3]])
    assert [(item.maker.name, item.maker.identifiers) for item in items if item.maker] == [("甲社", ()), ("乙社", ())]
    assert faults == [("list.row-read-as-note", "機器!A4")]


def test_lines_are_counted_where_the_list_has_no_numbers_and_named_by_row_where_one_lacks() -> None:
    items, faults = read(["甲社", "X"], ["乙社", "Y"], head=["メーカー", "型番"])
    assert ([item.line for item in items], faults) == (["1", "2"], [])
    items, faults = read(row("7"), row(None))
    assert ([item.line for item in items], faults) == (["7", "row-4"], [("list.line-missing", "機器!A4")])


def test_columns_out_of_scope_are_refused_one_by_one() -> None:
    head = ["メーカー", "型番", "原産国", "従業員の国籍等", "出資比率", "備考"]
    items, faults = read(["甲社", "X", "JP", "日本", "10%", ""], head=head, refused_columns=frozenset({"origin", "nationality", "owners"}))
    assert faults == [("list.column-refused-out-of-scope", f"機器!{letter}2") for letter in "CDE"]
    assert items[0].origin == ""
    assert read(["甲社", "X", "JP", "日本", "10%", ""], head=head)[1] == []
    assert read(["甲社", "X"], head=head[:2], refused_columns=frozenset({"origin"}))[1] == []


def test_what_a_spreadsheet_spoils_is_noticed() -> None:
    _, faults = read(
        row("1", model=datetime.fromisoformat("2026-04-01T00:00:00")),
        row("2", version=17.1),
        row("3", maker_id=10**16),
        row("4", model="2026-04-01"),
        row("5", quantity=float("nan")),
    )
    assert {("list.text-became-date", f"機器!E{line}") for line in (3, 6)} <= set(faults)
    assert {("list.version-is-number", "機器!G4"), ("list.number-rounded", "機器!D5"), ("list.quantity-not-a-number", "機器!H7")} <= set(faults)


def test_cells_of_every_type_become_text() -> None:
    cells = [
        None,
        "a",
        True,
        3,
        3.0,
        0.1,
        1e-7,
        date(2026, 4, 1),
        datetime.fromisoformat("2026-04-01T00:00:00"),
        datetime.fromisoformat("2026-04-01T09:30:00"),
    ]
    assert [cell_text(cell) for cell in cells] == ["", "a", "TRUE", "3", "3", "0.1", "0.0000001", "2026-04-01", "2026-04-01", "2026-04-01 09:30:00"]


def test_text_that_starts_like_a_formula_stays_text_and_is_pointed_out() -> None:
    items, faults = read(row("1", name="=1+1"), row("2", name="＝cmd|x!A1"), row("3", name="@SUM(1)"), row("4", model="-12"), row("5", model="+81"))
    assert [item.name for item in items][:3] == ["=1+1", "＝cmd|x!A1", "@SUM(1)"]
    assert [rule for rule, _ in faults] == ["list.formula-like"] * 3


def test_several_makers_in_one_cell_are_pointed_out() -> None:
    assert read(row(maker="甲社、乙社"))[1] == [("list.maker-several", "機器!C3")]


def test_an_empty_list_is_a_fault_and_so_is_an_empty_workbook() -> None:
    assert read()[1] == [("list.no-rows", "")]
    assert [fault.rule for fault in read_equipment_list({"sheets": []}, label="a", digest="")[1]] == ["list.no-header"]
    assert [fault.rule for fault in read_equipment_list({"rows": [], "lines": []}, label="a", digest="")[1]] == ["list.no-header"]


def test_ragged_csv_rows_are_read_by_their_lines() -> None:
    items, faults = read_csv(["1", "端末", "甲社", "", "X"], ["2", "端末", "乙社", "", "Y", "n", "v", "many"])
    assert [item.where for item in items] == ["line 5"]
    assert faults == [("list.quantity-not-a-number", "line 6")]


def test_a_list_wrong_in_every_cell_is_cut_and_the_rest_counted() -> None:
    _, faults = read_equipment_list(
        {"rows": [["メーカー", "型番"], *([["\x01", "\x02"]] * (MOST_FAULTS // 2 + 10))], "lines": range(1, MOST_FAULTS)}, label="a", digest=""
    )
    assert len(faults) == MOST_FAULTS + 1
    assert faults[-1].rule == "list.too-many-faults"
