"""What the tables of this room know, read once and lazily: readings, business terms, places, look-alikes, rarity."""

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .. import resources

SPLIT = ","
UNSEEN_BITS = 15.5
"""Bits of a Latin word that no official list has: about one name in fifty thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a form stands for: `concepts` it may translate, and `kind` (generic, line, sector; country, region, province, city)."""

    concepts: frozenset[str]
    kind: str

    @property
    def is_place(self) -> bool:
        return self.kind in PLACE_KINDS


PLACE_KINDS = frozenset({"country", "region", "province", "city"})
CRAFTS = frozenset({"technology", "science_technology", "science"})
"""Concepts of a trade that a company of another trade does not bear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a character or word is read aloud, as sound keys: Mandarin, Japanese (usual first), Wade-Giles and Hong Kong spellings."""

    mandarin: str = ""
    initial: str = ""
    japanese: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a table, its head left out."""
    for line in resources.read(f"names/tables/{name}.tsv").decode("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@functools.cache
def character_readings() -> dict[str, Reading]:
    from .sounds import sound_key

    return {
        char: Reading(
            mandarin=sound_key(mandarin),
            initial=mandarin[:1],
            japanese=tuple(japanese.split(SPLIT)) if japanese else (),
            elsewhere=tuple(other.split(SPLIT)) if other else (),
        )
        for char, mandarin, japanese, other in rows("han_readings")
    }


@functools.cache
def word_readings() -> dict[str, tuple[str, str]]:
    """Word -> (pinyin, Japanese readings), as written in the table: a reading is parsed where it is met."""
    return {word: (mandarin, japanese) for word, mandarin, japanese in rows("han_words")}


@functools.cache
def _meanings() -> tuple[dict[str, Meaning], dict[str, Meaning], dict[str, Meaning]]:
    tables: tuple[dict[str, Meaning], ...] = ({}, {}, {})
    for name, width in (("terms", 2), ("places", 3)):
        for row in rows(name):
            for table, forms in zip(tables, row[width:], strict=True):
                for form in forms.split(SPLIT) if forms else ():
                    held = table.get(form)
                    concepts = frozenset({row[0]}) | (held.concepts if held else frozenset())
                    table[form] = Meaning(concepts=concepts, kind=_kind(held, row[1]))
    return tables[0], tables[1], tables[2]


def _kind(held: Meaning | None, kind: str) -> str:
    """A form of two meanings says no more than the vaguer one; a place stays a place."""
    if held is None or held.kind == kind:
        return kind
    for vague in ("country", "province", "city", "region", "generic", "line"):
        if vague in (held.kind, kind):
            return vague
    return kind


def han_meanings() -> dict[str, Meaning]:
    """Folded Han form -> meaning."""
    return _meanings()[0]


def kana_meanings() -> dict[str, Meaning]:
    """Katakana form -> meaning."""
    return _meanings()[1]


def latin_meanings() -> dict[str, Meaning]:
    """Latin word or phrase (lower case, spaces between words) -> meaning."""
    return _meanings()[2]


@functools.cache
def places_inside() -> dict[str, str]:
    """Place -> the place that contains it (blank for countries)."""
    return {row[0]: row[2] for row in rows("places")}


def places_around(places: Iterable[str]) -> set[str]:
    """These places and every one that contains one of them."""
    inside, wide = places_inside(), set(places)
    for place in tuple(wide):
        while place := inside.get(place, ""):
            wide.add(place)
    return wide


@functools.cache
def bits() -> dict[str, float]:
    """Latin word or Han character -> bits of surprise in a company name."""
    return {token: float(value) for token, value in rows("rarity")}


@functools.cache
def confusables() -> tuple[dict[str, str], dict[str, str]]:
    """(letter of another alphabet -> the Latin letter it looks like, Han look-alike -> kana)."""
    latin: dict[str, str] = {}
    kana: dict[str, str] = {}
    for kind, look, meant in rows("confusables"):
        (latin if kind == "latin" else kana)[look] = meant
    return latin, kana


@functools.cache
def pinyin() -> dict[str, str]:
    """Han character -> its syllable in pinyin, as written (no sound key: chang is not zhang, lan is not ran)."""
    return {char: mandarin for char, mandarin, *_ in rows("han_readings") if mandarin}


@functools.cache
def pinyin_words() -> dict[str, str]:
    """Word that is read otherwise than its characters -> its pinyin."""
    return {word: mandarin for word, mandarin, _ in rows("han_words") if mandarin}


@functools.cache
def chinese_meanings() -> dict[str, dict[str, float]]:
    """Han characters -> English words and phrases, and the share of names in which each stands for them."""
    found: dict[str, dict[str, float]] = {}
    for han, _, words in rows("chinese_words"):
        pairs = (word.rpartition(":") for word in words.split(SPLIT) if word)
        found[han] = {word: float(share) for word, _, share in pairs}
    return found


@functools.cache
def chinese_left_out() -> dict[str, float]:
    """Han term -> the share of names whose English leaves it out."""
    return {han: float(left) for han, left, _ in rows("chinese_words") if left}


@functools.cache
def english_shares() -> dict[str, tuple[float, float]]:
    """English word or phrase -> (share of Chinese companies that have it, share of these where no character answers to it; blank counts as 1)."""
    return {word: (float(share), float(left or 1)) for word, share, left in rows("chinese_english")}
