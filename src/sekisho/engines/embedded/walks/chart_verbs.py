"""What `sekisho chart build` does, and `sekisho owners` with a compiled chart."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from ....faults import refuse
from ....feeds.csv_out import unwritable
from ....feeds.owners_query import designated_holders, ids_in, read_charts
from ....ownership.model import Chart, Held
from ....register.lookup import Lookup
from .chart_build import Say
from .chart_file import CompiledChart, build, is_compiled
from .chart_rows import rows_of

Tell = Callable[[str, str], None]


def build_chart(paths: Sequence[Path], out: Path, *, names: bool, say: Tell, progress: Say | None) -> dict[str, Any]:
    """Compile charts into one file; what it holds, as JSON. InputRefused with every fault of every file, and nothing is written."""
    say("資本関係図を読み込んでいます", "reading the charts")
    rows = rows_of(read_charts(paths), str(paths[0]))
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


def compiled_among(paths: Sequence[Path]) -> Path | None:
    """The one compiled chart that was named. InputRefused `chart.compiled-beside` where it stands beside other charts."""
    found = [path for path in paths if is_compiled(path)]
    if found and len(paths) > 1:
        raise refuse(
            str(found[0]),
            "chart.compiled-beside",
            what=("編成済みの資本関係図は、ほかの図と一緒には引けません", "a compiled chart cannot be asked together with other charts"),
            remedy=("すべての元のファイルから chart build で一つに編成してください", "compile all of the source files into one with `chart build`"),
        )
    return found[0] if found else None


def owners_of(path: Path, entity: str, *, as_of: date, designated: Path, threshold: Fraction, open_register: Callable[[Path], Lookup]) -> Held:
    """`sekisho owners` from a compiled chart. With an edition, only those who stand above the entity are looked up: no others can matter."""
    chart = CompiledChart.open(path)
    day = chart.day(as_of)
    asked = chart.holder_of(entity)
    ids = ids_in(designated)
    if ids:
        listed, maybe = ids | frozenset(map(chart.holder_of, ids)), frozenset[str]()
    else:
        above = Chart(holders=tuple(chart.above([asked], day)), stakes=())
        listed, maybe = designated_holders(above, designated, open_register, as_of)
    return chart.held_all((asked,), listed, possibly_designated=maybe, day=day, threshold=threshold)[asked]
