"""What `sekisho compare` reads and writes: a CSV of pairs of names, and the same rows with what was found.

Columns `name1` and `name2` are needed, `country1`, `country2` and `kind` understood, all others kept. `score`, `class`, `alert` and `why` are added.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any

from ..countries import country_code
from ..faults import Fault, InputRefused
from ..names.normalise import tables_digest
from ..names.weights import weights
from ..register.model import Edition
from ..register.pairs import KnownPairs, NamePair, PairAnswer, compare_pair
from ..screening.model import ReadInput
from .complaints import Complaints, Words, stale_source
from .csv_out import write_csv
from .raw.jail import RawJob, read_raw

NEEDED, UNDERSTOOD, ADDED = ("name1", "name2"), ("country1", "country2", "kind"), ("score", "class", "alert", "why")
CLASSES = ("same", "affiliate", "possible", "different")
CHUNK = 10_000
"""Pairs between two words of progress."""
Say = Callable[[str, str], None]

WORDS = {
    "pairs.empty": Words(
        ("見出しの行がありません", "there is no header row"), ("一行目に name1,name2 と書いてください", "write name1,name2 in line 1")
    ),
    "pairs.column-missing": Words(
        ("必要な列がありません", "a needed column is missing"),
        ("一行目に name1 と name2 を書いてください", "name the columns name1 and name2 in the first row"),
    ),
    "pairs.column-twice": Words(
        ("同じ列が二つあります", "a column stands there twice"), ("一つを消すか、名前を変えてください", "remove or rename one of them")
    ),
    "pairs.column-replaced": Words(
        ("この列は今回の結果で置き換えました", "this column was replaced by what was found now"),
        ("前の値が要るなら、列の名前を変えてください", "rename the column if its old values are wanted"),
        warning=True,
    ),
    "pairs.too-many-cells": Words(
        ("列の数より欄が多い行です", "the row has more cells than the header"),
        ('読点を含む名称は引用符(")で囲んでください', 'put quotation marks (") around a name that holds a comma'),
    ),
    "pairs.output-is-input": Words(
        ("出力が組のファイルそのものです", "the output is the file of pairs itself"),
        ("-o に別のファイルを指定してください", "name another file with -o"),
    ),
    "pairs.name-missing": Words(
        ("名称が空です", "a name is empty"), ("両方の名称を書くか、行を消してください", "write both names, or remove the row")
    ),
    "pairs.country-unknown": Words(
        ("知らない国名であり、使っていません", "this country is not known and was not used"),
        ("ISO 3166 の二文字の記号で書いてください", "write its two-letter code (ISO 3166)"),
        warning=True,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTable:
    """The pairs of a file with the cells that they came with, less those that are replaced; the file's SHA-256 and what it was warned about."""

    header: tuple[str, ...]
    cells: Sequence[Sequence[str]]
    pairs: Sequence[NamePair]
    digest: str
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairsCompared:
    """How many pairs were compared, how many of them alert, how many are of each class; what the answers rest on; what was warned about."""

    pairs: int
    alerts: int
    classes: dict[str, int]
    read: tuple[ReadInput, ...]
    warnings: tuple[Fault, ...] = ()

    @property
    def stale(self) -> bool:
        """Whether a source of the register is past its time."""
        return any(one.rule == "register.stale" for one in self.warnings)

    def as_json(self) -> dict[str, Any]:
        """The stable JSON form, with the scores from which screening shows a pair."""
        return {
            "pairs": self.pairs,
            "alerts": self.alerts,
            "classes": self.classes,
            "thresholds": thresholds(),
            "read": [one.as_json() for one in self.read],
            "warnings": [one.as_json() for one in self.warnings],
        }


def thresholds() -> dict[str, Any]:
    """The scores that bound the classes, and for each family of scripts the one from which screening shows a pair."""
    limits = weights()
    alerts = {family or "default": limits.alerts[family] for family in sorted(limits.alerts)}
    return {"possible": limits.possible, "same": limits.same, "certain": limits.certain, "alert": alerts}


