"""The names by which tables know makers, cut down to the brand: what a device's own words are searched for.

A brand is taken where several kinds of tables have it and it is surprising in a company's name (`bits` of `names`): a word that companies share,
or that stands in any text, names nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ...feeds.tables.model import TableRead
from ...marks.observed import observed
from ...marks.words import MOST_WORDS, brand_key
from ...names import prepare
from ...names.lexicon import PLACE_KINDS

LEAST_LETTERS = 4
KINDS = 3
"""Of tables that have the brand."""
COINED = 15.0
"""Bits of a word that no company's name in the tables of rarity has."""
RARE, KNOWN = 12.9, 10
"""Bits of a rarer word, and how many rows of tables make up for its being one."""


@dataclass(slots=True)
class _Brand:
    kinds: set[str] = field(default_factory=set)
    makers: Counter[str] = field(default_factory=Counter)
    bits: float = 0.0

    @property
    def names_one(self) -> bool:
        enough = self.bits >= COINED or (self.bits >= RARE and self.makers.total() >= KNOWN)
        return enough and len(self.kinds) >= KINDS


def brands_of(tables: Sequence[TableRead]) -> Mapping[str, str]:
    """Brand -> the maker's name that most rows have it in."""
    rows = Counter((table.source.kind, maker) for table in tables for maker in table.rows.values())
    brands: dict[str, _Brand] = defaultdict(_Brand)
    shared = _shared(rows)
    for (kind, maker), many in rows.items():
        first = brand_key(maker).partition(" ")[0]
        brand, bits = _brand(maker) if first in shared else ("", 0.0)
        if brand:
            held = brands[brand]
            held.kinds.add(kind)
            held.makers[maker] += many
            held.bits = max(held.bits, bits)
    return {
        brand: held.makers.most_common(1)[0][0]
        for brand, held in sorted(brands.items())
        if held.names_one and len(brand) >= LEAST_LETTERS and brand not in observed().nobody
    }


def _shared(rows: Iterable[tuple[str, str]]) -> set[str]:
    """First words that enough kinds of tables have: no other name need be cut."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind, maker in rows:
        kinds[brand_key(maker).partition(" ")[0]].add(kind)
    return {word for word, held in kinds.items() if word and len(held) >= KINDS}


def _brand(maker: str) -> tuple[str, float]:
    """The brand of a name and its bits: the words that name, where nothing but a place stands before them; else ""."""
    tokens = [token for token in prepare(maker).tokens if token.kind not in PLACE_KINDS]
    many = next((at for at, token in enumerate(tokens) if token.kind != "brand"), len(tokens))
    words = [token.text for token in tokens[:many]]
    return (brand_key(" ".join(words)), max(token.bits for token in tokens[:many])) if 0 < many <= MOST_WORDS else ("", 0.0)
