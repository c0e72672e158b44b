"""T7: spellings of one name (traditional, simplified, shinjitai, the legal form's place) and different listed companies that look alike."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from . import damage, datasets, sources
from .sources import letters

MOST_CASES = 400
"""Cases of each kind."""
MOST_NEIGHBOURS = 6_000
_FORMS = re.compile("株式会社|有限会社|合同会社|股份有限公司|有限責任公司|有限责任公司|有限公司")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One name in two spellings."""

    kind: str
    left: str
    right: str


def spellings(most: int = MOST_CASES) -> list[Variant]:
    """Generated spellings of the kept names, so many of each kind."""
    kinds: dict[str, list[Variant]] = defaultdict(list)
    for one in _kept():
        for kind, text in _spelt(one):
            if len(kinds[kind]) < most:
                kinds[kind].append(Variant(kind=kind, left=one.native, right=text))
    return [variant for found in kinds.values() for variant in found]


def _kept() -> list[sources.Company]:
    found = [one for one in (*sources.japanese(), *sources.chinese(), *sources.taiwanese()) if datasets.part_of(one.native) == "kept"]
    datasets.chance("variants").shuffle(found)
    return found


def _spelt(one: sources.Company) -> Iterator[tuple[str, str]]:
    name = one.native
    schemes = {"TW": (("simplified", "t2s"), ("shinjitai", "t2jp")), "CN": (("traditional", "s2t"), ("traditional (Taiwan)", "s2tw"))}
    for kind, scheme in schemes.get(one.id[:2], (("kyujitai", "jp2t"),)):
        changed = damage.converted(name, scheme)
        if changed:
            yield kind, changed
    yield from _moved(name)


def _moved(name: str) -> Iterator[tuple[str, str]]:
    """A Japanese legal form at the other end, or written short."""
    bare = re.sub("^株式会社|株式会社$", "", name)
    if bare == name or len(letters(bare)) < 3:
        return
    front = name.startswith("株式会社")
    yield "legal form moved", f"{bare}株式会社" if front else f"株式会社{bare}"
    for kind, form in (("legal form ㈱", "㈱"), ("legal form (株)", "(株)")):
        yield kind, f"{form}{bare}" if front else f"{bare}{form}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Pairs of different listed companies whose folded names are one character or a legal form apart; and pairs that no name tells apart."""

    pairs: tuple[tuple[str, str], ...]
    indistinct: int


def neighbours(most: int = MOST_NEIGHBOURS) -> Neighbours:
    companies = [one for one in (*sources.japanese(), *sources.chinese(), *sources.taiwanese()) if one.listed]
    folded = {one.id: _folded(one.native) for one in companies}
    names = {one.id: one.native for one in companies}
    pairs = sorted({pair for group in _buckets(folded) for pair in _pairs(group)})
    apart = [(left, right) for left, right in pairs if folded[left] != folded[right]]
    dice = datasets.chance("neighbours")
    chosen = dice.sample(apart, min(len(apart), most))
    return Neighbours(pairs=tuple((names[left], names[right]) for left, right in chosen), indistinct=len(pairs) - len(apart))


def _folded(name: str) -> tuple[str, tuple[str, ...]]:
    """The name in simplified characters without its legal forms, and these."""
    forms = tuple(sorted(_FORMS.findall(name)))
    bare = letters(_FORMS.sub("", name))
    traditional = damage.converted(bare, "jp2t") or bare
    return damage.converted(traditional, "t2s") or traditional, forms


def _buckets(folded: dict[str, tuple[str, tuple[str, ...]]]) -> Iterable[Sequence[str]]:
    """Companies that share a folded name with at most one character left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for identity, (bare, _) in folded.items():
        for key in {bare, *(bare[:place] + bare[place + 1 :] for place in range(len(bare)) if len(bare) > 2)}:
            found[key].append(identity)
    return [group for group in found.values() if 1 < len(group) <= 40]


def _pairs(group: Sequence[str]) -> Iterator[tuple[str, str]]:
    for place, one in enumerate(group):
        for other in group[place + 1 :]:
            if one != other:
                yield (one, other) if one < other else (other, one)
