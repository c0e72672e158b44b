"""The compiled loops behind `SecondLook`. Imported only where they are asked: the compiler takes a moment to start.

`spelled_many` has one name that is heard and many that are spelled, `heard_many` the other way round; the layout of both is told in `second_look`.
"""

import numba
import numpy as np

from ...names.aloud import LONGEST_HEARD
from ...names.explained import ONE_LETTER, SHORT

compiled = numba.njit(cache=True, nogil=True)
TABLE = 1 << 12
SHIFT = np.uint64(52)
MIX = np.uint64(0x9E3779B97F4A7C15)
ONE, ZERO, HALF = np.uint64(1), np.uint64(0), np.uint64(64)
WAY, THREE = np.uint64(1), np.uint64(2)


@compiled
def _slot(keys, key):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """Where a key stands, or the free place for it. No key is 0."""
    slot = np.int64((key * MIX) >> SHIFT)
    while keys[slot] != ZERO and keys[slot] != key:
        slot = (slot + 1) & (TABLE - 1)
    return slot


@compiled
def _bit(at):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """Masks (low, high) of the letter at a place."""
    if at < 64:
        return ONE << np.uint64(at), ZERO
    return ZERO, ONE << np.uint64(at - 64)


@compiled
def _run(start, end):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    low, high = ZERO, ZERO
    for at in range(start, end):
        one, two = _bit(at)
        low |= one
        high |= two
    return low, high


@compiled
def _open(numbers, spelled, known):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """The letters of the words that no meaning explains."""
    words = np.int64(numbers[spelled + 1])
    low, high = ZERO, ZERO
    for word in range(words):
        if not (known >> np.uint64(word)) & ONE:
            edges = numbers[spelled + 4 + words + word]
            one, two = _run(np.int64(edges >> np.uint64(32)), np.int64(edges & np.uint64(0xFFFFFFFF)))
            low |= one
            high |= two
    return low, high


@compiled
def _of_words(numbers, floats, spelled, known, threes, ways):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    words = np.int64(numbers[spelled + 1])
    bits, found = spelled + 4, 0.0
    for word in range(words):
        edges = numbers[bits + words + word]
        start, end = np.int64(edges >> np.uint64(32)), np.int64(edges & np.uint64(0xFFFFFFFF))
        if (known >> np.uint64(word)) & ONE or end == start:
            found += floats[bits + word]
            continue
        covered = 0
        for at in range(start, end):
            one, two = _bit(at)
            if (threes[0] & one) | (threes[1] & two) or (end - start <= SHORT and (ways[0] & one) | (ways[1] & two)):
                covered += 1
        found += floats[bits + word] * covered / (end - start)
    return found / floats[spelled + 3] if floats[spelled + 3] else 1.0


@compiled
def _of_units(numbers, floats, heard, sure, part):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    units, bits, found = np.int64(numbers[heard + 3]), heard + 5, 0.0
    for unit in range(units):
        if (sure >> np.uint64(unit)) & ONE:
            found += floats[bits + unit]
        elif (part >> np.uint64(unit)) & ONE:
            found += ONE_LETTER * floats[bits + unit]
    return found / floats[heard + 4]


@compiled
def spelled_many(numbers, floats, query, places, least):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """For each spelled name whether it and the query, which is heard, explain enough of one another."""
    ways, threes, meant = np.int64(numbers[query]), np.int64(numbers[query + 1]), np.int64(numbers[query + 2])
    first = query + 5 + np.int64(numbers[query + 3])
    keys, masks, kinds = np.zeros(TABLE, np.uint64), np.zeros(TABLE, np.uint64), np.zeros(TABLE, np.uint64)
    for at in range(first, first + ways):
        slot = _slot(keys, numbers[at])
        keys[slot], masks[slot], kinds[slot] = numbers[at], numbers[at + ways], WAY
    for at in range(first + 2 * ways, first + 2 * ways + threes):
        slot = _slot(keys, numbers[at])
        keys[slot] = numbers[at]
        kinds[slot] |= THREE
    meanings, units = np.zeros(TABLE, np.uint64), np.zeros(TABLE, np.uint64)
    for at in range(first + 2 * ways + threes, first + 2 * ways + threes + meant):
        slot = _slot(meanings, numbers[at])
        meanings[slot], units[slot] = numbers[at], numbers[at + meant]
    found = np.zeros(len(places), np.bool_)
    for number in range(len(places)):
        if places[number] >= 0:
            found[number] = _one_spelled(numbers, floats, query, places[number], (keys, masks, kinds), (meanings, units)) >= least
    return found


