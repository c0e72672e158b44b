"""Hardware bills of materials in spreadsheets (部品表): XLSX and CSV as people, contract manufacturers and design programs such as KiCad write them.

- One row is a line: its quantity is stated, else the number of its designators, else 1; a part that is not fitted (DNP, 未実装) has quantity 0.
- The maker is the manufacturer's column; a supplier never stands in for it; words such as Various, Generic or 各社 name nobody.
- Alternates, below a line or beside it, are components of their own that stand for the line's part (`parts_rows` says which rows are).
- A column of levels makes an assembly of what follows below it. Several sheets are assemblies of one product, each named by its sheet.
- Rows that differ in nothing but their designators, as design programs write one a part, are one component, and their quantities add up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ...composition.model import Alternate, Bom, Component, PartOf
from ...countries import country_code
from ...faults import Fault
from ...terms import Party
from ..complaints import Complaints
from ..lists.columns import Grid, grids_of
from .cyclonedx_words import MOST_COMPONENTS, MOST_LEVELS
from .parts_columns import Columns, find_columns
from .parts_rows import Line, Source, lines_of
from .parts_words import WORDS

ROOT = "product"
_SHOWN_REFERENCES = 60


def bom_from_parts(value: Mapping[str, Any], *, label: str, digest: str, form: str) -> tuple[Bom, tuple[Fault, ...]]:
    """The bill of materials in a raw workbook or CSV (`form` says which), and every fault: to be used only where all are warnings.

    InputRefused where no row heads a bill of materials, there is no part, or it is larger than 500,000 components or 64 levels.
    """
    complaints = Complaints(label, WORDS)
    sheets = _sheets(value, complaints)
    named = label.replace("\\", "/").rpartition("/")[2]
    built = _Built(complaints=complaints, components=[Component(ref=ROOT, name=named.rpartition(".")[0] or named)])
    for grid, columns in sheets:
        parent = ROOT
        lines = lines_of(grid, columns, complaints)
        if len(sheets) > 1 and lines:
            parent = built.add(Component(ref=f"sheet {grid.name}", name=grid.name, where=grid.name), ROOT, Fraction(1))
        built.add_lines(lines, parent, nested="level" in columns.fields)
    if len(built.components) == 1:
        raise complaints.refused("parts.nothing")
    bom = Bom(
        file=label,
        digest=digest,
        format=form,
        root=ROOT,
        components=tuple(built.components),
        parts=tuple(built.parts),
        alternates=tuple(built.alternates),
    )
    return bom, complaints.faults()


def _sheets(value: Mapping[str, Any], complaints: Complaints) -> list[tuple[Grid, Columns]]:
    found: list[tuple[Grid, Columns]] = []
    grids = grids_of(value)
    for grid in grids:
        columns = find_columns(grid.rows)
        if columns is not None:
            found.append((grid, columns))
            if grid.hidden:
                complaints.add("parts.hidden-sheet", grid.name)
        elif any(any(row) for row in grid.rows) and len(grids) > 1:
            complaints.add("parts.sheet-unread", grid.name)
    if not found:
        seen = next((row for grid in grids for row in grid.rows if any(row)), ())
        raise complaints.refused("parts.no-header", shown=" | ".join(str(cell) for cell in seen[:12] if cell))
    return found


@dataclass(slots=True, kw_only=True)
class _Built:
    """The bill so far."""

    complaints: Complaints
    components: list[Component]
    parts: list[PartOf] = field(default_factory=list)
    alternates: list[Alternate] = field(default_factory=list)

    def add(self, component: Component, parent: str, quantity: Fraction) -> str:
        self.parts.append(PartOf(parent=parent, child=component.ref, quantity=quantity))
        return self._keep(component)

    def add_lines(self, lines: Sequence[Line], top: str, *, nested: bool) -> None:
        """Lines as parts of `top`, or of the line one level above each."""
        above: list[tuple[int, str]] = []
        for line in lines if nested else _joined(lines):
            parent = self._parent(line, above, top) if nested else top
            if parent is None:
                continue
            ref = self.add(self._component(line.where, line.name, line.source, line), parent, line.quantity)
            for where, name, source in line.alternates:
                other = self._keep(self._component(where, name, source, line))
                self.alternates.append(Alternate(primary=ref, alternate=other))
            if nested:
                above.append((_level(line.level, len(above) + 1), ref))

    def _parent(self, line: Line, above: list[tuple[int, str]], top: str) -> str | None:
        """The ref that the line is a part of; None for the line of level 0, which is the product itself."""
        level = _level(line.level, above[-1][0] if above else 1)
        if level == 0 and not above and len(self.parts) == 0:
            own = self._component(line.where, line.name, line.source, line)
            self.components[0] = Component(
                ref=ROOT, name=own.name, part_number=own.part_number, maker=own.maker, supplier=own.supplier, where=own.where
            )
            above.append((0, ROOT))
            return None
        if not line.level.strip() or (above and level > above[-1][0] + 1):
            self.complaints.add("parts.level-unreadable", line.where, line.level)
        while above and above[-1][0] >= level:
            above.pop()
        if len(above) > MOST_LEVELS:
            raise self.complaints.refused("parts.too-large", line.where)
        return above[-1][1] if above else top

    def _component(self, where: str, name: str, source: Source, line: Line) -> Component:
        code = country_code(line.country)
        if code is None:
            self.complaints.add("parts.country-unreadable", line.where, line.country)
        references = ", ".join(line.references)
        shown = references if len(references) <= _SHOWN_REFERENCES else f"{references[: _SHOWN_REFERENCES - 1]}…"
        return Component(
            ref=where,
            name=name,
            part_number=source.part_number,
            maker=Party(name=source.maker) if source.maker else None,
            supplier=Party(name=source.supplier) if source.supplier else None,
            country=code or "",
            where=f"{where} ({shown})" if shown else where,
        )

    def _keep(self, component: Component) -> str:
        if len(self.components) > MOST_COMPONENTS:
            raise self.complaints.refused("parts.too-large", component.where)
        self.components.append(component)
        return component.ref


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Lines without alternates that differ in nothing but their designators, as one; a designator that stands twice counts once."""
    joined: dict[object, Line] = {}
    for line in lines:
        key: object = line.where if line.alternates else (line.name, line.source, line.country, line.quantity == 0)
        known = joined.get(key)
        if known is None:
            joined[key] = line
        else:
            again = len(set(line.references) & set(known.references))
            known.quantity += max(line.quantity - again, Fraction(0))
            known.references = tuple(dict.fromkeys((*known.references, *line.references)))
    return list(joined.values())


def _level(text: str, otherwise: int) -> int:
    """`2`, `..2`, `1.2.3` (three deep) as a number; `otherwise` where it is none."""
    bare = text.strip().strip(". >-+")
    if bare.isdecimal() and len(bare) < 4:
        return int(bare)
    parts = bare.split(".")
    return len(parts) if len(parts) > 1 and all(part.isdecimal() for part in parts) else otherwise
