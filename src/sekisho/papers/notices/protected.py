"""The protected text of reasons (理由書・要保護): every finding that weighed, its evidence, who settled it, and by which law it is withheld."""

from collections.abc import Iterator

from ...desk.model import Judgement
from ...desk.reasons import ProtectedReason, protected_reasons
from ...findings import Finding
from ...tenders.model import Bid
from ...terms import Lang
from ..dates import day_text
from ..view_findings import finding_view
from ..words import word
from .blocks import Document, Say, View, heading, para, points, rows, saying, seals
from .tender_rows import tender_rows


def protected_document(judgement: Judgement, lang: Lang, *, draft: bool) -> Document:
    """Of every bid that was screened, whether anything was found or not."""
    say = saying(lang)
    reasons = {one.bid: one for one in protected_reasons(judgement)}
    return Document(
        kind="protected",
        name="reasons",
        audience="protected",
        lang=lang,
        title=say("理由書(要保護)", "Reasons (protected text)"),
        subtitle=say("確認の所見及び根拠", "Findings of the check, with their evidence"),
        draft=draft,
        blocks=(
            tender_rows(judgement.submission.tender, lang),
            rows(
                [
                    (say("判定日", "Judged as of"), day_text(judgement.facts_as_of, lang)),
                    (say("判定の識別値", "Digest of the judgement"), judgement.digest),
                ]
            ),
            heading(say("1. 公表しない根拠", "1. By which law it is withheld")),
            *_law(reasons, say, lang),
            heading(say("2. 応札ごとの所見", "2. Findings of each bid")),
            *(block for bid in judgement.submission.bids if bid.id in reasons for block in _of_bid(bid, reasons[bid.id], say, lang)),
            heading(say("3. 確認", "3. Seen")),
            seals(
                [say("作成", "Made by"), say("確認", "Seen by")],
                [say("年月日", "Date"), say("所属・職名", "Unit and title"), say("氏名・印", "Name and seal")],
            ),
        ),
    )


def _law(reasons: dict[str, ProtectedReason], say: Say, lang: Lang) -> Iterator[View]:
    texts = dict.fromkeys(one.withheld_by.pick(lang) for one in reasons.values())
    yield points(texts)
    yield para(
        say(
            "政府調達協定第3条(安全保障のための例外)は、援用する権限を有する者が案件ごとに援用した場合に限り根拠となり、この文書はこれを前提としない。"
            "政府調達協定第17条の文言は原文での確認を要する(未確認)。",
            "GPA Art. III is a ground only where someone with the authority has invoked it for this tender; this paper does not presume it. "
            "The wording of Art. XVII is to be checked against the original (unverified).",
        ),
        "small",
    )


def _of_bid(bid: Bid, reason: ProtectedReason, say: Say, lang: Lang) -> Iterator[View]:
    yield heading(f"{bid.bidder.name} ({bid.id})", 3)
    if not reason.findings:
        yield para(say("確認した範囲で懸念は認められない。", "No concern found within what was examined."))
    places = {item.line: item.where for item in bid.list.items} if bid.list else {}
    for place, found in enumerate(reason.findings, start=1):
        yield rows(_finding(found, f"{bid.id}-{place}", places, say, lang))


def _finding(found: Finding, number: str, places: dict[str, str], say: Say, lang: Lang) -> Iterator[tuple[str, str]]:
    view = finding_view(found, number, places, lang)
    yield f"{say('所見', 'Finding')} {number}", f"{view['sign']} {view['verdict_text']}\u3000{view['rule']}"
    yield word(lang, "place"), view["place"]
    yield word(lang, "because"), view["because"]
    chain = [
        f"({place}) {link['sentence']} {link['share_text']} [{link['source']}] {link['unverified']}".strip()
        for place, link in enumerate(view["links"], start=1)
    ]
    if chain:
        yield word(lang, "chain"), " ".join(chain)
    if view["notes"]:
        yield word(lang, "notes"), " ".join(view["notes"])
    yield word(lang, "decided"), view["decision"] or word(lang, "open_decision")
    yield word(lang, "finding_id"), found.id
