"""Labelled pairs and screening sets from the public lists, in two parts for ever: `tune` (to learn from) and `kept` (what the scorecard reads).

The part is a function of the left-hand name alone (SHA-256): one name in five is kept, by the rule by which the package's own tables and weights
keep names apart (`kept_apart` of tools/name_tables), so that what is measured here is what they have not seen.
A set has as many different pairs as true ones: half *hard* (the right-hand name of another company that shares the rarest words or characters with
the true one), half *random*.
"""

import functools
import hashlib
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from . import notices, sources
from .sources import letters

SEED = 20261122
MOST_TRUE = 600
"""True pairs of a set at most; as many different ones are added."""
ONE_IN = 5
RARE = 25
"""A word is rare where at most so many names of the list have it."""
ALIKE = 0.5
NOTICE_ONE_IN = 2
"""The notices are few, and no table is made from them."""
MOST_SHARED = 400
"""Words and characters that more names have make no hard pair."""
Part = Literal["tune", "kept"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two names and whether they are one company's; `kind` is true, hard or random."""

    left: str
    right: str
    kind: Literal["true", "hard", "random"]

    @property
    def same(self) -> bool:
        return self.kind == "true"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSet:
    """A named set of labelled pairs and where they are from."""

    name: str
    source: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One company with a name on either side."""

    id: str
    left: str
    right: str


def part_of(name: str, one_in: int = ONE_IN) -> Part:
    """`tune` or `kept`, for ever, by the SHA-256 of the name."""
    return "kept" if int(hashlib.sha256(name.encode()).hexdigest(), 16) % one_in == 0 else "tune"


def chance(*parts: object) -> random.Random:
    """A source of chance that is the same on every run for the same words."""
    return random.Random(":".join(map(str, (SEED, *parts))))


def features(name: str) -> frozenset[str]:
    """Words of a Latin name; pairs of characters of any other."""
    if re.search("[぀-鿿]", name):
        bare = letters(name)
        return frozenset(bare[place : place + 2] for place in range(len(bare) - 1)) or frozenset((bare,))
    return frozenset(word for word in re.split(r"[^\w]+", name.casefold()) if word)


def pair_set(name: str, source: str, rows: Iterable[Labelled], *, part: Part = "kept", most: int = MOST_TRUE, one_in: int = ONE_IN) -> PairSet:
    """True pairs of this part and as many different ones; the order is fixed by the seed."""
    mine = sorted((row for row in rows if part_of(row.left, one_in) == part and letters(row.left) and letters(row.right)), key=lambda row: row.id)
    dice = chance(name, part)
    dice.shuffle(mine)
    chosen = mine[:most]
    half = (len(chosen) + 1) // 2
    hard, alone = _hard(chosen[:half], mine)
    drawn = _random([*chosen[half:], *alone], mine, dice)
    pairs = [Pair(left=row.left, right=row.right, kind="true") for row in chosen] + hard + drawn
    dice.shuffle(pairs)
    return PairSet(name=name, source=source, pairs=tuple(pairs))


def _apart(one: Labelled, other: Labelled) -> bool:
    """Different companies, and no name of the one is written like a name of the other."""
    mine, theirs = ({letters(row.left), letters(row.right)} for row in (one, other))
    return one.id != other.id and not mine & theirs


def _random(rows: Sequence[Labelled], pool: Sequence[Labelled], dice: random.Random) -> list[Pair]:
    found = []
    for row in rows:
        others = [other for other in dice.sample(pool, min(6, len(pool))) if _apart(row, other)]
        found += [Pair(left=row.left, right=others[0].right, kind="random")] if others else []
    return found


Postings = dict[tuple[str, str], list[int]]


def _hard(rows: Sequence[Labelled], pool: Sequence[Labelled]) -> tuple[list[Pair], list[Labelled]]:
    """For each row the other company that shares the most weight of rare features on either side; and the rows for which nobody shares any."""
    postings: Postings = defaultdict(list)
    for place, row in enumerate(pool):
        for feature in _sides(row):
            postings[feature].append(place)
    found, alone = [], []
    for row in rows:
        best = _nearest(row, pool, postings)
        if best is None:
            alone.append(row)
        else:
            found.append(Pair(left=row.left, right=best.right, kind="hard"))
    return found, alone


def _sides(row: Labelled) -> list[tuple[str, str]]:
    return [*(("left", feature) for feature in sorted(features(row.left))), *(("right", feature) for feature in sorted(features(row.right)))]


def _nearest(row: Labelled, pool: Sequence[Labelled], postings: Postings) -> Labelled | None:
    votes: Counter[int] = Counter()
    for feature in _sides(row):
        if len(postings[feature]) <= MOST_SHARED:
            for place in postings[feature]:
                votes[place] += int(1000 * math.log(1 + len(pool) / len(postings[feature])))
    return next((pool[place] for place, _ in votes.most_common(12) if _apart(row, pool[place])), None)


def _shared_triples(left: str, right: str) -> float:
    """The share of letter triples of two Latin names that both have."""
    one, other = ({text[place : place + 3] for place in range(len(text) - 2)} for text in (letters(left), letters(right)))
    return len(one & other) / len(one | other) if one | other else 0.0


@functools.cache
def ofac_aliases() -> tuple[Labelled, ...]:
    """Every alias of an OFAC organisation beside its primary name, equal ones left out."""
    return tuple(
        Labelled(id=one.id, left=one.name, right=alias)
        for one in sources.sanctioned()
        for alias in one.aliases
        if letters(alias) != letters(one.name)
    )


def _derivable() -> list[Labelled]:
    """Aliases that can be known by their letters: half of the triples are shared."""
    return [row for row in ofac_aliases() if _shared_triples(row.left, row.right) >= ALIKE]


def _related() -> list[Labelled]:
    """Aliases that share a rare word at least; many are translations or parts, and no spelling alone proves them."""
    count = Counter(word for one in sources.sanctioned() for name in {one.name, *one.aliases} for word in features(name))
    rare = {word for word, names in count.items() if names <= RARE and len(word) > 2}
    return [row for row in ofac_aliases() if features(row.left) & features(row.right) & rare]


def _columns(companies: Iterable[sources.Company], left: str, right: str) -> list[Labelled]:
    rows = (Labelled(id=one.id, left=getattr(one, left), right=getattr(one, right)) for one in companies)
    return [row for row in rows if row.left and row.right and letters(row.left) != letters(row.right)]


def _abbreviations() -> list[Labelled]:
    rows = _columns(sources.taiwanese(), "native", "english")
    return [row for row in rows if len(letters(row.right)) > 3]


def _notices() -> list[Labelled]:
    distinct = {entry.japanese: entry for entry in notices.entries()}
    return [Labelled(id=letters(one.english), left=one.japanese, right=one.english) for one in distinct.values()]


SETS: dict[str, tuple[str, Callable[[], Iterable[Labelled]]]] = {
    "latin": ("OFAC organisations: primary names and aliases that share half of their letter triples", _derivable),
    "latin-related": ("OFAC organisations: primary names and aliases that share a rare word, translations among them", _related),
    "ja-en": ("EDINET: Japanese and English names", lambda: _columns(sources.japanese(), "native", "english")),
    "ja-kana": ("EDINET: Japanese names and their kana", lambda: _columns(sources.japanese(), "native", "kana")),
    "kana-en": ("EDINET: kana and English names", lambda: _columns(sources.japanese(), "kana", "english")),
    "zh-en": ("Shenzhen: Chinese full and English names", lambda: _columns(sources.chinese(), "native", "english")),
    "zh-short": ("Shenzhen: full and short names", lambda: _columns(sources.chinese(), "native", "short")),
    "tw-short": ("Taiwan: full and short names, traditional characters", lambda: _columns(sources.taiwanese(), "native", "short")),
    "zh-abbreviation": ("Taiwan: full names and English abbreviations of four letters or more", _abbreviations),
    "notice": ("Japanese notices: Japanese and English names of an entry", _notices),
}


def labelled(name: str, *, part: Part = "kept", most: int = MOST_TRUE) -> PairSet:
    """The set of this name, from the part asked for."""
    source, rows = SETS[name]
    return pair_set(name, source, rows(), part=part, most=most, one_in=NOTICE_ONE_IN if name == "notice" else ONE_IN)


def three_letters(most: int = 200) -> tuple[Pair, ...]:
    """Full names beside English abbreviations of three letters or fewer, on which nobody should alert."""
    rows = [row for row in _columns(sources.taiwanese(), "native", "english") if len(letters(row.right)) <= 3 and part_of(row.left) == "kept"]
    return tuple(Pair(left=row.left, right=row.right, kind="true") for row in rows[:most])
