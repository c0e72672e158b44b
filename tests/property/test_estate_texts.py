"""Whatever lines a text holds, the readers of walks, leases and captures note what they can and never fail."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.estate.merge import merge
from sekisho.estate.sightings import Notebook
from sekisho.feeds.complaints import Complaints
from sekisho.feeds.estate.captures import is_capture, read_captures
from sekisho.feeds.estate.leases import is_leases, read_leases
from sekisho.feeds.estate.snmp import is_walk, read_walk
from sekisho.feeds.estate.tabular import Reading, block_of, read_table, records
from sekisho.feeds.estate.words import WORDS

FRAGMENTS = (
    "sw#show version", "<sw>display lldp neighbor", "Chassis id: 001b.2100.0001", "Chassis ID :", "System Name: x", "System Description:", "",
    "------------------------------", "Device ID  Local Intrfce  Holdtme  Platform", "a  b", "Local Intf: Gi1", "Device ID: a",
    "Platform: b, Capabilities: c",
    'NAME: "1", DESCR: "chassis"', "PID: X , VID: , SN: ", "PID: , VID:, SN: Y1234567", "x uptime is 3 days", "Processor board ID ABC123",
    "Internet 10.0.0.1 3 001b.2100.0001 ARPA", "? (10.0.0.1) at 00:1b:21:00:00:01", "ff:ff:ff:ff:ff:ff",
    "lease 10.0.0.5 {", "}", "hardware ethernet zz;",
    "1767225600 00:1b:21:00:00:01 10.0.0.5 * *", ".1.3.6.1.2.1.1.1.0 = STRING: \"a", "1.3.6.1.2.1.2.2.1.6.1|4x|0", "1.3.6.1.2.1.1.2.0|6|",
    "SNMPv2-MIB::sysObjectID.0 = OID: SNMPv2-SMI::enterprises", "iso.3.6.1.2.1.1.5.0 = Hex-STRING: 0", "1.3.6.1.2.1.4.20.1.1.1|64x|zz",
    "Mod Ports Card Type Model Serial", "1 2 x y AB-1 ABC12345678",
)  # fmt: skip
LINES = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=30)), max_size=14)
KEYS = st.sampled_from(["name", "serial", "mac", "device_type", "model", "site", "x"])
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


def reading() -> Reading:
    return Reading(label="x", notebook=Notebook(), complaints=Complaints(file="x", words=WORDS))


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_any_lines_are_read_or_left(lines: list[str]) -> None:
    plain = [line.replace("\n", " ").replace("\r", " ") for line in lines]
    for fits, read in ((is_walk, read_walk), (is_leases, read_leases), (is_capture, read_captures)):
        fits(plain)
        told = reading()
        read(plain, told)
        assert len(merge(told.notebook.close())) <= told.notebook.rows


@settings(max_examples=150, deadline=None)
@given(st.lists(JSON, max_size=5))
def test_any_records_are_read_or_left(values: list[object]) -> None:
    told = reading()
    read_table(block_of(records(json.loads(json.dumps(values)))), told)
    assert len(merge(told.notebook.close())) <= told.notebook.rows
