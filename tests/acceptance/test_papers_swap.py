"""The swap of a designated and an undesignated maker, carried through every paper that leaves the office, as whole files."""

from __future__ import annotations

import base64
import csv
import io
import re
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from html import unescape
from pathlib import Path

import openpyxl
import pytest

from sekisho.desk.dossier import Dossier, open_dossier
from sekisho.desk.office import Asked
from sekisho.papers.notices.render import Wanted, make_papers
from sekisho.papers.pdf import pdf_here
from sekisho.terms import Lang
from sekisho.wiring import office

LISTED, SOUND = "鷺潭通信技術有限公司", "見本電機株式会社"
"""A fictitious maker that the sample's register restricts, and one that it does not know."""
TENDER = """\
register: ../edition
tender: {id: SWAP-1, title: 例題, agency: 例省, notice_date: 2026-03-02, policy: jp-2018, viewpoints: [core-infrastructure]}
ceiling: {amount: "1000", currency: JPY, tax: excluded}
evaluation: {preset: %s, technical_points: 100, price_points: 100, tax_rate: 0.10, security: %s}
criteria:
  members: [委員1, 委員2]
  items: [{id: "1", title: 必須要件, mandatory: true}, {id: "2", title: 体制, points: 60}, {id: "3", title: 構成, points: 40}]
publication: {method: open, category: goods, opened_at: 2026-04-06, award: {winner: C, at: 2026-04-15, by: 契約担当官, authority: 会計法29条の6}}
"""
MARKS = {"A": "C", "B": "B", "C": "A"}
Papers = dict[str, bytes]


