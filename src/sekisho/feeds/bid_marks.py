"""Evaluators' marks of one bid, for the whole or for each lot, from the sheets that `bid.yaml` names."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..evaluation.criteria import Criteria
from ..evaluation.model import Terms
from ..faults import Fault
from ..tenders.model import FileRead, Marked
from .appraisals.sheets import marks_from
from .fields import Fields
from .lot_words import lot_sheets
from .raw.jail import RawFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """A bid's documents, the files they name by label, and where faults and files read are noted."""

    bid: str
    fields: Fields
    attached: Mapping[str, RawFile]
    faults: list[Fault]
    files: list[FileRead]


def marks_of(sheets: Sheets, criteria: Criteria | None) -> dict[str, dict[str, Marked]]:
    """Each evaluator's marks of the bid."""
    return _read(sheets, sheets.fields.pairs("evaluations"), criteria)


def lot_marks_of(sheets: Sheets, terms: Mapping[str, Terms]) -> dict[str, dict[str, dict[str, Marked]]]:
    """Each evaluator's marks of the bid for each lot."""
    known = {lot: one.criteria for lot, one in terms.items()}
    return {lot: _read(sheets, paths, known.get(lot)) for lot, paths in lot_sheets(sheets.fields).items()}


def _read(sheets: Sheets, paths: Mapping[str, str], criteria: Criteria | None) -> dict[str, dict[str, Marked]]:
    found: dict[str, dict[str, Marked]] = {}
    for member, path in paths.items():
        raw = sheets.attached.get(f"bids/{sheets.bid}/{path}")
        if raw is not None:
            found[member], faults = marks_from(raw.value, kind=raw.kind, label=raw.label, criteria=criteria)
            sheets.faults.extend(faults)
            sheets.files.append(FileRead(kind="evaluation", path=raw.label, digest=raw.digest))
    return found
