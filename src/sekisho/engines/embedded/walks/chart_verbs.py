"""What `sekisho owners` does with a compiled chart. What reads other files is imported only where it is needed: a question should not wait for it."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from ....faults import refuse
from ....feeds.id_list import ids_in
from ....ownership.model import Chart, Held
from ....ownership.walk import Bar
from .chart_file import CompiledChart, is_compiled

if TYPE_CHECKING:
    from ....register.lookup import Lookup


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


def refuse_other_rules(path: Path, bar: Bar) -> None:
    """InputRefused `chart.compiled-rule` where a regime counts otherwise than a compiled chart does: together, at the threshold or above."""
    if bar.strictly or bar.alone:
        raise refuse(
            str(path),
            "chart.compiled-rule",
            what=("編成済みの資本関係図は、この規則では引けません", "a compiled chart does not answer by this regime's rule"),
            remedy=("編成する前のファイルを --chart に指定してください", "name the source files with --chart instead"),
        )


def owners_of(path: Path, entity: str, *, as_of: date, designated: Path, threshold: Fraction, open_register: "Callable[[Path], Lookup]") -> Held:
    """`sekisho owners` from a compiled chart. With an edition, only those who stand above the entity are looked up: no others can matter."""
    chart = CompiledChart.open(path)
    day = chart.day(as_of)
    asked = chart.holder_of(entity)
    ids = ids_in(designated)
    if ids:
        listed, maybe = ids | frozenset(map(chart.holder_of, ids)), frozenset[str]()
    else:
        from ....feeds.owners_query import designated_holders

        above = Chart(holders=tuple(chart.above([asked], day)), stakes=())
        listed, maybe = designated_holders(above, designated, open_register, as_of)
    return chart.held_all((asked,), listed, possibly_designated=maybe, day=day, threshold=threshold)[asked]
