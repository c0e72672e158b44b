"""A database of parts made from a seed: 20,000 products, assemblies on seven levels below them with skips, and parts that very many share."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from .card import SEED
from .places import made

USES = 10_000_000
LEVELS = (20_000, 30_000, 50_000, 100_000, 200_000, 350_000, 400_000, 500_000)
"""Parts on each level of a database of the whole size; the first level are the products."""
BELOW = (6, 6, 8, 8, 9, 10, 8)
"""Uses by a part of each level but the last, on average."""
SKIP, STEEP, ASKED, EXPLODED = 0.1, 6.0, 500, 100


def uses(scale: int) -> dict[str, Path]:
    """`csv` is the table as a user has it; `edges` the same as numbers, uses of one part by another added up; `asked` and `products` are ids."""
    name = f"parts-{SEED}-{scale}"
    return {
        "csv": made(f"{name}.csv", lambda path: _write_csv(_rows(scale), path)),
        "edges": made(f"{name}.parquet", lambda path: _write_edges(_rows(scale), path)),
        "asked": made(f"{name}-asked.txt", lambda path: _write_ids(_drawn(scale, 1), path)),
        "products": made(f"{name}-products.txt", lambda path: _write_ids(_drawn(scale, 2), path)),
    }


def _rows(scale: int) -> dict[str, Any]:
    draw = np.random.default_rng(SEED)
    sizes = [size * scale // USES for size in LEVELS]
    starts = np.cumsum([0, *sizes])
    parents, children = [], []
    for level, mean in enumerate(BELOW):
        count = int(sizes[level] * mean)
        parents.append(draw.integers(starts[level], starts[level + 1], count))
        to = np.minimum(level + 1 + (draw.random(count) < SKIP), len(LEVELS) - 1)
        size = np.array(sizes)[to]
        children.append(starts[to] + np.floor(size * draw.random(count) ** STEEP).astype(np.int64))
    parent, child = np.concatenate(parents), np.concatenate(children)
    return {"parent": parent, "child": child, "quantity": draw.integers(1, 5, len(parent))}


def _drawn(scale: int, salt: int) -> Any:
    """Parts of the lowest level, or products, drawn evenly."""
    sizes = [size * scale // USES for size in LEVELS]
    draw = np.random.default_rng(SEED + salt)
    if salt == 2:
        return np.sort(draw.choice(sizes[0], EXPLODED, replace=False))
    total = sum(sizes)
    return np.sort(draw.choice(np.arange(total - sizes[-1], total), ASKED, replace=False))


def ids(numbers: Any) -> Any:
    return pc.binary_join_element_wise("P", pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 7, "0"), "")


def _write_ids(numbers: Any, path: Path) -> None:
    path.write_text("\n".join(ids(numbers).to_pylist()) + "\n", encoding="utf-8")


def _write_csv(rows: dict[str, Any], path: Path) -> None:
    table = pa.table({"parent": ids(rows["parent"]), "child": ids(rows["child"]), "quantity": pa.array(rows["quantity"])})
    pyarrow.csv.write_csv(table, path, pyarrow.csv.WriteOptions(quoting_style="none"))


def _write_edges(rows: dict[str, Any], path: Path) -> None:
    merged = pa.table(rows).group_by(["parent", "child"]).aggregate([("quantity", "sum")]).rename_columns(["parent", "child", "quantity"])
    pyarrow.parquet.write_table(merged, path)
