"""The papers of a whole judgement: what is in them, what must never be, and the same bytes every time."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from papers_fixture import AUTHORITY, CEILING, LISTED, PRICES, edition, judgement, with_winner
from sekisho.canonical import digest_of, sha256_hex
from sekisho.papers import fonts, pdf
from sekisho.papers.render import ALL, available_formats, file_name, render_papers
from sekisho.papers.view import judgement_view
from sekisho.register.model import Edition

needs_pdf = pytest.mark.skipif("pdf" not in available_formats(), reason="the extra `pdf` is not installed")


@pytest.fixture(scope="module")
def papers() -> Mapping[str, bytes]:
    return render_papers(judgement())


def pdf_text(octets: bytes) -> str:
    pdfium = pytest.importorskip("pypdfium2")
    said = "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(octets))
    return re.sub(r"[\s\u200b]", "", said)


@needs_pdf
def test_every_paper_is_there_in_both_languages(papers: Mapping[str, bytes]) -> None:
    names = {f"judgement.{lang}.{form}" for lang in ("ja", "en") for form in ("html", "pdf", "xlsx")}
    letters = {f"letters/{bid}.{lang}.{form}" for bid in "BE" for lang in ("ja", "en") for form in ("html", "pdf")}
    assert set(papers) == names | letters | {"judgement.json", "findings.sarif"}


def test_the_same_judgement_gives_the_same_bytes(papers: Mapping[str, bytes]) -> None:
    assert render_papers(judgement()) == papers


def test_another_process_with_another_hash_seed_gives_the_same_bytes(papers: Mapping[str, bytes]) -> None:
    tests = Path(__file__).resolve().parents[2]
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from papers_fixture import judgement; from sekisho.papers.render import render_papers;"
        "from sekisho.canonical import digest_of, sha256_hex; made = render_papers(judgement());"
        "print(digest_of({name: sha256_hex(octets) for name, octets in made.items()}))"
    )
    run = [sys.executable, "-c", program, str(tests)]
    done = subprocess.run(run, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert done.stdout.strip() == digest_of({name: sha256_hex(octets) for name, octets in papers.items()})


def test_without_fonts_html_falls_back_to_the_readers_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "find_spec", lambda name: None)
    page = render_papers(judgement(), formats=frozenset({"html"}))["judgement.ja.html"].decode()
    assert "@font-face" not in page and "sans-serif" in page and "判定書" in page


def test_only_what_was_asked_for_is_made() -> None:
    assert set(render_papers(judgement(), formats=frozenset({"json", "sarif"}))) == {"judgement.json", "findings.sarif"}


def test_without_the_extra_the_pdf_is_left_out_and_the_caller_can_know(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    assert available_formats() == ALL - {"pdf"}
    assert not any(name.endswith(".pdf") for name in render_papers(judgement(), formats=frozenset({"pdf", "sarif"})))


def test_no_price_ceiling_entry_or_designation_is_in_a_letter(papers: Mapping[str, bytes]) -> None:
    secrets = [f"{amount:,}" for amount in (*PRICES.values(), CEILING)] + [str(amount) for amount in (*PRICES.values(), CEILING)]
    secrets += [LISTED, AUTHORITY, "Exemplar", "懸念", judgement().digest[:16]]
    for name, octets in papers.items():
        if name.startswith("letters/"):
            shown = re.sub(r"<style>.*</style>", "", octets.decode(), flags=re.DOTALL) if name.endswith("html") else pdf_text(octets)
            assert [secret for secret in secrets if re.sub(r"\s", "", secret) in re.sub(r"\s", "", shown)] == [], name


def test_a_letter_asks_its_own_bidder_and_nobody_else(papers: Mapping[str, bytes]) -> None:
    letter = papers["letters/B.ja.html"].decode()
    assert "乙社 御中" in letter and "行3の製造者の正式名称と所在国" in letter
    assert not any(other in letter for other in ("甲社", "丙社", "丁社", "戊社"))


def test_no_price_or_score_is_in_sarif(papers: Mapping[str, bytes]) -> None:
    shown = papers["findings.sarif"].decode()
    assert not any(f"{amount:,}" in shown or str(amount) in shown for amount in (*PRICES.values(), CEILING))


def test_protected_grounds_stay_out_of_sarif(papers: Mapping[str, bytes]) -> None:
    results = json.loads(papers["findings.sarif"])["runs"][0]["results"]
    protected = next(one for one in results if one["ruleId"] == "COMPONENT")
    assert "通信モジュール" not in json.dumps(protected, ensure_ascii=False) and "保護情報" in protected["message"]["text"]


def test_sarif_levels_places_and_fingerprints(papers: Mapping[str, bytes]) -> None:
    results = json.loads(papers["findings.sarif"])["runs"][0]["results"]
    assert [one["level"] for one in results] == ["error", "error", "warning", "warning", "warning", "warning"]
    assert len({one["partialFingerprints"]["sekishoFindingId/v1"] for one in results}) == 6
    owner = next(one for one in results if one["ruleId"] == "OWNER")
    assert [place["logicalLocations"][0]["name"] for place in owner["locations"]] == ["機器等リスト!A6 line 2", "機器等リスト!A10 line 6"]
    assert owner["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "bids/E/list.xlsx"
    settled = next(one for one in results if one["properties"]["bid"] == "C")
    assert settled["suppressions"][0]["status"] == "accepted"


@needs_pdf
def test_the_pdf_says_the_outcome_in_japanese(papers: Mapping[str, bytes]) -> None:
    said = pdf_text(papers["judgement.ja.pdf"])
    verdicts = ("確認した範囲で懸念は認められない", "懸念が払拭できない(要確認)", "懸念あり(除外の提案)")
    for sentence in (*verdicts, "落札候補者は提案しない", "令和8年4月1日", "61,930,000円"):
        assert sentence in said
    assert "本書はSekishoによる助言であり、決定ではない。" in said


@needs_pdf
def test_the_first_page_is_not_blank_and_japanese_glyphs_are_drawn(papers: Mapping[str, bytes]) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    page = pdfium.PdfDocument(papers["judgement.ja.pdf"])[0].render(scale=1, grayscale=True).to_pil()
    dark = sum(page.histogram()[:128])
    assert 0.01 < dark / (page.width * page.height) < 0.4
    title = page.crop((250, 60, 350, 80))
    assert sum(title.histogram()[:128]) > 100


@needs_pdf
def test_the_pdf_is_tagged_dated_by_the_judging_day_and_has_no_active_content(papers: Mapping[str, bytes]) -> None:
    octets = papers["judgement.en.pdf"]
    assert b"pdfuaid:part" in octets and b"D:20260615" in octets
    assert not re.search(rb"/(JavaScript|JS|Launch|EmbeddedFile|URI)\b", octets)


def test_html_runs_nothing_and_fetches_nothing(papers: Mapping[str, bytes]) -> None:
    for name, octets in papers.items():
        if name.endswith(".html"):
            page = octets.decode()
            assert "default-src 'none'" in unescape(page) and not re.search(r"<(script|img|link|iframe|object|form)\b", page), name
            assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page) and " style=" not in page, name


def test_the_style_sheet_has_the_digest_that_the_page_allows(papers: Mapping[str, bytes]) -> None:
    import base64
    import hashlib

    page = papers["judgement.ja.html"].decode()
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in unescape(page)


@needs_pdf
def test_html_carries_its_own_japanese_and_chinese_glyphs(papers: Mapping[str, bytes]) -> None:
    page = papers["judgement.ja.html"].decode()
    assert "font-family:'Noto Sans JP'" in page and "font-family:'Noto Sans SC'" in page and "data:font/woff;base64," in page


def test_the_page_says_why_the_cheapest_does_not_win(papers: Mapping[str, bytes]) -> None:
    page = papers["judgement.ja.html"].decode()
    assert "最低価格 61,930,000円(税抜) の 甲社 (A) が落札候補とならない理由" in page
    assert "指定された者の子会社と同一であり" in page


def test_a_settled_finding_shows_who_decided(papers: Mapping[str, bytes]) -> None:
    assert "調達課長が「確認した範囲で懸念は認められない」と決定" in papers["judgement.ja.html"].decode()


def test_the_winner_is_named_first_when_there_is_one() -> None:
    view = judgement_view(with_winner(), "ja")
    assert view["outcome"]["headline"] == "丙社 (C)" and view["outcome"]["ranking"][0]["winner"] == "落札候補"
    assert view["outcome"]["ranking"][1]["reason"] == "75.98 は落札候補 丙社 (C) の 78.18 に及ばない。"


def test_marks_are_visible_for_rehearsal_demo_and_stale() -> None:
    base = judgement()
    assert base.screening
    old = replace(edition().cards[0], retrieved_at=date(2025, 1, 1))
    marked = replace(base, edition=Edition(digest="0", cards=(old,), entities={}), screening=replace(base.screening, rehearsal=True))
    said = " ".join(judgement_view(marked, "en")["banners"])
    assert "REHEARSAL" in said and "DEMO REGISTER" in said and "STALE SOURCE" in said


def test_a_case_without_screening_or_without_evaluation_still_has_papers() -> None:
    base = judgement()
    only_scores = replace(base, screening=None, pack=None, edition=None)
    only_lists = replace(base, evaluation=None, proposal=None)
    for case in (only_scores, only_lists):
        made = render_papers(case)
        assert {"judgement.ja.html", "judgement.en.xlsx", "findings.sarif"} <= set(made)
    assert not any(f"{price:,}" in judgement_view(only_lists, "ja")["outcome"]["ranking"][0]["price"] for price in PRICES.values())


def test_the_workbook_holds_six_sheets_of_strings(papers: Mapping[str, bytes]) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(papers["judgement.ja.xlsx"]))
    assert book.sheetnames == ["結論", "明細", "所見", "質問", "計算", "典拠"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"} and len(cells) > 500
    assert all(sheet.page_setup.paperSize == 9 for sheet in book.worksheets) and book["明細"].freeze_panes == "A2"
    assert "61,930,000円" in " ".join(str(cell.value) for cell in book["結論"]["C"])


def test_the_workbook_carries_no_time_of_making(papers: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(papers["judgement.ja.xlsx"])) as book:
        assert "2026-06-15T00:00:00Z" in book.read("docProps/core.xml").decode()
        assert {entry.date_time[0] for entry in book.infolist()} == {1980}


def test_json_holds_each_stage_and_whole_digests(papers: Mapping[str, bytes]) -> None:
    read = json.loads(papers["judgement.json"])
    assert {"screening", "evaluation", "proposal", "read"} <= set(read)
    assert all(re.fullmatch(r"[0-9a-f]{64}", one["digest"]) for one in read["read"])


@pytest.mark.parametrize(("bid", "name"), [("A", "A"), ("甲-1", "甲-1"), ("../x", "%2E%2E%2Fx"), ("a b", "a%20b"), ("CON.", "CON%2E")])
def test_a_bids_id_cannot_leave_the_folder_of_letters(bid: str, name: str) -> None:
    assert file_name(bid) == name


def test_two_long_ids_keep_two_letters() -> None:
    assert file_name("x" * 200 + "1") != file_name("x" * 200 + "2") and len(file_name("x" * 200)) < 80
