"""An ownership chart of any length as columns: the CSV of `csv_chart`, or the same columns in Parquet or Arrow.

The rules are those of `csv_chart`, which is the reference: what a cell says is asked of its functions, once for each distinct text, and what a row
says follows by arrays. A test holds both to the same charts and the same faults.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ...faults import Fault
from ...ownership.model import Control, Holder, HolderKind
from ...terms import HUNDRED, Period, Share, Source
from ..complaints import Complaints
from ..raw.text_columns import TextColumns, read_text_columns
from .complaint_words import CSV_WORDS
from .csv_chart import CONTROLS, KINDS, UNNAMED, Row, columns_of, day_in, identifiers_of, percent_in, together

HOLDER_KINDS: tuple[HolderKind, ...] = ("entity", "person", "state", "unknown")
GIVEN, NOBODY = 1, 2
"""Of a holder as a row names it: its id stands in an id column; it is an owner that nobody names."""
Ints = NDArray[Any]
Flags = NDArray[np.bool_]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The holders in the order in which rows name them. `kinds` are places in HOLDER_KINDS; `more` says who is more than an id and a kind."""

    ids: Any
    kinds: Ints
    more: Flags
    _names: Sequence[Any]
    _countries: Sequence[str]
    _parts: tuple[Ints, Ints, Ints]
    _folded: Mapping[int, Holder]

    def __len__(self) -> int:
        return len(self.ids)

    def holder(self, at: int) -> Holder:
        """All that the rows say of one holder."""
        if at in self._folded:
            return self._folded[at]
        names, countries, flags = self._parts
        name, country = self._names[int(names[at])].as_py(), self._countries[int(countries[at])]
        return _described(self.ids[at].as_py(), name, country, int(flags[at]), self.kind(at))

    def kind(self, at: int) -> HolderKind:
        return HOLDER_KINDS[int(self.kinds[at])]


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeColumns:
    """The stakes of a chart: `owner` and `owned` are places among the holders, `low` and `high` places in `shares`, `start` and `end` in `days`.

    `source` is a place in `sources`, what the column `source` says; `lines` are where the rows start. `controls` are the rows that state no share.
    """

    label: str
    digest: str
    holders: Described
    owner: Ints
    owned: Ints
    low: Ints
    high: Ints
    shares: Sequence[Fraction]
    start: Ints
    end: Ints
    days: Sequence[date | None]
    source: Ints
    sources: Sequence[str]
    lines: Ints
    controls: tuple[Control, ...]


def read_stake_columns(path: Path, label: str) -> tuple[StakeColumns | None, tuple[Fault, ...]]:
    """The chart in a file, or None where a fault stops it, and every fault. InputRefused where it is no table, or lacks owner or owned."""
    complaints = Complaints(label, CSV_WORDS)
    table = read_text_columns(path, label, lambda header: columns_of(header, complaints))
    found = _Reading(table, complaints).columns()
    return found, complaints.faults()


