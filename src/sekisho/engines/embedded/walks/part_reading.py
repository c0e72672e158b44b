"""What `sekisho bom build` does: bills of any format, or one table of uses of any length, into one compiled file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ....composition.joined import join
from ....composition.model import Bom
from ....faults import Fault, InputRefused, refuse
from ....feeds.boms.reading import bom_from_raw, raw_kind, read_bom, taken_anew
from ....feeds.boms.use_columns import is_use_table, read_use_columns
from ....feeds.csv_out import unwritable
from ....feeds.raw import csv_stream
from ....feeds.raw.jail import RawJob, read_raw
from ....feeds.raw.limits import DEFAULT
from ....feeds.raw.text_columns import TABLES
from .chart_build import Say
from .part_file import CompiledProducts, build
from .part_rows import PartRows, rows_of, rows_of_columns

Tell = Callable[[str, str], None]


def build_products(paths: Sequence[Path], out: Path, *, say: Tell, progress: Say | None) -> dict[str, Any]:
    """Compile bills into one file; what it holds, as JSON. InputRefused with every fault of every file, and nothing is written."""
    say("部品表を読み込んでいます", "reading the bills of materials")
    rows, faults = read_rows(paths)
    say("編成しています", "compiling")
    try:
        build(rows, out, progress)
    except OSError as error:
        raise unwritable(out) from error
    return {
        "file": str(out),
        "products": len(rows.roots),
        "parts": len(rows.refs),
        "with_maker": int(rows.makers.sum()),
        "uses": len(rows.parent),
        "alternates": len(rows.primary),
        "digests": sorted(set(rows.digests)),
        "warnings": [one.as_json() for one in faults],
    }


def products_of(paths: Sequence[Path]) -> CompiledProducts:
    """Bills compiled in memory, for a question that comes with its files."""
    return CompiledProducts.of(read_rows(paths)[0])


def read_rows(paths: Sequence[Path]) -> tuple[PartRows, tuple[Fault, ...]]:
    """The parts of the files, and the warnings about them."""
    tables = [path for path in paths if path.suffix.lower() in TABLES or _is_use_table(path)]
    if tables and len(paths) == 1:
        columns, faults = read_use_columns(paths[0], str(paths[0]))
        if columns is None:
            raise InputRefused(faults)
        return rows_of_columns(columns), faults
    if tables:
        raise refuse(
            str(tables[0]),
            "uses.table-alone",
            what=("親子の表は、一つだけで編成します", "a table of uses is compiled alone"),
            remedy=("一つの表にまとめてください", "put all into one table"),
        )
    boms, faults = _boms(paths)
    return rows_of(join(boms)), faults


def _boms(paths: Sequence[Path]) -> tuple[list[Bom], tuple[Fault, ...]]:
    """The files of a size for the jail in one batch, larger ones each by itself."""
    boms: dict[Path, Bom] = {}
    faults: list[Fault] = []
    large = [path for path in paths if path.stat().st_size > DEFAULT.file_octets]
    small = [path for path in paths if path not in large]
    raws = read_raw([RawJob(kind=raw_kind(path), path=path, label=str(path)) for path in small]) if small else ()
    for path, raw in (*zip(small, map(taken_anew, raws), strict=True), *((path, None) for path in large)):
        try:
            if raw is not None and raw.value is None:
                raise InputRefused(raw.faults)
            boms[path], found = bom_from_raw(raw) if raw is not None else read_bom(path)
            faults += (*(raw.faults if raw is not None else ()), *found)
        except InputRefused as refused:
            faults += refused.faults
    if not all(one.warning for one in faults):
        raise InputRefused(faults)
    return [boms[path] for path in dict.fromkeys(paths)], tuple(faults)


def _is_use_table(path: Path) -> bool:
    if raw_kind(path) != "csv":
        return False
    try:
        return is_use_table(next(csv_stream.rows(csv_stream.survey(path, str(path))), (0, []))[1])
    except InputRefused:
        return False
