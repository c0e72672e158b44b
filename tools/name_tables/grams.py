"""How surprising three letters running are in the sound of a company name: what candidates of a search are weighed by."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from sekisho.names.clues import loan_sound

from .tables import kept_apart, sound_key

LEAST = 3


def grams(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(three letters, bits); `^` and `$` are the ends of a word, `~` marks a loanword without its vowels. Names kept apart are not counted."""
    counts: Counter[str] = Counter()
    total = 0
    for name in dict.fromkeys(names):
        if name and name.isascii() and not kept_apart(name):
            total += 1
            words = ["".join(char for char in word if char.isalnum()) for word in name.lower().split()]
            counts.update({three for word in words for three in _threes(sound_key(word))})
            counts.update({"~" + three for word in words for three in _threes(loan_sound(word, False))})
    for three, times in sorted(counts.items()):
        if times >= LEAST:
            yield three, f"{math.log2(total / times):.1f}"


def _threes(word: str) -> Iterator[str]:
    ended = f"^{word}$"
    return (ended[at : at + 3] for at in range(len(ended) - 2))
