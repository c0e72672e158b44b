"""Japanese readings of single characters and of words, learned from UniDic's lexicon (unidic-lite, BSD licence).

The lexicon says how words are written and read. Which part of a reading belongs to which character is found by expectation maximisation:
start with every cut equally likely, count, and count again with what was learned.
"""

import re
import struct
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import unidic_lite

HAN = re.compile(r"[々\u3400-\u9fff]{1,4}")
KANA = re.compile(r"[ァ-ヴー]+")
NOT_A_START = "ャュョァィゥェォッンー"


def lexicon() -> Iterator[tuple[str, str, str]]:
    """(class of word, as written in Han characters, reading in katakana) for each noun of the lexicon."""
    octets = Path(unidic_lite.DICDIR, "sys.dic").read_bytes()
    head = struct.unpack("<10I", octets[:40])
    start = 72 + head[6] + head[7]
    for feature in octets[start : start + head[8]].split(b"\0"):
        parts = feature.decode("utf-8").split(",")
        if len(parts) < 21 or parts[0] not in ("名詞", "接頭辞", "接尾辞"):
            continue
        kind = {"姓": "surname", "名": "given", "地名": "place"}.get(parts[3], {"地名": "place"}.get(parts[2], "word"))
        if HAN.fullmatch(parts[8]) and KANA.fullmatch(parts[20]):
            yield kind, parts[8], parts[20]


def cuts(kana: str, pieces: int) -> Iterator[tuple[str, ...]]:
    places = [at for at in range(1, len(kana)) if kana[at] not in NOT_A_START or kana[at] == "ッ"]
    for chosen in combinations([at for at in places if kana[at] != "ッ"], pieces - 1):
        edges = (0, *chosen, len(kana))
        parts = tuple(kana[one:two] for one, two in pairwise(edges))
        if all(len(part) <= 5 for part in parts):
            yield parts


def learn(words: list[tuple[str, str, str]], rounds: int = 4) -> dict[str, Counter[str]]:
    """Character -> reading -> expected number of times."""
    weight = {"given": 0.3, "surname": 1.0, "place": 1.0, "word": 1.0}
    cases = [(weight[kind], word.replace("々", ""), list(cuts(kana, len(word)))) for kind, word, kana in words if "々" not in word]
    known: dict[str, dict[str, float]] = {}
    counts: dict[str, Counter[str]] = {}
    for _ in range(rounds):
        counts = defaultdict(Counter)
        for times, word, ways in cases:
            scored = []
            for way in ways:
                chance = 1.0
                for char, part in zip(word, way, strict=True):
                    chance *= known.get(char, {}).get(part, 1e-4) if known else 1.0
                scored.append(chance)
            whole = sum(scored)
            for chance, way in zip(scored, ways, strict=True):
                if whole and chance / whole > 0.01:
                    for char, part in zip(word, way, strict=True):
                        counts[char][part] += times * chance / whole
        known = {char: {part: n / sum(parts.values()) for part, n in parts.items()} for char, parts in counts.items()}
    return counts
