"""What `sekisho owners --entities` reads: entities by the thousand, in CSV, Parquet or Arrow.

Column `entity` (an id, a number or a name as the charts have it) or `name` is needed; `country` is understood, others are left alone. A row in which
both are blank is a fault; a country that is not known is a warning and not used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..countries import country_code
from ..faults import Fault, InputRefused
from .complaints import Complaints, Words
from .raw.text_columns import TextColumns, read_text_columns

COLUMNS = ("entity", "name", "country")
MOST_ROWS = 1_000_000
WORDS = {
    "owners.column-missing": Words(
        ("entity 又は name の列がありません", "there is no column entity or name"),
        ("調べる者の列の見出しを entity 又は name としてください", "head the column of those to look into with entity or name"),
    ),
    "owners.column-twice": Words(
        ("同じ列が二つあります", "a column stands there twice"), ("一つを消すか、名前を変えてください", "remove or rename one of them")
    ),
    "owners.entity-missing": Words(
        ("調べる者が書かれていない行です", "the row names nobody"),
        ("名称か番号を書くか、行を消してください", "write a name or a number, or remove the row"),
    ),
    "owners.row-too-long": Words(
        ("列の数より欄が多い行です", "the row has more cells than the header"),
        ('読点を含む名称は引用符(")で囲んでください', 'put quotation marks (") around a name that holds a comma'),
    ),
    "owners.country-unknown": Words(
        ("知らない国名であり、使っていません", "this country is not known and was not used"),
        ("ISO 3166 の二文字の記号で書いてください", "write its two-letter code (ISO 3166)"),
        warning=True,
    ),
    "owners.empty": Words(("行がありません", "there are no rows"), ("調べる者を一行に一つ書いてください", "write one entity a row")),
    "owners.too-many": Words(
        (f"行が {MOST_ROWS:,} を超えています", f"there are more than {MOST_ROWS:,} rows"), ("いくつかのファイルに分けてください", "split the file")
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """One row: where it stands, the words it asks by (id, number or name; the first that the chart knows counts), the country or ""."""

    line: int
    words: tuple[str, ...]
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedList:
    """Every row of a file, its SHA-256, and what it was warned about."""

    rows: tuple[AskedRow, ...]
    digest: str
    warnings: tuple[Fault, ...] = ()


def read_asked(path: Path) -> AskedList:
    """The rows of a file in its order. InputRefused lists every fault."""
    complaints = Complaints(file=str(path), words=WORDS)
    table = read_text_columns(path, str(path), lambda header: _chosen(header, complaints))
    if not len(table):
        raise complaints.refused("owners.empty")
    if len(table) > MOST_ROWS:
        raise complaints.refused("owners.too-many", shown=str(len(table)))
    for line, row in table.too_long:
        complaints.add("owners.row-too-long", f"line {line}", row)
    rows = tuple(_row(table, at, complaints) for at in range(len(table)))
    faults = complaints.faults()
    if any(not one.warning for one in faults):
        raise InputRefused(faults)
    return AskedList(rows=rows, digest=table.digest, warnings=faults)


def _chosen(header: Sequence[str], complaints: Complaints) -> list[str]:
    known = [cell.strip().lstrip("\ufeff").lower() for cell in header]
    for name in COLUMNS:
        if known.count(name) > 1:
            raise complaints.refused("owners.column-twice", "line 1", name)
    if not {"entity", "name"} & set(known):
        raise complaints.refused("owners.column-missing", "line 1", ", ".join(header))
    return [name if name in COLUMNS else "" for name in known]


def _row(table: TextColumns, at: int, complaints: Complaints) -> AskedRow:
    cells = {name: column.text(at).strip() for name, column in table.columns.items()}
    line = int(table.lines[at])
    words = tuple(dict.fromkeys(filter(None, (cells.get("entity", ""), cells.get("name", "")))))
    if not words:
        complaints.add("owners.entity-missing", f"line {line}")
    given = cells.get("country", "")
    code = country_code(given) if given else ""
    if code is None:
        complaints.add("owners.country-unknown", f"line {line}", given)
    return AskedRow(line=line, words=words, country=code or "")
