"""Which sightings are one device: by strong keys, and never by weak ones."""

from datetime import date
from typing import Any

from sekisho.estate.by_device import all_told, first_told, labels, marks_told
from sekisho.estate.merge import Devices, merge
from sekisho.estate.model import Sighting
from sekisho.estate.sightings import Notebook
from sekisho.terms import Mark

DAY = date(2026, 11, 1)
MAC, OTHER = "00:1b:21:3a:4f:50", "00:1b:21:3a:4f:51"


def seen(where: str = "line 2", *, mac: str = "", file: str = "a.csv", **facts: Any) -> Sighting:
    marks = (Mark(family="mac", value=mac),) if mac else ()
    return Sighting(file=file, where=where, format="test", marks=marks, **facts)


def merged(*sightings: Sighting) -> Devices:
    book = Notebook()
    for one in sightings:
        book.note(one)
    return merge(book.close())


def groups(*sightings: Sighting) -> list[int]:
    return [int(device) for device in merged(*sightings).of_row]


def test_one_mac_address_in_two_exports_is_one_device() -> None:
    assert groups(seen(mac=MAC, hostname="a"), seen(file="b.xml", mac="001B.213A.4F50", hostname="b")) == [0, 0]


def test_a_locally_administered_address_joins_nothing() -> None:
    assert groups(seen(mac="02:1b:21:3a:4f:50"), seen(file="b.xml", mac="02:1b:21:3a:4f:50")) == [0, 1]


def test_a_host_name_a_model_or_an_address_alone_joins_nothing() -> None:
    same = {"hostname": "sw1", "model": "EX-1", "address": "192.168.1.1", "maker": "甲社"}
    assert groups(seen(**same), seen(file="b.csv", **same)) == [0, 1]


def test_a_serial_number_joins_together_with_its_maker() -> None:
    assert groups(
        seen(serial="AB1234", maker="甲株式会社"), seen(file="b.csv", serial="ab-1234", maker="甲"), seen(file="c.csv", serial="AB1234", maker="乙")
    ) == [0, 0, 1]
    assert groups(seen(serial="AB1234"), seen(file="b.csv", serial="AB1234")) == [0, 1]


def test_a_serial_number_joins_together_with_its_model_since_a_capture_tells_no_maker() -> None:
    assert groups(seen(serial="AB1234", model="EX-9", maker="甲"), seen(file="b.txt", serial="AB1234", model="ex 9")) == [0, 0]
    assert groups(seen(serial="AB1234", model="EX-9"), seen(file="b.txt", serial="AB1234", model="EX-8")) == [0, 1]


def test_a_placeholder_for_a_serial_number_joins_nothing() -> None:
    assert groups(seen(serial="N/A", maker="甲社"), seen(file="b.csv", serial="N/A", maker="甲社")) == [0, 1]


def test_an_asset_tag_joins_within_one_file_only() -> None:
    assert groups(seen(asset_tag="A-1"), seen("line 9", asset_tag="A-1"), seen(file="b.csv", asset_tag="A-1")) == [0, 0, 1]


def test_an_imei_joins_with_and_without_its_check_digit() -> None:
    assert groups(seen(imei="490154203237518"), seen(file="b.csv", imei="49015420323751")) == [0, 0]


def test_an_address_joins_on_one_day_at_one_site() -> None:
    at = {"address": "10.0.0.5", "site": "本庁舎"}
    assert groups(seen(mac=MAC, seen_at=DAY, **at), seen(file="b.xml", seen_at=DAY, **at)) == [0, 0]
    assert groups(seen(mac=MAC, seen_at=DAY, **at), seen(file="b.xml", seen_at=date(2026, 11, 2), **at)) == [0, 1]
    assert groups(seen(mac=MAC, **at), seen(file="b.xml", **at)) == [0, 1]


def test_an_address_that_passed_from_one_mac_address_to_another_joins_nobody() -> None:
    at = {"address": "10.0.0.5", "site": "本庁舎", "seen_at": DAY}
    assert groups(seen(mac=MAC, **at), seen("line 3", mac=OTHER, **at), seen(file="b.xml", **at)) == [0, 1, 2]


