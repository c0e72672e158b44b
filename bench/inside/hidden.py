"""Public data with its label hidden: what a device shows, and apart from it who made it. `load` reads the corpus; nobody of this project wrote it.

Device types: model and part number (the slug repeats the maker and is hidden); banners: the banner as the service sent it, SNMP walks sysObjectID,
sysDescr and the addresses of interfaces (the file's name is the label), CLI output the raw text (the platform's folder is the label).
"""

import base64
import binascii
import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sekisho.terms import Mark

SUBSTRINGS = ("huawei", "zte", "hytera", "hikvision", "dahua", "kaspersky")
"""The public rule that this is measured against: FedRAMP's test of a vendor's name for section 889 (18F/fedramp-automation, issue 306)."""
COVERED = re.compile(r"huawei|hisilicon|\bzte\b|hytera|hikvision|dahua|kaspersky", re.IGNORECASE)
"""Makers of section 889(f)(3) and of the FCC's list with their subsidiaries in the corpus, as labels and tables write them."""
PLATFORMS = {"huawei": "Huawei", "cisco": "Cisco", "dell": "Dell", "fortinet": "Fortinet", "hp": "HP", "ubiquiti": "Ubiquiti", "alcatel": "Alcatel"}
TEXT = 3_900
OTHERS = re.compile(r"lldp|cdp|neighbor|mac-address|arp")
"""Commands whose output is about other devices."""
_WALK = {"1.3.6.1.2.1.1.2.0": "sysobjectid", "1.3.6.1.2.1.1.1.0": "sysdescr"}
_ADDRESS = "1.3.6.1.2.1.2.2.1.6."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A device of the corpus: where it is from, what it shows, and its hidden label."""

    source: str
    marks: tuple[Mark, ...]
    label: str

    @property
    def covered(self) -> bool:
        return bool(COVERED.search(self.label))

    @property
    def by_substring(self) -> bool:
        """What the public rule finds in everything that is not hidden."""
        text = " ".join(mark.value for mark in self.marks).lower()
        return any(word in text for word in SUBSTRINGS)


def load(corpus: Path) -> list[Shown]:
    """Every device of the corpus that has a label and shows anything."""
    found = (*_device_types(corpus), *_banners(corpus), *_walks(corpus), *_command_lines(corpus))
    return [one for one in found if one.label and one.marks]


def _device_types(corpus: Path) -> Iterator[Shown]:
    with (corpus / "netbox-devicetypes" / "devicetypes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            texts = dict.fromkeys(text for text in (row["model"], row["part_number"]) if text)
            yield Shown(source="device types", marks=tuple(Mark.of("part", text) for text in texts), label=row["manufacturer"])


def _banners(corpus: Path) -> Iterator[Shown]:
    families = {"html_title": "title", "snmp_sysdescr": "sysdescr"}
    with (corpus / "banners" / "recog_examples.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = _decoded(row["banner"], row["encoding"])[:TEXT].strip()
            marks = (Mark.of(families.get(row["probe"], "banner"), text),) if text else ()
            yield Shown(source="banners", marks=marks, label=row["vendor"])


def _decoded(text: str, encoding: str) -> str:
    if encoding != "base64":
        return text
    try:
        return base64.b64decode("".join(text.split())).decode("utf-8", "replace")
    except binascii.Error:
        return text


def _walks(corpus: Path) -> Iterator[Shown]:
    for path in sorted((corpus / "snmp").glob("*.snmprec")):
        marks = []
        for line in path.read_text(encoding="latin-1").splitlines():
            oid, _, rest = line.partition("|")
            kind, _, value = rest.partition("|")
            family = _WALK.get(oid) or ("mac" if oid.startswith(_ADDRESS) else "")
            if family and value:
                octets = bytes.fromhex(value) if kind.endswith("x") else value.encode("latin-1")
                marks.append(Mark.of(family, octets.hex() if family == "mac" else octets.decode("utf-8", "replace")[:TEXT]))
        yield Shown(source="snmp", marks=tuple(dict.fromkeys(mark for mark in marks if mark.value)), label=_model(path.stem))


def _model(stem: str) -> str:
    """`network__router__huawei-s5720` -> `huawei-s5720`."""
    return stem.rpartition("__")[2]


def _command_lines(corpus: Path) -> Iterator[Shown]:
    for path in sorted((corpus / "network-cli").rglob("*.raw")):
        platform, command = path.relative_to(corpus / "network-cli").parts[:2]
        if OTHERS.search(command):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")[:TEXT].strip()
        marks = (Mark.of("banner", text),) if text else ()
        yield Shown(source="command lines", marks=marks, label=PLATFORMS[platform.partition("_")[0]])


def counted(shown: list[Shown], named: Mapping[int, bool]) -> dict[str, float]:
    """Recall, precision and the public rule's recall; `named` says by the device's number whether a covered maker was found, surely or possibly."""
    truth = [one.covered for one in shown]
    hits = sum(1 for at, covered in enumerate(truth) if covered and named[at])
    told = sum(named.values())
    rule = sum(1 for one in shown if one.covered and one.by_substring)
    wrong = sum(1 for one in shown if not one.covered and one.by_substring)
    return {
        "covered": sum(truth), "found": hits, "told": told, "recall": hits / max(1, sum(truth)), "precision": hits / max(1, told),
        "rule_recall": rule / max(1, sum(truth)), "rule_precision": rule / max(1, rule + wrong),
    }  # fmt: skip
