"""Papers as PDF (PDF/UA-1) through typst. What a bidder wrote goes in as JSON values and is never read as markup.

The typesetter sees its own templates and the fonts, nothing else of the disk; no clock: the date in the file is the judging date.
"""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import as_file, files
from importlib.util import find_spec
from typing import Any

from .fonts import font_files, fonts_here
from .texts import breakable
from .view_findings import View


def pdf_here() -> bool:
    """Whether the extra `pdf` is installed."""
    return fonts_here() and find_spec("typst") is not None


def pdf_papers(views: dict[str, tuple[str, View]], made_on: date) -> dict[str, bytes]:
    """File name -> PDF, from file name -> (template, view). One typesetter for each template, so its source is read once."""
    made_at = int(datetime.combine(made_on, time(), UTC).timestamp())
    made: dict[str, bytes] = {}
    with as_file(files("sekisho").joinpath("papers", "templates")) as folder:
        for template in _in_order(template for template, _ in views.values()):
            compiler = _typesetter(str(folder / template), str(folder))
            for name, (wanted, view) in views.items():
                if wanted == template:
                    data = json.dumps(breakable(view), ensure_ascii=False)
                    made[name] = compiler.compile(format="pdf", sys_inputs={"view": data}, pdf_standards=["ua-1"], timestamp=made_at)
    return made


def _in_order(templates: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(templates))


@cache
def _typesetter(source: str, root: str) -> Any:
    import typst

    folders = [str(path.parent) for path in font_files().values()]
    return typst.Compiler(source, root=root, font_paths=folders, ignore_system_fonts=True)
