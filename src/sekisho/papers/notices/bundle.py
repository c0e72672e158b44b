"""The complaint bundle (苦情対応一式): one file with all that an answer to one bidder's complaint needs, an index page, and every digest.

Two parts: what the complainant may be shown, which is what it and the public were sent and what it handed in itself, and what only the review body
may read.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ...canonical import sha256_hex
from ...desk.dossier import Dossier
from ...tenders.model import Bid
from ...terms import Lang
from ..dates import day_text
from ..view_bids import bid_label
from .blocks import Column, Document, Say, heading, para, rows, saying, table
from .files import Paper
from .tender_rows import tender_rows

BUNDLED = ("criteria", "questions", "results", "reasons", "award", "letters", "comparison", "record", "protected")
"""The kinds of papers that go into a bundle."""
OWN = frozenset({"list", "mapping", "bom", "chart"})
"""Kinds of files that a bidder handed in itself."""
OPEN, CLOSED = "1-open", "2-review-body-only"
KINDS = {
    "bid": ("応札の記載", "Bid as entered"),
    "list": ("機器等リスト", "Equipment list"),
    "mapping": ("列の対応", "Column map"),
    "bom": ("部品表", "Bill of materials"),
    "chart": ("資本関係図", "Ownership chart"),
    "evaluation": ("採点表", "Evaluator's sheet"),
    "decisions": ("所見についての決定", "Decisions on findings"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """One file of a bundle: its path in it, what it is, its bytes."""

    path: str
    title: str
    octets: bytes


def enclosures(dossier: Dossier, bid: Bid, papers: Sequence[Paper], lang: Lang) -> list[Enclosed]:
    """What belongs into the bundle of one bid, the open part first."""
    say, bodies = saying(lang), {sha256_hex(octets): octets for octets in dossier.case.bodies}
    return [*_open(bid, papers, bodies, say), *_closed(dossier, bid, papers, bodies, say)]


def _open(bid: Bid, papers: Sequence[Paper], bodies: Mapping[str, bytes], say: Say) -> Iterator[Enclosed]:
    for paper in papers:
        if paper.audience == "public" or (paper.audience == "bidder" and paper.bid == bid.id):
            yield Enclosed(path=f"{OPEN}/{paper.name.rpartition('/')[2]}", title=paper.title, octets=paper.octets)
    yield from _files(bid, OPEN, OWN, bodies, say)


def _closed(dossier: Dossier, bid: Bid, papers: Sequence[Paper], bodies: Mapping[str, bytes], say: Say) -> Iterator[Enclosed]:
    for paper in papers:
        if paper.audience in ("agency", "protected"):
            name = paper.name.rpartition("/")[2]
            yield Enclosed(path=f"{CLOSED}/{'protected-' if paper.audience == 'protected' else ''}{name}", title=paper.title, octets=paper.octets)
    award = dossier.published.award
    winner = next((one for one in dossier.case.submission.bids if award is not None and one.id == award.bid.id), None)
    for one in filter(None, (bid, winner)):
        yield from _files(one, CLOSED, frozenset({"bid", "evaluation", "decisions"}), bodies, say)


def _files(bid: Bid, part: str, kinds: frozenset[str], bodies: Mapping[str, bytes], say: Say) -> Iterator[Enclosed]:
    """The files of a bid as they were read, under the names they came with."""
    for file in bid.files:
        if file.kind in kinds and file.digest in bodies:
            title = f"{say(*KINDS[file.kind])} ({bid.id})"
            yield Enclosed(path=f"{part}/files/{file.path.removeprefix('bids/')}", title=title, octets=bodies[file.digest])


def index_document(dossier: Dossier, bid: Bid, found: Sequence[Enclosed], lang: Lang) -> Document:
    """The index page: every file by part, with its digest, and what is missing for lack of a record."""
    say, tender = saying(lang), dossier.case.submission.tender
    return Document(
        kind="complaint",
        name="index",
        audience="protected",
        lang=lang,
        bid=bid.id,
        title=say("苦情対応一式 目録", "Complaint bundle: index"),
        numbered=True,
        blocks=(
            tender_rows(tender, lang),
            rows(
                [
                    (say("申立人となりうる応札者", "Bidder concerned"), bid_label(bid)),
                    (say("基準日", "As of"), day_text(dossier.day, lang)),
                    (say("判定の識別値", "Digest of the judgement"), dossier.judgement.digest if dossier.judgement else "—"),
                ]
            ),
            heading(say("1. 申立人に示すことができるもの", "1. What the complainant may be shown")),
            _listing([one for one in found if one.path.startswith(OPEN)], say),
            heading(say("2. 検討委員会に限り示すもの", "2. For the review body only")),
            _listing([one for one in found if one.path.startswith(CLOSED)], say),
            para(
                say(
                    "第2部には、他の応札者の価格・採点及び確認の根拠が含まれる。申立人に渡してはならない。各ファイルは識別値(SHA-256)により照合できる。",
                    "Part 2 holds other bidders' prices and marks and the grounds of the check: it must not be handed to the complainant. "
                    "Every file can be checked against its digest.",
                ),
                "box",
            ),
        ),
    )


def _listing(found: Sequence[Enclosed], say: Say) -> dict[str, object]:
    columns = [
        Column(head=say("番号", "No."), width=12, align="center"),
        Column(head=say("文書", "Paper"), width=44),
        Column(head=say("ファイル", "File"), width=48),
        Column(head="SHA-256"),
    ]
    return table(columns, [[str(place), one.title, one.path.partition("/")[2], sha256_hex(one.octets)] for place, one in enumerate(found, start=1)])


def zipped(found: Sequence[Enclosed], made_on: date) -> bytes:
    """One ZIP; the same files give the same bytes. A name that stands twice keeps its first file."""
    octets, taken = io.BytesIO(), set()
    with zipfile.ZipFile(octets, "w") as archive:
        for one in found:
            if one.path in taken:
                continue
            taken.add(one.path)
            entry = zipfile.ZipInfo(one.path, date_time=(made_on.year, made_on.month, made_on.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, one.octets)
    return octets.getvalue()
