"""`python -m bench.change`: every section; `--quick` a tenth of every size, `--no-peers` Sekisho alone."""

import argparse
import sys
from pathlib import Path

from bench.inside.__main__ import keep, measured
from bench.inside.card import Plan
from bench.inside.places import ROOT

from . import editions, supposed

SECTIONS = {"editions": editions, "supposed": supposed}


def main() -> int:
    asked = argparse.ArgumentParser(prog="bench.change", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="a tenth of every size: to try a change, not to quote")
    asked.add_argument("--no-peers", action="store_true", help="leave the plain way out")
    asked.add_argument("--out", type=Path, default=ROOT / "build" / "bench-change.json", help="where the figures are kept as JSON")
    chosen = asked.parse_args()
    plan = Plan(quick=chosen.quick, with_peers=not chosen.no_peers)
    found = {name: measured(name, module, plan) for name, module in SECTIONS.items()}
    keep(chosen.out, found)
    verdicts = [row["verdict"] for section in found.values() for row in section["rows"]]
    print(", ".join(f"{verdicts.count(word)} {word}" for word in ("met", "SHORT", "not measured", "shown")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
