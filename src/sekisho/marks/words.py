"""Makers' names in a device's own words: which runs of a text are asked of the tables.

A name is met as its brand, a word or a few of them in order, never inside a word. Which brands the tables have, an engine keeps by `brand_key`.
"""

import re
import unicodedata
from collections.abc import Iterator

MOST_WORDS = 4
"""Of one brand."""
LOOKED_AT = 160
"""Words of a text that are looked at: makers name themselves early, and logs run on."""
_WORD = re.compile(r"[^\W_]+(?:[&+][^\W_]+)*")


def brand_key(words: str) -> str:
    """A brand as it is compared: width and case folded, signs dropped."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", words).casefold()))


def runs(text: str) -> Iterator[str]:
    """Every run of up to `MOST_WORDS` words, the longest first at each place; a word in CamelCase stands for its parts too."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text[:4_000]).casefold())[:LOOKED_AT]
    for at in range(len(words)):
        for many in range(min(MOST_WORDS, len(words) - at), 0, -1):
            yield " ".join(words[at : at + many])
