"""Measure every row, print it beside its target and the peers, and keep everything in build/bench-names.json.

Nothing here fails the build: a figure that falls short is told as such (SHORT), one that could not be taken as `not measured`.
"""

import json
import os
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from . import datasets, peers, rows, sources
from .rows import Plan, Row

KEPT = sources.ROOT / "build" / "bench-names.json"


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "machine": platform.machine(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": _memory(),
        "load": [round(load, 2) for load in os.getloadavg()] if hasattr(os, "getloadavg") else [],
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())


def _memory() -> float:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    except (AttributeError, ValueError, OSError):
        return 0.0


def measured(plan: Plan) -> tuple[list[Row], dict[str, float]]:
    """Every row in the order of its name, and the seconds that each section took."""
    found: list[Row] = []
    seconds: dict[str, float] = {}
    for name, act in rows.sections(plan):
        began = time.perf_counter()
        found += act()
        seconds[name] = round(time.perf_counter() - began, 1)
        print(f"  {name}: {seconds[name]} s", file=sys.stderr, flush=True)
    return sorted(found, key=_order), seconds


def _order(row: Row) -> tuple[int, str]:
    return (int(row.row[1:]), "") if row.row[1:].isdigit() else (99, row.row)


def figure(value: float | None) -> str:
    """A figure to about three digits."""
    if value is None:
        return "—"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}"


def lines(found: Sequence[Row]) -> list[str]:
    """The scorecard as printed."""
    told = [f"{'row':7}{'what':58}{'figure':>10}  {'target':10}{'':14}peers in the same run"]
    for row in found:
        beside = " · ".join(f"{name} {figure(value)}" for name, value in row.peers.items())
        told.append(f"{row.row:7}{row.what:58}{figure(row.value):>10}  {row.target:10}{row.verdict:14}{beside}")
    return told


def closing(found: Sequence[Row], versions: Mapping[str, str]) -> list[str]:
    """What to know when reading the figures."""
    told = [f"{sum(row.verdict == word for row in found)} {word}" for word in ("met", "SHORT", "not measured", "shown")]
    absent = [name for name, version in versions.items() if version == "not installed"]
    return [
        ", ".join(told) + f". Pairs and queries are of the part `kept` (seed {datasets.SEED}); thresholds are the shipped ones.",
        *([f"Peers not installed, so not measured: {', '.join(absent)}."] if absent else []),
    ]


def run(plan: Plan, kept: Path = KEPT) -> int:
    """Measure, print, keep. 2 where the public data is absent."""
    if not (sources.corpus() / "ofac").is_dir():
        print("The public data is not there; set SEKISHO_CORPUS to its folder.", file=sys.stderr)
        return 2
    began = time.perf_counter()
    facts, versions = machine(), peers.installed()
    found, seconds = measured(plan)
    print("\n".join((*lines(found), "", *closing(found, versions))))
    kept.parent.mkdir(parents=True, exist_ok=True)
    body = {
        "machine": facts,
        "peers": dict(versions),
        "plan": asdict(plan),
        "seed": datasets.SEED,
        "seconds": {**seconds, "all": round(time.perf_counter() - began, 1)},
        "rows": [{**asdict(row), "verdict": row.verdict} for row in found],
    }
    kept.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"Kept in {kept.relative_to(sources.ROOT) if kept.is_relative_to(sources.ROOT) else kept.name}.")
    return 0
