"""What changed from one edition to another: new, changed, withdrawn entities, and those of which the later edition can tell nothing any more.

An entity is withdrawn where every source that named it before is in the later edition and names it no more. It is unverifiable where such a source is
missing from the later edition, or is in it and stale on the day: its absence, or its presence, proves nothing then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .model import Edition, Entity, SourceCard


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDiff:
    """Entity ids by what happened to them; `unverifiable` may repeat an id of `new` or `changed`, never one of `withdrawn`."""

    before: str
    after: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]
    unverifiable: tuple[str, ...] = ()


def diff(before: Edition, after: Edition, *, as_of: date | None = None) -> EditionDiff:
    """Compare entity by entity, sources and their dates included. Staleness is asked as of `as_of`; without it no source is stale."""
    gone = set(before.entities) - set(after.entities)
    kept = set(before.entities) & set(after.entities)
    missing = _missing(before, after)
    stale = after.stale_cards(as_of) if as_of else ()
    lost = {known for known in before.entities if _rests_on(before.entities[known], before, missing)}
    old = {known for known in after.entities if _rests_on(after.entities[known], after, stale)}
    faded = {known for known in gone if _named_alike(before.entities[known], before, stale)}
    unverifiable = lost | old | faded
    return EditionDiff(
        before=before.digest,
        after=after.digest,
        new=tuple(sorted(set(after.entities) - set(before.entities))),
        changed=tuple(sorted(known for known in kept if before.entities[known] != after.entities[known])),
        withdrawn=tuple(sorted(gone - unverifiable)),
        unverifiable=tuple(sorted(unverifiable)),
    )


def _missing(before: Edition, after: Edition) -> tuple[SourceCard, ...]:
    return tuple(card for card in before.cards if not any(_is_same(card, other) for other in after.cards))


def _is_same(card: SourceCard, other: SourceCard) -> bool:
    """The same source, retrieved at another time: its path or its title is the same."""
    return card.path == other.path or (card.title == other.title and card.title != "")


def _rests_on(entity: Entity, edition: Edition, cards: Iterable[SourceCard]) -> bool:
    """Whether something known of the entity comes from one of these sources."""
    wanted = tuple(cards)
    return bool(wanted) and any(card in wanted for card in _cards_of(entity, edition))


def _named_alike(entity: Entity, edition: Edition, cards: Iterable[SourceCard]) -> bool:
    """Whether one of the entity's sources is one of these, as it was retrieved at another time."""
    wanted = tuple(cards)
    return any(_is_same(card, other) for card in _cards_of(entity, edition) for other in wanted) if wanted else False


def _cards_of(entity: Entity, edition: Edition) -> tuple[SourceCard, ...]:
    """The cards of the sources that name the entity. Where a row gave its source a name of its own it may be any card of the entity's authorities."""
    sources = [*(known.source for known in entity.names), *(one.source for one in entity.designations)]
    names = {source.name for source in sources}
    shown = {card.title or card.path for card in edition.cards}
    authorities = {one.authority for one in entity.designations}
    alike = tuple(card for card in edition.cards if card.authority in authorities) or edition.cards
    return tuple(card for card in edition.cards if (card.title or card.path) in names or (names - shown and card in alike))
