"""`make soak`: a million names matched by `sekisho match`, its memory watched, killed in the middle and gone on; needs Linux and the public data.

The register is OFAC's organisations with their aliases, the names are real ones and halves of two real ones joined. Prints a row a figure, and keeps
build/soak.json. Exits 1 where the run that was killed does not give the octets of the one that was not, or where memory grew with the names.
"""

import argparse
import csv
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from sekisho.register.edition import encode
from sekisho.register.model import SourceCard

from .names import sources, subject
from .names.screening import ofac_register

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2026-01-01"
LISTED_EVERY = 50
"""One name in so many is the register's own."""
SETTLED = 0.3
"""Share of the names after which caches are full: memory may not grow beyond it,"""
CACHES = 100_000
"""(where that share is so many names or more)"""
GROWTH = 1.15
"""but for so much, which is what an allocator needs."""


@dataclass(slots=True, kw_only=True)
class Watched:
    """One run: seconds, exit code, and MiB resident in the parent and in its largest worker at so many names done."""

    seconds: float = 0.0
    code: int | None = None
    samples: list[tuple[int, float, float]] = field(default_factory=list)

    def peak(self, of: int, start: int = 0, end: int | None = None) -> float:
        """The most that was resident between two counts of names: of 1 the parent, of 2 the largest worker."""
        return max((one[of] for one in self.samples if start <= one[0] and (end is None or one[0] <= end)), default=0.0)


def names(count: int) -> Iterator[str]:
    """So many names, the same ones each time."""
    dice = random.Random(3)
    real = sorted({*sources.makers(), *(name for one in (*sources.japanese(), *sources.chinese()) for name in (one.native, one.english) if name)})
    listed = sorted({name for _, name in ofac_register()})
    words = [name.split() for name in real if len(name.split()) > 1]
    for place in range(count):
        if place % LISTED_EVERY == 0:
            yield dice.choice(listed)
        elif place < len(real):
            yield real[place]
        else:
            front, back = dice.choice(words), dice.choice(words)
            yield " ".join((*front[: max(1, len(front) // 2)], *back[len(back) // 2 :], str(place) if place % 7 == 0 else ""))


def written(folder: Path, count: int) -> tuple[Path, Path]:
    """The list and the edition, as files."""
    with (folder / "names.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("name",), *((name,) for name in names(count))])
    card = SourceCard(path="ofac", retrieved_at=date.fromisoformat(AS_OF), good_for_days=30)
    (folder / "edition").write_bytes(encode(tuple(subject.edition(ofac_register()).entities.values()), (card,)))
    return folder / "names.csv", folder / "edition"


def watched(folder: Path, out: Path, jobs: int, stop: Callable[[int], bool] = lambda done: False) -> Watched:
    """Run the command and sample its memory four times a second; `stop` is asked with the names done, and kills the whole group."""
    found, began = Watched(), time.perf_counter()
    command = [sys.executable, "-m", "sekisho", "match", folder / "names.csv", "-o", out, "--register", folder / "edition", "--as-of", AS_OF]
    env = {**os.environ, "SEKISHO_HOME": str(folder / "home"), "SEKISHO_LANG": "en"}
    process = subprocess.Popen([*map(str, command), "--jobs", str(jobs)], env=env, start_new_session=True)
    while process.poll() is None:
        time.sleep(0.25)
        done = _done(out)
        workers = [_resident(pid) for pid in _children(process.pid)]
        found.samples.append((done, _resident(process.pid), max(workers, default=0.0)))
        if stop(done):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    found.seconds, found.code = time.perf_counter() - began, process.returncode
    return found


def _done(out: Path) -> int:
    """Names in finished parts, by the journal."""
    try:
        head, *lines = (out.with_name(out.name + ".part") / "journal.jsonl").read_bytes().splitlines()
        return int(json.loads(head)["batch"]) * len(lines)
    except (OSError, ValueError):
        return 0


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def _resident(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
    except (OSError, StopIteration):
        return 0.0


def measured(folder: Path, count: int, jobs: int, compare: bool) -> tuple[dict[str, object], dict[str, bool]]:
    """Figures, and what must hold."""
    settled = int(count * SETTLED)
    killed = watched(folder, folder / "out.csv", jobs, stop=lambda done: done >= count // 2)
    again = watched(folder, folder / "out.csv", jobs)
    runs = [killed, again]
    held = {"killed in the middle": killed.code == -signal.SIGKILL, "went on to the end": again.code == 0}
    if compare:
        runs.append(watched(folder, folder / "whole.csv", jobs))
        held["the octets of a run that was not killed"] = (folder / "out.csv").read_bytes() == (folder / "whole.csv").read_bytes()
    of = 2 if jobs > 1 else 1
    early, late = runs[-1 if compare else 0].peak(of, 0, settled), max(one.peak(of, settled) for one in runs)
    if settled >= CACHES:
        held["memory did not grow with the names"] = late <= GROWTH * early
    figures: dict[str, object] = {
        "names": count,
        "processes": jobs,
        "hits": (folder / "out.csv").read_bytes().count(b"\n") - 1,
        "seconds of each run": [round(one.seconds, 1) for one in runs],
        "names a second, start and index included": round(count / runs[-1].seconds) if compare else round(count // 2 / killed.seconds),
        "MiB, parent": round(max(one.peak(1) for one in runs)),
    }
    for done in (100_000, 300_000, 500_000, 1_000_000):
        if done <= count:
            figures[f"MiB, {'largest worker' if jobs > 1 else 'process'}, until {done:,} names"] = round(max(one.peak(of, 0, done) for one in runs))
    kept = ROOT / "build" / "soak.json"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps({**figures, **held, "runs": [asdict(one) for one in runs]}) + "\n", encoding="utf-8")
    return figures, held


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--names", type=int, default=1_000_000)
    asked.add_argument("--jobs", type=int, default=2)
    asked.add_argument("--once", action="store_true", help="no third run that is not killed, to compare with")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as place:
        written(Path(place), given.names)
        figures, held = measured(Path(place), given.names, given.jobs, not given.once)
    for name, value in (*figures.items(), *held.items()):
        print(f"{name:56} {value}")
    return 0 if all(held.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
