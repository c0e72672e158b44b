"""Ownership charts from CSV, and several charts as one. (BODS is read in `bods`, and can be imported from here.)

The CSV has the columns `owner, owned, share_min, share_max, from, to` in any order under a header, and may have `owner_id, owned_id, owner_country,
owned_country, owner_kind, control, source`. Shares are percentages from 0 to 100; both blank is 0–100, a blank maximum 100, a blank minimum 0. Dates
are YYYY-MM-DD and both count; blank is open. A holder's id is its id column, else the id that the same name has elsewhere in the file, else the name.
An owner written `unknown` or 不明, or of kind `unknown`, is one that exists and is not named. A row with a word in `control` is evidence of control
and no stake; its share is read for `votingRights` alone.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from ...faults import Fault
from ...ownership.control import STRENGTHS
from ...ownership.model import Chart, Control, Holder, HolderKind, Stake, StatedGap
from ...terms import HUNDRED, CorporateNumber, Identifier, Period, Share, Source, parse_number
from ..complaints import Complaints
from .bods import chart_from_bods
from .complaint_words import CSV_WORDS

__all__ = ["chart_from_bods", "chart_from_csv", "join_charts"]

REQUIRED = ("owner", "owned")
SHARES = ("share_min", "share_max", "from", "to")
COLUMNS = (*REQUIRED, *SHARES, "owner_id", "owned_id", "owner_country", "owned_country", "owner_kind", "control", "source")
HEADERS: Mapping[str, str] = {
    **{name: name for name in COLUMNS},
    "株主": "owner", "所有者": "owner", "保有者": "owner", "出資者": "owner", "被所有者": "owned", "被保有者": "owned", "出資先": "owned",
    "下限": "share_min", "割合下限": "share_min", "上限": "share_max", "割合上限": "share_max", "開始日": "from", "終了日": "to",
    "所有者番号": "owner_id", "被所有者番号": "owned_id", "所有者国": "owner_country", "被所有者国": "owned_country", "所有者種別": "owner_kind",
    "支配": "control", "出典": "source",
}  # fmt: skip
KINDS: Mapping[str, HolderKind] = {
    "": "entity", "entity": "entity", "法人": "entity", "person": "person", "個人": "person", "state": "state", "国": "state",
    "unknown": "unknown", "不明": "unknown",
}  # fmt: skip
CONTROLS: Mapping[str, str] = {
    **{kind.casefold(): kind for kind in STRENGTHS},
    "議決権": "votingRights", "取締役の選任権": "appointmentOfBoard", "役員の選任権": "appointmentOfBoard",
    "定款による支配": "controlViaCompanyRulesOrArticles",
    "法令による支配": "controlByLegalFramework", "契約による権利": "rightsGrantedByContract", "その他の支配": "otherInfluenceOrControl",
    "取締役": "boardMember", "役員": "boardMember", "代表取締役": "boardChair", "会長": "boardChair", "業務執行者": "seniorManagingOfficial",
    "受託者": "trustee", "委託者": "settlor", "連結": "directConsolidation", "最終連結": "ultimateConsolidation", "親会社": "parent",
    "関係不明": "unknownLink",
}  # fmt: skip
"""What the column `control` may say: the kinds of `ownership.control`, or a Japanese word for one."""
UNNAMED = frozenset({"unknown", "不明", "非公開", "非開示", "undisclosed", "?", "？"})


def chart_from_csv(value: object, *, label: str, digest: str) -> tuple[Chart, tuple[Fault, ...]]:
    """A chart from `{"rows": [[text]], "lines": [number]}`, header first; `label` is the file as the user named it, `digest` its SHA-256.

    Every fault of every row is returned; the chart holds the sound rows, and is to be used only where all faults are warnings. InputRefused where
    the header is missing or lacks owner or owned.
    """
    complaints = Complaints(label, CSV_WORDS)
    rows = _table(value, complaints)
    ids = _ids_by_name(rows)
    reading = _Reading(label=label, digest=digest, complaints=complaints, ids=ids, kinds=_kinds_by_id(rows, ids, complaints))
    found = [one for row in rows if (one := _stake(row, reading)) is not None]
    stakes = [one for one in found if isinstance(one, Stake)]
    controls = [one for one in found if isinstance(one, Control)]
    stated = [share for stake in stakes for share in (stake.share.minimum, stake.share.maximum) if share != HUNDRED]
    if any(stated) and max(stated) <= 1:
        complaints.add("chart.share-looks-like-fraction")
    chart = Chart(holders=tuple(reading.holders.values()), stakes=tuple(stakes), controls=tuple(controls), digests=(digest,))
    return chart, complaints.faults()


def join_charts(charts: Iterable[Chart]) -> Chart:
    """Several charts as one: holders with the same id are one holder (what a later chart adds fills blanks), stakes and digests follow each other.

    Identity is the id alone: files that number the same holder differently stay apart.
    """
    holders: dict[str, Holder] = {}
    stakes: list[Stake] = []
    controls: list[Control] = []
    gaps: list[StatedGap] = []
    digests: dict[str, None] = {}
    for chart in charts:
        for holder in chart.holders:
            known = holders.get(holder.id)
            holders[holder.id] = together(known, holder) if known else holder
        stakes += chart.stakes
        controls += chart.controls
        gaps += chart.stated_gaps
        digests.update(dict.fromkeys(chart.digests))
    return Chart(holders=tuple(holders.values()), stakes=tuple(stakes), controls=tuple(controls), stated_gaps=tuple(gaps), digests=tuple(digests))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    where: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What the rows of one file share: ids by name, kinds by id, and the holders, which fill as rows are read."""

    label: str
    digest: str
    complaints: Complaints
    ids: Mapping[str, str]
    kinds: Mapping[str, HolderKind]
    holders: dict[str, Holder] = field(default_factory=dict)


