"""A paper's document as the nested dict of strings that the templates print."""

from ...tenders.model import Tender
from ..fonts import fonts_here, with_glyphs
from ..texts import cut, each_text, name_text, short_text, visible, without_variations
from ..view_findings import View
from ..words import words
from .blocks import Audience, Document, Say, saying
from .endings import draft_text

LONGEST = 4_000
HANDLING: dict[Audience, tuple[str, str]] = {
    "public": ("", ""),
    "bidder": ("", ""),
    "agency": (
        "取扱注意 調達機関限り(応札価格・採点を含む)",
        "Handle with care: for the procuring entity only (holds prices and marks)",
    ),
    "protected": (
        "要保護 調達機関限り・複写禁止(確認の根拠を含む)",
        "Protected: for the procuring entity only, not to be copied (holds the grounds of the check)",
    ),
}


def view_of(document: Document, tender: Tender) -> View:
    """The document fit to print: every text visible and not endless, with the words around it (`w`)."""
    say = saying(document.lang)
    shown: View = {
        "lang": document.lang,
        "title": document.title,
        "subtitle": document.subtitle,
        "tender_id": name_text(tender.id),
        "header_id": short_text(tender.id),
        "handling": say(*HANDLING[document.audience]),
        "handling_short": {"agency": say("取扱注意", "Handle with care"), "protected": say("要保護", "Protected")}.get(document.audience, ""),
        "draft": draft_text(tender).pick(document.lang) if document.draft else "",
        "numbered": "",
        "to": document.to,
        "sender": "",
        "blocks": list(document.blocks),
    }
    printable: View = each_text(shown, lambda text: _glyphs(without_variations(cut(visible(text), document.lang, LONGEST))))
    lines = {"numbered": _numbered(say) if document.numbered else "", "sender": _glyphs("\n".join(visible(one) for one in document.sender))}
    return printable | lines | {"w": dict(words(document.lang))}


def _glyphs(text: str) -> str:
    return "\n".join(with_glyphs(line) for line in text.split("\n")) if fonts_here() else text


def _numbered(say: Say) -> str:
    """Where the officer writes the paper's number and its day."""
    return say("文書番号　　　第　　　　　　号\n令和　　年　　月　　日", "No. ____________________\nDate: ____ / ____ / ______")