class _Reading:
    """One table, as `csv_chart` would read it row by row."""

    def __init__(self, table: TextColumns, complaints: Complaints) -> None:
        self.table, self.complaints = table, complaints
        for line, cells in table.too_long:
            complaints.add("chart.row-too-long", f"line {line}", cells)
        naming = ("owner", "owned", "owner_id", "owned_id")
        parts = [table.columns[name].texts if name in table.columns else pa.array([], pa.string()) for name in naming]
        whole = pa.concat_arrays([pa.array([""]), *parts]).dictionary_encode()
        self.texts = whole.dictionary
        places, at = whole.indices.to_numpy().astype(np.int64), 1
        self.cells: dict[str, Ints] = {}
        for name, part in zip(naming, parts, strict=True):
            here = places[at : at + len(part)]
            self.cells[name] = here[table.columns[name].codes] if name in table.columns else np.zeros(len(table), dtype=np.int64)
            at += len(part)

    def columns(self) -> StakeColumns | None:
        kinds, kind = self._each("owner_kind", _kind)
        self._complain("chart.kind-unknown", "owner_kind", _where(kinds, None)[kind])
        unnamed = self._unnamed(kind)
        controls, control = self._each("control", lambda text, _: _control(text))
        self._complain("chart.control-unknown", "control", _where(controls, None)[control])
        shares, low, high = self._shares()
        days, start, end = self._days()
        ids = self._ids(unnamed)
        holders, owner, owned = self._holders(ids, unnamed, kinds, kind)
        if self.complaints.seen[False]:
            return None
        stakes = np.flatnonzero(_where(controls, "")[control])
        self._warn_of_fractions(shares, low[stakes], high[stakes])
        sources, source = self._each("source", lambda text, _: text)
        found = StakeColumns(
            label=self.table.label,
            digest=self.table.digest,
            holders=holders,
            owner=owner[stakes],
            owned=owned[stakes],
            low=low[stakes],
            high=high[stakes],
            shares=shares,
            start=start[stakes],
            end=end[stakes],
            days=days,
            source=source[stakes],
            sources=sources,
            lines=self.table.lines[stakes],
            controls=(),
        )
        whole = (owner, owned, low, high, start, end, source)
        stated = [self._control(row, controls[control[row]] or "", found, whole) for row in np.flatnonzero(~_where(controls, "")[control]).tolist()]
        return replace(found, controls=tuple(stated))

    def _control(self, row: int, kind: str, found: StakeColumns, whole: Sequence[Ints]) -> Control:
        owner, owned, low, high, start, end, source = (int(column[row]) for column in whole)
        share = Share(minimum=found.shares[low], maximum=found.shares[high]) if kind == "votingRights" else Share()
        origin = f"{found.label} line {self.table.lines[row]}"
        said = found.sources[source]
        return Control(
            holder=found.holders.ids[owner].as_py(),
            entity=found.holders.ids[owned].as_py(),
            kind=kind,
            share=share,
            period=Period(start=found.days[start], end=found.days[end]),
            source=Source(name=f"{said} ({origin})" if said else origin, sha256=found.digest),
        )

    def _each(self, name: str, read: Callable[[str, Row], Value]) -> tuple[list[Value], Ints]:
        """What each distinct text of a column says, and which of them each row has; a column that is not there says what a blank does."""
        if name not in self.table.columns:
            return [read("", Row(where="", cells={}))], np.zeros(len(self.table), dtype=np.int64)
        column = self.table.columns[name]
        texts = column.texts.to_pylist()
        return [read(text, Row(where="", cells={name: text})) for text in texts], column.codes.astype(np.int64)

    def _complain(self, rule: str, column: str, rows: Flags, place: str = "") -> None:
        for row in np.flatnonzero(rows).tolist():
            shown = self.table.columns[column].text(row) if column in self.table.columns else ""
            self.complaints.add(rule, f"line {self.table.lines[row]}{place}", shown)

    def _unnamed(self, kind: Ints) -> Flags:
        """The rows whose owner exists and is not named."""
        written: Flags = pc.is_in(pc.utf8_lower(self.texts), value_set=pa.array(sorted(UNNAMED))).to_numpy(zero_copy_only=False)
        column = self.table.columns.get("owner_kind")
        stated = [KINDS.get(text.casefold()) == "unknown" for text in column.texts.to_pylist()] if column else [False]
        rows: Flags = written[self.cells["owner"]] | ((self.cells["owner"] == 0) & np.array(stated, dtype=np.bool_)[kind])
        return rows

    def _shares(self) -> tuple[list[Fraction], Ints, Ints]:
        """The distinct shares, and the places of each row's minimum and maximum among them."""
        lows, low = self._each("share_min", lambda _, row: _percent(row, "share_min", Fraction(0)))
        highs, high = self._each("share_max", lambda _, row: _percent(row, "share_max", HUNDRED))
        for name, found, rows in (("share_min", lows, low), ("share_max", highs, high)):
            for rule in ("chart.share-unreadable", "chart.share-out-of-range"):
                self._complain(rule, name, _where(found, rule)[rows], f" {name}")
        shares = sorted({share for share in (*lows, *highs) if isinstance(share, Fraction)})
        place = {share: at for at, share in enumerate(shares)}
        low = np.array([place.get(share, -1) if isinstance(share, Fraction) else -1 for share in lows], dtype=np.int64)[low]
        high = np.array([place.get(share, -1) if isinstance(share, Fraction) else -1 for share in highs], dtype=np.int64)[high]
        for row in np.flatnonzero((low > high) & (high >= 0)).tolist():
            texts = (self.table.columns[name].text(row) if name in self.table.columns else "" for name in ("share_min", "share_max"))
            self.complaints.add("chart.share-reversed", f"line {self.table.lines[row]}", " > ".join(texts))
        return shares, low, high

    def _days(self) -> tuple[list[date | None], Ints, Ints]:
        """The distinct days, None first, and the places of each row's first and last among them."""
        starts, start = self._each("from", lambda _, row: _day(row, "from"))
        ends, end = self._each("to", lambda _, row: _day(row, "to"))
        for name, found, rows in (("from", starts, start), ("to", ends, end)):
            self._complain("chart.date-unreadable", name, _where(found, "")[rows], f" {name}")
        days = sorted({day for day in (*starts, *ends) if isinstance(day, date)})
        place: dict[Any, int] = {day: at for at, day in enumerate(days, start=1)}
        start = np.array([place.get(day, 0) for day in starts], dtype=np.int64)[start]
        end = np.array([place.get(day, 0) for day in ends], dtype=np.int64)[end]
        for row in np.flatnonzero((start > end) & (end > 0)).tolist():
            texts = (self.table.columns[name].text(row) for name in ("from", "to"))
            self.complaints.add("chart.period-reversed", f"line {self.table.lines[row]}", " > ".join(texts))
        return [None, *days], start, end

    def _ids(self, unnamed: Flags) -> tuple[Ints, Ints]:
        """The id of each row's owner and owned, as places in `texts`, which takes in the ids that owners without a name are given."""
        same = np.arange(len(self.texts), dtype=np.int64)
        pairs = np.concatenate([self.cells[side] * len(same) + self.cells[f"{side}_id"] for side in ("owner", "owned")])
        names, ids = np.divmod(np.unique(pairs), len(same))
        names, ids = names[(names > 0) & (ids > 0)], ids[(names > 0) & (ids > 0)]
        alone = np.bincount(names, minlength=len(same)) == 1
        same[names[alone[names]]] = ids[alone[names]]
        owner, owned = (np.where(self.cells[f"{side}_id"] > 0, self.cells[f"{side}_id"], same[self.cells[side]]) for side in ("owner", "owned"))
        self._named = same[self.cells["owner"]]
        fresh = np.flatnonzero(unnamed & (self.cells["owner_id"] == 0))
        owner[fresh] = len(same) + np.arange(len(fresh))
        given = [f"unknown:{self.table.digest[:12]}:{line}" for line in self.table.lines[fresh].tolist()]
        self.texts = pa.concat_arrays([self.texts, pa.array(given, pa.string())])
        self._missing("owner", (owner == 0) & ~unnamed)
        self._missing("owned", owned == 0)
        return owner, owned

    def _missing(self, side: str, rows: Flags) -> None:
        for row in np.flatnonzero(rows).tolist():
            self.complaints.add(f"chart.{side}-missing", f"line {self.table.lines[row]}")

    def _holders(self, ids: tuple[Ints, Ints], unnamed: Flags, kinds: Sequence[HolderKind | None], kind: Ints) -> tuple[Described, Ints, Ints]:
        """Every holder once, and the places of each row's owner and owned among them."""
        owner, owned = ids
        countries = self._countries(unnamed)
        flags = ((self.cells[f"{side}_id"] > 0) * GIVEN for side in ("owner", "owned"))
        said = [
            np.stack(both, axis=1).reshape(-1)
            for both in (
                (owner, owned),
                (self.cells["owner"], self.cells["owned"]),
                (np.where(unnamed, 0, countries[1][0]), countries[1][1]),
                tuple(np.where(unnamed, NOBODY, flag) if at == 0 else flag for at, flag in enumerate(flags)),
            )
        ]
        known, first, place = np.unique(said[0], return_index=True, return_inverse=True)
        order = np.argsort(first, kind="stable")
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        holders = self._described(known[order], rank[place], said, countries[0], self._kinds(kinds, kind, known[order]))
        return holders, rank[place[0::2]], rank[place[1::2]]

    def _countries(self, unnamed: Flags) -> tuple[list[str], tuple[Ints, Ints]]:
        """The distinct countries, "" first, and the places of each row's owner's and owned's among them."""
        read = [self._each(f"{side}_country", lambda text, _: _country(text)) for side in ("owner", "owned")]
        for side, (found, rows) in zip(("owner", "owned"), read, strict=True):
            wrong = _where(found, None)[rows] & (~unnamed if side == "owner" else True)
            self._complain("chart.country-unreadable", f"{side}_country", wrong)
        countries = ["", *sorted({country for found, _ in read for country in found if country})]
        place = {country: at for at, country in enumerate(countries)}
        owner, owned = (np.array([place[country or ""] for country in found], dtype=np.int64)[rows] for found, rows in read)
        return countries, (owner, owned)

    def _kinds(self, kinds: Sequence[HolderKind | None], kind: Ints, ids: Ints) -> Ints:
        """The kind of each holder that the rows state for it as an owner: the first row that states one counts."""
        stated = np.zeros(len(self.texts), dtype=np.uint8)
        column = self.table.columns.get("owner_kind")
        if column is not None:
            blank = np.array([not text for text in column.texts.to_pylist()], dtype=np.bool_)
            rows = np.flatnonzero(~blank[kind] & ~_where(kinds, None)[kind])
            key = np.where(self.cells["owner_id"] > 0, self.cells["owner_id"], self._named)[rows]
            numbers = np.array([HOLDER_KINDS.index(one) if one else 0 for one in kinds], dtype=np.uint8)
            stated[key[::-1]] = numbers[kind[rows]][::-1]
        found: Ints = stated[ids]
        return found

    def _described(self, ids: Ints, place: Ints, said: Sequence[Ints], countries: Sequence[str], kinds: Ints) -> Described:
        _, names, country, flags = said
        packed = ((place * len(self.texts) + names) * len(countries) + country) * 4 + flags
        ways, first = np.unique(packed, return_index=True)
        rest, flag = np.divmod(ways, 4)
        rest, land = np.divmod(rest, len(countries))
        holder, name = np.divmod(rest, len(self.texts))
        counts = np.bincount(holder, minlength=len(ids))
        begins = np.cumsum(counts) - counts
        alone = (name[begins], land[begins], flag[begins]) if len(ids) else (name, land, flag)
        kinds = np.where((counts == 1) & (alone[2] == NOBODY), HOLDER_KINDS.index("unknown"), kinds).astype(np.uint8)
        texts = self.texts.take(pa.array(ids))
        folded: dict[int, Holder] = {}
        for at in np.flatnonzero(counts > 1).tolist():
            each = range(begins[at], begins[at] + counts[at])
            folded[at] = self._folded(texts[at].as_py(), HOLDER_KINDS[kinds[at]], [
                (int(first[way]), self.texts[int(name[way])].as_py(), countries[int(land[way])], int(flag[way])) for way in each
            ])  # fmt: skip
            kinds[at] = HOLDER_KINDS.index(folded[at].kind)
        more = (counts > 1) | ((alone[0] != ids) & (alone[0] != 0)) | (alone[1] > 0) | (alone[2] > 0)
        return Described(ids=texts, kinds=kinds, more=more, _names=self.texts, _countries=countries, _parts=alone, _folded=folded)

    def _folded(self, id: str, kind: HolderKind, ways: list[tuple[int, str, str, int]]) -> Holder:
        """A holder that rows describe in several ways, taken together in their order as `csv_chart` does; where they differ it is said once a way."""
        whole: Holder | None = None
        for where, name, country, flags in sorted(ways):
            one = _described(id, name, country, flags, "unknown" if flags == NOBODY else kind)
            whole = together(whole, one) if whole else one
            if one.name not in (whole.name, id) or one.country not in (whole.country, ""):
                self.complaints.add("chart.holder-differs", f"line {self.table.lines[where // 2]}", id)
        assert whole is not None
        return whole

    def _warn_of_fractions(self, shares: Sequence[Fraction], low: Ints, high: Ints) -> None:
        stated = [shares[at] for at in np.unique(np.concatenate((low, high))).tolist() if shares[at] != HUNDRED]
        if any(stated) and max(stated) <= 1:
            self.complaints.add("chart.share-looks-like-fraction")


