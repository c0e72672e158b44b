"""File operations that fail: every call in turn (write, sync, truncate, rename, unlink) with ENOSPC and EIO, in a folder and in a database.

A shim in C stands before the C library (`LD_PRELOAD`), so that SQLite's own calls fail too. After each failure: nothing was acknowledged that is not
there, what was acknowledged is, the log holds, and the next append goes on. Needs a C compiler; without one the figures are not measured.
"""

import ctypes
import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.inside.card import Plan, Row, equal, shown
from bench.inside.places import ROOT

from .kills import KEYS

MOST_ENTRIES = 800
SOURCE = Path(__file__).with_name("shim.c")
GROWTHS = (1, 3, 252, 40)
"""Entries an append: within a tile, up to its edge, and over it."""


def rows(plan: Plan) -> Iterator[Row]:
    compiler = shutil.which("cc") or shutil.which("gcc")
    for store in ("folder", "database"):
        told = _asked(compiler, store, plan) if compiler and sys.platform == "linux" else None
        why = {} if told else {"why": "no C compiler, or not Linux"}
        points = told["points"] if told else None
        yield shown(f"file operations failed, one at a time, {store}", points, detail=told or why)
        yield equal(f"after a failure: log broken, or an acknowledged entry lost, {store}", told["broken"] + told["lost"] if told else None, 0)
        yield equal(f"after a failure: the next append does not go on, {store}", told["stuck"] if told else None, 0)


def _asked(compiler: str, store: str, plan: Plan) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        shim = Path(folder) / "shim.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(shim), str(SOURCE), "-ldl"], check=True, capture_output=True)
        env = {**os.environ, "LD_PRELOAD": str(shim)}
        growths = GROWTHS[:2] if plan.quick else GROWTHS
        command = [sys.executable, "-m", "bench.chaos.faults", store, folder, str(shim), *map(str, growths)]
        ran = subprocess.run(command, capture_output=True, env=env, cwd=ROOT, check=False, text=True)
        if ran.returncode:
            raise RuntimeError(ran.stderr[-500:])
        return json.loads(ran.stdout)


def failed_at_every_call(store: str, folder: Path, shim: Path, growths: tuple[int, ...]) -> dict[str, int]:
    """In the process that has the shim: fail every call in turn, for each error and each growth."""
    from sekisho.engines.embedded.log_book import LogBook
    from sekisho.engines.embedded.log_place import make_log

    library = ctypes.CDLL(str(shim))
    library.fault_left.restype = ctypes.c_long
    found = {"points": 0, "refused": 0, "broken": 0, "lost": 0, "stuck": 0}
    logs = 0
    for code, growth in ((code, growth) for code in (errno.ENOSPC, errno.EIO) for growth in growths):
        call, reached = 0, True
        while reached:  # a log of its own for every few hundred entries, so that looking at the whole of it stays quick
            logs += 1
            with closing(make_log(folder / f"{store}-{logs}", database=store == "database")) as place, LogBook(place, KEYS) as book:
                book.begin({})
                while reached and book.size < MOST_ENTRIES:
                    call += 1
                    reached = _fail_once(library, call, code, growth, book, found)
    return found


def _fail_once(library: Any, call: int, code: int, growth: int, book: Any, found: dict[str, int]) -> bool:
    """Append while the call-th operation fails, and look at the log after it; whether the append came to that operation."""
    from sekisho.ledger.envelope import Act
    from sekisho.ledger.verify import verify_record

    before, acknowledged = book.size, True
    library.fault_arm(ctypes.c_long(call), code)
    try:
        book.append([Act(kind="outcome", claims={"at": at}) for at in range(growth)])
    except Exception:
        acknowledged = False
    reached = bool(library.fault_left() == 0)
    library.fault_arm(ctypes.c_long(0), 0)
    found["points"] += reached
    found["refused"] += reached and not acknowledged
    try:
        size = book.size
    except Exception:
        found["stuck"] += 1
        return False
    found["lost"] += size != before + growth if acknowledged else size not in (before, before + growth)
    found["broken"] += not verify_record(book.place.record, key=KEYS.key).holds
    return reached


if __name__ == "__main__":
    print(json.dumps(failed_at_every_call(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), tuple(map(int, sys.argv[4:])))))
