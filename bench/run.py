"""`make bench`: every figure that the issues ask for, each beside its target, printed and kept as build/bench.json.

Ratios are measured against a peer in the same run. Nothing here fails the build: a figure that falls short is told as such.
"""

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import list_check
import papers
import workbook

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Figure:
    """One measured figure: what, how much, in which unit, the target in words, and whether it is met."""

    name: str
    value: float
    unit: str
    target: str
    met: bool


def run(*arguments: object, env: dict[str, str] | None = None) -> tuple[float, subprocess.CompletedProcess[str]]:
    """Run Python with these arguments; wall seconds and what it printed."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True, env={**os.environ, **(env or {})}, check=False)
    return time.perf_counter() - started, done


def best(act: Callable[[], float], rounds: int) -> float:
    return median(act() for _ in range(rounds))


def start_up() -> list[Figure]:
    """`sekisho --help` against a bare interpreter."""
    helped = best(lambda: run("-m", "sekisho", "--help")[0], 7)
    bare = best(lambda: run("-c", "pass")[0], 7)
    return [
        Figure("sekisho --help", round(helped, 3), "s", "≤ 0.3 s", helped <= 0.3),
        Figure("sekisho --help / bare interpreter", round(helped / bare, 1), "×", "shown", True),
    ]


def whole_demo(folder: Path) -> list[Figure]:
    """The sample judged, its papers written, its record verified, process start included."""
    seconds, done = run("-m", "sekisho", "demo", "--out", folder / "demo", env={"SEKISHO_HOME": str(folder / "home")})
    if done.returncode:
        raise RuntimeError(done.stderr)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    verified = best(lambda: run("verifier/verify.py", folder / "demo/record", "--key", folder / "demo/key.vkey")[0], 3)
    return [
        Figure("sample judged, papers written, record verified", round(seconds, 2), "s", "≤ 8 s", seconds <= 8),
        Figure("peak memory of it", peak, "MiB", "shown", True),
        Figure("second verifier on that record", round(verified, 2), "s", "≤ 1 s", verified <= 1),
    ]


_SCREEN = """
import json, resource, sys, time
from datetime import date
from sekisho import wiring
from sekisho.desk.office import Asked
from sekisho.desk.judge import judge_case
desk = wiring.office()
started = time.perf_counter()
case = desk.cases.read(sys.argv[1])
read = time.perf_counter()
judged = judge_case(desk, case, Asked(case=sys.argv[1], register=sys.argv[2], as_of=date(2026, 4, 15)), stop_before_prices=True)
done = time.perf_counter()
items = len(judged.screening.bids[0].items)
print(json.dumps([read - started, done - read, items, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]))
"""


def screening(folder: Path, lines: int = 500) -> list[Figure]:
    """A list of 500 lines, read in the jail and screened."""
    bid = folder / "case/bids/A"
    bid.mkdir(parents=True)
    tender = "tender: {id: B, title: t, agency: a, notice_date: 2026-03-02, policy: jp-2018, viewpoints: [large-cost], stage: list}\n"
    (folder / "case/tender.yaml").write_text(tender, encoding="utf-8")
    (bid / "bid.yaml").write_text("bid: {bidder: {name: 甲社}}\nlist: list.csv\n", encoding="utf-8")
    rows = "".join(f"{line},スイッチ,例示{line % 40}電機株式会社,SW-{line},{line % 9 + 1}\n" for line in range(1, lines + 1))
    (bid / "list.csv").write_text("line,kind,maker,model,quantity\n" + rows, encoding="utf-8")
    _, done = run("-c", _SCREEN, folder / "case", ROOT / "src/sekisho/samples/jp/edition")
    read, own, items, peak = json.loads(done.stdout)
    if items != lines:
        raise RuntimeError("lines were lost")
    return [
        Figure(f"{lines}-line list screened, its own time", round(own, 3), "s", "≤ 0.5 s", own <= 0.5),
        Figure(f"{lines}-line list read in the jail", round(read, 3), "s", "shown", True),
        Figure(f"{lines}-line list, peak memory", peak, "MiB", "≤ 300 MiB", peak <= 300),
    ]


_CHECK = """
import json, sys, time
from pathlib import Path
from sekisho.feeds.raw.jail import RawJob, read_raw
from sekisho.feeds.lists.equipment_list import read_equipment_list
started = time.perf_counter()
(raw,) = read_raw([RawJob(kind="xlsx", path=Path(sys.argv[1]), label="list.xlsx")])
found, faults = read_equipment_list(raw.value, label="list.xlsx", digest=raw.digest)
print(json.dumps([time.perf_counter() - started, len(found.items), len(faults)]))
"""


def large_list(folder: Path, rows: int = 100_000, rounds: int = 2) -> list[Figure]:
    """A workbook of 100,000 rows × 13 columns, read and row-checked, child process included, against openpyxl's read-only pass over it."""
    import xlsxwriter

    path = folder / "large.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("機器")
        for place, row in enumerate(list_check.sheet(rows)["sheets"][0]["rows"]):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(place, column, cell)
                elif cell:
                    sheet.write_string(place, column, cell)
    ours, theirs = [], []
    for _ in range(rounds):
        seconds, items, faults = json.loads(run("-c", _CHECK, path)[1].stdout)
        if items != rows or faults:
            raise RuntimeError(f"{items} items, {faults} faults")
        ours.append(seconds)
        theirs.append(json.loads(run("-c", workbook._THEIRS, path)[1].stdout)[0])
    ratio = min(ours) / min(theirs)
    return [
        Figure(f"{rows:,}-row XLSX read and row-checked", round(min(ours), 2), "s", "shown", True),
        Figure("openpyxl read-only over the same file", round(min(theirs), 2), "s", "peer", True),
        Figure("ratio", round(ratio, 3), "×", "≤ 0.25 ×", ratio <= 0.25),
    ]


def papers_alone() -> list[Figure]:
    """All papers of five bids with 100 lines each."""
    found = papers.measure()
    seconds = float(next(value for key, value in found.items() if "seconds" in key))  # type: ignore[arg-type]
    return [Figure("papers of 5 bids × 100 lines, both languages", round(seconds, 2), "s", "≤ 4 s", seconds <= 4)]


def main() -> None:
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures = [*start_up(), *whole_demo(folder), *screening(folder), *papers_alone(), *large_list(folder)]
    wide = max(len(figure.name) for figure in figures)
    for figure in figures:
        print(f"{'ok ' if figure.met else 'SHORT'} {figure.name:{wide}}  {figure.value:>8} {figure.unit:4} {figure.target}")
    kept = ROOT / "build/bench.json"
    kept.parent.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    kept.write_text(json.dumps({"machine": machine, "figures": [asdict(figure) for figure in figures]}, indent=2, ensure_ascii=False) + "\n")
    print(f"kept in {kept.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
