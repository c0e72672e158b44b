"""How fast a list of 100,000 lines × 13 columns is read through the jail, against openpyxl's read-only iteration in the same run.

    python bench/workbook.py [LINES]

`measure()` builds the workbook (xlsxwriter, constant memory, fixed seed), reads it by `feeds.raw.jail.read_raw` (child process included) and by
openpyxl, and gives seconds (best of `rounds` each, taken in turn), their ratio, the peak resident memory of parent and child in MiB, and the
seconds that a batch of three small files takes. Goal: at most 0.15 of openpyxl's time, so that reading and checking rows together stay below 0.25.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HEADERS = ("line", "kind", "maker", "maker_id", "model", "name", "version", "quantity", "purpose", "role", "origin", "place", "supplier")
KINDS = ("スイッチ", "ルータ", "サーバ", "無線LANアクセスポイント", "ストレージ", "ファイアウォール", "IPカメラ", "複合機")
PURPOSES = ("庁内LAN", "基幹業務", "映像監視", "拠点間接続", "LGWAN接続")


def build(path: Path, lines: int, seed: int = 2026) -> None:
    """A workbook of `lines` rows below a header, the same octets of content for the same seed."""
    import xlsxwriter

    dice = random.Random(seed)
    makers = [f"株式会社{head}{tail}" for head in "東西南北中上下新" for tail in ("山製作所", "川電機", "Networks", "情報システム", "通信工業")]
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("機器等リスト")
        for column, header in enumerate(HEADERS):
            sheet.write_string(0, column, header)
        for line in range(1, lines + 1):
            for column, value in enumerate(_line(dice, line, makers)):
                if isinstance(value, int):
                    sheet.write_number(line, column, value)
                elif value:
                    sheet.write_string(line, column, value)


def _line(dice: random.Random, line: int, makers: list[str]) -> tuple[str | int, ...]:
    kind = dice.choice(KINDS)
    model = f"{dice.choice(('MX', 'SR', 'GX', 'AP'))}-{dice.randrange(100, 9_999)}{dice.choice(('', 'T', 'P', '/24'))}"
    return (
        line,
        kind,
        dice.choice(makers),
        f"{dice.randrange(10**12, 10**13)}" if dice.random() < 0.7 else "",
        model,
        f"{kind} {model} {dice.choice(('標準構成', '冗長電源付き', 'ライセンス込み'))}",
        f"{dice.randrange(1, 20)}.{dice.randrange(10)}.{dice.randrange(30)}",
        dice.randrange(1, 200),
        dice.choice(PURPOSES),
        dice.choice(("主要", "付属")),
        dice.choice(("JP", "TW", "US", "VN", "")),
        dice.choice(("本省 B1 サーバ室", "地方支分局", "データセンター")),
        dice.choice(("乙社", "丙社", "丁社")),
    )


_OURS = """
import json, resource, sys, time
from pathlib import Path
from sekisho.feeds.raw.jail import RawJob, read_raw
started = time.perf_counter()
(read,) = read_raw([RawJob(kind="xlsx", path=Path(sys.argv[1]), label="list.xlsx")])
seconds = time.perf_counter() - started
rows = read.value["sheets"][0]["rows"]
peak = lambda who: resource.getrusage(who).ru_maxrss // 1024
print(json.dumps([seconds, len(rows), peak(resource.RUSAGE_SELF), peak(resource.RUSAGE_CHILDREN)]))
"""
_THEIRS = """
import json, resource, sys, time
import openpyxl
started = time.perf_counter()
sheet = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True).worksheets[0]
rows = sum(1 for _ in sheet.iter_rows(values_only=True))
seconds = time.perf_counter() - started
print(json.dumps([seconds, rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, 0]))
"""


def measure(lines: int = 100_000, rounds: int = 2) -> dict[str, object]:
    """Seconds, ratio and peak memory; each program runs in a process of its own, ours and theirs in turn."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        build(path, lines)
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(_run(_OURS, path))
            theirs.append(_run(_THEIRS, path))
        if ours[0][1] != lines + 1 or theirs[0][1] != lines + 1:
            raise AssertionError("rows were lost")
        small = _best(lambda: _small_batch(Path(folder)))
        best_ours, best_theirs = min(run[0] for run in ours), min(run[0] for run in theirs)
        return {
            "lines": lines,
            "columns": len(HEADERS),
            "file_mib": round(path.stat().st_size / 2**20, 1),
            "read_raw_seconds": round(best_ours, 2),
            "openpyxl_seconds": round(best_theirs, 2),
            "ratio": round(best_ours / best_theirs, 3),
            "parent_peak_mib": ours[0][2],
            "child_peak_mib": ours[0][3],
            "openpyxl_peak_mib": theirs[0][2],
            "small_batch_seconds": round(small, 3),
        }


def _run(code: str, path: Path) -> list[float]:
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    found: list[float] = json.loads(done.stdout)
    return found


def _small_batch(folder: Path) -> None:
    from sekisho.feeds.raw.jail import RawJob, read_raw

    contents = {"yaml": "bid: {id: A}\n", "csv": "maker,model\n甲社,MX-1\n", "json": '{"bomFormat": "CycloneDX"}'}
    for kind, text in contents.items():
        (folder / kind).write_text(text, encoding="utf-8")
    read_raw([RawJob(kind=kind, path=folder / kind, label=kind) for kind in contents])  # type: ignore[arg-type]


def _best(act: Callable[[], None], rounds: int = 5) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000), indent=2))
