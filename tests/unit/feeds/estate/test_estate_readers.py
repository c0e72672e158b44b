"""Exports of installed devices, each told by what it holds: what is read of them, and what is refused."""

import json
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from sekisho.estate.model import Sighting
from sekisho.faults import InputRefused
from sekisho.feeds.estate.nmap import read_nmap
from sekisho.feeds.estate.reading import EstateRead, read_estate
from sekisho.feeds.estate.tabular import Reading
from sekisho.feeds.estate.words import WORDS
from sekisho.feeds.raw.strict_xml import parse_xml


def read(path: Path, text: str, name: str = "export.txt", **options: object) -> EstateRead:
    file = path / name
    file.write_text(text, encoding="utf-8")
    return read_estate([file], **options)  # type: ignore[arg-type]


def seen(found: EstateRead) -> list[Sighting]:
    return found.sightings.several(range(len(found.sightings)))


def marks(one: Sighting) -> list[tuple[str, str]]:
    return [(mark.family, mark.value) for mark in one.marks]


NETBOX = """Name,Status,Role,Manufacturer,Type,Site,Rack,Serial number,Asset tag,IP Address,Platform
sw-01,Active,スイッチ,例示電機,EX-2200,本庁舎,R1,AB12345,A-001,10.0.0.1/24,EXOS
"""


def test_a_netbox_export_is_told_by_its_columns(tmp_path: Path) -> None:
    found = read(tmp_path, NETBOX, "whatever.dat")
    assert found.files[0].format == "netbox-device"
    (one,) = seen(found)
    assert (one.hostname, one.maker, one.model, one.site, one.place) == ("sw-01", "例示電機", "EX-2200", "本庁舎", "R1")
    assert (one.serial, one.asset_tag, one.address, one.kind, one.where) == ("AB12345", "A-001", "10.0.0.1/24", "スイッチ", "line 2")


def test_the_json_of_netbox_nests_its_names(tmp_path: Path) -> None:
    device = {
        "id": 1, "name": "sw-01", "device_type": {"manufacturer": {"name": "例示電機"}, "model": "EX-2200", "display": "EX-2200"},
        "role": {"name": "スイッチ"}, "serial": "AB12345", "asset_tag": None, "site": {"name": "本庁舎"}, "primary_ip": {"address": "10.0.0.1/24"},
        "status": {"value": "active", "label": "Active"},
    }  # fmt: skip
    found = read(tmp_path, json.dumps({"count": 1, "results": [device]}), "devices.json")
    assert found.files[0].format == "netbox-device"
    (one,) = seen(found)
    assert (one.hostname, one.maker, one.model, one.site, one.kind, one.address) == (
        "sw-01",
        "例示電機",
        "EX-2200",
        "本庁舎",
        "スイッチ",
        "10.0.0.1/24",
    )
    assert one.where == "[0]"


def test_an_inventory_item_of_netbox_is_a_part_of_its_device(tmp_path: Path) -> None:
    found = read(tmp_path, "Device,Name,Manufacturer,Part ID,Serial number\nsw-01,SFP 1,例示光学,OP-10G,Z998877\n")
    assert found.files[0].format == "netbox-inventory-item"
    assert [(one.within, one.name, one.maker, one.model) for one in seen(found)] == [("sw-01", "SFP 1", "例示光学", "OP-10G")]


def test_a_snipe_it_export_is_told_by_its_columns(tmp_path: Path) -> None:
    found = read(
        tmp_path, "Asset Tag,Asset Name,Serial,Model,Category,Status,Location,Manufacturer\nA-9,NVR 1,S9090,NV-9,録画装置,Deployed,支所,例示電機\n"
    )
    assert found.files[0].format == "snipe-it"
    assert [(one.asset_tag, one.name, one.site, one.kind) for one in seen(found)] == [("A-9", "NVR 1", "支所", "録画装置")]


def test_a_phone_export_gives_imei_and_the_address_of_its_radio(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Device name,Manufacturer,Model,IMEI,OS,Wi-Fi MAC\np-1,例示,P1,490154203237518,X 1,00:1b:21:00:00:01\np-2,例示,P1,490154203237519,X 1,\n",
    )
    assert found.files[0].format == "mdm"
    first = seen(found)[0]
    assert (first.hostname, first.imei, marks(first)) == ("p-1", "490154203237518", [("mac", "00:1b:21:00:00:01")])
    assert [(one.rule, one.where) for one in found.warnings] == [("estate.imei-wrong", "line 3")]


