"""Whatever a bidder writes is shown or cut, never run; the paper still comes out."""

import io
import re
import zipfile
from dataclasses import replace

import pytest

pytest.importorskip("typst")
pdfium = pytest.importorskip("pypdfium2")

from papers_fixture import judgement, text  # noqa: E402
from sekisho.desk.model import Judgement  # noqa: E402
from sekisho.findings import Finding, Link, Verdict  # noqa: E402
from sekisho.papers.render import render_papers  # noqa: E402
from sekisho.papers.texts import visible  # noqa: E402
from sekisho.tenders.model import EquipmentItem  # noqa: E402
from sekisho.terms import Party  # noqa: E402

HOSTILE = (
    "<script>alert(1)</script>", "#include \"style.typ\"", '#read("/etc/passwd")', "=cmd|' /C calc'!A0", "＝1+1", "\u202egnp.exe", "{{ 7 * 7 }}",
    "*bold* _it_ $x$ `raw` @ref \\ # [", "</style><img src=x onerror=alert(1)>", "\u200bzero\ufeffwidth", "\U0001f600\ue000", "葛\U000e0100城",
    "\x00\x07\x1b[31m", "华为发国龙", "한국어", "A" * 10_000, "長" * 10_000, "<a href='javascript:x'>", "%PDF-1.7 /JS (x)", "{s}{t}{share}",
)  # fmt: skip


def hostile_judgement() -> Judgement:
    """Every hostile text as maker, model, name, finding and evidence of bid A, and as its bidder's name."""
    base = judgement(len(HOSTILE))
    assert base.screening
    bid, screened = base.submission.bids[0], base.screening.bids[0]
    pairs = zip(screened.items, HOSTILE, strict=True)
    lines = tuple(replace(one, item=_item(one.item, bad), findings=(_finding(one.item.line, bad),)) for one, bad in pairs)
    bids = (replace(bid, bidder=Party(name=HOSTILE[0] + HOSTILE[15])), *base.submission.bids[1:])
    tender = replace(base.submission.tender, title=" ".join(HOSTILE[:9]), id="T-" + "9" * 200)
    return replace(
        base,
        submission=replace(base.submission, bids=bids, tender=tender),
        screening=replace(base.screening, bids=(replace(screened, items=lines), *base.screening.bids[1:])),
    )


def _item(item: EquipmentItem, bad: str) -> EquipmentItem:
    return replace(item, line=bad[:300], where=bad, kind=bad, maker=Party(name=bad), model=bad, name=bad, version=bad, role=bad, purpose=bad)


def _finding(line: str, bad: str) -> Finding:
    chain = (Link(relation="made-by", subject=bad, target=f"{bad}2", source=bad), Link(relation=bad[:40], subject=f"{bad}2", target=bad))
    return Finding(rule=bad[:60], verdict=Verdict.REFER, subject={"bid": "A", "line": line, "maker": bad}, because=text(bad, bad), evidence=chain)


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    return dict(render_papers(hostile_judgement()))


def test_html_shows_markup_as_text(papers: dict[str, bytes]) -> None:
    page = papers["judgement.ja.html"].decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not re.search(r"<script|<img|<a |<iframe|javascript:x'>(?!&)", page.replace("&lt;", ""))
    assert "{{ 7 * 7 }}" in page and page.count("</style>") == 1


def test_a_bidders_style_end_tag_cannot_leave_the_text(papers: dict[str, bytes]) -> None:
    assert "&lt;/style&gt;" in papers["judgement.en.html"].decode()


def test_pdf_shows_typst_markup_literally(papers: dict[str, bytes]) -> None:
    document = pdfium.PdfDocument(papers["judgement.ja.pdf"])
    said = "".join(page.get_textpage().get_text_range() for page in document).replace("\u200b", "")
    flat = re.sub(r"\s", "", said)
    assert '#read("/etc/passwd")' in flat and "root:" not in flat
    assert '#include"style.typ"' in flat and "*bold*_it_$x$`raw`@ref" in flat
    assert "[U+202E]gnp.exe" in flat and "[U+1F600]" in flat and "华为发国龙" in flat and "한국어" in flat


def test_pdf_has_no_active_content(papers: dict[str, bytes]) -> None:
    for name, octets in papers.items():
        if name.endswith(".pdf"):
            assert not re.search(rb"/(JavaScript|JS|Launch|EmbeddedFile|AA|OpenAction|URI)\b", octets), name


def test_no_text_leaves_the_page(papers: dict[str, bytes]) -> None:
    """Every character lies within the margins (18 mm left and right of A4), give or take a point."""
    for page in pdfium.PdfDocument(papers["judgement.en.pdf"]):
        said = page.get_textpage()
        boxes = [said.get_charbox(place) for place in range(said.count_chars())]
        assert min(left for left, _, right, _ in boxes if right > left) > 49
        assert max(right for left, _, right, _ in boxes if right > left) < 595 - 49
        assert min(low for _, low, _, _ in boxes) > 20 and max(high for *_, high in boxes) < 842 - 20


def test_a_long_text_is_cut_and_says_so(papers: dict[str, bytes]) -> None:
    assert "9,100 more characters" in papers["judgement.en.html"].decode()
    assert len(papers["judgement.en.html"]) < 3_000_000


def test_no_cell_of_the_workbook_is_a_formula(papers: dict[str, bytes]) -> None:
    for lang in ("ja", "en"):
        with zipfile.ZipFile(io.BytesIO(papers[f"judgement.{lang}.xlsx"])) as book:
            sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
            assert len(sheets) == 6
            assert not any(re.search(r"<f[ >/]|<hyperlink|t=\"str\"", sheet) for sheet in sheets)
            assert not any("externalLink" in name or name.endswith(".bin") for name in book.namelist())
            assert "=cmd|" in book.read("xl/sharedStrings.xml").decode()


def test_the_hostile_paper_is_the_same_twice(papers: dict[str, bytes]) -> None:
    assert render_papers(hostile_judgement()) == papers


def test_controls_and_direction_marks_are_spelled_out() -> None:
    assert visible("a\u202eb\x00c\u200bd\u00ad") == "a[U+202E]b[U+0000]c[U+200B]d[U+00AD]"


def test_line_ends_become_one_space_and_plain_text_stays() -> None:
    assert visible("一行目\r\n二行目\u2028三") == "一行目 二行目 三"
    assert visible("株式会社 Example-123") == "株式会社 Example-123"
