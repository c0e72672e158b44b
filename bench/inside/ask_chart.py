"""What is asked of a compiled chart within one process: `python -m bench.inside.ask_chart CHART SEEDS.txt EDGES.parquet`, answered as JSON."""

import json
import statistics
import sys
import time
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from sekisho.engines.embedded.walks.chart_file import CompiledChart
from sekisho.ownership.walk import Bar

from .made_chart import AS_OF

HALF = Bar(threshold=Fraction(50))


def main(compiled: str, seeds: str, edges: str) -> dict[str, Any]:
    began = time.perf_counter()
    chart = CompiledChart.open(Path(compiled))
    opened = time.perf_counter() - began
    listed = frozenset(Path(seeds).read_text(encoding="utf-8").split())
    times = []
    for _ in range(5):
        began = time.perf_counter()
        cascade: Any = chart.cascade(listed, frozenset(), day=chart.day(date.fromisoformat(AS_OF)), bar=HALF)
        times.append(time.perf_counter() - began)
    places = [place for place in map(chart.place, listed) if place is not None]
    surely = cascade.surely.flags.copy()
    surely[places] = True
    return {
        "open": opened,
        "cascade": statistics.median(times),
        "surely": int(surely.sum()),
        "possibly": int((cascade.possibly.flags | surely).sum()),
        "single": _single(edges, [int(one[1:]) for one in listed]),
        "asked": chart.id_at(int(np.flatnonzero(surely & ~np.isin(np.arange(len(surely)), places))[-1])),
    }


def _single(edges: str, seeds: list[int]) -> int:
    """How many a rule finds that follows only single stakes of half or more."""
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(edges)
    owner, owned, low = (table[name].to_numpy() for name in ("owner", "owned", "low"))
    owner, owned = owner[low >= 5_000], owned[low >= 5_000]
    reached = np.zeros(int(max(owner.max(), owned.max(), *seeds)) + 1, dtype=np.bool_)
    reached[seeds] = True
    while True:
        fresh = owned[reached[owner] & ~reached[owned]]
        if not len(fresh):
            return int(reached.sum())
        reached[fresh] = True


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
