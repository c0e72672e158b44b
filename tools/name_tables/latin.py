"""Cases to fit the Latin weights on: spoilt names, aliases, and the likest of the companies that are somebody else's."""

import csv
import heapq
import math
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sekisho.names.facts import facts_of, family_of
from sekisho.names.lexicon import rows
from sekisho.names.prepared import prepare

from .pairs import damages, true_pairs
from .tables import kept_apart

TAILS = (
    "Group", "Holdings", "International", "Japan", "China", "Europe", "America", "Hong Kong Ltd", "Singapore Pte Ltd", "USA Inc", "Technologies",
    "Technology", "Asia", "Middle East FZE", "Deutschland GmbH", "France", "India Pvt Ltd", "Global",
)  # fmt: skip
"""What companies of a group add to its name."""
MOST_SHARED = 1_500
CANDIDATES = 12
ALIKE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Two names, whether they are one company's, the facts, and the name that was asked for (so that the likest of its candidates are found)."""

    asked: str
    same: bool
    facts: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """`spoilt` are true; `near` are names of nobody in the register beside their likest; `balanced` half true, a quarter hard, a quarter random."""

    spoilt: list[Case]
    near: list[Case]
    balanced: list[Case]


def cases(corpus: Path, apart: bool, dice: random.Random, most: int) -> Cases:
    """From the part that was kept apart, or from the rest; `most` names of either list are spoilt, four times as many asked for."""
    names = true_pairs(corpus)
    english = {name for key in ("ja-en", "zh-en") for _, name in names[key]}
    register = sorted({name for pair in names["alias"] for name in pair} | {name for name, _ in names["latin"]} - english)
    held = {_letters(name) for name in register}
    outside = sorted({*_makers(corpus), *english})
    outside = [name for name in outside if kept_apart(name) == apart and _letters(name) not in held]
    inside = [name for name in register if kept_apart(name) == apart]
    probe = Probe(register)
    asked = dice.sample(outside, min(4 * most, len(outside)))
    return Cases(
        spoilt=[case for side in (inside, outside) for name in dice.sample(side, min(most, len(side))) for case in _spoilt(name, dice)],
        near=[case for name in asked for other in probe.likest(name) for case in _case(name, other, False)],
        balanced=list(_balanced([pair for pair in names["alias"] if kept_apart(pair[0]) == apart], dice)),
    )


def _letters(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def _makers(corpus: Path) -> Iterator[str]:
    for registry in ("oui", "mam", "oui36"):
        with (corpus / f"ieee/{registry}.csv").open(encoding="utf-8", errors="replace") as lines:
            yield from {row[2].strip() for row in csv.reader(lines) if len(row) > 2 and len(row[2].strip()) > 2}


def _case(asked: str, other: str, same: bool) -> Iterator[Case]:
    p, q = prepare(asked), prepare(other)
    if family_of(p, q) == "latin" and (same or _letters(asked) != _letters(other)):
        yield Case(asked=asked, same=same, facts=facts_of(p, q))


def _spoilt(name: str, dice: random.Random) -> Iterator[Case]:
    if len(_letters(name)) < 8 or len(name.split()) < 2:
        return
    ways = [worse for kind, worse in damages(name, dice) if kind != "word-dropped" or _is_still_told(worse)]
    length = dice.randint(30, 35)
    ways += [name[:length].rstrip()] if len(name) > length else []
    short = _abbreviated(name, dice)
    for way in (*ways, *([short] if short else [])):
        yield from _case(name, way, True)
    brand = prepare(name).brand
    if sum(token.bits for token in brand) > 13:
        short = " ".join(token.text for token in brand)
        yield from _case(name, short, True)
        for whole in (name, short):
            yield from _case(whole, f"{whole} {dice.choice(TAILS)}", True)


def _is_still_told(name: str) -> bool:
    """A rare word is left, or two words: nobody can tell whose a common word is."""
    return sum(token.bits for token in prepare(name).tokens) >= 12


def _abbreviated(name: str, dice: random.Random) -> str:
    """Every known term in another form that begins with the same letter (technology, tech)."""
    forms = _forms()
    words = [dice.choice(forms[word.lower().strip(".,")]) if word.lower().strip(".,") in forms else word for word in name.split()]
    return "" if words == name.split() else " ".join(words)


def _forms() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows("terms"):
        words = [word for word in row[4].split(",") if " " not in word] if len(row) > 4 else []
        for word in words:
            found[word] += [other for other in words if other != word and other[:1] == word[:1]]
    return {word: others for word, others in found.items() if word and others}


def _balanced(aliases: Sequence[tuple[str, str]], dice: random.Random) -> Iterator[Case]:
    """Aliases that share half of their letter triples; as many pairs of other organisations, the likest and any."""
    true = [(left, right) for left, right in aliases if _letters(left) != _letters(right) and _shared(left, right) >= ALIKE]
    probe = Probe([right for _, right in true])
    own: dict[str, set[str]] = defaultdict(set)
    for left, right in aliases:
        own[left].add(right)
    for at, (left, right) in enumerate(true):
        yield from _case(left, right, True)
        others = probe.likest(left) if at % 2 else dice.sample(probe.names, 12)
        yield from next((found for other in others if other not in own[left] and (found := list(_case(left, other, False)))), [])


def _shared(left: str, right: str) -> float:
    one, other = _triples(left), _triples(right)
    return len(one & other) / len(one | other) if one | other else 0.0


def _triples(name: str) -> set[str]:
    text = _letters(name)
    return {text[at : at + 3] for at in range(len(text) - 2)}


class Probe:
    """The likest names of a list, by the rarity of the words and letter triples that they share."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        self.postings: dict[str, list[int]] = defaultdict(list)
        for at, name in enumerate(self.names):
            for clue in self._clues(name):
                self.postings[clue].append(at)

    def _clues(self, name: str) -> set[str]:
        return _triples(name) | {"w:" + word for word in re.findall(r"\w+", name.casefold())}

    def likest(self, name: str) -> list[str]:
        votes: dict[int, float] = defaultdict(float)
        for clue in self._clues(name):
            found = self.postings.get(clue, ())
            if found and len(found) <= MOST_SHARED:
                weight = math.log(1 + len(self.names) / len(found))
                for at in found:
                    votes[at] += weight
        long = heapq.nlargest(CANDIDATES, votes, key=votes.__getitem__)
        short = heapq.nlargest(CANDIDATES, votes, key=lambda at: votes[at] / (6 + len(self.names[at])) ** 0.7)
        return [self.names[at] for at in dict.fromkeys([*long, *short])]
