"""A chart made from a seed: a few owners hold very many, most are held by one to three, 0.4 % of the stakes close cycles; with ranges, days, gaps."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from .card import SEED
from .places import made

ENTITIES, STAKES, SEEDS = 3_000_000, 5_000_000, 2_000
AS_OF = "2026-04-01"
CYCLES, STEEP = 0.004, 2.8
ROOTS = 1_000


def chart(stakes: int) -> dict[str, Path]:
    """`csv` is the chart as a user has it, `seeds` the designated ids, `edges` what counts on the day, merged, for the peers."""
    name = f"chart-{SEED}-{stakes}"
    return {
        "csv": made(f"{name}.csv", lambda path: _write_csv(_rows(stakes), path)),
        "edges": made(f"{name}.parquet", lambda path: _write_edges(_rows(stakes), path)),
        "seeds": made(f"{name}-seeds.txt", lambda path: path.write_text("\n".join(_ids(_seeds(stakes)).to_pylist()) + "\n", encoding="utf-8")),
    }


def _seeds(stakes: int) -> Any:
    """Designated holders: anybody who holds something, the great ones no more often than the small."""
    owners = np.unique(_rows(stakes)["owner"])
    return np.sort(np.random.default_rng(SEED + 1).choice(owners, size=SEEDS * stakes // STAKES, replace=False))


def _rows(stakes: int) -> dict[str, Any]:
    """Shares in hundredths of a percent; `kind` 0 exact, 1 a range, 2 unknown; `when` 0 open, 1 since 2015, 2 until 2020, 3 from 2027."""
    draw = np.random.default_rng(SEED)
    entities = stakes * ENTITIES // STAKES
    held = np.arange(ROOTS, entities)
    owned = np.concatenate((held, draw.integers(ROOTS, entities, stakes - len(held))))
    owner = np.floor(owned * draw.random(stakes) ** STEEP).astype(np.int64)
    crossing = draw.random(stakes) < CYCLES
    owner[crossing] = draw.integers(0, entities, int(crossing.sum()))
    weight = draw.exponential(size=stakes)
    part = weight / np.bincount(owned, weights=weight, minlength=entities)[owned]
    exact = np.floor(10_000 * part * draw.uniform(0.6, 1.0, stakes)).astype(np.int64)
    kind = draw.choice(3, size=stakes, p=(0.84, 0.15, 0.01))
    low = np.where(kind == 0, exact, np.where(kind == 1, exact * 8 // 10, 0))
    high = np.where(kind == 0, exact, np.where(kind == 1, np.minimum(10_000, exact * 11 // 10), 10_000))
    when = draw.choice(4, size=stakes, p=(0.6, 0.32, 0.05, 0.03))
    return {"owner": owner, "owned": owned, "low": low, "high": high, "kind": kind, "when": when}


def _ids(numbers: Any) -> Any:
    return pc.binary_join_element_wise("E", pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 7, "0"), "")


def _percents(hundredths: Any, unknown: Any) -> Any:
    whole = pa.array(hundredths // 100).cast(pa.string())
    rest = pc.utf8_lpad(pa.array(hundredths % 100).cast(pa.string()), 2, "0")
    return pc.if_else(pa.array(unknown), "", pc.binary_join_element_wise(whole, rest, "."))


def _write_csv(rows: dict[str, Any], path: Path) -> None:
    unknown = rows["kind"] == 2
    table = pa.table(
        {
            "owner": _ids(rows["owner"]),
            "owned": _ids(rows["owned"]),
            "share_min": _percents(rows["low"], unknown),
            "share_max": _percents(rows["high"], unknown),
            "from": pa.array(["", "2015-01-01", "", "2027-01-01"]).take(pa.array(rows["when"])),
            "to": pa.array(["", "", "2020-12-31", ""]).take(pa.array(rows["when"])),
        }
    )
    path.write_text(",".join(table.column_names) + "\n", encoding="utf-8")
    with path.open("ab") as file:
        options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="none")
        pyarrow.csv.write_csv(table, file, options)


def _write_edges(rows: dict[str, Any], path: Path) -> None:
    """The stakes in force on the day with their minima; of one pair the largest (what a peer has no rule for is done for it)."""
    live = (rows["when"] < 2) & (rows["owner"] != rows["owned"])
    table = pa.table({name: rows[name][live] for name in ("owner", "owned", "low")})
    merged = table.group_by(["owner", "owned"]).aggregate([("low", "max")]).rename_columns(["owner", "owned", "low"])
    pyarrow.parquet.write_table(merged, path)
