"""`fcc-covered`: the FCC Covered List (47 CFR 1.50002) as a list of names with dates, or as the table of its web page.

The table's sentences are read for who produces or provides, for the kinds and purposes they state, and for classes made in a foreign country, which
are designations of a place (anywhere but the US). A sentence from which neither can be read is a fault: nothing is guessed and nothing is dropped.
"""

import re
from collections.abc import Mapping

from .numbers import entity_id
from .reading import Reading

_WHO = re.compile(
    r"\b(?:produced|provided|supplied)(?:, directly or indirectly,)?(?: or (?:produced|provided|supplied))? by (?P<who>.+?)"
    r"(?=,? (?:including\b|to the extent\b|subject to\b|or any of its\b)|\.?$)"
)
_SUBSIDIARY = " and its wholly-owned subsidiary "
_AFFILIATES = re.compile(r"or any of its [^.]{0,200}\b(?:subsidiaries|affiliates)\b")
_FOREIGN = re.compile(r"\bforeign-produced\b|\bproduced in a foreign country\b", re.IGNORECASE)
_CLASSES = {"uncrewed aircraft": "uas", "router": "consumer-router", "power inverter": "power-inverter", "robotic device": "advanced-robotics"}
_PURPOSES = {
    "public safety": "public-safety",
    "security of government facilities": "government-facility-security",
    "surveillance of critical infrastructure": "critical-infrastructure-surveillance",
    "national security purposes": "national-security",
}
_COVERS = {
    "telecommunications equipment": "telecom",
    "video surveillance": "video-surveillance",
    "security products": "security-software",
    "anti-virus software": "security-software",
}
_CLAUSE = "47 CFR 1.50002"
_DATE = re.compile(r"^[A-Za-z]+ [0-9]{1,2}, ?[0-9]{4}")


def read_fcc_covered(reading: Reading) -> None:
    """Either layout, told apart by its header."""
    table = reading.table()
    header = [cell.strip().lower() for cell in table[0][0]] if table else []
    tabled = "covered_equipment_or_services" in header
    columns = ("covered_equipment_or_services", "date_of_inclusion_on_covered_list") if tabled else ("entity_name", "effective_date")
    for row, place in reading.records(columns):
        text, dated = row[columns[0]], row[columns[1]]
        _Entry(reading, place, text, _first_date(dated)).take(tabled)


def _first_date(text: str) -> str:
    """The date of inclusion, without the dates of later updates that the page runs on after it."""
    match = _DATE.match(text)
    return match[0] if match else text


class _Entry:
    """One entry of the list."""

    def __init__(self, reading: Reading, place: str, text: str, dated: str) -> None:
        self.reading, self.place, self.text = reading, place, " ".join(text.split())
        self.start = reading.day(dated, place)

    def take(self, tabled: bool) -> None:
        if not self.text:
            self.reading.wrong("register.row-name", self.place)
        elif _FOREIGN.search(self.text):
            self.foreign_class()
        elif not tabled:
            self.designate(self.text, "", {})
        else:
            self.sentence()

    def foreign_class(self) -> None:
        covers = {word for said, word in _CLASSES.items() if said in self.text.lower()}
        if not covers:
            self.reading.wrong("register.fcc-entry", self.place, self.text)
            return
        label = re.split(r" —|, except\b|, [£³] ", self.text)[0].replace(" ^", "").rstrip(" †#")[:200]
        stated = {"designates": "place", "covers": ";".join(sorted(covers)), "clause": _CLAUSE, "country": "!US"}
        self.reading.add(self.place, entity_id("FCC", *sorted(covers)), label, self.start, None, **stated)

    def sentence(self) -> None:
        match = _WHO.search(self.text)
        if match is None:
            self.reading.wrong("register.fcc-entry", self.place, self.text)
            return
        owner, *owned = match["who"].split(_SUBSIDIARY)
        stated = self.stated(self.text[: match.start()].lower())
        self.designate(owner, "", stated)
        for name in owned:
            self.designate(name, entity_id("FCC", owner), stated)

    def stated(self, goods: str) -> Mapping[str, str]:
        """Kinds, purposes and affiliates; `goods` is the sentence up to who makes them, since what it includes after that are services."""
        lowered = self.text.lower()
        covers = [word for said, word in _COVERS.items() if said in goods]
        covers += ["s214-service"] if "section 214" in lowered else []
        if {"telecom", "video-surveillance"} & set(covers):
            covers.append("service")
        return {
            "covers": ";".join(dict.fromkeys(covers)),
            "purpose": ";".join(word for said, word in _PURPOSES.items() if said in lowered) if "to the extent" in lowered else "",
            "affiliates": "included" if _AFFILIATES.search(lowered) else "",
        }

    def designate(self, name: str, parent: str, stated: Mapping[str, str]) -> None:
        cells = {"clause": _CLAUSE, "designates": "entity", "lang": "en", "parent": parent, **stated}
        self.reading.add(self.place, entity_id("FCC", name), name, self.start, None, **cells)
