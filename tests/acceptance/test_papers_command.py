"""`sekisho papers` as an officer runs it: what can be made when, what is never written over, the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from case_kit import EX_1_TENDER, write_case

BID = 'bid: {bidder: {name: %s}}\nprice: {amount: "%s", currency: JPY, tax: excluded}\ntechnical: {score: "%s", mandatory_met: true}\n'


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A case whose bids nobody has opened."""
    return write_case(
        tmp_path / "case", EX_1_TENDER, {"A": {"bid.yaml": BID % ("甲社", "731", "50")}, "B": {"bid.yaml": BID % ("乙社", "800", "65")}}
    )


def names(out: Path) -> list[str]:
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())


def test_before_the_opening_there_is_the_notice_and_nothing_of_any_bid(sekisho: Callable[..., Any], sealed: Path, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    ran = sekisho("papers", sealed, "-o", out, "--lang", "ja", "--json")
    assert ran.code == 0, ran.err
    assert {path.split("/")[0] for path in names(out)} == {"papers.json", "public"}
    assert "731" not in (out / "public" / "criteria.ja.html").read_text(encoding="utf-8").partition("<body>")[2]
    assert {paper["path"] for paper in ran.json["papers"]} == {path for path in names(out) if path != "papers.json"}
    for paper in ran.json["papers"]:
        assert hashlib.sha256((out / paper["path"]).read_bytes()).hexdigest() == paper["sha256"]


def test_the_same_case_gives_the_same_bytes_and_an_earlier_folder_of_papers_is_replaced(
    sekisho: Callable[..., Any], sealed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "papers"
    assert sekisho("papers", sealed, "-o", out, "--as-of", "2026-04-10").code == 0
    first = {path: (out / path).read_bytes() for path in names(out)}
    assert sekisho("papers", sealed, "-o", out, "--as-of", "2026-04-10").code == 0
    assert {path: (out / path).read_bytes() for path in names(out)} == first


def test_a_folder_with_anything_else_in_it_is_never_written_over(sekisho: Callable[..., Any], sealed: Path, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    assert sekisho("papers", sealed, "-o", out).code == 0
    (out / "public" / "mine.txt").write_text("mine")
    ran = sekisho("papers", sealed, "-o", out, "--json")
    assert (ran.code, ran.json["faults"][0]["rule"]) == (2, "papers.not-ours")
    assert (out / "public" / "mine.txt").read_text() == "mine"
    index = out / "papers.json"
    index.write_text(json.dumps({"format": "another"}))
    assert sekisho("papers", sealed, "-o", out).code == 2


def told(name: str, octets: bytes) -> str:
    """The text of a page without its spaces."""
    if name.endswith(".html"):
        return octets.decode("utf-8")
    pdfium = pytest.importorskip("pypdfium2")
    return re.sub(r"[\s\u200b\ufffe]", "", "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(octets)))


OPENED = EX_1_TENDER + "publication: {opened_at: 2026-04-06%s}\n"


def test_while_the_award_is_only_proposed_every_paper_on_it_is_a_draft(sekisho: Callable[..., Any], sealed: Path, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    (sealed / "tender.yaml").write_text(OPENED % "", encoding="utf-8")
    ran = sekisho("papers", sealed, "-o", out, "--lang", "ja", "--as-of", "2026-04-15", "--json")
    assert (ran.code, ran.json["decided"]) == (0, False), ran.err
    for name in ("public/award.ja.html", "public/results.ja.html", "bidders/A/result.ja.html", "agency/comparison.ja.html"):
        assert "案: 落札者の決定前" in (out / name).read_text(encoding="utf-8"), name
    decided = OPENED % ", award: {winner: B, at: 2026-04-15, by: 契約担当官, authority: 会計法29条の6}"
    (sealed / "tender.yaml").write_text(decided, encoding="utf-8")
    ran = sekisho("papers", sealed, "-o", out, "--lang", "ja", "--as-of", "2026-04-15", "--json")
    assert ran.json["decided"] is True
    assert "案: 落札者の決定前" not in (out / "public/award.ja.html").read_text(encoding="utf-8")
    letter = (out / "bidders/B/decision.ja.html").read_text(encoding="utf-8")
    assert "落札決定通知書" in letter and "契約書の提出期限" in letter and "案: 落札者の決定前" not in letter
    assert not (out / "bidders/A/decision.ja.html").exists() and not (out / "bidders/B/result.ja.html").exists()
    assert json.loads((out / "agency/decision-record.json").read_bytes())["complete"] is False


def test_a_kind_asked_for_too_early_is_refused_and_nothing_is_written(sekisho: Callable[..., Any], sealed: Path, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    ran = sekisho("papers", sealed, "-o", out, "--only", "award", "--only", "criteria", "--json")
    assert (ran.code, [one["rule"] for one in ran.json["faults"]]) == (2, ["papers.too-early"])
    assert not out.exists()


def test_statements_on_conflicts_of_interest_are_checked(sekisho: Callable[..., Any], sealed: Path, tmp_path: Path) -> None:
    stated = "interests: [{by: 委員1, at: 2026-04-01, conflict: true}, {by: 委員2, at: 2026-04-01}]\n"
    (sealed / "tender.yaml").write_text(EX_1_TENDER + stated, encoding="utf-8")
    ran = sekisho("papers", sealed, "-o", tmp_path / "papers", "--json")
    assert (ran.code, [one["rule"] for one in ran.json["faults"]]) == (2, ["case.interest-handling", "case.interest-conflict"])


def test_the_digest_of_the_notice_is_the_same_wherever_it_is_told(sekisho: Callable[..., Any], sealed: Path, tmp_path: Path) -> None:
    shown = sekisho("criteria", "show", sealed, "--json").json["notice_digest"]
    assert sekisho("evaluate", sealed, "--json").json["notice_digest"] == shown
    assert sekisho("papers", sealed, "-o", tmp_path / "papers", "--lang", "en").code == 0
    assert shown in (tmp_path / "papers/public/criteria.en.html").read_text(encoding="utf-8")


def test_a_bundle_holds_what_a_complaint_needs_in_two_parts_with_every_digest(sekisho: Callable[..., Any], sealed: Path, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    (sealed / "tender.yaml").write_text(OPENED % ", award: {winner: B, at: 2026-04-15, by: 契約担当官, authority: 会計法29条の6}", encoding="utf-8")
    arguments = ("papers", sealed, "-o", out, "--lang", "ja", "--as-of", "2026-04-15", "--only", "complaint")
    assert sekisho(*arguments).code == 0
    assert names(out) == ["papers.json", "protected/complaint/A.ja.zip"]
    first = (out / "protected/complaint/A.ja.zip").read_bytes()
    bundle = zipfile.ZipFile(io.BytesIO(first))
    inside = {name.rpartition("/")[2].partition(".")[0]: name.split("/")[0] for name in bundle.namelist()}
    closed = {name for name, part in inside.items() if part == "2-review-body-only"}
    assert closed == {"comparison", "decision-record", "bid"}
    assert {name for name, part in inside.items() if part == "1-open"} == {"criteria", "results", "reasons", "award", "result"}
    page = next(name for name in bundle.namelist() if name.startswith("index."))
    index = told(page, bundle.read(page))
    for name in bundle.namelist():
        if name != page:
            assert hashlib.sha256(bundle.read(name)).hexdigest() in index, name
    assert sekisho(*arguments).code == 0
    assert (out / "protected/complaint/A.ja.zip").read_bytes() == first
