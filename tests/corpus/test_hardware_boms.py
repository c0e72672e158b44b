"""Real hardware bills of materials: every alternate row sits on its line, no piece is counted twice; device types are read as their products."""

import csv
from pathlib import Path

import pytest

from sekisho.composition.walk import reach
from sekisho.feeds.boms.reading import read_bom

pytestmark = pytest.mark.corpus


def test_all_118_alternate_rows_of_the_beaglebone_board_sit_on_their_lines(corpus: Path) -> None:
    """The truth is read apart from the reader: a row without a quantity and with a maker belongs to the row with a quantity above it."""
    path = corpus / "hw-bom/beaglebone-black/BBB_BOM.csv"
    wanted: list[tuple[str, str, str]] = []
    pieces, line = 0, ""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        next(rows)
        for number, (quantity, _, _, maker, part, _) in enumerate(rows, 2):
            if quantity:
                line, pieces = f"line {number}", pieces + int(quantity)
            elif maker:
                wanted.append((line, maker, part))
    bom, faults = read_bom(path)
    parts = {one.ref: one for one in bom.components}
    found = [(one.primary, parts[one.alternate]) for one in bom.alternates]
    assert len(wanted) == 118
    assert [(primary, one.maker.name if one.maker else "", one.part_number) for primary, one in found] == wanted
    assert sum(part.quantity for part in bom.parts) == pieces
    assert sum(one.quantity or 0 for one in reach(bom) if not one.alternate_for) == pieces
    assert {one.rule for one in faults} == {"parts.row-without-part"}


def test_the_fields_of_a_kicad_schematic_are_grouped_and_every_designator_counts_once(corpus: Path) -> None:
    path = corpus / "hw-bom/antmicro-jetson-nano-baseboard.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    bom, faults = read_bom(path)
    assert faults == ()
    assert sum(part.quantity for part in bom.parts) == len({row["Reference"] for row in rows}) == 373
    told = {(one.maker.name if one.maker else "", one.part_number) for one in bom.components[1:]}
    assert told == {(row["Manufacturer"], row["MPN"]) for row in rows}


def test_every_device_type_is_read_as_the_bill_of_its_product(corpus: Path) -> None:
    bays = read = 0
    for path in sorted((corpus / "netbox-devicetypes/raw").iterdir()):
        bom, faults = read_bom(path)
        assert faults == (), path.name
        assert bom.components[0].maker is not None, path.name
        assert len(reach(bom)) == len(bom.components) - 1, path.name
        bays += sum(one.type == "module-bay" for one in bom.components)
        read += 1
    assert read >= 60
    assert bays >= 100
