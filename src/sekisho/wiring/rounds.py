"""Questions, attestations, list versions and rounds: one call a verb for the shells."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..faults import Fault
    from ..tenders.list_diff import ListDiff


def diff_lists(before: Path, after: Path, *, mapping: Path | None, mapping_after: Path | None) -> "tuple[ListDiff, tuple[Fault, ...]]":
    """What changed between two versions of a list, and the warnings of both."""
    from ..feeds.lists.versions import diff_files

    return diff_files(before, after, mapping=mapping, mapping_after=mapping_after)
