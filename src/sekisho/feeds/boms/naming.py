"""Whom a bill of materials names: a party, or nobody where a word stands that names nobody (不明, NOASSERTION, Various …)."""

from ...terms import Party
from ..lists.cells import folded
from ..lists.columns import synonyms
from .parts_columns import part_words


def names_nobody(text: str) -> bool:
    """Whether a text stands in the place of a name and names nobody: the placeholders of equipment lists, and of parts lists."""
    word = folded(text)
    lists = synonyms()
    return not word or word in lists.undisclosed or word in lists.not_given or word in part_words().cells["nobody"]


def party_named(name: str, country: str = "") -> Party | None:
    """The party of this name; None where the name names nobody. Unknown is a value: it is never a maker called Unknown."""
    return None if names_nobody(name) else Party(name=name, country=country)
