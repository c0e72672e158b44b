"""Measuring whole processes, from their start to their end: what a user waits for."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .places import ROOT

LAUNCHER = """
import json, os, sys, time
began = time.perf_counter()
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - began
told = {"code": os.waitstatus_to_exitcode(status), "seconds": seconds, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss}
with open(sys.argv[1], "w") as file:
    json.dump(told, file)
"""
"""A small parent: the peak that the system tells of a child counts what its parent held when it was born."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """Exit code, wall seconds from start to end, CPU seconds, peak resident memory in octets (mapped pages included), and what it printed."""

    code: int
    seconds: float
    cpu: float
    peak: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(*arguments: object, env: Mapping[str, str] | None = None) -> Ran:
    """Run this Python with these arguments, such as `-m sekisho owners …`, in the repository's root."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        command = [sys.executable, "-S", "-E", "-c", LAUNCHER, str(told), sys.executable, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, cwd=ROOT, env={**os.environ, **(env or {})}, check=False)
        figures = json.loads(told.read_text(encoding="utf-8"))
    figures["peak"] *= 1 if sys.platform == "darwin" else 1024
    return Ran(**figures, out=done.stdout.decode("utf-8", "replace"), err=done.stderr.decode("utf-8", "replace"))


def sekisho(*arguments: object) -> Ran:
    """A command of Sekisho in a cold process; RuntimeError where it does not end well."""
    return _sound(run("-m", "sekisho", *arguments), arguments)


def module(name: str, *arguments: object) -> Ran:
    """A module of this folder in a process of its own."""
    return _sound(run("-m", f"bench.inside.{name}", *arguments), (name, *arguments))


def peer(name: str, *arguments: object) -> Ran | None:
    """A `peer_*` module in a process of its own; None where it is not installed (exit 3) or does not end well, which is said."""
    ran = run("-m", f"bench.inside.peer_{name}", *arguments)
    if ran.code:
        print(f"  peer {name}: {'not installed' if ran.code == 3 else ran.err[-300:]}", file=sys.stderr)
        return None
    return ran


def middle(times: int, *arguments: object) -> Ran:
    """Of several cold runs of one command the one whose seconds lie in the middle."""
    runs = [sekisho(*arguments) for _ in range(times)]
    wanted = statistics.median_low(one.seconds for one in runs)
    return next(one for one in runs if one.seconds == wanted)


def _sound(ran: Ran, arguments: Sequence[object]) -> Ran:
    if ran.code:
        raise RuntimeError(f"{' '.join(map(str, arguments))[:200]}: exit {ran.code}: {ran.err[-500:]}")
    return ran
