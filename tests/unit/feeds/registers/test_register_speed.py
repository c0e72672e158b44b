"""Twenty thousand rows of somebody else's register are an edition in three seconds of processor time, the reading process included."""

import json
import os
import sys
from pathlib import Path

import pytest
from register_samples import Sample, build, houjin_number, houjin_row

ROWS = 20_000
SECONDS = 3.0 if sys.gettrace() is None else 15.0
"""More where every line is traced for coverage."""


def spent() -> float:
    """Processor time of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def houjin() -> bytes:
    numbers = (houjin_number(f"{100_000_000_000 + 7 * at:012}") for at in range(ROWS))
    return "".join(houjin_row(number, f"株式会社例示{at}", en_name=f"Reiji {at} Co., Ltd.") for at, number in enumerate(numbers)).encode()


def ftm() -> bytes:
    records = []
    for at in range(ROWS // 2):
        company = {"name": [f"Reiji {at} Ltd"], "alias": [f"RJ {at}"], "country": ["cn"], "topics": ["sanction"]}
        records.append({"id": f"NK-{at}", "schema": "Company", "properties": company})
        sanction = {"entity": [f"NK-{at}"], "authority": ["Example Office"], "startDate": ["2020-01-01"]}
        records.append({"id": f"S-{at}", "schema": "Sanction", "properties": sanction})
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def ofac() -> bytes:
    tail = ',"CMIC-EO13959",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Listing Date (CMIC) 03 Jun 2021; a.k.a. \'RJ'
    return "".join(f'{at},"REIJI {at} CO., LTD.",-0- {tail} {at}\'."\r\n' for at in range(1, ROWS + 1)).encode()


@pytest.mark.parametrize(
    ("named", "name", "made"), [("houjin", "houjin.csv", houjin), ("ftm", "entities.ftm.json", ftm), ("ofac-sdn", "sdn.csv", ofac)]
)
def test_twenty_thousand_rows_take_three_seconds_at_most(tmp_path: Path, named: str, name: str, made: object) -> None:
    octets = made()  # type: ignore[operator]
    started = spent()
    built = build(tmp_path, Sample(format=named, name=name, octets=octets, rows=ROWS), rows=ROWS)
    took = spent() - started
    assert len(built.edition.entities) == (ROWS // 2 if named == "ftm" else ROWS)
    assert took < SECONDS, took
