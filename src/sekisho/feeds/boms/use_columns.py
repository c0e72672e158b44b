"""A table of which part is in which, of any length: CSV, Parquet or Arrow with the columns `parent, child, quantity`.

It is what a parts database gives of all its products at once. `maker`, `part_number` and `name` may stand beside and describe the *child*. Ids are
those of the whole table; a product is a parent that is nobody's child. A blank quantity is 1; rows that say one use twice add up.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ...composition.model import Component
from ...faults import Fault
from ...terms import Party, parse_number
from ..complaints import Complaints, Words
from ..raw.text_columns import TextColumns, read_text_columns

REQUIRED = ("parent", "child")
DESCRIBING = ("maker", "part_number", "name")
HEADERS = {
    **{name: name for name in (*REQUIRED, "quantity", *DESCRIBING)},
    "親部品": "parent", "子部品": "child", "数量": "quantity", "員数": "quantity",
    "製造者": "maker", "メーカー": "maker", "型番": "part_number", "品名": "name",
}  # fmt: skip
WORDS = {
    "uses.column-missing": Words(
        ("必要な列がありません", "a needed column is missing"),
        ("見出し行に parent と child の列を入れてください", "put the columns parent and child into the header"),
    ),
    "uses.column-twice": Words(
        ("同じ列が二つあります", "a column stands there twice"), ("一つを消すか、名前を変えてください", "remove or rename one of them")
    ),
    "uses.row-too-long": Words(
        ("見出しより多くのセルがある行です", "the row has more cells than the header"),
        ("コンマを含むセルは引用符で囲んでください", "put cells that contain a comma in quotes"),
    ),
    "uses.part-missing": Words(("部品の番号がありません", "the id of a part is missing"), ("番号を書いてください", "write it")),
    "uses.quantity-unreadable": Words(
        ("数量が 0 以上の数ではありません", "the quantity is not a number from 0"),
        ("小数点は「.」で書くか、一つなら空欄にしてください", "write it with a decimal point, or leave it blank for one"),
    ),
}
Ints = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseColumns:
    """The uses of a table in its order: `parent` and `child` are places in `ids`, `amount` in `quantities`.

    `described` are the places in `ids` of the parts that rows describe, and `describing` the row that does so first.
    """

    label: str
    digest: str
    ids: Any
    parent: Ints
    child: Ints
    amount: Ints
    quantities: Sequence[Fraction]
    described: Ints
    describing: Ints
    table: TextColumns

    def component(self, at: int) -> Component:
        """What the describing row at a place says of its child."""
        row = int(self.describing[at])
        said = {name: self.table.columns[name].text(row) if name in self.table.columns else "" for name in DESCRIBING}
        ref = self.ids[int(self.described[at])].as_py()
        maker = Party(name=said["maker"]) if said["maker"] else None
        return Component(ref=ref, name=said["name"] or ref, part_number=said["part_number"], maker=maker)


def is_use_table(header: Sequence[str]) -> bool:
    """Whether a header row has the columns of such a table."""
    return set(REQUIRED) <= {_column(cell) for cell in header}


def read_use_columns(path: Path, label: str) -> tuple[UseColumns | None, tuple[Fault, ...]]:
    """The uses in a file, or None where a fault stops it, and every fault. InputRefused where it is no table, or lacks parent or child."""
    complaints = Complaints(label, WORDS)
    table = read_text_columns(path, label, lambda header: _columns(header, complaints))
    for line, cells in table.too_long:
        complaints.add("uses.row-too-long", f"line {line}", cells)
    whole = pa.concat_arrays([pa.array([""]), *(table.columns[side].texts for side in REQUIRED)]).dictionary_encode()
    places = whole.indices.to_numpy().astype(np.int64)
    parents = len(table.columns["parent"].texts)
    parent = places[1 : 1 + parents][table.columns["parent"].codes]
    child = places[1 + parents :][table.columns["child"].codes]
    for row in np.flatnonzero((parent == 0) | (child == 0)).tolist():
        complaints.add("uses.part-missing", f"line {table.lines[row]}")
    quantities, amount = _quantities(table, complaints)
    if complaints.seen[False]:
        return None, complaints.faults()
    described, describing = _described(table, child)
    found = UseColumns(
        label=label,
        digest=table.digest,
        ids=whole.dictionary[1:],
        parent=parent - 1,
        child=child - 1,
        amount=amount,
        quantities=quantities,
        described=described - 1,
        describing=describing,
        table=table,
    )
    return found, complaints.faults()


def _column(cell: object) -> str:
    return HEADERS.get(unicodedata.normalize("NFKC", str(cell)).strip().lstrip("\ufeff").casefold().replace(" ", "_"), "")


def _columns(header: Sequence[str], complaints: Complaints) -> list[str]:
    columns = [_column(cell) for cell in header]
    for column in dict.fromkeys(columns):
        if column and columns.count(column) > 1:
            complaints.add("uses.column-twice", "line 1", column)
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        raise complaints.refused("uses.column-missing", "line 1", ", ".join(missing))
    return [column if columns.index(column) == at else "" for at, column in enumerate(columns)]


def _quantities(table: TextColumns, complaints: Complaints) -> tuple[list[Fraction], Ints]:
    """The distinct quantities, and which of them each row has."""
    column = table.columns.get("quantity")
    if column is None:
        return [Fraction(1)], np.zeros(len(table), dtype=np.int64)
    read = [_quantity(text) for text in column.texts.to_pylist()]
    unreadable = np.array([quantity is None for quantity in read], dtype=np.bool_)
    for row in np.flatnonzero(unreadable[column.codes]).tolist():
        complaints.add("uses.quantity-unreadable", f"line {table.lines[row]}", column.text(row))
    quantities = sorted({quantity for quantity in read if quantity is not None})
    place: dict[Fraction | None, int] = {quantity: at for at, quantity in enumerate(quantities)}
    return quantities, np.array([place.get(quantity, 0) for quantity in read], dtype=np.int64)[column.codes]


def _quantity(text: str) -> Fraction | None:
    try:
        quantity = parse_number(text) if text else Fraction(1)
    except ValueError:
        return None
    return quantity if quantity >= 0 else None


def _described(table: TextColumns, child: Ints) -> tuple[Ints, Ints]:
    """The children that rows describe, and the first row that describes each."""
    said = np.zeros(len(table), dtype=np.bool_)
    for name in DESCRIBING:
        if name in table.columns:
            column = table.columns[name]
            said |= np.array([bool(text) for text in column.texts.to_pylist()], dtype=np.bool_)[column.codes]
    rows = np.flatnonzero(said)
    parts, first = np.unique(child[rows], return_index=True)
    return parts, rows[first]
