"""Makers that marks point to where nobody declared them: on a line's inspected sample, its model, or a part of its bill of materials.

A maker that is declared and that the marks confirm is asked about by MAKER and COMPONENT; here stand the others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..composition.model import Component
from ..composition.walk import Reached
from ..marks.agreeing import agree
from ..marks.identify import identify
from ..marks.model import DECLARED, MakerFound, Note, TableCard, Tables
from ..marks.rules import rules
from ..tenders.model import Bid, EquipmentItem
from ..terms import Mark, Party

TABLE_OLD = "table-old"


@dataclass(frozen=True, slots=True, kw_only=True)
class Betrayed:
    """A maker that marks point to beside or against what was declared. `reached` None = the line itself, else the part that bears the marks.

    `declared` is the maker that was named, "" where none was. `notes` tell which of the tables are past their time.
    """

    reached: Reached | None
    declared: str
    found: MakerFound
    notes: tuple[Note, ...] = ()

    @property
    def party(self) -> Party:
        return Party(name=self.found.maker)


def marks_of_line(bid: Bid, item: EquipmentItem) -> tuple[Mark, ...]:
    """The marks of an inspected sample (`marks` of bid.yaml), and the model as a part number."""
    model = (Mark.of("part", item.model),) if item.model else ()
    return (*bid.marks.get(item.line, ()), *model)


def marks_of_part(part: Component) -> tuple[Mark, ...]:
    """The marks that a bill of materials gives of a part, its CPE and its part number among them."""
    written = [Mark.of(family, text) for family, text in (("cpe", part.cpe), ("part", part.part_number)) if text]
    return tuple(dict.fromkeys((*part.marks, *written)))


def betrayed_in(bid: Bid, inside: Mapping[str, tuple[Reached, ...]], tables: Tables, as_of: date) -> dict[str, tuple[Betrayed, ...]]:
    """Line -> makers that the marks of it and of its parts point to and that nobody declared there."""
    asked = _Asked(tables=tables, as_of=as_of, answered={})
    found = {item.line: tuple(_of_line(bid, item, inside.get(item.line, ()), asked)) for item in (bid.list.items if bid.list else ())}
    return {line: makers for line, makers in found.items() if makers}


def families_asked(bid: Bid) -> frozenset[str]:
    """The families of all marks that a bid bears."""
    lines = [mark.family for item in (bid.list.items if bid.list else ()) for mark in marks_of_line(bid, item)]
    return frozenset([*lines, *(mark.family for bom in bid.boms.values() for part in bom.components for mark in marks_of_part(part))])


def families_of(bid: Bid, item: EquipmentItem) -> frozenset[str]:
    """The families of the marks that one line and its parts bear."""
    bom = bid.boms.get(item.line)
    parts = (mark.family for part in (bom.components if bom else ()) for mark in marks_of_part(part))
    return frozenset([*(mark.family for mark in marks_of_line(bid, item)), *parts])


def cards_asked(tables: Tables, families: frozenset[str]) -> Sequence[TableCard]:
    """The tables that can say something of marks of these families."""
    kinds = {kind for family, kind in rules().weights if family in families}
    return [card for card in tables.cards if card.kind in kinds]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The tables, and what was answered so far: the same part stands in many bills of materials."""

    tables: Tables
    as_of: date
    answered: dict[tuple[tuple[Mark, ...], str], tuple[tuple[MakerFound, ...], tuple[Note, ...]]]

    def makers(self, marks: tuple[Mark, ...], declared: str) -> tuple[tuple[MakerFound, ...], tuple[Note, ...]]:
        """Makers found and not declared, none doubtful; and the notes on old tables."""
        if (marks, declared) not in self.answered:
            told = identify(marks, self.tables, declared=declared, as_of=self.as_of)
            others = tuple(one for one in told.makers if one.certainty != "doubtful" and all(said.family != DECLARED for said in one.evidence))
            used = {said.table for one in others for said in one.evidence}
            self.answered[marks, declared] = others, tuple(note for note in told.notes if note.code == TABLE_OLD and note.about in used)
        return self.answered[marks, declared]


def _of_line(bid: Bid, item: EquipmentItem, inside: tuple[Reached, ...], asked: _Asked) -> Iterator[Betrayed]:
    declared = item.maker.name if item.maker else ""
    yield from _betrayed(None, marks_of_line(bid, item), declared, asked)
    for reached in inside:
        part = reached.component
        first, *others = [maker.name for maker in part.makers] or [""]
        found = _betrayed(reached, marks_of_part(part), first, asked)
        yield from (one for one in found if not any(agree(one.found.maker, other) for other in others))


def _betrayed(reached: Reached | None, marks: tuple[Mark, ...], declared: str, asked: _Asked) -> Iterator[Betrayed]:
    if marks:
        makers, notes = asked.makers(marks, declared)
        yield from (Betrayed(reached=reached, declared=declared, found=one, notes=notes) for one in makers)
