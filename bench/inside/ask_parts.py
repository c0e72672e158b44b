"""What is asked of compiled products within one process: `python -m bench.inside.ask_parts PRODUCTS ASKED.txt PRODUCTS.txt`, answered as JSON."""

import json
import sys
import time
from pathlib import Path
from typing import Any

from sekisho.engines.embedded.walks.part_file import CompiledProducts

FIRST = 10
"""So many products are exploded by the peers too."""


def main(compiled: str, asked: str, exploded: str) -> dict[str, Any]:
    began = time.perf_counter()
    products = CompiledProducts.open(Path(compiled))
    opened = time.perf_counter() - began
    parts = Path(asked).read_text(encoding="utf-8").split()
    began = time.perf_counter()
    nodes = [products.nodes_of(part) for part in parts]
    hit = products.products_with([node for found in nodes for node in found])
    together = time.perf_counter() - began
    began = time.perf_counter()
    apart = [products.products_with(found) for found in nodes]
    separately = time.perf_counter() - began
    wanted = Path(exploded).read_text(encoding="utf-8").split()
    began = time.perf_counter()
    numbers = {products.product(number).ref: number for number in range(len(products.roots))}
    told = []
    for product in wanted:
        one = products.explode(numbers[product])
        told.append((len(one.flow.nodes) - 1, int(one.pieces.sum()) - 1))
    explode = time.perf_counter() - began
    some = nodes[:: max(1, len(nodes) // 20)]
    began = time.perf_counter()
    ways = [products.where_used(one) for one in some]
    with_ways = time.perf_counter() - began
    return {
        "open": opened,
        "together": together,
        "hit": len(hit),
        "separately": separately,
        "pairs": sum(map(len, apart)),
        "explode": explode,
        "lines": sum(lines for lines, _ in told),
        "first": [sum(lines for lines, _ in told[:FIRST]), str(sum(pieces for _, pieces in told[:FIRST]))],
        "with_ways": with_ways / len(some),
        "ways": sum(map(len, ways)),
    }


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
