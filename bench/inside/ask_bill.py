"""Reads one bill of materials in a process of its own and tells how many components it has: `python -m bench.inside.ask_bill FILE`."""

import json
import sys
from pathlib import Path

from sekisho.feeds.boms.reading import read_bom

if __name__ == "__main__":
    bom, _ = read_bom(Path(sys.argv[1]))
    print(json.dumps({"components": len(bom.components), "makers": sum(bool(one.makers) for one in bom.components)}))
