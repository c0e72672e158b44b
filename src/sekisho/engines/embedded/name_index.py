"""A register edition compiled for look-up by name: immutable, checksummed, mapped into memory, so that a look-up pays no load.

What stands out in `match` is what would stand out if a name were compared with every name of the edition: a pair that does not meet
(`sekisho.names.clues`) cannot, and every pair that meets is found (`postings`). The comparer then judges those few. Hits that alert as a pair alone
are given too where they meet.
"""

import contextlib
import functools
import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ... import names as names_room
from ...names import Comparison, Prepared, alerted, clues, prepare
from ...names.clues import Weighted
from ...names.explained import could_be
from ...names.normalise import tables_digest
from ...register.model import LABEL, Edition
from . import index_file
from .postings import PARTS, Ints, Postings, compiled
from .second_look import SecondLook

LAYOUT = "sekisho-name-index/2"
BATCH = 2_000
NO_COUNTRY = ""
NOBODY: frozenset[int] = frozenset()
FEW = 300
"""Up to so many pairs are looked at one by one: the compiled loop is not worth its start."""
Say = Callable[[int, int], None]
Script = Literal["l", "h", "m"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entity that a name may be, by the name of it that scores best: `alias` is that name, `at` its place among the entity's names."""

    entity: str
    alias: str
    at: int
    kind: str
    comparison: Comparison

    @property
    def score(self) -> float:
        return self.comparison.score

    @property
    def relation(self) -> str:
        """The class of the pair; no more than possible where it does not stand out."""
        return self.comparison.relation if self.alert else "possible"

    @property
    def alert(self) -> bool:
        """Whether the hit stands out in bulk; all hits alert as a pair."""
        return self.comparison.stands_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Postings of one space over the names of some scripts; `asks` says which queries look there."""

    space: str
    holds: Callable[[Prepared], bool]
    asks: Callable[[Prepared], bool]


def _script(p: Prepared) -> str:
    return clues.script_of(p)


TABLES: Mapping[str, Table] = {
    "latin": Table(space="latin", holds=lambda p: _script(p) == "l", asks=lambda p: _script(p) == "l"),
    "written": Table(space="written", holds=lambda p: "h" in p.scripts, asks=lambda p: "h" in p.scripts),
    "kana_h": Table(space="kana", holds=lambda p: "h" in p.scripts, asks=lambda p: _script(p) == "m" and "h" not in p.scripts),
    "kana_k": Table(space="kana", holds=lambda p: _script(p) == "m" and "h" not in p.scripts, asks=lambda p: _script(p) != "l"),
    "sound_l": Table(space="sound", holds=lambda p: _script(p) == "l", asks=lambda p: _script(p) != "l"),
    "sound_o": Table(space="sound", holds=lambda p: _script(p) != "l", asks=lambda p: _script(p) == "l"),
    "loan_l": Table(space="loan", holds=lambda p: _script(p) == "l", asks=lambda p: "k" in p.scripts),
    "meant_l": Table(space="meant", holds=lambda p: _script(p) == "l", asks=clues.may_be_chinese),
    "meant_h": Table(space="meant", holds=clues.may_be_chinese, asks=lambda p: _script(p) == "l"),
    "loan_k": Table(space="loan", holds=lambda p: "k" in p.scripts, asks=lambda p: _script(p) == "l"),
}
"""Together they hold every pair of scripts for which `clues.meet` asks a space."""
KEYS: Mapping[str, Callable[[Prepared], frozenset[int]]] = {
    "keys": clues.keys,
    "initials": clues.initials,
    "acronyms": clues.acronyms,
    "slips": clues.slips,
    "latin_bones": clues.latin_bones,
    "kana_bones": clues.kana_bones,
}
ASKED: Mapping[str, Callable[[Prepared], frozenset[int]]] = {
    "keys": clues.keys,
    "acronyms": clues.initials,
    "initials": clues.acronyms,
}
"""Which keys of a query meet those of a table; `slips` are asked among Latin names alone."""
BONES: Mapping[str, Callable[[Prepared], frozenset[int]]] = {"kana_bones": clues.latin_bones, "latin_bones": clues.kana_bones}
"""Keys that call for a second look."""
SPACES: Mapping[str, Callable[[Prepared], Weighted]] = {space: getattr(clues, space) for space in clues.SPACES}


class NameIndex:
    """A compiled register. `build` makes one, `write` and `open` keep it, `match` asks it; `about` says what it was made from."""

    def __init__(self, about: Mapping[str, Any], arrays: Mapping[str, Ints]) -> None:
        self.about, self._arrays = dict(about), dict(arrays)
        self._tables = {name: Postings(**{part: arrays[f"{name}.{part}"] for part in PARTS}) for name in TABLES}
        self._latin, self._written = (frozenset(self._tables[name].numbers.tolist()) for name in ("latin", "written"))
        self._second_look = SecondLook(len(self), lambda number: self._name(number)[0])
        self._name = functools.lru_cache(maxsize=50_000)(self._name_at)

    def __len__(self) -> int:
        return len(self._arrays["name.ends"])

    @classmethod
    def build(cls, edition: Edition, say: Say | None = None) -> "NameIndex":
        """Compile every name of an edition but labels; `say` is told (names done, names in all)."""
        rows = [(entity, at, known) for entity in edition.entities.values() for at, known in enumerate(entity.names) if known.kind != LABEL]
        found: dict[str, list[tuple[int, Weighted]]] = {name: [] for name in TABLES}
        keyed: dict[str, list[tuple[int, int]]] = {name: [] for name in KEYS}
        for number, (_, _, known) in enumerate(rows):
            p = prepare.__wrapped__(known.name)
            spaces: dict[str, Weighted] = {}
            for name, table in TABLES.items():
                if table.holds(p):
                    if table.space not in spaces:
                        spaces[table.space] = SPACES[table.space](p)
                    found[name].append((number, spaces[table.space]))
            for name, keys in KEYS.items():
                keyed[name].extend((key, number) for key in keys(p))
            if say and number % BATCH == 0:
                say(number, len(rows))
        arrays: dict[str, Ints] = {}
        for name, held in found.items():
            arrays.update({f"{name}.{part}": array for part, array in compiled(held).items()})
            held.clear()
        for name, pairs in keyed.items():
            arrays |= _keys(name, pairs)
        arrays |= _text("name", (known.name for _, _, known in rows))
        arrays |= _text("entity", (entity.id for entity, _, _ in rows))
        arrays |= _text("country", (entity.country for entity, _, _ in rows))
        arrays |= _text("kind", (known.kind for _, _, known in rows))
        arrays["at"] = np.fromiter((at for _, at, _ in rows), dtype=np.int32, count=len(rows))
        return cls({"layout": LAYOUT, "edition": edition.digest, "rules": rules_digest()}, arrays)

    def write(self, path: Path) -> None:
        """Keep the index as one file."""
        index_file.write(path, self.about, self._arrays)

    @classmethod
    def open(cls, path: Path) -> "NameIndex":
        """An index kept before; RegisterRefused (exit 3) where its checksum does not hold."""
        return cls(*index_file.opened(path))

    @property
    def current(self) -> bool:
        """Whether it was made by the rules and tables of this version."""
        return self.about.get("layout") == LAYOUT and self.about.get("rules") == rules_digest()

    def match(self, names: Sequence[str], countries: Sequence[str] = ()) -> list[list[Hit]]:
        """For each name the entities that it may be, those that stand out first, then the best first.

        Equal names are looked up once; `countries` are ISO 3166 codes.
        """
        asked = list(zip(names, countries or [NO_COUNTRY] * len(names), strict=True))
        known: dict[tuple[str, str], list[Hit]] = {}
        wanted = list(dict.fromkeys(asked))
        for start in range(0, len(wanted), BATCH):
            with _without_collector():
                known.update(self._batch(wanted[start : start + BATCH]))
        return [known[one] for one in asked]

    def _batch(self, batch: Sequence[tuple[str, str]]) -> dict[tuple[str, str], list[Hit]]:
        prepared = [prepare(name) for name, _ in batch]
        every = zip(batch, prepared, self._candidates(prepared), strict=True)
        return {one: self._judged(p, one[1], candidates) if candidates else [] for one, p, candidates in every}

    def candidates(self, names: Sequence[str]) -> list[list[str]]:
        """The names of the register that each name meets: what is compared."""
        return [[self._name_of(number) for number in found] for found in self._candidates([prepare(name) for name in names])]

    def _candidates(self, prepared: Sequence[Prepared]) -> list[list[int]]:
        found: list[set[int]] = [set() for _ in prepared]
        spaces: dict[str, dict[int, Weighted]] = {space: {} for space in SPACES}
        for name, table in TABLES.items():
            if name == "latin" or not len(self._tables[name]):
                continue
            asking = [number for number, p in enumerate(prepared) if table.asks(p)]
            held = spaces[table.space]
            for number in asking:
                if number not in held:
                    held[number] = SPACES[table.space](prepared[number])
            bounds = clues.gate()[table.space]
            for number, met in zip(asking, self._tables[name].probe([held[number] for number in asking], bounds), strict=True):
                found[number].update(met)
        self._add_keyed(prepared, found, BONES)
        self._look_across(prepared, found)
        self._add_latin(prepared, found)
        self._add_keyed(prepared, found, ASKED)
        return [sorted(one) for one in found]

    def _add_keyed(self, prepared: Sequence[Prepared], found: Sequence[set[int]], tables: Mapping[str, Callable[[Prepared], frozenset[int]]]) -> None:
        for keyed, asks in tables.items():
            if len(self._arrays[f"{keyed}.clues"]):
                for one, met in zip(found, self._keyed(keyed, [asks(p) for p in prepared]), strict=True):
                    one.update(met)

    def _add_latin(self, prepared: Sequence[Prepared], found: list[set[int]]) -> None:
        """Latin names that share enough letters, or differ by a slip of the pen, and pass the second look."""
        latin = [number for number, p in enumerate(prepared) if _script(p) == "l"]
        slipped = self._keyed("slips", [clues.slips(prepared[number]) for number in latin])
        every = self._tables["latin"].shares(clues.flat([prepared[number] for number in latin]), clues.gate()["latin"])
        for number, more, shares in zip(latin, slipped, every, strict=True):
            if more or shares:
                shares.update((one, clues.SLIPPED) for one in more if one in self._latin)
                mine = clues.words(prepared[number])
                found[number].update([one for one, share in shares.items() if clues.like_words(mine, self._name(one)[1], share)])

    def _look_across(self, prepared: Sequence[Prepared], found: list[set[int]]) -> None:
        """The second look at names that do not share a script: one by one where they are few."""
        pairs = [(p, self._latin if p.scripts == "l" else self._written if "h" in p.scripts else NOBODY) for p in prepared]
        across = [met - alike if met else met for (_, alike), met in zip(pairs, found, strict=True)]
        few = sum(map(len, across)) <= FEW
        for (p, _), met, others in zip(pairs, found, across, strict=True):
            if others:
                same = [one for one in others if could_be(p, self._name(one)[0])] if few else self._second_look.could_be(p, others)
                met.difference_update(others.difference(same))

    def _keyed(self, table: str, asked: Sequence[frozenset[int]]) -> list[list[int]]:
        """For each set of keys the names that have one of them."""
        held, numbers = self._arrays[f"{table}.clues"], self._arrays[f"{table}.names"]
        found: list[list[int]] = [[] for _ in asked]
        sizes = np.fromiter(map(len, asked), dtype=np.int64, count=len(asked))
        wanted = np.fromiter(chain.from_iterable(asked), dtype=np.uint64, count=int(sizes.sum()))
        starts, ends = np.searchsorted(held, wanted, side="left"), np.searchsorted(held, wanted, side="right")
        owners = np.repeat(np.arange(len(asked)), sizes)
        for at in np.flatnonzero(ends > starts).tolist():
            found[owners[at]].extend(numbers[starts[at] : ends[at]].tolist())
        return found

    def _judged(self, p: Prepared, country: str, numbers: Iterable[int]) -> list[Hit]:
        best: dict[str, Hit] = {}
        for number in numbers:
            q, _ = self._name(number)
            kind = self._of("kind", number)
            theirs = self._of("country", number) if country else NO_COUNTRY
            found = alerted(p, q, countries=(country, theirs), kind=kind)
            if found is not None:
                entity = self._of("entity", number)
                hit = Hit(entity=entity, alias=q.name, at=int(self._arrays["at"][number]), kind=kind, comparison=found)
                if entity not in best or (hit.alert, hit.score) > (best[entity].alert, best[entity].score):
                    best[entity] = hit
        return sorted(best.values(), key=lambda hit: (not hit.alert, -hit.score, hit.entity))

    def _name_at(self, number: int) -> tuple[Prepared, tuple[str, str, str]]:
        p = prepare(self._name_of(number))
        return p, clues.words(p)

    def _name_of(self, number: int) -> str:
        return self._of("name", number)

    def _of(self, column: str, number: int) -> str:
        ends = self._arrays[f"{column}.ends"]
        start = int(ends[number - 1]) if number else 0
        return bytes(self._arrays[f"{column}.text"][start : int(ends[number])]).decode()


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Nothing here makes a cycle, and looking for some among a hundred thousand prepared names would cost more than the look-up.

    What was made goes to the oldest generation, so that the collector does not look at it as soon as it is back.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if enabled:
            gc.enable()


def _keys(table: str, keyed: list[tuple[int, int]]) -> dict[str, Ints]:
    clue = np.fromiter((key for key, _ in keyed), dtype=np.uint64, count=len(keyed))
    number = np.fromiter((one for _, one in keyed), dtype=np.int32, count=len(keyed))
    order = np.lexsort((number, clue))
    return {f"{table}.clues": clue[order], f"{table}.names": number[order]}


def _text(column: str, values: Iterable[str]) -> dict[str, Ints]:
    octets = [value.encode() for value in values]
    ends = np.cumsum(np.fromiter((len(one) for one in octets), dtype=np.int64, count=len(octets)))
    return {f"{column}.text": np.frombuffer(b"".join(octets), dtype=np.uint8), f"{column}.ends": ends}


@functools.cache
def rules_digest() -> str:
    """What clues and scores rest on: the tables of `names` and its code. An index made by other rules is made again."""
    found = hashlib.sha256(tables_digest().encode())
    for path in sorted(Path(str(names_room.__file__)).parent.glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()
