"""Papers as HTML: one file each, no script, nothing fetched, the font inside, printable on A4."""

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from .fonts import fonts_here, web_fonts
from .texts import each_text
from .view_findings import View


def html_papers(views: dict[str, tuple[str, View]]) -> dict[str, bytes]:
    """File name -> HTML, from file name -> (template, view); all files of a run share one subset of the font."""
    style = _style(_characters(view for _, view in views.values()))
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'; form-action 'none'"
    return {name: _page(template, view, style, policy) for name, (template, view) in views.items()}


def _page(template: str, view: View, style: str, policy: str) -> bytes:
    from markupsafe import Markup

    text: str = _templates().get_template(template).render(**view, style=Markup(style), policy=policy)  # noqa: S704 (our own style sheet)
    return text.encode("utf-8")


@cache
def _templates() -> Any:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(loader=FunctionLoader(_asset), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _asset(name: str) -> str:
    return files("sekisho").joinpath("papers", "templates", name).read_text(encoding="utf-8")


def _style(chars: frozenset[str]) -> str:
    faces = ""
    if fonts_here():
        for font in web_fonts(chars):
            source = f"url(data:font/woff;base64,{font.woff}) format('woff')"
            faces += f"@font-face{{font-family:'{font.family}';font-weight:100 900;src:{source}}}\n"
    return faces + _asset("paper.css")


def _characters(views: Iterable[View]) -> frozenset[str]:
    """Every character that the papers show."""
    seen: set[str] = {chr(code) for code in range(0x20, 0x7F)}

    def see(text: str) -> str:
        seen.update(text)
        return text

    for view in views:
        each_text(view, see)
    return frozenset(seen)