def test_the_maker_that_a_monitor_infers_is_no_declared_maker(tmp_path: Path) -> None:
    found = read(
        tmp_path, "MAC address,IP address,Vendor,Hostname,Protocol,Last seen\n00:1b:21:00:00:01,10.0.0.9,例示電機,plc-1,Modbus,2026-11-01 10:00\n"
    )
    (one,) = seen(found)
    assert (found.files[0].format, one.maker, one.vendor, one.seen_at) == ("passive-monitor", "", "例示電機", date(2026, 11, 1))


def test_an_asset_register_in_japanese_needs_no_mapping_and_no_mac_address(tmp_path: Path) -> None:
    heads = "設備番号,設備名称,メーカー,型式,製造番号,事業所,停止時の影響,二重化"
    text = f"設備台帳,,,,,,,\n{heads}\nR-1,保護継電器,例示電機,REL-7,0H12345,北変電所,停電,あり\n"
    found = read(tmp_path, text)
    (one,) = seen(found)
    assert (one.asset_tag, one.name, one.maker, one.model, one.site) == ("R-1", "保護継電器", "例示電機", "REL-7", "北変電所")
    assert (one.consequence, one.redundancy, one.where, found.files[0].format) == ("停電", "あり", "line 3", "ledger")


def test_a_register_as_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    path = tmp_path / "台帳.bin"
    book = xlsxwriter.Workbook(path)
    for name, rows in {"表紙": [["設備台帳"]], "本庁": [["メーカー", "型番", "MACアドレス"], ["例示電機", "EX-1", "00-1B-21-00-00-01"]]}.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    (one,) = seen(read_estate([path]))
    assert (one.maker, one.where, marks(one)) == ("例示電機", "本庁!A2", [("mac", "00-1B-21-00-00-01")])


def test_a_mapping_reads_a_register_with_headers_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("site: 南支所\nseen_at: 2026-10-01\ncolumns: {maker: つくったところ, model: B}\n", encoding="utf-8")
    (one,) = seen(read(tmp_path, "つくったところ,かた\n例示電機,EX-1\n", "a.csv", mapping=tmp_path / "m.yaml"))
    assert (one.maker, one.model, one.site, one.seen_at) == ("例示電機", "EX-1", "南支所", date(2026, 10, 1))


