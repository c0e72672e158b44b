"""The cascade by a peer: `python -m bench.inside.peer_cascade NAME EDGES.parquet SEEDS.txt`, as JSON; exit 3 where the peer is not installed.

The peer is given merged stakes in force on the day, and plain numbers: no dates, ranges or names are asked of it.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

NEEDED = 5_000
Walk = Callable[[Iterable[int]], int]


def _columns(edges: str) -> tuple[Any, Any, Any]:
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(edges)
    return tuple(table[name].to_numpy() for name in ("owner", "owned", "low"))  # type: ignore[return-value]


def _loop(below: Callable[[int], Iterable[tuple[int, int]]]) -> Walk:
    """The frontier in Python over what a graph library holds."""

    def walk(seeds: Iterable[int]) -> int:
        over, gathered, work = set(seeds), {}, list(seeds)  # type: ignore[var-annotated]
        while work:
            for owned, low in below(work.pop()):
                if owned not in over:
                    gathered[owned] = total = gathered.get(owned, 0) + low
                    if total >= NEEDED:
                        over.add(owned)
                        work.append(owned)
        return len(over)

    return walk


def networkx(edges: str) -> Walk:
    import networkx

    graph = networkx.DiGraph()
    graph.add_weighted_edges_from(zip(*(column.tolist() for column in _columns(edges)), strict=True))
    return _loop(lambda node: ((owned, told["weight"]) for owned, told in graph.adj[node].items()) if node in graph else ())


def rustworkx(edges: str) -> Walk:
    import rustworkx

    owner, owned, low = _columns(edges)
    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(int(max(owner.max(), owned.max())) + 1))
    graph.add_edges_from(list(zip(owner.tolist(), owned.tolist(), low.tolist(), strict=True)))
    return _loop(lambda node: ((under, low) for _, under, low in graph.out_edges(node)) if node < len(graph) else ())


def duckdb(edges: str) -> Walk:
    import duckdb

    base = duckdb.connect()
    base.execute(f"create table edges as select * from read_parquet('{edges}')")

    def walk(seeds: Iterable[int]) -> int:
        base.execute("create or replace table over_(id bigint primary key)")
        base.executemany("insert into over_ values (?)", [[seed] for seed in seeds])
        while True:
            found = base.execute(
                "insert into over_ select owned from edges e join over_ o on e.owner = o.id where owned not in (select id from over_) "
                f"group by owned having sum(low) >= {NEEDED} returning id"
            ).fetchall()
            if not found:
                break
        return int(base.execute("select count(*) from over_").fetchone()[0])  # type: ignore[index]

    return walk


def main(name: str, edges: str, seeds: str) -> dict[str, Any]:
    listed = [int(line[1:]) for line in Path(seeds).read_text(encoding="utf-8").split()]
    began = time.perf_counter()
    walk = {"networkx": networkx, "rustworkx": rustworkx, "duckdb": duckdb}[name](edges)
    loaded = time.perf_counter() - began
    began = time.perf_counter()
    covered = walk(listed)
    return {"load": loaded, "cascade": time.perf_counter() - began, "surely": covered}


if __name__ == "__main__":
    try:
        print(json.dumps(main(*sys.argv[1:])))
    except ImportError:
        sys.exit(3)
