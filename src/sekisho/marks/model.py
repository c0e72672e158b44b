"""What tables say of a mark, and what follows for the maker."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Protocol

from ..terms import Mark

Certainty = Literal["surely", "possibly", "doubtful"]
"""surely: declared, or two independent families agree and outweigh what speaks against; possibly: one says so; doubtful: less than that."""

DECLARED = "declared"
"""The family of a maker that somebody wrote down, rather than one that a mark points to."""
OBSERVED = "observed"
"""The table of what was seen in the field, each row with its source; it ships with the package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCard:
    """A table that was read: its kind (`oui`, `enterprise`, `pci`, `usb`, `bluetooth`, `observed` …), name, date, SHA-256 and rows."""

    kind: str
    name: str
    dated: date | None
    digest: str
    rows: int

    def as_json(self) -> dict[str, object]:
        return {"kind": self.kind, "name": self.name, "date": str(self.dated) if self.dated else None, "digest": self.digest, "rows": self.rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A table's word on one mark: `value` of `family` belongs to `maker`. `weight` is 1 to 4; `cites` says where the table has it from.

    `inside`: the mark is about something inside the device, such as its operating system, whatever its family is usually about.
    `seen`: the word of somebody who saw the mark on such a device, where others are a registry's, which knows whom a number was given to.
    `elsewhere`: the mark is known to be seen under other makers' brands too, so that another name on the box says nothing against it.
    """

    family: str
    value: str
    maker: str
    table: str
    table_date: date | None
    weight: int
    cites: str = ""
    seen: bool = False
    elsewhere: bool = False
    inside: bool = False

    def as_json(self) -> dict[str, object]:
        return {
            "family": self.family,
            "value": self.value,
            "table": self.table,
            "table_date": str(self.table_date) if self.table_date else None,
            "weight": self.weight,
            "cites": self.cites,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class MakerFound:
    """A maker that marks point to; `against` is what points to somebody else."""

    maker: str
    certainty: Certainty
    evidence: tuple[Attribution, ...]
    against: tuple[Attribution, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "maker": self.maker,
            "certainty": self.certainty,
            "evidence": [one.as_json() for one in self.evidence],
            "against": [{**one.as_json(), "maker": one.maker} for one in self.against],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is to be known beside the makers: `code` (docs/reference/marks.md), the mark or table it is about, and the table's date."""

    code: str
    about: str
    dated: date | None = None

    def as_json(self) -> dict[str, object]:
        return {"code": self.code, "about": self.about, "date": str(self.dated) if self.dated else None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Makers, the likeliest first; none = no maker is known, which is never the same as none of concern. `unreadable` marks said nothing at all."""

    makers: tuple[MakerFound, ...]
    unreadable: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "makers": [one.as_json() for one in self.makers],
            "unreadable": [{"family": one.family, "value": one.value} for one in self.unreadable],
            "notes": [one.as_json() for one in self.notes],
        }


def with_notes(found: Identified, notes: Sequence[Note]) -> Identified:
    """An answer with further notes after its own."""
    return replace(found, notes=(*found.notes, *notes))


class Tables(Protocol):
    """Tables of marks, whatever holds them."""

    @property
    def cards(self) -> Sequence[TableCard]:
        """The tables that answer."""

    def look_up(self, mark: Mark) -> Sequence[Attribution]:
        """What the tables say of one readable mark; nothing where none knows it."""
