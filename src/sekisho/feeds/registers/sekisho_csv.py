"""`sekisho-csv`: our own rows, one a name, with a header (reference: *Columns of a source*)."""

from collections.abc import Mapping
from datetime import date

from ...faults import fault
from ...register.build import AFFILIATES, COLUMNS, SourceRow
from ...register.model import CLASSIFICATIONS, DESIGNATES
from ...register.provenance import caveats, levels
from ..wareki import parse_day
from .reading import Reading

DESIGNATES_AS = {"model": "product", "goods": "class", "class of goods": "class", "place of production": "place", "company": "entity"}
"""Other words for what a row designates, as the contract spells them out."""
Wrong = tuple[str, str, str]
"""Code, Japanese, English."""


def read_sekisho_csv(reading: Reading) -> None:
    """Every row below the header; a file with other columns has none."""
    table = reading.table()
    reading.count = max(0, len(table) - 1)
    header = [cell.strip().lower() for cell in table[0][0]] if table else []
    if not _is_ours(header, reading):
        return
    for cells, place in table[1:]:
        named = {column: cell.strip() for column, cell in zip(header, cells, strict=False)}
        named["designates"] = DESIGNATES_AS.get(named.get("designates", "").lower(), named.get("designates", ""))
        row = _row(named, len(cells) - len(header), place.replace("=", " "), reading)
        if row is not None:
            reading.rows.append(row)


def _is_ours(header: list[str], reading: Reading) -> bool:
    unknown = [cell for cell in header if cell not in COLUMNS]
    missing = [column for column in ("entity", "name") if column not in header]
    remedy = ("使える列: " + ",".join(COLUMNS), "the columns are " + ",".join(COLUMNS))
    if unknown:
        said = ", ".join(unknown)
        what = (f"知らない列であり、読んでいない: {said}", f"columns that are not known were not read: {said}")
        reading.complaints.found.append(
            fault(reading.source.raw.label, "register.unknown-column", where="line 1", what=what, remedy=remedy, warning=True)
        )
    if missing:
        said = ", ".join(missing)
        what = (f"必要な列がない: {said}", f"columns are missing: {said}")
        reading.complaints.found.append(fault(reading.source.raw.label, "register.columns", where="line 1", what=what, remedy=remedy))
    return not missing


def _row(cells: Mapping[str, str], extra: int, where: str, reading: Reading) -> SourceRow | None:
    days: dict[str, date | None] = {}
    wrong = [*_wrong_cells(cells, extra), *_wrong_days(cells, days)]
    for code, ja, en in wrong:
        found = fault(reading.source.raw.label, f"register.{code}", where=where, what=(ja, en), remedy=("行を直す", "mend the row"))
        reading.complaints.found.append(found)
    if wrong:
        return None
    return SourceRow(
        cells=cells,
        effective_from=days["effective_from"],
        effective_to=days["effective_to"],
        where=where,
        card=reading.source.card,
        said_at=days["said_at"],
    )


def _wrong_cells(cells: Mapping[str, str], extra: int) -> list[Wrong]:
    wrong: list[Wrong] = []
    if extra > 0:
        wrong.append(("too-many-cells", "列の数より値が多い", "the row has more cells than columns"))
    for column in ("entity", "name"):
        if not cells.get(column):
            wrong.append((f"{column}-missing", f"{column} が空である", f"{column} is empty"))
    for column, allowed in (
        ("designates", DESIGNATES),
        ("affiliates", tuple(AFFILIATES)),
        ("classification", CLASSIFICATIONS),
        ("level", tuple(levels())),
        ("caveat", tuple(caveats())),
    ):
        if cells.get(column) and cells[column] not in allowed:
            listed = ", ".join(word for word in allowed if word)
            wrong.append((column, f"{column} の値「{cells[column]}」は使えない({listed})", f"{column} `{cells[column]}` is not one of {listed}"))
    if cells.get("level") in levels() and not levels()[cells["level"]].held:
        wrong.append(("level-not-held", "この区分の情報は登録簿に載せられない", "information of this level may not be entered here"))
    if bool(cells.get("scheme")) != bool(cells.get("identifier")):
        wrong.append(("identifier", "scheme と identifier は両方書く", "scheme and identifier go together"))
    return wrong


def _wrong_days(cells: Mapping[str, str], days: dict[str, date | None]) -> list[Wrong]:
    wrong: list[Wrong] = []
    for column in ("effective_from", "effective_to", "said_at"):
        try:
            days[column] = parse_day(cells[column]) if cells.get(column) else None
        except ValueError as error:
            wrong.append((column, f"{column} を日付として読めない({error})", f"{column} is not a date ({error})"))
    return wrong
