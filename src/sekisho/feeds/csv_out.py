"""CSV that we write: UTF-8, whole or not at all, and harmless in a spreadsheet program."""

import contextlib
import csv
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..faults import InputRefused, refuse

STARTERS = tuple("=+-@＝＋－＠\t\r")
"""What a spreadsheet program takes for the start of a formula."""


def harmless(cell: str) -> str:
    """The cell, after an apostrophe where a spreadsheet program would compute it."""
    return "'" + cell if cell.startswith(STARTERS) else cell


def csv_octets(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as they would stand in a file of `write_csv`."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8", errors="backslashreplace")


def write_csv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write rows as they come to a file beside, which then takes the place of `path`; nothing is left where a row cannot be made or written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    except OSError as error:
        raise unwritable(path) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="", errors="backslashreplace") as file:
            csv.writer(file, lineterminator="\n").writerows([harmless(cell) for cell in row] for row in rows)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)  # noqa: PTH101 (mkstemp gives 0600)
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        if isinstance(error, OSError):
            raise unwritable(path) from error
        raise


def unwritable(path: Path) -> InputRefused:
    """The refusal of a place that cannot be written to."""
    return refuse(
        str(path),
        "file.unwritable",
        what=("書き込めません", "it cannot be written"),
        remedy=("置き場所、権限、空き容量を確かめてください", "check the folder, its permissions and the space left"),
    )
