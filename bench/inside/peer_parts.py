"""Parts by a peer: `python -m bench.inside.peer_parts NAME EDGES.parquet ASKED.txt PRODUCTS.txt`, as JSON; exit 3 where it is not installed.

Where-used of all asked parts at once, and products exploded with their pieces: of the first ten products alone, which stand for all.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

FIRST = 10


def _columns(edges: str) -> tuple[Any, Any, Any]:
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(edges)
    return tuple(table[name].to_numpy() for name in ("parent", "child", "quantity"))  # type: ignore[return-value]


class Networkx:
    def __init__(self, edges: str) -> None:
        import networkx

        self.lib, self.graph = networkx, networkx.DiGraph()
        self.graph.add_weighted_edges_from(zip(*(column.tolist() for column in _columns(edges)), strict=True))

    def where_used(self, parts: Sequence[int]) -> int:
        met: set[int] = set(parts) & set(self.graph)
        work = list(met)
        while work:
            for parent in self.graph.pred[work.pop()]:
                if parent not in met:
                    met.add(parent)
                    work.append(parent)
        return sum(1 for node in met.difference(parts) if not self.graph.pred[node])

    def explode(self, product: int) -> tuple[int, int]:
        below = self.graph.subgraph([product, *self.lib.descendants(self.graph, product)])
        pieces = dict.fromkeys(below, 0)
        pieces[product] = 1
        for node in self.lib.topological_sort(below):
            for child, told in below.adj[node].items():
                pieces[child] += pieces[node] * told["weight"]
        return len(pieces) - 1, sum(pieces.values()) - 1


class Rustworkx:
    def __init__(self, edges: str) -> None:
        import rustworkx

        parent, child, quantity = _columns(edges)
        self.lib, self.graph = rustworkx, rustworkx.PyDiGraph()
        self.graph.add_nodes_from(range(int(max(parent.max(), child.max())) + 1))
        self.graph.add_edges_from(list(zip(parent.tolist(), child.tolist(), quantity.tolist(), strict=True)))

    def where_used(self, parts: Sequence[int]) -> int:
        met: set[int] = set()
        for part in parts:
            if part not in met and part < len(self.graph):
                met |= {part, *self.lib.ancestors(self.graph, part)}
        return sum(1 for node in met.difference(parts) if not self.graph.in_degree(node))

    def explode(self, product: int) -> tuple[int, int]:
        nodes = [product, *self.lib.descendants(self.graph, product)]
        below = self.graph.subgraph(nodes)
        pieces = dict.fromkeys(below.node_indices(), 0)
        pieces[next(at for at in below.node_indices() if below[at] == product)] = 1
        for node in self.lib.topological_sort(below):
            for _, child, quantity in below.out_edges(node):
                pieces[child] += pieces[node] * quantity
        return len(pieces) - 1, sum(pieces.values()) - 1


class Duckdb:
    def __init__(self, edges: str) -> None:
        import duckdb

        self.base = duckdb.connect()
        self.base.execute(f"create table edges as select * from read_parquet('{edges}')")

    def _one(self, sql: str) -> Any:
        return self.base.execute(sql).fetchone()

    def where_used(self, parts: Sequence[int]) -> int:
        self.base.execute("create or replace table met(id bigint)")
        self.base.executemany("insert into met values (?)", [[part] for part in parts])
        self.base.execute("create or replace table fresh as select * from met")
        while self._one("select count(*) from fresh")[0]:
            self.base.execute(
                "create or replace table fresh as "
                "select distinct parent as id from edges join fresh on child = id where parent not in (select id from met)"
            )
            self.base.execute("insert into met select * from fresh")
        self.base.execute("create or replace table asked(id bigint)")
        self.base.executemany("insert into asked values (?)", [[part] for part in parts])
        roots = "select id from met where id not in (select child from edges) and id not in (select id from asked)"
        return int(self._one(f"select count(*) from ({roots})")[0])

    def explode(self, product: int) -> tuple[int, int]:
        """A level at a time, the pieces of a part on a level added up."""
        self.base.execute(f"create or replace table level as select {product}::bigint as id, 1::hugeint as pieces")
        self.base.execute("create or replace table held as select * from level limit 0")
        while self._one("select count(*) from level")[0]:
            self.base.execute(
                "create or replace table level as select child as id, sum(pieces * quantity)::hugeint as pieces "
                "from level join edges on parent = id group by child"
            )
            self.base.execute("insert into held select * from level")
        lines, pieces = self._one("select count(distinct id), coalesce(sum(pieces), 0) from held")
        return int(lines), int(pieces)


def main(name: str, edges: str, asked: str, exploded: str) -> dict[str, Any]:
    parts, products = ([int(line[1:]) for line in Path(path).read_text(encoding="utf-8").split()] for path in (asked, exploded))
    kinds: dict[str, Callable[[str], Any]] = {"networkx": Networkx, "rustworkx": Rustworkx, "duckdb": Duckdb}
    began = time.perf_counter()
    peer = kinds[name](edges)
    loaded = time.perf_counter() - began
    began = time.perf_counter()
    hit = peer.where_used(parts)
    used = time.perf_counter() - began
    few = products[:FIRST]
    began = time.perf_counter()
    told = [peer.explode(product) for product in few]
    each = (time.perf_counter() - began) / len(few)
    return {
        "load": loaded,
        "together": used,
        "hit": hit,
        "explode": each * len(products),
        "few": len(few),
        "lines": sum(lines for lines, _ in told),
        "pieces": str(sum(pieces for _, pieces in told)),
    }


if __name__ == "__main__":
    try:
        print(json.dumps(main(*sys.argv[1:])))
    except ImportError:
        sys.exit(3)
