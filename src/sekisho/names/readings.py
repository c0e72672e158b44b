"""How a name is read aloud: Mandarin and Japanese readings of Han characters from precompiled tables, kana as they stand.

`aloud` gives the likeliest readings, for keys. `coverage` asks the other way round: can this writing be read as that sound? It follows every reading
of every character and word at once, so that 立 may be *tachi* in one name and *ritsu* in the next, without listing all combinations.
"""

import functools
from itertools import islice, product

from rapidfuzz.distance import OSA

from .lexicon import Reading, character_readings, rows, word_readings
from .sounds import kana_sound, sound_key

MOST_KEYS = 6
_NONE = Reading()


@functools.lru_cache(maxsize=200_000)
def mandarin(han: str) -> str:
    """The sound key of a run of Han characters read in Mandarin, polyphones by phrase."""
    words, chars = word_readings(), character_readings()
    out: list[str] = []
    at = 0
    while at < len(han):
        for width in (3, 2):
            held = words.get(han[at : at + width])
            if held and held[0] and at + width <= len(han):
                out.append(sound_key(held[0]))
                at += width
                break
        else:
            out.append(chars.get(han[at], _NONE).mandarin)
            at += 1
    return sound_key("".join(out))


@functools.lru_cache(maxsize=200_000)
def japanese(han: str) -> tuple[str, ...]:
    """The likeliest Japanese sound keys of a run of Han characters, the best first, six at most."""
    parts = [one for one in _parts(han) if one]
    ways = islice(product(*(part[: 2 if len(parts) < 4 else 1] for part in parts)), MOST_KEYS)
    return tuple(dict.fromkeys(sound_key("".join(way)) for way in ways)) if parts else ()


def _parts(han: str) -> list[tuple[str, ...]]:
    words, chars = word_readings(), character_readings()
    parts: list[tuple[str, ...]] = []
    at = 0
    while at < len(han):
        for width in (4, 3, 2):
            held = words.get(han[at : at + width]) if at + width <= len(han) else None
            if held and held[1]:
                parts.append(tuple(held[1].split(",")))
                at += width
                break
        else:
            parts.append(chars.get(han[at], _NONE).japanese)
            at += 1
    return parts


@functools.lru_cache(maxsize=50_000)
def _steps(text: str, nation: str) -> tuple[tuple[tuple[int, tuple[str, ...]], ...], ...]:
    """From each position of a text: (how many characters on, readings that may be heard for them)."""
    words, chars = word_readings(), character_readings()
    steps: list[tuple[tuple[int, tuple[str, ...]], ...]] = []
    at = 0
    while at < len(text):
        if "ァ" <= text[at] <= "ー":
            end = at
            while end < len(text) and "ァ" <= text[end] <= "ー":
                end += 1
            steps.append(((end - at, (kana_sound(text[at:end]),)),))
            steps.extend(() for _ in range(end - at - 1))
            at = end
            continue
        here: list[tuple[int, tuple[str, ...]]] = [(1, _heard(chars.get(text[at], _NONE), text[at], nation))]
        for width in (2, 3, 4):
            held = words.get(text[at : at + width]) if at + width <= len(text) else None
            if held:
                here.append((width, _word_heard(held, nation)))
        steps.append(tuple(here))
        at += 1
    return tuple(steps)


def _word_heard(held: tuple[str, str], nation: str) -> tuple[str, ...]:
    mandarin_way = (sound_key(held[0]),) if held[0] and nation != "ja" else ()
    return mandarin_way + (tuple(held[1].split(",")) if held[1] and nation != "zh" else ())


def _heard(reading: Reading, char: str, nation: str) -> tuple[str, ...]:
    if reading is _NONE:
        return (sound_key(char), *letter_names().get(char, ())) if char.isascii() else ()
    heard: tuple[str, ...] = ()
    if nation != "ja":
        heard += (reading.mandarin, *reading.elsewhere)
    if nation != "zh":
        heard += reading.japanese
    return tuple(dict.fromkeys(one for one in heard if one))


