"""`python -m bench.inside`: every section; `--only NAME` one, `--quick` a tenth of every size, `--no-peers` Sekisho alone."""

import argparse
import importlib
import json
import pkgutil
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from . import card, places
from .card import Plan, Row


def sections() -> dict[str, Any]:
    """Every module of this folder that has a function `rows`, by name."""
    names = sorted(info.name for info in pkgutil.iter_modules([str(Path(__file__).parent)]) if not info.name.startswith(("_", "peer_", "made_")))
    found = {name: importlib.import_module(f".{name}", __package__) for name in names}
    return {name: module for name, module in found.items() if hasattr(module, "rows")}


def measured(name: str, module: Any, plan: Plan) -> dict[str, Any]:
    """A section, printed and as JSON; where it fails, a row says so."""
    began = time.perf_counter()
    rows: list[Row] = []
    try:
        rows.extend(module.rows(plan))
    except Exception as error:
        rows.append(card.shown(f"{name} stopped: {error!s:.200}", None))
    print("\n".join(card.lines(name, rows)), flush=True)
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "machine": card.machine(),
        "plan": asdict(plan),
        "rows": [{**asdict(row), "verdict": row.verdict} for row in rows],
    }


def kept(path: Path) -> dict[str, Any]:
    """The figures of earlier runs."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["sections"]
    except (OSError, ValueError, KeyError):
        return {}
    return found


def keep(path: Path, found: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    body = {"seed": card.SEED, "peers": card.peers(), "sections": {**kept(path), **found}}
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def asked_for(prog: str, told: str | None, known: Mapping[str, Any], out: Path, *, peers: str = "leave the peers out") -> list[str]:
    """Measure the sections that the command line asks for, print and keep them; the verdicts of their rows. `peers` = "": there are none."""
    asked = argparse.ArgumentParser(prog=prog, description=told)
    asked.add_argument("--only", action="append", default=[], choices=sorted(known), help="a section to measure; may be given again")
    asked.add_argument("--quick", action="store_true", help="a tenth of everything: to try a change, not to quote")
    if peers:
        asked.add_argument("--no-peers", action="store_true", help=peers)
    asked.add_argument("--out", type=Path, default=out, help="where the figures are kept as JSON")
    chosen = asked.parse_args()
    plan = Plan(quick=chosen.quick, with_peers=not (peers and chosen.no_peers))
    found = {name: measured(name, module, plan) for name, module in known.items() if not chosen.only or name in chosen.only}
    keep(chosen.out, found)
    verdicts = [str(row["verdict"]) for section in found.values() for row in section["rows"]]
    print(", ".join(f"{verdicts.count(word)} {word}" for word in ("met", "SHORT", "not measured", "shown")))
    return verdicts


def main() -> int:
    asked_for("bench.inside", __doc__, sections(), places.KEPT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
