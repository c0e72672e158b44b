"""What identifies a device for sure."""

import pytest

from sekisho.estate.keys import address_key, imei_key, is_own_mac, luhn_digit, mac_text, serial_key


@pytest.mark.parametrize(
    "written", ["00:1B:21:3a:4f:50", "00-1b-21-3A-4F-50", "001b.213a.4f50", "001b-213a-4f50", "001B213A4F50", "0:1b:21:3a:4f:50", "001b21-3a4f50"]
)
def test_a_mac_address_is_read_however_it_is_written(written: str) -> None:
    assert mac_text(written) == "001b213a4f50"


@pytest.mark.parametrize("written", ["", "n/a", "10.0.0.1", "00:1b:21:3a:4f", "00:1b:21:3a:4f:50:61", "xx:1b:21:3a:4f:50", "1234567890123"])
def test_what_is_no_mac_address_is_none(written: str) -> None:
    assert mac_text(written) == ""


def test_a_locally_administered_mac_proves_nothing() -> None:
    assert not is_own_mac("021b213a4f50")


def test_a_group_address_and_the_zero_address_name_no_device() -> None:
    assert [is_own_mac(mac) for mac in ("011b213a4f50", "ffffffffffff", "000000000000")] == [False] * 3


def test_an_address_that_routers_share_names_none_of_them() -> None:
    assert [is_own_mac(mac) for mac in ("00005e000101", "00000c07ac01", "00000c9ff001", "0007b4000101")] == [False] * 4
    assert is_own_mac("00000c9aff01")


@pytest.mark.parametrize("placeholder", ["", "N/A", "0000000", "To be filled by O.E.M.", "不明", "none", "12345678", "abc", "-", "XXXXXXXX"])
def test_a_placeholder_is_no_serial_number(placeholder: str) -> None:
    assert serial_key(placeholder) == ""


def test_a_serial_number_is_compared_without_its_dress() -> None:
    assert serial_key(" fcw-2149 L0XY ") == serial_key("ＦＣＷ２１４９Ｌ０ＸＹ") == "fcw2149l0xy"


def test_the_check_digit_of_an_imei_is_that_of_the_standard() -> None:
    assert luhn_digit("7992739871") == 3
    assert imei_key("49-015420-323751-8") == "49015420323751"
    assert imei_key("490154203237519") == ""
    assert imei_key("4901542032375101") == "49015420323751"
    assert imei_key("000000000000000") == ""


def test_only_the_address_of_one_host_is_an_address() -> None:
    assert address_key("10.1.2.3/24") == "10.1.2.3"
    assert address_key("2001:DB8::0001") == "2001:db8::1"
    assert [address_key(one) for one in ("127.0.0.1", "169.254.1.1", "0.0.0.0", "224.0.0.1", "fe80::1", "host", "")] == [""] * 7
