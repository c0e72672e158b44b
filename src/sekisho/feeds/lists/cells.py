"""Cells of an equipment list to clean text, a column at a time, each distinct value looked at once.

Cleaning trims, folds white space (line breaks in a cell included) to single spaces, and keeps the characters as written: comparing names is
the business of `names`. What a person cannot see, or a spreadsheet has spoilt, is marked with the rule it breaks.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

LIMIT = 500
REMARK_LIMIT = 2_000
"""Characters of a cell; remarks and purposes may be longer."""

EXACT_DIGITS = 10**15
"""From here on a spreadsheet's number has lost digits."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("[\u00ad\u115f\u1160\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]")
_DAMAGED = re.compile("[\ufffd\ufffe\uffff\ud800-\udfff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_HAZARDS = (
    ("list.control-characters", _CONTROLS),
    ("list.bidi-controls", _BIDI),
    ("list.invisible-characters", _UNSEEN),
    ("list.damaged-characters", _DAMAGED),
    ("list.private-characters", _PRIVATE),
)
_PRINTABLE_HAZARDS = "\u115f\u1160\u3164\uffa0\u2800\ufffd"
"""What `str.isprintable` lets through although it is a hazard."""
_FORMULA = re.compile(r"[=@]|[+\-](?=.*[(|!])")
_ERRORS = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!"})
_STARTER = re.compile(r"\|\s*[=+\-@＝＋－＠﹢﹣﹦﹫#＃]")

Mark = tuple[int, str, str]
"""Row index, rule code, the value as given."""


@dataclass(slots=True)
class Column:
    """Clean texts, one a row, "" where blank, and the marks on rows whose cell breaks a rule."""

    texts: list[str]
    marks: list[Mark] = field(default_factory=list)


def clean_column(cells: Sequence[object], limit: int = LIMIT) -> Column:
    """Clean a column of cells (text, number, truth value, day or None). A column without anything to clean is passed on as it is."""
    spoilt: list[Mark] = []
    raw = _texts(cells, spoilt)
    distinct = set(raw)
    joined = "|" + "|".join(distinct) + "|"
    if _is_plain(joined) and max(map(len, distinct), default=0) <= limit:
        return Column(texts=raw, marks=spoilt)
    table = {text: _folded(text) for text in distinct}
    broken = {text: found for text in distinct if (found := tuple(_rules_broken(text, limit)))}
    marks = spoilt
    if broken:
        marks = spoilt + [(row, rule, text) for row, text in enumerate(raw) if text in broken for rule in broken[text]]
    return Column(texts=list(map(table.__getitem__, raw)), marks=marks)


def words_among(texts: Iterable[str], words: frozenset[str]) -> dict[str, str]:
    """The texts that are, folded, one of the closed vocabulary: text -> word. Most texts are told by their last character alone."""
    distinct = set(texts)
    longest = 2 * max(map(len, words), default=0)
    ends = {word[-1] for word in words}
    likely = {end for end in {text[-1:] for text in distinct} if end and (folded(end) or " ")[-1] in ends}
    return {text: word for text in distinct if text[-1:] in likely and len(text) <= longest and (word := folded(text)) in words}


def cell_text(cell: object) -> str:
    """A cell as text: whole numbers without a point, others in full, days in ISO 8601, None as ""."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _float_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if (cell.hour, cell.minute, cell.second, cell.microsecond) == (0, 0, 0, 0) else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def clean_text(cell: object) -> str:
    """One cell as `clean_column` cleans it, without judging it."""
    return _folded(cell_text(cell))


def seen_text(text: str) -> str:
    """What a person sees of a text: neither invisible characters nor bidirectional controls, white space folded."""
    return _folded(_BIDI.sub("", text))


def folded(text: str) -> str:
    """NFKC, lower case, no white space: for comparing words of a closed vocabulary."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).casefold())


def _is_plain(joined: str) -> bool:
    """Whether no text of a column needs cleaning or judging; the texts are joined by `|`."""
    return not (
        any(gap in joined for gap in ("| ", " |", "  "))
        or not joined.isprintable()
        or any(char in joined for char in _PRINTABLE_HAZARDS)
        or _STARTER.search(joined)
    )


def _texts(cells: Sequence[object], spoilt: list[Mark]) -> list[str]:
    kinds: set[type] = set(map(type, cells))
    if kinds <= {str, type(None)}:
        return [cell or "" for cell in cells]  # type: ignore[misc]  # str or None, by the line above
    if kinds <= {str, int, type(None)}:
        spoilt += [(row, "list.number-rounded", str(cell)) for row, cell in enumerate(cells) if type(cell) is int and abs(cell) >= EXACT_DIGITS]
        return ["" if cell is None else str(cell) for cell in cells]
    texts = []
    for row, cell in enumerate(cells):
        texts.append(cell_text(cell))
        if cell is not None and type(cell) is not str and (rule := _spoilt(cell)):
            spoilt.append((row, rule, texts[-1]))
    return texts


def _spoilt(cell: object) -> str:
    """The rule that a number or day breaks where text was meant; the reader drops it for columns where it is in order."""
    if isinstance(cell, date):
        return "list.text-became-date"
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if isinstance(cell, float) and not math.isfinite(cell):
            return "list.cell-error"
        if abs(cell) >= EXACT_DIGITS:
            return "list.number-rounded"
        if isinstance(cell, float) and not cell.is_integer():
            return "list.version-is-number"
    return ""


def _float_text(number: float) -> str:
    if not math.isfinite(number):
        return str(number)
    return str(int(number)) if number.is_integer() and abs(number) < 1e18 else format(Decimal(repr(number)), "f")


def _folded(text: str) -> str:
    return " ".join(_UNSEEN.sub("", text).split())


def _rules_broken(text: str, limit: int) -> Iterable[str]:
    if len(text) > limit:
        yield "list.too-long"
        text = text[:limit]
    for rule, pattern in _HAZARDS:
        if pattern.search(text):
            yield rule
    start = unicodedata.normalize("NFKC", text[:60])
    if start.strip().upper() in _ERRORS:
        yield "list.cell-error"
    elif len(start) > 1 and _FORMULA.match(start):
        yield "list.formula-like"
