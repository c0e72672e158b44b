"""What changed from one edition to another: new, changed, withdrawn entities."""

from dataclasses import dataclass

from .model import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDiff:
    """Entity ids by what happened to them."""

    before: str
    after: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]


def diff(before: Edition, after: Edition) -> EditionDiff:
    """Compare entity by entity, sources and their dates included."""
    return EditionDiff(
        before=before.digest,
        after=after.digest,
        new=tuple(sorted(set(after.entities) - set(before.entities))),
        changed=tuple(sorted(known for known in set(before.entities) & set(after.entities) if before.entities[known] != after.entities[known])),
        withdrawn=tuple(sorted(set(before.entities) - set(after.entities))),
    )
