"""The estate: a million devices with MAC addresses and sysObjectIDs, audited on one core, from the start of the process to the written report.

The fleet is made: models of makers that the installed tables know, one in fifty of a maker that the register restricts, one in twenty without any
maker that a table knows. The figure counts processor seconds of the whole command held to one core, since other work shares the machine; the wall
clock stands in the detail. There is no peer: no open tool joins inventory, marks and a register.
"""

import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from sekisho import wiring
from sekisho.engines.embedded.mark_tables import MarkTables

from . import cold
from .card import SEED, Plan, Row, at_most, equal, shown
from .places import MADE, ROOT, made

REGISTER = ROOT / "registers"
KINDS = ("switch", "router", "camera", "server", "phone")


def rows(plan: Plan) -> Iterable[Row]:
    """The section's rows."""
    size = plan.size(1_000_000)
    tables = wiring.open_tables().tables
    exports = made(f"estate-{SEED}-{size}.csv", lambda path: _fleet(path, tables, size))
    edition = made("estate-edition", _edition)
    with tempfile.TemporaryDirectory(dir=MADE) as out:
        seconds, wall, peak = _audited(exports, edition, Path(out))
        told = json.loads((Path(out) / "audit.json").read_text(encoding="utf-8"))
        written = sum(1 for _ in (Path(out) / "devices.csv").open("rb")) - 1
    detail = {"wall": round(wall, 2), "groups": len(told["groups"]), "verdicts": told["verdicts"], "report": sorted(told)[:3]}
    yield at_most(
        f"audit {size:,} devices by MAC and sysObjectID, report included, one core", seconds, 30 * size / 1_000_000, unit="s", detail=detail
    )
    yield shown(f"memory of that audit at its peak, {size:,} devices", peak / 2**20, unit="MiB")
    yield equal("devices in the report's table", written, size)
    yield equal("devices of no known maker that are clear", _clear_of_nobody(told), 0)


def _clear_of_nobody(told: dict[str, list[dict[str, object]]]) -> int:
    return sum(int(str(group["devices"])) for group in told["groups"] if group["verdict"] == "clear" and not group["known_maker"])


def _audited(exports: Path, edition: Path, out: Path) -> tuple[float, float, int]:
    """Processor seconds, wall seconds and peak octets of the command, held to one core."""
    words = ["-m", "sekisho", "estate", "audit", exports, "--register", edition, "--policy", "us-889", "--as-of", "2026-11-22", "-o", out]
    hold = f"os.sched_setaffinity(0, {{{_a_core()}}})" if hasattr(os, "sched_setaffinity") else "None"
    start = f"import os, sys; {hold}; os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([sys.executable, "-c", start, *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 3):
        raise RuntimeError(f"estate audit: exit {done.returncode}: {done.stderr[-500:]}")
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, time.perf_counter() - began, after.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _a_core() -> int:
    return min(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0


def _edition(path: Path) -> None:
    sources = sorted(REGISTER.rglob("*.csv"))
    cold.sekisho("register", "build", *sources, "-o", path)


def _fleet(path: Path, tables: MarkTables, size: int) -> None:
    """A register of assets as a tool would export it: a row a device."""
    chance = random.Random(SEED)
    models = list(_models(tables, chance))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["asset tag", "hostname", "ip address", "mac address", "sysobjectid", "serial number", "site", "category", "model"])
        for number in range(size):
            prefix, oid, model, kind = models[chance.randrange(len(models))]
            mac = f"{prefix}{chance.getrandbits(24):06x}"
            address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            site = f"site-{number % 400:03d}"
            writer.writerow([f"A-{number:07d}", f"host-{number}", address, mac, oid, f"SN{number:08d}", site, kind, model])


def _models(tables: MarkTables, chance: random.Random) -> Iterator[tuple[str, str, str, str]]:
    """(first six digits of an address, sysObjectID, model, kind) of 3,000 models; one in twenty shows nobody's marks."""
    prefixes, numbers = tables.keys("oui6"), tables.keys("enterprise")
    covered = [(0x28 << 16 | 0x57 << 8 | 0xBE, 39165), (0x00 << 16 | 0x25 << 8 | 0x9E, 2011)]
    for number in range(3_000):
        kind = KINDS[number % len(KINDS)]
        if number % 50 == 0:
            prefix, enterprise = covered[number // 50 % 2]
        elif number % 20 == 0:
            prefix, enterprise = 0x02_00_00 | chance.getrandbits(16), 999_999_000 + number
        else:
            prefix, enterprise = int(prefixes[chance.randrange(len(prefixes))]) & 0xFCFFFF, int(numbers[chance.randrange(len(numbers))])
        yield f"{prefix:06x}", f"1.3.6.1.4.1.{enterprise}.1.{number % 7}", f"M-{number:04d}", kind
