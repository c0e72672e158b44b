"""How long the row check of an equipment list takes: 100,000 rows × 13 columns, already read, to EquipmentItems and faults."""

import json
import random
import time
from typing import Any

from sekisho.feeds.lists.equipment_list import read_equipment_list
from sekisho.terms import corporate_number_check_digit

ROWS = 100_000
HEADER = (
    "No.", "機器等の種別", "製造業者名", "法人番号", "型番", "製品名", "バージョン", "数量", "用途", "役割", "原産国", "提供事業者", "備考",
)  # fmt: skip


def sheet(rows: int = ROWS, seed: int = 20_260_401) -> dict[str, Any]:
    """A raw workbook of `rows` rows: 500 makers with their numbers, every model and version its own."""
    chance = random.Random(seed)
    makers = [f"{mark}社{number:03d}" for number in range(100) for mark in "甲乙丙丁戊"]
    stems = [f"{chance.randrange(10**12):012d}" for _ in makers]
    numbers = [f"{corporate_number_check_digit(stem)}{stem}" for stem in stems]
    kinds, units = ("サーバ装置", "端末", "通信回線装置", "ソフトウェア", "役務"), ("台", "式", "", "本")
    body = []
    for line in range(1, rows + 1):
        maker = chance.randrange(len(makers))
        quantity = f"{chance.randrange(1, 400)}{chance.choice(units)}"
        product = (f"MODEL-{line:06d}", f"機器 {line % 5_000}", f"{line % 40}.{line % 7}")
        rest = ("業務用", "基幹" if line % 9 == 0 else "", "JP", "乙社", "" if line % 4 else "更新分")
        body.append([line, chance.choice(kinds), makers[maker], numbers[maker], *product, quantity, *rest])
    return {"sheets": [{"name": "機器", "hidden": False, "rows": [["機器等リスト"], [], list(HEADER), *body], "merged": []}]}


def measure(rows: int = ROWS, runs: int = 3) -> dict[str, Any]:
    """Seconds of the best and the median run; a list with any fault would be a bench gone wrong."""
    value = sheet(rows)
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        found, faults = read_equipment_list(value, label="bench.xlsx", digest="0" * 64)
        seconds.append(time.perf_counter() - start)
        if len(found.items) != rows or faults:
            raise RuntimeError(f"{len(found.items)} items and {len(faults)} faults from {rows} clean rows")
        del found, faults
    seconds.sort()
    return {"rows": rows, "columns": len(HEADER), "best_seconds": round(seconds[0], 3), "median_seconds": round(seconds[len(seconds) // 2], 3)}


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False))
