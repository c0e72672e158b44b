"""`python -m bench.names`: the whole scorecard; `--quick` a tenth of it, `--no-peers` Sekisho alone."""

import argparse
import sys
from pathlib import Path

from . import scorecard
from .rows import Plan

QUICK = {"pairs": 60, "per_kind": 10, "latin_queries": 2_000, "cjk_queries": 1_000, "variants": 40, "register": 400, "large_register": 25_000}


def main() -> int:
    asked = argparse.ArgumentParser(prog="bench.names", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="a tenth of every sample: to try a change, not to quote")
    asked.add_argument("--no-peers", action="store_true", help="leave the peers out")
    asked.add_argument("--out", type=Path, default=scorecard.KEPT, help="where the figures are kept as JSON")
    chosen = asked.parse_args()
    plan = Plan(with_peers=not chosen.no_peers, **(QUICK if chosen.quick else {}))
    return scorecard.run(plan, chosen.out)


if __name__ == "__main__":
    sys.exit(main())
