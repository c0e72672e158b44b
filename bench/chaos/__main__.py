"""`python -m bench.chaos`: every section; `--only NAME` one, `--quick` a tenth of everything."""

import argparse
import sys
from pathlib import Path

from bench.inside.__main__ import keep, measured
from bench.inside.card import Plan
from bench.inside.places import ROOT

from . import faults, kills, mutations, others

SECTIONS = {"kills": kills, "faults": faults, "mutations": mutations, "certificates": others.certificates, "feeds": others.feeds}


def main() -> int:
    asked = argparse.ArgumentParser(prog="bench.chaos", description=__doc__)
    asked.add_argument("--only", action="append", default=[], choices=sorted(SECTIONS), help="a section; may be given again")
    asked.add_argument("--quick", action="store_true", help="a tenth of everything: to try a change, not to quote")
    asked.add_argument("--out", type=Path, default=ROOT / "build" / "chaos.json", help="where the figures are kept as JSON")
    chosen = asked.parse_args()
    plan = Plan(quick=chosen.quick)
    found = {name: measured(name, module, plan) for name, module in SECTIONS.items() if not chosen.only or name in chosen.only}
    keep(chosen.out, found)
    verdicts = [row["verdict"] for section in found.values() for row in section["rows"]]
    print(", ".join(f"{verdicts.count(word)} {word}" for word in ("met", "SHORT", "not measured", "shown")))
    return 0 if not verdicts.count("SHORT") else 1


if __name__ == "__main__":
    sys.exit(main())
