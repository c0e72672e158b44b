"""Octets to text for the strict readers: UTF-8, a byte order mark tolerated, nothing else.

Neighbours: `strict_json` and `strict_yaml` call it; `csv_text` has its own, since spreadsheets still write CP932.
"""

import codecs

from ...faults import InputRefused, refuse
from .limits import MIB, Limits


def utf8_text(octets: bytes, label: str, limits: Limits) -> str:
    """The text of `octets` without its byte order mark. InputRefused: `text.too-large`, `text.utf-16`, `text.not-utf-8`, `text.nul`."""
    if len(octets) > limits.file_octets:
        raise too_large(label, limits)
    if octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise refuse(
            label,
            "text.utf-16",
            what=("文字コードが UTF-16 です", "the file is encoded in UTF-16"),
            remedy=("文字コード UTF-8 で保存し直してください", "save it again with the encoding UTF-8"),
        )
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(
            label,
            "text.not-utf-8",
            where=_line(octets, error.start),
            what=("UTF-8 として読めないバイトがあります", "a byte is not valid UTF-8"),
            remedy=("文字コード UTF-8 で保存し直してください", "save it again with the encoding UTF-8"),
            shown=f"0x{octets[error.start]:02X}",
        ) from None
    if "\0" in text:
        raise refuse(
            label,
            "text.nul",
            where=_line(octets, octets.find(b"\0")),
            what=("NUL 文字が含まれています。文字のファイルではありません", "a NUL character: this is not a text file"),
            remedy=("もとの文書から書き出し直してください", "export the file again from its source"),
        )
    return text


def too_large(label: str, limits: Limits) -> InputRefused:
    """The refusal of a file above `limits.file_octets`."""
    size = limits.file_octets // MIB
    return refuse(
        label,
        "text.too-large",
        what=(f"ファイルが {size} MiB を超えています", f"the file is larger than {size} MiB"),
        remedy=("いくつかのファイルに分けてください", "split it into several files"),
    )


def position(text: str, offset: int) -> str:
    """`line L column C`, one-based, of a character offset."""
    line_start = text.rfind("\n", 0, offset) + 1
    lines_before = text.count("\n", 0, offset)
    return f"line {lines_before + 1} column {offset - line_start + 1}"


def _line(octets: bytes, offset: int) -> str:
    before = octets.count(b"\n", 0, offset)
    return f"line {before + 1}"