def _table(value: object, complaints: Complaints) -> list[Row]:
    rows = value.get("rows") if isinstance(value, dict) else None
    lines = value.get("lines") if isinstance(value, dict) else None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        raise complaints.refused("chart.not-a-table")
    places = lines if isinstance(lines, list) and len(lines) == len(rows) else range(1, len(rows) + 1)
    columns = columns_of(rows[0], complaints)
    table = []
    for row, line in zip(rows[1:], places[1:], strict=True):
        texts = [str(cell).strip() for cell in row]
        if not any(texts):
            continue
        where = f"line {line}"
        if any(texts[len(columns) :]):
            complaints.add("chart.row-too-long", where, ",".join(texts))
        table.append(Row(where=where, cells={column: text for column, text in zip(columns, texts, strict=False) if column}))
    return table


def columns_of(header: Sequence[Any], complaints: Complaints) -> list[str]:
    """The canonical column of each position, "" where it is not known."""
    columns: list[str] = []
    for given in header:
        name = re.sub(r"[\s\-]+", "_", unicodedata.normalize("NFKC", str(given)).strip().lstrip("\ufeff").casefold())
        column = HEADERS.get(name, "")
        if not column and name:
            complaints.add("chart.column-unknown", "line 1", str(given))
        if column and column in columns:
            complaints.add("chart.column-twice", "line 1", str(given))
            column = ""
        columns.append(column)
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        raise complaints.refused("chart.column-missing", "line 1", ", ".join(missing))
    return columns


def _ids_by_name(rows: Iterable[Row]) -> dict[str, str]:
    """Name -> id for the names that have exactly one id in the file, so that a row without the id means the same holder."""
    ids: dict[str, set[str]] = {}
    for row in rows:
        for side in REQUIRED:
            if row[side] and row[f"{side}_id"]:
                ids.setdefault(row[side], set()).add(row[f"{side}_id"])
    return {name: next(iter(known)) for name, known in ids.items() if len(known) == 1}


def _stake(row: Row, reading: _Reading) -> Stake | Control | None:
    """The row's stake, or what it says of control, or None with every fault of the row noted."""
    owner = _owner(row, reading)
    owned = _holder(row, "owned", reading)
    share = _share(row, reading.complaints)
    period = _period(row, reading.complaints)
    kind = CONTROLS.get(unicodedata.normalize("NFKC", row["control"]).casefold(), "")
    if row["control"] and not kind:
        reading.complaints.add("chart.control-unknown", row.where, row["control"])
    if owner is None or owned is None or share is None or period is None or (row["control"] and not kind):
        return None
    for holder in (owner, owned):
        _enter(holder, row, reading)
    origin = f"{reading.label} {row.where}"
    source = Source(name=f"{row['source']} ({origin})" if row["source"] else origin, sha256=reading.digest)
    if kind:
        return Control(holder=owner.id, entity=owned.id, kind=kind, share=share if kind == "votingRights" else Share(), period=period, source=source)
    return Stake(owner=owner.id, owned=owned.id, share=share, period=period, source=source)


def _kinds_by_id(rows: Iterable[Row], ids: Mapping[str, str], complaints: Complaints) -> dict[str, HolderKind]:
    """What the rows say of the kinds of owners, by id (the first row that says it counts)."""
    kinds: dict[str, HolderKind] = {}
    for row in rows:
        kind = KINDS.get(unicodedata.normalize("NFKC", row["owner_kind"]).casefold())
        if kind is None:
            complaints.add("chart.kind-unknown", row.where, row["owner_kind"])
        elif row["owner_kind"]:
            kinds.setdefault(row["owner_id"] or ids.get(row["owner"], row["owner"]), kind)
    return kinds


