"""Screening as a user meets it: a register, names that are in it (spoilt, or in another script), and names that are not."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from . import damage, datasets, measures, sources
from .sources import letters
from .subject import Found, Screen

PER_KIND = 70
"""Spoilt names of each kind."""
NEGATIVES = 2_000
JAPANESE_NEGATIVES = 520
"""Of the negatives, how many are in Japanese script."""
REGISTER = 2_000
"""Companies of a cross-script register."""
MOST_QUERIES = 1_000
MOST_FALSE = 5

Register = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A name to screen; `entity` is whose it is, or "" for a name that is nobody's in the register."""

    name: str
    entity: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningSet:
    """A register and the names to screen against it."""

    name: str
    register: Register
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """Recall, overall and by kind (the right entity is alerted), and false alerts: negatives with any alert per 1,000.

    `at_five` is (recall, score) if the alert were raised until at most five negatives per 1,000 alert.
    """

    recall: float
    by_kind: Mapping[str, float]
    false_per_thousand: float
    false_affiliates_per_thousand: float
    true_queries: int
    negatives: int
    missed: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    at_five: tuple[float, float] = (0.0, 0.0)


def ofac_register() -> Register:
    """OFAC organisation names and aliases: 9,130 rows."""
    return tuple((one.id, name) for one in sources.sanctioned() for name in (one.name, *one.aliases))


def spoilt(kinds: Mapping[str, damage.Damage], rows: Sequence[tuple[str, str]], per_kind: int = PER_KIND) -> tuple[Query, ...]:
    """So many spoilt names of each kind, drawn from rows that are long enough to be told apart."""
    fit = [(entity, name) for entity, name in rows if not name.isascii() or (len(letters(name)) >= 8 and len(name.split()) >= 2)]
    return tuple(query for kind, act in kinds.items() for query in _of_kind(kind, act, fit, per_kind))


def _of_kind(kind: str, act: damage.Damage, rows: Sequence[tuple[str, str]], wanted: int) -> Iterable[Query]:
    """Where a word was dropped, a rare one must be left: nobody can tell whose a name of common words is."""
    dice = datasets.chance("damage", kind)
    count = Counter(word for _, name in rows for word in datasets.features(name))
    found = 0
    for entity, name in dice.sample(rows, len(rows)):
        changed = act(name, dice)
        if changed is not None and (kind != "word dropped" or any(0 < count[word] <= datasets.RARE for word in datasets.features(changed))):
            yield Query(name=changed, entity=entity, kind=kind)
            found += 1
        if found == wanted:
            return


def real_names() -> tuple[str, ...]:
    """2,000 names of real organisations that the OFAC list of 2021 does not have, a quarter of them in Japanese script."""
    listed = {letters(name) for _, name in ofac_register()}
    dice = datasets.chance("negatives")
    latin = sorted({*sources.makers(), *(one.english for one in (*sources.japanese(), *sources.chinese()) if one.english)})
    latin = [name for name in latin if datasets.part_of(name) == "kept" and letters(name) not in listed]
    native = sorted({one.native for one in sources.japanese() if datasets.part_of(one.native) == "kept"})
    return (*dice.sample(latin, NEGATIVES - JAPANESE_NEGATIVES), *dice.sample(native, JAPANESE_NEGATIVES))


def damaged(kinds: Mapping[str, damage.Damage], name: str = "damaged", per_kind: int = PER_KIND) -> ScreeningSet:
    """The OFAC register with spoilt names of the kept part, and 2,000 real names as negatives."""
    register = ofac_register()
    kept = [(one.id, text) for one in sources.sanctioned() if datasets.part_of(one.name) == "kept" for text in (one.name, *one.aliases)]
    negatives = (Query(name=text, entity="", kind="negative") for text in real_names())
    return ScreeningSet(name=name, register=register, queries=(*spoilt(kinds, kept, per_kind), *negatives))


