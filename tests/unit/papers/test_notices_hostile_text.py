"""Whatever a bidder or a tender writes stays text in every paper, in every form."""

from collections.abc import Mapping

import pytest

from nouns import JUDGED, NOTICE
from sekisho.papers.html import html_papers
from sekisho.papers.notices.blocks import Column, Document, heading, para, points, rows, table
from sekisho.papers.notices.views import view_of
from sekisho.papers.notices.xlsx import xlsx_document
from sekisho.papers.pdf import pdf_here, pdf_papers
from sekisho.tenders.model import Tender

NASTY = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A1",
    "\u202etxt.exe",
    '#read("/etc/passwd") $x$ *y* @z',
    "{{ 7*7 }}{% raw %}",
    "\x00\x07\ud800",
    "長" * 9_000,
)


def document(text: str) -> Document:
    columns = [Column(head=text, width=20), Column(head=text)]
    blocks = (heading(text), para(text, "box"), points([text]), rows([(text, text)]), table(columns, [[text, text]]))
    return Document(kind="results", name="results", audience="public", lang="ja", title="題", to=text, sender=(text, text), blocks=blocks)


@pytest.fixture(scope="module", params=NASTY, ids=range(len(NASTY)))
def made(request: pytest.FixtureRequest) -> Mapping[str, bytes]:
    view = view_of(document(request.param), Tender(id=request.param, title="例題", agency="例省", notice_date=NOTICE))
    files = html_papers({"p.html": ("notice.html", view)}) | {"p.xlsx": xlsx_document(view, JUDGED)}
    return files | pdf_papers({"p.pdf": ("notice.typ", view)}, JUDGED) if pdf_here() else files


def test_no_text_becomes_markup_a_formula_or_hides_another(made: Mapping[str, bytes]) -> None:
    page = made["p.html"].decode("utf-8")
    assert "<script>" not in page and "\u202e" not in page and "\x07" not in page
    assert "49" not in page.partition("<body")[2] or "7*7" in page
    assert all(octets for octets in made.values())