def read_pairs(path: Path) -> PairTable:
    """The pairs of a CSV file. InputRefused lists every fault."""
    (raw,) = read_raw([RawJob(kind="csv", path=path, label=str(path))])
    if raw.value is None:
        raise InputRefused(raw.faults)
    complaints = Complaints(file=str(path), words=WORDS)
    rows = [(cells, line) for cells, line in zip(raw.value["rows"], raw.value["lines"], strict=True) if any(cell.strip(" \t\x1a") for cell in cells)]
    if not rows:
        raise complaints.refused("pairs.empty")
    header = _header(rows[0][0], f"line {rows[0][1]}", complaints)
    kept = [at for at, name in enumerate(header) if name not in ADDED]
    read = _Row(header=header, complaints=complaints)
    pairs = [read.pair(cells, f"line {line}") for cells, line in rows[1:]]
    faults = complaints.faults()
    if any(not one.warning for one in faults):
        raise InputRefused(faults)
    return PairTable(
        header=tuple(rows[0][0][at] for at in kept),
        cells=[[cells[at] if at < len(cells) else "" for at in kept] for cells, _ in rows[1:]],
        pairs=pairs,
        digest=raw.digest,
        warnings=faults,
    )


def _header(cells: Sequence[str], where: str, complaints: Complaints) -> tuple[str, ...]:
    header = tuple(cell.strip().lower() for cell in cells)
    for name in NEEDED:
        if name not in header:
            complaints.add("pairs.column-missing", where, name)
    for name in (*NEEDED, *UNDERSTOOD):
        if header.count(name) > 1:
            complaints.add("pairs.column-twice", where, name)
    for name in ADDED:
        if name in header:
            complaints.add("pairs.column-replaced", where, name)
    return header


@dataclass(slots=True, kw_only=True)
class _Row:
    """Reads rows below a header."""

    header: tuple[str, ...]
    complaints: Complaints

    def pair(self, cells: Sequence[str], where: str) -> NamePair:
        """The pair of a row; what is wrong with it joins the complaints."""
        if len(cells) > len(self.header) and any(cell.strip() for cell in cells[len(self.header) :]):
            self.complaints.add("pairs.too-many-cells", where, str(len(cells)))
        held = dict(zip(self.header, (cell.strip() for cell in cells), strict=False))
        for name in NEEDED:
            if name in self.header and not held.get(name):
                self.complaints.add("pairs.name-missing", where, name)
        country1, country2 = (self._country(held.get(name, ""), where) for name in ("country1", "country2"))
        return NamePair(
            name1=held.get("name1", ""), name2=held.get("name2", ""), country1=country1, country2=country2, kind=held.get("kind", "").lower()
        )

    def _country(self, text: str, where: str) -> str:
        code = country_code(text)
        if code is None:
            self.complaints.add("pairs.country-unknown", where, text)
        return code or ""


def compare_file(path: Path, out: Path, *, edition: Edition | None = None, as_of: date, say: Say) -> PairsCompared:
    """Compare each pair of `path` and write the rows to `out`, in order, with what was found. Nothing is written where anything is wrong.

    `as_of` is the day on which a source of the edition may be past its time: that is warned about.
    """
    table = read_pairs(path)
    if out.exists() and out.samefile(path):
        raise Complaints(file=str(out), words=WORDS).refused("pairs.output-is-input")
    stale = edition.stale_cards(as_of) if edition else ()
    found: Counter[str] = Counter()
    write_csv(out, _answered(table, KnownPairs(edition).compare if edition else compare_pair, found, say))
    return PairsCompared(
        pairs=len(table.pairs),
        alerts=found["alert"],
        classes={name: found[name] for name in CLASSES},
        read=tuple(_read(path, table, edition)),
        warnings=(*table.warnings, *(stale_source(card, as_of) for card in stale)),
    )


def _read(path: Path, table: PairTable, edition: Edition | None) -> Iterator[ReadInput]:
    yield ReadInput(kind="pairs", id=str(path), digest=table.digest)
    yield ReadInput(kind="names", id="tables", digest=tables_digest())
    if edition is not None:
        yield ReadInput(kind="register", id="--register", digest=edition.digest)


def _answered(table: PairTable, compare: Callable[[NamePair], PairAnswer], found: Counter[str], say: Say) -> Iterator[Sequence[str]]:
    yield (*table.header, *ADDED)
    total = len(table.pairs)
    for at, (pair, cells) in enumerate(zip(table.pairs, table.cells, strict=True), start=1):
        answer = compare(pair)
        found.update([answer.relation, "alert"] if answer.alert else [answer.relation])
        yield (*cells, score_text(answer.score), answer.relation, "true" if answer.alert else "false", answer.why)
        if total > CHUNK and at % CHUNK == 0:
            say(f"{at:,} / {total:,} 組を比べました", f"{at:,} of {total:,} pairs compared")


def score_text(score: float) -> str:
    """Four places, cut and not rounded: no score is shown above what it is, so none at the threshold without its alert; 1.0000 is certain."""
    return str(Decimal(repr(score)).quantize(Decimal("0.0001"), rounding=ROUND_DOWN))