def _described(id: str, name: str, country: str, flags: int, kind: HolderKind) -> Holder:
    if flags == NOBODY:
        return Holder(id=id, name=name or "unknown", kind="unknown")
    return Holder(id=id, name=name or id, kind=kind, country=country, identifiers=identifiers_of(id) if flags & GIVEN else ())


def _where(found: Sequence[Any], value: object) -> Flags:
    """Which of the things found are this one."""
    return np.array([one == value if value is not None else one is None for one in found], dtype=np.bool_)


def _kind(text: str, _row: Row) -> HolderKind | None:
    return KINDS.get(unicodedata.normalize("NFKC", text).casefold())


def _control(text: str) -> str | None:
    """A kind of control, "" for a stake, None for a word that is not known."""
    return CONTROLS.get(unicodedata.normalize("NFKC", text).casefold()) if text else ""


def _country(text: str) -> str | None:
    country = unicodedata.normalize("NFKC", text).upper()
    return country if not country or re.fullmatch(r"[A-Z]{2}", country) else None


def _percent(row: Row, column: str, blank: Fraction) -> Fraction | str:
    """What the reference reads in a cell: a share, or the rule that it breaks."""
    complaints = Complaints("", CSV_WORDS)
    share = percent_in(row, column, blank, complaints)
    return share if share is not None else complaints.found[0].rule


def _day(row: Row, column: str) -> date | str | None:
    """A day, None where it is open, "" where it cannot be read."""
    try:
        return day_in(row, column, Complaints("", CSV_WORDS))
    except ValueError:
        return ""