def _owner(row: Row, reading: _Reading) -> Holder | None:
    unnamed = row["owner"].casefold() in UNNAMED or (not row["owner"] and KINDS.get(row["owner_kind"].casefold()) == "unknown")
    if not unnamed:
        return _holder(row, "owner", reading)
    line = row.where.removeprefix("line ")
    return Holder(id=row["owner_id"] or f"unknown:{reading.digest[:12]}:{line}", name=row["owner"] or "unknown", kind="unknown")


def _holder(row: Row, side: str, reading: _Reading) -> Holder | None:
    name, given = row[side], row[f"{side}_id"]
    if not name and not given:
        reading.complaints.add(f"chart.{side}-missing", row.where)
        return None
    country = unicodedata.normalize("NFKC", row[f"{side}_country"]).upper()
    if country and not re.fullmatch(r"[A-Z]{2}", country):
        reading.complaints.add("chart.country-unreadable", row.where, row[f"{side}_country"])
        country = ""
    known = given or reading.ids.get(name, name)
    kind = reading.kinds.get(known, "entity")
    return Holder(id=known, name=name or given, kind=kind, country=country, identifiers=identifiers_of(given))


def identifiers_of(given: str) -> tuple[Identifier, ...]:
    """What an id column says by its form: `SCHEME:value`, a 法人番号 with a right check digit, an LEI; nothing else."""
    scheme, colon, rest = given.partition(":")
    if colon and re.fullmatch(r"[A-Za-z][A-Za-z0-9\-]{1,19}", scheme) and rest.strip():
        return (Identifier.of(scheme, rest),)
    if re.fullmatch(r"[A-Z0-9]{18}[0-9]{2}", given):
        return (Identifier.of("LEI", given),)
    try:
        return (Identifier.of("JP-HOUJIN", CorporateNumber.parse(given).digits),)
    except ValueError:
        return ()


def _enter(holder: Holder, row: Row, reading: _Reading) -> None:
    known = reading.holders.get(holder.id)
    if known == holder:
        return
    reading.holders[holder.id] = both = together(known, holder) if known else holder
    if holder.name not in (both.name, holder.id) or holder.country not in (both.country, ""):
        reading.complaints.add("chart.holder-differs", row.where, holder.id)


def together(first: Holder, second: Holder) -> Holder:
    """Two descriptions of one id. One that is only referred to (unknown, named by its id) gives way; otherwise unknown stays unknown."""
    bare, bare_too = (holder.kind == "unknown" and holder.name in ("", holder.id) for holder in (first, second))
    return replace(
        first,
        name=second.name if first.name in ("", first.id) and second.name else first.name,
        kind=second.kind if bare or (first.kind == "entity" and not bare_too) else first.kind,
        country=first.country or second.country,
        identifiers=tuple(dict.fromkeys((*first.identifiers, *second.identifiers))),
    )


def _share(row: Row, complaints: Complaints) -> Share | None:
    low = percent_in(row, "share_min", Fraction(0), complaints)
    high = percent_in(row, "share_max", HUNDRED, complaints)
    if low is None or high is None:
        return None
    if low > high:
        complaints.add("chart.share-reversed", row.where, f"{row['share_min']} > {row['share_max']}")
        return None
    return Share(minimum=low, maximum=high)


def percent_in(row: Row, column: str, blank: Fraction, complaints: Complaints) -> Fraction | None:
    text = unicodedata.normalize("NFKC", row[column]).strip().removesuffix("%").strip()
    if not text:
        return blank
    try:
        if "," in text or "_" in text:
            raise ValueError
        percent = parse_number(text)
    except ValueError:
        complaints.add("chart.share-unreadable", f"{row.where} {column}", row[column])
        return None
    if not 0 <= percent <= HUNDRED:
        complaints.add("chart.share-out-of-range", f"{row.where} {column}", row[column])
        return None
    return percent


def _period(row: Row, complaints: Complaints) -> Period | None:
    try:
        start, end = (day_in(row, column, complaints) for column in ("from", "to"))
    except ValueError:
        return None
    if start and end and start > end:
        complaints.add("chart.period-reversed", row.where, f"{row['from']} > {row['to']}")
        return None
    return Period(start=start, end=end)


def day_in(row: Row, column: str, complaints: Complaints) -> date | None:
    text = unicodedata.normalize("NFKC", row[column]).strip()
    if not text:
        return None
    try:
        parts = re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", text)
        if parts is None:
            raise ValueError
        return date(*map(int, parts.groups()))
    except ValueError:
        complaints.add("chart.date-unreadable", f"{row.where} {column}", row[column])
        raise
