"""`python -m bench.record`: every section; `--only NAME` one, `--quick` a tenth of every size, `--no-peers` Sekisho alone."""

import sys

from bench.inside.__main__ import asked_for
from bench.inside.places import ROOT

from . import appends, certificates, large, verifying

SECTIONS = {"appends": appends, "certificates": certificates, "large": large, "verifying": verifying}


def main() -> int:
    asked_for("bench.record", __doc__, SECTIONS, ROOT / "build" / "bench-record.json", peers="leave the plain table out")
    return 0


if __name__ == "__main__":
    sys.exit(main())
