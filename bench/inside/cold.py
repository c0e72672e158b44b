"""Measuring whole processes, from their start to their end: what a user waits for."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .places import ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """Exit code, wall seconds from start to end, peak resident memory in octets (mapped pages included), and what it printed."""

    code: int
    seconds: float
    peak: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(*arguments: object, env: Mapping[str, str] | None = None) -> Ran:
    """Run this Python with these arguments, such as `-m sekisho owners …`, in the repository's root."""
    command = [sys.executable, *map(str, arguments)]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=err, cwd=ROOT, env={**os.environ, **(env or {})})
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Ran(code=child.returncode, seconds=seconds, peak=peak, out=texts[0], err=texts[1])


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
