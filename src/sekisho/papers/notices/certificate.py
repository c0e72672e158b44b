"""A certificate (確認証) on one page, for those who file paper: its words, its basis, and the digests that lead from the paper to the log.

The paper proves nothing; it says how to ask the file and the log. It prints what the copy discloses, so a paper of a public copy is public.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from ...ledger.certificates import PUBLIC, statement_digest
from ...tenders.model import Tender
from ...terms import Lang
from ..dates import day_text
from ..texts import name_text
from ..view_findings import View
from .blocks import Audience, Document, Say, heading, para, rows, saying
from .views import view_of

GROUP = 4
COUNTS = {
    "items": ("機器等(行)", "lines"),
    "items_with_maker": ("うち製造業者判明", "of these with maker"),
    "components": ("部品", "parts"),
    "components_with_maker": ("うち製造業者判明", "of these with maker"),
}
NAMED = {
    "bidder": ("応札者", "Bidder"),
    "maker": ("製造業者", "Maker"),
    "model": ("型番", "Model"),
    "where": ("機器等リスト", "List"),
    "price": ("価格", "Price"),
}


def certificate_view(payload: Mapping[str, Any], disclosed: Mapping[str, Any], *, file_digest: str, lang: Lang) -> View:
    """The page of a certificate that holds, fit to print; `file_digest` is the SHA-256 of the very copy."""
    say = saying(lang)
    tender = Tender(id=payload["case"], title="", agency="", notice_date=date.fromisoformat(payload["policy_as_of"]))
    document = Document(
        kind="certificate",
        name="certificate",
        audience=_audience(payload, disclosed),
        lang=lang,
        title=say("確認証", "Certificate"),
        blocks=(
            rows(_subject(payload, disclosed, say)),
            para(say(payload["says"]["ja"] + "。", payload["says"]["en"] + "."), "box"),
            rows(_basis(payload, say, lang)),
            heading(say("記録との照合", "How it is verified")),
            rows(_marks(payload, file_digest, say)),
            para(_how(say), "small"),
        ),
    )
    return view_of(document, tender)


def _audience(payload: Mapping[str, Any], disclosed: Mapping[str, Any]) -> Audience:
    """Who may read a page of this copy: anybody, if it discloses no more than a public copy does."""
    return "public" if set(disclosed) <= set(PUBLIC[payload["kind"]]) else "protected"


def _subject(payload: Mapping[str, Any], disclosed: Mapping[str, Any], say: Say) -> list[tuple[str, str]]:
    lot = [(say("ロット", "Lot"), name_text(payload["lot"]))] if payload["lot"] is not None else []
    line = [(say("行", "Line"), name_text(payload["line"]))] if payload["line"] is not None else []
    told = [(say(*NAMED[name]), name_text(_plain(disclosed[name]))) for name in NAMED if disclosed.get(name) is not None]
    return [(say("調達案件", "Tender"), name_text(payload["case"])), (say("応札", "Bid"), name_text(payload["bid"])), *lot, *line, *told]


def _plain(value: Any) -> str:
    return str(value["name"]) if isinstance(value, Mapping) else str(value)


def _basis(payload: Mapping[str, Any], say: Say, lang: Lang) -> list[tuple[str, str]]:
    examined = say("、", ", ").join(f"{say(*COUNTS[name])} {count}" for name, count in payload["examined"].items() if name in COUNTS)
    notes = [
        *([say("登録簿は見本である", "the register is a sample")] if payload["sample"] else []),
        *([say("試行である", "a rehearsal: nothing is excluded")] if payload["rehearsal"] else []),
    ]
    return [
        (say("基準日", "As of"), day_text(date.fromisoformat(payload["facts_as_of"]), lang)),
        (say("公告日(基準の日)", "Notice date"), day_text(date.fromisoformat(payload["policy_as_of"]), lang)),
        (say("確認した範囲", "Examined"), examined or say("なし", "none")),
        (say("調達方針", "Policy pack"), payload["policy"]["id"] if payload["policy"] else say("なし", "none")),
        (say("登録簿の版(公開部分)", "Edition (public layer)"), grouped_code(payload["public_edition"] or "-")),
        (say("プログラム", "Engine"), payload["engine"]),
        *([(say("注", "Note"), say("、", ", ").join(notes))] if notes else []),
    ]


def _marks(payload: Mapping[str, Any], file_digest: str, say: Say) -> list[tuple[str, str]]:
    log = payload["log"]
    issued = datetime.fromtimestamp(payload["iat"], tz=UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return [
        (say("記録、項目", "Log, entry"), f"{name_text(payload['iss'])}, {log['index']}"),
        (say("発行", "Issued"), issued),
        (say("記載のダイジェスト", "Digest of the statement"), grouped_code(statement_digest(payload))),
        (say("この写しのダイジェスト", "Digest of this copy"), grouped_code(file_digest)),
        (say("公開鍵", "Public key"), payload["key"]),
    ]


def grouped_code(code: str) -> str:
    """A digest in groups, as it is read aloud or typed in again."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def _how(say: Say) -> str:
    return say(
        "この紙は証明ではない。電子の確認証(.sdjwt)と、別の道で得た公開鍵により、sekisho verify 又は verifier/verify.py で検証する。"
        "後の記録を示せば、失効の有無も分かる。",
        "This page is no proof. Verify the certificate's file (.sdjwt) with a public key got another way: `sekisho verify` or `verifier/verify.py`. "
        "A later record shows whether it was superseded.",
    )
