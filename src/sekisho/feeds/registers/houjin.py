"""`houjin`: the 法人番号 file of the National Tax Agency (国税庁): CSV without a header, 30 columns; names and numbers, no designation.

Rows of the same number are one entity: the latest row bears the legal name, older ones (latest = 0) former names. Where the number that succeeded a
closed entity is in the same file, it is the parent.
"""

from .numbers import number_of
from .reading import Reading

_COLUMNS = 30
_NUMBER, _NAME, _KIND, _SUCCESSOR, _LATEST, _EN_NAME, _FURIGANA = 1, 6, 8, 20, 23, 24, 28
_FOREIGN = "401"


def read_houjin(reading: Reading) -> None:
    """Every row; a number whose check digit is wrong is a fault."""
    rows = []
    for cells, place in reading.table():
        reading.count += 1
        number = number_of("JP-HOUJIN", cells[_NUMBER]) if len(cells) == _COLUMNS else None
        if len(cells) != _COLUMNS:
            reading.wrong("register.row-columns", place, str(len(cells)))
        elif number is None:
            reading.wrong("register.corporate-number", place, cells[_NUMBER])
        elif not cells[_NAME].strip():
            reading.wrong("register.row-name", place, cells[_NUMBER])
        else:
            rows.append((number[1], [cell.strip() for cell in cells], place))
    known = {digits for digits, _, _ in rows}
    for digits, cells, place in sorted(rows, key=lambda row: row[1][_LATEST] == "0"):
        _take(digits, cells, place, known, reading)


def _take(number: str, cells: list[str], place: str, known: set[str], reading: Reading) -> None:
    entity, successor = f"JP-HOUJIN-{number}", number_of("JP-HOUJIN", cells[_SUCCESSOR])
    former = cells[_LATEST] == "0"
    reading.add(
        place,
        entity,
        cells[_NAME],
        name_kind="former" if former else "legal",
        lang="ja",
        country="" if cells[_KIND] == _FOREIGN else "JP",
        parent=f"JP-HOUJIN-{successor[1]}" if successor and successor[1] in known and successor[1] != number else "",
        scheme="JP-HOUJIN",
        identifier=number,
        designates="none",
    )
    for column, lang in ((_EN_NAME, "en"), (_FURIGANA, "ja-Kana")):
        if cells[column]:
            reading.add(place, entity, cells[column], name_kind="former" if former else "translation", lang=lang)
