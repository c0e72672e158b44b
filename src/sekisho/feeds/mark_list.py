"""The devices that `identify --in` takes: a CSV, Parquet or Arrow file of any length, with a column a family of marks.

Columns are those of `terms.MARK_FAMILIES`, `declared` and `id`, in any order; HEADERS gives other usual spellings. Others are left aside and told of.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from ..faults import Fault
from ..terms import MARK_FAMILIES
from .complaints import Complaints, Words
from .name_list import ARROW
from .raw import arrow_stream, csv_stream

COLUMNS = ("id", *MARK_FAMILIES, "declared")
HEADERS: Mapping[str, str] = {
    **{name: name for name in COLUMNS},
    "mac_address": "mac", "macaddress": "mac", "macアドレス": "mac", "sysoid": "sysobjectid", "sys_object_id": "sysobjectid",
    "sys_descr": "sysdescr", "bluetooth_company": "bluetooth", "rtsp_path": "rtsp", "http_title": "title", "part_number": "part", "model": "part",
    "型番": "part", "型式": "part", "maker": "declared", "manufacturer": "declared", "製造業者": "declared", "メーカー": "declared", "番号": "id",
    "imei": "tac",
}  # fmt: skip
WORDS = {
    "marks.empty": Words(
        ("行がありません", "the file has no rows"),
        ("見出し行と機器の行を入れてください", "give a header and a row for each device"),
    ),
    "marks.column-missing": Words(
        ("識別情報の列がありません", "no column of marks"),
        ("見出し行に mac, sysobjectid, sysdescr などの列を入れてください", "put columns such as mac, sysobjectid or sysdescr into the header"),
    ),
    "marks.column-twice": Words(
        ("同じ列が二度あります。左の列を採りました", "a column stands twice; the one further left counts"),
        ("どちらか一つにしてください", "keep one of them"),
        warning=True,
    ),
    "marks.column-unknown": Words(
        ("知らない列なので読みません", "this column is not known and was not read"),
        ("列名を確かめてください。不要な列ならこのままで構いません", "check its name; leave it if it is not needed"),
        warning=True,
    ),
}
ROWS = 50_000
"""Of one batch."""


@dataclass(slots=True, kw_only=True)
class MarkList:
    """A file of devices; `warnings` fill while its batches are read."""

    path: Path
    complaints: Complaints = field(init=False)

    def __post_init__(self) -> None:
        self.complaints = Complaints(file=str(self.path), words=WORDS)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return self.complaints.faults()

    def batches(self) -> Iterator[dict[str, pa.Array]]:
        """Columns of text, so many devices a batch; `id` is the row's number where the file has none. InputRefused where it cannot be used."""
        rows = self._rows()
        header = next(rows, None)
        if header is None:
            raise self.complaints.refused("marks.empty")
        places = self._places(header)
        if not set(places) - {"id"}:
            raise self.complaints.refused("marks.column-missing", "", ", ".join(header))
        number, held = 0, []
        for row in rows:
            held.append(row)
            if len(held) == ROWS:
                yield _batch(held, places, number)
                number, held = number + len(held), []
        if held:
            yield _batch(held, places, number)

    def _rows(self) -> Iterator[list[str]]:
        label = str(self.path)
        if self.path.suffix.lower() in ARROW:
            known = arrow_stream.survey(self.path, label)
            return (cells for _, cells in arrow_stream.rows(known, tuple(HEADERS)))
        full = csv_stream.rows(csv_stream.survey(self.path, label))
        return (cells for _, cells in full if any(cell.strip(" \t\x1a") for cell in cells))

    def _places(self, header: Sequence[str]) -> dict[str, int]:
        """Where each column stands."""
        places: dict[str, int] = {}
        for at, given in enumerate(header):
            name = HEADERS.get(given.strip().lstrip("\ufeff").casefold().replace(" ", "_").replace("-", "_"))
            if name is None:
                self.complaints.add("marks.column-unknown", "", given)
            elif name in places:
                self.complaints.add("marks.column-twice", "", given)
            else:
                places[name] = at
        return places


def _batch(rows: Sequence[Sequence[str]], places: Mapping[str, int], before: int) -> dict[str, pa.Array]:
    columns = {name: pa.array([row[at] if at < len(row) else "" for row in rows], pa.string()) for name, at in places.items()}
    if "id" not in columns:
        columns["id"] = pa.array([str(before + at) for at in range(1, len(rows) + 1)], pa.string())
    return columns
