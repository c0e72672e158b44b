"""The open fonts that papers are set in, so that Japanese prints on a machine that has no fonts at all (extra `pdf`).

Noto Sans JP first; simplified, traditional and Korean glyphs from its sisters. What none of them covers is shown as `[U+XXXX]`.
"""

import base64
import io
import re
import struct
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .texts import code_point

FAMILIES = (("Noto Sans JP", "notosansjp"), ("Noto Sans SC", "notosanssc"), ("Noto Sans TC", "notosanstc"), ("Noto Sans KR", "notosanskr"))
_DROPPED = ("BASE", "GDEF", "GPOS", "GSUB", "HVAR", "VVAR", "gasp", "vhea", "vmtx")
_COMMON = re.compile(r"[\x20-\x7e\u3041-\u3096\u30a1-\u30fc\u200b]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebFont:
    """A subset for one HTML file: a variable font (weights 100 to 900) as base64 of WOFF."""

    family: str
    woff: str


def fonts_here() -> bool:
    """Whether the fonts and the tool that subsets them are installed."""
    return find_spec("justmytype_intl_cjk") is not None and find_spec("fontTools") is not None


@cache
def font_files() -> dict[str, Path]:
    """Family -> file, in the order of fallback."""
    import justmytype_intl_cjk

    folder = Path(justmytype_intl_cjk.__file__).parent / "fonts" / "ofl"
    found = {family: sorted((folder / name).glob("*.ttf")) for family, name in FAMILIES}
    return {family: files[0] for family, files in found.items() if files}


@cache
def covered_by(family: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The code points that the family has a glyph for, as sorted ranges (first ones, last ones), from the font's own `cmap` of format 12."""
    octets = _table(font_files()[family], b"cmap")
    count = struct.unpack_from(">H", octets, 2)[0]
    starts: list[int] = []
    ends: list[int] = []
    for place in range(count):
        offset = struct.unpack_from(">I", octets, 8 + 8 * place)[0]
        if struct.unpack_from(">H", octets, offset)[0] == 12 and not starts:
            groups = struct.unpack_from(">I", octets, offset + 12)[0]
            numbers = struct.unpack_from(f">{groups * 3}I", octets, offset + 16)
            starts, ends = list(numbers[0::3]), list(numbers[1::3])
    return tuple(starts), tuple(ends)


def _table(path: Path, tag: bytes) -> bytes:
    """One table of an OpenType file."""
    with path.open("rb") as file:
        count = struct.unpack(">4xH6x", file.read(12))[0]
        for name, _, offset, length in struct.iter_unpack(">4sIII", file.read(16 * count)):
            if name == tag:
                file.seek(offset)
                return file.read(length)
    return b"\0" * 4


def has_glyph(family: str, char: str) -> bool:
    starts, ends = covered_by(family)
    place = bisect_right(starts, ord(char)) - 1
    return place >= 0 and ord(char) <= ends[place]


@lru_cache(maxsize=65536)
def family_of(char: str) -> str | None:
    """The first family with a glyph for the character."""
    return next((family for family in font_files() if has_glyph(family, char)), None)


def with_glyphs(text: str) -> str:
    """The text with every character that no font can show written as `[U+XXXX]`."""
    if _COMMON.fullmatch(text):
        return text
    return "".join(char if char == "\u200b" or family_of(char) else code_point(char) for char in text)


@lru_cache(maxsize=4)
def web_fonts(chars: frozenset[str]) -> tuple[WebFont, ...]:
    """Subsets that together show every one of `chars` that any font shows; the same characters give the same bytes."""
    needed: dict[str, set[int]] = {}
    for char in chars:
        family = family_of(char)
        if family:
            needed.setdefault(family, set()).add(ord(char))
    return tuple(WebFont(family=family, woff=_subset(family, needed[family])) for family in font_files() if family in needed)


def _subset(family: str, code_points: set[int]) -> str:
    from fontTools.subset import Options, Subsetter

    options = Options(layout_features=[], hinting=False, recalc_timestamp=False, name_IDs=[], notdef_outline=True)
    with _opened(family) as font:
        font.setGlyphOrder([f"g{place}" for place in range(font["maxp"].numGlyphs)])
        for tag in _DROPPED:
            if tag in font:
                del font[tag]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=sorted(code_points))
        subsetter.subset(font)
        font.flavor = "woff"
        octets = io.BytesIO()
        font.save(octets, reorderTables=False)
    return base64.b64encode(octets.getvalue()).decode("ascii")


def _opened(family: str) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(font_files()[family], lazy=True, recalcTimestamp=False)
