"""The one place that knows how Sekisho's names are called: `sekisho.names`, the mapped index, and the reader of notices."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sekisho import names
from sekisho.engines.embedded.name_index import NameIndex
from sekisho.feeds.raw.jail import RawFile
from sekisho.feeds.registers.meti_notice import read_meti_notice
from sekisho.feeds.registers.reading import Reading, Retrieved
from sekisho.register.model import Edition, Entity, NamedAs, SourceCard
from sekisho.terms import Source


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
prepare = names.prepare


def judge(left: names.Prepared, right: names.Prepared) -> Judged:
    """Two prepared names compared, at the shipped threshold."""
    return _judged(names.compare_prepared(left, right))


def compare(left: str, right: str) -> Judged:
    """Two names as written; with evidence."""
    return _judged(names.compare(left, right))


def _judged(found: names.Comparison) -> Judged:
    return Judged(score=found.score, relation=found.relation, alert=found.alert, evidence=found.evidence)


def replayed(evidence: names.Evidence) -> float:
    """The score that evidence gives when it is stored, read again and replayed."""
    read = json.loads(stored(evidence))
    facts = tuple(names.Fact(**fact) for fact in read["facts"])
    return names.replay(names.Evidence(family=read["family"], facts=facts))


def stored(evidence: Any) -> bytes:
    """Evidence as it would be stored."""
    return json.dumps(asdict(evidence), ensure_ascii=False).encode()


def edition(rows: Iterable[tuple[str, str]]) -> Edition:
    """A register edition of (entity, name) rows."""
    source = Source(name="bench", retrieved_at=date(2026, 1, 1))
    held: dict[str, dict[str, None]] = {}
    for entity, name in rows:
        held.setdefault(entity, {})[name] = None
    entities = {key: Entity(id=key, names=tuple(NamedAs(name=name, source=source) for name in found)) for key, found in held.items()}
    return Edition(digest="0" * 64, cards=(), entities=entities)


def screener(rows: Sequence[tuple[str, str]]) -> Screen:
    """A function from names to their hits in a register of (entity, name) rows."""
    return over(NameIndex.build(edition(rows)))


def over(index: NameIndex) -> Screen:
    def screen(queries: Sequence[str]) -> list[list[Found]]:
        return [
            [Found(entity=hit.entity, score=hit.score, relation=hit.relation, alert=hit.alert, evidence=hit.comparison.evidence) for hit in hits]
            for hits in index.match(queries)
        ]

    return screen


def compiled(rows: Sequence[tuple[str, str]], path: Path) -> None:
    """Write the index of these names to a file."""
    NameIndex.build(edition(rows)).write(path)


def notice_names(path: Path) -> set[str]:
    """Every name that Sekisho's own reader takes from a notice."""
    lines = path.read_text(encoding="utf-8").splitlines()
    card = SourceCard(path=path.name, format="meti-notice", retrieved_at=date(2026, 1, 1), good_for_days=365)
    raw = RawFile(label=path.name, kind="text", octets=b"", digest="", value={"lines": lines})
    reading = Reading.of(Retrieved(card=card, raw=raw))
    read_meti_notice(reading)
    return {str(row.cells["name"]) for row in reading.rows}
