"""Every public scan, walk and capture: read, or refused by name; and what they tell agrees with what others read out of them."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from sekisho.estate.keys import mac_text
from sekisho.estate.model import Sighting
from sekisho.faults import InputRefused
from sekisho.feeds.estate.reading import read_estate

pytestmark = pytest.mark.corpus
NO_IDENTITY = ("environment", "module-information")
"""Captures of temperatures, fans and optics: they tell of no device."""


def seen(path: Path) -> list[Sighting]:
    found = read_estate([path]).sightings
    return found.several(range(len(found)))


def test_every_scan_gives_the_hosts_that_were_up(corpus: Path) -> None:
    paths = sorted((corpus / "nmap").glob("*.xml"))
    assert len(paths) > 10
    assert sum(len(seen(path)) for path in paths) > 20


def test_every_walk_is_read_and_most_tell_of_a_device(corpus: Path) -> None:
    found: Counter[bool] = Counter()
    for path in sorted((corpus / "snmp").glob("*.snmprec")):
        read = read_estate([path])
        assert read.files[0].format == "snmp", path.name
        found[len(read.sightings) > 0] += 1
    assert found[True] >= 0.8 * found.total()


def test_the_camera_that_tells_no_number_is_known_by_the_tree_in_which_it_answers(corpus: Path) -> None:
    (camera,) = seen(corpus / "snmp" / "camera__hikvision.snmprec")
    assert {(mark.family, mark.value) for mark in camera.marks} == {("sysobjectid", "1.3.6.1.4.1.39165"), ("mac", "94-e1-ac-e4-6e-c7")}


def test_every_capture_is_read_or_refused_by_name(corpus: Path) -> None:
    counts: Counter[str] = Counter()
    for path in sorted((corpus / "network-cli").rglob("*.raw")):
        try:
            read = read_estate([path])
        except InputRefused as refusal:
            assert [one.rule for one in refusal.faults] == ["estate.unrecognised"], path.name
            assert any(word in path.name for word in NO_IDENTITY), path.name
            counts["refused"] += 1
        else:
            counts[read.files[0].format] += 1
    assert counts["capture"] > 85


def truth(path: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))["parsed_sample"]
    return found


@pytest.mark.parametrize("folder", ["lldp_neighbors_detail", "display_lldp_neighbor", "remote-device_detail", "lldp_remote-system"])
def test_neighbours_are_those_that_others_read(corpus: Path, folder: str) -> None:
    wanted = found = 0
    for path in sorted((corpus / "network-cli").rglob("*.raw")):
        if folder in path.parent.name:
            told = {mac_text(mark.value) for one in seen(path) for mark in one.marks if mark.family == "mac"}
            macs = {mac for row in truth(path) if (mac := mac_text(row.get("chassis_id", "")))}
            wanted, found = wanted + len(macs), found + len(macs & told)
    assert wanted >= 4
    assert found == wanted


def test_serials_and_models_are_those_that_others_read(corpus: Path) -> None:
    for path in sorted((corpus / "network-cli").rglob("cisco_ios_show_version*.raw")):
        row = truth(path)[0]
        (one,) = seen(path)
        assert one.serial in row["serial"], path.name
        assert one.hostname == row["hostname"], path.name
        assert not one.model or one.model in row["hardware"], path.name
