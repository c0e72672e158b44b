"""What `sekisho chart build` does: any chart that is read, into one compiled file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ....faults import InputRefused, refuse
from ....feeds.charts.any_chart import kind_of
from ....feeds.charts.complaint_words import CSV_WORDS
from ....feeds.charts.csv_chart import columns_of
from ....feeds.charts.stake_columns import read_stake_columns
from ....feeds.complaints import Complaints
from ....feeds.csv_out import unwritable
from ....feeds.owners_query import read_charts
from ....feeds.raw import csv_stream
from ....feeds.raw.text_columns import TABLES
from .chart_build import Say
from .chart_file import build
from .chart_rows import ChartRows, rows_of, rows_of_columns

Tell = Callable[[str, str], None]


def build_chart(paths: Sequence[Path], out: Path, *, names: bool, say: Tell, progress: Say | None) -> dict[str, Any]:
    """Compile charts into one file; what it holds, as JSON. InputRefused with every fault of every file, and nothing is written."""
    say("資本関係図を読み込んでいます", "reading the charts")
    rows = _read(paths)
    say("編成しています", "compiling")
    try:
        build(rows, out, names=names, progress=progress)
    except OSError as error:
        raise unwritable(out) from error
    return {
        "file": str(out),
        "holders": int(rows.holders.listed.sum()),
        "stakes": len(rows.owner),
        "ids_only": not names,
        "digests": sorted(set(rows.digests)),
    }


def _read(paths: Sequence[Path]) -> ChartRows:
    """One table of ours as columns, whatever its length; anything else through the plain readers, within their bounds."""
    tables = [path for path in paths if path.suffix.lower() in TABLES]
    if len(paths) == 1 and (tables or _is_ours(paths[0])):
        columns, faults = read_stake_columns(paths[0], str(paths[0]))
        if columns is None:
            raise InputRefused(faults)
        return rows_of_columns(columns)
    if tables:
        raise refuse(
            str(tables[0]),
            "chart.table-alone",
            what=("Parquet と Arrow の資本関係図は、一つだけで編成します", "a chart in Parquet or Arrow is compiled alone"),
            remedy=("一つの表にまとめるか、CSV にしてください", "put all into one table, or give CSV"),
        )
    return rows_of(read_charts(paths), str(paths[0]))


def _is_ours(path: Path) -> bool:
    """Whether it is a CSV with the columns owner and owned."""
    if kind_of(path) != "csv":
        return False
    try:
        columns_of(next(csv_stream.rows(csv_stream.survey(path, str(path))), (0, []))[1], Complaints(str(path), CSV_WORDS))
    except InputRefused:
        return False
    return True