def damaged_native(name: str, companies: Sequence[sources.Company], per_kind: int = PER_KIND, size: int = REGISTER) -> ScreeningSet:
    """Companies in their own script as the register, their names spoilt, and the names of as many companies that are not in it."""
    dice = datasets.chance("native", name)
    kept = [one for one in companies if datasets.part_of(one.native) == "kept"]
    dice.shuffle(kept)
    half = min(len(kept) // 2, MOST_QUERIES)
    spoil = [(one.id, one.native) for one in kept[:half]]
    others = [(one.id, one.native) for one in companies if datasets.part_of(one.native) == "tune"]
    register = (*spoil, *dice.sample(others, max(0, min(size - half, len(others)))))
    held = {letters(text) for _, text in register}
    outside = [one.native for one in kept[half : 2 * half] if letters(one.native) not in held]
    negatives = (Query(name=text, entity="", kind="negative") for text in outside)
    return ScreeningSet(name=name, register=register, queries=(*spoilt(damage.CJK, spoil, per_kind), *negatives))


def across(name: str, companies: Sequence[sources.Company], size: int = REGISTER) -> ScreeningSet:
    """Companies in their own script as the register; English names of some of them, and of as many companies that are not in it, as queries."""
    dice = datasets.chance("across", name)
    kept = [one for one in companies if one.english and datasets.part_of(one.native) == "kept"]
    dice.shuffle(kept)
    half = min(len(kept) // 2, MOST_QUERIES)
    inside, outside = kept[:half], kept[half : 2 * half]
    away = {one.id for one in outside}
    others = [one for one in companies if one.id not in away and one not in set(inside)]
    register = [*inside, *dice.sample(others, max(0, min(size - half, len(others))))]
    held = {letters(one.native) for one in register}
    queries = [Query(name=one.english, entity=one.id, kind="true") for one in inside]
    queries += [Query(name=one.english, entity="", kind="negative") for one in outside if letters(one.native) not in held]
    return ScreeningSet(name=name, register=tuple((one.id, one.native) for one in register), queries=tuple(queries))


def screened(case: ScreeningSet, screener: Callable[[Register], Screen]) -> Screened:
    """Run a screener over a case and count at the shipped threshold."""
    hits = screener(case.register)([query.name for query in case.queries])
    named: dict[str, str] = {}
    for entity, name in case.register:
        named.setdefault(entity, name)
    return tally(case.queries, hits, named)


def tally(queries: Sequence[Query], hits: Sequence[Sequence[Found]], named: Mapping[str, str]) -> Screened:
    """Count; `named` gives the first name of each entity, for the examples that the scorecard keeps."""
    pairs = list(zip(queries, hits, strict=True))
    true = [(query, any(hit.alert and hit.entity == query.entity for hit in found)) for query, found in pairs if query.entity]
    false = [[hit for hit in found if hit.alert] for query, found in pairs if not query.entity]
    at_five = measures.recall_at(
        [max((hit.score for hit in found if hit.alert and hit.entity == query.entity), default=0.0) for query, found in pairs if query.entity],
        [max((hit.score for hit in found), default=0.0) for found in false],
        MOST_FALSE,
    )
    return Screened(
        at_five=at_five,
        recall=measures.share(hit for _, hit in true),
        by_kind=measures.share_by_kind((query.kind, hit) for query, hit in true),
        false_per_thousand=measures.per_thousand([bool(found) for found in false]),
        false_affiliates_per_thousand=measures.per_thousand([bool(found) and all(hit.relation == "affiliate" for hit in found) for found in false]),
        true_queries=len(true),
        negatives=len(false),
        missed=tuple(f"{query.kind}: {query.name}" for query, hit in true if not hit)[:40],
        wrong=tuple(
            f"{query.name} | {named.get(best.entity, best.entity)} | {best.relation} {best.score:.3f}"
            for query, found in pairs
            if not query.entity and (best := max((hit for hit in found if hit.alert), key=lambda hit: hit.score, default=None)) is not None
        )[:60],
    )