def case_of(folder: Path, edition: Path, makers: Mapping[str, str], *, preset: str, security: str) -> Dossier:
    """Three bids of two lines, the first with the maker given; C wins whatever is found of A and B."""
    shutil.copy(edition, folder / "edition")
    case = folder / "case"
    for place, (bid, maker) in enumerate({**makers, "C": "例示計測器株式会社"}.items()):
        home = case / "bids" / bid
        home.mkdir(parents=True)
        rows = [
            ["line", "kind", "maker", "model", "quantity"],
            ["1", "ルータ", maker, f"EX-{place}", "2"],
            ["2", "ルータ", "見本計器", f"EY-{place}", "1"],
        ]
        with (home / "list.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        for member in (1, 2):
            (home / f"{member}.csv").write_text(f"項目,評価,所見\n1,適,\n2,{MARKS[bid]},§委員の言葉\n3,{MARKS[bid]},\n", encoding="utf-8")
        price = "500" if bid == "C" else "700"
        (home / "bid.yaml").write_text(
            f"bid: {{id: {bid}, bidder: {{name: {bid}社}}}}\nlist: list.csv\nsubcontractors: []\nservices: []\n"
            f'price: {{amount: "{price}", currency: JPY, tax: excluded}}\nevaluations: {{委員1: 1.csv, 委員2: 2.csv}}\n',
            encoding="utf-8",
        )
    (case / "tender.yaml").write_text(TENDER % (preset, security), encoding="utf-8")
    return open_dossier(office(), Asked(case=str(case), as_of=date(2026, 4, 15)))


def words_of(name: str, octets: bytes) -> str:
    """The text of a file of any form."""
    if name.endswith(".html"):
        return unescape(re.sub(r"<[^>]+>", "\x1f", octets.decode("utf-8").partition("<body")[2]))
    if name.endswith(".xlsx"):
        return "\x1f".join(_cells(octets))
    pdfium = pytest.importorskip("pypdfium2")
    return re.sub(r"[\s\u200b]", "", "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(octets)))


def shape_of(name: str, octets: bytes) -> object:
    """What a file is built of, without its words: tags, cells, pages."""
    if name.endswith(".html"):
        return re.findall(r"<[^>]+>", re.sub(r'aria-label="[^"]*"', "", octets.decode("utf-8").partition("<body")[2]))
    if name.endswith(".xlsx"):
        return [(sheet.title, sheet.dimensions) for sheet in openpyxl.load_workbook(io.BytesIO(octets)).worksheets]
    return len(pytest.importorskip("pypdfium2").PdfDocument(octets))


def _cells(octets: bytes) -> Iterable[str]:
    book = openpyxl.load_workbook(io.BytesIO(octets))
    return [str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


OUTGOING = ("criteria", "results", "reasons", "award", "letters", "questions")


@pytest.fixture(scope="module", params=[("add-1", "gate"), ("add-2", "advice")], ids="-".join)
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, repository: Path) -> tuple[Papers, Papers]:
    """What of a case anyone but the agency reads, and the same of the case with two makers swapped."""
    preset, security = request.param
    langs: tuple[Lang, ...] = ("ja", "en") if security == "gate" else ("ja",)
    edition = repository / "src/sekisho/samples/jp/edition"
    found = []
    for makers in ({"A": LISTED, "B": SOUND}, {"A": SOUND, "B": LISTED}):
        dossier = case_of(tmp_path_factory.mktemp("swap"), edition, makers, preset=preset, security=security)
        files = make_papers(dossier, Wanted(langs=langs, kinds=OUTGOING)).files
        found.append({name: octets for name, octets in files.items() if name != "papers.json"})
        assert all(name.startswith(("public/", "bidders/")) for name in found[-1])
    return found[0], found[1]


def test_a_swap_changes_no_paper_in_shape_or_class_of_length(pair: tuple[Papers, Papers]) -> None:
    one, other = (_without_questions(papers) for papers in pair)
    assert set(one) == set(other)
    assert len(one) >= 16
    for name in one:
        assert shape_of(name, one[name]) == shape_of(name, other[name]), name
        lengths = sorted((len(words_of(name, one[name])), len(words_of(name, other[name]))))
        assert lengths[1] <= lengths[0] * 1.1, (name, lengths)


def _without_questions(papers: Papers) -> Papers:
    """Letters of questions and their forms repeat the bidder's own list to it."""
    return {name: octets for name, octets in papers.items() if "/questions." not in name and "/answers." not in name}


def test_every_bidder_is_sent_a_letter_of_questions_whoever_is_designated(pair: tuple[Papers, Papers]) -> None:
    one, other = ({name for name in papers if "/questions." in name} for papers in pair)
    assert one == other
    assert {name.split("/")[1] for name in one} == {"A", "B", "C"}


def test_no_outgoing_paper_names_a_maker_or_repeats_an_evaluators_words(pair: tuple[Papers, Papers]) -> None:
    for papers in pair:
        for name, octets in _without_questions(papers).items():
            said = words_of(name, octets)
            assert not any(word in said for word in ("鷺潭", "見本電機", "見本計器", "EX-", "EY-", "§")), name


def test_no_file_holds_a_character_of_another_bids_maker_even_in_its_font(pair: tuple[Papers, Papers]) -> None:
    """Bid A's own letters repeat its own list; nobody else's file may show that `鷺` or `潭` stands in it."""
    ttlib = pytest.importorskip("fontTools.ttLib")
    looked_at = 0
    for name, octets in pair[0].items():
        for woff in (
            re.findall(rb"data:font/woff;base64,([A-Za-z0-9+/=]+)", octets) if name.endswith(".html") and not name.startswith("bidders/A/") else ()
        ):
            assert not {ord("鷺"), ord("潭")} & set(ttlib.TTFont(io.BytesIO(base64.b64decode(woff))).getBestCmap()), name
            looked_at += 1
    assert looked_at >= 6


def test_a_letter_of_questions_repeats_no_word_of_another_bid(pair: tuple[Papers, Papers]) -> None:
    for papers, makers in zip(pair, ({"A": LISTED, "B": SOUND}, {"A": SOUND, "B": LISTED}), strict=True):
        for name, octets in papers.items():
            if "/questions." in name:
                bid = name.split("/")[1]
                assert not any(maker in words_of(name, octets) for other, maker in makers.items() if other != bid), name


def test_a_letter_names_no_other_loser_and_no_ceiling(pair: tuple[Papers, Papers]) -> None:
    letters = {name: words_of(name, octets) for name, octets in pair[0].items() if name.startswith("bidders/A/") and name.endswith(".html")}
    assert letters
    for said in letters.values():
        assert not any(secret in said for secret in ("B社", "1,000", "1000"))


def test_the_winners_letter_names_no_other_bidder_and_no_ceiling_and_the_value_of_the_notice(pair: tuple[Papers, Papers]) -> None:
    for papers in pair:
        letters = {name: words_of(name, octets) for name, octets in papers.items() if "/decision." in name}
        assert {name.split("/")[1] for name in letters} == {"C"}
        for said in letters.values():
            assert "550" in said
            assert not any(secret in said for secret in ("A社", "B社", "1,000", "1000", "700"))


def test_points_that_would_betray_a_secret_ceiling_are_in_no_outgoing_paper(pair: tuple[Papers, Papers]) -> None:
    """The price points of add-1 rest on the ceiling, those of add-2 do not."""
    said = words_of("public/results.ja.html", pair[0]["public/results.ja.html"])
    assert ("価格点及び合計は" in said) != ("\x1f価格点\x1f" in said)


def test_workbooks_hold_no_formula(pair: tuple[Papers, Papers]) -> None:
    books = [octets for name, octets in pair[0].items() if name.endswith(".xlsx")]
    assert books
    for octets in books:
        book = zipfile.ZipFile(io.BytesIO(octets))
        assert all(b"<f>" not in book.read(part) for part in book.namelist() if part.startswith("xl/worksheets/"))


def test_a_paper_is_a_pdf_too_where_that_can_be_made(pair: tuple[Papers, Papers]) -> None:
    assert any(name.endswith(".pdf") for name in pair[0]) == pdf_here()
