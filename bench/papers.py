"""How long all papers of one judgement take: five bids of a hundred lines, both languages, every format. Target: 4 s in all.

Measured in a fresh process each time, because fonts and templates are kept once read.
"""

import json
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests"
LINES = 100
TARGET_SECONDS = 4.0
_ONE_RUN = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
from papers_fixture import judgement
case = judgement(int(sys.argv[2]))
started = time.perf_counter()
from sekisho.papers.render import ALL, render_papers
papers = render_papers(case)
cold = time.perf_counter() - started
parts = {}
for wanted in sorted(ALL):
    started = time.perf_counter()
    render_papers(case, formats=frozenset({wanted}))
    parts[wanted] = round(time.perf_counter() - started, 3)
print(json.dumps({"cold": cold, "warm": parts, "files": len(papers), "bytes": sum(map(len, papers.values()))}))
"""


def measure(lines: int = LINES, runs: int = 3) -> dict[str, object]:
    """Seconds for all papers in a fresh process (the median of `runs`), seconds a format when warm, files and bytes written."""
    found = sorted((_run(lines) for _ in range(runs)), key=lambda one: float(one["cold"]))
    middle = found[len(found) // 2]
    return {
        "case": f"5 bids x {lines} lines, ja and en",
        "seconds": round(float(middle["cold"]), 3),
        "target_seconds": TARGET_SECONDS,
        "holds": float(middle["cold"]) <= TARGET_SECONDS,
        "warm_seconds": middle["warm"],
        "files": middle["files"],
        "bytes": middle["bytes"],
    }


def _run(lines: int) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", _ONE_RUN, str(TESTS), str(lines)], check=True, capture_output=True, text=True)
    made: dict[str, float] = json.loads(done.stdout)
    return made


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
