"""`python -m bench.chaos`: every section; `--only NAME` one, `--quick` a tenth of everything."""

import sys

from bench.inside.__main__ import asked_for
from bench.inside.places import ROOT

from . import faults, kills, mutations, others

SECTIONS = {"kills": kills, "faults": faults, "mutations": mutations, "certificates": others.certificates, "feeds": others.feeds}


def main() -> int:
    verdicts = asked_for("bench.chaos", __doc__, SECTIONS, ROOT / "build" / "chaos.json", peers="")
    return 0 if not verdicts.count("SHORT") else 1


if __name__ == "__main__":
    sys.exit(main())
