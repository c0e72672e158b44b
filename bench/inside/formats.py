"""Formats of bills of materials: every public example read or refused by name, every alternate on its line, and a large bill in bounded memory.

The large bill has 100,000 components in CycloneDX JSON; beside it the standard library's `json.load` of the same file, which makes no bill of it.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sekisho.faults import InputRefused
from sekisho.feeds.boms.reading import read_bom

from . import cold, made_bill
from .card import Plan, Row, at_most, equal, shown
from .places import CORPUS

BOARD = CORPUS / "hw-bom/beaglebone-black/BBB_BOM.csv"
NAMED = frozenset({"cyclonedx.version", "spdx.version", "bom.format-refused"})
"""Refusals that name the format or version."""
WHOLE = "import json, sys; print(len(json.load(open(sys.argv[1], encoding='utf-8'))['components']))"


def rows(plan: Plan) -> Iterator[Row]:
    yield from _examples()
    yield from _alternates()
    yield from _large(plan)


def _examples() -> Iterator[Row]:
    for name, folder, kinds in (
        ("CycloneDX", "cyclonedx", (".json", ".xml")),
        ("SPDX", "spdx", (".json", ".spdx")),
        ("NetBox", "netbox-devicetypes/raw", None),
    ):
        what = f"public {name} examples neither read nor refused by name"
        paths = sorted(path for path in (CORPUS / folder).rglob("*") if path.is_file() and (kinds is None or path.suffix in kinds))
        counts = Counter(map(_answer, paths))
        detail = {"files": len(paths), **counts}
        yield equal(what, counts["crashed"] + counts["other"] if paths else None, 0, detail=detail if paths else {"why": f"no corpus at {CORPUS}"})
        yield shown(f"public {name} examples read", counts["read"] if paths else None, detail=detail)


def _answer(path: Path) -> str:
    try:
        read_bom(path)
    except InputRefused as refusal:
        return "refused by name" if {one.rule for one in refusal.faults if not one.warning} <= NAMED else "other"
    except Exception:
        return "crashed"
    return "read"


def _alternates() -> Iterator[Row]:
    what = "alternate rows of a real board's bill that sit on their lines, of 118"
    if not BOARD.is_file():
        yield equal(what, None, 118, detail={"why": f"no corpus at {CORPUS}"})
        return
    wanted, line = [], ""
    with BOARD.open(encoding="utf-8", newline="") as stream:
        for number, (quantity, _, _, maker, part, _) in enumerate(csv.reader(stream), 1):
            line = f"line {number}" if quantity else line
            if maker and not quantity:
                wanted.append((line, f"line {number}", maker, part))
    bom, _ = read_bom(BOARD)
    parts = {one.ref: one for one in bom.components}
    found = {(one.primary, one.alternate, parts[one.alternate].maker, parts[one.alternate].part_number) for one in bom.alternates}
    told = {(primary, alternate, maker.name if maker else "", part) for primary, alternate, maker, part in found}
    yield equal(what, len(told & set(wanted)), 118, detail={"rows": len(wanted), "alternates": len(told)})


def _large(plan: Plan) -> Iterator[Row]:
    path = made_bill.bill(plan.size(made_bill.COMPONENTS))
    ran, whole = cold.module("ask_bill", path), cold.run("-c", WHOLE, path)
    octets = path.stat().st_size
    detail = {"octets": octets, **ran.json, "cpu": ran.cpu}
    yield shown("large bill read, from the start of the process", ran.seconds, unit="s", detail=detail, peers={"json.load": whole.seconds})
    what = "its peak memory as a share of what json.load of the same file takes"
    yield at_most(what, ran.peak / whole.peak, 0.5, detail={"peak": ran.peak, "json.load": whole.peak}, peers={"json.load": 1.0})
    yield shown("its peak memory", ran.peak / 10**9, unit="GB", peers={"json.load": whole.peak / 10**9})
