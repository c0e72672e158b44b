"""Which Latin words may stand for a Japanese word: by the concepts that both have, and by the table of words met inside names."""

import functools
from collections.abc import Mapping

from .lexicon import han_meanings, kana_meanings, latin_meanings, rows
from .readings import coverage
from .sounds import kana_sound, sound_key


@functools.lru_cache(maxsize=50_000)
def translated(word: str) -> frozenset[str]:
    """The Latin words and phrases, written together, by which a Japanese word (Han or kana) may be translated; none for one that no table has."""
    found = set(_by_hand().get(word, ()))
    for table in (han_meanings(), kana_meanings()):
        for concept in table[word].concepts if word in table else ():
            found.update(latin.replace(" ", "") for latin in _latin_words().get(concept, ()) if not reads_otherwise(word, latin))
    return frozenset(found)


@functools.cache
def _by_hand() -> Mapping[str, list[str]]:
    """Words met inside names, of the table of translations."""
    return {word: latin.split(",") for word, latin in rows("translations")}


@functools.cache
def _latin_words() -> Mapping[str, tuple[str, ...]]:
    """Concept -> its Latin words."""
    found: dict[str, list[str]] = {}
    for word, held in latin_meanings().items():
        for concept in held.concepts:
            found.setdefault(concept, []).append(word)
    return {concept: tuple(words) for concept, words in found.items()}


@functools.lru_cache(maxsize=50_000)
def reads_otherwise(japanese: str, latin: str) -> bool:
    """The Latin word is how another Japanese word of this meaning is read: `sangyo` is 産業, and not 工業."""
    sound = sound_key(latin)
    return _romanised(sound) and not _reads(japanese, sound)


def _is_kana(word: str) -> bool:
    return "ァ" <= word[0] <= "ヺ"


def _reads(japanese: str, sound: str) -> bool:
    return kana_sound(japanese) == sound if _is_kana(japanese) else coverage(japanese, sound, "ja") == 1.0


@functools.lru_cache(maxsize=20_000)
def _romanised(sound: str) -> bool:
    """Whether a Latin form of a term or place that sounds so is no translation but a reading of one of its words."""
    return any(_reads(word, sound) for concept in _concepts_of_sounds().get(sound, ()) for word in _han_words().get(concept, ()))


@functools.cache
def _concepts_of_sounds() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for latin, held in latin_meanings().items():
        found.setdefault(sound_key(latin), set()).update(held.concepts)
    return {sound: frozenset(concepts) for sound, concepts in found.items()}


@functools.cache
def _han_words() -> Mapping[str, tuple[str, ...]]:
    """Concept -> the words of it in Han characters."""
    found: dict[str, list[str]] = {}
    for table in (han_meanings(), kana_meanings()):
        for word, held in table.items():
            for concept in held.concepts if not _is_kana(word) else ():
                found.setdefault(concept, []).append(word)
    return {concept: tuple(words) for concept, words in found.items()}
