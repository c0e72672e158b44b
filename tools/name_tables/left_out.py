"""How often a term of a Japanese name is left out of the English one, and how often a word of the English name answers to nothing.

Counted on the names of EDINET, one in five left out, through the own walk of the package over both names: 工業 goes with every second name,
銀行 with none.
"""

import csv
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sekisho.names.align import align_across
from sekisho.names.lexicon import PLACE_KINDS
from sekisho.names.prepared import prepare

from .tables import kept_apart

LEAST = 3
PRIOR, WEIGHT = 0.05, 6.0
"""What is supposed of a word that was not seen, and how many names that counts for."""


def left_out(corpus: Path) -> Iterator[tuple[str, ...]]:
    """(native or latin, word, bits of leaving it unanswered)."""
    told: dict[str, Counter[str]] = {"native": Counter(), "latin": Counter()}
    over: dict[str, Counter[str]] = {"native": Counter(), "latin": Counter()}
    with (corpus / "edinet/edinet_codes_dev70.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["name_en"] and not kept_apart(row["name_ja"]):
                _count(row["name_ja"], row["name_en"], told, over)
    for side, counts in told.items():
        for word, times in sorted(counts.items()):
            if times >= LEAST:
                yield side, word, f"{-math.log2((over[side][word] + PRIOR * WEIGHT) / (times + WEIGHT)):.1f}"


def _count(native: str, latin: str, told: dict[str, Counter[str]], over: dict[str, Counter[str]]) -> None:
    """Only names of which a brand or a place is met: the others are translated freely, or are not one company's."""
    p, q = prepare(native), prepare(latin)
    if q.scripts != "l" or p.scripts == "l":
        return
    found = align_across(p, q)
    if any(pair.kind == "brand" or pair.kind in PLACE_KINDS for pair in found.pairs):
        for side, tokens, left in (("native", p.tokens, found.left), ("latin", q.tokens, found.right)):
            told[side].update(token.text for token in tokens if token.kind != "brand")
            over[side].update(token.text for token in left if token.kind != "brand")
