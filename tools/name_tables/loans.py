"""How loanwords are spelled: which Latin letters answer to which kana, learned from UniDic's lexicon (unidic-lite, BSD licence).

The lexicon gives the foreign word beside its kana (テクノロジー-technology). Which letters belong to which kana is found by expectation maximisation
over all cuts: count what every cut would pair, weigh by what was learned, and count again. Letters are in sound keys, as everything that is heard.
"""

import math
import re
import struct
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import unidic_lite

KANA, FOREIGN = re.compile(r"[ァ-ヴー]+"), re.compile(r"[A-Za-z]{2,}")
UNIT = re.compile("ッ?[クキ]ス|ッ?[ァ-ヴ][ァィゥェォャュョヮ]?ー*|[ァ-ヴー]")
MOST_LETTERS = 4
ROUNDS = 6
LEAST_SHARE, LEAST_TIMES = 0.004, 2.0
NATIVE_WEIGHT = 0.15
Pair = tuple[tuple[str, ...], str, float]


def units(kana: str) -> tuple[str, ...]:
    """Kana as they are heard together: ター, ック, ジェ; ン alone."""
    return tuple(UNIT.findall(kana))


def lexemes() -> Iterator[tuple[str, str, str]]:
    """(kana, foreign word or "", `word`, `name`, or `native` for a name of the language itself) for each lexeme."""
    octets = Path(unidic_lite.DICDIR, "sys.dic").read_bytes()
    head = struct.unpack("<10I", octets[:40])
    start = 72 + head[6] + head[7]
    for feature in octets[start : start + head[8]].split(b"\0"):
        parts = feature.decode("utf-8").split(",")
        if len(parts) > 20 and KANA.fullmatch(parts[20]):
            foreign = parts[7].partition("-")[2]
            if FOREIGN.fullmatch(foreign):
                yield parts[20], foreign.lower(), "name" if parts[1] == "固有名詞" else "word"
            elif parts[0] == "名詞" and parts[3] in ("姓", "地名") and parts[12] in ("固", "和"):
                yield parts[20], "", "native"


def learn(pairs: Sequence[Pair]) -> dict[str, Counter[str]]:
    """Unit of kana -> letters -> expected number of times."""
    known: dict[str, dict[str, float]] = {}
    counts: dict[str, Counter[str]] = {}
    for _ in range(ROUNDS):
        counts = defaultdict(Counter)
        for kana, letters, weight in pairs:
            _count(kana, letters, weight, known, counts)
        known = {unit: {text: times / sum(found.values()) for text, times in found.items()} for unit, found in counts.items()}
    return counts


def _count(kana: tuple[str, ...], letters: str, weight: float, known: dict[str, dict[str, float]], counts: dict[str, Counter[str]]) -> None:
    """Forward and backward sums over all cuts of one pair."""
    n, m = len(kana), len(letters)
    chance = [[[0.0] * (MOST_LETTERS + 1) for _ in range(m + 1)] for _ in range(n)]
    forward = [[0.0] * (m + 1) for _ in range(n + 1)]
    forward[0][0] = 1.0
    for i, unit in enumerate(kana):
        held = known.get(unit, {})
        for j in range(m + 1):
            if forward[i][j]:
                for width in range(min(MOST_LETTERS, m - j) + 1):
                    text = letters[j : j + width]
                    here = held.get(text, 1e-7) if known else _first_guess(width)
                    chance[i][j][width] = here
                    forward[i + 1][j + width] += forward[i][j] * here
    if forward[n][m] <= 1e-60:
        return
    backward = [[0.0] * (m + 1) for _ in range(n + 1)]
    backward[n][m] = 1.0
    for i in range(n - 1, -1, -1):
        for j in range(m + 1):
            for width in range(min(MOST_LETTERS, m - j) + 1):
                if chance[i][j][width]:
                    backward[i][j] += chance[i][j][width] * backward[i + 1][j + width]
                    share = forward[i][j] * chance[i][j][width] * backward[i + 1][j + width] / forward[n][m]
                    if share > 0.01:
                        counts[kana[i]][letters[j : j + width]] += weight * share


def _first_guess(width: int) -> float:
    return (0.03, 0.2, 0.4, 0.2, 0.05)[width]


def spellings(sound_key: Callable[[str], str], kana_sound: Callable[[str], str]) -> list[tuple[str, str, str]]:
    """(unit, letters as a sound key, bits of surprise), the usual spelling first."""
    pairs: dict[Pair, None] = {}
    for kana, foreign, _ in sorted(set(lexemes())):
        key = sound_key(foreign) if foreign else kana_sound(kana)
        parts = units(kana)
        if parts and len(parts) <= 10 and 1 < len(key) <= 14 and len(key) <= 4 * len(parts):
            pairs[parts, key, 1.0 if foreign else NATIVE_WEIGHT] = None
    rows = []
    for unit, found in sorted(learn(list(pairs)).items()):
        whole = sum(found.values())
        for letters, times in found.most_common():
            if times >= LEAST_TIMES and times / whole >= LEAST_SHARE:
                rows.append((unit, letters, f"{-math.log2(times / whole):.1f}"))
    return rows


def loanwords(common: set[str]) -> list[tuple[str, str]]:
    """(Latin word, its kana): words of the language, and what else company names use."""
    found: dict[str, dict[str, None]] = {}
    for kana, foreign, sort in sorted(set(lexemes())):
        if len(kana) > 1 and sort != "native" and (foreign in common or (sort == "word" and len(foreign) > 2)):
            found.setdefault(foreign, {})[kana] = None
    return [(word, ",".join(forms)) for word, forms in sorted(found.items())]
