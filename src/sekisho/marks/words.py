"""Makers' names in a device's own words: which runs of a text are asked of the tables.

A device names its maker where its text begins, or after a copyright sign; names further in are often a chip's, a customer's, an operating system's.
Which names the tables have, an engine keeps by `brand_key`.
"""

import re
import unicodedata
from collections.abc import Iterator

MOST_WORDS = 4
"""Of one name."""
REACH = 80
"""Characters after a place where a name may begin."""
_WORD = re.compile(r"[^\W_]+(?:[&+][^\W_]+)*")
_START = re.compile(r"^\W*(?:welcome to |this is |the )?(?:an? )?", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:copyright|\(c\)|©)[\s\d,–-]*(?:\(c\))?[\s\d,–-]*(?:by )?", re.IGNORECASE)


def brand_key(words: str) -> str:
    """A name as it is compared: width and case folded, signs dropped."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", words).casefold()))


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """For each place where a maker's name may begin, the runs of words there, the longest first."""
    first = _START.match(text)
    places = dict.fromkeys((first.end() if first else 0, *(found.end() for found in _COPYRIGHT.finditer(text))))
    for place in places:
        words = brand_key(text[place : place + REACH]).split()[:MOST_WORDS]
        if words:
            yield tuple(" ".join(words[:many]) for many in range(len(words), 0, -1))
