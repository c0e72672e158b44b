"""Checking a list before it is handed in, making the blank form, and proposing a mapping: what `sekisho list` calls, through `wiring`.

Neighbours: `jail` reads the octets, `equipment_list` finds the faults, `list_form` and `list_copy` write.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from ...faults import Fault, InputRefused
from ...tenders.model import EquipmentList
from .columns import best_guess, grids_of, propose_mapping
from .equipment_list import read_equipment_list

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCheck:
    """What a check found: the sound rows as a list, and every fault and warning. `octets` are the file's own, `lang` the reader's language."""

    list: EquipmentList
    faults: tuple[Fault, ...]
    octets: bytes
    lang: str = "ja"

    @property
    def errors(self) -> int:
        return sum(not fault.warning for fault in self.faults)

    @property
    def warnings(self) -> int:
        return sum(fault.warning for fault in self.faults)

    def lines(self) -> Iterator[str]:
        """One readable line a fault."""
        return ((" ⚠ " if fault.warning else " ✗ ") + fault.line(self.lang) for fault in self.faults)

    def corrected(self) -> bytes:
        """An XLSX copy with an error column, and the faulty cells coloured and commented."""
        from .marked_copy import corrected_copy

        return corrected_copy(self.octets, self.faults, self.list.file)

    def as_json(self) -> dict[str, object]:
        """The stable JSON form."""
        return {
            "file": self.list.file,
            "digest": self.list.digest,
            "items": len(self.list.items),
            "columns": list(self.list.columns),
            "ignored": list(self.list.ignored),
            "errors": self.errors,
            "warnings": self.warnings,
            "faults": [fault.as_json() for fault in self.faults],
        }


def check_list(path: Path, mapping: Path | None, lang: str, *, refused_columns: frozenset[str] = frozenset()) -> ListCheck:
    """Reads a list (XLSX or CSV) and finds every fault in one pass. InputRefused where a file cannot be read at all."""
    from ..raw.jail import RawJob, read_raw

    jobs = [RawJob(kind=_kind(path), path=path, label=str(path))]
    if mapping is not None:
        jobs.append(RawJob(kind="yaml", path=mapping, label=str(mapping)))
    raw = read_raw(jobs)
    faults = [fault for file in raw for fault in file.faults]
    if faults:
        raise InputRefused(faults)
    wanted = raw[1].value["value"] if mapping is not None else None
    listed, found = read_equipment_list(raw[0].value, label=raw[0].label, digest=raw[0].digest, mapping=wanted, refused_columns=refused_columns)
    if mapping is not None:
        found = tuple(replace(fault, file=str(mapping)) if fault.rule.startswith("mapping.") else fault for fault in found)
    return ListCheck(list=listed, faults=found, octets=raw[0].octets, lang=lang)


def make_form(lang: str, policy: str = "jp-2018") -> bytes:
    """The blank form (XLSX), `ja` or `en`, with the kinds and roles of a policy pack as drop-down lists."""
    from ...policy.packs import packs
    from .form import blank_form

    pack = packs()[policy]
    return blank_form(lang, [(kind.id, kind.text.pick(lang)) for kind in pack.kinds], [role.text.pick(lang) for role in pack.roles])


def map_list(path: Path) -> str:
    """A commented YAML mapping proposed for the sheet that looks most like an equipment list. InputRefused where the file cannot be read."""
    from ..raw.jail import RawJob, read_raw

    (raw,) = read_raw([RawJob(kind=_kind(path), path=path, label=str(path))])
    if raw.faults:
        raise InputRefused(raw.faults)
    value: Any = raw.value
    if "sheets" not in value or not value["sheets"]:
        return propose_mapping(value.get("rows", ()))
    grids = grids_of(value)
    best = max(range(len(grids)), key=lambda place: (best_guess(grids[place]).score, not grids[place].hidden, -place))
    sheet = value["sheets"][best]
    return propose_mapping(sheet["rows"], sheet=sheet["name"], merged=sheet.get("merged", ()))


def _kind(path: Path) -> Literal["xlsx", "csv"]:
    return "csv" if path.suffix.lower() in TEXT_SUFFIXES else "xlsx"