@compiled
def _one_spelled(numbers, floats, query, spelled, table, meanings):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    letters, words, meant = np.int64(numbers[spelled]), np.int64(numbers[spelled + 1]), np.int64(numbers[spelled + 2])
    known, sure, part = ZERO, ZERO, ZERO
    start = spelled + 4 + 2 * words
    for at in range(start, start + meant):
        slot = _slot(meanings[0], numbers[at])
        if meanings[0][slot]:
            known |= numbers[at + meant]
            sure |= meanings[1][slot]
    open_ = _open(numbers, spelled, known)
    keys, masks, kinds = table
    low, high, low_ways, high_ways = ZERO, ZERO, ZERO, ZERO
    for at in range(letters):
        key = ZERO
        for end in range(at, letters if letters - at < LONGEST_HEARD else at + LONGEST_HEARD):
            letter = numbers[spelled + 4 + 2 * words + 2 * meant + end]
            if letter == ZERO:
                break
            key = (key << np.uint64(8)) | letter
            slot = _slot(keys, key)
            if keys[slot] == ZERO:
                continue
            one, two = _run(at, end + 1)
            if kinds[slot] & THREE:
                low |= one
                high |= two
            if kinds[slot] & WAY:
                low_ways |= one
                high_ways |= two
                if (one & open_[0]) | (two & open_[1]):
                    if end > at:
                        sure |= masks[slot]
                    else:
                        part |= masks[slot]
    whole = _of_words(numbers, floats, spelled, known, (low, high), (low_ways | low, high_ways | high))
    return whole + _of_units(numbers, floats, query, sure, part)


@compiled
def heard_many(numbers, floats, query, places, least):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    """For each heard name whether it and the query, which is spelled, explain enough of one another."""
    letters, words, meant = np.int64(numbers[query]), np.int64(numbers[query + 1]), np.int64(numbers[query + 2])
    keys, lows, highs = np.zeros(TABLE, np.uint64), np.zeros(TABLE, np.uint64), np.zeros(TABLE, np.uint64)
    for at in range(letters):
        key = ZERO
        for end in range(at, letters if letters - at < LONGEST_HEARD else at + LONGEST_HEARD):
            letter = numbers[query + 4 + 2 * words + 2 * meant + end]
            if letter == ZERO:
                break
            key = (key << np.uint64(8)) | letter
            slot = _slot(keys, key)
            one, two = _run(at, end + 1)
            keys[slot] = key
            lows[slot] |= one
            highs[slot] |= two
    meanings, owners = np.zeros(TABLE, np.uint64), np.zeros(TABLE, np.uint64)
    start = query + 4 + 2 * words
    for at in range(start, start + meant):
        slot = _slot(meanings, numbers[at])
        meanings[slot], owners[slot] = numbers[at], numbers[at + meant]
    found = np.zeros(len(places), np.bool_)
    for number in range(len(places)):
        if places[number] >= 0:
            found[number] = _one_heard(numbers, floats, query, places[number], (keys, lows, highs), (meanings, owners)) >= least
    return found


@compiled
def _one_heard(numbers, floats, query, heard, table, meanings):  # type: ignore[no-untyped-def]  # pragma: no cover (compiled)
    ways, threes, meant = np.int64(numbers[heard]), np.int64(numbers[heard + 1]), np.int64(numbers[heard + 2])
    known, sure, part = ZERO, ZERO, ZERO
    first = heard + 5 + np.int64(numbers[heard + 3])
    start = first + 2 * ways + threes
    for at in range(start, start + meant):
        slot = _slot(meanings[0], numbers[at])
        if meanings[0][slot]:
            known |= meanings[1][slot]
            sure |= numbers[at + meant]
    open_ = _open(numbers, query, known)
    keys, lows, highs = table
    low, high, low_ways, high_ways = ZERO, ZERO, ZERO, ZERO
    for at in range(first, first + ways):
        slot = _slot(keys, numbers[at])
        if keys[slot]:
            low_ways |= lows[slot]
            high_ways |= highs[slot]
            if (lows[slot] & open_[0]) | (highs[slot] & open_[1]):
                if numbers[at] > 255:
                    sure |= numbers[at + ways]
                else:
                    part |= numbers[at + ways]
    for at in range(first + 2 * ways, first + 2 * ways + threes):
        slot = _slot(keys, numbers[at])
        if keys[slot]:
            low |= lows[slot]
            high |= highs[slot]
    whole = _of_words(numbers, floats, query, known, (low, high), (low_ways | low, high_ways | high))
    return whole + _of_units(numbers, floats, heard, sure, part)
