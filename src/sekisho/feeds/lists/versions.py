"""Two versions of a list from files, for `sekisho list diff`."""

from collections.abc import Iterator
from pathlib import Path

from ...faults import Fault, InputRefused
from ...tenders.list_diff import ListDiff, list_diff
from ...tenders.model import EquipmentList
from .verbs import check_list


def diff_files(before: Path, after: Path, *, mapping: Path | None, mapping_after: Path | None) -> tuple[ListDiff, tuple[Fault, ...]]:
    """The difference of two lists (XLSX or CSV) and the warnings of both; InputRefused lists every fault of both.

    `mapping` is read with both, `mapping_after` in its place with the later one.
    """
    faults: list[Fault] = []
    lists = [found for path, how in ((before, mapping), (after, mapping_after or mapping)) for found in _read(path, how, faults)]
    if any(not one.warning for one in faults):
        raise InputRefused(faults)
    return list_diff(*lists), tuple(faults)


def _read(path: Path, mapping: Path | None, faults: list[Fault]) -> Iterator[EquipmentList]:
    """The list; nothing where the file cannot be read at all, which is a fault among the others."""
    try:
        found = check_list(path, mapping, "en")
    except InputRefused as refused:
        faults += refused.faults
        return
    faults += found.faults
    yield found.list
