"""Findings as SARIF 2.1.0 for other people's viewers: bar = error, refer = warning, clear = note. No price, score or ceiling is in it.

A protected finding keeps its rule, level and place; its grounds stay in the officer's paper. The finding's id is its fingerprint.
"""

import re
from typing import Any
from urllib.parse import quote

from ..canonical import canonical_json
from ..desk.model import Judgement
from ..findings import Finding, Verdict
from ..screening.model import ScreenedBid
from ..tenders.model import Bid
from ..terms import Text
from .texts import cut, visible
from .words import word

LEVELS = {Verdict.BAR: "error", Verdict.REFER: "warning", Verdict.CLEAR: "note"}
WITHHELD = Text(ja="根拠は保護情報であり、判定書にのみ記載する。", en="The grounds are protected and stand in the judgement paper alone.")


def sarif_paper(judgement: Judgement) -> bytes:
    """One run with one result a finding of the screening; a finding on many lines has as many locations."""
    bids = {bid.id: bid for bid in judgement.submission.bids}
    screened = judgement.screening.bids if judgement.screening else ()
    results = [_result(found, one, bids.get(one.bid)) for one in screened for found in one.all_findings()]
    rules = sorted({result["ruleId"] for result in results})
    name, _, version = judgement.engine.partition("/")
    driver = {"name": name or "sekisho", "version": version or "0", "rules": [{"id": rule} for rule in rules]}
    run = {"tool": {"driver": driver}, "language": "ja", "columnKind": "unicodeCodePoints", "results": results}
    return canonical_json({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def _result(found: Finding, screened: ScreenedBid, bid: Bid | None) -> dict[str, Any]:
    because = WITHHELD if found.protected else found.because
    verdict = Text(ja=word("ja", f"verdict.{found.verdict.word}"), en=word("en", f"verdict.{found.verdict.word}"))
    shown: dict[str, Any] = {
        "ruleId": _clean(found.rule),
        "level": LEVELS[found.verdict],
        "message": {"text": _clean(f"{verdict.ja}: {because.ja}")},
        "locations": _locations(found, screened, bid),
        "partialFingerprints": {"sekishoFindingId/v1": found.id},
        "properties": {"bid": _clean(screened.bid), "verdict": found.verdict.word, "en": _clean(f"{verdict.en}: {because.en}")},
    }
    if found.settled:
        settled = found.settled
        by = f"{settled.verdict.word}, {settled.by}, {settled.authority}, {settled.at.isoformat()}"
        shown["suppressions"] = [{"kind": "external", "status": "accepted", "justification": _clean(by)}]
    return shown


def _locations(found: Finding, screened: ScreenedBid, bid: Bid | None) -> list[dict[str, Any]]:
    places = [(one.item.line, one.item.where) for one in screened.items if any(known.id == found.id for known in one.findings)]
    return [_location(_uri(screened, bid, line), screened.bid, line, where) for line, where in places] or [
        _location(_uri(screened, bid, ""), screened.bid, "", "")
    ]


def _uri(screened: ScreenedBid, bid: Bid | None, line: str) -> str:
    """The list in which the line stands: an earlier version where it did not change since."""
    file = f"/{bid.list.file_of(line).rpartition('/')[2]}" if bid and bid.list else ""
    return quote(f"bids/{_clean(screened.bid)}{file}", safe="/")


def _location(uri: str, bid: str, line: str, where: str) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    numbered = re.fullmatch(r"line ([1-9][0-9]{0,8})", where)
    if numbered:
        physical["region"] = {"startLine": int(numbered.group(1))}
    name = _clean(" ".join(part for part in (where, f"line {line}" if line and not numbered else "") if part) or bid)
    logical = {"name": name, "fullyQualifiedName": _clean("/".join(part for part in (bid, line, where) if part)), "kind": "member"}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _clean(text: str) -> str:
    return cut(visible(text), "en")
