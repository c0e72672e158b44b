"""Like names of an edition by its compiled index: what `register.lookup` asks for. The index of a large edition is kept and opened again."""

import contextlib
import functools
from collections.abc import Sequence
from pathlib import Path

from ...register.matching import NameHit
from ...register.model import Edition
from .index_store import index_path, opened_at
from .name_index import Hit, NameIndex
from .postings import FEW

WORTH_KEEPING = 5_000
"""Names from which an index takes longer to make than to open."""


class LikeNames:
    """A matcher of one edition. Its index is made at the first question; with `folder` that of a large edition is kept there."""

    def __init__(self, edition: Edition, folder: Path | None = None) -> None:
        self._edition, self._folder = edition, folder
        self._count = sum(len(entity.names) for entity in edition.entities.values())

    def match(self, names: Sequence[str], countries: Sequence[str]) -> list[list[NameHit]]:
        """For each name what stands out. A small edition is asked a few names at a time: the loop compiled for many takes longer to start."""
        step = FEW if self._count < WORTH_KEEPING else max(1, len(names))
        found = (self._index.match(names[at : at + step], countries[at : at + step]) for at in range(0, len(names), step))
        return [[self._named(hit) for hit in hits if hit.alert] for some in found for hits in some]

    def _named(self, hit: Hit) -> NameHit:
        entity = self._edition.entities[hit.entity]
        return NameHit(entity=entity, alias=entity.names[hit.at], comparison=hit.comparison)

    @functools.cached_property
    def _index(self) -> NameIndex:
        if self._folder is None or self._count < WORTH_KEEPING:
            return NameIndex.build(self._edition)
        path = index_path(self._edition, self._folder)
        kept = opened_at(path, self._edition)
        if kept is not None:
            return kept
        made = NameIndex.build(self._edition)
        with contextlib.suppress(OSError):
            made.write(path)
        return made
