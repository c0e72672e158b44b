"""Which Latin words may stand for a Japanese word: by the concepts that both have, and by the table of words met inside names."""

import functools
from collections.abc import Mapping

from .lexicon import han_meanings, kana_meanings, latin_meanings, rows
from .readings import coverage
from .sounds import kana_sound, sound_key


@functools.cache
def translations() -> Mapping[str, frozenset[str]]:
    """Japanese word (Han or kana) -> Latin words and phrases, written together, that it may be translated by."""
    by_concept: dict[str, set[str]] = {}
    for word, held in latin_meanings().items():
        for concept in held.concepts:
            by_concept.setdefault(concept, set()).add(word)
    found: dict[str, set[str]] = {}
    for table in (han_meanings(), kana_meanings()):
        for word, held in table.items():
            for concept in held.concepts:
                known = (latin for latin in by_concept.get(concept, ()) if not reads_otherwise(word, latin))
                found.setdefault(word, set()).update(latin.replace(" ", "") for latin in known)
    for word, latin in rows("translations"):
        found.setdefault(word, set()).update(latin.split(","))
    return {word: frozenset(forms) for word, forms in found.items() if forms}


@functools.lru_cache(maxsize=50_000)
def reads_otherwise(japanese: str, latin: str) -> bool:
    """The Latin word is how another Japanese word of this meaning is read: `sangyo` is 産業, and not 工業."""
    sound = sound_key(latin)
    return sound in _romanised() and not _reads(japanese, sound)


def _is_kana(word: str) -> bool:
    return "ァ" <= word[0] <= "ヺ"


def _reads(japanese: str, sound: str) -> bool:
    return kana_sound(japanese) == sound if _is_kana(japanese) else coverage(japanese, sound, "ja") == 1.0


@functools.cache
def _romanised() -> frozenset[str]:
    """Latin forms of terms and places that are no translation but a reading, as sound keys."""
    native: dict[str, list[str]] = {}
    for table in (han_meanings(), kana_meanings()):
        for word, held in table.items():
            for concept in held.concepts:
                native.setdefault(concept, []).append(word)
    return frozenset(
        sound_key(latin)
        for latin, held in latin_meanings().items()
        for concept in held.concepts
        if any(not _is_kana(word) and _reads(word, sound_key(latin)) for word in native.get(concept, ()))
    )
