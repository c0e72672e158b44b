"""`python -m bench.evaluation`: both sections; `--only NAME` one, `--quick` a tenth of every size, `--no-peers` Sekisho alone."""

import sys

from bench.inside.__main__ import asked_for
from bench.inside.places import ROOT

from . import many_bids, sensitivity

SECTIONS = {"many bids": many_bids, "sensitivity": sensitivity}


def main() -> int:
    asked_for("bench.evaluation", __doc__, SECTIONS, ROOT / "build" / "bench-evaluation.json", peers="leave the plain reference out")
    return 0


if __name__ == "__main__":
    sys.exit(main())
