"""The one place that knows how Sekisho's names are called; where a part is not there yet, an equality of keys stands in for it and says so.

Real parts are taken as soon as they can be imported: `sekisho.names.compare` (prepare, compare_prepared, compare, replay) and
`sekisho.engines.embedded.name_index.NameIndex` (build, match; and for T9 a way to write and open it).
"""

import importlib
import inspect
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, is_dataclass, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sekisho.names.normalise import name_key
from sekisho.register.model import Edition, Entity, NamedAs
from sekisho.terms import Source

from .probe import Probe

STAND_IN_ALERT = 0.92
"""The stand-in alerts where two keys are equal or, where rapidfuzz is there, this alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One comparison as the scorecard sees it."""

    score: float
    relation: str
    alert: bool
    evidence: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One hit of a screened name."""

    entity: str
    score: float
    relation: str
    alert: bool
    evidence: Any = None


Screen = Callable[[Sequence[str]], list[list[Found]]]


def _part(*candidates: tuple[str, str]) -> Any:
    """The first of these (module, name) that can be imported, or None."""
    for module, name in candidates:
        try:
            found = getattr(importlib.import_module(module), name, None)
        except ImportError:
            continue
        if found is not None and not inspect.ismodule(found):
            return found
    return None


_PREPARE = _part(("sekisho.names", "prepare"), ("sekisho.names.compare", "prepare"), ("sekisho.names.prepared", "prepare"))
_PREPARED = _part(("sekisho.names", "compare_prepared"), ("sekisho.names.compare", "compare_prepared"))
_COMPARE = _part(("sekisho.names", "compare"), ("sekisho.names.compare", "compare"))
_REPLAY = _part(("sekisho.names", "replay"), ("sekisho.names.compare", "replay"), ("sekisho.names.evidence", "replay"))
_INDEX = _part(("sekisho.engines.embedded.name_index", "NameIndex"))
_RATIO = _part(("rapidfuzz.fuzz", "ratio"))
_NOTICES = _part(("sekisho.feeds.registers.meti_notice", "read_meti_notice"))

graded = _PREPARED is not None
"""Whether the graded comparer is there; else keys are compared for equality."""
indexed = _INDEX is not None


def told() -> dict[str, str]:
    """Which part is the real one and which a stand-in."""
    real = {"comparer": graded, "replay": _REPLAY is not None, "index": indexed, "notices": _NOTICES is not None}
    return {part: "sekisho" if there else "stand-in" if part in ("comparer", "index") else "not there" for part, there in real.items()}


def prepare(name: str) -> Any:
    return _PREPARE(name) if graded and _PREPARE is not None else name_key(name).key


def judge(left: Any, right: Any) -> Judged:
    """Two prepared names compared, at the shipped threshold."""
    if not graded:
        score = _alike(left, right)
        return Judged(score=score, relation="same" if score == 1 else "different", alert=score >= STAND_IN_ALERT)
    return _judged(_PREPARED(left, right))


def compare(left: str, right: str) -> Judged:
    """Two names as written; with evidence."""
    if not graded:
        return judge(prepare(left), prepare(right))
    return _judged(_COMPARE(left, right))


def _judged(found: Any) -> Judged:
    return Judged(score=float(found.score), relation=str(found.relation), alert=bool(found.alert), evidence=getattr(found, "evidence", None))


def _alike(left: str, right: str) -> float:
    if left and left == right:
        return 1.0
    return min(float(_RATIO(left, right)) / 100, 0.999) if _RATIO and left and right else 0.0


def replayed(evidence: Any) -> float | None:
    """The score that evidence gives when it is stored, read again and replayed; None where nothing replays."""
    if _REPLAY is None or evidence is None:
        return None
    plain = isinstance(evidence, dict) or hasattr(evidence, "as_json")
    read = json.loads(stored(evidence), object_hook=None if plain else lambda parts: SimpleNamespace(**parts))
    found = _REPLAY(read)
    return float(getattr(found, "score", found))


def stored(evidence: Any) -> bytes:
    """Evidence as it would be stored."""
    if hasattr(evidence, "as_json"):
        evidence = evidence.as_json()
    plain = asdict(evidence) if is_dataclass(evidence) and not isinstance(evidence, type) else evidence
    return json.dumps(plain, ensure_ascii=False, default=str).encode()


def edition(names: Iterable[tuple[str, str]]) -> Edition:
    """A register edition of (entity, name) rows."""
    source = Source(name="bench", retrieved_at=date(2026, 1, 1))
    held: dict[str, dict[str, None]] = {}
    for entity, name in names:
        held.setdefault(entity, {})[name] = None
    entities = {key: Entity(id=key, names=tuple(NamedAs(name=name, source=source) for name in found)) for key, found in held.items()}
    return Edition(digest="0" * 64, cards=(), entities=entities)


def screener(names: Sequence[tuple[str, str]]) -> Screen:
    """A function from names to their hits in a register of (entity, name) rows."""
    return over(_INDEX.build(edition(names))) if indexed else _stand_in(names)


def over(index: Any) -> Screen:
    def screen(queries: Sequence[str]) -> list[list[Found]]:
        return _by_query(index.match(list(queries)), queries)

    return screen


def _by_query(hits: Iterable[Any], queries: Sequence[str]) -> list[list[Found]]:
    """Hits come as one group a name, or as one stream in which each says which name it is of, by its place or as written."""
    groups: list[list[Found]] = [[] for _ in queries]
    places: dict[str, list[int]] = {}
    for place, query in enumerate(queries):
        places.setdefault(query, []).append(place)
    for place, one in enumerate(hits):
        if isinstance(one, list | tuple):
            groups[place] = [_found(hit) for hit in one]
        else:
            asked = next(getattr(one, name) for name in ("query", "row", "name") if hasattr(one, name))
            for at in places[asked] if isinstance(asked, str) else (asked,):
                groups[at].append(_found(one))
    return groups


def _found(hit: Any) -> Found:
    held = getattr(hit, "comparison", hit)
    entity = getattr(hit, "entity", "")
    return Found(
        entity=str(getattr(entity, "id", entity)),
        score=float(held.score),
        relation=str(getattr(held, "relation", "")),
        alert=bool(held.alert),
        evidence=getattr(held, "evidence", None),
    )


def _stand_in(names: Sequence[tuple[str, str]]) -> Screen:
    if graded and _PREPARE is not None:
        found = Probe(names, _PREPARE, _PREPARED)
        return lambda queries: [[replace(_found(hit), entity=entity) for entity, hit in group if hit.alert] for group in found.match(queries)]
    keys: dict[str, dict[str, None]] = {}
    for entity, name in names:
        keys.setdefault(name_key(name).key, {})[entity] = None
    keys.pop("", None)

    def screen(queries: Sequence[str]) -> list[list[Found]]:
        return [[Found(entity=entity, score=1.0, relation="same", alert=True) for entity in keys.get(name_key(query).key, ())] for query in queries]

    return screen


def compiled(names: Sequence[tuple[str, str]], path: Path) -> bool:
    """Write the index of these names to a file; False where an index cannot be written yet."""
    if not indexed:
        return False
    index = _INDEX.build(edition(names))
    write = next((getattr(index, name) for name in ("write", "save", "dump") if hasattr(index, name)), None)
    if write is None:
        octets = next((getattr(index, name) for name in ("encode", "as_bytes", "to_bytes") if hasattr(index, name)), None)
        if octets is None:
            return False
        path.write_bytes(octets())
        return True
    write(path)
    return True


def opened(path: Path) -> Screen:
    """The screener of an index written before."""
    start = next(getattr(_INDEX, name) for name in ("open", "load", "read") if hasattr(_INDEX, name))
    return over(start(path))


def notice_names(path: Path) -> set[str] | None:
    """Every name that Sekisho's own reader takes from a notice; None where there is no reader."""
    if _NOTICES is None:
        return None
    from sekisho.feeds.raw.jail import RawFile
    from sekisho.feeds.registers.reading import Reading, Retrieved
    from sekisho.register.model import SourceCard

    lines = path.read_text(encoding="utf-8").splitlines()
    card = SourceCard(path=path.name, format="meti-notice", retrieved_at=date(2026, 1, 1), good_for_days=365)
    raw = RawFile(label=path.name, kind="text", octets=b"", digest="", value={"lines": lines})
    reading = Reading.of(Retrieved(card=card, raw=raw))
    _NOTICES(reading)
    return {str(row.cells["name"]) for row in reading.rows}
