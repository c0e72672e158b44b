"""`python -m bench.change`: every section; `--only NAME` one, `--quick` a tenth of every size, `--no-peers` Sekisho alone."""

import sys

from bench.inside.__main__ import asked_for
from bench.inside.places import ROOT

from . import editions, supposed

SECTIONS = {"editions": editions, "supposed": supposed}


def main() -> int:
    asked_for("bench.change", __doc__, SECTIONS, ROOT / "build" / "bench-change.json", peers="leave the plain way out")
    return 0


if __name__ == "__main__":
    sys.exit(main())
