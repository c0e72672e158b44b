"""`csl`: the Consolidated Screening List of trade.gov as CSV, read by its header: the layout of 2019 and that of 2025 (`_id` first).

The list a row comes from is its authority. Rows marked as individuals are taken where the card says so, vessels and aircraft never. Two of the lists
(denied persons, ITAR debarred) mark nothing: names there without the word of a company are weak names, unless the card says `persons: true`.
"""

import re
from collections.abc import Mapping

from .companies import is_acronym, is_company_name
from .numbers import entity_id, numbers_in
from .places import only_country
from .reading import Reading

AUTHORITIES = {
    "SDN": "US-OFAC-SDN",
    "SSI": "US-SSI",
    "PLC": "US-NS-PLC",
    "FSE": "US-OFAC-FSE",
    "CAP": "US-CAPTA",
    "CAPTA": "US-CAPTA",
    "MBS": "US-NS-MBS",
    "CMIC": "US-NS-CMIC",
    "DPL": "US-BIS-DPL",
    "EL": "US-BIS-EL",
    "UVL": "US-BIS-UVL",
    "MEU": "US-BIS-MEU",
    "ISN": "US-STATE-ISN",
    "DTC": "US-STATE-DTC",
}
_CODE = re.compile(r"\((?:NS-)?(?P<code>[A-Z]{2,5})\)")
_UNMARKED = ("DPL", "DTC")
_AND_OTHERS = re.compile(r"[;,]? and any successor,? sub-?unit,? or subsidiary thereof\.?$", re.IGNORECASE)


def read_csl(reading: Reading) -> None:
    """Every row of every list in the file."""
    persons = others = unmarked = 0
    for row, place in reading.records(("source", "name")):
        kind = row.get("type", "").lower()
        if not row["name"] or not row["source"]:
            reading.wrong("register.row-name", place, row["source"])
        elif kind == "individual" and not reading.source.persons:
            persons += 1
        elif kind in ("vessel", "aircraft"):
            others += 1
        else:
            unmarked += _take(row, place, reading)
    reading.left_out("register.persons-left-out", persons)
    reading.left_out("register.others-left-out", others)
    reading.left_out("register.unmarked-names", unmarked)


def _country(address: str) -> str:
    """The code at the very end of an address; a postal code there means that the country was left out."""
    match = re.search(r"(?:^|,)\s*(?P<code>[A-Z]{2})\s*$", address)
    return match["code"] if match else ""


def _take(row: Mapping[str, str], place: str, reading: Reading) -> bool:
    """Adds the row; whether its name is one that nothing marks as a company's."""
    match = _CODE.search(row["source"])
    code = match["code"] if match else ""
    name = _AND_OTHERS.sub("", row["name"])
    number = row.get("entity_number", "")
    entity = f"OFAC-{number}" if number.isascii() and number.isdecimal() else entity_id(f"CSL-{code or 'X'}", name)
    addresses = row.get("addresses", "").split(";")
    weak = code in _UNMARKED and not row.get("type") and not reading.source.persons and not is_company_name(name)
    reading.add(
        place,
        entity,
        name,
        reading.day(row.get("start_date", ""), place),
        reading.day(row.get("end_date", ""), place),
        name_kind="weak" if weak else "",
        country=only_country(_country(one) for one in addresses),
        authority=AUTHORITIES.get(code, row["source"]),
        clause="; ".join(part for part in (row.get("programs"), row.get("federal_register_notice")) if part),
        affiliates="included" if name != row["name"] else "",
        designates="entity",
    )
    for alias in re.split(r";\s*(?:and\s+)?", row.get("alt_names", "")):
        short = is_acronym(alias.strip()) and not name.isupper()
        if alias.strip():
            reading.add(place, entity, alias.strip(), name_kind="weak" if weak else "acronym" if short else "")
    reading.numbers(entity, numbers_in(row.get("ids", "")))
    return weak