@pytest.mark.parametrize(
    ("mapping", "rules"),
    [
        ("columns: {maker: ない見出し}", ["estate.mapping-header"]),
        ("columns: {makker: メーカー}", ["estate.mapping-fact"]),
        ("column: {}", ["estate.mapping"]),
        ("columns: {maker: メーカー}\nheader_row: いち", ["estate.mapping"]),
    ],
)
def test_a_faulty_mapping_is_refused(tmp_path: Path, mapping: str, rules: list[str]) -> None:
    (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read(tmp_path, "メーカー,型番\n例示電機,EX-1\n", "a.csv", mapping=tmp_path / "m.yaml")
    assert [one.rule for one in refused.value.faults] == rules


def test_several_mac_addresses_of_one_row_are_all_marks(tmp_path: Path) -> None:
    (one,) = seen(read(tmp_path, "hostname,有線MAC,無線MAC\npc,00:1b:21:00:00:01 / 00:1b:21:00:00:02,001b.2100.0003\n"))
    assert [value for _, value in marks(one)] == ["00:1b:21:00:00:01", "00:1b:21:00:00:02", "001b.2100.0003"]


def test_a_row_that_tells_of_no_device_is_kept_aside_with_its_place(tmp_path: Path) -> None:
    found = read(tmp_path, "メーカー,型番,備考\n例示電機,EX-1,\n,,撤去済み\n")
    assert [(one.where, one.rule) for one in found.unread] == [("line 3", "estate.nothing-told")]
    assert len(found.sightings) == 1


def test_a_mac_address_that_cannot_be_read_is_warned_about_and_the_row_is_used(tmp_path: Path) -> None:
    found = read(tmp_path, "メーカー,MAC\n例示電機,00:1b:21:zz:00:01\n")
    assert [one.rule for one in found.warnings] == ["estate.mac-unreadable"]
    assert [one.maker for one in seen(found)] == ["例示電機"]


def test_a_site_given_for_the_files_holds_where_a_row_names_none(tmp_path: Path) -> None:
    found = read(tmp_path, "メーカー,型番,拠点\n甲,A-1,北\n乙,B-1,\n", site="本庁舎")
    assert [one.site for one in seen(found)] == ["北", "本庁舎"]


NMAP = b"""<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun start="1767225600">
<host><status state="up"/><address addr="10.0.0.8" addrtype="ipv4"/><address addr="00:1B:21:00:00:01" addrtype="mac" vendor="Example"/>
<hostnames><hostname name="cam-8"/></hostnames><ports><port portid="80"><service name="http" product="Example httpd" version="1.0" method="probed">
<cpe>cpe:/a:example:httpd</cpe><cpe>cpe:/h:example:cam</cpe></service><script id="http-title" output="Example Camera"/></port></ports>
<os><osmatch name="Example OS" accuracy="90"/></os></host><host><status state="down"/><address addr="10.0.0.9" addrtype="ipv4"/></host></nmaprun>"""


def test_a_scan_gives_marks_and_what_it_infers_is_no_fact(tmp_path: Path) -> None:
    from sekisho.estate.sightings import Notebook
    from sekisho.feeds.complaints import Complaints

    reading = Reading(label="scan.xml", notebook=Notebook(), complaints=Complaints(file="scan.xml", words=WORDS))
    read_nmap(parse_xml(NMAP, "scan.xml").as_value(), reading)
    sightings = reading.notebook.close()
    (one,) = sightings.several(range(len(sightings)))
    assert (one.address, one.hostname, one.maker, one.vendor, one.os) == ("10.0.0.8", "cam-8", "", "Example", "Example OS")
    assert one.seen_at == date(2026, 1, 1)
    assert marks(one) == [("mac", "00:1B:21:00:00:01"), ("banner", "Example httpd 1.0"), ("cpe", "cpe:/h:example:cam"), ("title", "Example Camera")]


WALKS = {
    "numbers": """.1.3.6.1.2.1.1.1.0 = STRING: "Example OS
second line"
.1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.99999.1.2
.1.3.6.1.2.1.1.5.0 = STRING: "rtu-1"
.1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 00 1B 21 00 00 01
""",
    "names": """SNMPv2-MIB::sysDescr.0 = STRING: Example OS second line
SNMPv2-MIB::sysObjectID.0 = OID: SNMPv2-SMI::enterprises.99999.1.2
SNMPv2-MIB::sysName.0 = STRING: rtu-1
IF-MIB::ifPhysAddress.1 = STRING: 0:1b:21:0:0:1
""",
    "recorded": """1.3.6.1.2.1.1.1.0|4x|4578616d706c65204f530a7365636f6e64206c696e65
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.99999.1.2
1.3.6.1.2.1.1.5.0|4|rtu-1
1.3.6.1.2.1.2.2.1.6.1|4x|001b21000001
""",
}


@pytest.mark.parametrize("how", WALKS)
def test_a_walk_tells_the_same_however_it_is_printed(tmp_path: Path, how: str) -> None:
    (one,) = seen(read(tmp_path, WALKS[how]))
    assert (one.format, one.hostname) == ("snmp", "rtu-1")
    told = dict(marks(one))
    assert told["sysobjectid"] == "1.3.6.1.4.1.99999.1.2"
    assert told["sysdescr"] == "Example OS second line"
    assert told["mac"] in ("00:1b:21:00:00:01", "0:1b:21:0:0:1")


def test_a_walk_tells_of_its_neighbours_and_its_chassis(tmp_path: Path) -> None:
    text = (
        WALKS["numbers"]
        + """.1.3.6.1.2.1.4.22.1.2.1.10.0.0.77 = Hex-STRING: 00 1B 21 00 00 77
.1.3.6.1.2.1.47.1.1.1.1.5.1 = INTEGER: chassis(3)
.1.3.6.1.2.1.47.1.1.1.1.11.1 = STRING: "SN998877"
.1.3.6.1.2.1.47.1.1.1.1.12.1 = STRING: "Example"
.1.3.6.1.2.1.47.1.1.1.1.13.1 = STRING: "RT-9"
"""
    )
    device, neighbour = seen(read(tmp_path, text))
    assert (device.serial, device.maker, device.model) == ("SN998877", "Example", "RT-9")
    assert (neighbour.address, marks(neighbour)) == ("10.0.0.77", [("mac", "00:1b:21:00:00:77")])


def test_a_capture_under_a_prompt_is_one_device_and_its_inventory_its_parts(tmp_path: Path) -> None:
    text = """sw-9#show version
Example Network Software, Version 12.2(54)X
sw-9 uptime is 2 weeks
Base ethernet MAC Address       : 00:1b:21:00:00:09
Model number                    : EX-9
System serial number            : AA11BB22
sw-9#show inventory
NAME: "1", DESCR: "EX-9 chassis"
PID: EX-9 , VID: V01 , SN: AA11BB22
NAME: "SFP", DESCR: "1000BaseX"
PID: EX-SFP= , VID: V01 , SN: CC33DD44
sw-9#show lldp neighbors detail
------------------------------------------------
Local Intf: Gi1
Chassis id: 001b.2100.0010
System Name: ap-10
System Description:
Example Access Point

Time remaining: 116 seconds
"""
    found = {one.where: one for one in seen(read(tmp_path, text))}
    device = found["line 2"]
    assert (device.hostname, device.model, device.serial) == ("sw-9", "EX-9", "AA11BB22")
    assert dict(marks(device))["mac"] == "00:1b:21:00:00:09"
    part = found["line 10"]
    assert (part.within, part.model, part.serial, marks(part)) == ("sw-9", "EX-SFP", "CC33DD44", [("part", "EX-SFP")])
    (neighbour,) = [one for one in found.values() if one.hostname == "ap-10"]
    assert marks(neighbour) == [("mac", "001b.2100.0010"), ("sysdescr", "Example Access Point")]


@pytest.mark.parametrize(
    ("text", "listed", "address"),
    [
        (
            "Protocol  Address    Age  Hardware Addr   Type  Interface\nInternet  10.0.0.5   3    001b.2100.0001  ARPA  Vlan1\n",
            "arp-table",
            "10.0.0.5",
        ),
        ("? (10.0.0.5) at 00:1b:21:00:00:01 [ether] on eth0\n", "arp-table", "10.0.0.5"),
        ("10.0.0.5 dev eth0 lladdr 00:1b:21:00:00:01 REACHABLE\n", "arp-table", "10.0.0.5"),
        (
            "インターフェイス: 10.0.0.1 --- 0x5\n  インターネット アドレス  物理アドレス  種類\n  10.0.0.5   00-1b-21-00-00-01  動的\n",
            "arp-table",
            "10.0.0.5",
        ),
        (" Vlan    Mac Address       Type\n   1     001b.2100.0001    DYNAMIC\n", "mac-table", ""),
    ],
)
def test_a_table_of_addresses_tells_a_device_a_line(tmp_path: Path, text: str, listed: str, address: str) -> None:
    (one,) = seen(read(tmp_path, text))
    assert (one.format, one.address) == (listed, address)
    assert one.marks[0].family == "mac"


def test_leases_of_two_servers_are_read(tmp_path: Path) -> None:
    isc = 'lease 10.0.0.5 {\n  starts 4 2026/10/01 08:00:00;\n  hardware ethernet 00:1b:21:00:00:01;\n  client-hostname "cam-5";\n}\n'
    (one,) = seen(read(tmp_path, isc, "dhcpd.leases"))
    assert (one.address, one.hostname, one.seen_at) == ("10.0.0.5", "cam-5", date(2026, 10, 1))
    (one,) = seen(read(tmp_path, "1767225600 00:1b:21:00:00:01 10.0.0.5 cam-5 *\n", "dnsmasq.leases"))
    assert (one.address, one.hostname, one.format) == ("10.0.0.5", "cam-5", "dhcp-leases")


def test_records_a_line_of_a_monitor_are_read(tmp_path: Path) -> None:
    lines = [{"mac": "00:1b:21:00:00:01", "vendor": "例示電機", "hostname": "plc", "protocols": ["modbus"], "last_seen": "2026-11-01"}] * 2
    found = read(tmp_path, "\n".join(map(json.dumps, lines)))
    assert found.files[0].format == "passive-monitor"
    assert [one.vendor for one in seen(found)] == ["例示電機"] * 2


def test_what_is_no_export_is_refused_and_all_files_are_told_at_once(tmp_path: Path) -> None:
    for name, text in {
        "a.txt": "Dear Sir,\nthank you.\n",
        "b.xml": "<?xml version='1.0'?><html/>",
        "c.csv": "x,y\n1,2\n",
        "d.json": '{"a": 1}',
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read_estate([tmp_path])
    assert [(Path(one.file).name, one.rule) for one in refused.value.faults] == [
        ("a.txt", "estate.unrecognised"),
        ("b.xml", "estate.unrecognised"),
        ("c.csv", "estate.unrecognised"),
        ("d.json", "estate.record-shape"),
    ]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        read_estate([tmp_path / "none.csv"])
    assert [one.rule for one in refused.value.faults] == ["file.missing"]


def test_a_long_table_is_read_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sekisho.feeds.estate.tabular.BLOCK", 7)
    text = "hostname,mac\n" + "".join(f"h{number},00:1b:21:00:00:{number:02x}\n" for number in range(40))
    found = seen(read(tmp_path, text))
    assert [one.hostname for one in found] == [f"h{number}" for number in range(40)]
    assert [one.marks[0].value for one in found] == [f"00:1b:21:00:00:{number:02x}" for number in range(40)]