def test_a_third_sighting_joins_what_its_two_keys_are_of() -> None:
    assert groups(seen(mac=MAC), seen(file="b.csv", serial="AB1234", maker="甲"), seen(file="c.csv", mac=MAC, serial="AB1234", maker="甲")) == [
        0,
        0,
        0,
    ]


def test_a_serial_that_one_file_gives_to_two_asset_tags_joins_nothing() -> None:
    rows = [seen(f"line {number}", serial="TEMPLATE1", maker="甲", asset_tag=f"A-{number}") for number in range(3)]
    assert groups(*rows, seen(file="b.csv", serial="TEMPLATE1", maker="甲")) == [0, 1, 2, 3]


def test_two_makers_of_one_device_are_a_conflict_and_both_are_kept() -> None:
    (device,) = merged(seen(mac=MAC, maker="甲社"), seen(file="b.csv", mac=MAC, maker="乙社"), seen(file="c.csv", mac=MAC, maker="甲社")).several([0])
    assert device.told("maker") == ("乙社", "甲社")
    assert [(one.fact, one.values) for one in device.conflicts] == [("maker", ("乙社", "甲社"))]


def test_two_spellings_of_one_maker_are_no_conflict() -> None:
    (device,) = merged(seen(mac=MAC, maker="甲株式会社"), seen(file="b.csv", mac=MAC, maker="甲")).several([0])
    assert device.conflicts == ()


def test_a_device_is_called_by_its_asset_tag_else_by_its_strongest_key_else_by_where_it_was_seen() -> None:
    devices_ = merged(seen(asset_tag="A-1", mac=MAC), seen("line 3", mac=OTHER), seen("line 4", hostname="x"))
    assert [device.id for device in devices_.several([0, 1, 2])] == ["A-1", f"MAC {OTHER}", "a.csv line 4"]
    assert labels(devices_).to_pylist() == ["A-1", f"MAC {OTHER}", "a.csv line 4"]


def test_no_sightings_are_no_devices() -> None:
    assert len(merged()) == 0


def test_the_marks_of_a_device_are_those_of_all_its_sightings() -> None:
    oid = Mark(family="sysobjectid", value="1.3.6.1.4.1.9.1.1")
    (device,) = merged(seen(mac=MAC), Sighting(file="b", where="", format="snmp", marks=(Mark(family="mac", value=MAC), oid))).several([0])
    assert [mark.family for mark in device.marks] == ["mac", "sysobjectid"]


def test_columns_noted_at_once_are_as_rows_noted_one_by_one() -> None:
    book = Notebook()
    book.note(seen(mac=MAC, maker="甲社"))
    book.note_columns({"file": ["b.csv"] * 2, "where": ["line 2", "line 3"], "maker": ["甲社", ""]}, {"mac": ([1], [MAC])}, 2)
    book.note(seen("line 9", maker="乙社"))
    sightings = book.close()
    assert sightings.coded("maker").codes.tolist() == [0, 0, 1, 2]
    assert [one.marks for one in sightings.several([3, 2, 0])] == [(), (Mark(family="mac", value=MAC),), (Mark(family="mac", value=MAC),)]
    assert [int(device) for device in merge(sightings).of_row] == [0, 1, 0, 2]


def test_what_sightings_tell_together_is_told_of_each_device() -> None:
    devices = merged(seen(mac=MAC, model="B"), seen("line 3", mac=OTHER), seen("line 4", file="b.csv", mac=MAC, model="A", site="北"))
    assert first_told(devices, "model").to_pylist() == ["A", ""]
    assert first_told(devices, "site").to_pylist() == ["北", ""]
    told = all_told(devices, "model")
    assert [told.sets[one] for one in told.which] == [("A", "B"), ()]
    assert marks_told(devices, "mac").to_pylist() == [MAC, OTHER]
    assert labels(devices).to_pylist() == [device.id for device in devices.several([0, 1])]


def test_several_marks_of_a_device_stand_in_one_text() -> None:
    devices = merged(seen(mac=MAC, serial="AB1234", maker="甲"), seen("line 3", serial="AB1234", maker="甲", mac=OTHER))
    assert marks_told(devices, "mac").to_pylist() == [f"{MAC};{OTHER}"]
    assert marks_told(devices, "cpe").to_pylist() == [""]
