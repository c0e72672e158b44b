"""A mapping file says which column of an unusual register is which: `sheet`, `header_row` (from 1), `site`, `seen_at`, `columns` (fact -> header)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...faults import InputRefused
from ..complaints import Complaints
from ..lists.columns import column_index, normal_header
from .columns import headers
from .values import day_text
from .words import WORDS

KEYS = ("sheet", "header_row", "site", "seen_at", "columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class EstateMapping:
    """A mapping whose shape is sound. `columns` is fact or mark -> header text or column letter; "" = not in this table."""

    file: str = ""
    sheet: str = ""
    header_row: int = 0
    site: str = ""
    seen_at: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    def places(self, cells: Sequence[str]) -> dict[str, int]:
        """Column -> index among these header cells, for those that are there; a header's text counts before a column letter."""
        texts = [normal_header(cell) for cell in cells]
        found: dict[str, int] = {}
        for column, said in self.columns.items():
            place = texts.index(normal_header(said)) if said and normal_header(said) in texts else column_index(said) if said else None
            if place is not None and place < len(cells):
                found[column] = place
        return found


def read_mapping(value: Any, label: str) -> EstateMapping:
    """The mapping in a document. InputRefused lists every fault."""
    log = Complaints(file=label, words=WORDS)
    if not isinstance(value, Mapping) or not isinstance(value.get("columns"), Mapping):
        raise log.refused("estate.mapping", "columns")
    for key in value:
        if key not in KEYS:
            log.add("estate.mapping", str(key), str(key))
    columns = {str(name): str(said) if isinstance(said, str | int) else "" for name, said in value["columns"].items()}
    known = {*headers().facts, *headers().marks}
    for name in columns:
        if name not in known:
            log.add("estate.mapping-fact", f"columns.{name}", name)
    row, seen_at = str(value.get("header_row", "0")), str(value.get("seen_at", ""))
    if not row.isdigit():
        log.add("estate.mapping", "header_row", row)
    if seen_at and not day_text(seen_at):
        log.add("estate.day-unreadable", "seen_at", seen_at)
    faults = log.faults()
    if any(not one.warning for one in faults):
        raise InputRefused(faults)
    return EstateMapping(
        file=label,
        sheet=str(value.get("sheet", "")),
        header_row=int(row),
        site=str(value.get("site", "")),
        seen_at=day_text(seen_at),
        columns=columns,
    )
