"""CSV lists: octets in, rows with their physical line numbers out.

`parse_csv(octets, label)` gives a `CsvRows`: `rows` of text, `lines` with the one-based physical line on which each row starts (a quoted field may
span lines; an empty line is an empty row), `encoding` and `delimiter` as they were found. `as_value()` is the RawFile form.

Encoding: a byte order mark decides (UTF-8, UTF-16); else UTF-8 where every octet fits; else CP932 (Shift_JIS as Windows writes it) where every octet
fits and the text is not EUC-JP in disguise; else refused. Delimiter: comma, semicolon or tab, whichever stands most often outside quotes in the first
line that is not blank. Refused with the line: NUL and escape characters, a quotation mark that never closes or closes early, a field longer than a
spreadsheet cell, more than 2,000,000 cells.
"""

import codecs
import csv
import io
import re
from dataclasses import dataclass

from ...faults import InputRefused, refuse
from .limits import DEFAULT, Limits
from .strict_text import too_large

_DELIMITERS = ",;\t"
UNPRINTED = re.compile("[\0\x1b]")
NOT_CP932 = re.compile("[\x80\xa0\uf8f0-\uf8f3]")
HALF_KANA = re.compile("[\uff61-\uff9f]")
FULL_WIDTH = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_QUOTED = re.compile(r'"[^"]*"?')


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRows:
    """Rows as text; `lines[i]` is the physical line on which `rows[i]` starts."""

    rows: list[list[str]]
    lines: list[int]
    encoding: str
    delimiter: str

    def as_value(self) -> dict[str, object]:
        return {"rows": self.rows, "lines": self.lines, "encoding": self.encoding}


def parse_csv(octets: bytes, label: str, limits: Limits = DEFAULT) -> CsvRows:
    """The rows of a CSV file. InputRefused: `csv.…`, with the line where there is one."""
    if len(octets) > limits.file_octets:
        raise too_large(label, limits)
    text, encoding = _decoded(octets, label)
    strange = UNPRINTED.search(text)
    if strange:
        raise strange_character(strange[0], text.count("\n", 0, strange.start()) + 1, label)
    delimiter = delimiter_of(text)
    rows, lines = _rows(text, delimiter, label, limits)
    return CsvRows(rows=rows, lines=lines, encoding=encoding, delimiter=delimiter)


def _decoded(octets: bytes, label: str) -> tuple[str, str]:
    if octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif octets.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    else:
        candidates = ["utf-8", "cp932"]
    failed_at = 0
    for encoding in candidates:
        try:
            text = octets.decode(encoding)
        except UnicodeDecodeError as error:
            failed_at = failed_at or error.start
            continue
        if encoding != "cp932" or _is_cp932(octets, text):
            return text, "utf-8" if encoding == "utf-8-sig" else encoding
    raise undecided(label, octets.count(b"\n", 0, failed_at) + 1, f"0x{octets[failed_at]:02X}")


def undecided(label: str, line: int, shown: str = "") -> InputRefused:
    """The refusal of octets that are of no encoding for sure, from this line on."""
    return refuse(
        label,
        "csv.encoding",
        where=_line(line),
        what=("文字コードが UTF-8 とも Shift_JIS とも決められません", "the encoding is neither UTF-8 nor, surely, Shift_JIS (CP932)"),
        remedy=("「CSV UTF-8」形式で保存し直してください", "save it again as “CSV UTF-8”"),
        shown=shown,
    )


def _is_cp932(octets: bytes, text: str) -> bool:
    """CP932 decodes almost anything: octets it leaves undefined, and EUC-JP that turns into half-width kana, are not it."""
    if NOT_CP932.search(text):
        return False
    if len(HALF_KANA.findall(text)) <= len(FULL_WIDTH.findall(text)):
        return True
    try:
        octets.decode("euc_jp")
    except UnicodeDecodeError:
        return True
    return False


def delimiter_of(text: str) -> str:
    """The delimiter that stands most often outside quotes in the first line that is not blank."""
    first = next((line for line in io.StringIO(text[: 64 * 1024]) if line.strip()), "")
    bare = _QUOTED.sub("", first)
    return max(_DELIMITERS, key=bare.count)


def _rows(text: str, delimiter: str, label: str, limits: Limits) -> tuple[list[list[str]], list[int]]:
    csv.field_size_limit(limits.field_characters)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    start, cells = 1, 0
    try:
        for row in reader:
            rows.append(row)
            lines.append(start)
            start = reader.line_num + 1
            cells += len(row) or 1
            if cells > limits.cells or len(row) > limits.columns:
                raise _too_many(label, start, limits)
    except csv.Error as error:
        raise broken(str(error), start, label, limits) from None
    return rows, lines


def broken(said: str, line: int, label: str, limits: Limits) -> InputRefused:
    """The refusal for what the standard library's reader said of the row that starts on this line."""
    if "field larger" in said:
        return refuse(
            label,
            "csv.field-too-long",
            where=_line(line),
            what=(
                f"{limits.field_characters:,} 文字を超える欄があります。引用符が閉じていないかもしれません",
                f"a field is longer than {limits.field_characters:,} characters; perhaps a quotation mark never closes",
            ),
            remedy=('その行から始まる欄の引用符(")を確かめてください', 'check the quotation marks (") of the fields from that line on'),
        )
    return refuse(
        label,
        "csv.quotes",
        where=_line(line),
        what=("引用符が閉じていないか、途中で閉じています", "a quotation mark never closes, or closes early"),
        remedy=(
            '欄の中の引用符は二つ重ね("")、欄の終わりで閉じてください',
            'double a quotation mark inside a field ("") and close it at the end of the field',
        ),
    )


def _too_many(label: str, line: int, limits: Limits) -> InputRefused:
    return refuse(
        label,
        "csv.too-many-cells",
        where=_line(line),
        what=(
            f"欄が多すぎます(上限は全体で {limits.cells:,}、一行に {limits.columns:,})",
            f"there are too many fields (at most {limits.cells:,} in all and {limits.columns:,} in a row)",
        ),
        remedy=("いくつかのファイルに分けてください", "split it into several files"),
    )


def strange_character(character: str, line: int, label: str) -> InputRefused:
    """The refusal of a character that no text holds."""
    return refuse(
        label,
        "csv.control-character",
        where=_line(line),
        what=(
            "NUL か ESC の文字があります。文字のファイルでないか、ISO-2022-JP(JIS)です",
            "a NUL or escape character: this is no text file, or it is ISO-2022-JP",
        ),
        remedy=("「CSV UTF-8」形式で保存し直してください", "save it again as “CSV UTF-8”"),
        shown=f"U+{ord(character):04X}",
    )


def _line(number: int) -> str:
    return f"line {number}"
