"""The blocks that a paper is made of: plain nested dicts of strings that HTML, PDF and XLSX print alike. "" stands for "no"; nothing is markup."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ...terms import Lang
from ..view_findings import View as View

Say = Callable[[str, str], str]
"""(Japanese, English) -> the one of the paper's language."""
Align = Literal["left", "right", "center"]
Audience = Literal["public", "bidder", "agency", "protected"]
AUDIENCES: tuple[Audience, ...] = ("public", "bidder", "agency", "protected")
WIDTHS = (8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 36, 40, 44, 48, 56)
"""Millimetres that a column may be wide, as classes of the style sheet; 0 takes what is left."""


def saying(lang: Lang) -> Say:
    """How a paper says things in its language."""
    return lambda ja, en: ja if lang == "ja" else en


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper: its kind and file, who may read it, its head, and its blocks.

    `bid` is the bid it is about ("" = all). `numbered`: it goes out under a number and a date that an officer fills in. `to` and `sender` are the
    addressee and who signs. `draft`: what it rests on is proposed and not decided.
    """

    kind: str
    name: str
    audience: Audience
    lang: Lang
    title: str
    blocks: tuple[View, ...]
    bid: str = ""
    subtitle: str = ""
    numbered: bool = False
    to: str = ""
    sender: tuple[str, ...] = ()
    draft: bool = False


def heading(text: str, level: int = 2) -> View:
    return {"kind": "heading", "text": text, "level": str(level)}


def para(text: str, style: Literal["", "strong", "small", "right", "center", "box"] = "") -> View:
    return {"kind": "para", "text": text, "style": style}


def rows(pairs: Iterable[tuple[str, str]]) -> View:
    """Names and what stands beside them."""
    return {"kind": "rows", "rows": [[name, text] for name, text in pairs]}


def points(texts: Iterable[str]) -> View:
    return {"kind": "points", "points": list(texts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its head, its width in millimetres (0 = what is left), how it is set."""

    head: str
    width: int = 0
    align: Align = "left"


def table(columns: Sequence[Column], lines: Iterable[Sequence[str]], *, strong: Iterable[int] = ()) -> View:
    """Rows of strings under heads; the rows of `strong` (from 0) are set bold."""
    bold = set(strong)
    return {
        "kind": "table",
        "columns": [{"head": one.head, "width": str(_width(one.width)), "align": one.align} for one in columns],
        "rows": [{"cells": list(line), "strong": "yes" if place in bold else ""} for place, line in enumerate(lines)],
    }


def _width(wanted: int) -> int:
    return min((one for one in WIDTHS if one >= wanted), default=WIDTHS[-1]) if wanted else 0


def chart(drawing: View, alt: str) -> View:
    """A drawing of `charts`, and all that it says as text."""
    return {"kind": "chart", "drawing": drawing, "alt": alt}


def seals(roles: Sequence[str], heads: Sequence[str]) -> View:
    """Places to sign: a row a role, with empty cells under `heads`."""
    return {"kind": "seals", "heads": list(heads), "roles": list(roles)}


def blanks(labels: Iterable[str]) -> View:
    """Lines to be filled in by hand."""
    return {"kind": "blanks", "labels": list(labels)}
