"""A removal plan read back: what people filled in, from the CSV or the workbook that an earlier audit wrote."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ...desk.removal_plan import FILLED, PlanRow
from ...faults import InputRefused
from ..complaints import Complaints, Words
from ..raw.jail import RawJob, read_raw
from .values import day_text

COLUMNS = ("device", "keys", "verdict", "site", "place", "maker", "model", "function", "consequence", "redundancy", "why", *FILLED)
"""Columns of a plan, in their order. The header may go on in brackets: `by_when (期限)`."""
APART = " | "
WORDS = {
    "plan.no-columns": Words(
        ("撤去計画の見出し(device, keys)がありません", "this is no removal plan: it has no columns device and keys"),
        ("前回の estate audit が書いた plan.csv か estate.xlsx を渡してください", "pass the plan.csv or estate.xlsx that an earlier audit wrote"),
    ),
    "plan.day": Words(
        ("期限が日付として読めません", "by_when is no date"),
        ("2027-03-31 又は 令和9年3月31日 の形で書いてください", "write it as 2027-03-31"),
    ),
    "plan.device-missing": Words(
        ("どの機器の行か分かりません", "the row does not say of which device it is"),
        ("device と keys の欄は書き換えずに残してください", "leave the cells of device and keys as they were written"),
    ),
}


def read_plan(path: Path) -> tuple[PlanRow, ...]:
    """The rows of a plan. InputRefused lists every fault."""
    log = Complaints(file=str(path), words=WORDS)
    try:
        with path.open("rb") as stream:
            is_book = stream.read(4) == b"PK\x03\x04"
    except OSError:
        is_book = False
    (raw,) = read_raw([RawJob(kind="xlsx" if is_book else "csv", path=path, label=str(path))])
    if raw.faults:
        raise InputRefused(raw.faults)
    for name, rows in _tables(raw.value):
        columns = _columns(rows[0]) if rows else {}
        if {"device", "keys"} <= set(columns):
            found = tuple(_row(row, columns, f"{name}{number}", log) for number, row in enumerate(rows[1:], 2) if any(row))
            faults = log.faults()
            if faults:
                raise InputRefused(faults)
            return found
    raise log.refused("plan.no-columns")


def _tables(value: Mapping[str, object]) -> list[tuple[str, list[list[str]]]]:
    sheets = value.get("sheets")
    if isinstance(sheets, list):
        return [(f"{sheet['name']}!A", [[_text(cell) for cell in row] for row in sheet["rows"]]) for sheet in sheets]
    rows = value["rows"]
    return [("line ", [[_text(cell) for cell in row] for row in rows])] if isinstance(rows, list) else []


def _columns(cells: Sequence[str]) -> dict[str, int]:
    heads = [cell.partition("(")[0].strip().lower() for cell in cells]
    return {name: heads.index(name) for name in COLUMNS if name in heads}


def _row(cells: Sequence[str], columns: Mapping[str, int], where: str, log: Complaints) -> PlanRow:
    told = {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}
    if not told["device"]:
        log.add("plan.device-missing", where)
    due = told.get("by_when", "")
    if due and not day_text(due):
        log.add("plan.day", where, due)
    return PlanRow(
        device=told["device"],
        keys=tuple(key for key in told["keys"].split(APART) if key),
        verdict=told.get("verdict", ""),
        site=told.get("site", ""),
        maker=told.get("maker", ""),
        model=told.get("model", ""),
        filled={name: told.get(name, "") for name in FILLED},
    )


def _text(cell: object) -> str:
    """A cell as it was written: `write_csv` puts an apostrophe before what a spreadsheet program would compute."""
    text = "" if cell is None else " ".join(str(cell).split())
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text
