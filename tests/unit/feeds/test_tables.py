"""Tables of marks in every form that they are written in."""

from datetime import date
from pathlib import Path

import pytest

from sekisho.faults import InputRefused
from sekisho.feeds.tables.forms import key_of
from sekisho.feeds.tables.model import Kind, TableRead, TableSource
from sekisho.feeds.tables.places import missing, named, placed
from sekisho.feeds.tables.reading import read_tables


def table(folder: Path, kind: Kind, name: str, text: str) -> TableRead:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    (read,) = read_tables([TableSource(kind=kind, name=kind, path=path)])
    return read


def test_ieee_csv_manuf_and_a_plain_csv_give_the_same_prefixes(tmp_path: Path) -> None:
    wanted = {"001122": "Reidai Electric", "0011223": "Shadai Denki", "001122334": "Meidai"}
    rows = ("MA-L,001122,Reidai Electric,x", "MA-M,0011223,Shadai Denki,x", "MA-S,001122334,Meidai,")
    ieee = "\n".join(("Registry,Assignment,Organization Name,Organization Address", *rows))
    manuf = "# head\n00:11:22\tReidai\tReidai Electric\n00:11:22:30:00:00/28\tShadai\tShadai Denki\n00:11:22:33:40:00/36\t\tMeidai\n"
    plain = "prefix;maker\n00-11-22;Reidai Electric\n0011223;Shadai Denki\n001122334;Meidai\n"
    for name, text in (("oui.csv", ieee), ("manuf.txt", manuf), ("own.csv", plain)):
        assert table(tmp_path, "oui", name, text).rows == wanted, name


def test_iana_s_list_and_a_tsv_give_the_same_numbers(tmp_path: Path) -> None:
    head = "PRIVATE ENTERPRISE NUMBERS\n\n(last updated 2026-10-02)\n\n0\n  Reserved\n    x\n      y\n"
    iana = head + "32473\n  Reidai Electric\n    Somebody\n      a&b.example\n"
    tsv = "# Date: 2026-10-02\n#\n32473\tReidai Electric\n"
    read = table(tmp_path, "enterprise", "enterprise-numbers.txt", iana)
    assert (read.rows, read.dated) == ({"32473": "Reidai Electric"}, date(2026, 10, 2))
    assert [one.rule for one in read.warnings] == ["table.left-out"]
    assert table(tmp_path, "enterprise", "enterprises.tsv", tsv).rows == read.rows


def test_vendors_of_pci_ids_are_read_and_devices_and_classes_are_not(tmp_path: Path) -> None:
    text = "#\tDate:    2026-06-16 03:15:02\n1234  Reidai Electric\n\t0001  Card\n\t\t1234 0002  Other\nffee  Shadai\nC 00  Class\n"
    read = table(tmp_path, "pci", "pci.ids", text)
    assert (read.rows, read.dated) == ({"1234": "Reidai Electric", "FFEE": "Shadai"}, date(2026, 6, 16))


def test_bluetooth_numbers_are_read_from_yaml_and_json(tmp_path: Path) -> None:
    yaml = "company_identifiers:\n  - value: 0x027D\n    name: 'Reidai Electric'\n"
    assert table(tmp_path, "bluetooth", "company.yaml", yaml).rows == {"637": "Reidai Electric"}
    assert table(tmp_path, "bluetooth", "company.json", '[{"code": 637, "name": "Reidai Electric"}]').rows == {"637": "Reidai Electric"}


def test_the_first_of_two_makers_of_a_key_counts_and_a_warning_says_so(tmp_path: Path) -> None:
    read = table(tmp_path, "usb", "usb.csv", "vendor_id,vendor\n1234,Reidai\n1234,Shadai\n")
    assert (read.rows, [one.rule for one in read.warnings]) == ({"1234": "Reidai"}, ["table.key-twice"])


@pytest.mark.parametrize(
    ("kind", "name", "text", "rule"),
    [
        ("oui", "a.csv", "prefix,maker\nxyz,Reidai\n", "table.row-unreadable"),
        ("oui", "a.csv", "prefix,maker\n001122,\n", "table.row-unreadable"),
        ("oui", "a.csv", "one,two\n1,2\n", "table.column-missing"),
        ("bluetooth", "a.json", '{"a": 1}', "table.not-a-table"),
        ("pci", "a.txt", "nothing here\n", "table.empty"),
        ("enterprise", "a.tsv", "5\tReidai\n-1\tShadai\n", "table.row-unreadable"),
    ],
)
def test_a_broken_table_is_refused_with_its_fault(tmp_path: Path, kind: Kind, name: str, text: str, rule: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        table(tmp_path, kind, name, text)
    assert [one.rule for one in refusal.value.faults] == [rule]


def test_every_faulty_row_of_every_table_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("prefix,maker\nxx,A\n001122,B\nyy,C\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("vendor_id,vendor\nzz,A\n", encoding="utf-8")
    with pytest.raises(InputRefused) as refusal:
        read_tables(named([f"oui={tmp_path / 'a.csv'}", f"usb={tmp_path / 'b.csv'}"]))
    assert [(Path(one.file).name, one.where) for one in refusal.value.faults] == [("a.csv", "line 2"), ("a.csv", "line 4"), ("b.csv", "line 2")]


@pytest.mark.parametrize("given", ["oui", "=file", "vendor=file"])
def test_a_table_of_no_known_kind_is_refused(given: str) -> None:
    with pytest.raises(InputRefused, match="--table"):
        named([given])


def test_tables_that_packages_carry_are_found_without_importing_them() -> None:
    import sys

    found = {one.kind: one for one in placed()}
    assert {"oui", "pci", "bluetooth"} <= set(found)
    assert not {"pymanuf", "pypci", "bluetooth_sig", "requests"} & set(sys.modules)
    assert {kind for kind, _ in missing(placed())} <= {"enterprise", "usb"}
    assert {kind for kind, _ in missing([])} == {"oui", "enterprise", "pci", "usb", "bluetooth"}


def test_a_prefix_of_another_length_is_no_key() -> None:
    assert (key_of("oui", "00:00:5E:00:53:00/40"), key_of("oui", "0011"), key_of("oui", "00:11:22:33:40:00/36")) == (None, None, "001122334")
