"""The layers of an edition: the public one may lie on any node, the protected one stays at the centre.

The public layer is made of public facts and nothing else: whatever the protected rows say, not a byte of it moves. It holds no entity that only
protected rows name, no parent that it does not hold, and of no source the number of rows or the digest, which tell of what stands in it besides.
"""

from dataclasses import replace

from .edition import decode, encode
from .model import Designation, Edition, Entity, NamedAs, SourceCard

PUBLIC = "public"


def public_octets(edition: Edition) -> bytes:
    """The file of the public layer."""
    entities = [one for one in map(_public, edition.entities.values()) if one.names]
    known = {one.id for one in entities}
    shown = tuple(one if one.parent in known else replace(one, parent="") for one in entities)
    named = {one.source.name for entity in shown for one in facts_of(entity)}
    cards = tuple(_without_size(card) for card in edition.cards if card.layer == PUBLIC or (card.title or card.path) in named)
    return encode(shown, cards, layer=PUBLIC)


def public_layer(edition: Edition) -> Edition:
    """The public layer as an edition of its own; it says of itself that it is no more than that."""
    return decode(public_octets(edition), label="public layer")


def public_digest(edition: Edition) -> str:
    """The digest that names the public layer: no change of the protected layer moves it."""
    return public_layer(edition).digest


def has_protected(edition: Edition) -> bool:
    """Whether anything in the edition is protected."""
    return any(entity.protected or any(one.classification != PUBLIC for one in facts_of(entity)) for entity in edition.entities.values())


def facts_of(entity: Entity) -> tuple[NamedAs | Designation, ...]:
    """The names and designations of an entity, each with its source and classification."""
    return (*entity.names, *entity.designations)


def _public(entity: Entity) -> Entity:
    hidden = set(entity.protected)
    return Entity(
        id=entity.id,
        names=tuple(one for one in entity.names if one.classification == PUBLIC),
        country="" if "country" in hidden else entity.country,
        parent="" if "parent" in hidden else entity.parent,
        identifiers=tuple(one for one in entity.identifiers if f"{one.scheme} {one.value}" not in hidden),
        designations=tuple(one for one in entity.designations if one.classification == PUBLIC),
    )


def _without_size(card: SourceCard) -> SourceCard:
    return replace(card, rows=None, sha256="")