@functools.lru_cache(maxsize=100_000)
def coverage(text: str, sound: str, nation: str = "") -> float:
    """How much of `sound` (a sound key) is explained by reading `text` aloud: 1.0 = all of both; `nation` ja, zh or blank for either."""
    if not text or not sound:
        return 0.0
    steps = _steps(text, nation)
    reached: list[set[int]] = [set() for _ in range(len(text) + 1)]
    reached[0].add(0)
    for at, ways in enumerate(steps):
        if not reached[at]:
            continue
        for width, heard in ways:
            beyond = reached[at + width]
            for place in reached[at]:
                for one in heard:
                    if sound.startswith(one, place):
                        beyond.add(place + len(one))
                    if place and len(one) > 1 and one[0] == sound[place - 1] and sound.startswith(one[1:], place):
                        beyond.add(place + len(one) - 1)
                    elif one == "u" and place and sound[place - 1] == "o":
                        beyond.add(place)
    if len(sound) in reached[len(text)]:
        return 1.0
    return _partly(text, sound, nation, reached)


def _partly(text: str, sound: str, nation: str, reached: list[set[int]]) -> float:
    """From the best place that was reached, the rest by likeness of spelling; or the whole by likeness, whichever is more."""
    best = max(OSA.normalized_similarity(way, sound) for way in _whole(text, nation))
    for at in range(len(text) - 1, 0, -1):
        if reached[at]:
            place = max(reached[at])
            rest = sound[place:]
            wrong = min(OSA.distance(way, rest) for way in _whole(text[at:], nation))
            longest = place + max(len(rest), max(len(way) for way in _whole(text[at:], nation)), 1)
            return max(best, 1 - wrong / longest - 0.02)
    return best


def _whole(text: str, nation: str) -> tuple[str, ...]:
    ways: tuple[str, ...] = ()
    if nation != "ja":
        ways += (mandarin_mixed(text),)
    if nation != "zh":
        ways += japanese_mixed(text)
    return ways or ("",)


@functools.lru_cache(maxsize=100_000)
def japanese_mixed(text: str) -> tuple[str, ...]:
    """Japanese sound keys of a text of Han characters and kana."""
    runs = _runs(text)
    if len(runs) == 1 and not runs[0][1]:
        return japanese(text)
    ways = islice(product(*((kana_sound(run),) if kana else (japanese(run)[:2] or ("",)) for run, kana in runs)), MOST_KEYS)
    return tuple(dict.fromkeys(sound_key("".join(way)) for way in ways))


def mandarin_mixed(text: str) -> str:
    """The Mandarin sound key of a text; kana in it are read as kana."""
    return sound_key("".join(kana_sound(run) if kana else mandarin(run) for run, kana in _runs(text)))


def _runs(text: str) -> list[tuple[str, bool]]:
    runs: list[tuple[str, bool]] = []
    for char in text:
        kana = "ァ" <= char <= "ー"
        if runs and runs[-1][1] == kana:
            runs[-1] = (runs[-1][0] + char, kana)
        else:
            runs.append((char, kana))
    return runs


@functools.cache
def letters_in_kana() -> dict[str, str]:
    """Katakana name of a letter -> the letter."""
    return {kana: letter for kind, kana, letter in rows("spelling") if kind == "letter"}


@functools.cache
def letter_names() -> dict[str, tuple[str, ...]]:
    """Letter or digit -> the sounds of its names in Japanese."""
    names: dict[str, list[str]] = {}
    for kind, kana, sign in rows("spelling"):
        if kind in ("letter", "digit"):
            names.setdefault(sign, []).append(kana_sound(kana))
    return {letter: tuple(dict.fromkeys(sounds)) for letter, sounds in names.items()}


@functools.lru_cache(maxsize=50_000)
def spelled_out(kana: str) -> str:
    """The Latin letters that a katakana word spells (シーアイジェイ -> cij), blank where it is no spelling of two letters or more."""
    out, at = "", 0
    while at < len(kana):
        for width in (5, 4, 3, 2):
            letter = letters_in_kana().get(kana[at : at + width])
            if letter and at + width <= len(kana):
                out += letter
                at += width
                break
        else:
            return ""
    return out if len(out) > 1 else ""
