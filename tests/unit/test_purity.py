"""Below the desk there are values only: no file but package data, no socket, no process, no clock, no chance."""

import os
import re
import subprocess
import sys
from pathlib import Path

PROGRAM = r"""
import random
import sys
import time

import nouns
from sekisho import resources
from sekisho.award.propose import propose
from sekisho.evaluation.evaluate import Standing, evaluate
from sekisho.screening.screen import screen

PACKAGE = str(resources._root())
READING = ("r", "rb", None)
seen = []
watching = False
# Python's own lazy imports read modules of the standard library and of the package; everything else is told.
ALLOWED = (PACKAGE, sys.prefix, sys.base_prefix, *(path for path in sys.path if path.endswith(("site-packages", "/src"))))


def watch(event, arguments):
    if not watching:
        return
    if event == "open":
        path, mode, flags = arguments
        if not (isinstance(path, str) and path.startswith(ALLOWED) and mode in READING):
            seen.append((event, str(path), str(mode)))
    elif event.startswith(("socket.", "subprocess.", "os.", "shutil.", "ctypes.", "urllib.", "tempfile.", "sqlite3.", "winreg.", "pty.")):
        if event not in ("os.listdir", "os.scandir") or not str(arguments[0]).startswith(ALLOWED):
            seen.append((event, *map(str, arguments)))


def refuse(*_, **__):
    raise AssertionError("a clock or chance was asked below the desk")


given = [
    nouns.bid(
        nouns.item("1", "例題科技有限公司"), nouns.item("2", None), id="A", price="700", technical="50",
        boms={"1": nouns.bom({"基板": "例示"})}, chart=nouns.chart(("例題科技", "例示電機", "60")),
    ),
    nouns.bid(nouns.item("1"), id="B", price="800", technical="65"),
]
asked = nouns.submission(*given)
ground = nouns.basis(nouns.row("x", "例題科技有限公司"))
for name in ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "localtime", "gmtime", "sleep"):
    setattr(time, name, refuse)
for name in ("random", "randint", "choice", "shuffle", "getrandbits", "seed", "sample", "uniform"):
    setattr(random, name, refuse)
import os
os.urandom = refuse
sys.addaudithook(watch)
watching = True
screening = screen(asked, ground, as_of=nouns.JUDGED)
verdicts = {one.bid: one.verdict for one in screening.bids}
evaluation = evaluate(
    [Standing(bid=bid, verdict=verdicts[bid.id]) for bid in asked.bids],
    nouns.terms("add-1", technical_points="100", price_points="100", ceiling=nouns.yen("1000")),
)
proposal = propose(asked, screening, evaluation)
watching = False
assert [one.verdict.word for one in screening.bids] == ["bar", "clear"], screening.bids
assert (proposal.winner, proposal.excluded) == ("B", ("A",)), proposal
assert not seen, seen
print("pure")
"""

CANARY = PROGRAM.replace("proposal = propose(asked", "open('canary', 'w').close(); proposal = propose(asked")


def run(program: str, folder: Path, repository: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(repository / "tests"), str(repository / "src")])
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True, text=True, check=False, timeout=120, cwd=folder, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


def test_screening_evaluating_and_proposing_touch_nothing_outside(tmp_path: Path, repository: Path) -> None:
    done = run(PROGRAM, tmp_path, repository)
    assert (done.returncode, done.stdout) == (0, "pure\n"), done.stderr


def test_the_watch_would_notice_a_file(tmp_path: Path, repository: Path) -> None:
    done = run(CANARY, tmp_path, repository)
    assert done.returncode == 1
    assert "canary" in done.stderr


def test_the_rooms_below_the_desk_name_no_clock_chance_or_network(repository: Path) -> None:
    package = repository / "src" / "sekisho"
    rooms = ("award", "evaluation", "screening", "tenders", "policy", "register", "ownership", "composition", "marks", "names", "ledger")
    files = [path for room in rooms for path in (package / room).glob("**/*.py")]
    files += [package / f"{name}.py" for name in ("findings", "terms", "canonical")]
    assert len(files) > 45
    unwelcome = re.compile(r"^\s*(import|from) (random|secrets|time|socket|subprocess|uuid)\b|urandom|\.today\(|\.now\(", re.MULTILINE)
    assert {path.name for path in files if unwelcome.search(path.read_text(encoding="utf-8"))} == set()
