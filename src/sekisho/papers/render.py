"""All papers of a judgement, as bytes by file name. A pure function: the same judgement gives the same bytes."""

from collections.abc import Mapping
from urllib.parse import quote

from ..canonical import canonical_json, sha256_hex
from ..desk.as_json import evaluation_json, proposal_json, screening_json
from ..desk.evaluated_json import lot_json
from ..desk.model import Judgement
from ..terms import Lang
from .fonts import fonts_here, with_glyphs
from .html import html_papers
from .pdf import pdf_here, pdf_papers
from .pictures import picture_of
from .sarif import sarif_paper
from .texts import each_text, without_variations
from .view import judgement_view, letter_views
from .view_findings import View
from .xlsx import xlsx_paper

ALL = frozenset({"html", "pdf", "xlsx", "json", "sarif"})
LONGEST_NAME = 60
LANGUAGES: tuple[Lang, ...] = ("ja", "en")


def available_formats() -> frozenset[str]:
    """What can be written here: everything, less `pdf` where the extra of that name is not installed."""
    return ALL if pdf_here() else ALL - {"pdf"}


def render_papers(judgement: Judgement, *, formats: frozenset[str] = ALL) -> Mapping[str, bytes]:
    """File name -> bytes for every wanted format that `available_formats()` has.

    `judgement.<ja|en>.<html|pdf|xlsx>`, `judgement.json`, `findings.sarif`, and `letters/<bid>.<ja|en>.<html|pdf>` for each bid with questions.
    """
    wanted = formats & available_formats()
    views = {lang: judgement_view(judgement, lang) for lang in LANGUAGES}
    made: dict[str, bytes] = {}
    if wanted & {"html", "pdf"}:
        printed = {f"judgement.{lang}": ("judgement", printable(view)) for lang, view in views.items()}
        for lang in LANGUAGES:
            letters = letter_views(judgement, lang)
            printed |= {f"letters/{file_name(bid)}.{lang}": ("letter", printable(view)) for bid, view in letters.items()}
        if "html" in wanted:
            # a font for each reader: one shared by all would tell a bidder the characters of the officers' paper and of other letters
            for reader in dict.fromkeys(name.rpartition(".")[0] for name in printed):
                made |= html_papers(
                    {f"{name}.html": (f"{kind}.html", view) for name, (kind, view) in printed.items() if name.startswith(f"{reader}.")}
                )
        if "pdf" in wanted:
            made |= pdf_papers({f"{name}.pdf": (f"{template}.typ", view) for name, (template, view) in printed.items()}, judgement.facts_as_of)
    if "xlsx" in wanted:
        made |= {f"judgement.{lang}.xlsx": xlsx_paper(view, judgement.facts_as_of) for lang, view in views.items()}
    if "json" in wanted:
        made["judgement.json"] = json_paper(judgement)
    if "sarif" in wanted:
        made["findings.sarif"] = sarif_paper(judgement)
    return made


def json_paper(judgement: Judgement) -> bytes:
    """Canonical JSON: the outcome of each stage (null where there is none) and every input by its whole digest."""
    case = judgement.submission.tender.id
    return canonical_json(
        {
            "case": case,
            "digest": judgement.digest,
            "engine": judgement.engine,
            "facts_as_of": judgement.facts_as_of.isoformat(),
            "screening": screening_json(judgement.screening) if judgement.screening else None,
            "evaluation": evaluation_json(judgement.evaluation, case=case) if judgement.evaluation else None,
            "proposal": proposal_json(judgement.proposal) if judgement.proposal else None,
            **({"lots": [lot_json(one) for one in judgement.lots]} if judgement.lots else {}),
            "read": [one.as_json() for one in judgement.inputs()],
        }
    )


def file_name(bid: str) -> str:
    """A bid's id as part of a file name on any system: letters, digits, `-` and `_` stay; a long id ends in part of its digest."""
    name = "".join(char if char.isalnum() or char in "-_" else quote(char, safe="", errors="replace").replace(".", "%2E") for char in bid)
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}-{sha256_hex(bid.encode('utf-8', 'replace'))[:8]}"


def printable(view: View) -> View:
    """The view as fonts can show it, with the pictures of its findings."""
    shown: View = each_text(view, without_variations)
    if fonts_here():
        shown = each_text(shown, with_glyphs)
    for found in _findings(shown):
        found["picture"] = picture_of(found["links"]) if found["links"] else None
    return shown


def _findings(view: View) -> list[View]:
    reckoned = [view.get("sums", {}), *(lot["sums"] for lot in view.get("lots", ()))]
    return [found for part in (*view.get("bids", ()), *reckoned) for found in part.get("findings", [])]
